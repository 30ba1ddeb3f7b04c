"""Rows of OpenSID's table ``artikel`` as plain drafts. What is not an article is named, not guessed.

Facts about the table come from OpenSID's public source (models, migrations and routes of releases 2016 to
2410): ``tipe`` is ``dinamis`` for articles, else ``statis``, ``agenda`` or ``keuangan``; before release
2401 there was no such column and ``id_kategori`` 999, 1000 and 1001 meant the same. ``enabled`` 1 is public.
"""

import hashlib
import html
import json
import re
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from decimal import Decimal

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from opensid_import.dump import DumpError, DumpFacts, Row, decode_blob
from opensid_import.html_blocks import CONTROL, Converted, Item, Paragraph

REQUIRED_COLUMNS = ("id", "judul", "isi", "tgl_upload")
PICTURE_COLUMNS = ("gambar1", "gambar2", "gambar3")
ARTICLE_TYPE = "dinamis"
# Special categories of releases before 2401.
OLD_TYPES = {999: "statis", 1000: "agenda", 1001: "keuangan"}
TYPE_NAMES = {
    "statis": gettext_lazy("halaman statis"),
    "agenda": pgettext_lazy("jenis artikel", "agenda"),
    "keuangan": gettext_lazy("laporan keuangan"),
}
TITLE_LIMIT = 255
SLUG_LIMIT = 110  # leaves room for a number behind it (the tree allows 120)
SUMMARY_LIMIT = 300
SHORTEST_SUMMARY = 80
DIGITS = 18  # as many as every BIGINT takes, here and there
LARGEST_NUMBER = 10**DIGITS


@dataclass
class ArticleDraft:
    """What one row says, in our terms; pictures and documents by their stored names."""

    source_id: int
    config_id: int
    title: str
    source: str  # the old HTML
    moment: datetime | None  # local; None where the row has no usable date
    is_public: bool
    old_slug: str
    category_id: int | None
    author_id: int | None
    lead_picture: str
    pictures: list[str] = field(default_factory=list)
    document: str = ""
    document_label: str = ""
    comments_open: bool = True

    @property
    def digest(self) -> str:
        """Of everything that becomes part of the page."""
        return digest_of(
            *(value for name, value in vars(self).items() if name not in {"source_id", "config_id"})
        )


@dataclass
class SkippedArticle:
    """A row that does not become an article, and why, in words for the report."""

    source_id: int
    title: str
    kind: str


