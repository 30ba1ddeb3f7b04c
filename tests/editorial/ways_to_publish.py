"""Every way by which Wagtail can publish an article, as one list for all who must stand before it.

A way takes the browser of a signed-in person, the person and the page, tries, and returns all the words that
were answered. It works on what lies in the page's newest version, by its own author.
"""

import html
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.log_actions import LogContext
from wagtail.models import Page, Revision, TaskState

from news.models import NewsArticlePage, NewsIndexPage
from people.models import User
from tests.editorial.forms import article_form
from village_pages.publishing import PublishRefusedError

SCRIPT = {"X-Requested-With": "XMLHttpRequest"}


@dataclass(frozen=True)
class Way:
    """``needs``: the state in which the page must be: "draft", "live" (with newer words) or "review"."""

    name: str
    needs: str
    attempt: Callable[[Client, User, NewsArticlePage], str]

    def __str__(self) -> str:
        return self.name


WAYS: list[Way] = []


def way(needs: str):
    def add(attempt):
        WAYS.append(Way(attempt.__name__, needs, attempt))
        return attempt

    return add


def fresh(page: Page) -> NewsArticlePage:
    """``page`` as readers see it."""
    return NewsArticlePage.objects.get(pk=page.pk)


def newest(page: Page) -> NewsArticlePage:
    return fresh(page).get_latest_revision_as_object()


def prepared(way: Way, page: NewsArticlePage, author: User) -> NewsArticlePage:
    """``page``, a draft of ``author``'s, brought into the state that ``way`` needs, past all guards."""
    if way.needs == "review":
        page.get_workflow().start(page, author)
    if way.needs == "live":
        revision = page.get_latest_revision()
        revision.publish()
        page = fresh(page)
        page.title = f"{page.title}, kata baru"
        page.save_revision(user=author)
    return fresh(page)


@dataclass(frozen=True)
class Seen:
    """What an attempt must leave as it was."""

    readers: dict[int, tuple]
    due: list[int]
    pages: int

    @classmethod
    def now(cls) -> "Seen":
        live = NewsArticlePage.objects.live()
        return cls(
            {page.pk: (page.title, page.summary, page.live_revision_id) for page in live},
            list(Revision.objects.exclude(approved_go_live_at=None).values_list("pk", flat=True)),
            NewsArticlePage.objects.count(),
        )


def assert_refused(way: Way, client: Client, user: User, page: NewsArticlePage, words: str) -> None:
    """Try ``way``: readers see nothing new, nothing is due, nothing is left behind, and ``words`` were said.

    What was typed in a form stays as a draft, so a form for a new page leaves one page.
    """
    before = Seen.now()
    client.force_login(user)
    answered = way.attempt(client, user, page)
    after = Seen.now()
    assert after.readers == before.readers, f"{way}: readers see something new"
    assert after.due == before.due, f"{way}: something is due to be published"
    assert after.pages == before.pages + way.name.startswith("create_form"), f"{way}: a page too many or few"
    assert words in answered, f"{way}: said something else"


def words_of(response) -> str:
    return html.unescape(response.content.decode())


def sent(client: Client, address: str, data: dict, **options) -> str:
    return words_of(client.post(address, data, follow=True, **options))


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def state_of(page: Page) -> TaskState:
    return TaskState.objects.filter(workflow_state__object_id=str(page.pk)).latest("pk")


def index_of(page: Page) -> NewsIndexPage:
    return NewsIndexPage.objects.get(pk=page.get_parent().pk)


@way("draft")
def edit_form(client, user, page):
    return sent(client, edit_url(page), article_form(newest(page), **{"action-publish": "1"}))


@way("live")
def edit_form_of_a_live_page(client, user, page):
    return sent(client, edit_url(page), article_form(newest(page), **{"action-publish": "1"}))


@way("draft")
def create_form(client, user, page):
    form = article_form(newest(page), slug=f"baru-{user.pk}", **{"action-publish": "1"})
    at = reverse("wagtailadmin_pages:add", args=["news", "newsarticlepage", index_of(page).pk])
    return sent(client, at, form)


@way("draft")
def edit_form_with_a_date(client, user, page):
    return in_an_hour(
        lambda when: sent(
            client, edit_url(page), article_form(newest(page), go_live_at=when, **{"action-publish": "1"})
        )
    )


@way("live")
def edit_form_of_a_live_page_with_a_date(client, user, page):
    return in_an_hour(
        lambda when: sent(
            client, edit_url(page), article_form(newest(page), go_live_at=when, **{"action-publish": "1"})
        )
    )


