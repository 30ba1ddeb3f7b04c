"""The steps of a topic's life: who takes them, what each needs, and what readers are told of them.

Every step goes through here: one transaction, one row that readers see, one in the log. The wall between
villages, who is a party (``comments.conflicts``), and the version that was seen are in the UPDATE itself: of
two at once the first wins and the second is told what was done.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import DateTimeField, F, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.log import record
from comments import conflicts, states
from comments.enums import FINAL_TOPIC_STATES, CommentKind, TopicKind, TopicState
from comments.models import ResidentComment, Topic, TopicStep
from comments.models.topic import MAX_NOTE, TopicQuerySet
from comments.querysets import role_held
from comments.refusals import AlreadyHandledError, NotDoneError, NotYoursError, VillageNotOpenError
from comments.signals import topic_changed
from comments.text import clean_body, personal_spans
from village_pages.enums import Role

# So long people may still say "belum selesai" below what was done or declined.
ANSWERS_OPEN = timedelta(days=14)
SHORTEST_REASON = 10
# To which states a person can bring a topic; answering brings it to ``ANSWERED`` by itself.
NEXT: dict[str, tuple[TopicState, ...]] = {
    TopicState.RECEIVED: (
        TopicState.WORKED_ON,
        TopicState.ANSWERED,
        TopicState.DONE,
        TopicState.DECLINED,
    ),
    TopicState.WORKED_ON: (TopicState.ANSWERED, TopicState.DONE, TopicState.DECLINED),
    TopicState.ANSWERED: (TopicState.WORKED_ON, TopicState.DONE, TopicState.DECLINED),
    TopicState.DONE: (TopicState.WORKED_ON,),
    TopicState.DECLINED: (TopicState.WORKED_ON,),
}


class TopicChangedError(AlreadyHandledError):
    """Somebody changed the topic since it was shown: who, and into which state, as far as it is known."""

    def __init__(self, by: str = "", state: str = ""):
        super().__init__(by)
        self.state = state


@dataclass(frozen=True)
class Step:
    """One line of what became of a topic. ``waited_days``: whole days since the line before.

    ``role``: of who took it, in words, as it is now; empty where nobody of the office did.
    """

    label: str
    at: datetime
    waited_days: int
    note: str = ""
    role: str = ""
    state: str = ""


def movable_by(user) -> TopicQuerySet:
    """Public topics which ``user`` may move on, as far as their villages are open."""
    comments = conflicts.followed_up_by(user)
    if not user.is_superuser:
        comments = conflicts.in_open_villages(comments)
    return Topic.objects.filter(comment__in=comments.values("pk"))


def next_states(topic: Topic) -> list[TopicState]:
    """To which states a person can bring ``topic`` from where it is (at most one query)."""
    answered = TopicState.ANSWERED in NEXT[topic.state] and is_answered(topic)
    return [state for state in NEXT[topic.state] if state != TopicState.ANSWERED or answered]


def is_answered(topic: Topic) -> bool:
    """Has the office answered it in public?"""
    answers = ResidentComment.objects.published().filter(parent=topic.pk, kind=CommentKind.OFFICIAL)
    return answers.exists()


@transaction.atomic
def take_step(user, topic: Topic, *, version: int, to: str, note: str = "") -> TopicStep:
    """Bring ``topic``, as it was seen in ``version``, into the state ``to``; readers are told ``note``.

    Raises ``ValidationError`` (about the note, in words for the writer) and ``NotDoneError``.
    """
    comment = _locked(topic)
    if to not in NEXT[topic.state]:
        raise _why_not(user, topic, version)
    note = _checked_note(topic, TopicState(to), note)
    if not _move(movable_by(user), topic, comment, version=version, to=to):
        raise _why_not(user, topic, version)
    return _tell(user, topic, comment, to, note)


def note_answer(answer: ResidentComment) -> None:
    """The office's ``answer`` is public: the topic that it answers is answered, unless all is said.

    What a party to the topic says is an answer and no step. Must run in the transaction of the answer.
    """
    if answer.parent_id != answer.root_id:
        return
    topic = movable_by(answer.author).filter(pk=answer.root_id).first()
    if topic is None or TopicState.ANSWERED not in NEXT[topic.state]:
        return
    comment = _locked(topic)
    if _move(Topic.objects.all(), topic, comment, version=topic.version, to=TopicState.ANSWERED):
        _tell(answer.author, topic, comment, TopicState.ANSWERED, "")


def _locked(topic: Topic) -> ResidentComment:
    """The topic's comment as it stands now, kept from others: as posting and deciding, before its thread."""
    rows = ResidentComment.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("village").get(pk=topic.pk)


