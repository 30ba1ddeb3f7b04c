"""The ordered checks that a comment passes before it is stored (comments.md 4.5).

Each phase lets pass, holds with a code (a person looks closely), or refuses in words for the writer.
No phase raises, and none loses the words: what is doubtful is held. Size and characters come before all
of them, in the fields of ``comments.forms``, so that each error leads to its field.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from comments import limits, posting, watched_words
from comments.enums import ClosedBecause, HeldCode
from comments.models import Resident, ResidentComment
from comments.names import skeleton
from comments.stamps import Stamp
from comments.text import count_links, fold_hash, has_personal_data
from comments.topics.persons import names_a_person
from safety.violence import may_tell_of_violence

SAME_TEXT_WITHIN = timedelta(hours=24)
# Of somebody who was refused twice in a week, a person reads first.
REFUSED_OFTEN = 2
REFUSED_WITHIN = timedelta(days=7)
# A resident may name one address without being held. It is shown as plain text, as all are.
LINKS_OF_RESIDENTS = 1

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Words:
    """What somebody says under a page of ``village``: cleaned words, and the name that stands over them.

    ``title``: of a topic; ``alt``: what its photo shows. ``in_space``: a topic, or said about one.
    """

    body: str
    name: str
    village: object
    links_allowed: int = 0
    title: str = ""
    alt: str = ""
    in_space: bool = False

    @property
    def said(self) -> str:
        return "\n".join(filter(None, (self.title, self.body, self.alt)))


@dataclass(frozen=True, kw_only=True)
class Submission(Words):
    """A comment that somebody wants to post, and what is known of the sending."""

    is_open: bool
    # The writer was asked, and says that it tells of no violence that somebody suffers.
    is_not_violence: bool = False
    trap: str
    stamp: Stamp | None
    device: str | None
    address: str
    closed_because: ClosedBecause | None = None
    resident: Resident | None = None

    @property
    def speaker(self) -> str:
        return speaker_mark(self.resident)


def speaker_mark(resident: Resident | None) -> str:
    """For whom a form is, as its stamp says it."""
    return resident.pk.hex if resident is not None else ""


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


def closed(because: ClosedBecause | None = None) -> Refusal:
    """The page takes no comments now."""
    return Refusal(
        "closed",
        _("%(reason)s Tulisan Anda tidak terkirim.") % {"reason": (because or ClosedBecause.PAGE).label},
    )


def muted(resident: Resident) -> Refusal:
    """``resident`` may not write now; the words say until when."""
    return Refusal("muted", muted_words(resident))


def muted_words(resident: Resident) -> str:
    if resident.muted_until is None:
        return _("Untuk sementara Anda tidak dapat menulis komentar. Tanyakan alasannya kepada kader desa.")
    until = timezone.localtime(resident.muted_until)
    return _(
        "Anda tidak dapat menulis komentar sampai %(day)s pukul %(time)s WIB. "
        "Tanyakan alasannya kepada kader desa."
    ) % {"day": date_format(until, "j F Y"), "time": f"{until:%H.%M}"}


def is_open(submission: Submission) -> Outcome:
    return None if submission.is_open else closed(submission.closed_because)


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
    if stamp.speaker != submission.speaker:
        return Refusal("speaker", speaker_changed(submission.resident))
    return HeldCode.TOO_FAST if stamp.is_too_fast else None


def speaker_changed(resident: Resident | None) -> str:
    """The form was shown to somebody else than who sends it now: words for ``resident`` or guest."""
    if resident is None:
        return _(
            "Anda sudah keluar, jadi tulisan ini belum terkirim. Tulisan Anda masih ada: isi nama lalu kirim "
            "sebagai tamu, atau salin tulisannya dan masuk lagi."
        )
    return _(
        "Sekarang yang masuk di ponsel ini %(name)s, jadi tulisan ini belum terkirim. Periksa nama di bawah, "
        "lalu kirim lagi."
    ) % {"name": resident.display_name}


def rate_is_fair(submission: Submission) -> Outcome:
    # A form sent twice at once, by an impatient finger or after a cut, is one try.
    form = limits.hit(limits.POST_FORM, submission.stamp.nonce.hex if submission.stamp else "")
    count = limits.look if form is not None and form.n > 1 else limits.hit
    own = _counts_of(submission, count)
    over = next((count for count in own if count is not None and count.is_over), None)
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
    # Only what passed: whoever is stopped cannot use up what all share.
    site = count(limits.POST_SITE, "all")
    if None in own or site is None:
        return HeldCode.NO_LIMITS
    return HeldCode.FLOOD if site.is_over else None


def _counts_of(
    submission: Submission, count: Callable[[limits.Limit, str], limits.Count | None]
) -> list[limits.Count | None]:
    if submission.resident is not None:
        return [count(limits.POST_RESIDENT, submission.speaker)]
    counts = [count(limits.POST_DEVICE, submission.device)] if submission.device else []
    if any(one is not None and one.is_over for one in counts):
        return counts
    return [*counts, count(limits.POST_ADDRESS, submission.address)]


def is_new(submission: Submission) -> Outcome:
    is_repeated = was_said(submission.body, name=submission.name, resident=submission.resident)
    return HeldCode.DUPLICATE if is_repeated else None


def was_said(
    body: str, *, name: str, resident: Resident | None, besides: ResidentComment | None = None
) -> bool:
    """Whether the same person has said the same lately; ``besides``: the comment that is being changed."""
    same = ResidentComment.objects.filter(
        body_fold_hash=fold_hash(body), created_at__gte=timezone.now() - SAME_TEXT_WITHIN
    )
    if besides is not None:
        same = same.exclude(pk=besides.pk)
    if resident is not None and same.filter(resident=resident).exists():
        return True
    # "Terima kasih" from two people is no duplicate.
    own = skeleton(name)
    names = same.values_list("shown_name", flat=True)[:50]
    return any(skeleton(other) == own for other in names)


def has_few_links(words: Words) -> Outcome:
    return HeldCode.LINK if count_links(words.said) > words.links_allowed else None


def has_no_watched_word(words: Words) -> Outcome:
    return HeldCode.WORD if watched_words.found_in(f"{words.name}\n{words.said}", words.village) else None


def history_is_good(submission: Submission) -> Outcome:
    resident = submission.resident
    if resident is None:
        return None
    if not resident.may_write:
        return muted(resident)
    since = timezone.now() - REFUSED_WITHIN
    # Who has erased what was refused is read first too: how often it was, nobody knows any more.
    is_often = posting.refused_since(resident, since).count() >= REFUSED_OFTEN
    return HeldCode.HISTORY if is_often or resident.was_refused_since(since) else None


def has_no_personal_data(words: Words) -> Outcome:
    return HeldCode.PERSONAL if has_personal_data(words.said) or has_personal_data(words.name) else None


def names_nobody(words: Words) -> Outcome:
    return HeldCode.PERSON if words.in_space and names_a_person(words.said) else None


def tells_of_no_violence(words: Words) -> Outcome:
    return HeldCode.VIOLENCE if may_tell_of_violence(words.said) else None


def is_no_account_of_violence(submission: Submission) -> Outcome:
    # Asked once, with those who help above the form; who says that it is none, is read first.
    outcome = tells_of_no_violence(submission)
    return outcome if outcome is None or submission.is_not_violence else violence()


def violence() -> Refusal:
    """The words may be an account of violence, for which no page of ours is the place."""
    return Refusal(
        "violence",
        _(
            "Tulisan ini mungkin menceritakan kekerasan, jadi belum terkirim: di sini semua orang dapat "
            "membacanya. Yang dapat menolong ada di atas. Bila bukan cerita seperti itu, centang "
            "pernyataannya di bawah tulisan Anda, lalu kirim lagi."
        ),
    )


WORD_PHASES: tuple[Callable[[Words], Outcome], ...] = (
    has_few_links,
    has_no_watched_word,
    has_no_personal_data,
    names_nobody,
    tells_of_no_violence,
)
PHASES: tuple[Callable[[Submission], Outcome], ...] = (
    is_open,
    trap_is_empty,
    stamp_is_ours,
    is_no_account_of_violence,
    rate_is_fair,
    is_new,
    has_few_links,
    has_no_watched_word,
    history_is_good,
    has_no_personal_data,
    names_nobody,
)


def judge(submission: Submission) -> Verdict:
    """Run the phases in order; the first refusal ends it. Never raises."""
    verdict = Verdict()
    for phase in PHASES:
        outcome = _outcome(phase, submission)
        if isinstance(outcome, Refusal):
            verdict.refusal = outcome
            return verdict
        if outcome is not None and outcome.value not in verdict.held:
            verdict.held.append(outcome.value)
    return verdict


def held_for_words(body: str, *, name: str, village, **more) -> list[str]:
    """The codes for which ``body`` under ``name`` is held by what it says, also when it is edited.

    ``more``: as in ``Words``.
    """
    words = Words(body=body, name=name, village=village, **more)
    found = [_outcome(phase, words) for phase in WORD_PHASES]
    return [code.value for code in found if isinstance(code, HeldCode)]


def _outcome(phase: Callable, words: Words) -> Outcome:
    try:
        return phase(words)
    except Exception as error:
        # Only the kind of the error: its words may hold words of the writer.
        logger.error("A check of comments failed: %s: %s", phase.__name__, type(error).__name__)
        return HeldCode.NO_LIMITS
