"""Nothing of a village can be read or changed from outside it, at any address, by any method.

Addresses come from the URL configuration, so a new one joins by itself. One with a part that nothing in
``world`` stands for fails, and says what to add.
"""

from collections import Counter
from collections.abc import Iterator
from uuid import UUID

import pytest

from tests.walls.addresses import Address, all_addresses, without_values
from tests.walls.exceptions import ANSWERS, FAILS, NOTHING_TO_FILL, SHOWN_TO_NOBODY
from tests.walls.knocking import Knock, Knocker, queried
from tests.walls.world import SECRETS, Thing, World, own_things

pytestmark = pytest.mark.django_db

ROLES = ("contributor", "cadre", "ambassador", "nobody", "anonymous")
REFUSED = {403, 404, 405}
# Addresses that name things in their query, and what kind of things.
BY_QUERY = {
    "wagtail_bulk_action": "",
    "wagtailadmin_choose_page_chosen_multiple": "page",
    "wagtailimages_chooser:chosen_multiple": "picture",
    "wagtaildocs_chooser:chosen_multiple": "document",
}
# One thing of each kind that bulk actions know.
EACH_KIND = {"page: draft", "picture", "document", "person"}
# Screens of the administrator, whatever they are about.
ADMINISTRATORS = (
    "wagtailadmin_collections",
    "wagtailadmin_reports",
    "wagtailadmin_workflows",
    "wagtailredirects",
    "wagtailsites",
    "wagtailsnippets",
    "wagtailusers_groups",
    "wagtailusers_users",
)


def about(address: Address, thing: Thing) -> Iterator[Knock]:
    """Every request at ``address`` that names ``thing``: each method that the view takes."""
    kind = BY_QUERY.get(address.name)
    if not address.parts and (kind is None or not thing.name.startswith(kind)):
        return
    unusual = {"HEAD", "PUT", "PATCH", "DELETE", "GET", "POST"} if "api" in address.namespace else set()
    for n, at in enumerate(address.filled(thing.values)):
        for method in sorted(address.methods | (unusual if n == 0 else set())):
            for query in queries_about(address, thing):
                yield Knock(method, at, {} if method in ("POST", "PUT", "PATCH") else None, query)


def queries_about(address: Address, thing: Thing) -> list[str]:
    if address.name not in BY_QUERY:
        return [""]
    everything = ["id=all"] if address.name == "wagtail_bulk_action" and thing.name in EACH_KIND else []
    return [thing.query, *everything]


def lists(address: Address, world: World) -> Iterator[Knock]:
    """Every request at an address without parts: lists, searches, choosers, with what they can be asked."""
    for method in sorted(address.methods):
        yield Knock(method, next(address.filled({})), {} if method != "GET" else None)
    for query in questions(address, world):
        yield Knock("GET", next(address.filled({})), query=query)


def questions(address: Address, world: World) -> list[str]:
    person = world.insiders["author"].pk
    asked = {
        "wagtailadmin_pages:search": [
            queried(q="panen"),
            queried(q="gotong", content_type="news.newsarticlepage"),
        ],
        "wagtailadmin_choose_page": [
            "page_type=news.NewsArticlePage",
            "page_type=village_pages.InformationPage&multiple=1",
            f"user_perms=move_to&target_pages[]={world.own_draft.pk}",
        ],
        "wagtailadmin_choose_page_search": ["q=panen", "q=gotong&page_type=news.NewsArticlePage&multiple=1"],
        "wagtailadmin_explore_root": [queried(owner=person), queried(edited_by=person, q="panen")],
        "wagtailadmin_api:pages:listing": [
            queried(for_explorer=1, child_of=world.index.pk),
            queried(descendant_of=world.village.pk, search="panen"),
            "has_children=1&limit=100",
        ],
        "wagtailadmin_api:pages:find": [f"id={world.draft.pk}", f"html_path={world.draft.url_path}"],
        "wagtailadmin_api:images:find": [f"id={world.picture.pk}"],
        "wagtailadmin_api:documents:find": [f"id={world.document.pk}"],
        "offered_topics": ["term=xq"],
        "images": ["q=foto", f"collection_id={world.village.access.collection_id}", "layout=list"],
        "documents": ["q=surat", f"collection_id={world.village.access.collection_id}"],
        "choose_image": ["q=foto&multiple=1"],
        "wagtailimages_chooser:choose_results": [
            "q=foto",
            f"collection_id={world.village.access.collection_id}",
        ],
        "wagtaildocs_chooser:choose": ["q=surat&multiple=1"],
        "wagtaildocs_chooser:choose_results": ["q=surat"],
        "search": ["q=panen", "q=gotong"],
        "comment_moderation:index": [
            f"desa={world.village.code}",
            f"keadaan=ditolak&desa={world.village.code}",
        ],
        "acts": [f"desa={world.village.code}", "q=panen"],
        "acts_csv": [f"desa={world.village.code}"],
        "team": [f"desa={world.village.code}", "q=siti"],
        "team_appoint": [f"petugas={person}", "q=siti"],
        "residents": [f"desa={world.village.code}", "q=bu", f"q={world.resident.card_number}"],
        "reading": ["q=panen"],
        "villages": ["q=rahim"],
    }
    for name in ("wagtailadmin_home", "wagtailadmin_pages:search_results"):
        asked[name] = ["q=panen"]
    return asked.get(address.name, [])