def _move(rows: TopicQuerySet, topic: Topic, comment: ResidentComment, *, version: int, to: str) -> bool:
    now = timezone.now()
    changes: dict = {"state": to, "version": F("version") + 1}
    is_asked = topic.kind != TopicKind.OPENED
    if is_asked and to in (TopicState.ANSWERED, *FINAL_TOPIC_STATES):
        changes["first_answered_at"] = Coalesce(F("first_answered_at"), Value(now, DateTimeField()))
    if rows.filter(pk=topic.pk, version=version, state=topic.state).update(**changes) != 1:
        return False
    if to in FINAL_TOPIC_STATES or topic.state in FINAL_TOPIC_STATES:
        closes_at = _closing_time(comment, now) if to in FINAL_TOPIC_STATES else None
        ResidentComment.objects.filter(pk=comment.pk).update(answers_close_at=closes_at)
    return True


def _closing_time(comment: ResidentComment, now: datetime) -> datetime:
    """A topic that the village opened may close earlier."""
    return min(now + ANSWERS_OPEN, comment.answers_close_at or now + ANSWERS_OPEN)


def _tell(user, topic: Topic, comment: ResidentComment, to: str, note: str) -> TopicStep:
    """Readers, the log, and who waited for it."""
    step = TopicStep.objects.create(topic=topic, state=to, by=user, note=note)
    states.tell(comment, 0)
    record(
        "topic.step",
        village=comment.village,
        by=user,
        about=comment,
        name=name_in_log(comment),
        before=TopicState(topic.state).label,
        after=TopicState(to).label,
        reason=note,
    )
    topic_changed.send(sender=Topic, village=comment.village)
    return step


def name_in_log(comment: ResidentComment) -> str:
    """Which topic, never its words."""
    return _("Topik %(id)s") % {"id": comment.public_id}


def _checked_note(topic: Topic, to: TopicState, raw: str) -> str:
    note = " ".join(clean_body(raw).split())
    if len(note) > MAX_NOTE:
        raise ValidationError(
            _("Keterangan terlalu panjang: %(count)d huruf, paling banyak %(most)d. Pendekkan."),
            params={"count": len(note), "most": MAX_NOTE},
        )
    if personal_spans(note):
        raise ValidationError(
            _("Keterangan ini dibaca semua orang. Hapus nomor telepon, NIK, alamat email, atau alamat rumah.")
        )
    if to == TopicState.DECLINED and sum(char.isalpha() for char in note) < SHORTEST_REASON:
        raise ValidationError(
            _("Tulis alasannya, paling sedikit %(count)d huruf. Semua orang membacanya."),
            params={"count": SHORTEST_REASON},
        )
    if to == TopicState.DONE and not note and not is_answered(topic):
        raise ValidationError(_("Tulis apa yang sudah dikerjakan, atau jawab dulu topiknya."))
    if to == TopicState.ANSWERED and not is_answered(topic):
        raise ValidationError(_("Jawab dulu topiknya: jawaban itu yang dibaca warga."))
    return note


def _why_not(user, topic: Topic, version: int) -> NotDoneError:
    village = topic.comment.village
    if not village.is_open and not user.is_superuser:
        return VillageNotOpenError()
    unchanged = Topic.objects.filter(pk=topic.pk, version=version, state=topic.state)
    if unchanged.exists() and not movable_by(user).filter(pk=topic.pk).exists():
        return NotYoursError()
    last = TopicStep.objects.filter(topic=topic).select_related("by").last()
    if last is None:
        return TopicChangedError()
    return TopicChangedError(last.by.get_full_name() if last.by else "", last.get_state_display())


def steps_of(topic: Topic) -> list[Step]:
    """What became of ``topic`` so far, for everybody to read, the first line first (one query).

    ``topic.comment`` should have been loaded with it.
    """
    comment = topic.comment
    if topic.kind == TopicKind.OPENED:
        lines = [Step(_("Dibuka desa"), comment.created_at, 0)]
    else:
        lines = [Step(_("Diajukan"), comment.created_at, 0)]
        if comment.published_at is not None:
            lines.append(
                Step(
                    str(TopicState.RECEIVED.label),
                    comment.published_at,
                    days_between(comment.created_at, comment.published_at),
                    state=TopicState.RECEIVED,
                )
            )
    for step in topic.steps.annotate(role=role_held("by", "topic__village")).order_by("at", "pk"):
        before = lines[-1]
        again = before.state in FINAL_TOPIC_STATES and step.state == TopicState.WORKED_ON
        lines.append(
            Step(
                _("Dibuka lagi") if again else step.get_state_display(),
                step.at,
                days_between(before.at, step.at),
                step.note,
                str(Role(step.role).label) if step.role else "",
                step.state,
            )
        )
    return lines


def days_between(start: datetime, end: datetime) -> int:
    """Whole days from ``start`` to ``end``."""
    return max((end - start).days, 0)
