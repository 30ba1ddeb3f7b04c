"""The officer reads drafts and histories of every village, on screens that cannot write anything."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from audit.enums import PageState
from editorial.reading import STATES
from news.models import NewsArticlePage, NewsIndexPage
from people.models import User
from tests.factories.core import CustomImageFactory
from tests.factories.news import NewsArticlePageFactory
from tests.factories.village_pages import VillageFactory, member, regency_information
from village_pages.enums import Role
from village_pages.models import VillagePage
from village_pages.rights import dismiss

pytestmark = pytest.mark.django_db

LIST = "/admin/baca/"


def at(name: str, page, *args) -> str:
    return reverse(f"reading_{name}", args=[page.pk, *args])


@pytest.fixture
def draft(village, contributor):
    """Never published: written once, then changed."""
    page = NewsArticlePageFactory(village=village, owner=contributor, live=False, title="Panen raya")
    page.title = "Panen raya di dusun tiga"
    page.summary = "Padi dipanen bersama."
    page.save_revision(user=contributor, log_action=True)
    return page


@pytest.fixture
def returned(neighbour, foreign_cadre):
    """Of the other village: sent in, and sent back with a reason."""
    author = member(Role.CONTRIBUTOR, neighbour, display_name="Budi")
    page = NewsArticlePageFactory(village=neighbour, owner=author, live=False, title="Posyandu bulan ini")
    state = page.get_workflow().start(page, author).current_task_state
    state.task.specific.on_action(state, foreign_cadre, "reject", comment="Tulis jam buka posyandu.")
    return page


def newest(page) -> int:
    return page.revisions.order_by("pk").last().pk


def screens_of(page) -> list[str]:
    return [
        at("page", page),
        at("history", page),
        at("revision", page, newest(page)),
        at("compare", page, newest(page)),
    ]


def test_the_officer_reads_what_no_reader_sees_in_every_village(client, officer, draft, returned):
    client.force_login(officer)
    listed = client.get(LIST).content.decode()
    for page, title, village in (
        (draft, "Panen raya di dusun tiga", "Pematang Rahim"),
        (returned, "Posyandu bulan ini", "Sungai Beras"),
    ):
        assert title in listed
        assert village in listed
        for address in screens_of(page):
            answer = client.get(address)
            assert answer.status_code == 200
            assert "no-store" in answer["Cache-Control"]
            assert reverse("wagtailadmin_pages:edit", args=[page.pk]) not in answer.content.decode()
        assert title in client.get(at("revision", page, newest(page))).content.decode()
        assert at("revision", page, newest(page)) in client.get(at("page", page)).content.decode()


def test_the_history_says_who_did_what_and_why_and_leads_to_the_versions(client, officer, returned):
    client.force_login(officer)
    history = client.get(at("history", returned)).content.decode()
    assert "Tulis jam buka posyandu." in history
    assert "Rina Wati" in history
    assert "Budi" in history
    assert "Dikirim untuk diperiksa" in history
    assert "Dikembalikan dengan alasan" in history
    assert at("revision", returned, newest(returned)) in history


def test_a_comparison_says_in_words_and_signs_what_came_and_what_went(client, officer, draft):
    client.force_login(officer)
    page = NewsArticlePage.objects.get(pk=draft.pk).get_latest_revision_as_object()
    page.comments_open = False
    page.body = [("paragraph", "<p>Padi dipanen.</p>")]
    page.save_revision()
    words = client.get(at("compare", draft, newest(draft))).content.decode()
    assert "<del>Ya</del><ins>Tidak</ins>" in words
    assert "Ditambah" in words

    versions = list(draft.revisions.order_by("pk").values_list("pk", flat=True))
    words = client.get(at("compare", draft, versions[1])).content.decode()
    assert "Panen raya<ins> di dusun tiga</ins>" in words
    assert "comparison__child-object" not in words
    first = client.get(at("compare", draft, versions[0])).content.decode()
    assert "Ini versi pertama" in first
    history = client.get(at("history", draft)).content.decode()
    assert at("compare", draft, versions[1]) in history
    assert at("compare", draft, versions[0]) not in history


def test_words_of_a_writer_stay_words_in_a_comparison(client, officer, village):
    page = NewsArticlePageFactory(village=village, live=False, title="Satu")
    page.title = '<span class="addition"><b>Dua</b></span>'
    page.save_revision()
    client.force_login(officer)
    words = client.get(at("compare", page, newest(page))).content.decode()
    assert "<b>Dua" not in words
    assert "&lt;b&gt;Dua" in words


def test_a_version_is_shown_as_readers_would_see_it_but_sends_keeps_and_tells_nothing(
    client, officer, draft, settings
):
    settings.PAGE_CACHE_ENABLED = True
    client.force_login(officer)
    first = draft.revisions.order_by("pk").first()
    answer = client.get(at("revision", draft, first.pk))
    words = answer.content.decode()
    assert "<title>" in words
    assert "Panen raya di dusun tiga" not in words  # an older version, not the newest
    assert "Hanya baca" in words
    assert '<meta name="robots" content="noindex">' in words
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "form-action 'none'" in answer["Content-Security-Policy"]
    assert "script-src" not in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    client.logout()
    assert client.get(at("revision", draft, first.pk)).status_code == 302
    public = NewsArticlePageFactory()
    assert "Hanya baca" not in client.get(public.get_url()).content.decode()


def test_reading_writes_nothing(client, officer, draft, returned):
    client.force_login(officer)
    image = CustomImageFactory(village=draft.village)
    draft.lead_image, draft.lead_image_alt = image, "Padi"
    draft.save_revision()
    for address in screens_of(draft):
        client.get(address)  # pictures of a draft are made in their sizes when first looked at

    def rows() -> dict[str, int]:
        return {model._meta.label: model._base_manager.count() for model in apps.get_models()}

    before = rows()
    with CaptureQueriesContext(connection) as queries:
        for page in (draft, returned):
            for address in (LIST, *screens_of(page)):
                assert client.get(address).status_code == 200
    assert rows() == before
    writing = [
        query["sql"]
        for query in queries
        if query["sql"].startswith(("INSERT", "UPDATE", "DELETE")) and "session" not in query["sql"].lower()
    ]
    assert writing == []


def test_a_cadre_reads_the_own_village_and_nothing_of_the_others(client, cadre, draft, returned):
    client.force_login(cadre)
    listed = client.get(LIST).content.decode()
    assert "Panen raya di dusun tiga" in listed
    assert "Posyandu bulan ini" not in listed
    assert "Sungai Beras" not in listed
    assert client.get(LIST, {"desa": "15.07.09.2006"}).status_code == 404
    assert all(client.get(address).status_code == 200 for address in screens_of(draft))
    assert [client.get(address).status_code for address in screens_of(returned)] == [404] * 4
    # The own page's address does not open another page's version, either.
    for name in ("revision", "compare"):
        assert client.get(at(name, draft, newest(returned))).status_code == 404
    # Pages of the regency are the officer's.
    assert client.get(at("page", regency_information(title="Privasi"))).status_code == 404


def test_a_contributor_and_somebody_dismissed_read_nothing_here(client, contributor, cadre, draft):
    client.force_login(contributor)
    assert [client.get(address).status_code for address in (LIST, *screens_of(draft))] == [404] * 5
    client.force_login(cadre)
    assert client.get(LIST).status_code == 200
    dismiss(cadre.memberships.get())
    assert {client.get(address).status_code for address in (LIST, *screens_of(draft))} <= {302, 403, 404}


def test_what_does_not_exist_is_not_found(client, officer, draft, returned):
    client.force_login(officer)
    root = Page.get_first_root_node()
    for address in (
        reverse("reading_page", args=[999_999]),
        reverse("reading_page", args=[root.pk]),
        at("revision", draft, newest(returned)),
        at("compare", draft, newest(returned)),
        at("revision", draft, 999_999),
    ):
        assert client.get(address).status_code == 404
    assert client.get(LIST, {"desa": "15.07.09.9999"}).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_nothing_but_reading_is_answered(client, officer, draft, method):
    client.force_login(officer)
    for address in (LIST, *screens_of(draft)):
        assert getattr(client, method)(address).status_code == 405
        assert client.head(address).status_code == 200


def test_people_and_versions_that_are_gone_leave_the_rest_readable(client, officer, draft, returned):
    client.force_login(officer)
    User.objects.filter(pk__in=[draft.owner_id, returned.owner_id]).delete()
    draft.revisions.all().delete()
    assert "belum ada versi" in client.get(at("page", draft)).content.decode()
    assert "Akun yang sudah dihapus" in client.get(at("history", returned)).content.decode()
    assert client.get(at("history", draft)).status_code == 200
    assert client.get(LIST).status_code == 200
    # A list page of the skeleton never had a version.
    assert client.get(at("page", NewsIndexPage.objects.first())).status_code == 200


def test_the_list_can_be_narrowed_to_a_village_a_state_a_kind_and_words(
    client, officer, village, draft, returned
):
    live = NewsArticlePageFactory(village=village, title="Gotong royong")
    changed = NewsArticlePageFactory(village=village, title="Air bersih")
    changed.title = "Air bersih mengalir lagi"
    changed.save_revision()
    withdrawn = NewsArticlePageFactory(village=village, title="Jadwal lama")
    withdrawn.unpublish()
    waiting = NewsArticlePageFactory(village=village, live=False, title="Kerja bakti")
    waiting.get_workflow().start(waiting, waiting.owner)
    regency = regency_information(title="Privasi situs")
    client.force_login(officer)

    def found(**query) -> set[str]:
        entries = client.get(LIST, query).context["entries"]
        return {entry["page"].get_admin_display_title() for entry in entries}

    article = {"jenis": "newsarticlepage"}
    by_state = {
        PageState.DRAFT: {"Panen raya di dusun tiga"},
        PageState.IN_REVIEW: {"Kerja bakti"},
        PageState.RETURNED: {"Posyandu bulan ini"},
        PageState.LIVE: {"Gotong royong"},
        PageState.LIVE_CHANGED: {"Air bersih mengalir lagi"},
        PageState.WITHDRAWN: {"Jadwal lama"},
    }
    assert set(by_state) == set(STATES)
    for state, titles in by_state.items():
        assert found(keadaan=state.value, **article) == titles
        entries = client.get(LIST, {"keadaan": state.value, **article}).context["entries"]
        assert {entry["state"] for entry in entries} == {state.label}
    assert found(**article) == set().union(*by_state.values())
    assert found(desa="15.07.09.2006", **article) == {"Posyandu bulan ini"}
    assert {"Privasi situs"} <= found(desa="kabupaten")
    assert not found(desa="kabupaten") & {live.title, village.title}
    assert found(kata="mengalir") == {"Air bersih mengalir lagi"}  # words of the draft alone
    assert found(kata="tidak-ada") == set()
    assert found(keadaan="x", jenis="y", page="z") >= {live.title, regency.title}


def test_the_newest_change_stands_first_fifty_to_a_page(client, officer, village, draft):
    now = timezone.now()
    pages = [NewsArticlePageFactory(village=village, title=f"Kabar {n}") for n in range(51)]
    for n, page in enumerate(pages):
        Page.objects.filter(pk=page.pk).update(latest_revision_created_at=now + timedelta(minutes=n))
    client.force_login(officer)
    answer = client.get(LIST, {"kata": "kabar"})
    assert [entry["page"].pk for entry in answer.context["entries"]] == [
        page.pk for page in reversed(pages[1:])
    ]
    assert "kata=kabar&amp;page=2" in answer.content.decode()
    second = client.get(LIST, {"kata": "kabar", "page": 2})
    assert [entry["page"].pk for entry in second.context["entries"]] == [pages[0].pk]


def test_the_way_there_stands_in_the_officers_menu_and_beside_pages_not_his_to_write(
    client, officer, cadre, draft
):
    regency = regency_information(title="Privasi")
    client.force_login(officer)
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert LIST in home
    explorer = client.get(reverse("wagtailadmin_explore", args=[draft.get_parent().pk])).content.decode()
    assert at("page", draft) in explorer
    own = client.get(reverse("wagtailadmin_explore", args=[regency.get_parent().pk])).content.decode()
    assert at("page", regency) not in own
    client.force_login(cadre)
    assert LIST not in client.get(reverse("wagtailadmin_home")).content.decode()
    explorer = client.get(reverse("wagtailadmin_explore", args=[draft.get_parent().pk])).content.decode()
    assert at("page", draft) not in explorer


def test_who_may_edit_a_page_finds_the_way_to_the_editor(client, cadre, draft):
    client.force_login(cadre)
    assert (
        reverse("wagtailadmin_pages:edit", args=[draft.pk]) in client.get(at("page", draft)).content.decode()
    )


def test_the_list_and_a_history_take_as_many_queries_for_many_as_for_few_query_count(
    client, officer, village, draft
):
    """No n+1 over villages, pages, versions or people."""

    def queries(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    client.force_login(officer)
    addresses = (LIST, f"{LIST}?keadaan=draft&kata=panen&jenis=newsarticlepage", at("history", draft))
    few = [queries(address) for address in addresses]
    for n in range(20):
        other = VillageFactory(code=f"15.07.10.20{n:02d}")
        author = member(Role.CONTRIBUTOR, other)
        for number in range(2):
            NewsArticlePageFactory(village=other, owner=author, live=False, title=f"Panen {number}")
        draft.save_revision(user=author, log_action=True)
    assert VillagePage.objects.count() >= 21
    assert [queries(address) for address in addresses] == few