def number(value: object) -> int | None:
    """A column as a whole number of at most 18 digits; ``None`` for NULL and what is none."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int):
        return value if abs(value) < LARGEST_NUMBER else None
    if isinstance(value, Decimal):
        # The exponent first: 1e1000000 as a whole number would take minutes.
        return int(value) if value.adjusted() < DIGITS and value == value.to_integral_value() else None
    if isinstance(value, str) and re.fullmatch(rf"\s*-?\d{{1,{DIGITS}}}\s*", value):
        return int(value)
    return None


def row_number(row: Row) -> int:
    """The number by which the old site knows the row. Raises ``DumpError`` where it has none."""
    found = number(row.values.get("id"))
    if found is None:
        raise DumpError(
            _(
                "Tabel %(table)s punya baris tanpa nomor yang dapat dipakai (kolom id, baris %(line)s). "
                "Berkas ini rusak; buat ulang dengan mysqldump."
            )
            % {"table": row.table, "line": row.line}
        )
    return found


def words(value: object, facts: DumpFacts) -> str:
    """A column as text, without what no page may hold; "" for NULL."""
    if value is None:
        return ""
    text = decode_blob(value, facts) if isinstance(value, bytes) else str(value)
    return CONTROL.sub("", text)


def line(value: object, facts: DumpFacts) -> str:
    """A column as one line of plain text: OpenSID stores titles and names with entities, some with tags."""
    text = html.unescape(re.sub(r"<[a-zA-Z/][^<>]*>", " ", words(value, facts)))
    return " ".join(CONTROL.sub("", text).split())


def digest_of(*values: object) -> str:
    """SHA-256 (hex) of what was read from a row: tells whether the old site has changed it since.

    Of values as we understand them, so that a column which a new release of OpenSID adds changes nothing.
    """
    return hashlib.sha256(json.dumps(values, default=str).encode()).hexdigest()


def kind_of(row: Row) -> str:
    """``dinamis`` for an article; else what OpenSID calls it."""
    kind = row.values.get("tipe")
    if isinstance(kind, str) and kind.strip():
        return kind.strip().lower()
    return OLD_TYPES.get(number(row.values.get("id_kategori")) or 0, ARTICLE_TYPE)


def read_article(row: Row, facts: DumpFacts, local: tzinfo) -> ArticleDraft | SkippedArticle:
    """One row of ``artikel``. ``local`` is the time zone in which the old site showed its dates."""
    values = row.values
    source_id = row_number(row)
    title = line(values.get("judul"), facts)
    kind = kind_of(row)
    if kind != ARTICLE_TYPE:
        return SkippedArticle(source_id, title, str(TYPE_NAMES.get(kind, kind[:50])))
    source = words(values.get("isi"), facts)
    old_slug = words(values.get("slug"), facts).strip()
    if not title and not source.strip():
        return SkippedArticle(source_id, title, _("tanpa judul dan isi"))
    title = title or old_slug.replace("-", " ").strip().capitalize() or _("Tanpa judul")
    comments_open = number(values.get("boleh_komentar", 1))
    return ArticleDraft(
        source_id=source_id,
        config_id=number(values.get("config_id")) or 0,
        title=title[:TITLE_LIMIT],
        source=source,
        moment=facts.moment(row, "tgl_upload", local),
        is_public=number(values.get("enabled", 1)) == 1,
        old_slug=old_slug,
        category_id=number(values.get("id_kategori")),
        author_id=number(values.get("id_user")),
        lead_picture=words(values.get("gambar"), facts).strip(),
        pictures=[name for column in PICTURE_COLUMNS if (name := words(values.get(column), facts).strip())],
        document=words(values.get("dokumen"), facts).strip(),
        document_label=line(values.get("link_dokumen"), facts),
        comments_open=comments_open is None or comments_open == 1,
    )


def slug_for(draft: ArticleDraft, taken: set[str]) -> str:
    """The old slug as ours, or one made of the title; numbered where it is taken. Adds it to ``taken``."""
    base = (slugify(draft.old_slug) or slugify(draft.title))[:SLUG_LIMIT].strip("-_")
    base = base or f"berita-{draft.source_id}"
    slug, count = base, 1
    while slug in taken:
        count += 1
        slug = f"{base}-{count}"
    taken.add(slug)
    return slug


def lead_of(items: list[Item], title: str) -> tuple[str, list[Item]]:
    """The summary of an article, and the body that is left.

    OpenSID has no summary. Where the article opens with plain sentences, the first of them become it and
    leave the body, since the page shows both, one under the other: nothing is lost and nothing said twice.
    Else the summary repeats the beginning; where there are no words at all, it is the title.
    """
    first = items[0] if items else None
    if isinstance(first, Paragraph) and first.html == f"<p>{html.escape(first.plain, quote=False)}</p>":
        head = _sentences(first.plain)
        if head:
            rest = first.plain[len(head) :].strip()
            kept = [Paragraph(f"<p>{html.escape(rest, quote=False)}</p>", rest, True)] if rest else []
            return head, [*kept, *items[1:]]
    text = " ".join(Converted(items=items).plain_text().split())
    if not text:
        return title[:SUMMARY_LIMIT], items
    return _sentences(text) or f"{text[: SUMMARY_LIMIT - 1].rsplit(' ', 1)[0].rstrip(' ,;:')}…", items


def _sentences(text: str) -> str:
    """As many whole sentences from the start of ``text`` as fit the summary; "" where not even one does."""
    if len(text) <= SUMMARY_LIMIT:
        return text
    ends = [found.end() for found in re.finditer(r"[.!?][\"'”)]*(?=\s)", text[: SUMMARY_LIMIT + 1])]
    return text[: ends[-1]] if ends and SHORTEST_SUMMARY <= ends[-1] <= SUMMARY_LIMIT else ""
