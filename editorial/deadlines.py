"""Reviews that nobody decides go up, step by step: to the desk, the village's ambassadors, the officers.

How far a review has gone follows from its due time and the clock alone, so the work is safe to repeat and
late: after days without it, only the step that was reached is announced.
"""

from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from audit.log import record
from editorial.enums import Stage
from editorial.kinds import PROFILE, Kind, kind_of
from editorial.models import ReviewRound
from editorial.rule_book import RuleBook
from editorial.signals import review_escalated
from village_pages.enums import Role, VillageState
from village_pages.rights import villages_with

AT_A_TIME = 50
LADDER = list(Stage)


def waiting_rounds() -> QuerySet[ReviewRound]:
    """Rounds that nobody has decided, of villages whose people can decide now, and of the regency."""
    return ReviewRound.objects.undecided().filter(
        Q(village=None) | Q(village__access__state=VillageState.OPEN)
    )


def stage_at(now: datetime, due_at: datetime, further: timedelta, *, has_ambassador: bool) -> Stage:
    """The step that a review due at ``due_at`` has reached; without an ambassador it skips his."""
    if now < due_at:
        return Stage.FRESH
    if now < due_at + further:
        return Stage.OVERDUE
    if has_ambassador and now < due_at + 2 * further:
        return Stage.AMBASSADOR
    return Stage.OFFICER


def escalate() -> int:
    """Move up every review that has waited too long. Returns how many moved.

    Three queries find them, however many wait; each that moves is announced and logged.
    """
    now = timezone.now()
    reached = _reached(now)
    keys = sorted(reached)
    moved = 0
    for start in range(0, len(keys), AT_A_TIME):
        moved += _move(keys[start : start + AT_A_TIME], reached, now)
    return moved


def _reached(now: datetime) -> dict[int, Stage]:
    """The step of each waiting round that has reached a higher one than it is on."""
    late = waiting_rounds().filter(due_at__lte=now).exclude(stage=Stage.OFFICER)
    rows = list(late.values_list("pk", "stage", "due_at", "village", "page__content_type"))
    if not rows:
        return {}
    book, with_ambassador = RuleBook(), villages_with(Role.AMBASSADOR)
    reached = {}
    for key, stage, due_at, village, content_type in rows:
        further = timedelta(days=book.rule(_kind(content_type), village).escalate_days)
        found = stage_at(now, due_at, further, has_ambassador=village in with_ambassador)
        if LADDER.index(found) > LADDER.index(Stage(stage)):
            reached[key] = found
    return reached


def _kind(content_type: int) -> Kind:
    model = ContentType.objects.get_for_id(content_type).model_class()
    return getattr(model, "review_kind", PROFILE)


@transaction.atomic
def _move(keys: list[int], reached: dict[int, Stage], now: datetime) -> int:
    """Move those that are still undecided and still below; whoever decides meanwhile waits, or was first."""
    rounds = list(
        waiting_rounds()
        .filter(pk__in=keys)
        .select_related("task_state", "page", "village")
        .select_for_update(of=("self", "task_state"))
        .order_by("pk")
    )
    moving = [round for round in rounds if LADDER.index(reached[round.pk]) > LADDER.index(Stage(round.stage))]
    before = {round.pk: round.get_stage_display() for round in moving}
    for round in moving:
        round.stage, round.stage_since = reached[round.pk], now
    ReviewRound.objects.bulk_update(moving, ["stage", "stage_since"])
    for round in moving:
        record(
            "review.escalated",
            village=round.village,
            about=round.page,
            name=round.page.draft_title,
            before=before[round.pk],
            after=Stage(round.stage).label,
        )
        review_escalated.send(sender=ReviewRound, round=round, stage=round.stage)
    return len(moving)


@transaction.atomic
def begin_anew(village) -> None:
    """After a pause the time for every undecided review of ``village`` begins again: nobody could decide.

    Steps taken before the pause count no more.
    """
    now, book = timezone.now(), RuleBook()
    undecided = ReviewRound.objects.undecided().filter(village=village)
    rounds = list(undecided.select_related("page").select_for_update(of=("self",)))
    for round in rounds:
        round.due_at = now + timedelta(days=book.rule(kind_of(round.page), village.pk).due_days)
        round.stage, round.stage_since = Stage.FRESH, None
    ReviewRound.objects.bulk_update(rounds, ["due_at", "stage", "stage_since"])
