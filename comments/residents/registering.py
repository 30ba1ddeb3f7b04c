"""What a cadre does about residents: registers them face to face, verifies, restrains, gives a way in.

Each act is one transaction with its line in the log, which names the card and never the person. Who may is
asked here and now (``rights.may_register_residents``): a village that is paused is only read.
"""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.log import Words, record
from comments.enums import ResidentStatus
from comments.models import Resident, ResidentLink
from comments.models.resident import VERIFIED_FOR
from comments.names import checked_name
from comments.residents import messages, numbers, pins, sessions
from core.caching import bump
from core.formats import long_date
from village_pages.enums import REVIEWING_ROLES
from village_pages.models import VillageAccess
from village_pages.rights import may_register_residents, villages_where

# A card number in use is drawn about never; five times in a row means something else is wrong.
_DRAWS = 5


def residents_seen_by(user) -> QuerySet[Resident]:
    """Residents whom ``user`` looks after: those of the villages where he reviews, paused ones too."""
    return Resident.objects.standing().in_villages(villages_where(user, REVIEWING_ROLES))


def called(words: str) -> Q:
    """Those whose name holds ``words``, or whose card begins so."""
    digits = numbers.digits_in(words)
    by_card = Q(card_number__startswith=digits) if digits.isascii() and digits.isdigit() else Q()
    return Q(display_name__icontains=words) | by_card if words else Q()


@transaction.atomic
def register(
    village, *, by, name: str, phone: str | None = None, is_verified: bool = False, is_another: bool = False
) -> Resident:
    """Register somebody of ``village``. ``phone``: as ``numbers.phone_number`` gives it.

    Raises ``PermissionDenied``, and ``ValidationError`` for a name that cannot be, or (code ``same_name``)
    that somebody registered there has, unless ``is_another``.
    """
    _ask(by, village)
    name = checked_name(name)
    # Kept from others: two taps on the button would both find nobody of that name.
    VillageAccess.objects.select_for_update().get(village=village)
    if (
        not is_another
        and Resident.objects.standing().filter(village=village, display_name__iexact=name).exists()
    ):
        raise ValidationError(
            _(
                "Sudah ada warga terdaftar dengan nama ini. "
                "Periksa dulu daftarnya, atau centang bahwa ini orang lain."
            ),
            code="same_name",
        )
    resident = _with_new_card(
        Resident(village=village, display_name=name, created_by=by, **_phone_fields(phone))
    )
    record("resident.registered", village=village, by=by, about=resident)
    if is_verified:
        verify(resident, by=by)
    return Resident.objects.select_related("village__access").get(pk=resident.pk)


def _with_new_card(resident: Resident) -> Resident:
    for draw in range(1, _DRAWS + 1):
        resident.card_number = numbers.new_card_number()
        try:
            with transaction.atomic():
                resident.save(force_insert=True)
        except IntegrityError:
            if draw == _DRAWS:
                raise
        else:
            break
    return resident


def _phone_fields(phone: str | None) -> dict[str, str]:
    if not phone:
        return {"phone_hash": "", "phone_ending": ""}
    return {"phone_hash": numbers.phone_hash(phone), "phone_ending": numbers.phone_ending(phone)}


@transaction.atomic
def amend(resident: Resident, *, by, name: str, phone: str | None = None, forget_phone: bool = False) -> None:
    """Write the name anew, and the telephone where one is given, or forget it.

    Raises ``PermissionDenied``, and ``ValidationError`` for a name that cannot be. Comments keep the name
    under which they were written.
    """
    resident = _locked(resident, by)
    resident.display_name = checked_name(name)
    changes = _phone_fields(phone) if phone or forget_phone else {}
    for field, value in changes.items():
        setattr(resident, field, value)
    resident.save(update_fields=["display_name", *changes])
    record("resident.amended", village=resident.village, by=by, about=resident)


@transaction.atomic
def verify(resident: Resident, *, by) -> None:
    """The cadre has seen who this is, and that he lives here: the badge holds for a year from now."""
    resident = _locked(resident, by)
    before = long_date(resident.verified_at) if resident.verified_at else ""
    resident.verified_at, resident.verified_by = timezone.now(), by
    resident.save(update_fields=["verified_at", "verified_by"])
    until = _("sampai %(date)s") % {"date": long_date(resident.verified_at + VERIFIED_FOR)}
    _done("resident.verified", resident, by, before=before, after=until)


