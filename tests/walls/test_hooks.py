"""The wall test fails when one scoping hook is taken out: each of these is, and something then gets through.

With all of them in place the same requests bring nothing: ``test_doors`` and ``test_ways`` send them too.
"""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db.models import Q
from wagtail.admin.rich_text.converters.html_to_contentstate import PageLinkElementHandler

from audit.models import Act
from notifications.models import Notification
from tests.walls.addresses import all_addresses
from tests.walls.knocking import Knock, Knocker
from tests.walls.test_doors import about, lists
from tests.walls.ways import ATTEMPTS, WAYS, linked_to_the_draft
from tests.walls.world import World
from village_pages.models import VillagePage

pytestmark = pytest.mark.django_db

Probes = Callable[[World], Iterable[Knock]]


def everything(*_arguments: Any, **_options: Any) -> Any:
    return VillagePage.objects.all()


def yes(*_arguments: Any, **_options: Any) -> bool:
    return True


def no(*_arguments: Any, **_options: Any) -> bool:
    return False


def nothing(*_arguments: Any, **_options: Any) -> None:
    return None


def unscoped(found: Any, *_arguments: Any) -> Any:
    return found


def at(*names: str, things: tuple[str, ...] = ()) -> Probes:
    """What ``test_doors`` sends at the addresses called ``names``."""

    def probes(world: World) -> Iterable[Knock]:
        for address in all_addresses():
            if address.name.startswith(names):
                if not address.parts:
                    yield from lists(address, world)
                for thing in world.things.values():
                    if not things or thing.name in things:
                        yield from about(address, thing)

    return probes


def way(label: str) -> Probes:
    """What ``test_ways`` sends by the way or attempt of this label."""

    def probes(world: World) -> Iterable[Knock]:
        for one in [*WAYS, *ATTEMPTS]:
            if str(one).startswith(label):
                yield one.build(world, None)

    return probes


def own_explorer(world: World) -> Iterable[Knock]:
    yield Knock("GET", f"/admin/pages/{world.own_index.pk}/")


def pausing(world: World) -> Iterable[Knock]:
    yield Knock("POST", f"/admin/desa/{world.village.pk}/jeda/", {"notice": "Banjir", "reason": "Banjir"})


def a_linked_draft(world: World) -> Iterable[Knock]:
    linked_to_the_draft(world)
    yield Knock("GET", f"/admin/pages/{world.own_draft.pk}/edit/")


HOOKS: dict[str, tuple[str, Any, Probes]] = {
    "the wall before all screens": (
        "village_pages.walls.VillageWallMiddleware.process_view",
        nothing,
        at("wagtailadmin_choose_page", "wagtail_bulk_action", "wagtailadmin_pages:c"),
    ),
    "its rule for pages": (
        "village_pages.walls.may_enter",
        yes,
        at("wagtailadmin_choose_page", "wagtailadmin_pages:c"),
    ),
    "its rule for 'all'": ("village_pages.walls._asks_for_everything", no, at("wagtail_bulk_action")),
    "its rule for files": ("village_pages.walls.may_use_file", yes, at("wagtail_bulk_action")),
    "its closed lists": ("village_pages.walls.CLOSED_LISTS", frozenset(), at("wagtailadmin_api:")),
    "pages to choose": (
        "village_pages.wagtail_hooks.readable_pages",
        unscoped,
        at("wagtailadmin_choose_page"),
    ),
    "people to filter by": (
        "village_pages.explorer.people_known_to",
        lambda request: get_user_model().objects.all(),
        own_explorer,
    ),
    "messages to oneself": (
        "notifications.views.visible_to",
        lambda user: Notification.objects.all(),
        at("notification_open", "notifications"),
    ),
    "pasted addresses": (
        "village_pages.choosers.readable_pages",
        unscoped,
        way("address of a page"),
    ),
    "topics of files": ("village_pages.choosers.WithoutTopics.__init__", None, at("images")),
    "topics while typing": ("news.topics.in_villages", lambda villages: ~Q(pk=None), at("offered_topics")),
    "residents' comments": ("comments.conflicts.moderated_by", everything, at("comment_moderation:")),
    "residents of a village": ("comments.residents.registering.villages_where", everything, at("resident")),
    "documents themselves": ("village_pages.media_views.may_see_unpublished", yes, at("wagtaildocs_serve")),
    "files on pages": (
        "village_pages.models.branch.foreign_owners",
        lambda *arguments: set(),
        way("picture on an own page"),
    ),
    "the log": ("audit.reading.acts_for", lambda user: Act.objects.all(), at("acts")),
    "people of a village": ("teams.people._seen_by", lambda user: Q(), at("team")),
    "the officer's reading screens": (
        "editorial.reading_views.villages_supervised_by",
        everything,
        at("reading"),
    ),
    "the officer's steps with a village": ("village_pages.life_views.may_appoint", yes, pausing),
    "links to drafts": (
        "core.wagtail_hooks.EditorPageLinkHandler.get_attribute_data",
        PageLinkElementHandler.get_attribute_data,
        a_linked_draft,
    ),
}


@pytest.mark.parametrize("hook", HOOKS)
def test_taking_out_a_hook_is_noticed(world: World, monkeypatch, hook):
    target, instead, probes = HOOKS[hook]
    monkeypatch.setattr(target, instead)
    knocker = Knocker(world)
    assert any(knocker.trespasses(knocker.knock("cadre", knock)) for knock in probes(world)), hook


def test_membership_decides_where_a_group_is_behind_the_clock(world: World, monkeypatch):
    """Two walls stand one behind the other here: the second holds when the first is out, and counts."""
    monkeypatch.setattr("village_pages.walls.VillageWallMiddleware.process_view", nothing)
    written = [one for one in WAYS if one.name in ("wagtailadmin_pages:edit", "wagtailadmin_pages:lock")]

    def changes() -> set:
        knocker = Knocker(world)
        # After signing in, which would mend it.
        world.people["cadre"].groups.add(world.village.access.cadres_group)
        return {
            key
            for one in written
            for key in knocker.knock("cadre", one.build(world, None)).changed
            if key in knocker.theirs
        }

    assert not changes()
    monkeypatch.setattr("village_pages.rights.BranchPermissionTester._is_outsider", no)
    assert changes()
