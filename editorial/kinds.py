"""Kinds of page, as the rules of review know them."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, get_page_models

from editorial.enums import STRICTNESS, SecondReader


@dataclass(frozen=True)
class Kind:
    """``second_reader``: what holds where the officer has set nothing. ``least``: no rule goes below it.

    ``check_after_days``: days until a published page is due to be looked at again; ``None``: never by days.
    ``lone_cadre``: may the officer let a village's only cadre publish at once, without a second reader?
    """

    key: str
    label: str | Promise
    second_reader: SecondReader = SecondReader.WHILE_POSSIBLE
    least: SecondReader = SecondReader.NEVER
    check_after_days: int | None = None
    lone_cadre: bool = False

    def levels(self, floor: SecondReader | None = None) -> list[SecondReader]:
        """What a rule may ask of this kind, from loose to strict: not below ``least`` nor ``floor``."""
        lowest = max(STRICTNESS.index(level) for level in (self.least, floor or self.least))
        return [
            level
            for level in STRICTNESS[lowest:]
            if self.lone_cadre or level != SecondReader.UNLESS_ONLY_CADRE
        ]


# Every page of a village that says nothing else: its home, its lists, its information pages.
PROFILE = Kind("profile", _("Profil desa"), SecondReader.FACTS, check_after_days=365)


def kind_of(page: Page) -> Kind:
    return getattr(page.specific_class, "review_kind", PROFILE)


def all_kinds() -> list[Kind]:
    """Each kind once, in the order of the page types."""
    kinds = [model.review_kind for model in get_page_models() if hasattr(model, "review_kind")]
    return [*dict.fromkeys(kinds), PROFILE]
