"""While a page waits, one person writes: who, since when, how it changes hands, and what stops meanwhile."""

import pytest
import time_machine
from django.urls import reverse
from wagtail.models import Page, PageLogEntry

from audit.models import Act
from editorial import pen
from news.models import NewsArticlePage
from notifications.models import Notification
from people.models import User
from tests.editorial.forms import article_form
from tests.editorial.ways_to_publish import (
    WAYS,
    Seen,
    assert_refused,
    edit_url,
    fresh,
    newest,
    sent,
    state_of,
)
from tests.factories.news import NewsArticlePageFactory
from tests.factories.village_pages import member
from village_pages.enums import Role
from village_pages.rights import dismiss

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(village):
    return member(Role.AMBASSADOR, village, username="duta", display_name="Bu Nurul")


@pytest.fixture
def page(village, contributor) -> NewsArticlePage:
    made = NewsArticlePageFactory(village=village, owner=contributor, live=False, title="Panen raya")
    made.get_workflow().start(made, contributor)
    return fresh(made)


def enter(client, user: User) -> User:
    user = User.objects.get(pk=user.pk)
    client.force_login(user)
    return user


def save(client, page, **fields) -> str:
    return sent(client, edit_url(page), article_form(newest(page), **fields))


def history(page) -> list[str]:
    entries = PageLogEntry.objects.filter(page=page.pk, action__startswith="wagtail.pen").order_by("pk")
    return [str(entry.message) for entry in entries]


@time_machine.travel("2030-01-04 03:02:00+00:00", tick=False)
def test_the_first_who_saves_writes_and_the_others_read(client, page, cadre, second):
    enter(client, cadre)
    save(client, page, title="Panen raya di dusun")
    assert fresh(page).locked_by == cadre
    own = client.get(edit_url(page)).content.decode()
    assert "Anda memegang pena sejak 4 Januari 2030 10:02 WIB" in own
    assert reverse("pen_free", args=[page.pk]) in own

    enter(client, second)
    shown = client.get(edit_url(page)).content.decode()
    assert "Siti Rahma memegang pena sejak 4 Januari 2030 10:02 WIB. Anda hanya dapat membaca." in shown
    assert reverse("pen_take", args=[page.pk]) in shown
    answered = save(client, page, title="Diubah diam-diam")
    assert "Siti Rahma memegang pena" in answered
    assert "Diubah diam-diam" in answered, "what was typed is not lost"
    assert newest(page).title == "Panen raya di dusun"


@pytest.mark.parametrize("by_script", [False, True])
def test_a_save_that_saves_nothing_takes_no_pen(client, page, cadre, by_script):
    enter(client, cadre)
    headers = {"accept": "application/json"} if by_script else {}
    versions = page.revisions.count()
    answer = client.post(edit_url(page), article_form(newest(page), date="kemarin"), headers=headers)
    assert page.revisions.count() == versions
    assert reverse("pen_free", args=[page.pk]) not in answer.content.decode()
    assert (fresh(page).locked, fresh(page).locked_by, history(page)) == (False, None, [])
    # Who has it already keeps it.
    pen.take_first(page, cadre)
    client.post(edit_url(page), article_form(newest(page), date="kemarin"), headers=headers)
    assert fresh(page).locked_by == cadre


def test_the_editors_own_saving_takes_the_pen(client, page, cadre):
    enter(client, cadre)
    form = article_form(newest(page), title="Tersimpan sendiri")
    assert client.post(edit_url(page), form, headers={"accept": "application/json"}).json()["success"]
    assert (fresh(page).locked_by, history(page)) == (cadre, ["Pena diambil"])


def test_another_takes_it_over_and_the_first_is_told(client, page, cadre, second):
    enter(client, cadre)
    save(client, page)
    enter(client, second)
    at = reverse("pen_take", args=[page.pk])
    asked = client.get(at).content.decode()
    assert "Siti Rahma diberi tahu" in asked
    assert fresh(page).locked_by == cadre, "asking takes nothing"
    client.post(at)
    assert fresh(page).locked_by == second
    assert history(page) == ["Pena diambil", "Pena diambil dari Siti Rahma"]
    assert Act.objects.filter(verb="page.pen_taken", actor_key=second.pk).exists()
    told = Notification.objects.get(kind="pen.taken")
    assert (told.recipient, "Bu Nurul mengambil pena" in told.headline) == (cadre, True)
    client.post(at)
    assert len(history(page)) == 2, "taking one's own again does nothing"

    enter(client, cadre)
    save(client, page, title="Masih saya")
    assert newest(page).title != "Masih saya"


REVIEW = [way for way in WAYS if way.needs == "review"]


@pytest.mark.parametrize("way", REVIEW, ids=str)
def test_nobody_decides_while_another_writes(way, client, page, cadre, second):
    pen.take_first(page, cadre)
    assert_refused(way, client, enter(client, second), page, "Siti Rahma memegang pena")
    # The same request by the holder goes through, where no second reader is asked, and the pen is down.
    dismiss(second.memberships.get())
    way.attempt(client, enter(client, cadre), page)
    assert (fresh(page).live, fresh(page).locked) == (True, False)


