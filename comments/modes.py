"""Whether a page takes comments now, in which way, until when; the strictest word counts.

The page's kind says how open it can ever be, its village sets a ceiling for all pages, the thread may be
stricter still. Asked by the section under the page, by the form, and again when a comment is stored.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils import timezone

from comments.enums import ClosedBecause, ThreadMode
from comments.models import CommentRules, CommunitySpacePage, ResidentComment, Thread

# From strict to open.
_ORDER = list(ThreadMode)


@dataclass(frozen=True)
class Openness:
    """``mode``: how comments are taken. ``closes_at``: when they stop being taken (aware), if ever."""

    mode: ThreadMode
    closes_at: datetime | None = None
    closed_because: ClosedBecause | None = None

    @property
    def is_open(self) -> bool:
        """Whether a public comment may be written now."""
        return self.closed_because is None

    @property
    def is_post(self) -> bool:
        """Whether what trusted verified residents write is public at once."""
        return self.is_open and self.mode == ThreadMode.POST


def is_stricter(mode: ThreadMode, than: ThreadMode) -> bool:
    """Whether ``mode`` takes less than ``than``."""
    return _ORDER.index(mode) < _ORDER.index(than)


def ceiling_of(page, rules: CommentRules) -> ThreadMode:
    """The most open that ``page`` can be: what its kind and its village allow."""
    asked = [ThreadMode(rules.mode), ThreadMode.POST]
    if page.comments_always_reviewed:
        asked.append(ThreadMode.PRE)
    if page.comments_private:
        asked.append(ThreadMode.PRIVATE)
    return min(asked, key=_ORDER.index)


def rules_of(village) -> CommentRules:
    """What ``village`` has set, or the defaults; no query where it was loaded with ``comment_rules``."""
    if village is None:  # the preview of a page that has no place in the tree yet
        return CommentRules()
    try:
        return village.comment_rules
    except CommentRules.DoesNotExist:
        return CommentRules(village=village)


def openness_of(page, village, thread: Thread | None, *, is_preview: bool = False) -> Openness:
    """How ``page`` of ``village`` with its ``thread`` (``None``: nobody has written) takes comments now.

    ``is_preview``: of a draft, told as if it were public already. At most one query, for the rules of a
    village that was loaded without them.
    """
    rules = rules_of(village)
    closes_at = closing_time(page, thread, rules)
    mode = ceiling_of(page, rules)
    if thread is not None and thread.mode:
        mode = min(mode, ThreadMode(thread.mode), key=_ORDER.index)
    accepts = getattr(page, "comments_open", True) if is_preview else page.accepts_comments()
    return Openness(mode, closes_at, _closed_because(mode, closes_at, accepts, village, rules))


def below(openness: Openness, comment: ResidentComment, page) -> Openness:
    """How answers below ``comment`` are taken, where ``page`` takes comments as ``openness`` says.

    Below a topic they end with it: once it is closed, or is not public any more. No query where ``comment``
    was loaded with its ``root``.
    """
    root = comment.root or comment
    if not openness.is_open:
        return openness
    if root.answers_close_at is not None and root.answers_close_at <= timezone.now():
        return replace(openness, closed_because=ClosedBecause.TOPIC)
    if isinstance(page, CommunitySpacePage) and not root.is_shown:
        return replace(openness, closed_because=ClosedBecause.TOPIC_GONE)
    return openness


def _closed_because(mode, closes_at, accepts: bool, village, rules: CommentRules) -> ClosedBecause | None:
    if village is not None and not village.is_open:
        return ClosedBecause.VILLAGE_PAUSED
    if mode == ThreadMode.PRIVATE:
        return ClosedBecause.PRIVATE
    if rules.mode == ThreadMode.CLOSED:
        return ClosedBecause.VILLAGE
    if mode == ThreadMode.CLOSED or not accepts:
        return ClosedBecause.PAGE
    if closes_at is not None and closes_at <= timezone.now():
        return ClosedBecause.TIME
    return None


def closing_time(page, thread: Thread | None, rules: CommentRules) -> datetime | None:
    """When comments end: as the thread says, else (for pages that close by themselves) after the days set."""
    if thread is not None and thread.closes_at is not None:
        return thread.closes_at
    if not page.comments_close_by_themselves or page.first_published_at is None:
        return None
    return page.first_published_at + timedelta(days=rules.close_after_days)
