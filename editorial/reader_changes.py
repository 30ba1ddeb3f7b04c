"""What is different for the reader between two versions of a page, as rendered, in a short list.

Looks at what the page itself renders, not at its fields: two fields may say one thing, and one field two.
"""

import gzip
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from bs4 import BeautifulSoup, Tag
from django.conf import settings
from django.core.files.storage import default_storage
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from core.formats import file_size
from village_pages.models import BranchPage

MOST_CHANGES = 8  # of one topic; the rest is counted
LONGEST_WORDS = 140
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
TEXTS = ("p", "li", "dt", "dd", "th", "td", "blockquote", "figcaption")
# What stands on a page and is not its own: comments, what says that it is an example, ways to pass it on.
NOT_ITS_OWN = "#komentar, .example, .share"


@dataclass(frozen=True)
class Picture:
    source: str
    # ``None``: nothing is said, not even that it is a decoration.
    alternative: str | None


@dataclass(frozen=True)
class Seen:
    """What readers get of one version."""

    title: str = ""
    summary: str = ""
    address: str = ""
    facts: list[tuple[str, str]] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    # Bytes: the page as it is sent, and the pictures that a 360 px phone loads.
    html_bytes: int = 0
    picture_bytes: int = 0


@dataclass(frozen=True)
class Change:
    """One thing: only ``after`` is new, only ``before`` is gone, both have changed."""

    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Topic:
    """The changes of one kind; ``more``: how many are not told one by one."""

    label: str
    changes: list[Change]
    more: int = 0


@dataclass(frozen=True)
class Weight:
    label: str
    before: str
    after: str


def seen_by_readers(page: BranchPage, request: HttpRequest) -> Seen:
    """What a reader gets of ``page``, a live one or a version as an object (one rendering)."""
    response = page.make_preview_request(request, page.default_preview_mode)
    return seen_in(response.content, page)


def seen_in(html: bytes, page: BranchPage) -> Seen:
    """What a reader gets of ``html``, which ``page`` rendered."""
    main = BeautifulSoup(html, "html.parser").find("main") or BeautifulSoup("", "html.parser")
    for other in main.select(NOT_ITS_OWN):
        other.decompose()
    facts = [(str(label), " ".join(str(words).split())) for label, words in page.facts()]
    summary = " ".join(str(getattr(page, "summary", "")).split())
    told_already = {page.title, summary, *(part for fact in facts for part in fact)}
    pictures = [
        Picture(str(tag.get("src", "")), str(tag["alt"]) if tag.has_attr("alt") else None)
        for tag in main.find_all("img")
    ]
    return Seen(
        title=page.title,
        summary=summary,
        address=page.slug,
        facts=facts,
        headings=[
            (int(tag.name[1]), _words(tag))
            for tag in main.find_all(HEADINGS)
            if _words(tag) not in told_already and not tag.find_parent("aside")
        ],
        links=[(_words(tag), str(tag["href"])) for tag in main.find_all("a", href=True)],
        pictures=pictures,
        texts=[words for words in map(_words, _texts(main)) if words and words not in told_already],
        html_bytes=len(gzip.compress(html, 6)),
        picture_bytes=sum(_bytes_of(source) for source in {picture.source for picture in pictures}),
    )


def _texts(main: Tag) -> Iterable[Tag]:
    return (tag for tag in main.find_all(TEXTS) if not tag.find((*TEXTS, *HEADINGS)))


