"""Who is told what on the way of a page, and that Wagtail mails nothing of its own beside it."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from core.formats import moment
from editorial.enums import SendBackReason, Stage
from editorial.models import PageCare, ReviewRound
from editorial.signals import page_archived, page_restored, review_escalated
from news.models import NewsArticlePage
from notifications.digest import send_digests
from notifications.kinds import all_kinds, registered
from notifications.models import Notification
from people.models import User
from tests.editorial.forms import article_form
from tests.factories.news import NewsArticlePageFactory
from tests.factories.village_pages import member, regency_information
from village_pages.enums import Role
from village_pages.models import VillagePage
from village_pages.signals import publication_held

pytestmark = pytest.mark.django_db


def submitted(village, author, **fields) -> NewsArticlePage:
    fields = {"title": "Panen raya"} | fields
    page = NewsArticlePageFactory(village=village, owner=author, live=False, **fields)
    page.get_workflow().start(page, author)
    return NewsArticlePage.objects.get(pk=page.pk)


def decide(page, by, action: str, comment: str = "", **more) -> None:
    page.current_workflow_task.on_action(
        page.current_workflow_task_state, by, action, comment=comment, **more
    )


def told(kind: str = "") -> dict[str, list[str]]:
    """Whom which unread headlines reach."""
    found: dict[str, list[str]] = {}
    for one in Notification.objects.filter(kind__startswith=kind, read_at=None).select_related("recipient"):
        found.setdefault(one.recipient.username, []).append(one.headline)
    return found


@pytest.fixture
def ambassador(village):
    return member(Role.AMBASSADOR, village, username="duta")


def test_the_way_of_a_page_in_messages(client, village, contributor, cadre, ambassador, foreign_cadre):
    page = submitted(village, contributor)
    assert told() == {name: ["“Panen raya” menunggu diperiksa"] for name in ("kader", "duta")}

    # Sent back: the author reads why, on the site; for the ambassador nothing waits any more.
    decide(page, cadre, "reject", "Tulis tanggalnya.")
    assert told() == {"penulis": ["“Panen raya” dikembalikan kepada Anda"]}
    client.force_login(contributor)
    assert "Tulis tanggalnya." in client.get(reverse("notifications")).content.decode()

    # Mended and sent in again: told again.
    client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        article_form(page, summary="Panen 20 November.", **{"action-submit": "1"}),
    )
    assert told("review.waiting") == {name: ["“Panen raya” menunggu diperiksa"] for name in ("kader", "duta")}

    # Approved with a remark.
    decide(NewsArticlePage.objects.get(pk=page.pk), ambassador, "approve", "Bagus sekali.")
    approved = Notification.objects.get(kind="review.approved")
    assert (approved.recipient, approved.words) == (contributor, "Bagus sekali.")
    assert approved.headline == "“Panen raya” disetujui dan tayang"
    assert told("review.waiting") == {}
    assert {one.village for one in Notification.objects.all()} == {village}


def test_the_reason_from_the_short_list_stands_in_the_headline(village, contributor, cadre):
    page = submitted(village, contributor, title="Panen raya " * 20, slug="panen")
    decide(page, cadre, "reject", "Tulis tanggalnya.", reason=SendBackReason.MISSING)
    (returned,) = Notification.objects.filter(kind="review.returned")
    assert returned.headline.startswith("“Panen raya Panen raya")
    assert returned.headline.endswith("…” dikembalikan kepada Anda: Ada yang kurang")
    assert returned.words == "Tulis tanggalnya."


def test_what_is_approved_for_later_does_not_claim_to_be_public(village, contributor, cadre, time_machine):
    time_machine.move_to(timezone.now())
    planned = timezone.now() + timedelta(days=3)
    page = submitted(village, contributor, go_live_at=planned)
    decide(page, cadre, "approve")
    assert not NewsArticlePage.objects.get(pk=page.pk).live
    assert told() == {"penulis": [f"“Panen raya” disetujui, tayang mulai {moment(planned)}"]}


def test_the_last_editor_is_told_too_and_nobody_of_what_he_did_himself(
    village, contributor, cadre, ambassador
):
    page = submitted(village, contributor)
    page.save_revision(user=ambassador)
    decide(NewsArticlePage.objects.get(pk=page.pk), cadre, "reject", "Tulis tanggalnya.")
    assert told() == {name: ["“Panen raya” dikembalikan kepada Anda"] for name in ("penulis", "duta")}
    Notification.objects.all().delete()

    other = submitted(village, cadre, title="Oleh kader")
    assert told() == {"duta": ["“Oleh kader” menunggu diperiksa"]}
    other.save_revision(user=ambassador)
    decide(NewsArticlePage.objects.get(pk=other.pk), ambassador, "reject", "Saya ubah.")
    assert told() == {"kader": ["“Oleh kader” dikembalikan kepada Anda"]}


def test_what_is_taken_back_waits_for_nobody(village, contributor, cadre):
    page = submitted(village, contributor)
    assert told() != {}
    page.current_workflow_state.cancel(user=contributor)
    assert told() == {}


@pytest.mark.parametrize(
    ("stage", "kind", "names"),
    [
        (Stage.OVERDUE, "review.overdue", {"kader", "duta"}),
        (Stage.AMBASSADOR, "review.escalated", {"duta"}),
        (Stage.OFFICER, "review.escalated", {"dinas"}),
    ],
)
def test_what_nobody_decides_reaches_the_next(
    village, contributor, cadre, ambassador, officer, neighbour, stage, kind, names
):
    member(Role.AMBASSADOR, neighbour)
    page = submitted(village, contributor)
    round = ReviewRound.objects.get()
    for _again in range(2):
        review_escalated.send(sender=ReviewRound, round=round, stage=stage)
    assert told(kind).keys() == names
    assert {len(headlines) for headlines in told(kind).values()} == {1}
    assert {one.url for one in Notification.objects.filter(kind=kind)} == {
        reverse("review_page", args=[page.pk])
    }
    decide(page, cadre, "approve")
    assert told(kind) == {}


def test_pages_of_the_regency_wait_for_its_officers(client, officer):
    second = member(Role.OFFICER, username="dinas2")
    page = regency_information(live=False, title="Tentang program")
    page.get_workflow().start(page, officer)
    assert told() == {"dinas2": ["“Tentang program” menunggu diperiksa"]}
    decide(page, second, "approve")
    assert told() == {"dinas": ["“Tentang program” disetujui dan tayang"]}


def test_a_page_that_does_not_go_live_as_planned_is_told_to_who_wrote_it(village, contributor, cadre):
    page = NewsArticlePageFactory(village=village, owner=contributor, live=False, title="Panen raya")
    page.save_revision(user=cadre)
    page.refresh_from_db()
    for _again in range(2):
        publication_held.send(sender=type(page), page=page, words="Gambar belum punya teks alternatif.")
    assert told() == {name: ["“Panen raya” batal tayang pada waktunya"] for name in ("penulis", "kader")}
    assert {one.words for one in Notification.objects.all()} == {"Gambar belum punya teks alternatif."}


def test_what_is_held_reaches_who_approved_planned_or_can_mend_it(village, contributor, cadre, ambassador):
    """Though its author's account is closed."""
    page = submitted(village, contributor)
    decide(page, ambassador, "approve")
    planner = member(Role.CONTRIBUTOR, village, username="perencana")
    log(page, "wagtail.publish.schedule", user=planner)
    User.objects.filter(pk=contributor.pk).update(is_active=False)
    Notification.objects.all().delete()
    page = NewsArticlePage.objects.get(pk=page.pk)
    publication_held.send(sender=type(page), page=page, words="Gambar belum punya teks alternatif.")
    assert set(told()) == {"duta", "perencana", "kader"}
    assert set(told("page.held")) == set(told())


