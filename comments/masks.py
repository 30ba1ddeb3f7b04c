"""Covering personal data in a comment: the one thing a moderator may do to a resident's words.

Nothing is put in their place but a visible mark, and what was written stays stored.
"""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from comments.text import clean_body, masked, personal_spans

MOST_LINES = 10
SHORTEST_LINE = 3

Spans = list[list[int]]


@dataclass(frozen=True)
class Found:
    """Something that looks like personal data: where, and the words."""

    start: int
    end: int
    words: str

    @property
    def key(self) -> str:
        return f"{self.start}-{self.end}"


def found_in(body: str) -> list[Found]:
    """Runs of digits and mail addresses in ``body``."""
    return [Found(start, end, body[start:end]) for start, end in personal_spans(body)]


def covered(body: str, masks: Spans) -> str:
    """``body`` for a list that others may see over a shoulder: also what was only found is covered."""
    return masked(body, joined([*masks, *personal_spans(body)]))


def joined(spans: Spans) -> Spans:
    """``spans`` in order; those that touch become one."""
    result: Spans = []
    for start, end in sorted(spans):
        if result and start <= result[-1][1]:
            result[-1][1] = max(end, result[-1][1])
        else:
            result.append([start, end])
    return result


def spans_of_words(body: str, lines: str) -> Spans:
    """Where each line of ``lines`` stands in ``body``, in capitals or not.

    ``ValidationError`` where one does not, is too short to mean one thing, or where more than half of the
    text would be covered: that is hiding it, which its author is told a reason for.
    """
    wanted = [line for line in (clean_body(line) for line in lines.splitlines()) if line]
    if len(wanted) > MOST_LINES:
        raise ValidationError(_("Paling banyak %(count)s baris.") % {"count": MOST_LINES})
    spans: Spans = []
    for line in wanted:
        if len(line) < SHORTEST_LINE:
            raise ValidationError(
                _("“%(words)s” terlalu pendek. Tulis paling sedikit %(count)s huruf.")
                % {"words": line, "count": SHORTEST_LINE}
            )
        places = [list(match.span()) for match in re.finditer(re.escape(line), body, re.IGNORECASE)]
        if not places:
            raise ValidationError(
                _("“%(words)s” tidak ada di komentar ini. Salin persis seperti tertulis.") % {"words": line}
            )
        spans += places
    spans = joined(spans)
    if 2 * sum(end - start for start, end in spans) > len(body):
        raise ValidationError(
            _("Lebih dari separuh komentar akan tertutup. Sembunyikan atau tolak komentar ini.")
        )
    return spans
