"""What a list says, counts included, does not depend on what another village keeps to itself."""

import re

import pytest
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from comments.models import Resident, ResidentComment
from core.models import CustomDocument, CustomImage
from offices.models import Office
from private_messages.models import Conversation, EmergencyOpening
from safety.models import HelpContact
from tests.walls.addresses import all_addresses
from tests.walls.knocking import Knock, Knocker
from tests.walls.test_doors import about, questions
from tests.walls.world import World, own_things

pytestmark = pytest.mark.django_db

# What differs between two answers to the same request.
NOISE = re.compile(
    r"\b[A-Za-z0-9]{64}\b"  # CSRF tokens
    r"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}"  # keys of new blocks
    r'|name="kunci" value="[^"]+"'  # names one form, so that two taps make one link
    r"|editing-sessions/[\w/]+/"  # PostgreSQL counts on where a request is undone
    r"|renditions/[\w-]+\.jpg"  # made anew each time, since each request is undone
    r"|&quot;key\\&quot;: \\&quot;\w{5}\\&quot;"  # names of paragraphs in the editor
)


def without_what_is_kept(world: World) -> None:
    """The second village as the public sees it: no drafts, no files, nothing that waits."""
    for name in ("draft", "review", "returned", "scheduled", "locked"):
        Page.objects.get(pk=getattr(world, name).pk).delete()
    for model in (CustomImage, CustomDocument):
        model.objects.filter(
            pk__in=[world.picture.pk, world.document.pk], collection=world.village.access.collection
        ).delete()
    ResidentComment.objects.filter(village=world.village).delete()
    Resident.objects.filter(village=world.village).delete()
    EmergencyOpening.objects.filter(village=world.village).delete()
    Conversation.objects.filter(village=world.village).delete()
    HelpContact.objects.filter(village=world.village).delete()
    Office.objects.filter(village=world.village, is_main=False).delete()


def screens(world: World) -> list[Knock]:
    found = []
    for address in all_addresses():
        if not address.route.startswith("admin/") or "GET" not in address.methods:
            continue
        if not address.parts:
            at = next(address.filled({}))
            found += [Knock("GET", at, query=query) for query in ["", *questions(address, world)]]
        for thing in own_things(world):
            found += [knock for knock in about(address, thing) if knock.method == "GET"]
    return found


@pytest.mark.parametrize("role", ["cadre", "ambassador"])
def test_lists_and_counts_are_the_same_whatever_the_other_village_keeps(
    knocker: Knocker, role, tell, time_machine
):
    # Screens say for how many minutes something waits.
    time_machine.move_to(timezone.now(), tick=False)
    world = knocker.world
    asked = screens(world)
    before = {knock.url: knocker.knock(role, knock) for knock in asked}
    savepoint = transaction.savepoint()
    without_what_is_kept(world)
    after = {knock.url: knocker.knock(role, knock) for knock in asked}
    transaction.savepoint_rollback(savepoint)
    different = [url for url, answer in before.items() if said(answer) != said(after[url])]
    tell(
        f"{role}: {len(before)} lists and screens compared, {len(different)} tell what another village keeps"
    )
    assert not different, different


def said(answer) -> tuple[int, str]:
    return answer.status, NOISE.sub("", answer.body.decode(errors="replace"))
