"""Harmful content stopped on every way, told at its place, mended or excepted with a reason."""

import html
import re
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from audit.models import Act
from editorial import found_problems
from editorial.content_checks import problems_of
from editorial.found_problems import look_again, overrule
from editorial.models import CheckOverride, PageCare
from news.models import NewsArticlePage, NewsIndexPage
from people.models import User
from services.models import ServicePage
from tests.editorial.forms import article_form
from tests.editorial.harm import HAND, NIK
from tests.editorial.ways_to_publish import WAYS, Seen, prepared
from tests.factories.core import CustomImageFactory
from tests.factories.news import NewsArticlePageFactory
from tests.factories.services import ServicePageFactory
from tests.factories.village_pages import InformationPageFactory, member
from tests.pages import query_count
from village_pages.enums import Role

pytestmark = pytest.mark.django_db

BARE = '<p>Lihat <a href="https://lapor.go.id/">https://lapor.go.id/</a>.</p>'
SUBMIT = {"action-submit": "1"}


def edit_url(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def problems_url(page) -> str:
    return reverse("page_problem_override", args=[page.pk])


def words(answer) -> str:
    return html.unescape(answer.content.decode())


def enter(client, person):
    client.force_login(User.objects.get(pk=person.pk))


def newest(page):
    return NewsArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()


@pytest.fixture
def draft(village, contributor):
    return NewsArticlePageFactory(village=village, owner=contributor, live=False, slug="draf")


def a_body(*texts: str) -> dict:
    return streamfield([("paragraph", rich_text(f"<p>{text}</p>")) for text in texts])


# In the form.


def test_a_draft_is_saved_whatever_is_in_it_and_sending_it_in_is_refused(client, draft, contributor):
    enter(client, contributor)
    harmful = article_form(draft, summary=f"NIK {NIK}", body=a_body("Padi baik.", f"Hubungi {HAND}"))
    client.post(edit_url(draft), harmful)
    assert NIK in newest(draft).summary
    revisions = Revision.objects.for_instance(draft).count()

    answer = client.post(edit_url(draft), harmful | SUBMIT)

    assert answer.status_code == 200
    assert not NewsArticlePage.objects.get(pk=draft.pk).workflow_in_progress
    assert Revision.objects.for_instance(draft).count() == revisions
    shown = words(answer)
    assert "tampak seperti NIK" in shown
    assert "Hapus nomor itu" in shown
    assert 'href="#id_summary"' in shown
    # Nothing of what was typed is lost.
    assert f"NIK {NIK}" in shown
    assert f"Hubungi {HAND}" in shown
    form = answer.context_data["form"]
    assert set(form.errors) == {"summary", "body"}
    (error,) = form.errors.as_data()["body"]
    assert list(error.block_errors) == [1]
    assert "nomor HP" in error.block_errors[1].messages[0]


def test_each_problem_leads_to_its_block_by_the_blocks_own_name(client, draft, contributor):
    enter(client, contributor)
    form = article_form(draft, **SUBMIT) | nested_form_data(
        {"body": a_body("Baik.", f"NIK {NIK}") | {"1": {"id": "abc-1"}}}
    )
    form |= {"body-1-id": "abc-1", "body-1-type": "paragraph", "body-1-value": rich_text(f"<p>{NIK}</p>")}
    form |= {"body-1-order": "1", "body-1-deleted": ""}
    assert 'href="#block-abc-1-section"' in words(client.post(edit_url(draft), form))


def test_a_new_page_is_stopped_before_it_exists(client, village, contributor):
    enter(client, contributor)
    index = NewsIndexPage.objects.child_of(village).get()
    at = reverse("wagtailadmin_pages:add", args=["news", "newsarticlepage", index.pk])
    answer = client.post(at, article_form(summary=f"NIK {NIK}", **SUBMIT))
    assert "tampak seperti NIK" in words(answer)
    assert not NewsArticlePage.objects.filter(slug="panen-raya").exists()
    client.post(at, article_form(**SUBMIT))
    assert NewsArticlePage.objects.get(slug="panen-raya").workflow_in_progress


def test_a_draft_may_have_a_picture_without_words_and_not_more_than_a_draft(
    client, village, draft, contributor
):
    image = CustomImageFactory(village=village)
    enter(client, contributor)
    form = article_form(draft, lead_image=str(image.pk))
    client.post(edit_url(draft), form)
    assert newest(draft).lead_image == image
    answer = client.post(edit_url(draft), form | SUBMIT)
    assert set(answer.context_data["form"].errors) == {"lead_image_alt"}
    client.post(edit_url(draft), form | SUBMIT | {"lead_image_alt": "Warga di sawah."})
    assert NewsArticlePage.objects.get(pk=draft.pk).workflow_in_progress


def test_a_number_in_a_row_and_in_a_topic_is_told_where_it_was_typed(client, village, contributor, draft):
    enter(client, contributor)
    answer = client.post(edit_url(draft), article_form(draft, tags=f"panen, {NIK}", **SUBMIT))
    assert set(answer.context_data["form"].errors) == {"tags"}

    service = ServicePageFactory(village=village, owner=contributor, live=False)
    rows = [{"text": "KTP", "paper": "any", "copies": "1"}, {"text": NIK, "paper": "any", "copies": "1"}]
    data = nested_form_data(
        {
            "title": service.title,
            "slug": service.slug,
            "summary": service.summary,
            "fee_kind": "unknown",
            "online": "unknown",
            "requirements": inline_formset(rows),
            **{
                name: inline_formset([]) for name in ("steps", "forms", "differences", "offices", "questions")
            },
            **SUBMIT,
        }
    )
    answer = client.post(edit_url(service), data)
    form = answer.context_data["form"]
    assert [set(row.errors) for row in form.formsets["requirements"]] == [set(), {"text"}]
    assert 'href="#id_requirements-1-text"' in words(answer)
    assert not ServicePage.objects.get(pk=service.pk).workflow_in_progress


def test_sending_back_and_cancelling_ask_for_nothing(client, village, contributor, cadre, draft):
    draft.get_workflow().start(draft, contributor)
    page = NewsArticlePage.objects.get(pk=draft.pk)
    enter(client, cadre)
    client.post(
        edit_url(page),
        article_form(
            page,
            summary=f"NIK {NIK}",
            **{
                "action-workflow-action": "1",
                "workflow-action-name": "reject",
                "workflow-action-extra-data": '{"comment": "Hapus nomornya.", "reason": "privacy"}',
            },
        ),
    )
    assert not NewsArticlePage.objects.get(pk=draft.pk).current_workflow_task_state


def test_a_village_and_an_information_page_are_checked_too(client, village, cadre):
    page = InformationPageFactory(village=village, live=False)
    enter(client, cadre)
    data = nested_form_data({"title": page.title, "slug": page.slug, "body": a_body(f"NIK {NIK}")})
    answer = client.post(edit_url(page), data | {"action-publish": "1"})
    assert "tampak seperti NIK" in words(answer)
    data = {"profile": f"NIK {NIK}", "picture": "", "picture_alt": ""}
    answer = client.post(edit_url(village), nested_form_data(data) | {"action-publish": "1"})
    assert set(answer.context_data["form"].errors) == {"profile"}


# On every other way.


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_no_way_to_publish_lets_a_nik_through(way, client, village, cadre):
    """By the only cadre, whom no rule holds back: that the way is open for her, ``test_every_way`` shows."""
    harmful = f"NIK {NIK}"
    waits = way.needs == "review"
    page = NewsArticlePageFactory(
        village=village, owner=cadre, live=False, slug="uji", summary="Panen padi." if waits else harmful
    )
    page = prepared(way, page, cadre)
    if waits:
        # Only what was sent in without it can still be approved with it.
        page.summary = harmful
        page.save_revision(user=cadre)
    before = Seen.now()
    enter(client, cadre)

    answer = way.attempt(client, User.objects.get(pk=cadre.pk), page)

    after = Seen.now()
    assert after.readers == before.readers
    assert after.due == before.due
    assert "tampak seperti NIK" in answer
    assert "Data pribadi warga tidak boleh tayang" in answer


def test_sending_in_by_code_is_refused_as_well(draft, contributor):
    draft.summary = f"NIK {NIK}"
    draft.save_revision(user=contributor)
    with pytest.raises(PermissionDenied, match="NIK"):
        draft.get_workflow().start(draft, contributor)
    assert not NewsArticlePage.objects.get(pk=draft.pk).workflow_in_progress


# Exceptions.


@pytest.fixture
def bare(village, contributor):
    """A draft with a problem that is a matter of judgement."""
    return NewsArticlePageFactory(
        village=village, owner=contributor, live=False, slug="polos", body=[("paragraph", BARE)]
    )


def send_reason(client, page, found_in: str, reason: str = "Halaman ini untuk dicetak."):
    return client.post(problems_url(page), {"found_in": found_in, "reason": reason})


def test_a_cadre_excepts_what_is_a_matter_of_judgement_and_the_reason_is_kept(
    client, bare, cadre, contributor
):
    (problem,) = problems_of(bare)
    enter(client, contributor)
    shown = words(client.get(problems_url(bare)))
    assert "Minta kader" in shown
    assert "<form" not in shown.partition('class="desk"')[2].partition("</main>")[0]
    assert send_reason(client, bare, problem.found_in).status_code == 403

    enter(client, cadre)
    assert "Tetap boleh, catat alasan saya" in words(client.get(problems_url(bare)))
    refused = send_reason(client, bare, problem.found_in, "  ")
    assert refused.status_code == 422
    assert "Tulis alasannya" in words(refused)
    assert not CheckOverride.objects.exists()
    send_reason(client, bare, problem.found_in)
    word = CheckOverride.objects.get()
    assert (word.page_id, word.code, word.by) == (bare.pk, "link.bare", cadre)
    act = Act.objects.get(verb="check.overridden")
    assert act.reason == "Halaman ini untuk dicetak."
    assert act.village_code == "15.07.09.2002"
    assert "Halaman ini untuk dicetak." in words(client.get(problems_url(bare)))
    # Sent again, it changes nothing.
    send_reason(client, bare, problem.found_in, "Lain.")
    assert CheckOverride.objects.get().reason == "Halaman ini untuk dicetak."

    enter(client, contributor)
    bare.get_workflow().start(bare, contributor)
    assert NewsArticlePage.objects.get(pk=bare.pk).workflow_in_progress


def test_nobody_excepts_a_number_of_a_person(client, village, cadre):
    page = NewsArticlePageFactory(village=village, live=False, summary=f"NIK {NIK} dan {HAND}")
    enter(client, cadre)
    shown = words(client.get(problems_url(page)))
    assert "Tetap boleh" not in shown
    assert NIK not in shown
    administrator = member(Role.ADMINISTRATOR)
    for problem in problems_of(page):
        for person in (cadre, administrator):
            with pytest.raises(PermissionDenied):
                overrule(page, problem, by=person, reason="Boleh.")
        assert send_reason(client, page, problem.found_in).status_code in (302, 422, 403)
    assert not CheckOverride.objects.exists()


def test_the_screen_is_for_those_who_may_read_the_newest_version(
    client, bare, foreign_cadre, officer, village
):
    enter(client, foreign_cadre)
    assert client.get(problems_url(bare)).status_code == 404
    assert send_reason(client, bare, problems_of(bare)[0].found_in).status_code == 404
    enter(client, officer)
    assert client.get(problems_url(bare)).status_code == 200
    assert send_reason(client, bare, problems_of(bare)[0].found_in).status_code == 403
    assert not CheckOverride.objects.exists()


def test_the_portals_draft_is_read_by_nobody_of_a_village(client, cadre, village):
    home = Page.objects.get(depth=2)
    enter(client, cadre)
    assert client.get(problems_url(home)).status_code == 404


# Pages that are public.


def test_the_clock_looks_at_public_pages_once_a_day_and_finds_links_that_ended(client, village, cadre):
    target = NewsArticlePageFactory(village=village)
    body = [("paragraph", f'<a linktype="page" id="{target.pk}">kabar panen</a>')]
    page = NewsArticlePageFactory(village=village, body=body, title="Kabar dusun")
    call_command("run_due")
    care = PageCare.objects.get(page=page)
    assert (care.problems, care.problems_since) == ([], None)
    target.unpublish()
    call_command("run_due")
    assert PageCare.objects.get(page=page).problems == []
    tomorrow = timezone.now() + timedelta(days=1, minutes=1)
    with time_machine.travel(tomorrow, tick=False):
        call_command("run_due")
        first = PageCare.objects.get(page=page)
        assert [one["code"] for one in first.problems] == ["link.draft"]
        enter(client, cadre)
        desk = words(client.get(reverse("wagtailadmin_home")))
        assert "Masalah ditemukan" in desk
        assert problems_url(page) in desk
        shown = words(client.get(reverse("page_problems")))
        assert "Kabar dusun" in shown
        assert "kabar panen" in shown
    with time_machine.travel(tomorrow + timedelta(days=2), tick=False):
        call_command("run_due")
        again = PageCare.objects.get(page=page)
        assert again.problems_since == first.problems_since
        assert again.problems_at > first.problems_at
        target.get_latest_revision().publish()
    with time_machine.travel(tomorrow + timedelta(days=4), tick=False):
        call_command("run_due")
        assert PageCare.objects.get(page=page).problems_since is None
        assert "Kabar dusun" not in words(client.get(reverse("page_problems")))


def test_a_page_that_cannot_be_checked_holds_up_no_other(village, monkeypatch):
    Page.objects.live().filter(depth__gt=1).update(live=False)
    broken, fine = NewsArticlePageFactory(village=village), NewsArticlePageFactory(village=village)

    def check(page):
        if page.pk == broken.pk:
            raise ValueError("a block of a kind that is gone")
        return []

    monkeypatch.setattr(found_problems, "open_problems", check)
    assert look_again() == 2
    assert PageCare.objects.get(page=fine).problems_at
    assert look_again() == 0


def test_the_clock_takes_few_pages_at_a_time_the_oldest_first(village, monkeypatch):
    Page.objects.live().filter(depth__gt=1).update(live=False)
    pages = [NewsArticlePageFactory(village=village) for _n in range(3)]
    now = timezone.now()
    for age, page in enumerate(pages):
        PageCare.objects.update_or_create(page=page, defaults={"problems_at": now - timedelta(days=age + 2)})
    monkeypatch.setattr(found_problems, "AT_A_TIME", 2)
    assert [look_again(), look_again(), look_again()] == [2, 1, 0]


def test_an_exception_ends_the_problem_of_the_public_page(client, village, cadre):
    page = NewsArticlePageFactory(village=village, body=[("paragraph", BARE)])
    call_command("run_due")
    assert PageCare.objects.get(page=page).problems_since
    overrule(page, problems_of(page)[0], by=cadre, reason="Untuk dicetak.")
    call_command("run_due")
    assert PageCare.objects.get(page=page).problems_since is None


def test_the_list_shows_ones_own_villages_only(client, village, neighbour, cadre, foreign_cadre, officer):
    own = NewsArticlePageFactory(village=village, body=[("paragraph", BARE)], title="Kabar sendiri")
    other = NewsArticlePageFactory(village=neighbour, body=[("paragraph", BARE)], title="Kabar tetangga")
    call_command("run_due")
    for person, seen in ((cadre, {own}), (foreign_cadre, {other}), (officer, {own, other})):
        enter(client, person)
        shown = words(client.get(reverse("page_problems")))
        assert {page for page in (own, other) if page.title in shown} == seen
    enter(client, officer)
    assert re.search(r">Lihat<", words(client.get(reverse("page_problems"))))
    stranger = User.objects.create_user(username="tamu", password="x")
    stranger.user_permissions.add(*_access_admin())
    enter(client, stranger)
    assert client.get(reverse("page_problems")).status_code == 403


def _access_admin():
    from django.contrib.auth.models import Permission

    return Permission.objects.filter(codename="access_admin")


def test_the_list_and_the_desk_cost_the_same_however_much_there_is(client, village, cadre):
    def grow(n):
        for _n in range(n):
            page = NewsArticlePageFactory(village=village)
            PageCare.objects.update_or_create(
                page=page,
                defaults={
                    "problems": [one.as_data() for one in problems_of(_with_link(page))],
                    "problems_since": timezone.now(),
                },
            )

    enter(client, cadre)
    grow(2)
    few = [query_count(client, reverse(name)) for name in ("page_problems", "wagtailadmin_home")]
    grow(23)
    assert [query_count(client, reverse(name)) for name in ("page_problems", "wagtailadmin_home")] == few
    shown = words(client.get(reverse("page_problems")))
    assert shown.count(">Perbaiki<") == 20
    assert "Halaman 1 dari 2" in shown


def _with_link(page):
    page.body = [("paragraph", BARE)]
    return page


def test_the_screen_of_one_page_costs_the_same_however_long_it_is(client, village, cadre):
    short = NewsArticlePageFactory(village=village, body=[("paragraph", BARE)])
    many = [("paragraph", BARE.replace("lapor", f"lapor{n}")) for n in range(30)]
    long = NewsArticlePageFactory(village=village, body=many)
    enter(client, cadre)
    assert query_count(client, problems_url(short)) == query_count(client, problems_url(long))
    with CaptureQueriesContext(connection):
        assert words(client.get(problems_url(long))).count(">Perbaiki<") == 30
