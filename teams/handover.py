"""Hand-over: what a person who leaves a village is answerable for goes to somebody who stays.

Kinds of duties are registered; apps above add theirs. Everything is moved by its question, not by a list
made before, so what came in meanwhile moves too.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, WorkflowState

from audit.log import record
from teams.models import Invitation
from village_pages.enums import REVIEWING_ROLES
from village_pages.places import regency_pages
from village_pages.rights import dismiss, may_manage, not_ended

FIRST_SHOWN = 5


@dataclass(frozen=True)
class Duty:
    """One kind of what is handed over. ``village`` is ``None`` for the regency.

    ``find(person, village)`` gives a queryset; ``move(person, village, successor)`` changes everything
    that ``find`` gives at that moment, so that it gives nothing afterwards, and returns how many that were.
    """

    key: str
    label: str | Promise
    find: Callable[..., QuerySet]
    move: Callable[..., int]
    # Only somebody who reviews can take it over.
    for_reviewers: bool = False
    # What one of them is called in the list.
    name: Callable[..., str] = str


@dataclass(frozen=True)
class Burden:
    """How much of one duty a person has, and the first few of it."""

    duty: Duty
    count: int
    first: list[str]


_duties: dict[str, Duty] = {}
# Given a membership and who looks: what to think of before it ends; empty where there is nothing.
Warner = Callable[..., str]
_warners: dict[str, Warner] = {}


def register(
    key: str,
    label: str | Promise,
    find: Callable[..., QuerySet],
    move: Callable[..., int],
    *,
    for_reviewers: bool = False,
    name: Callable[..., str] = str,
) -> None:
    """Add a kind of duty (see ``Duty``); the same key again replaces it."""
    _duties[key] = Duty(key, label, find, move, for_reviewers, name)


def register_warning(key: str, warner: Warner) -> None:
    """Add what is said before a role ends, though it can end all the same; the same key replaces it."""
    _warners[key] = warner


def warnings_of(membership, user) -> list[str]:
    """What ``user`` is told before ``membership``, or a right of it, is taken away."""
    return [words for warner in _warners.values() if (words := warner(membership, user))]


def is_last_role(membership) -> bool:
    """Does the person leave the village (or the regency) with this role?"""
    others = not_ended().filter(user=membership.user_id, village=membership.village_id)
    return not others.exclude(pk=membership.pk).exists()


def burdens_of(membership) -> list[Burden]:
    """What must be handed over before this role ends; nothing while the person keeps another one there."""
    if not is_last_role(membership):
        return []
    found = []
    for duty in _duties.values():
        things = duty.find(membership.user, membership.village)
        if count := things.count():
            found.append(Burden(duty, count, [duty.name(thing) for thing in things[:FIRST_SHOWN]]))
    return found


def successors_for(membership, burdens: list[Burden]) -> QuerySet:
    """People who hold a role there now and could take ``burdens`` over; a cadre's only those who review."""
    held = not_ended().filter(village=membership.village_id, paused_since__isnull=True)
    reviews = membership.role in REVIEWING_ROLES or any(burden.duty.for_reviewers for burden in burdens)
    if membership.village_id and reviews:
        held = held.filter(role__in=REVIEWING_ROLES)
    people = get_user_model().objects.filter(is_active=True, pk__in=held.values("user"))
    return people.exclude(pk=membership.user_id).order_by("display_name", "username")


@transaction.atomic
def end(membership, *, by=None, successor=None, reason: str = "") -> dict[str, int]:
    """End ``membership``, handing over to ``successor`` what the person leaves there; all or nothing.

    Returns how many of each duty moved. ``by``: ``None`` on the server's command line. Raises
    ``PermissionDenied`` for somebody who may not, ``ValidationError`` when a successor is needed and none,
    or none who can take it, is named, or when the role has ended already.
    """
    # All of the place, in one order: two hand-overs to each other wait instead of both going through.
    place = not_ended().filter(village=membership.village_id).order_by("pk")
    held = {row.pk: row for row in place.select_for_update()}.get(membership.pk)
    if held is None:
        raise ValidationError(_("Peran ini sudah berakhir. Muat ulang daftar petugas."))
    if by is not None and not may_manage(by, held):
        raise PermissionDenied
    held.user = membership.user
    burdens = burdens_of(held)
    leaves = is_last_role(held)
    if burdens and successor is None:
        raise ValidationError(_("Pilih penerus: masih ada yang harus diserahterimakan."))
    if burdens and not successors_for(held, burdens).filter(pk=successor.pk).exists():
        raise ValidationError(_("Orang ini tidak dapat menjadi penerus di sini. Pilih yang lain."))
    moved = _move(held, successor) if leaves and successor is not None else {}
    if leaves:
        _release_locks(held)
        _assert_nothing_left(held)
    dismiss(held, by=by, reason=reason)
    if moved:
        _write_down(held, by, successor, moved, reason)
    return moved


def _move(membership, successor) -> dict[str, int]:
    numbers = {
        duty.key: duty.move(membership.user, membership.village, successor) for duty in _duties.values()
    }
    return {key: number for key, number in numbers.items() if number}


def _assert_nothing_left(membership) -> None:
    left = [duty.key for duty in _duties.values() if duty.find(membership.user, membership.village).exists()]
    if left:
        raise ValidationError(_("Baru saja ada yang ditambahkan. Coba serah terima sekali lagi."))


def _write_down(membership, by, successor, moved: dict[str, int], reason: str) -> None:
    numbers = ", ".join(f"{_duties[key].label}: {number}" for key, number in moved.items())
    record(
        "handover",
        village=membership.village,
        by=by,
        about=membership.user,
        before=numbers,
        after=successor.get_full_name(),
        reason=reason,
    )


def _in_place(village) -> Q:
    return regency_pages() if village is None else Q(path__startswith=village.path)


def _release_locks(membership) -> None:
    """What the person had locked would stay closed to those who stay."""
    Page.objects.filter(_in_place(membership.village), locked_by=membership.user).update(
        locked=False, locked_by=None, locked_at=None
    )


def owned_pages(person, village) -> QuerySet:
    return Page.objects.filter(_in_place(village), owner=person).order_by(
        "-latest_revision_created_at", "-pk"
    )


def open_reviews(person, village) -> QuerySet:
    """Reviews that the person asked for: waiting, or sent back to be mended."""
    keys = Page.objects.filter(_in_place(village)).annotate(key=Cast("pk", CharField())).values("key")
    return WorkflowState.objects.filter(
        requested_by=person,
        status__in=[WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES],
        base_content_type__app_label="wagtailcore",
        base_content_type__model="page",
        object_id__in=keys,
    ).order_by("-created_at", "-pk")


def open_invitations(person, village) -> QuerySet:
    return Invitation.objects.open().filter(by=person, village=village)


register(
    "pages",
    gettext_lazy("Halaman"),
    owned_pages,
    lambda person, village, successor: owned_pages(person, village).update(owner=successor),
    name=lambda page: page.draft_title or page.title,
)
register(
    "reviews",
    gettext_lazy("Permintaan pemeriksaan"),
    open_reviews,
    lambda person, village, successor: open_reviews(person, village).update(requested_by=successor),
    name=lambda state: state.content_object.draft_title,
)
register(
    "invitations",
    gettext_lazy("Undangan terbuka"),
    open_invitations,
    lambda person, village, successor: open_invitations(person, village).update(by=successor),
    for_reviewers=True,
)
