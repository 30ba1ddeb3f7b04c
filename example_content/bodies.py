"""From the parts of a text (`example_content.texts`) to the raw value of a body's stream."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from uuid import uuid4

from core.models import CustomImage
from example_content.drawings import SCENES
from example_content.texts import (
    Callout,
    Gallery,
    Heading,
    Part,
    Picture,
    Quote,
    Setting,
    Table,
    Text,
    fill,
    links,
)


class BodyWriter:
    """Writes bodies for one village (or the portal).

    `images` are its pictures by scene; `resolve` gives the id of the page at a path below the village, or
    None. A part whose picture the village does not have is left out; a link without a page becomes words.
    """

    def __init__(
        self, setting: Setting, images: dict[str, CustomImage], resolve: Callable[[str], int | None]
    ) -> None:
        self.setting, self.images, self.resolve = setting, images, resolve

    def body(self, parts: Iterable[Part], more: Iterable[dict] = ()) -> str:
        """The stream as JSON, as the database keeps it; `more` are finished blocks for its end."""
        blocks = [block for part in parts if (block := self._block(part))]
        return json.dumps([*blocks, *more])

    def _block(self, part: Part) -> dict | None:
        match part:
            case Heading(text, level):
                return {"type": "heading", "value": {"text": self._words(text), "level": level}}
            case Text(html):
                return {"type": "paragraph", "value": self._html(html)}
            case Quote(text, attribution):
                return {"type": "quote", "value": {"text": self._words(text), "attribution": attribution}}
            case Callout(kind, title, html):
                return {"type": "callout", "value": {"kind": kind, "title": title, "text": self._html(html)}}
            case Table():
                return self._table(part)
            case Picture(scene, caption) if scene in self.images:
                return {"type": "picture", "value": self._picture(scene, caption)}
            case Gallery(scenes) if all(scene in self.images for scene in scenes):
                # A list block takes an item without an id for the value itself.
                pictures = [
                    {"type": "item", "id": str(uuid4()), "value": self._picture(scene)} for scene in scenes
                ]
                return {"type": "gallery", "value": {"pictures": pictures}}
        return None

    def _table(self, table: Table) -> dict:
        return {
            "type": "table",
            "value": {
                "caption": self._words(table.caption),
                "table": {
                    "columns": [{"type": kind, "heading": heading} for heading, kind in table.columns],
                    "rows": [
                        {"values": [self._words(cell) if isinstance(cell, str) else cell for cell in row]}
                        for row in table.rows
                    ],
                    "caption": "",
                },
            },
        }

    def _picture(self, scene: str, caption: str = "") -> dict:
        image = {"image": self.images[scene].pk, "decorative": False, "alt_text": SCENES[scene].alt}
        return {"image": image, "caption": caption}

    def _words(self, text: str) -> str:
        return fill(text, self.setting)

    def _html(self, html: str) -> str:
        return fill(links(html, self._opening), self.setting)

    def _opening(self, path: str) -> str:
        page = self.resolve(path)
        return f'<a linktype="page" id="{page}">' if page else ""
