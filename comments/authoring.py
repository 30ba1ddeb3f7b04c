"""What authors do with their own comment: change the words, withdraw it, appeal against a decision.

Whose it is was asked before (``comments.ownership``). Here stands what may be done in which state; it is in
the UPDATE itself, with the version that the author saw: who decides meanwhile wins, and the author is told.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from comments import defences, modes, posting, states
from comments.enums import STUB_STATES, CommentState, HeldCode, ReasonCode, ReportOutcome
from comments.models import (
    CommentEdit,
    CommunitySpacePage,
    ResidentComment,
    Topic,
    TopicPicture,
    TopicStep,
)
from comments.signals import comment_gone, comment_waits
from comments.text import fold_hash
from comments.undecided import REFUSED_STATES

EDIT_FOR = timedelta(minutes=15)

# What the words themselves gave rise to; what the sending gave rise to stays after a change of words.
_OF_THE_WORDS = {
    HeldCode.LINK,
    HeldCode.PERSONAL,
    HeldCode.WORD,
    HeldCode.DUPLICATE,
    HeldCode.PERSON,
    HeldCode.VIOLENCE,
}
# States of answers that somebody has read, or may have.
_READ = (CommentState.PUBLISHED, *STUB_STATES)

_WITHDRAWABLE = ~Q(state__in=(CommentState.WITHDRAWN, CommentState.ERASED))
# Where who decided may let the author mend it.
_MENDABLE = (CommentState.REJECTED, CommentState.HIDDEN)
# Where reports have hidden it, nobody has decided yet.
_APPEALABLE = Q(state__in=REFUSED_STATES, appealed_at__isnull=True) & ~Q(reason_code=ReasonCode.REPORTED)


def _editable(now: datetime) -> Q:
    waits_or_new = Q(state=CommentState.PENDING) | Q(
        state=CommentState.PUBLISHED, published_at__gt=now - EDIT_FOR
    )
    return (waits_or_new & ~Q(_taken_up())) | Q(state__in=_MENDABLE, may_mend=True)


def _taken_up() -> Exists:
    """Whether the comment of the row is a topic that others have supported, or the office moved on.

    They did so for these words, and no others.
    """
    steps = TopicStep.objects.filter(topic=OuterRef("pk"))
    return Exists(Topic.objects.filter(Q(n_supports__gt=0) | Exists(steps), pk=OuterRef("pk")))


class NotAllowedError(Exception):
    """The author may not do this (any more); the message says why, in words for the author."""


class NothingChangedError(NotAllowedError):
    """What was to be mended is as it was; the message says so."""


class ChangedMeanwhileError(Exception):
    """Somebody changed the comment since its author saw it; nothing was done."""


@dataclass(frozen=True)
class Acts:
    """What the author may do now."""

    edit: bool
    withdraw: bool
    appeal: bool


def acts_of(comment: ResidentComment) -> Acts:
    """What the author of ``comment`` may do with it now (at most four queries)."""
    edit, withdraw, appeal = (
        ResidentComment.objects.filter(pk=comment.pk)
        .values_list(
            *(
                ExpressionWrapper(condition, output_field=BooleanField())
                for condition in (_editable(timezone.now()), _WITHDRAWABLE, _APPEALABLE)
            )
        )
        .get()
    )
    return Acts(
        edit=bool(edit) and why_closed(comment) is None and not _is_answered(comment),
        withdraw=bool(withdraw),
        appeal=bool(appeal) and comment.village.is_open,
    )


def why_closed(comment: ResidentComment) -> str | None:
    """Why nothing can be written under this comment's page by its author now, in words; else ``None``."""
    resident = comment.resident
    if resident is not None and not resident.may_sign_in:
        return _("Anda tidak dapat menulis komentar lagi. Tanyakan alasannya kepada kader desa.")
    if resident is not None and resident.is_muted:
        return defences.muted_words(resident)
    openness = _openness(comment)
    if openness is None:
        return _("Halaman ini sudah tidak tersedia.")
    return None if openness.closed_because is None else str(openness.closed_because.label)


