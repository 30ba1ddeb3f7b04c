"""The steps of a topic's life: who takes them, what each needs, and what readers are told of them.

Every step goes through here: one transaction, one row that readers see, one in the log. The wall between
villages, who is a party (``comments.conflicts``), and the version that was seen are in the UPDATE itself: of
two at once the first wins and the second is told what was done.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import DateTimeField, F, QuerySet, Value
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


def closable_by(user) -> TopicQuerySet:
    """Of ``movable_by``, those which ``user`` may also end: no cadre declines what is said of the cadre."""
    return movable_by(user).filter(comment__in=conflicts.closed_by(user).values("pk"))


def next_states(topic: Topic, user) -> list[TopicState]:
    """To which states ``user``, who may move ``topic``, can bring it now (two queries at most)."""
    states = list(NEXT[topic.state])
    if TopicState.ANSWERED in states and not is_answered(topic):
        states.remove(TopicState.ANSWERED)
    if not closable_by(user).filter(pk=topic.pk).exists():
        states = [state for state in states if state not in FINAL_TOPIC_STATES]
    return states


def is_answered(topic: Topic) -> bool:
    """Has the office answered it in public?"""
    return _answers(topic).exists()


def _answers(topic: Topic) -> QuerySet[ResidentComment]:
    return ResidentComment.objects.published().filter(parent=topic.pk, kind=CommentKind.OFFICIAL)


@transaction.atomic
def take_step(user, topic: Topic, *, version: int, to: str, note: str = "") -> TopicStep:
    """Bring ``topic``, as it was seen in ``version``, into the state ``to``; readers are told ``note``.

    Raises ``ValidationError`` (about the note, in words for the writer) and ``NotDoneError``.
    """
    comment = _locked(topic)
    if to not in NEXT[topic.state]:
        raise _why_not(user, topic, version)
    note = _checked_note(topic, TopicState(to), note)
    rows = closable_by(user) if to in FINAL_TOPIC_STATES else movable_by(user)
    if not _move(rows, topic, comment, version=version, to=to):
        raise _why_not(user, topic, version, rows)
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


def recheck_answers(user, answer: ResidentComment) -> None:
    """``user`` has shown or hidden the office's ``answer``: its topic tells what can be read now.

    Without any answer that can be read, an answered topic goes back to where it was before, as a step that
    says so, and waits again. Must run in the transaction of the decision, with the topic's comment locked.
    """
    if not answer.is_official or answer.parent_id is None or answer.parent_id != answer.root_id:
        return
    topic = Topic.objects.filter(pk=answer.root_id).first()
    if topic is None:
        return
    now = ResidentComment.objects.select_related("author").get(pk=answer.pk)
    if now.is_shown and now.author is not None:
        note_answer(now)
        topic.refresh_from_db()
    answers = [one for one in _answers(topic).select_related("author") if _counts(one, topic)]
    if topic.kind != TopicKind.OPENED:
        ended = topic.steps.filter(state__in=FINAL_TOPIC_STATES).values_list("at", flat=True)
        firsts = [*ended, *(one.published_at for one in answers if one.published_at)]
        Topic.objects.filter(pk=topic.pk).update(first_answered_at=min(firsts, default=None))
    if topic.state == TopicState.ANSWERED and not answers:
        _take_back_answered(user, topic)
    topic_changed.send(sender=Topic, village=answer.village)


def _counts(answer: ResidentComment, topic: Topic) -> bool:
    """Whether ``answer`` answers ``topic``: what a party says of it does not, as in ``note_answer``."""
    if not ResidentComment.objects.filter(pk=topic.pk, about_cadre=True).exists():
        return True
    return answer.author is not None and movable_by(answer.author).filter(pk=topic.pk).exists()


def _take_back_answered(user, topic: Topic) -> None:
    comment = _locked(topic)
    was_worked_on = topic.steps.filter(state=TopicState.WORKED_ON).exists()
    to = TopicState.WORKED_ON if was_worked_on else TopicState.RECEIVED
    if _move(Topic.objects.all(), topic, comment, version=topic.version, to=to):
        _tell(user, topic, comment, to, _("Jawaban sebelumnya tidak tampil lagi."))


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
        closes_at = _closing_time(topic, comment, now, is_final=to in FINAL_TOPIC_STATES)
        ResidentComment.objects.filter(pk=comment.pk).update(answers_close_at=closes_at)
    return True


def _closing_time(
    topic: Topic, comment: ResidentComment, now: datetime, *, is_final: bool
) -> datetime | None:
    """Until when people may answer a topic that ends now, or is taken up again.

    What the village set when it opened the topic holds, whatever becomes of it.
    """
    last = topic.steps.filter(state__in=FINAL_TOPIC_STATES).order_by("pk").last()
    end = comment.answers_close_at
    # A step ends it at its own time; by the village it was set to the end of a day.
    is_of_step = (
        last is not None and end is not None and abs(end - last.at - ANSWERS_OPEN) < timedelta(minutes=1)
    )
    if topic.kind == TopicKind.OPENED and not is_of_step and end is not None:
        return end
    return now + ANSWERS_OPEN if is_final else None


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


def _why_not(user, topic: Topic, version: int, rows: TopicQuerySet | None = None) -> NotDoneError:
    """``rows``: the topics with which ``user`` may do it."""
    village = topic.comment.village
    if not village.is_open and not user.is_superuser:
        return VillageNotOpenError()
    unchanged = Topic.objects.filter(pk=topic.pk, version=version, state=topic.state)
    rows = movable_by(user) if rows is None else rows
    if unchanged.exists() and not rows.filter(pk=topic.pk).exists():
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
