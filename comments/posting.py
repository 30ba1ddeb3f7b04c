"""Storing a comment: once, in one transaction, whoever sends it how often and to which worker.

Whether it may be stored, and whether it is public at once, is decided under the lock on its thread, from
rows read there: what the form was shown with may be an hour old.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from wagtail.models import Page

from comments import modes, receipts, signals, states
from comments.enums import STUB_STATES, ClosedBecause, CommentKind, CommentState
from comments.models import CommunitySpacePage, ModAction, Resident, ResidentComment, Thread
from comments.text import fold_hash
from comments.undecided import REFUSED_STATES, REFUSING_VERBS

# Whose words are public at once: so many published, none refused for so long.
TRUSTED_AFTER = 3
REFUSED_WITHIN = timedelta(days=90)


@dataclass(frozen=True)
class Speaker:
    """Who speaks: a guest as he names himself, or a ``resident`` under the registered name."""

    name: str
    place: str
    resident: Resident | None = None


class NotTakenError(Exception):
    """Nothing was stored: something changed between the form and the sending."""


class ThreadClosedError(NotTakenError):
    """The page takes no comments, for ``because``: its thread was closed, or its village paused."""

    def __init__(self, because: ClosedBecause | None = None):
        super().__init__(because)
        self.because = because


class PageGoneError(NotTakenError):
    """Readers see the page no more, or it stands elsewhere than in this village."""


class ParentGoneError(NotTakenError):
    """What is answered is not public under this page (now)."""


class NoTopicError(NotTakenError):
    """In a community space all that is said belongs to a topic; elsewhere there are none."""


class PictureGoneError(NotTakenError):
    """The photo that was kept with the form is there no more."""


class MutedError(NotTakenError):
    """The resident may not write now, or not sign in."""


def already_posted(nonce: uuid.UUID) -> ResidentComment | None:
    """The comment that the form with ``nonce`` has made, if it was sent before."""
    return ResidentComment.objects.filter(submit_nonce=nonce).first()


def refused_since(resident: Resident, since) -> QuerySet[ResidentComment]:
    """What ``resident`` wrote and a moderator (or reports) refused or hid since then.

    Withdrawing or mending it does not make it undone; publishing it does. Of what was erased since,
    ``Resident.was_refused_since`` knows.
    """
    acts = ModAction.objects.filter(comment=OuterRef("pk"), action__in=REFUSING_VERBS, at__gte=since)
    return (
        ResidentComment.objects.filter(resident=resident)
        .exclude(state=CommentState.PUBLISHED)
        .filter(Q(state__in=REFUSED_STATES, state_changed_at__gte=since) | Exists(acts))
    )


def is_trusted(resident: Resident) -> bool:
    """Whether what ``resident`` writes may be public before a person has read it (at most two queries)."""
    since = timezone.now() - REFUSED_WITHIN
    return (
        resident.is_verified
        and resident.may_write
        and not resident.was_refused_since(since)
        and ResidentComment.objects.published().filter(resident=resident).count() >= TRUSTED_AFTER
        and not refused_since(resident, since).exists()
    )


def is_public_at_once(openness: modes.Openness, village, resident: Resident | None) -> bool:
    """Whether good words of ``resident`` need not wait: the page lets them, his own village knows him."""
    return (
        openness.is_post
        and resident is not None
        and resident.village_id == village.pk
        and is_trusted(resident)
    )


def post(
    *,
    page: Page,
    village,
    speaker: Speaker,
    body: str,
    nonce: uuid.UUID,
    held: list[str],
    parent: ResidentComment | None = None,
    about_cadre: bool = False,
    make_topic: Callable[[ResidentComment], None] | None = None,
) -> ResidentComment:
    """Store a comment under ``page`` and return it; the same ``nonce`` gives the row made before.

    The words must be cleaned (``names``, ``text``); ``held``: the codes of ``defences``. It waits for review
    unless it is public at once; who decides is told by ``comment_waits``. ``make_topic`` adds what makes it a
    topic of a community space, which always waits. Raises a ``NotTakenError``.
    """
    resident = speaker.resident
    comment = ResidentComment(
        village_id=village.pk,
        kind=CommentKind.GUEST if resident is None else CommentKind.RESIDENT,
        resident=resident,
        shown_name=speaker.name,
        shown_place=speaker.place,
        body=body,
        body_fold_hash=fold_hash(body),
        about_cadre=about_cadre,
        held_codes=held,
        submit_nonce=nonce,
        receipt_hash=receipts.hash_of(receipts.code_for(nonce)) if resident is None else None,
    )
    try:
        with transaction.atomic():
            _store(comment, page, village, parent, make_topic)
    except IntegrityError:
        # Another worker was faster with the same form: its row is the comment.
        first = already_posted(nonce)
        if first is not None:
            return first
        readable(page, village)  # or the page was deleted under our hands
        raise
    return comment


def _store(
    comment: ResidentComment,
    page: Page,
    village,
    parent: ResidentComment | None,
    make_topic: Callable[[ResidentComment], None] | None,
) -> None:
    # Rows are locked in the order in which decisions, reports and erasures lock them: the thread last.
    resident = _writer(comment.resident) if comment.resident is not None else None
    above = _locked(parent) if parent is not None else None
    readable(page, village)
    comment.thread = thread = thread_for(page, village)
    page = readable(page, village)
    openness = modes.openness_of(page, thread.village, thread)
    if not openness.is_open:
        raise ThreadClosedError(openness.closed_because)
    if thread.village_id != village.pk:
        raise PageGoneError
    if parent is not None:
        _hang_below(comment, above, openness, page)
    elif isinstance(page, CommunitySpacePage) != (make_topic is not None):
        raise NoTopicError
    at_once = (
        make_topic is None
        and not comment.held_codes
        and not comment.about_cadre
        and is_public_at_once(openness, thread.village, resident)
    )
    if at_once:
        comment.state, comment.published_at = CommentState.PUBLISHED, comment.created_at
    comment.save(force_insert=True)
    if make_topic is not None:
        make_topic(comment)
    if at_once:
        states.tell(comment, +1)
    else:
        signals.comment_waits.send(sender=ResidentComment, comment=comment)


def thread_for(page: Page, village) -> Thread:
    """The thread under ``page``, made if nobody has written yet; locked until the transaction ends."""
    thread, _created = Thread.objects.get_or_create(page_id=page.pk, defaults={"village_id": village.pk})
    rows = Thread.objects.select_for_update(of=("self",)).select_related(
        "village__access", "village__comment_rules"
    )
    return rows.get(pk=thread.pk)


def readable(page: Page, village) -> Page:
    """``page`` as it stands now, if everybody may read it in ``village``; else ``PageGoneError``."""
    found = Page.objects.live().public().filter(pk=page.pk, path__startswith=village.path).first()
    if found is None:
        raise PageGoneError
    return found.specific


def _writer(resident: Resident) -> Resident:
    """``resident`` as he stands now, kept from others until the transaction ends; else ``MutedError``."""
    rows = Resident.objects.select_for_update(no_key=True)
    now = rows.filter(pk=resident.pk).first()
    if now is None or not now.may_write:
        raise MutedError
    return now


def _locked(parent: ResidentComment) -> ResidentComment | None:
    """``parent`` as it stands now, kept from others, with its root, until the transaction ends."""
    locked = ResidentComment.objects.select_for_update(no_key=True).order_by("pk")
    rows = {row.pk: row for row in locked.filter(pk__in={parent.pk, parent.root_id or parent.pk})}
    above = rows.get(parent.pk)
    if above is not None and above.root_id in rows:
        above.root = rows[above.root_id]
    return above


def _hang_below(
    comment: ResidentComment, above: ResidentComment | None, openness: modes.Openness, page: Page
) -> None:
    """Make ``comment`` an answer; one to an answer joins the same root."""
    if (
        above is None
        or not above.is_shown
        # Below what is not public yet, or was refused, nobody would see it.
        or (above.root is not None and above.root.state not in (CommentState.PUBLISHED, *STUB_STATES))
        or (above.thread_id, above.village_id) != (comment.thread_id, comment.village_id)
    ):
        raise ParentGoneError
    below = modes.below(openness, above, page)
    if not below.is_open:
        raise ThreadClosedError(below.closed_because)
    comment.parent, comment.root_id, comment.depth = above, above.root_id or above.pk, 1
