"""Panels of a village's form of a service: beside each field what the regency says, folded where it holds."""

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from wagtail.admin.panels import InlinePanel, MultiFieldPanel, Panel

from services.aspects import Aspect
from services.forms import ServiceOfficeForm


def words_of_regency(page, aspects: Iterable[Aspect]) -> str:
    """The regency's words about ``aspects``, as help beside the fields; empty without a standard."""
    from services.facts import words_of  # it reads the models whose panels these are

    if page is None or page.standard is None:
        return ""
    lines = ((one.label, words_of(page.standard, one) or _("belum diketahui")) for one in aspects)
    return format_html(
        "{}{}",
        _("Kosongkan bila sama dengan kabupaten. Menurut kabupaten:"),
        format_html_join("", "<br>{}: {}", lines),
    )


def follows_regency(page, aspects: Iterable[Aspect]) -> bool:
    """Does the village say nothing of its own about ``aspects``?"""
    from services.facts import says_itself  # as above

    if page is None or page.standard is None:
        return False
    differing = {row.aspect for row in page.differences.all()}
    return not any(one in differing or says_itself(page, one) for one in aspects)


class _BesideRegency(Panel.BoundPanel):
    """A bound panel whose panel names ``aspects``."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.help_text = words_of_regency(self.instance, self.panel.aspects) or self.help_text

    def classes(self) -> list[str]:
        folded = ["collapsed"] if follows_regency(self.instance, self.panel.aspects) else []
        return [*super().classes(), *folded]


class AspectPanel(MultiFieldPanel):
    def __init__(self, aspects=(), children=(), **kwargs):
        super().__init__(children, **kwargs)
        self.aspects = aspects

    def clone_kwargs(self):
        return super().clone_kwargs() | {"aspects": self.aspects}

    class BoundPanel(_BesideRegency, MultiFieldPanel.BoundPanel):
        pass


class AspectRowsPanel(InlinePanel):
    @property
    def aspects(self) -> list[Aspect]:
        return [Aspect(self.relation_name)]

    class BoundPanel(_BesideRegency, InlinePanel.BoundPanel):
        pass


class VillageOfficesPanel(InlinePanel):
    """Places of the page's own village only."""

    def get_form_options(self):
        options = super().get_form_options()
        options["formsets"][self.relation_name] |= {"form": ServiceOfficeForm, "inherit_kwargs": ["village"]}
        return options
