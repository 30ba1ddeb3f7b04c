"""The whole life of an article, with the clock moved: from the first draft to the archive and back."""

from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from comments.enums import CommentState
from editorial.enums import Stage
from editorial.models import ReviewRound
from news.models import NewsArticlePage, NewsIndexPage
from notifications.models import Notification
from tests.editorial.forms import article_form
from tests.editorial.test_review import desk_of, edit_url
from tests.editorial.test_review_screen import decide
from tests.factories.comments import ResidentCommentFactory
from tests.factories.village_pages import member
from village_pages.enums import Role

pytestmark = pytest.mark.django_db

MONDAY = datetime.fromisoformat("2026-11-30T08:00:00+07:00")


def fresh(page) -> NewsArticlePage:
    return NewsArticlePage.objects.get(pk=page.pk)


def told(person) -> list[str]:
    return list(Notification.objects.filter(recipient=person).order_by("pk").values_list("kind", flat=True))


def send(client, user, page, **fields):
    client.force_login(user)
    return client.post(edit_url(page), article_form(fresh(page), **fields), follow=True)


def later(clock, **period) -> None:
    clock.move_to(timezone.now() + timedelta(**period))
    call_command("run_due")


def test_the_life_of_an_article(client, village, contributor, cadre, officer, time_machine):
    ambassador = member(Role.AMBASSADOR, village, username="duta", display_name="Pak Umar")
    index = NewsIndexPage.objects.child_of(village).get()
    time_machine.move_to(MONDAY)

    # Written and sent in; the cadre reads first and sends it back with a reason.
    client.force_login(contributor)
    client.post(
        reverse("wagtailadmin_pages:add", args=["news", "newsarticlepage", index.pk]),
        article_form(date="2026-11-30", **{"action-submit": "1"}),
    )
    page = NewsArticlePage.objects.get(slug="panen-raya")
    assert told(cadre) == told(ambassador) == ["review.waiting"]
    later(time_machine, hours=5)
    decide(client, cadre, page, "reject", reason="missing", comment="Tulis di dusun mana.")
    assert "Tulis di dusun mana." in desk_of(client, contributor)
    assert told(contributor) == ["review.returned"]

    # Mended and sent in again, to go live on Saturday and to be taken down a month later.
    saturday, month_later = MONDAY + timedelta(days=12), MONDAY + timedelta(days=42)
    later(time_machine, hours=20)
    dates = {"go_live_at": f"{saturday:%Y-%m-%d %H:%M}", "expire_at": f"{month_later:%Y-%m-%d %H:%M}"}
    send(client, contributor, page, summary="Panen padi di Dusun Hilir.", **dates, **{"action-submit": "1"})
    round = ReviewRound.objects.filter(page_id=page.pk).latest("pk")
    assert fresh(page).workflow_in_progress

    # The cadre mends a word while it waits: she is its last editor now, and cannot approve it.
    send(client, cadre, page, title="Panen raya di hilir", **dates)
    assert fresh(page).latest_revision.user == cadre
    assert decide(client, cadre, fresh(page), "approve").status_code == 409
    assert fresh(page).approved_schedule is False

    # Nobody decides: the clock tells the ambassador, then the officer.
    later(time_machine, days=3)
    assert ReviewRound.objects.get(pk=round.pk).stage == Stage.OVERDUE
    later(time_machine, days=2)
    assert ReviewRound.objects.get(pk=round.pk).stage == Stage.AMBASSADOR
    later(time_machine, days=2)
    assert ReviewRound.objects.get(pk=round.pk).stage == Stage.OFFICER
    assert "review.escalated" in told(ambassador)
    assert told(officer) == ["review.escalated"]

    # The second reader frees the pen, approves with a remark; the clock publishes, and takes down.
    client.force_login(ambassador)
    client.post(reverse("pen_take", args=[page.pk]))
    assert decide(client, ambassador, fresh(page), "approve", comment="Bagus.").status_code == 302
    assert fresh(page).approved_schedule
    assert not fresh(page).live
    assert "review.approved" in told(contributor)
    assert client.get(fresh(page).url).status_code == 404
    time_machine.move_to(saturday + timedelta(minutes=1))
    call_command("run_due")
    assert fresh(page).live
    assert "Panen raya di hilir" in client.get(fresh(page).url).content.decode()
    comment = ResidentCommentFactory(thread__page=fresh(page), state=CommentState.PUBLISHED, body="Syukur.")
    time_machine.move_to(month_later + timedelta(minutes=1))
    call_command("run_due")
    assert not fresh(page).live
    assert fresh(page).expired

    # Put away, and brought back within thirty days; what was down stays down.
    client.force_login(cadre)
    client.post(reverse("archive_page", args=[page.pk]), {"reason": "Sudah lewat"})
    assert fresh(page).care.archived_at
    later(time_machine, days=29)
    client.force_login(cadre)
    client.post(reverse("restore_page", args=[page.pk]))
    assert fresh(page).care.archived_at is None
    assert not fresh(page).live
    comment.refresh_from_db()
    assert comment.state == CommentState.PUBLISHED
