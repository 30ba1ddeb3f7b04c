"""Nobody without the right can bring a page before the public, whichever way he tries.

Every way is shown to be open for the village's own cadre with the very same request: a refusal alone
proves nothing. The wall of addresses (``VillageWallMiddleware``) is taken out, so that it is the rights
that hold.
"""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page, TaskState

from editorial.archive import archive
from news.models import NewsArticlePage, NewsIndexPage
from people.models import User
from tests.editorial.forms import article_form
from tests.factories.news import NewsArticlePageFactory
from tests.factories.village_pages import VillageFactory, member
from village_pages.enums import Role

WALL = "village_pages.walls.VillageWallMiddleware"


@pytest.fixture(autouse=True)
def _without_the_wall_of_addresses(settings):
    assert WALL in settings.MIDDLEWARE
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != WALL]


@dataclass
class Scene:
    """An index, a draft and a live page with newer words, both of the contributor, and one in review."""

    index: NewsIndexPage
    draft: NewsArticlePage
    live: NewsArticlePage
    submitted: NewsArticlePage


@pytest.fixture
def scene(village, contributor) -> Scene:
    draft = NewsArticlePageFactory(village=village, owner=contributor, live=False, slug="draf")
    live = NewsArticlePageFactory(village=village, owner=contributor, slug="terbit", title="Kata lama")
    live.title = "Kata baru"
    live.save_revision(user=contributor)
    submitted = NewsArticlePageFactory(village=village, owner=contributor, live=False, slug="diajukan")
    submitted.get_workflow().start(submitted, contributor)
    return Scene(NewsIndexPage.objects.child_of(village).get(), draft, live, submitted)


# Each way is a function of the browser, the person and the scene; each outcome asks what readers can see.


def fresh(page: NewsArticlePage) -> NewsArticlePage:
    return NewsArticlePage.objects.get(pk=page.pk)


def is_live(slug: str) -> Callable[[Scene], bool]:
    # New pages carry the name of whoever tried, since a draft that somebody may write takes the address.
    return lambda scene: NewsArticlePage.objects.live().filter(slug__startswith=slug).exists()


def shows_new_words(scene: Scene) -> bool:
    return fresh(scene.live).title == "Kata baru"


def live_page_is_gone(scene: Scene) -> bool:
    return not NewsArticlePage.objects.live().filter(pk=scene.live.pk).exists()


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def edit_form(client, user, scene):
    client.post(edit_url(scene.draft), article_form(scene.draft, **{"action-publish": "1"}))


def edit_form_of_a_live_page(client, user, scene):
    page = fresh(scene.live).get_latest_revision_as_object()
    client.post(edit_url(page), article_form(page, **{"action-publish": "1"}))


def create_form(client, user, scene):
    client.post(
        reverse("wagtailadmin_pages:add", args=["news", "newsarticlepage", scene.index.pk]),
        article_form(slug=f"panen-raya-{user.pk}", **{"action-publish": "1"}),
    )


def quick_approve(client, user, scene):
    state = fresh(scene.submitted).current_workflow_task_state
    client.post(
        reverse("wagtailadmin_pages:workflow_action", args=[scene.submitted.pk, "approve", state.pk]),
        {"comment": ""},
    )


def approve_in_the_edit_form(client, user, scene):
    page = fresh(scene.submitted)
    client.post(
        edit_url(page),
        article_form(page, **{"action-workflow-action": "1", "workflow-action-name": "approve"}),
    )


def approve_by_hand(client, user, scene):
    fresh(scene.submitted).current_workflow_task_state.specific.approve(user=user)


def bulk(action: str, page: Page, client, **data):
    client.post(
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", action]) + f"?id={page.pk}",
        {"next": reverse("wagtailadmin_home"), **data},
    )


def bulk_publish(client, user, scene):
    bulk("publish", scene.draft, client)


def bulk_publish_all_below(client, user, scene):
    bulk("publish", scene.index, client, include_descendants="on")


def copy_and_publish(client, user, scene):
    client.post(
        reverse("wagtailadmin_pages:copy", args=[scene.live.pk]),
        {
            "new_title": "Salinan",
            "new_slug": f"salinan-{user.pk}",
            "new_parent_page": str(scene.index.pk),
            "publish_copies": "on",
        },
    )


def copy_as_an_alias(client, user, scene):
    client.post(
        reverse("wagtailadmin_pages:copy", args=[scene.live.pk]),
        {
            "new_title": "Salinan",
            "new_slug": f"salinan-{user.pk}",
            "new_parent_page": str(scene.index.pk),
            "alias": "on",
        },
    )


def schedule(client, user, scene):
    later = timezone.localtime() + timedelta(hours=1)
    client.post(
        edit_url(scene.draft),
        article_form(scene.draft, go_live_at=f"{later:%Y-%m-%d %H:%M}", **{"action-publish": "1"}),
    )
    with time_machine.travel(later + timedelta(hours=1), tick=False):
        call_command("publish_scheduled")


def revert_and_publish(client, user, scene):
    """The live page goes back to its newest words through the address of that revision."""
    page = fresh(scene.live)
    revision = page.get_latest_revision()
    client.post(
        reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, revision.pk]),
        article_form(revision.as_object(), revision=str(revision.pk), **{"action-publish": "1"}),
    )


