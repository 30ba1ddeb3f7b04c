"""Converted items as the raw values of an article's body."""

import html
from collections.abc import Callable, Iterator
from pathlib import Path

from opensid_import.html_blocks import Heading, Item, Paragraph, Picture, Quote, Table
from opensid_import.rich_text import cleaned

PORTION = 10_000  # characters


def raw_blocks(items: list[Item], image_id: Callable[[Path], int | None]) -> list[dict]:
    """The items as raw values of ``core.blocks.BodyStreamBlock``; a picture without an id is left out.

    Neighbouring paragraphs and lists share one block, as a person at the editor would write them. A picture
    that could not be taken over leaves its caption behind as a paragraph.
    """
    blocks: list[dict] = []
    flow: list[str] = []

    def end_flow() -> None:
        if flow:
            value = "".join(cleaned("".join(part)) for part in _portions(flow))
            blocks.append({"type": "paragraph", "value": value})
            flow.clear()

    for item in items:
        if isinstance(item, Paragraph):
            flow.append(item.html)
            continue
        if isinstance(item, Picture):
            pk = image_id(item.path)
            if pk is None:
                if item.caption:
                    flow.append(f"<p>{html.escape(item.caption, quote=False)}</p>")
                continue
            end_flow()
            blocks.append({"type": "picture", "value": picture_value(pk, item.alt, item.caption)})
            continue
        end_flow()
        match item:
            case Heading():
                blocks.append({"type": "heading", "value": {"text": item.text, "level": f"h{item.level}"}})
            case Quote():
                blocks.append({"type": "quote", "value": {"text": item.text, "attribution": ""}})
            case Table():
                table = {
                    "columns": [{"type": "text", "heading": heading} for heading in item.headings],
                    "rows": [{"values": row} for row in item.rows],
                    "caption": "",
                }
                blocks.append({"type": "table", "value": {"caption": item.caption, "table": table}})
    end_flow()
    return blocks


def _portions(parts: list[str]) -> Iterator[list[str]]:
    """``parts`` in groups of some kilobytes: cleaning has a cost per call, and one that grows with length."""
    group: list[str] = []
    size = 0
    for part in parts:
        group.append(part)
        size += len(part)
        if size >= PORTION:
            yield group
            group, size = [], 0
    if group:
        yield group


def picture_value(pk: int, alt: str, caption: str = "") -> dict:
    """The raw value of a picture block. Without an alternative text the picture is marked as decoration."""
    return {"image": {"image": pk, "decorative": not alt, "alt_text": alt}, "caption": caption}