def test_what_is_held_of_the_regency_reaches_its_officers(officer):
    page = regency_information(live=False, owner=None)
    publication_held.send(sender=type(page), page=page, words="Gambar belum punya teks alternatif.")
    assert set(told("page.held")) == {"dinas"}


def test_archiving_and_restoring_are_told_to_the_others(village, contributor, cadre):
    page = NewsArticlePageFactory(village=village, owner=contributor, title="Panen raya")
    page_archived.send(sender=PageCare, page=page, by=cadre, words="Sudah lewat.")
    page_restored.send(sender=PageCare, page=page, by=cadre, words="")
    page_archived.send(sender=PageCare, page=page, by=contributor, words="")
    assert told() == {"penulis": ["“Panen raya” dipulihkan dari arsip", "“Panen raya” diarsipkan"]}


def test_only_our_digest_is_mailed_and_it_quotes_no_draft(village, time_machine):
    """Wagtail itself would mail administrators of each submission, and authors of each decision."""
    people = {
        role: member(
            role, village if role != Role.ADMINISTRATOR else None, email=f"{role.value}@example.test"
        )
        for role in (Role.CONTRIBUTOR, Role.CADRE, Role.AMBASSADOR, Role.ADMINISTRATOR)
    }
    author, cadre = people[Role.CONTRIBUTOR], people[Role.CADRE]
    back = submitted(village, author, title="Dikembalikan dulu", summary="Kata yang belum tayang.")
    decide(back, cadre, "reject", "Kata yang belum tayang itu keliru.")
    back.current_workflow_state.resume(user=author)
    decide(NewsArticlePage.objects.get(pk=back.pk), cadre, "approve", "Bagus.")
    submitted(village, author, title="Masih menunggu", summary="Kata yang belum tayang.")
    assert mail.outbox == []

    time_machine.move_to(timezone.now() + timedelta(hours=1))
    assert send_digests() == 3
    letters = {one.to[0]: one.body for one in mail.outbox}
    assert letters.keys() == {f"{role}@example.test" for role in ("contributor", "cadre", "ambassador")}
    assert "“Dikembalikan dulu” disetujui dan tayang" in letters["contributor@example.test"]
    assert "“Masih menunggu” menunggu diperiksa" in letters["cadre@example.test"]
    assert not any("belum tayang" in body for body in letters.values())


