"""One comment as its moderator sees it: everything needed to decide, in a fixed number of queries."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from wagtail.models import Page

from comments import conflicts, moderation
from comments.enums import STUB_STATES, CommentState, HeldCode, ModerationVerb, ReasonCode, ReportReason
from comments.masks import covered
from comments.models import CommentEdit, ModAction, Report, ResidentComment, Topic, TopicPicture
from comments.moderation_forms import AnswerForm, MaskForm, NoteForm, RefusalForm
from comments.undecided import PROMISED_WITHIN, REFUSED_STATES, with_since
from editorial.answered_questions import place_to_lift

# Words of these are nobody's to read any more.
GONE = (CommentState.WITHDRAWN, CommentState.ERASED)
REPORTS_SHOWN = 5
ACTIONS_SHOWN = 10
EDITS_SHOWN = 10


@dataclass(frozen=True)
class Known:
    """What one person may do with the comments of a list, asked once for all."""

    decidable: frozenset[int]
    answerable: frozenset[int]
    restrainable: frozenset[int]
    moderated: frozenset[int]
    former: dict
    # By comment: how many open reports there are for each reason, and how many decisions.
    reports: dict[int, Counter]
    actions: dict[int, int]

    @classmethod
    def about(cls, user, comments: Iterable[ResidentComment]) -> "Known":
        keys = [comment.pk for comment in comments]
        people = {comment.resident_id for comment in comments if comment.resident_id}
        former = ResidentComment.objects.filter(resident__in=people).exclude(pk__in=keys).order_by()
        counts = former.values("resident").annotate(
            published=Count("pk", filter=Q(state=CommentState.PUBLISHED)),
            refused=Count("pk", filter=Q(state__in=REFUSED_STATES)),
        )
        return cls(
            decidable=_keys(conflicts.decidable_by(user), keys),
            answerable=_keys(conflicts.answerable_by(user), keys),
            restrainable=_keys(conflicts.restrainable_by(user), keys),
            moderated=_keys(conflicts.moderated_comments(user), keys),
            former={row["resident"]: row for row in counts},
            reports=_reports_of(keys),
            actions=dict(
                ModAction.objects.filter(comment__in=keys)
                .order_by()
                .values_list("comment")
                .annotate(n=Count("pk"))
            ),
        )


def _reports_of(keys: list[int]) -> dict[int, Counter]:
    rows = Report.objects.open().filter(comment__in=keys).order_by().values_list("comment", "reason")
    counts: dict[int, Counter] = {}
    for key, reason, number in rows.annotate(n=Count("pk")):
        counts.setdefault(key, Counter())[str(ReportReason(reason).label)] = number
    return counts


def _keys(rows, keys: list[int]) -> frozenset[int]:
    return frozenset(rows.filter(pk__in=keys).values_list("pk", flat=True))


@dataclass
class Entry:
    """``body``: the words to show here. ``is_mine``: may this person decide about it at all?"""

    comment: ResidentComment
    page: Page | None
    page_url: str | None
    body: str
    is_mine: bool
    is_moderated: bool
    is_late: bool
    held: list = field(default_factory=list)
    history: list[ModAction] = field(default_factory=list)
    report_counts: list[tuple[str, int]] = field(default_factory=list)
    # The newest ones; how many more there are is counted.
    reports: list[Report] = field(default_factory=list)
    more_reports: int = 0
    more_history: int = 0
    # What it said before its author changed it, newest first.
    edits: list[CommentEdit] = field(default_factory=list)
    former: dict | None = None
    may: dict[str, bool] = field(default_factory=dict)
    forms: dict = field(default_factory=dict)
    erase_url: str = ""
    thread_url: str = ""
    # Where this person puts question and answer into the page.
    lift_url: str = ""
    # Of a topic; as its words, covered in lists. So is the name, into which some write a number.
    title: str = ""
    name: str = ""
    # What its photo shows, in words that readers get with it.
    alt: str = ""

    @property
    def decide_url(self) -> str:
        return reverse("comment_moderation:item", args=[self.comment.public_id])

    @property
    def topic(self) -> Topic | None:
        """What the comment is, where it opens a conversation in the community space."""
        return None if self.comment.state in GONE else getattr(self.comment, "topic", None)

    @property
    def picture(self) -> TopicPicture | None:
        return None if self.comment.state in GONE else getattr(self.comment, "picture", None)

    @property
    def last(self) -> ModAction | None:
        return self.history[-1] if self.history else None

    @property
    def picked(self) -> str:
        """What the checkbox of the list sends: which comment, as it was seen."""
        return f"{self.comment.public_id}-{self.comment.version}"

    @property
    def is_appealed(self) -> bool:
        return _is_appealed(self.comment)

    @property
    def answers_words(self) -> str:
        """What the comment answers, as readers see it."""
        parent = self.comment.parent
        if parent is None or not (parent.is_shown or parent.state in STUB_STATES):
            return ""
        return parent.beginning if parent.is_shown else parent.stub

    @property
    def answers_name(self) -> str:
        """Who wrote what it answers; no number that stands in the name."""
        return covered(self.comment.parent.shown_name, [])  # type: ignore[union-attr]

    @property
    def more_answers_url(self) -> str:
        """Where all answers are, if not all of them stand here."""
        has_more = self.comment.has_more_answers and self.comment.is_shown and self.page_url  # type: ignore[attr-defined]
        return self.comment.get_absolute_url() if has_more else ""


def shown(comments):
    """What the screens read of each comment, in a fixed number of queries."""
    history = ModAction.objects.select_related("actor").order_by("-id")[:ACTIONS_SHOWN]
    reports = Report.objects.open().order_by("-id")[:REPORTS_SHOWN]
    return (
        with_since(comments)
        .with_author_role()
        .select_related(
            "village__access", "thread__page", "author", "parent", "resident__village", "topic", "picture"
        )
        .prefetch_related(
            Prefetch("actions", queryset=history, to_attr="history"),
            Prefetch("reports", queryset=reports, to_attr="open_reports"),
        )
    )


def entries_of(request: HttpRequest, comments: list[ResidentComment], *, in_list: bool, **forms) -> list:
    """``comments`` (of ``shown``) with all that this person may know and do.

    ``in_list``: personal data that was found is covered until one comment is opened. ``forms``: those that
    were sent and are shown again.
    """
    known = Known.about(request.user, comments)
    ResidentComment.objects.hang_answers_on(comments)
    return [_entry(request, comment, known, in_list, forms) for comment in comments]


def _entry(request: HttpRequest, comment: Any, known: Known, in_list: bool, forms) -> Entry:
    page = comment.thread.page
    is_mine = comment.pk in known.decidable and comment.state not in GONE
    is_moderated = comment.pk in known.moderated
    since = comment.waits_since if is_moderated else None
    entry = Entry(
        comment=comment,
        page=page,
        page_url=page.get_url(request) if page is not None and page.live else None,
        body=_words(comment, is_moderated, in_list),
        is_mine=is_mine,
        is_moderated=is_moderated,
        is_late=since is not None and timezone.now() - since > PROMISED_WITHIN,
        may=_may(request.user, comment, known),
        name=covered(comment.shown_name, []) if in_list else comment.shown_name,
    )
    if entry.topic is not None:
        entry.title = covered(entry.topic.title, []) if is_moderated and in_list else entry.topic.title
    if entry.picture is not None:
        entry.alt = covered(entry.picture.alt, []) if in_list else entry.picture.alt
    if is_moderated:
        entry.thread_url = _thread_url(page)
        entry.held = [HeldCode(code).label for code in comment.held_codes if code in HeldCode.values]
        entry.history = comment.history[::-1]
        entry.more_history = known.actions.get(comment.pk, 0) - len(entry.history)
        if comment.edited_at and not in_list and comment.state not in GONE:
            entry.edits = list(comment.edits.order_by("-pk")[:EDITS_SHOWN])
        entry.former = known.former.get(comment.resident_id) if comment.resident_id else None
    if is_mine:
        entry.reports = comment.open_reports
        counts = known.reports.get(comment.pk, Counter())
        entry.report_counts = counts.most_common()
        entry.more_reports = counts.total() - len(entry.reports)
        entry.erase_url = "" if comment.is_official else _erase_url(comment)
    if _is_answered_question(comment):
        entry.lift_url = place_to_lift(page, request.user)
    entry.forms = _forms(comment, in_list) | {name: form for name, form in forms.items() if form}
    return entry


def _is_answered_question(comment: Any) -> bool:
    """Did the office answer this first-level comment of a resident, for everybody to read?"""
    return (
        comment.thread.page is not None
        and comment.depth == 0
        and comment.is_shown
        and not comment.is_official
        and any(one.is_official and one.parent_id == comment.pk for one in comment.shown_answers)
    )


def _words(comment: ResidentComment, is_moderated: bool, in_list: bool) -> str:
    if comment.state in GONE:
        return comment.stub
    if not is_moderated:
        return comment.shown_body
    return covered(comment.body, comment.masks) if in_list else comment.body


def _may(user, comment: Any, known: Known) -> dict[str, bool]:
    """Which buttons there are; whether it is so is asked again when one is pressed."""

    def is_among(verb: ModerationVerb) -> bool:
        if verb == ModerationVerb.ANSWER and comment.is_shown:
            return comment.pk in known.answerable
        keys = known.restrainable if verb in moderation.RESTRAINING else known.decidable
        return comment.pk in keys and comment.state not in GONE

    fits = {
        ModerationVerb.HIDE: comment.is_shown
        or comment.reason_code == ReasonCode.REPORTED
        or bool(comment.open_reports),
        ModerationVerb.ANSWER: not comment.is_official,
        ModerationVerb.REJECT: not comment.is_official,
        ModerationVerb.KEEP: bool(comment.open_reports),
        ModerationVerb.UPHOLD: _is_appealed(comment),
        ModerationVerb.UNMASK: bool(comment.masks),
    }
    return {
        verb.value: comment.state in allowed
        and fits.get(verb, True)
        and is_among(verb)
        and moderation.may_take(user, comment.village, verb)
        for verb, allowed in moderation.ALLOWED_FROM.items()
    }


def _is_appealed(comment: ResidentComment) -> bool:
    return (
        comment.appealed_at is not None
        and comment.appeal_closed_at is None
        and comment.state in REFUSED_STATES
    )


def ids_of(comment: ResidentComment, action: str) -> str:
    """A comment stands on a screen with others, and a question may stand twice below one comment."""
    return f"k{comment.public_id}-{action}-%s"


def _forms(comment: ResidentComment, in_list: bool) -> dict:
    forms = {
        "reject": RefusalForm(auto_id=ids_of(comment, "reject")),
        "hide": RefusalForm(auto_id=ids_of(comment, "hide")),
        "uphold": NoteForm(auto_id=ids_of(comment, "uphold")),
        "answer": AnswerForm(auto_id=ids_of(comment, "answer")),
    }
    if not in_list:
        forms["mask"] = MaskForm(comment=comment, auto_id=ids_of(comment, "mask"))
    return forms


def _thread_url(page: Page | None) -> str:
    """Where it is set how ``page`` takes comments, if it takes public ones; asks its kind, so no query."""
    if page is None or (kind := page.specific_class) is None:
        return ""
    if not getattr(kind, "comments", False) or getattr(kind, "comments_private", False):
        return ""
    return reverse("comment_thread", args=[page.pk])


def _erase_url(comment: ResidentComment) -> str:
    try:
        return reverse("comment_erase", args=[comment.public_id])
    except NoReverseMatch:
        return ""
