"""What waits for a person to decide, and since when."""

from datetime import timedelta

from django.db.models import Case, DateTimeField, Exists, F, Min, OuterRef, Q, Subquery, When
from django.utils import timezone

from comments.enums import STUB_STATES, CommentState, ModerationVerb
from comments.models import Report, ResidentComment

# The promise to residents; what waits longer is said in red and reminded of.
PROMISED_WITHIN = timedelta(hours=48)
# Against what decisions an author can appeal.
REFUSED_STATES = (CommentState.REJECTED, CommentState.SPAM, CommentState.HIDDEN)
REFUSING_VERBS = (ModerationVerb.REJECT, ModerationVerb.HIDE)


def open_reports():
    """Open reports of the comment of the row."""
    return Report.objects.open().filter(comment=OuterRef("pk")).order_by()


def pending() -> Q:
    return Q(state=CommentState.PENDING)


def held() -> Q:
    """Pending, and a rule says that somebody should look closely."""
    return pending() & ~Q(held_codes=[])


def reported() -> Q:
    """Readers said something against it, and nobody has decided yet."""
    return Q(Exists(open_reports()), state__in=(CommentState.PUBLISHED, CommentState.HIDDEN))


def appealed() -> Q:
    return Q(appealed_at__isnull=False, appeal_closed_at__isnull=True, state__in=REFUSED_STATES)


def reachable() -> Q:
    """Where readers find it once it is public: what it answers is public too, or was and left its place.

    Without joins: it stands in the UPDATE of a decision.
    """
    above = ResidentComment.objects.filter(state__in=(CommentState.PUBLISHED, *STUB_STATES)).order_by()
    return Q(parent__isnull=True) | Q(
        Exists(above.filter(pk=OuterRef("parent_id"))), Exists(above.filter(pk=OuterRef("root_id")))
    )


def undecided() -> Q:
    return pending() | appealed() | reported()


def with_since(rows):
    """Adds ``waits_since``: when what is undecided about the comment began to wait."""
    first_report = open_reports().values("comment").annotate(first=Min("created_at")).values("first")
    return rows.annotate(
        waits_since=Case(
            When(pending(), then=F("state_changed_at")),
            When(appealed(), then=F("appealed_at")),
            default=Subquery(first_report),
            output_field=DateTimeField(null=True),
        )
    )


def overdue(rows):
    """Those of ``rows`` that have waited longer than was promised."""
    return with_since(rows.filter(undecided())).filter(waits_since__lt=timezone.now() - PROMISED_WITHIN)
