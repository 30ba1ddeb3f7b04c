"""For each address that writes: its valid request succeeds for the village's own, and nobody outside."""

import pytest

from tests.walls.addresses import all_addresses
from tests.walls.exceptions import NO_WAY, NO_WAY_BELOW, SHOWS
from tests.walls.knocking import Knock, Knocker
from tests.walls.test_doors import ROLES
from tests.walls.ways import ATTEMPTS, CROSSINGS, WAYS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("part", range(2))
def test_a_valid_request_succeeds_for_the_villages_own_and_for_nobody_outside(knocker: Knocker, part, tell):
    refused, leaks, ways = [], {}, WAYS[part::2]
    for way in ways:
        answer, knock = knocker.succeed(way)
        if not way.succeeded(answer):
            refused.append(f"{way}: {knock} as {way.who}: {answer.status} {answer.error[-200:]}")
        for role in ROLES:
            if found := knocker.trespasses(knocker.knock(role, knock, prepare=way.prepare)):
                leaks[f"{way} as {role}"] = found
    tell(
        f"part {part + 1}: {len(ways)} valid writing requests as {len(ROLES)} roles, "
        f"each first as who may: {len(leaks)} leaks"
    )
    assert not refused, "\n".join(refused)
    assert not leaks, leaks


def test_every_address_that_writes_has_a_valid_request():
    writing = {address.name for address in all_addresses() if address.methods - {"GET"}}
    with_way = {way.name for way in WAYS}
    without = {name for name in writing - with_way if not name.startswith(tuple(NO_WAY_BELOW))}
    assert sorted(without - NO_WAY.keys()) == [], (
        "add a Way to tests/walls/ways.py, or a reason to exceptions.NO_WAY"
    )
    assert sorted(NO_WAY.keys() - without) == [], "reasons that nothing needs any more"
    assert not with_way - {address.name for address in all_addresses()}


def test_addresses_that_only_show_write_nothing(knocker: Knocker):
    """Else their reason would be wrong. As the village's own, the officer and the administrator."""
    wrote = []
    for address in all_addresses():
        if NO_WAY.get(address.name) != SHOWS:
            continue
        for thing in [None, *knocker.world.things.values()]:
            at = next(address.filled(thing.values if thing else {}), None)
            if at is None or (thing is None) is bool(address.parts):
                continue
            for who in ("own cadre", "own officer", "own administrator"):
                answer = knocker.knock(who, Knock("POST", at, {"title": "Baru", "reason": "Baru"}))
                if any(model._meta.app_label != "wagtailcore" or pk for model, pk in answer.changed):
                    wrote.append(f"{at} as {who}: {answer.changed}")
            break
    assert not wrote, wrote


def test_nothing_crosses_by_ones_own_addresses(knocker: Knocker, tell):
    """Own pages and forms, with a key of the other village in a field, the query or the next address part."""
    leaks, without_force = {}, []
    for attempt in ATTEMPTS:
        for role in ("cadre", "ambassador"):
            knock = attempt.build(knocker.world, knocker.visitors[role])
            if found := knocker.trespasses(knocker.knock(role, knock, prepare=attempt.prepare)):
                leaks[f"{attempt} as {role}"] = found
        if attempt.who:
            # The same with the village's own thing in its place shows or writes.
            knock = attempt.build(knocker.world, knocker.visitors[attempt.who])
            answer = knocker.knock(attempt.who, knock)
            if not (answer.secrets or answer.changed):
                without_force.append(f"{attempt}: {answer.status}")
    tell(f"{len(ATTEMPTS)} attempts through the own addresses: {len(leaks)} leaks")
    assert not leaks, leaks
    assert not without_force, without_force


def test_a_page_never_crosses_even_for_somebody_of_both_villages(knocker: Knocker):
    """An ambassador copies, moves and mirrors in one village, never from one to the other."""
    world = knocker.world
    other = world.third_index
    for way in CROSSINGS:
        answer = knocker.knock("ambassador", way.build(world, knocker.visitors["ambassador"]))
        arrived = [
            key
            for key in answer.changed
            if key[0]._meta.label == "wagtailcore.Page"
            and answer.path_of(key).startswith(other.path)
            and key[1] != str(other.pk)
        ]
        assert not arrived, str(way)