@transaction.atomic
def unverify(resident: Resident, *, by) -> None:
    """Take the badge away: the person lives elsewhere, or it was a mistake."""
    resident = _locked(resident, by)
    resident.verified_at = resident.verified_by = None
    resident.save(update_fields=["verified_at", "verified_by"])
    _done("resident.unverified", resident, by)


@transaction.atomic
def mute(resident: Resident, *, by, until: datetime, reason: Words) -> None:
    """Let the person read and sign in, but not write, until then. Somebody banned stays banned."""
    resident = _locked(resident, by)
    if resident.status == ResidentStatus.BANNED:
        raise ValidationError(_("Warga ini dilarang masuk. Cabut dulu larangannya."))
    resident.status, resident.muted_until = ResidentStatus.MUTED, until
    resident.save(update_fields=["status", "muted_until"])
    after = _("sampai %(date)s") % {"date": long_date(until)}
    _done("resident.muted", resident, by, after=after, reason=reason)


@transaction.atomic
def ban(resident: Resident, *, by, reason: Words) -> None:
    """Sign the person out everywhere, at once, and let nobody in under this card."""
    resident = _locked(resident, by)
    resident.status, resident.muted_until = ResidentStatus.BANNED, None
    resident.save(update_fields=["status", "muted_until"])
    shut_out(resident)
    _done("resident.banned", resident, by, reason=reason)


@transaction.atomic
def lift(resident: Resident, *, by) -> None:
    """Let the person write and sign in again; a way in is made anew."""
    resident = _locked(resident, by)
    before = resident.get_status_display()
    resident.status, resident.muted_until = ResidentStatus.ACTIVE, None
    resident.save(update_fields=["status", "muted_until"])
    _done("resident.lifted", resident, by, before=before)


def shut_out(resident: Resident) -> None:
    """End all sessions and open links. Must run in the transaction of what it follows from."""
    sessions.end_all(resident)
    resident.links.revoke()


@transaction.atomic
def sign_out(resident: Resident, *, by) -> None:
    """End the person's sessions on all phones: one was lost, or lent."""
    resident = _locked(resident, by)
    sessions.end_all(resident)
    record("resident.signed_out", village=resident.village, by=by, about=resident)


@transaction.atomic
def make_link(
    resident: Resident, *, by, resets_pin: bool = False, token: str = ""
) -> tuple[ResidentLink, str]:
    """A new way in and its token, told this once; older open ones become void.

    ``resets_pin``: the old PIN ends at once, and so do all sessions; the person chooses another after opening
    the link. Raises ``PermissionDenied``, ``ValidationError`` for somebody who may not sign in, and
    ``IntegrityError`` for a token in use.
    """
    resident = _locked(resident, by)
    if not resident.may_sign_in:
        raise ValidationError(_("Warga ini tidak boleh masuk, jadi tautan tidak dapat dibuat."))
    resident.links.revoke()
    if resident.pin_hash:
        messages.tell_of_link(resident, by=by)
    if resets_pin:
        resident.pin_hash = ""
        resident.save(update_fields=["pin_hash"])
        sessions.end_all(resident)
    pins.forget_tries(resident)
    link, token = ResidentLink.make(resident=resident, village=resident.village, by=by, token=token)
    verb = "resident.pin_reset" if resets_pin else "resident.link_made"
    record(verb, village=resident.village, by=by, about=resident)
    return link, token


def _ask(by, village) -> None:
    if not may_register_residents(by, village):
        raise PermissionDenied


def _locked(resident: Resident, by) -> Resident:
    """The row as it is now, kept from others; ``PermissionDenied`` for who may not, or somebody erased."""
    row = (
        Resident.objects.select_for_update(of=("self",)).select_related("village__access").get(pk=resident.pk)
    )
    _ask(by, row.village)
    if row.erased_at is not None:
        raise PermissionDenied
    return row


def _done(verb: str, resident: Resident, by, **told: Any) -> None:
    """Write the act down; readers see the badge, so kept pages grow old wherever it stands beside words."""
    record(verb, village=resident.village, by=by, about=resident, **told)
    elsewhere = resident.comments.published().order_by().values_list("village_id", flat=True).distinct()
    bump(*(f"village:{village_id}" for village_id in {resident.village_id, *elsewhere}), "portal")