@transaction.atomic
def edit(
    comment: ResidentComment,
    body: str,
    *,
    version: int,
    held: tuple[str, ...] = (),
    title: str = "",
    alt: str | None = None,
    without_picture: bool = False,
) -> None:
    """Put ``body`` (cleaned) in place of the words; what was refused, and may be mended, waits again.

    Of a topic also its ``title`` and (unless ``None``) what its photo shows in ``alt`` (both cleaned), and
    the photo goes ``without_picture``. All the same as before: nothing is done, and who was to mend it is
    told (``NothingChangedError``). ``held``: codes that the sending itself gave rise to. Raises
    ``NotAllowedError`` and ``ChangedMeanwhileError``.
    """
    topic = topic_of(comment)
    before = (topic.title if topic is not None else "", comment.body)
    picture = getattr(comment, "picture", None)
    seen = "" if picture is None or without_picture else (picture.alt if alt is None else alt)
    is_photo_same = picture is None or (not without_picture and seen == picture.alt)
    if (title, body) == before and is_photo_same:
        if comment.state in _MENDABLE:
            raise NothingChangedError(
                _("Belum ada yang berubah. Perbaiki dulu bagian yang disebut dalam alasannya, lalu kirim.")
            )
        return
    now = timezone.now()
    codes = [*held, *_held_for_words(comment, body, title, seen)]
    if comment.state != CommentState.PUBLISHED:  # else somebody has decided about them
        codes += [code for code in comment.held_codes if code not in (*codes, *_OF_THE_WORDS)]
    to = CommentState.PENDING
    if comment.state == CommentState.PUBLISHED and not codes and _stays_public(comment):
        to = CommentState.PUBLISHED
    elif HeldCode.EDITED not in codes and comment.state != CommentState.PENDING:
        codes.append(HeldCode.EDITED.value)
    changes = {
        "body": body,
        "body_fold_hash": fold_hash(body),
        "held_codes": codes,
        # They were places in the old words.
        "masks": [],
        "edited_at": now,
        "reason_code": "",
        "author_note": "",
        "may_mend": False,
    }
    if not _change(comment, _editable(now), version, to, changes, now):
        raise _refusal(comment, version, why_not_edited(comment))
    # Since the change the thread's row is ours: nobody answers, and no form closes it, in between.
    changed = ResidentComment.objects.for_author().get(pk=comment.pk)
    reason = why_closed(changed) or (_answered() if _is_answered(comment) else None)
    if reason is not None:
        raise NotAllowedError(reason)
    if topic is not None and title != topic.title:
        Topic.objects.filter(pk=topic.pk).update(title=title, version=F("version") + 1)
        changed = ResidentComment.objects.for_author().get(pk=comment.pk)
    if picture is not None and without_picture:
        picture.delete()
    elif not is_photo_same:
        TopicPicture.objects.filter(comment=comment).update(alt=seen)
    CommentEdit.objects.create(comment=changed, old_title=before[0], old_body=comment.body, at=now)
    if to == CommentState.PENDING:
        comment_waits.send(sender=ResidentComment, comment=changed)


def why_not_edited(comment: ResidentComment) -> str:
    """Why the words stay as they are, for the author of ``comment`` who cannot change them."""
    if comment.state != CommentState.PUBLISHED:
        return _("Komentar ini tidak dapat diubah lagi. Anda dapat menulis komentar baru.")
    if _is_answered(comment):
        return _answered()
    if ResidentComment.objects.filter(_taken_up(), pk=comment.pk).exists():
        return _(
            "Topik ini sudah didukung atau ditindaklanjuti, jadi tidak dapat diubah lagi. "
            "Anda dapat menariknya, atau menulis tanggapan di bawahnya."
        )
    return _(
        "Komentar yang sudah tayang lebih dari 15 menit tidak dapat diubah lagi. "
        "Anda dapat menariknya, atau menulis komentar baru."
    )


def _answered() -> str:
    return _("Komentar ini sudah dijawab, jadi tidak dapat diubah lagi. Anda dapat menulis komentar baru.")


