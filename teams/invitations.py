"""Inviting somebody to a role by a one-use link: made, revoked, accepted; each in one transaction."""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from audit.log import record
from teams.models import Invitation
from teams.refusals import RefusedError
from village_pages.enums import REVIEWING_ROLES, Role, VillageState
from village_pages.models import Membership, VillageAccess
from village_pages.rights import appoint, may_grant, not_ended


@dataclass(frozen=True)
class NewAccount:
    """What somebody without an account fills in; checked by ``forms.NewAccountForm``."""

    username: str
    display_name: str
    password: str


@transaction.atomic
def invite(*, by, role: str, village=None, name: str = "", token: str = "") -> tuple[Invitation, str]:
    """An invitation and its token (``token``, or a random one), told this once.

    Raises ``PermissionDenied`` for a role that ``by`` may not grant there, ``ValidationError`` in a village
    that is not open or has ``Invitation.MOST_OPEN`` open invitations, ``IntegrityError`` for a token in use.
    """
    if not may_grant(by, role, village):
        raise PermissionDenied
    if village is not None:
        # Kept from others while counting: two at once would both be the twentieth.
        access = VillageAccess.objects.select_for_update().get(village=village)
        if access.state != VillageState.OPEN:
            raise ValidationError(
                _("Desa ini sedang dijeda atau ditutup. Undangan dapat dibuat setelah dibuka lagi.")
            )
    if usable().filter(village=village).count() >= Invitation.MOST_OPEN:
        raise ValidationError(
            _("Sudah ada %(most)s undangan yang belum dipakai. Batalkan yang tidak diperlukan lagi.")
            % {"most": Invitation.MOST_OPEN}
        )
    invitation, token = Invitation.make(by=by, role=role, village=village, name=name, token=token)
    record("invitation.made", village=village, by=by, about=invitation)
    return invitation, token


def usable() -> QuerySet:
    """Open invitations whose makers may give the role (``may_grant``), now or when a pause is over."""
    held = not_ended().filter(user=OuterRef("by"))
    return Invitation.objects.open().filter(
        Q(by__is_superuser=True)
        | Exists(held.filter(role=Role.ADMINISTRATOR))
        | Q(village__isnull=False) & Exists(held.filter(role=Role.OFFICER))
        | Q(role=Role.CONTRIBUTOR)
        & Exists(held.filter(role__in=REVIEWING_ROLES, village=OuterRef("village"))),
        by__is_active=True,
    )


@transaction.atomic
def revoke(invitation: Invitation, *, by, reason: str = "") -> bool:
    """Make an open invitation void; ``False`` when it was used, revoked or over before."""
    revoked = Invitation.objects.filter(pk=invitation.pk).revoke()
    if revoked:
        record("invitation.revoked", village=invitation.village, by=by, about=invitation, reason=reason)
    return bool(revoked)


def may_revoke(user, invitation: Invitation) -> bool:
    return may_grant(user, invitation.role, invitation.village)


def standing_invitation(token: str, person=None) -> Invitation:
    """The invitation of ``token``, good for ``person`` (``None``: somebody not signed in) at this moment.

    Raises ``RefusedError``. Whether the inviter may still grant the role is asked now, so that the
    invitations of somebody dismissed or paused are void with him.
    """
    invitation = Invitation.objects.named(token).select_related("village__access", "by").first()
    if invitation is None:
        raise RefusedError(void(), status=404)
    village = invitation.village
    if not invitation.is_open:
        raise RefusedError(void())
    if village is not None and village.access.state != VillageState.OPEN:
        raise RefusedError(
            _("%(village)s sedang tidak menerima petugas baru. Tanyakan kepada Dinas PMD.")
            % {"village": village.full_name}
        )
    if not may_grant(invitation.by, invitation.role, village):
        raise RefusedError(void())
    if person is not None:
        _check_person(invitation, person)
    return invitation


def void() -> str:
    """The same words for a link that never was and one that is over: they tell nothing."""
    return _(
        "Tautan ini tidak berlaku: mungkin sudah dipakai, dibatalkan, atau lewat masanya. "
        "Minta undangan baru kepada kader desa Anda atau Dinas PMD."
    )


def _check_person(invitation: Invitation, person) -> None:
    if invitation.by_id == person.pk:
        raise RefusedError(
            _(
                "Anda sendiri yang membuat undangan ini. Kirimkan tautannya kepada orang yang diundang, atau "
                "keluar dulu kalau ia memakai perangkat ini."
            )
        )
    if not_ended().filter(user=person, role=invitation.role, village=invitation.village).exists():
        raise RefusedError(
            _(
                "Akun Anda sudah memegang peran ini. Undangan belum terpakai, masih berlaku bagi orang lain. "
                "Kalau peran Anda dijeda, tanyakan kepada kader desa Anda atau Dinas PMD."
            )
        )


@transaction.atomic
def accept(token: str, *, person=None, account: NewAccount | None = None) -> Membership:
    """Use an invitation up, for ``person`` or for a new ``account``; returns the membership that it gave.

    Exactly one of two at the same time gets it. Raises ``RefusedError``, and ``IntegrityError`` when the
    username was taken meanwhile; then nothing has happened.
    """
    invitation = standing_invitation(token, person)
    if not Invitation.objects.claim(invitation.pk):
        raise RefusedError(void())
    if account is not None:
        person = get_user_model().objects.create_user(
            username=account.username, password=account.password, display_name=account.display_name
        )
    membership = appoint(user=person, role=invitation.role, village=invitation.village, by=invitation.by)
    Invitation.objects.filter(pk=invitation.pk).update(used_by=person)
    record(
        "invitation.accepted",
        village=invitation.village,
        by=person,
        about=invitation,
        after=Role(invitation.role).label,
    )
    return membership
