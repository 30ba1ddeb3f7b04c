"""The shelves of the moderators' queue: which comments lie where, in which order."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, IntegerField, Q, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comments.enums import CommentState, ModerationVerb
from comments.undecided import appealed, held, open_reports, pending, reported, with_since

OLDEST_FIRST = ("waits_since", "pk")
NEWEST_FIRST = ("-state_changed_at", "-pk")


@dataclass(frozen=True)
class Shelf:
    """One filter: the word in the address, its label, what lies there, and what is done there in bulk."""

    slug: str
    label: str | Promise
    holds: Callable[[], Q]
    bulk: tuple[str, ...] = ()
    order: tuple[str, ...] = NEWEST_FIRST

    def of(self, rows):
        """What of ``rows`` lies here, in order."""
        if self.order[0] == "-n_reports":
            counted = open_reports().values("comment").annotate(n=Count("pk")).values("n")
            rows = rows.annotate(n_reports=Subquery(counted, output_field=IntegerField()))
        return with_since(rows.filter(self.holds())).order_by(*self.order)


def _in(*states: str) -> Callable[[], Q]:
    return lambda: Q(state__in=states)


WAITING_ACTS = (ModerationVerb.APPROVE.value, ModerationVerb.REJECT.value, "spam")
PUBLISHED = Shelf("tayang", _("Tayang"), _in(CommentState.PUBLISHED), (ModerationVerb.HIDE.value,))
SHELVES = (
    Shelf("menunggu", _("Menunggu"), pending, WAITING_ACTS, OLDEST_FIRST),
    Shelf("ditahan", _("Ditahan aturan"), held, WAITING_ACTS, OLDEST_FIRST),
    # Where most say that there is harm, one looks first; among equals at the oldest.
    Shelf(
        "dilaporkan",
        _("Dilaporkan"),
        reported,
        (ModerationVerb.KEEP.value, ModerationVerb.HIDE.value),
        ("-n_reports", *OLDEST_FIRST),
    ),
    Shelf("keberatan", _("Keberatan"), appealed, (), OLDEST_FIRST),
    PUBLISHED,
    Shelf(
        "ditolak",
        _("Ditolak"),
        _in(CommentState.REJECTED, CommentState.SPAM),
        (ModerationVerb.APPROVE.value,),
    ),
    Shelf("disembunyikan", _("Disembunyikan"), _in(CommentState.HIDDEN), (ModerationVerb.APPROVE.value,)),
)