@transaction.atomic
def withdraw(comment: ResidentComment, *, version: int) -> None:
    """Take the comment from its readers, by its author's own hand; answers stay, under one line in its place.

    Also where the village is paused or the author is muted. Raises ``NotAllowedError`` and
    ``ChangedMeanwhileError``.
    """
    now = timezone.now()
    if not _change(comment, _WITHDRAWABLE, version, CommentState.WITHDRAWN, {"may_mend": False}, now):
        raise _refusal(comment, version, _("Komentar ini sudah tidak ada."))
    comment.reports.open().update(handled_at=now, outcome=ReportOutcome.GONE)
    changed = ResidentComment.objects.for_author().get(pk=comment.pk)
    comment_gone.send(sender=ResidentComment, comment=changed)


@transaction.atomic
def appeal(comment: ResidentComment, text: str, *, version: int) -> None:
    """Ask once for somebody else to decide anew; ``text`` (cleaned) is read by who decides.

    Raises ``NotAllowedError`` and ``ChangedMeanwhileError``.
    """
    if not comment.village.is_open:
        raise NotAllowedError(_("Komentar di desa ini sedang dijeda. Kirim keberatan Anda nanti."))
    now = timezone.now()
    rows = ResidentComment.objects.filter(_APPEALABLE)
    changes = {"appealed_at": now, "appeal_text": text, "author_seen_at": now}
    if not states.change(rows, comment, version=version, to=comment.state, **changes):
        raise _refusal(comment, version, _("Terhadap keputusan ini keberatan tidak dapat dikirim (lagi)."))
    changed = ResidentComment.objects.for_author().get(pk=comment.pk)
    comment_waits.send(sender=ResidentComment, comment=changed)


def _change(comment, allowed: Q, version: int, to: str, changes: dict, now: datetime) -> bool:
    """As ``states.change``; the author has seen it already, and an appeal that was open is settled by it."""
    changes["author_seen_at"] = now
    if to != comment.state:
        changes["state_changed_at"] = now
    if comment.appealed_at is not None and comment.appeal_closed_at is None:
        changes["appeal_closed_at"] = now
    return states.change(ResidentComment.objects.filter(allowed), comment, version=version, to=to, **changes)


def _refusal(comment: ResidentComment, version: int, words: str) -> Exception:
    """Why the UPDATE found no row: somebody was faster, or (``words``) it is not allowed any more."""
    if not ResidentComment.objects.filter(pk=comment.pk, version=version, state=comment.state).exists():
        return ChangedMeanwhileError()
    return NotAllowedError(words)


def topic_of(comment: ResidentComment) -> Topic | None:
    """What ``comment`` is the first word of; ``None`` for every other comment."""
    return getattr(comment, "topic", None)


def _held_for_words(comment: ResidentComment, body: str, title: str, alt: str) -> list[str]:
    """As for a new comment of the same person; but a link that comes later is always read first."""
    page = comment.thread.page
    codes = defences.held_for_words(
        body,
        title=title,
        alt=alt,
        name=comment.shown_name,
        village=comment.village,
        in_space=page is not None and issubclass(page.specific_class, CommunitySpacePage),
    )
    name, resident = comment.shown_name, comment.resident
    if defences.was_said(body, name=name, resident=resident, besides=comment):
        codes.append(HeldCode.DUPLICATE.value)
    return codes


def _stays_public(comment: ResidentComment) -> bool:
    """Whether changed words of this author need no review here. What a moderator has covered always does."""
    openness = _openness(comment)
    return (
        openness is not None
        and not comment.masks
        and not comment.about_cadre
        and topic_of(comment) is None
        and posting.is_public_at_once(openness, comment.village, comment.resident)
    )


def _openness(comment: ResidentComment) -> modes.Openness | None:
    """How its page takes comments now; ``None`` where the page is gone."""
    if comment.thread.page is None:
        return None
    page = comment.thread.page.specific
    openness = modes.openness_of(page, comment.village, comment.thread)
    return modes.below(openness, comment, page) if comment.depth else openness


def _is_answered(comment: ResidentComment) -> bool:
    """Whether others answered these words. Where a moderator lets the author mend them, that is no bar."""
    if comment.state == CommentState.HIDDEN:
        return False
    return comment.direct_answers.filter(state__in=_READ).exists()