def test_every_kind_is_known_and_only_what_must_be_heard_cannot_be_switched_off():
    agreed = {
        *("review.returned", "review.approved", "review.waiting", "review.overdue", "review.escalated"),
        *("page.check_due", "page.held", "page.archived", "pen.taken"),
    }
    assert {kind.key for kind in all_kinds()} >= agreed
    # Returned work, and what is done about somebody else's secrets or own data.
    assert {kind.key for kind in all_kinds() if not kind.may_be_muted} == {
        *("review.returned", "membership.entrusted", "private.opened", "resident.erasure_asked"),
    }
    assert registered("review.returned").urgent


def test_sending_in_costs_as_many_queries_with_many_readers(village, contributor, cadre):
    """Who is told is found at once, not one by one."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked() -> int:
        page = NewsArticlePageFactory(village=village, owner=contributor, live=False)
        with CaptureQueriesContext(connection) as queries:
            page.get_workflow().start(page, contributor)
        return len(queries)

    asked()
    few = asked()
    for _n in range(5):
        member(Role.CADRE, village)
    assert asked() == few


def test_the_bell_rings_on_the_desk(client, village, contributor, cadre):
    submitted(village, contributor)
    client.force_login(User.objects.get(pk=cadre.pk))
    page = BeautifulSoup(client.get(reverse("wagtailadmin_home")).content, "html.parser")
    assert "Pesan: 1 belum dibaca" in " ".join(page.select_one("nav.bell").get_text().split())
    assert (
        VillagePage.objects.get(pk=village.pk).title in client.get(reverse("notifications")).content.decode()
    )