def revision_publish(client, user, scene):
    fresh(scene.draft).get_latest_revision().publish(user=user)


def publish_action(client, user, scene):
    PublishPageRevisionAction(fresh(scene.draft).get_latest_revision(), user=user).execute()


def unpublish_form(client, user, scene):
    client.post(reverse("wagtailadmin_pages:unpublish", args=[scene.live.pk]))


def bulk_unpublish(client, user, scene):
    bulk("unpublish", scene.live, client)


def unpublish_action(client, user, scene):
    UnpublishPageAction(fresh(scene.live), user=user).execute()


def archive_a_live_page(client, user, scene):
    client.post(reverse("archive_page", args=[scene.live.pk]))


def archive_by_hand(client, user, scene):
    archive(fresh(scene.live), user)


WAYS = [
    (edit_form, is_live("draf")),
    (edit_form_of_a_live_page, shows_new_words),
    (create_form, is_live("panen-raya")),
    (quick_approve, is_live("diajukan")),
    (approve_in_the_edit_form, is_live("diajukan")),
    (approve_by_hand, is_live("diajukan")),
    (bulk_publish, is_live("draf")),
    (bulk_publish_all_below, is_live("draf")),
    (copy_and_publish, is_live("salinan")),
    (copy_as_an_alias, is_live("salinan")),
    (schedule, is_live("draf")),
    (revert_and_publish, shows_new_words),
    (revision_publish, is_live("draf")),
    (publish_action, is_live("draf")),
    (unpublish_form, live_page_is_gone),
    (bulk_unpublish, live_page_is_gone),
    (unpublish_action, live_page_is_gone),
    (archive_a_live_page, live_page_is_gone),
    (archive_by_hand, live_page_is_gone),
]


@pytest.mark.parametrize(("way", "public"), WAYS, ids=[way.__name__ for way, _public in WAYS])
def test_only_the_villages_own_reviewers_reach_the_public_by(
    way, public, client, scene, contributor, cadre, foreign_cadre, officer
):
    assert not public(scene)
    for person in (contributor, foreign_cadre, officer):
        attempt(way, client, person, scene)
        assert not public(scene), f"{person.username} got through"
    attempt(way, client, cadre, scene)
    assert public(scene), "the village's own cadre cannot do it either"


def attempt(way, client, person: User, scene: Scene) -> None:
    person = User.objects.get(pk=person.pk)
    client.force_login(person)
    with contextlib.suppress(PermissionDenied):
        way(client, person, scene)


def test_an_ambassador_publishes_in_each_of_the_villages_assigned_and_nowhere_else(
    client, village, neighbour
):
    third = VillageFactory(code="15.07.09.2007", title="Simpang Tuan")
    ambassador = member(Role.AMBASSADOR, village)
    from village_pages.rights import appoint

    appoint(user=ambassador, role=Role.AMBASSADOR, village=neighbour)
    client.force_login(User.objects.get(pk=ambassador.pk))
    for place, expected in ((village, True), (neighbour, True), (third, False)):
        page = NewsArticlePageFactory(village=place, live=False)
        client.post(edit_url(page), article_form(page, **{"action-publish": "1"}))
        assert fresh(page).live is expected, place


def test_a_decision_about_another_villages_page_is_refused_even_through_ones_own_page(
    client, scene, neighbour, foreign_cadre
):
    """Wagtail's address names a page and a task state apart and asks only the page."""
    own = NewsArticlePageFactory(village=neighbour, live=False)
    own.get_workflow().start(own, member(Role.CONTRIBUTOR, neighbour))
    foreign_state = fresh(scene.submitted).current_workflow_task_state
    client.force_login(foreign_cadre)
    for action, data in (("reject", {"comment": "Tidak."}), ("approve", {"comment": ""})):
        client.post(
            reverse("wagtailadmin_pages:workflow_action", args=[own.pk, action, foreign_state.pk]), data
        )
        state = TaskState.objects.get(pk=foreign_state.pk)
        assert state.status == TaskState.STATUS_IN_PROGRESS, action
    assert not fresh(scene.submitted).live
    # The same address with the state of one's own page works.
    own_state = own.current_workflow_task_state
    client.post(
        reverse("wagtailadmin_pages:workflow_action", args=[own.pk, "approve", own_state.pk]), {"comment": ""}
    )
    assert fresh(own).live


def test_groups_alone_give_nobody_the_right(client, scene, village):
    """Somebody put into the cadres' group by hand, without a membership, is no cadre."""
    stranger = member(Role.CONTRIBUTOR, village)
    stranger.groups.add(village.access.cadres_group)
    attempt(edit_form, client, stranger, scene)
    assert not fresh(scene.draft).live


def test_a_switched_off_account_publishes_nothing(client, scene, cadre):
    cadre.is_active = False
    cadre.save()
    for way in (revision_publish, publish_action, approve_by_hand):
        with contextlib.suppress(PermissionDenied):
            way(client, User.objects.get(pk=cadre.pk), scene)
    assert not fresh(scene.draft).live
    assert not fresh(scene.submitted).live
