"""What a service's page shows: facts, places, steps in order, and where the village differs."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.utils.translation import gettext as _

from offices.models import Office
from offices.reading import with_hours
from services.enums import StepPlace
from services.facts import FactSheet, facts_of
from services.models import ServicePage
from services.models.described import StepRow


@dataclass(frozen=True)
class Stretch:
    """Steps that follow each other in the village, or outside it; ``start``: the number of the first."""

    is_outside: bool
    start: int
    steps: list[StepRow]


def context_of(page: ServicePage, request: HttpRequest, home) -> dict:
    """The template's variables; the number of queries does not grow with rows, villages or standards."""
    sheet = facts_of(page)
    prefetch_related_objects(sheet.forms, "document")
    return {
        "sheet": sheet,
        "offices": offices_of(page),
        "stretches": stretches_of(sheet.steps),
        "differs": {one.aspect.value: one for one in sheet.differences},
        "description": description_of(sheet),
        "standard_url": standard_url(page, request, home),
    }


def offices_of(page: ServicePage) -> list[Office]:
    """Where the service is given, with hours: the places that the page names, or the village's office."""
    named = [row.office for row in page.offices.select_related("office")]
    return with_hours(named or Office.objects.of_village(page.village).filter(is_main=True))


def stretches_of(steps: list[StepRow]) -> list[Stretch]:
    """``steps`` in their order, parted where they lead out of the village or back."""
    stretches: list[Stretch] = []
    start = 1
    for where, group in groupby(steps, key=lambda step: step.where):
        stretch = Stretch(where == StepPlace.OUTSIDE, start, list(group))
        stretches.append(stretch)
        start += len(stretch.steps)
    return stretches


def description_of(sheet: FactSheet) -> str:
    """What a search engine or a chat shows: what it is for, what it costs, how long it takes."""
    unknown = _("belum diketahui")
    facts = {"fee": sheet.fee_in_words or unknown, "time": sheet.duration or unknown}
    return f"{sheet.summary} " + _("Biaya: %(fee)s. Waktu: %(time)s.") % facts


def standard_url(page: ServicePage, request: HttpRequest, home) -> str:
    """Where the regency's portal shows the same service across villages; empty for the village's own."""
    if page.standard is None or home is None:
        return ""
    return f"{home.get_url(request) or '/'}layanan/{page.standard.slug}/"
