"""What readers see of a thread: 20 comments at a time with their first answers, then the others."""

from dataclasses import dataclass
from urllib.parse import urlencode

from wagtail.models import Page

from comments.models import ResidentComment, Thread

PER_PAGE = 20
NEWEST = "baru"  # the word in addresses for "newest first"


@dataclass(frozen=True)
class Slice:
    """Part of a thread or of its answers. ``after``: the public id to ask the next part with, if any."""

    comments: list[ResidentComment]
    after: str | None = None
    is_newest_first: bool = False

    @property
    def next_query(self) -> str:
        """The query of the next part's address."""
        return urlencode(query_of(self.after, self.is_newest_first))


def query_of(after: str | None, is_newest_first: bool) -> dict[str, str]:
    """The one way to write where a reader is: the same content has one address."""
    query = {"sesudah": after} if after else {}
    return query | ({"urut": NEWEST} if is_newest_first else {})


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


def slice_of(thread: Thread, after: ResidentComment | None = None, *, is_newest_first: bool = False) -> Slice:
    """The first part of ``thread``, or the part after ``after`` (two queries, one when it is empty)."""
    part = _part(thread.resident_comments.roots_to_show(), after, is_newest_first)
    ResidentComment.objects.hang_answers_on(part.comments)
    return part


def answers_of(root: ResidentComment, after: ResidentComment | None = None) -> Slice:
    """The first published answers below ``root``, or those after ``after``, oldest first (one query)."""
    return _part(root.answers.published(), after, is_newest_first=False)


def _part(rows, after: ResidentComment | None, is_newest_first: bool) -> Slice:
    if after is not None:
        rows = rows.filter(pk__lt=after.pk) if is_newest_first else rows.filter(pk__gt=after.pk)
    # One more than is shown tells whether there is a next part, without counting.
    rows = list(rows.with_badges().order_by("-id" if is_newest_first else "id")[: PER_PAGE + 1])
    shown = rows[:PER_PAGE]
    return Slice(shown, shown[-1].public_id if len(rows) > PER_PAGE else None, is_newest_first)
