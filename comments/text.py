"""The words of a comment: plain text, cleaned without changing what is said (comments.md 4.7)."""

import hashlib
import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from comments.names import limit_marks

MAX_BODY = 2000  # code points after cleaning
MAX_RAW = 20_000  # more is refused before any work is done on it
EXCERPT = 400

_LINE_BREAKS = re.compile("\r\n|[\r\u2028\u2029\x0b\x0c\x85]")
# Overrides make text read otherwise than it is stored; the others are invisible fillers.
_INVISIBLE = re.compile("[\u202d\u202e\u200b\u2060\ufeff\u00ad\u180e\u115f\u1160\u3164\uffa0\u2800]")
# Tag characters are meaningful only in the flags of a few regions; elsewhere they hide text.
_TAGS = re.compile("(\U0001f3f4[\U000e0030-\U000e007a]{1,8}\U000e007f)|[\U000e0000-\U000e0fff]")
_EXTRA_BLANK_LINES = re.compile("\n{4,}")
_LINK = re.compile(
    r"(?:https?|ftp|hxxps?)\s*:|www\s*\."
    # Looking back from the dot: from each letter forward, a long word would cost its length squared.
    r"|(?<=[a-z0-9-]{2})\.(?:com|net|org|id|info|biz|xyz|top|site|online|link|me|ly|io|app|shop|club|cc)\b",
    re.IGNORECASE,
)
_BETWEEN_LINKS = re.compile(r"[\s,;|<>\"']")
# A house: a street with a number, or a neighbourhood with its two numbers.
_ADDRESS = re.compile(
    r"\b(?:jalan|jln|jl|gang|gg)\b[^\n]{1,60}?\b(?:nomor|no)\b[ .:]{0,3}\d"
    r"|\brt\b[ .:]{0,3}\d{1,3}[ ,/.]{0,3}\brw\b[ .:]{0,3}\d",
    re.IGNORECASE,
)
# 10 to 16 digits, also with single spaces, dots, dashes or brackets between: phone, NIK, KK.
_DIGIT_RUN = re.compile(r"(?<!\d)\+?\(?\d(?:[ .\-()/]{0,2}\d){9,15}(?!\d)")
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")


def clean_body(raw: str) -> str:
    """The text as it is stored: NFC, line feeds only, no controls, at most 2 marks a letter, 2 blank lines.

    Never raises and never adds anything; cleaning twice changes nothing more.
    """
    text = _LINE_BREAKS.sub("\n", raw).replace("\t", " ")
    text = _INVISIBLE.sub("", _TAGS.sub(lambda match: match[1] or "", text))
    text = "".join(char for char in text if char == "\n" or not _is_refused(char))
    text = unicodedata.normalize("NFC", limit_marks(unicodedata.normalize("NFC", text)))
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    return _EXTRA_BLANK_LINES.sub("\n\n\n", text).strip()


def handed_back(*typed: str) -> str:
    """What somebody typed into several fields, one below the other, fit to be shown again and copied."""
    return clean_body("\n\n".join(words for words in map(str.strip, typed) if words)[:MAX_RAW])


def _is_refused(char: str) -> bool:
    """Controls, lone surrogates and codes that Unicode promises never to give a meaning.

    Codes without a meaning *yet* stay: they are the newest emoji.
    """
    if unicodedata.category(char) in ("Cc", "Cs"):
        return True
    return ord(char) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF


def checked_body(raw: str) -> str:
    """The cleaned text, or ``ValidationError`` in words for the writer: nothing said, or too much."""
    if len(raw) > MAX_RAW:
        raise _too_long(len(raw))
    body = clean_body(raw)
    # A thumb or a heart is an answer; dots and dashes alone are not.
    if not any(
        unicodedata.category(char)[0] in "LN" or unicodedata.category(char) in ("So", "Cn") for char in body
    ):
        raise ValidationError(_("Tulis komentar Anda."), code="required")
    if len(body) > MAX_BODY:
        raise _too_long(len(body))
    return body


def _too_long(count: int) -> ValidationError:
    return ValidationError(
        _(
            "Komentar terlalu panjang: %(count)s huruf, paling banyak %(limit)s. "
            "Pendekkan atau bagi menjadi dua."
        ),
        code="too_long",
        params={"count": count, "limit": MAX_BODY},
    )


def fold_hash(body: str) -> str:
    """SHA-256 (hex) of the text without case, marks, spaces and punctuation: equal for re-sent text."""
    folded = unicodedata.normalize("NFKD", body).casefold()
    kept = "".join(char for char in folded if unicodedata.category(char)[0] in "LNS")
    return hashlib.sha256(kept.encode("utf-8", "replace")).hexdigest()


def count_links(body: str) -> int:
    """How many web addresses the text holds, or what reads as one."""
    text = unicodedata.normalize("NFKC", body)
    ends = 0
    count = 0
    for match in _LINK.finditer(text):
        # "https:", "www." and ".id" of one address follow each other without a gap.
        if count == 0 or _BETWEEN_LINKS.search(text, ends, match.start()):
            count += 1
        ends = match.end()
    return count


def has_link(body: str) -> bool:
    """Whether the text holds something that reads as a web address."""
    return count_links(body) > 0


def has_personal_digits(body: str) -> bool:
    """Whether the text holds 10 to 16 digits in a row, as phone, NIK and KK numbers have."""
    return bool(_DIGIT_RUN.search(unicodedata.normalize("NFKC", body)))


def has_personal_data(body: str) -> bool:
    """Whether the text may hold the number of a person, or the address of a house."""
    return has_personal_digits(body) or bool(_ADDRESS.search(unicodedata.normalize("NFKC", body)))


def personal_spans(body: str) -> list[list[int]]:
    """Where personal data seems to stand: pairs of start and end in code points, in order, apart."""
    spans: list[list[int]] = []
    found = [match.span() for pattern in (_DIGIT_RUN, _MAIL, _ADDRESS) for match in pattern.finditer(body)]
    for start, end in sorted(found):
        if spans and start < spans[-1][1]:
            spans[-1][1] = max(end, spans[-1][1])
        else:
            spans.append([start, end])
    return spans


def masked(body: str, masks: list[list[int]]) -> str:
    """``body`` with each of ``masks`` (start and end in code points, in order, apart) covered by a mark."""
    parts, at = [], 0
    for start, end in masks:
        parts += [body[at:start], _("[data pribadi ditutup]")]
        at = end
    return "".join([*parts, body[at:]])


def beginning(body: str, length: int = EXCERPT) -> str:
    """At most ``length`` characters from the start of ``body``, cut between words where there is a space."""
    if len(body) <= length:
        return body
    head = body[:length]
    cut = max(head.rfind(" "), head.rfind("\n"))
    if cut < length // 2:
        cut = length
        # Do not part a letter from its marks, or an emoji from what is joined to it.
        while cut > 1 and (unicodedata.category(body[cut])[0] == "M" or "\u200d" in body[cut - 1 : cut + 1]):
            cut -= 1
    return head[:cut].rstrip()
