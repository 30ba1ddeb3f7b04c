"""What a check finds: a problem, where it stands, and how it is mended."""

import hashlib
from dataclasses import dataclass
from functools import cached_property

Step = str | int


@dataclass(frozen=True)
class Place:
    """Where in a page something stands, as the page's form knows it.

    ``steps``: from a StreamField down to a block (index, name of the part ...), or from a relation to a field
    of one of its rows (index, field ...). ``label``: for people. ``block``: id of the nearest block.
    """

    field: str
    label: str = ""
    steps: tuple[Step, ...] = ()
    block: str = ""
    in_rows: bool = False

    def inside(self, *steps: Step, label: str = "", block: str = "") -> "Place":
        labels = ", ".join(filter(None, [self.label, label]))
        return Place(self.field, labels, self.steps + steps, block or self.block, self.in_rows)

    @property
    def anchor(self) -> str:
        """What the edit form calls this place in an address."""
        if self.block:
            return f"block-{self.block}-section"
        if self.in_rows:
            return "-".join(["id_" + self.field, *map(str, self.steps)])
        return self.field if self.steps else f"id_{self.field}"


@dataclass(frozen=True)
class Problem:
    """``words`` name it, ``mend`` says what to do. ``judgement``: a reviewer may say that it is none.

    ``finding``: what it was found in; of numbers of persons the place only, so that they stand nowhere else.
    """

    code: str
    words: str
    mend: str
    place: Place
    judgement: bool = False
    finding: str = ""

    @cached_property
    def found_in(self) -> str:
        """64 letters that are the same for the same finding, and say nothing of it."""
        found = self.finding or f"{self.place.field} {self.place.steps}"
        return hashlib.sha256(f"{self.code}\n{found}".encode()).hexdigest()

    @property
    def field(self) -> str:
        return self.place.field

    def in_words(self) -> str:
        return f"{self.place.label}: {self.words} {self.mend}"

    def as_data(self) -> dict[str, str | bool]:
        """What is kept in ``PageCare.problems``."""
        return {
            "code": self.code,
            "label": self.place.label,
            "words": self.words,
            "mend": self.mend,
            "anchor": self.place.anchor,
            "judgement": self.judgement,
            "found_in": self.found_in,
        }
