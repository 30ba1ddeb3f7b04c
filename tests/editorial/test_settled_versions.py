"""A version that others rely on keeps its words; and a page that cannot be public stands in no way."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from editorial import rules
from news.models import NewsArticlePage
from notifications.models import Notification
from tests.editorial.forms import article_form
from tests.editorial.test_review import edit_url, submitted
from tests.editorial.test_review_screen import decide
from tests.factories.inclusion import InclusionNoticePageFactory
from tests.factories.news import NewsArticlePageFactory
from tests.factories.village_pages import member
from village_pages.enums import Role
from village_pages.publishing import PublishRefusedError

pytestmark = pytest.mark.django_db

HARM = "Nomor induk 1507094107900002."


@pytest.fixture
def ambassador(village):
    return member(Role.AMBASSADOR, village, username="duta")


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def autosave(client, user, page, revision, **fields):
    """What the editor's script sends by itself, naming the version that it saved last."""
    client.force_login(user)
    data = article_form(page, **fields) | {"overwrite_revision_id": str(revision.pk)}
    return client.post(edit_url(page), data, headers={"Accept": "application/json"})


def test_the_editor_goes_on_saving_after_publication_and_readers_keep_what_was_approved(
    client, village, cadre, ambassador
):
    page = submitted(village, cadre, summary="Panen padi.")
    decide(client, ambassador, page, "approve")
    live = fresh(page).live_revision
    answer = autosave(client, cadre, fresh(page), live, summary=HARM)
    assert answer.json()["success"]
    live.refresh_from_db()
    assert live.content["summary"] == "Panen padi."
    assert fresh(page).latest_revision != live

    # Nor do her words come before readers by a bulk action or by way of the archive.
    client.post(f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'publish'])}?id={page.pk}")
    assert fresh(page).summary == "Panen padi."
    client.post(reverse("archive_page", args=[page.pk]))
    client.post(reverse("restore_page", args=[page.pk]))
    assert fresh(page).live
    assert fresh(page).summary == "Panen padi."


def test_what_waits_is_decided_as_it_was_looked_at(client, village, cadre, ambassador):
    page = submitted(village, cadre, summary="Panen padi.")
    looked_at = page.latest_revision
    assert autosave(client, cadre, page, looked_at, summary="Panen jagung.").json()["success"]
    client.post(reverse("pen_free", args=[page.pk]))
    client.force_login(ambassador)
    answer = client.post(
        reverse("review_decide", args=[page.pk]), {"action": "approve", "revision": looked_at.pk}
    )
    assert answer.status_code == 409
    assert not fresh(page).live


def test_a_draft_is_still_overwritten_by_its_author(client, village, contributor):
    page = NewsArticlePageFactory(village=village, owner=contributor, live=False)
    revision = page.latest_revision
    autosave(client, contributor, page, revision, summary="Panen jagung.")
    assert fresh(page).latest_revision == revision
    assert page.revisions.count() == 1


def with_address_taken(village, author, minutes: int) -> NewsArticlePage:
    """A live page whose approved new version wants an address that another page has by now."""
    page = NewsArticlePageFactory(village=village, owner=author, slug="lama")
    page.slug = "baru"
    page.go_live_at = timezone.now() + timedelta(minutes=minutes)
    page.save_revision(user=author).publish()
    NewsArticlePageFactory(village=village, slug="baru")
    return fresh(page)


def test_a_page_that_cannot_go_live_is_held_and_stands_in_no_others_way(
    village, neighbour, contributor, time_machine
):
    held = with_address_taken(village, contributor, minutes=5)
    other = NewsArticlePageFactory(village=neighbour, live=False)
    other.go_live_at = timezone.now() + timedelta(minutes=10)
    other.save_revision().publish()
    time_machine.move_to(timezone.now() + timedelta(minutes=11))
    call_command("run_due")
    assert fresh(other).live
    assert fresh(held).slug == "lama"
    assert not fresh(held).approved_schedule
    assert Notification.objects.filter(recipient=contributor, kind="page.held").exists()


def test_words_that_are_no_longer_valid_are_refused_with_a_reason(client, village, contributor, cadre):
    page = NewsArticlePageFactory(village=village, owner=contributor, slug="lama")
    page.slug = "baru"
    page.save_revision(user=contributor)
    page = fresh(page)
    page.get_workflow().start(page, contributor)
    NewsArticlePageFactory(village=village, slug="baru")
    answer = decide(client, cadre, page, "approve")
    assert answer.status_code == 409
    assert fresh(page).slug == "lama"


def test_a_cancelled_review_or_anothers_saving_makes_nobody_less_of_an_author(village, cadre, ambassador):
    page = submitted(village, cadre)
    page.current_workflow_state.cancel(user=ambassador)
    page = fresh(page)
    page.save_revision(user=ambassador)
    assert cadre.pk in rules.authors_of(fresh(page), fresh(page).latest_revision)

    member(Role.AMBASSADOR, village, username="duta.lain")
    draft = NewsArticlePageFactory(village=village, owner=cadre, live=False)
    draft.save_revision(user=ambassador)
    with pytest.raises(PublishRefusedError):
        fresh(draft).latest_revision.publish(user=cadre)
    assert not fresh(draft).live


def test_of_two_who_both_wrote_the_reviewer_is_told_the_way_on(client, village, cadre, ambassador):
    notice = InclusionNoticePageFactory(village=village, owner=cadre, live=False)
    notice.get_workflow().start(notice, cadre)
    notice = fresh(notice)
    notice.plain_summary = "Pertemuan hari Senin."
    revision = notice.save_revision(user=ambassador)
    assert "Kembalikan kepada pengirimnya" in rules.refusal(ambassador, revision.as_object(), revision)
    decide(client, ambassador, fresh(notice), "reject", reason="wording", comment="Saya ubah harinya.")
    again = fresh(notice)
    again.save_revision(user=cadre)
    fresh(notice).current_workflow_state.resume(user=cadre)
    assert decide(client, ambassador, fresh(notice), "approve").status_code == 302
    assert fresh(notice).live
