"""How residents come in: by a link that opens once, then by a number and a PIN. Never by name."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.log import record
from comments import consent
from comments.models import Resident, ResidentLink, ResidentSession
from comments.residents import numbers, pins, sessions
from teams.refusals import RefusedError
from village_pages.enums import Role
from village_pages.rights import active_roles, may_register_residents

# So many PINs are compared for a telephone's number, whether nobody signs in with it or a household does.
HOUSEHOLD = 4
# More behind one number sign in with their cards.
LARGEST_HOUSEHOLD = 8


class AmbiguousError(Exception):
    """The PIN is that of several in the household."""


def standing_link(token: str) -> ResidentLink:
    """The link of ``token`` that is good at this moment; ``RefusedError`` for any other.

    Whether its maker may still register residents there is asked now: the links of a cadre who was dismissed
    are void with him.
    """
    links = ResidentLink.objects.named(token[:100]).select_related("resident__village__access", "by")
    link = links.first()
    if link is None:
        raise RefusedError(void(), status=404)
    _check(link)
    return link


def _check(link: ResidentLink) -> None:
    resident = link.resident
    if not link.is_open or not resident.may_sign_in or not may_register_residents(link.by, resident.village):
        raise RefusedError(void())


def void() -> str:
    """The same words for a link that never was and one that is over: they tell nothing."""
    return _(
        "Tautan ini tidak berlaku: mungkin sudah dipakai, diganti yang lebih baru, atau lewat masanya. "
        "Temui kader desa Anda untuk mendapat tautan baru."
    )


@transaction.atomic
def open_link(token: str) -> tuple[Resident, datetime | None]:
    """Use the link up; returns who comes in by it, with the consent of now written down, and how surely.

    The second: from when on that is surely the person (``ResidentSession.sure_since``).

    Exactly one of two at the same time gets through; ``RefusedError`` for the other.
    """
    link = standing_link(token)
    # Whoever bans or erases at this moment holds the same row: one of the two comes first.
    resident = Resident.objects.select_for_update(of=("self",)).get(pk=link.resident_id)
    if not resident.may_sign_in or not ResidentLink.objects.claim(link.pk):
        raise RefusedError(void())
    resident.consent_version = str(consent.current().version)
    resident.consented_at = timezone.now()
    resident.save(update_fields=["consent_version", "consented_at"])
    pins.forget_tries(resident)
    record("resident.link_used", village=link.resident.village, about=resident)
    is_from_above = Role.AMBASSADOR in active_roles(link.by, link.resident.village)
    return resident, resident.created_at if is_from_above else None


def resident_with(typed: str, pin: str) -> Resident | None:
    """Whoever signs in with this number (of a card or a telephone) and PIN; ``None`` when nobody does.

    Unknown, wrong, banned, and waiting after too many tries: the same answer after the same work. Raises
    ``AmbiguousError`` where the PIN is that of several behind one telephone.
    """
    card = numbers.card_number(typed)
    phone = None if card else numbers.phone_number(typed)
    digits = numbers.digits_in(pin)
    candidates = _candidates(card, phone)
    tried = [resident for resident in candidates if pins.take_try(resident)]
    right = [resident for resident in tried if pins.matches(digits, resident.pin_hash)]
    for _missing in range((1 if card or not phone else HOUSEHOLD) - len(tried)):
        pins.matches(digits, "")
    if right:
        for resident in tried:
            (pins.forget_tries if resident in right else pins.give_back)(resident)
    if len(right) > 1:
        raise AmbiguousError
    return right[0] if right else None


def _candidates(card: str | None, phone: str | None) -> list[Resident]:
    if card:
        found = Resident.objects.filter(card_number=card)
    elif phone:
        found = Resident.objects.filter(phone_hash__in=numbers.phone_hashes(phone))
    else:
        return []
    found = found.exclude(pin_hash="").order_by("created_at", "pk")
    return [resident for resident in found[:LARGEST_HOUSEHOLD] if resident.may_sign_in]


@transaction.atomic
def choose_pin(session: ResidentSession, pin: str, *, knows_old: bool = False) -> None:
    """Give the resident of ``session`` the PIN that he chose, and sign him out on all other phones.

    ``knows_old``: the PIN of until now was given first; a new one opens no more than that or the session did.
    Raises ``PermissionDenied`` for somebody banned or erased since the session was looked at.
    """
    resident = (
        Resident.objects.select_for_update(of=("self",)).select_related("village").get(pk=session.resident_id)
    )
    if not resident.may_sign_in:
        raise PermissionDenied
    pins.keep(resident, pin)
    began = session.sure_since or session.created_at
    resident.pin_since = session.sure_since = resident.pin_is_own_since if knows_old else began
    resident.save(update_fields=["pin_since"])
    session.save(update_fields=["sure_since"])
    sessions.end_others(session)
    record("resident.pin_chosen", village=resident.village, about=resident)


def is_own_pin(resident: Resident, typed: str) -> bool:
    """Whether ``typed`` is the PIN of ``resident``; counted like a try to sign in."""
    if not pins.take_try(resident) or not pins.matches(numbers.digits_in(typed), resident.pin_hash):
        return False
    pins.forget_tries(resident)
    return True