def knocks(world: World) -> Iterator[tuple[Address, Thing | None, Knock]]:
    for address in all_addresses():
        if not address.parts:
            for knock in lists(address, world):
                yield address, None, knock
        for thing in world.things.values():
            for knock in about(address, thing):
                yield address, thing, knock


@pytest.mark.parametrize("role", ROLES)
def test_nothing_of_a_village_is_read_or_written_from_outside(knocker: Knocker, role, tell):
    world = knocker.world
    leaks: dict[str, list[str]] = {}
    answered, failing, tried = set(), set(), Counter()
    for address, thing, knock in knocks(world):
        answer = knocker.knock(role, knock)
        tried[address.name, knock.method, thing.name if thing else ""] += 1
        if answer.error and address.name in FAILS:
            failing.add(address.name)
            answer.error = ""
        found = knocker.trespasses(answer)
        named = thing is not None and knock.at.startswith("/admin/")
        if named and role not in ("nobody", "anonymous") and answer.status not in REFUSED:
            answered.add(address.name)
            if address.name not in ANSWERS:
                found.append(f"answers {answer.status}")
        if role == "anonymous" and answer.status == 200 and knock.at.startswith("/admin/"):
            found += (
                [] if address.name in ("wagtailadmin_sprite", "wagtailadmin_javascript_catalog") else ["open"]
            )
        if found:
            leaks[str(knock)] = found
    addresses, methods, things = (len({key[n] for key in tried}) for n in range(3))
    tell(
        f"{role}: {addresses} addresses, {methods} methods, {things - 1} objects: "
        f"{sum(tried.values())} requests, {len(leaks)} leaks"
    )
    assert not leaks, "\n".join(f"{knock}: {', '.join(found)}" for knock, found in leaks.items())
    assert not failing - FAILS.keys()
    if role == "cadre":
        assert answered == ANSWERS.keys(), "reasons that nothing needs any more"
        assert failing == FAILS.keys(), "reasons that nothing needs any more"


def test_every_part_of_every_address_has_something_of_the_village_to_stand_for_it(world):
    missing = without_values(all_addresses(), world.things.values())
    new = {name: parts for name, parts in missing.items() if name not in NOTHING_TO_FILL}
    assert not new, f"give a thing in tests/walls/world.py values for these parts: {new}"
    assert missing.keys() == NOTHING_TO_FILL.keys(), "reasons that nothing needs any more"


