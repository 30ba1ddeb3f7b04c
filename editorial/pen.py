"""The pen: of all who may mend a page, one writes at a time. It is Wagtail's lock, with a name on it.

Who saves a change of a page that waits takes the pen, unless somebody has it; everybody else reads, and
may take it over. Deciding, cancelling and sending in put it down. A lock without a name is the archive's.
"""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from core.formats import moment
from notifications.sending import notify
from people.models import User
from village_pages.locks import PenLock
from village_pages.places import village_of
from village_pages.rights import is_archived, may_publish


@dataclass(frozen=True)
class PenState:
    """Who writes ``page`` now, as one person sees it."""

    holder: User | None = None
    since: datetime | None = None
    mine: bool = False
    may_take: bool = False
    may_free: bool = False
    words: str = ""


def state_for(page: Page, user) -> PenState:
    """No query but for the holder's name, and none at all where ``page`` came with it."""
    holder = page.locked_by if page.locked else None
    mine = holder is not None and holder.pk == user.pk
    may_write = may_publish(user, page) and not is_archived(page)
    return PenState(
        holder=holder,
        since=page.locked_at if holder else None,
        mine=mine,
        may_take=may_write and not mine,
        may_free=holder is not None and (mine or may_write),
        words=PenLock(page).words(user) if holder else "",
    )


def refusal(user, page: Page) -> str:
    """Why ``user`` may not decide about ``page`` or publish it now: somebody else is writing."""
    holder = page.locked_by if page.locked else None
    if holder is None or holder.pk == user.pk:
        return ""
    return _(
        "%(who)s memegang pena halaman ini sejak %(when)s. "
        "Tunggu sampai pena dilepas, atau ambil penanya dulu."
    ) % {"who": holder, "when": moment(page.locked_at) if page.locked_at else ""}


@transaction.atomic
def take_first(page: Page, user) -> bool:
    """Take the pen if nobody has it. ``False`` where somebody else had it, or was faster."""
    if reserve(page, user):
        keep(page, user)
    return has(page, user)


def reserve(page: Page, user) -> bool:
    """Hold a pen that nobody has, until ``keep`` or ``give_back``: the history tells nothing yet."""
    free_page = Page.objects.filter(pk=page.pk, locked=False)
    return bool(free_page.update(locked=True, locked_by=user, locked_at=timezone.now()))


def keep(page: Page, user) -> None:
    """What was reserved is taken: something was saved."""
    page.refresh_from_db(fields=["locked", "locked_by", "locked_at"])
    log(page, "wagtail.pen_taken", user=user)


def give_back(page: Page, user) -> None:
    """What was reserved was not needed: nothing was saved."""
    _unlock(Page.objects.filter(pk=page.pk, locked=True, locked_by=user))


def has(page: Page, user) -> bool:
    return Page.objects.filter(pk=page.pk, locked=True, locked_by=user).exists()


@transaction.atomic
def take(page: Page, user) -> None:
    """Take the pen, from whoever has it; the loser is told. ``PermissionDenied`` for who may not publish."""
    held = _locked_row(page)
    if not may_publish(user, held) or is_archived(held):
        raise PermissionDenied
    loser = held.locked_by if held.locked else None
    if loser is not None and loser.pk == user.pk:
        return
    _write(held, user)
    log(held, "wagtail.pen_taken", user=user, data=_of(loser))
    _tell(loser, held, user, _("%(who)s mengambil pena “%(title)s”"))


@transaction.atomic
def free(page: Page, user) -> None:
    """Put the pen down, one's own or a stuck one. ``PermissionDenied`` for who may not."""
    held = _locked_row(page)
    if not held.locked or is_archived(held):
        return
    loser = held.locked_by
    mine = loser is not None and loser.pk == user.pk
    if not mine and not may_publish(user, held):
        raise PermissionDenied
    _write(held, None)
    log(held, "wagtail.pen_freed", user=user, data={} if mine else _of(loser))
    if not mine:
        _tell(loser, held, user, _("%(who)s melepas pena Anda di “%(title)s”"))


def put_down(page: Page) -> None:
    """What waits or waited is in other hands now; that is told by a line of its own."""
    _unlock(Page.objects.filter(pk=page.pk, locked=True, locked_by__isnull=False))


def _unlock(pages: QuerySet) -> None:
    pages.update(locked=False, locked_by=None, locked_at=None)


def _locked_row(page: Page) -> Page:
    """The page as it stands now, kept from others until the transaction ends."""
    return Page.objects.select_for_update().get(pk=page.pk).specific


def _write(page: Page, holder: User | None) -> None:
    page.locked, page.locked_by = holder is not None, holder
    page.locked_at = timezone.now() if holder else None
    page.save(update_fields=["locked", "locked_by", "locked_at"])


def _of(loser: User | None) -> dict:
    return {"holder": str(loser)} if loser is not None else {}


def _tell(loser: User | None, page: Page, user, headline: str) -> None:
    if loser is not None:
        notify(
            [loser],
            "pen.taken",
            headline=headline % {"who": user, "title": page.draft_title},
            village=village_of(page),
            words=_("Yang sudah Anda simpan tetap ada di draf."),
            url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
        )