@way("draft")
def create_form_with_a_date(client, user, page):
    form = article_form(newest(page), slug=f"baru-{user.pk}", **{"action-publish": "1"})
    at = reverse("wagtailadmin_pages:add", args=["news", "newsarticlepage", index_of(page).pk])
    return in_an_hour(lambda when: sent(client, at, form | {"go_live_at": when}))


def in_an_hour(attempt: Callable[[str], str]) -> str:
    """Try with that date, then let the clock reach it."""
    later = timezone.localtime() + timedelta(hours=1)
    words = attempt(f"{later:%Y-%m-%d %H:%M}")
    with time_machine.travel(later + timedelta(hours=1), tick=False):
        call_command("publish_scheduled")
    return words


@way("review")
def quick_approve(client, user, page):
    at = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state_of(page).pk])
    return sent(client, at, {"comment": ""})


@way("review")
def quick_approve_in_a_dialog(client, user, page):
    """As the list's dialog does: the answer is JSON that leads on to where the words are."""
    at = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state_of(page).pk])
    answer = client.post(at, {"comment": ""}, headers=SCRIPT)
    return words_of(client.get(json.loads(answer.content)["redirect"], follow=True))


@way("review")
def approve_in_the_edit_form(client, user, page):
    form = {"action-workflow-action": "1", "workflow-action-name": "approve"}
    return sent(client, edit_url(page), article_form(newest(page), **form))


@way("review")
def publish_while_it_waits(client, user, page):
    return sent(client, edit_url(page), article_form(newest(page), **{"action-publish": "1"}))


@way("review")
def approve_by_hand(client, user, page):
    return by_code(user, lambda: state_of(page).specific.approve(user=user))


@way("draft")
def bulk_publish(client, user, page):
    return sent(client, bulk_url(page), {"next": reverse("wagtailadmin_home")})


@way("draft")
def bulk_publish_all_below(client, user, page):
    form = {"next": reverse("wagtailadmin_home"), "include_descendants": "on"}
    return sent(client, bulk_url(index_of(page)), form)


def bulk_url(page: Page) -> str:
    return reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={page.pk}"


def copy_form(user, page, **fields) -> dict:
    return {
        "new_title": "Salinan",
        "new_slug": f"salinan-{user.pk}",
        "new_parent_page": str(index_of(page).pk),
        **fields,
    }


@way("live")
def copy_and_publish(client, user, page):
    at = reverse("wagtailadmin_pages:copy", args=[page.pk])
    return sent(client, at, copy_form(user, page, publish_copies="on"))


@way("live")
def copy_as_an_alias(client, user, page):
    at = reverse("wagtailadmin_pages:copy", args=[page.pk])
    return sent(client, at, copy_form(user, page, alias="on"))


@way("live")
def revert_and_publish(client, user, page):
    """The live page goes to its newest words through the address of that version."""
    revision = fresh(page).get_latest_revision()
    form = article_form(revision.as_object(), revision=str(revision.pk), **{"action-publish": "1"})
    return sent(client, reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, revision.pk]), form)


def api(client, page, action: str, **data) -> str:
    at = reverse("wagtailadmin_api:pages:action", args=[page.pk, action])
    answer = client.post(at, data, content_type="application/json")
    return json.dumps(answer.json(), ensure_ascii=False)


@way("draft")
def api_publish(client, user, page):
    return api(client, page, "publish")


@way("live")
def api_publish_of_a_live_page(client, user, page):
    return api(client, page, "publish")


@way("live")
def api_copy_that_stays_live(client, user, page):
    return api(client, page, "copy", slug=f"salinan-{user.pk}", keep_live=True)


@way("live")
def api_alias(client, user, page):
    return api(client, page, "create_alias", update_slug=f"salinan-{user.pk}")


@way("live")
def api_revert_and_publish(client, user, page):
    api(client, page, "revert_to_page_revision", revision_id=fresh(page).latest_revision_id)
    return api(client, page, "publish")


@way("draft")
def revision_publish(client, user, page):
    return by_code(user, lambda: fresh(page).get_latest_revision().publish(user=user))


@way("draft")
def publish_action(client, user, page):
    action = PublishPageRevisionAction(fresh(page).get_latest_revision(), user=user)
    return by_code(user, action.execute)


def by_code(user: User, act: Callable[[], object]) -> str:
    """Done in a request of ``user``'s, by code that asks nothing itself."""
    try:
        with LogContext(user=user):
            act()
    except PublishRefusedError as refused:
        return str(refused)
    return ""
