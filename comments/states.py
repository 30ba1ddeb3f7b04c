"""From one state to the next: the one place that changes it, counts, and makes kept pages old.

Whoever decides, the author, a moderator, the rule about reports or an erasure, gives the rows that it may
change; who may is in the UPDATE itself, and so is the version that was seen.
"""

from collections.abc import Iterable

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from comments.enums import CommentState
from comments.models import ResidentComment, Thread
from comments.signals import comment_shown
from core.caching import bump


def change(rows, comment: ResidentComment, *, version: int, to: str, **changes) -> bool:
    """Bring ``comment``, as it was seen in ``version``, into state ``to``; with ``changes`` of other fields.

    ``rows``: the queryset of comments that may be changed so. ``False``, and nothing done, when the comment
    is not among them, or somebody changed it since. Must run in the transaction of what goes with it.
    """
    now = timezone.now()
    values: dict = {"state": to, "version": F("version") + 1}
    if to != comment.state:
        values["state_changed_at"] = now
    if to == CommentState.PUBLISHED:
        values["published_at"] = Coalesce(F("published_at"), now)
    if rows.filter(pk=comment.pk, version=version, state=comment.state).update(**values | changes) != 1:
        return False
    if to == CommentState.PUBLISHED != comment.state:
        comment_shown.send(sender=ResidentComment, comment=comment)
    tell(comment, (to == CommentState.PUBLISHED) - (comment.state == CommentState.PUBLISHED))
    return True


def lock_threads(comments: Iterable[ResidentComment]) -> None:
    """Lock the threads of ``comments``, which are locked already, in one order: nobody waits in a circle."""
    threads = Thread.objects.filter(pk__in={comment.thread_id for comment in comments})
    list(threads.order_by("pk").select_for_update(no_key=True))


def tell(comment: ResidentComment, delta: int) -> None:
    """Readers see ``delta`` comments more than before, or (0) other words: count, and show no old page."""
    Thread.objects.filter(pk=comment.thread_id).update(
        n_published=F("n_published") + delta, version=F("version") + 1
    )
    # Told at commit, so no page is made anew from what might be rolled back.
    bump(f"village:{comment.village_id}", "portal")