def _words(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


def _bytes_of(source: str) -> int:
    """The size of a picture of this site; 0 where its file is gone."""
    if not source.startswith(settings.MEDIA_URL):
        return 0
    try:
        return default_storage.size(source.removeprefix(settings.MEDIA_URL))
    except OSError:
        return 0


def changes_for_readers(before: Seen, after: Seen) -> list[Topic]:
    """What is new, gone or changed from ``before`` to ``after``, without topics in which nothing is."""
    topics = [
        (_("Judul"), _pairs([before.title], [after.title])),
        (_("Ringkasan"), _pairs([before.summary], [after.summary])),
        (_("Alamat halaman"), _pairs([before.address], [after.address])),
        (_("Hal penting"), _facts(before.facts, after.facts)),
        (_("Judul bagian"), _pairs(_outline(before), _outline(after))),
        (_("Tautan"), _matched(before.links, after.links, _link_words)),
        (_("Gambar"), _pictures(before.pictures, after.pictures)),
        (_("Teks alternatif gambar"), _alternatives(before.pictures, after.pictures)),
        (_("Isi teks"), _pairs(before.texts, after.texts)),
    ]
    return [_topic(label, changes) for label, changes in topics if changes]


def what_it_has(after: Seen) -> list[Topic]:
    """The same list for a page that readers do not have yet; its text is to be read as a whole."""
    return changes_for_readers(Seen(texts=after.texts), after)


def weights(before: Seen | None, after: Seen) -> list[Weight]:
    """Of the page and of its pictures; without ``before`` only what it weighs."""
    return [
        Weight(label, _size(getattr(before, name)) if before else "", _size(getattr(after, name)))
        for label, name in ((_("Halaman, dimampatkan"), "html_bytes"), (_("Gambar"), "picture_bytes"))
    ]


def _size(size: int) -> str:
    return file_size(size) if size else "0 KB"


def _topic(label: str, changes: list[Change]) -> Topic:
    shown = [Change(_short(one.before), _short(one.after)) for one in changes[:MOST_CHANGES]]
    return Topic(label, shown, max(0, len(changes) - MOST_CHANGES))


def _short(words: str) -> str:
    return Truncator(words).chars(LONGEST_WORDS)


def _facts(before: list, after: list) -> list[Change]:
    old, new = dict(before), dict(after)
    return [
        Change(
            f"{label}: {old[label]}" if old.get(label) else "",
            f"{label}: {new[label]}" if new.get(label) else "",
        )
        for label in {**new, **old}
        if old.get(label, "") != new.get(label, "")
    ]


def _outline(seen: Seen) -> list[str]:
    return [
        _("%(words)s (tingkat %(level)s)") % {"words": words or _("kosong"), "level": level}
        for level, words in seen.headings
    ]


def _pairs(before: list[str], after: list[str]) -> list[Change]:
    """Changes between two lists in order: what stands in the place of something else has changed."""
    before, after = [one for one in before if one], [one for one in after if one]
    changes = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        old, new = before[a:b], after[c:d]
        both = min(len(old), len(new))
        changes += [Change(*pair) for pair in zip(old[:both], new[:both], strict=True)]
        changes += [Change(before=one) for one in old[both:]]
        changes += [Change(after=one) for one in new[both:]]
    return changes


def _link_words(link: tuple[str, str]) -> str:
    words, target = link
    return f"{words or _('tanpa kata')} ({target})"


def _matched(before: list[tuple], after: list[tuple], in_words: Callable[[tuple], str]) -> list[Change]:
    """Changes between two lists of pairs: one half the same, wherever it stands, is a change."""
    old, new = list(before), list(after)
    for one in list(old):
        if one in new:
            old.remove(one)
            new.remove(one)
    changes = []
    for half in (0, 1):
        for one in list(old):
            other = next((other for other in new if one[half] and other[half] == one[half]), None)
            if other is not None:
                changes.append(Change(in_words(one), in_words(other)))
                old.remove(one)
                new.remove(other)
    changes += [Change(before=in_words(one)) for one in old]
    return changes + [Change(after=in_words(one)) for one in new]


def _alternative(picture: Picture) -> str:
    if picture.alternative is None:
        return _("tanpa teks alternatif")
    return picture.alternative or _("hiasan, tidak dibacakan")


def _pictures(before: list[Picture], after: list[Picture]) -> list[Change]:
    old, new = {one.source for one in before}, {one.source for one in after}
    return [Change(before=_alternative(one)) for one in before if one.source not in new] + [
        Change(after=_alternative(one)) for one in after if one.source not in old
    ]


def _alternatives(before: list[Picture], after: list[Picture]) -> list[Change]:
    old = {one.source: one for one in before}
    return [
        Change(_alternative(old[one.source]), _alternative(one))
        for one in after
        if one.source in old and old[one.source].alternative != one.alternative
    ]
