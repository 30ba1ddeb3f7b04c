"""What a service says to readers: of each aspect the regency's words, or the village's own where it differs.

One place decides it: page, lists, slip, message, finder and checks all ask ``facts_of``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.formats import rupiah
from services.aspects import ASPECT_OF_FIELD, FIELDS, ROWS, Aspect
from services.enums import FeeKind, OnlineKind
from services.models import ServicePage, ServiceStandard

# Whoever describes a service: a village for itself, or the regency for all of them.
Source = ServicePage | ServiceStandard

# What ``facts_of`` reads of many pages in a fixed number of queries.
RELATED = (
    "differences",
    *ROWS,
    "forms__document",
    *(f"standard__{row}" for row in ROWS),
    "standard__forms__document",
)


def with_facts(pages: QuerySet) -> QuerySet:
    """``pages`` with all that ``facts_of`` reads: as many queries for one page as for hundreds."""
    return pages.select_related("standard").prefetch_related(*RELATED)


@dataclass(frozen=True)
class Difference:
    """Where a village differs: the regency's words, and why."""

    aspect: Aspect
    reason: str
    regency: str


class FactSheet:
    """A service's facts as readers get them: attributes of ``DescribedService``, and its rows as lists.

    ``sheet.duration`` is the village's own where ``Aspect.DURATION`` is among its differences, else the
    standard's; of a page without a standard always the page's.
    """

    def __init__(self, service: Source, standard: ServiceStandard | None = None, reasons=None):
        self.service, self.standard = service, standard
        self.reasons: dict[str, str] = reasons or {}

    def __getattr__(self, name: str):
        aspect = ASPECT_OF_FIELD.get(name)
        if aspect is None:
            raise AttributeError(name)
        value = getattr(self.source(aspect), name)
        if name in ROWS:
            value = list(value.all())
        setattr(self, name, value)
        return value

    def source(self, aspect: Aspect) -> Source:
        """Who says it: the page, or the standard."""
        return self.service if self.standard is None or aspect in self.reasons else self.standard

    @property
    def fee_in_words(self) -> str:
        """``Gratis``, ``Rp600.000 (KUA)``; empty when nobody knows."""
        if self.fee_kind == FeeKind.FREE:
            return str(FeeKind.FREE.label)
        if self.fee_kind != FeeKind.AMOUNT or not self.fee_amount:
            return ""
        return (
            f"{rupiah(self.fee_amount)} ({self.fee_taken_by})"
            if self.fee_taken_by
            else rupiah(self.fee_amount)
        )

    @property
    def online_in_words(self) -> str:
        return self.in_words(Aspect.ONLINE)

    @property
    def laws(self) -> list[str]:
        return [line.strip() for line in self.legal_basis.splitlines() if line.strip()]

    def in_words(self, aspect: Aspect) -> str:
        """All that is said of ``aspect``, in one line; empty for unknown."""
        return words_of(self.source(aspect), aspect)

    @cached_property
    def differences(self) -> list[Difference]:
        """Where the village differs, in the order of the page; none without a standard."""
        if self.standard is None:
            return []
        return [
            Difference(aspect, self.reasons[aspect], words_of(self.standard, aspect))
            for aspect in Aspect
            if aspect in self.reasons
        ]


def compared(sheet: FactSheet, shown: Iterable[Aspect]) -> list[tuple[str, str]]:
    """For whoever looks at the page again: the regency's words where the village differs.

    With the village's own where they are not among ``shown`` already.
    """
    lines = []
    for one in sheet.differences:
        if one.aspect not in shown:
            lines.append((str(one.aspect.label), sheet.in_words(one.aspect)))
        lines.append((_("%(aspect)s menurut kabupaten") % {"aspect": one.aspect.label}, one.regency))
    return lines


def facts_of(service: ServicePage | ServiceStandard) -> FactSheet:
    """The facts of a village's page (a live one or a version as an object), or of a standard itself."""
    if isinstance(service, ServiceStandard) or service.standard is None:
        return FactSheet(service)
    reasons = {row.aspect: row.reason for row in service.differences.all()}
    return FactSheet(service, service.standard, reasons)


def words_of(source: Source, aspect: Aspect) -> str:
    """What ``source`` itself says of ``aspect``, in one line; empty for unknown."""
    if aspect == Aspect.FEE:
        return _fee_words(source)
    if aspect == Aspect.ONLINE:
        return "" if source.online == OnlineKind.UNKNOWN else str(source.get_online_display())
    if aspect == Aspect.FORMS:
        return "; ".join(row.label for row in source.forms.all())
    if aspect in ROWS:
        return "; ".join(row.in_words() for row in getattr(source, aspect).all())
    labels = {"may_act_for": _("diwakili: %s"), "validity": _("berlaku: %s")}
    values = [(name, str(getattr(source, name))) for name in FIELDS[aspect]]
    return "; ".join(labels.get(name, "%s") % " ".join(value.split()) for name, value in values if value)


# Columns of a row that say nothing of the service.
_OF_THE_ROW = ("id", "sort_order", "page_id", "standard_id")


def values_of(source: Source, aspect: Aspect) -> list:
    """All stored values of which ``source`` makes its words about ``aspect``: two that differ tell a change.

    Rows as lists in their order. Unlike the words, they stay when the site's own wording changes.
    """
    if aspect not in ROWS:
        return [getattr(source, name) for name in FIELDS[aspect]]
    return [
        [getattr(row, one.attname) for one in row._meta.concrete_fields if one.attname not in _OF_THE_ROW]
        for row in getattr(source, aspect).all()
    ]


def _fee_words(source: Source) -> str:
    if source.fee_kind == FeeKind.UNKNOWN:
        return source.fee_note
    amount = rupiah(source.fee_amount) if source.fee_amount else str(source.get_fee_kind_display())
    return ", ".join(filter(None, [amount, source.fee_taken_by, source.fee_note]))


def says_itself(service: Source, aspect: Aspect) -> bool:
    """Has somebody written anything of ``aspect`` at ``service`` itself?"""
    return bool(words_of(service, aspect))
