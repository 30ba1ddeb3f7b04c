"""Storing a comment: once, in one transaction, whoever sends it how often and to which worker."""

import uuid

from django.db import IntegrityError, transaction
from wagtail.models import Page

from comments import modes, receipts
from comments.enums import CommentKind, CommentState
from comments.models import ResidentComment, Thread
from comments.text import fold_hash


class ThreadClosedError(Exception):
    """The thread was closed, or its village paused, between the form and the sending."""


def thread_for(page: Page, village) -> Thread:
    """The thread under ``page``, made if nobody has written yet; locked until the transaction ends."""
    thread, _created = Thread.objects.get_or_create(page_id=page.pk, defaults={"village_id": village.pk})
    rows = Thread.objects.select_for_update(of=("self",)).select_related(
        "village__access", "village__comment_rules"
    )
    return rows.get(pk=thread.pk)


def already_posted(nonce: uuid.UUID) -> ResidentComment | None:
    """The comment that the form with ``nonce`` has made, if it was sent before."""
    return ResidentComment.objects.filter(submit_nonce=nonce).first()


def post_as_guest(
    *, page: Page, village, name: str, place: str, body: str, nonce: uuid.UUID, held: list[str]
) -> ResidentComment:
    """Store a guest's comment for review and return it; the same ``nonce`` gives the row made before.

    The words must be cleaned (``names``, ``text``). Raises ``ThreadClosedError``.
    """
    comment = ResidentComment(
        village_id=village.pk,
        kind=CommentKind.GUEST,
        state=CommentState.PENDING,
        shown_name=name,
        shown_place=place,
        body=body,
        body_fold_hash=fold_hash(body),
        held_codes=held,
        submit_nonce=nonce,
        receipt_hash=receipts.hash_of(receipts.code_for(nonce)),
    )
    try:
        with transaction.atomic():
            comment.thread = thread_for(page, village)
            if not modes.openness_of(page, comment.thread.village, comment.thread).is_open:
                raise ThreadClosedError
            comment.save(force_insert=True)
    except IntegrityError:
        # Another worker was faster with the same form: its row is the comment.
        first = already_posted(nonce)
        if first is None:
            raise
        return first
    return comment