def test_nobody_sends_back_while_another_writes(client, page, cadre, second):
    pen.take_first(page, cadre)
    enter(client, second)
    at = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "reject", state_of(page).pk])
    words = sent(client, at, {"comment": "Kurang tanggal.", "reason": "missing"})
    assert "Siti Rahma memegang pena" in words
    assert fresh(page).workflow_in_progress


@pytest.mark.parametrize("name", ["draft", "live"])
def test_a_locked_page_outside_review_is_published_by_nobody_else(name, client, village, cadre, second):
    page = NewsArticlePageFactory(village=village, owner=second, live=name == "live")
    page.title = "Kata baru"
    page.save_revision(user=second)
    pen.take_first(page, second)
    enter(client, cadre)
    before = Seen.now()
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={page.pk}"
    assert "Bu Nurul memegang pena" in sent(client, bulk, {"next": "/admin/"})
    assert Seen.now() == before


@pytest.mark.parametrize("ending", ["approve", "reject", "stop", "in the form", "sent in again"])
def test_deciding_cancelling_and_sending_in_put_it_down(ending, client, page, cadre, contributor):
    pen.take_first(page, cadre)
    state = fresh(page).current_workflow_task_state
    if ending in ("approve", "reject"):
        state.task.specific.on_action(state, cadre, ending, comment="Kurang.", reason="missing")
    elif ending == "stop":
        fresh(page).current_workflow_state.cancel(user=contributor)
    elif ending == "in the form":
        enter(client, cadre)
        save(client, page, **{"action-cancel-workflow": "1"})
    else:
        state.task.specific.on_action(state, cadre, "reject", comment="Kurang.", reason="missing")
        pen.take_first(fresh(page), cadre)
        enter(client, cadre)
        save(client, page, **{"action-submit": "1"})
        assert fresh(page).workflow_in_progress
    assert not fresh(page).locked
    assert Page.objects.get(pk=page.pk).locked_by is None


def test_a_page_read_before_brings_no_old_lock_back(page, cadre):
    stale = fresh(page)
    pen.take_first(fresh(page), cadre)
    stale.save()
    assert fresh(page).locked_by == cadre
    pen.free(page, cadre)
    assert fresh(page).locked_by is None


def test_the_holder_puts_it_down(client, page, cadre, second):
    pen.take_first(page, cadre)
    enter(client, cadre)
    client.post(reverse("pen_free", args=[page.pk]))
    assert not fresh(page).locked
    assert history(page) == ["Pena diambil", "Pena dilepas"]
    assert not Notification.objects.filter(kind="pen.taken").exists()
    # Coming second does no harm.
    assert client.post(reverse("pen_free", args=[page.pk])).status_code == 302


@pytest.mark.parametrize("waits", [True, False])
def test_a_cadre_frees_a_stuck_lock_with_a_line_in_the_history(waits, client, village, page, cadre, second):
    """Of somebody who went home, or has left; of a page that waits, or of any other."""
    stuck = page if waits else NewsArticlePageFactory(village=village, live=False)
    pen.take_first(stuck, second)
    dismiss(second.memberships.get())
    enter(client, cadre)
    assert "lupa melepasnya" in client.get(reverse("pen_free", args=[stuck.pk])).content.decode()
    client.post(reverse("pen_free", args=[stuck.pk]))
    assert not fresh(stuck).locked
    assert history(stuck)[-1] == "Pena Bu Nurul dilepas"
    assert Act.objects.filter(verb="page.pen_freed", actor_key=cadre.pk).exists()
    save(client, stuck, title="Dilanjutkan")
    assert newest(stuck).title == "Dilanjutkan"


def test_an_author_of_the_village_reads_who_writes_and_takes_nothing(client, page, cadre, contributor):
    pen.take_first(page, cadre)
    user = enter(client, contributor)
    state = pen.state_for(fresh(page), user)
    assert (state.may_take, state.may_free, state.mine) == (False, False, False)
    assert "Siti Rahma memegang pena" in state.words
    for name in ("pen_take", "pen_free"):
        at = reverse(name, args=[page.pk])
        assert (client.get(at).status_code, client.post(at).status_code) == (403, 403)
    assert fresh(page).locked_by == cadre


def test_a_foreign_cadre_finds_nothing(client, page, cadre, foreign_cadre):
    pen.take_first(page, cadre)
    enter(client, foreign_cadre)
    for name in ("pen_take", "pen_free"):
        at = reverse(name, args=[page.pk])
        assert (client.get(at).status_code, client.post(at).status_code) == (404, 404)


def test_a_copy_is_nobodys(village, cadre):
    page = NewsArticlePageFactory(village=village, live=False)
    pen.take_first(page, cadre)
    copy = fresh(page).copy(update_attrs={"slug": "salinan"}, keep_live=False)
    assert not fresh(copy).locked


def test_approving_with_what_was_mended_puts_nobody_on_hold(client, page, cadre):
    """Deciding in the form takes no pen: the history tells the decision alone."""
    enter(client, cadre)
    save(
        client, page, title="Kata baru", **{"action-workflow-action": "1", "workflow-action-name": "approve"}
    )
    assert (fresh(page).live, fresh(page).title, history(page)) == (True, "Kata baru", [])
