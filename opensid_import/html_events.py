"""Tags and text of HTML from left to right, in one pass whose time grows with the length only.

No tree is built: neither broken nesting nor thousands of nested elements cost more than their letters.
"""

import html
import re
from collections.abc import Iterator

# What stands between these is program text, not words for readers.
UNSEEN = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
    for name in ("script", "style", "iframe", "noembed")
}
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

_TAG_NAME = re.compile(r"</?([a-zA-Z][^\s/>]*)")
_ATTRIBUTE = re.compile(r"[\s/]*([^\s/>=][^\s/>=]*)\s*(=\s*)?")
_STRAY = re.compile(r"[\s/=]*")
_BARE = re.compile(r"[^\s>]*")
_TAG_END = re.compile(r"[\s/]*>")

Attributes = dict[str, str]


def events(source: str) -> Iterator[tuple[str, str, Attributes]]:
    """("text", words, {}), ("start", name, attributes), ("end", name, {}); time grows with the length
    only."""
    position, length = 0, len(source)
    last_end, last_quotes = source.rfind(">"), {'"': source.rfind('"'), "'": source.rfind("'")}
    while position < length:
        opening = source.find("<", position)
        if opening < 0 or opening > last_end:
            yield "text", html.unescape(source[position:]), {}
            return
        if opening > position:
            yield "text", html.unescape(source[position:opening]), {}
        if source.startswith("<!--", opening):
            closing = source.find("-->", opening + 4)
            position = length if closing < 0 else closing + 3
        elif source.startswith(("<!", "<?"), opening):
            position = source.index(">", opening) + 1
        elif name := _TAG_NAME.match(source, opening):
            tag = name[1].lower()
            attributes, position = _attributes(source, name.end(), last_quotes)
            if position < 0:
                # No end of this tag: nothing behind it can be told from text.
                yield "text", html.unescape(source[opening:]), {}
                return
            if source[opening + 1] == "/":
                yield "end", tag, {}
                continue
            yield "start", tag, attributes
            if tag in UNSEEN:
                closing_tag = UNSEEN[tag].search(source, position)
                position = closing_tag.start() if closing_tag else length
        elif source.startswith("</", opening):
            position = source.index(">", opening) + 1
        else:
            yield "text", "<", {}
            position = opening + 1


def _attributes(source: str, position: int, last_quotes: dict[str, int]) -> tuple[Attributes, int]:
    """The attributes from ``position`` on, and where the tag ends; -1 where it does not."""
    found: Attributes = {}
    while True:
        if end := _TAG_END.match(source, position):
            return found, end.end()
        attribute = _ATTRIBUTE.match(source, position)
        if attribute is None:
            # A stray sign of equality, or the end of the text.
            position = _STRAY.match(source, position).end()  # type: ignore[union-attr]
            if position >= len(source):
                return found, -1
            continue
        position, value = attribute.end(), ""
        if attribute[2]:
            quote = source[position : position + 1]
            if quote in last_quotes and quote and last_quotes[quote] > position:
                closing = source.index(quote, position + 1)
                value, position = source[position + 1 : closing], closing + 1
            else:
                bare = _BARE.match(source, position)
                value, position = (bare[0], bare.end()) if bare else ("", position)
        found.setdefault(attribute[1].lower(), html.unescape(value))
        if position >= len(source):
            return found, -1
