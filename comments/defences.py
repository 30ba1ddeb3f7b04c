"""The ordered checks that a comment passes before it is stored (comments.md 4.5).

Each phase lets pass, holds with a code (a person looks closely), or refuses in words for the writer.
No phase raises, and none loses the words: what is doubtful is held.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from comments import limits
from comments.enums import HeldCode
from comments.models import ResidentComment
from comments.names import skeleton
from comments.stamps import Stamp
from comments.text import fold_hash, has_link, has_personal_digits

SAME_TEXT_WITHIN = timedelta(hours=24)


@dataclass(frozen=True)
class Submission:
    """A comment that somebody wants to post: cleaned words, and what is known of the sending."""

    is_open: bool
    name: str
    body: str
    trap: str
    stamp: Stamp | None
    device: str | None
    address: str


@dataclass(frozen=True)
class Refusal:
    """Why it cannot be taken now: ``code``, words for the writer, and when to try again if time helps."""

    code: str
    message: str
    retry_at: datetime | None = None


@dataclass
class Verdict:
    """The outcome of all phases: a refusal, or the codes for which it is held."""

    refusal: Refusal | None = None
    held: list[str] = field(default_factory=list)


Outcome = Refusal | HeldCode | None


def closed() -> Refusal:
    return Refusal("closed", _("Komentar untuk halaman ini sudah ditutup. Tulisan Anda tidak terkirim."))


def is_open(submission: Submission) -> Outcome:
    return None if submission.is_open else closed()


def trap_is_empty(submission: Submission) -> Outcome:
    # Some browsers fill in every field: held, not refused.
    return HeldCode.HONEYPOT if submission.trap.strip() else None


def stamp_is_ours(submission: Submission) -> Outcome:
    stamp = submission.stamp
    if stamp is None or stamp.is_expired:
        return Refusal(
            "expired",
            _("Formulir ini sudah terlalu lama terbuka. Tulisan Anda masih ada: periksa, lalu kirim lagi."),
        )
    return HeldCode.TOO_FAST if stamp.is_too_fast else None


def rate_is_fair(submission: Submission) -> Outcome:
    counts = [limits.hit(limits.POST_ADDRESS, submission.address)]
    if submission.device:
        counts.append(limits.hit(limits.POST_DEVICE, submission.device))
    site = limits.hit(limits.POST_SITE, "all")
    over = next((count for count in counts if count is not None and count.is_over), None)
    if over is not None:
        return Refusal(
            "limit",
            _(
                "Terlalu banyak komentar dari sini. "
                "Tulisan Anda masih ada: kirim lagi sesudah pukul %(time)s WIB."
            )
            % {"time": f"{timezone.localtime(over.until):%H.%M}"},
            retry_at=over.until,
        )
    if None in counts or site is None:
        return HeldCode.NO_LIMITS
    return HeldCode.FLOOD if site.is_over else None


def is_new(submission: Submission) -> Outcome:
    same = ResidentComment.objects.filter(
        body_fold_hash=fold_hash(submission.body), created_at__gte=timezone.now() - SAME_TEXT_WITHIN
    ).values_list("shown_name", flat=True)[:50]
    # "Terima kasih" from two people is no duplicate.
    name = skeleton(submission.name)
    return HeldCode.DUPLICATE if any(skeleton(other) == name for other in same) else None


def has_no_link(submission: Submission) -> Outcome:
    return HeldCode.LINK if has_link(submission.body) else None


def has_no_personal_digits(submission: Submission) -> Outcome:
    return (
        HeldCode.PERSONAL
        if has_personal_digits(submission.body) or has_personal_digits(submission.name)
        else None
    )


PHASES: tuple[Callable[[Submission], Outcome], ...] = (
    is_open,
    trap_is_empty,
    stamp_is_ours,
    rate_is_fair,
    is_new,
    has_no_link,
    has_no_personal_digits,
)


def judge(submission: Submission) -> Verdict:
    """Run the phases in order; the first refusal ends it. A guest waits for review in any case."""
    verdict = Verdict()
    for phase in PHASES:
        outcome = phase(submission)
        if isinstance(outcome, Refusal):
            verdict.refusal = outcome
            return verdict
        if outcome is not None:
            verdict.held.append(outcome.value)
    return verdict
