"""What readers see of a thread: 20 comments at a time, oldest first, with their answers."""

from dataclasses import dataclass

from wagtail.models import Page

from comments.models import ResidentComment, Thread

PER_PAGE = 20


@dataclass(frozen=True)
class Slice:
    """Part of a thread. ``after`` is the public id to ask the next part with; ``None`` at the end."""

    comments: list[ResidentComment]
    after: str | None


def thread_of(page: Page) -> Thread | None:
    """The thread under ``page`` with its village, or ``None`` while nobody has written (one query)."""
    if page.pk is None:
        # The preview of a page not stored yet; "no page" would find the threads whose page is gone.
        return None
    return (
        Thread.objects.filter(page_id=page.pk)
        .select_related("village__access", "village__comment_rules")
        .first()
    )


def slice_of(thread: Thread, after: ResidentComment | None = None) -> Slice:
    """The first part of ``thread``, or the part after ``after`` (two queries, one when it is empty)."""
    roots = thread.resident_comments.roots_to_show()
    if after is not None:
        roots = roots.filter(pk__gt=after.pk)
    # One more than is shown tells whether there is a next part, without counting.
    rows = list(roots.with_answers()[: PER_PAGE + 1])
    shown = rows[:PER_PAGE]
    return Slice(comments=shown, after=shown[-1].public_id if len(rows) > PER_PAGE else None)
