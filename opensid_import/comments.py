"""Rows of OpenSID's table ``komentar`` as plain drafts. Telephone numbers and e-mails never leave this file.

Facts from OpenSID's public source: ``status`` 1 is shown to everybody, 2 (and 0, NULL) is not, whether
nobody has looked yet or somebody switched it off. Names and words are stored with HTML entities. The same
table once held the private mailbox between residents and the office: rows with ``id_artikel`` 775 or NULL,
or ``tipe`` 1 (sent) or 2 (received), or ``jenis`` "pesan-mandiri"; there the column ``email`` holds an
identity number. Those are private and stay behind. ``is_archived`` belongs to that mailbox and says nothing
about a comment.
"""

import html
import re
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from django.utils.translation import gettext as _

from comments.enums import CommentState, HeldCode
from comments.names import MAX_NAME, clean_name, is_reserved
from comments.text import MAX_BODY, MAX_RAW, beginning, clean_body, has_link, has_personal_digits
from opensid_import.articles import digest_of, number, row_number, words
from opensid_import.dump import DumpFacts, Row

REQUIRED_COLUMNS = ("id", "id_artikel", "komentar", "tgl_upload")
SHOWN_STATUS = 1
MAILBOX_ARTICLE = 775
MAILBOX_TYPES = {1, 2}
MASK = "…"
# No pattern looks at more characters of a name, or for a longer number or address (RFC 5321: 254).
LONGEST_NAME = 300
LONGEST_SECRET = 254
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<!\w)\+?\d(?:[ .\-()]{0,2}\d){8,15}(?!\w)")


@dataclass
class CommentDraft:
    """One comment in our terms."""

    source_id: int
    article_id: int
    name: str
    body: str
    moment: datetime  # local
    state: str
    parent_id: int | None = None
    held_codes: list[str] = field(default_factory=list)
    is_shortened: bool = False
    is_masked: bool = False
    is_like_an_office: bool = False
    digest: str = ""


@dataclass
class SkippedComment:
    """A row that does not become a comment, and why, in words for the report."""

    source_id: int
    reason: str


def is_private_message(row: Row) -> bool:
    """Whether the row is a letter between a resident and the office, not a comment."""
    values = row.values
    return (
        (number(values.get("id_artikel")) or 0) in {0, MAILBOX_ARTICLE}
        or number(values.get("tipe")) in MAILBOX_TYPES
        or values.get("jenis") == "pesan-mandiri"
    )


def read_comment(row: Row, facts: DumpFacts, local: tzinfo) -> CommentDraft | SkippedComment:
    """One row of ``komentar``. ``local`` is the time zone of the old site."""
    values = row.values
    source_id = row_number(row)
    if is_private_message(row):
        return SkippedComment(source_id, _("pesan pribadi layanan mandiri"))
    moment = facts.moment(row, "tgl_upload", local) or facts.moment(row, "updated_at", local)
    if moment is None:
        return SkippedComment(source_id, _("tanpa waktu"))
    own = [words(values.get(column), facts).strip()[:LONGEST_SECRET] for column in ("email", "no_hp")]
    raw = html.unescape(words(values.get("komentar"), facts))
    body, is_masked = _without(clean_body(raw[:MAX_RAW]), own)
    if not body:
        return SkippedComment(source_id, _("kosong"))
    name, name_is_masked = _public_name(html.unescape(words(values.get("owner"), facts)), own)
    is_long = len(body) > MAX_BODY or len(raw) > MAX_RAW
    is_like_an_office = is_reserved(name)
    was_shown = number(values.get("status")) == SHOWN_STATUS
    is_shown = was_shown and not is_like_an_office
    article_id, parent_id = number(values.get("id_artikel")) or 0, number(values.get("parent_id")) or None
    held = [] if is_shown else [
        *([HeldCode.LINK.value] if has_link(body) else []),
        *([HeldCode.PERSONAL.value] if has_personal_digits(body) else []),
    ]  # fmt: skip
    return CommentDraft(
        source_id=source_id,
        article_id=article_id,
        name=name,
        body=f"{beginning(body, MAX_BODY - 2)} …" if is_long else body,
        moment=moment,
        state=CommentState.PUBLISHED if is_shown else CommentState.PENDING,
        parent_id=parent_id,
        held_codes=held,
        is_shortened=is_long,
        is_masked=is_masked or name_is_masked,
        is_like_an_office=is_like_an_office,
        # Without the writer's number and address: who has the digest could try all numbers on it.
        digest=digest_of(article_id, parent_id, name, body, moment, was_shown),
    )


def _without(text: str, own: list[str]) -> tuple[str, bool]:
    """``text`` without the writer's own address and number, should they be repeated in it."""
    masked = text
    for secret in own:
        if len(secret) >= 6:
            masked = re.sub(re.escape(secret), MASK, masked, flags=re.IGNORECASE)
    return masked, masked != text


def _public_name(raw: str, own: list[str]) -> tuple[str, bool]:
    """A name that may be shown: people write their number or address into the field, or nothing at all."""
    name, is_masked = _without(clean_name(raw)[:LONGEST_NAME], own)
    bare = " ".join(_PHONE.sub(" ", _EMAIL.sub(" ", name)).split()).replace(MASK, "").strip(" -/,;:()")
    return (clean_name(bare)[:MAX_NAME].strip() or _("Warga")), is_masked or bare != name.strip(" -/,;:()")
