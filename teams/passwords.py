"""A new way in for somebody who lost the password or the telephone, given face to face, without mail."""

from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.log import record
from audit.models import Act
from people import limits, second_factor, sessions
from people.enums import AccountChange
from people.signals import account_changed
from teams.models import PasswordLink
from teams.refusals import RefusedError
from village_pages.rights import distrust, may_mend, may_remove_second_factor, not_ended

MENDED_LATELY = timedelta(days=30)


def _checked(by, person) -> None:
    if not may_mend(by, person):
        raise PermissionDenied


@transaction.atomic
def make_password_link(person, *, by, village=None, token: str = "") -> tuple[PasswordLink, str]:
    """A link by which ``person`` chooses a new password, and its token, told this once.

    Older ones of that person become void. ``village``: in whose log it stands. Raises
    ``PermissionDenied`` where ``by`` may not mend the account.
    """
    _checked(by, person)
    # Kept from others: of two made at once the later makes the earlier void.
    person = get_user_model().objects.select_for_update().get(pk=person.pk)
    PasswordLink.objects.filter(user=person).revoke()
    link, token = PasswordLink.make(user=person, by=by, village=village, token=token)
    record("password.link", village=village, by=by, about=person)
    return link, token


def standing_password_link(token: str) -> PasswordLink:
    """The link of ``token`` that is good at this moment; ``RefusedError`` for any other.

    Whether its maker may still mend the account is asked now: either may have another role since.
    """
    link = PasswordLink.objects.named(token).select_related("user", "by", "village").first()
    if link is None:
        raise RefusedError(void(), status=404)
    if not link.is_open or not link.user.is_active or not may_mend(link.by, link.user):
        raise RefusedError(void())
    return link


def void() -> str:
    return _(
        "Tautan ini tidak berlaku: mungkin sudah dipakai, diganti yang lebih baru, atau lewat masanya. "
        "Minta tautan baru kepada kader desa Anda atau Dinas PMD."
    )


@transaction.atomic
def mend_password(token: str, password: str) -> tuple[Any, bool]:
    """Use the link up and give its person ``password``; returns the person, and whether a mail address went.

    All sessions of the person end; a second factor stays and is asked for at signing in. The mail address
    goes: whoever used a link before, such as its maker, may have left an own one. Exactly one of two at the
    same time gets through; ``RefusedError`` for the other.
    """
    link = standing_password_link(token)
    if not PasswordLink.objects.claim(link.pk):
        raise RefusedError(void())
    person, had_mail_address = link.user, bool(link.user.email)
    person.set_password(password)
    person.email = ""
    person.save(update_fields=["password", "email"])
    sessions.end_sessions(person)
    limits.forget_tries(person)
    record("password.mended", village=link.village, by=person, about=person)
    distrust_mended(person, by=link.by)
    if had_mail_address:
        account_changed.send(sender=type(person), user=person, change=AccountChange.MAIL)
    return person, had_mail_address


def distrust_mended(person, *, by) -> None:
    """Take the right to read private messages: whoever mended the account may be the one who uses it.

    Told to readers and officers as ever (``messages``). ``by``: who mended it.
    """
    for membership in not_ended().filter(user=person, reads_private=True).select_related("user", "village"):
        distrust(membership, by=by, reason=_("Kata sandi baru dibuat orang lain."))


def has_mended_lately(by, person) -> bool:
    """Did ``by`` mend the account of ``person`` within ``MENDED_LATELY``?

    Then another officer has to entrust its person with private messages.
    """
    since = timezone.now() - MENDED_LATELY
    links = PasswordLink.objects.filter(user=person, by=by, created__gt=since)
    acts = Act.objects.filter(
        verb="second_factor.removed",
        object_type=person._meta.label_lower,
        object_key=str(person.pk),
        actor_key=by.pk,
        at__gt=since,
    )
    return links.exists() or acts.exists()


def remove_second_factor(person, *, by, reason: str = "") -> bool:
    """Take away app, passkeys and recovery codes of a lost telephone, and end all sessions.

    Returns whether there was a second factor. Raises ``PermissionDenied``.
    """
    if not may_remove_second_factor(by, person):
        raise PermissionDenied
    return second_factor.remove_second_factor(person, by=by, reason=reason)


@transaction.atomic
def end_sessions(person, *, by, village=None, reason: str = "") -> None:
    """Sign ``person`` out everywhere, at the next request. Raises ``PermissionDenied``."""
    _checked(by, person)
    sessions.end_sessions(person)
    record("sessions.ended", village=village, by=by, about=person, reason=reason)