@pytest.mark.parametrize("role", ["cadre", "ambassador"])
def test_ones_own_screens_show_nothing_of_another_village(knocker: Knocker, role, tell):
    """Lists, filters, history, choosers and forms of the own village, with the other one around."""
    world, leaks, asked = knocker.world, {}, 0
    person = queried(owner=world.insiders["author"].pk, edited_by=world.insiders["cadre"].pk)
    for address in all_addresses():
        if address.name in FAILS or "api" in address.namespace:
            continue
        for knock in [knock for thing in own_things(world) for knock in about(address, thing)]:
            for query in (knock.query, person) if "explore" in address.name else (knock.query,):
                if knock.method == "GET":
                    asked += 1
                    again = Knock("GET", knock.at, query=query)
                    if found := knocker.trespasses(knocker.knock(role, again)):
                        leaks[str(again)] = found
    tell(f"{role} at the own screens: {asked} requests, {len(leaks)} leaks")
    assert not leaks, leaks


def test_the_words_that_are_looked_for_are_shown_to_the_villages_own(knocker: Knocker, tell):
    """Else finding none of them would prove nothing. Each word, and most screens that name a thing."""
    world = knocker.world
    kept = {"page: draft", "page: live", "page: returned", "page: scheduled", "page: review"}
    shown: dict[str, set[str]] = {}
    words: set[str] = set()
    for address in all_addresses():
        asked = [] if address.parts else list(lists(address, world))
        for thing in world.things.values():
            if thing.name in kept or not thing.name.startswith("page"):
                asked += about(address, thing)
        for knock in asked:
            if knock.method == "GET" and not {"own cadre", "own administrator"} <= shown.get(
                address.name, set()
            ):
                system = address.namespace in ADMINISTRATORS or address.name in NOT_THE_CADRES
                who = "own administrator" if system else "own cadre"
                answer = knocker.knock(who, knock)
                words |= answer.secrets
                if answer.secrets:
                    shown.setdefault(address.name, set()).add(who)
    assert SECRETS.keys() - words == SHOWN_TO_NOBODY.keys(), "words that nobody is ever shown"
    tell(f"{len(shown)} addresses show something of the village to its own people or the administrator")
    assert len(shown) > 90


# Screens of ours that the regency's people see.
NOT_THE_CADRES = {"reading", "reading_page", "reading_history", "reading_revision", "reading_compare"}


@pytest.mark.parametrize("role", ["contributor", "cadre", "ambassador", "nobody", "own officer"])
def test_the_administrators_screens_refuse_everybody_else(knocker: Knocker, role, tell):
    """People, groups, workflows, collections, sites, redirects, reports: each method, about one's own too."""
    open_, asked = set(), 0
    for address in all_addresses():
        if address.namespace in ADMINISTRATORS:
            things = [*knocker.world.things.values(), *own_things(knocker.world)]
            found = [*(lists(address, knocker.world) if not address.parts else ())]
            for knock in found + [knock for thing in things for knock in about(address, thing)]:
                asked += 1
                if knocker.knock(role, knock).status not in REFUSED:
                    open_.add(str(knock))
    tell(f"{role} at the administrator's screens: {asked} requests, {len(open_)} open")
    assert not open_


def test_a_thing_of_another_village_answers_as_one_that_does_not_exist(knocker: Knocker):
    """Whoever tries keys learns nothing, not even which are in use."""
    world = knocker.world
    different = []
    for name in (
        *("page: draft", "picture", "document", "comment", "person", "invitation", "message"),
        *("resident", "conversation", "opening", "help", "place", "standard"),
    ):
        thing = world.things[name]
        for address in all_addresses():
            if address.name in ANSWERS or address.namespace in ADMINISTRATORS:
                continue
            for knock in about(address, thing):
                if knock.method == "GET" and knock.at.startswith("/admin/") and "all" not in knock.query:
                    there, nowhere = knocker.knock("cadre", knock), knocker.knock("cadre", elsewhere(knock))
                    if (there.status, there.body) != (nowhere.status, nowhere.body):
                        different.append((str(knock), there.status, nowhere.status))
    assert not different, different


def elsewhere(knock: Knock) -> Knock:
    """The same request about keys that nothing has."""
    names = [name if not name.isdecimal() else f"9{name}99" for name in knock.at.split("/")]
    names = ["zzzzzzzzzzzz" if len(name) == 12 and name.isalnum() else name for name in names]
    at = "/".join(str(UUID(int=0)) if len(name) == 36 and name.count("-") == 4 else name for name in names)
    return Knock(knock.method, at, knock.data, knock.query.replace("id=", "id=9999"))
