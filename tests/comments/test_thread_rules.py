"""How a page and a village take comments is set by who moderates there, acts at once, and is logged."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Act
from comments import modes
from comments.enums import ThreadMode
from comments.models import CommentRules, Thread
from tests.comments.conftest import staff
from tests.factories.comments import ResidentCommentFactory, ThreadFactory
from tests.factories.inclusion import InclusionNoticePageFactory
from tests.factories.village_pages import member
from village_pages import life
from village_pages.enums import Role
from village_pages.rights import appoint

pytestmark = pytest.mark.django_db


QUEUE = "comment_moderation:index"


def thread_url(page) -> str:
    return reverse("comment_thread", args=[page.pk])


def set_thread(client, page, **fields):
    return client.post(thread_url(page), {"mode": "", "closes_at": "", "reason": "Ribut."} | fields)


def openness(page):
    thread = Thread.objects.filter(page_id=page.pk).first()
    return modes.openness_of(page, type(page.village).objects.get(pk=page.village.pk), thread)


def test_a_cadre_closes_a_page_at_once_and_the_log_says_why(client, article, cadre):
    client.force_login(cadre)
    assert client.get(thread_url(article)).status_code == 200
    assert set_thread(client, article, mode="closed").status_code == 302
    assert not openness(article).is_open
    act = Act.objects.get(verb="comment_thread.changed")
    assert (act.before, act.after, act.reason) == ("seperti aturan desa", "Ditutup", "Ribut.")
    set_thread(client, article, mode="closed")
    assert Act.objects.filter(verb="comment_thread.changed").count() == 1  # nothing changed


def test_a_page_that_time_has_closed_is_opened_again(client, article, cadre):
    type(article).objects.filter(pk=article.pk).update(
        first_published_at=timezone.now() - timedelta(days=100)
    )
    article.refresh_from_db()
    assert not openness(article).is_open
    client.force_login(cadre)
    ends = timezone.localtime(timezone.now() + timedelta(days=10))
    assert set_thread(client, article, closes_at=f"{ends:%Y-%m-%dT%H:%M}").status_code == 302
    assert openness(article).is_open


@pytest.mark.parametrize("closes_at", ["2001-01-01T00:00", "9999-12-31T23:59", "0001-01-01T00:00", "besok"])
def test_times_that_mean_nothing_are_refused_with_words(client, article, cadre, closes_at):
    client.force_login(cadre)
    assert set_thread(client, article, closes_at=closes_at).status_code == 422
    assert not Thread.objects.exists()


@pytest.mark.parametrize("fields", [{"mode": "post"}, {"mode": "open"}, {"reason": " "}])
def test_a_page_is_never_opened_wider_than_its_village_and_never_without_a_reason(
    client, article, cadre, fields
):
    CommentRules.objects.create(village=article.village, mode=ThreadMode.PRE)
    client.force_login(cadre)
    assert set_thread(client, article, **fields).status_code == 422
    assert not Thread.objects.exists()


def test_another_villages_page_and_rules_are_404_and_a_contributor_is_refused(
    client, article, other_cadre, contributor
):
    rules = reverse("comment_rules", args=[article.village.pk])
    client.force_login(other_cadre)
    for address in (thread_url(article), rules):
        assert client.get(address).status_code == 404
        assert client.post(address, {"mode": "closed", "reason": "x"}).status_code == 404
    client.force_login(contributor)
    assert client.post(thread_url(article), {"mode": "closed", "reason": "x"}).status_code != 200
    assert client.post(rules, {"mode": "closed", "close_after_days": 7}).status_code != 200
    assert not Thread.objects.exists()
    assert not CommentRules.objects.exists()


def test_a_cadre_sets_the_rules_of_the_village(client, article, cadre):
    client.force_login(cadre)
    address = reverse("comment_rules", args=[article.village.pk])
    assert client.get(address).status_code == 200
    for days in ("6", "366", "-1", "x", ""):
        assert client.post(address, {"mode": "pre", "close_after_days": days}).status_code == 422
    assert not CommentRules.objects.exists()
    assert client.post(address, {"mode": "pre", "close_after_days": "7"}).status_code == 302
    assert CommentRules.objects.get().close_after_days == 7
    assert (
        Act.objects.get(verb="comment_rules.changed").after == "Diperiksa dulu; berita ditutup setelah 7 hari"
    )


def test_kept_pages_follow_the_rules_at_once(
    client, article, cadre, settings, django_capture_on_commit_callbacks
):
    settings.PAGE_CACHE_ENABLED = True
    assert "Tulis komentar" in client.get(article.get_url()).content.decode()
    ThreadFactory(page=article)
    writer = type(client)()
    writer.force_login(cadre)
    with django_capture_on_commit_callbacks(execute=True):
        set_thread(writer, article, mode="closed")
    assert "Tulis komentar" not in client.get(article.get_url()).content.decode()


def test_the_queue_leads_to_the_rules_whoever_may_set_them(client, article, cadre, village, other_village):
    waiting = ResidentCommentFactory(thread__page=article, state="pending")
    private = ResidentCommentFactory(
        thread__page=InclusionNoticePageFactory(village=village), state="pending"
    )
    rules = reverse("comment_rules", args=[village.pk])
    client.force_login(cadre)
    html = client.get(reverse(QUEUE)).content.decode()
    assert rules in html
    assert thread_url(article) in html
    assert thread_url(private.thread.page) not in html  # takes no public comments: nothing to set
    assert (
        thread_url(article)
        in client.get(reverse("comment_moderation:item", args=[waiting.public_id])).content.decode()
    )

    appoint(user=cadre, role=Role.CADRE, village=other_village)
    assert "/admin/komentar/aturan/" not in client.get(reverse(QUEUE)).content.decode()  # of which village?
    html = client.get(reverse(QUEUE), {"desa": village.code}).content.decode()
    assert rules in html
    life.pause(village, by=member(Role.OFFICER), reason="Banjir", notice="Banjir")
    assert rules not in client.get(reverse(QUEUE), {"desa": village.code}).content.decode()


def test_an_official_is_led_to_no_rules(client, article, village):
    ResidentCommentFactory(thread__page=article)
    client.force_login(staff("perangkat", Role.VILLAGE_OFFICIAL, village, "Pak Kaur"))
    html = client.get(reverse(QUEUE)).content.decode()
    assert "Komentar dari" in html
    assert thread_url(article) not in html
    assert "/admin/komentar/aturan/" not in html
