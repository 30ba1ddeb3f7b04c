"""The finder within one village: what it has, and who has what it lacks."""

from dataclasses import dataclass

from django.http import HttpRequest

from services.finder import catalogue
from services.finder.catalogue import Entry
from services.finder.nearest import Provider, providers_of, reached
from services.finder.question import Answers, answers_to, question_of, ways_in
from services.models import ServiceStandard
from village_pages.models import VillagePage
from village_pages.navigation import regency_home
from village_pages.sections import all_sections

MOST_LACKING = 3
MOST_PROVIDERS = 5
# So much better must an answer be that the village lacks to stand before what it has.
CLEARLY_BETTER = 1.5


@dataclass(frozen=True)
class Lacking:
    """A service of the regency that the village has not: who gives it, the nearest first."""

    entry: Entry
    providers: list[Provider]
    more: int


def context_of(village: VillagePage, request: HttpRequest) -> dict:
    """What the template of a village's services reads, without the pages of the list."""
    question = question_of(request)
    own = catalogue.of_village(village, request)
    others = _others(village, own, request)
    answers = answers_to(question, [*own, *others])
    lacking_keys = {entry.key for entry in others}
    had, lacked = _parted(answers, lacking_keys)
    best_had, best_lacked = _best(answers, lacking_keys, False), _best(answers, lacking_keys, True)
    return {
        "question": question,
        "q": question.words,
        "found": had,
        "lacking": _lacking(lacked[:MOST_LACKING], village, request) if question else [],
        "lacking_first": bool(question.words) and best_lacked > best_had * CLEARLY_BETTER,
        "others": [] if question else others,
        "suggestions": answers.suggestions,
        "ask_url": _ask_url(village, request),
        "office_url": f"{village.get_url(request) or '/'}#kantor",
        **ways_in(question, [*own, *others]),
    }


def _ask_url(village: VillagePage, request: HttpRequest) -> str:
    """Where residents ask each other and the office; empty where the site has no such section."""
    asked = [section for section in all_sections() if section.key == "comments"]
    return f"{village.get_url(request) or '/'}{asked[0].slug}/" if asked else ""


def _others(village: VillagePage, own: list[Entry], request: HttpRequest) -> list[Entry]:
    """Standards that the village has not and that somebody gives."""
    home = regency_home(request)
    if home is None:
        return []
    spread = catalogue.villages_by_standard()
    standards = ServiceStandard.objects.exclude(
        pk__in=[entry.standard_id for entry in own if entry.standard_id]
    )
    standards = standards.prefetch_related("requirements", "other_offices")
    return [
        catalogue.standard_entry(home, standard, request, spread, village)
        for standard in standards
        if spread.get(standard.pk) or standard.other_offices.all()
    ]


def _parted(answers: Answers, lacking: set) -> tuple[list[Entry], list[Entry]]:
    had = [entry for entry in answers.entries if entry.key not in lacking]
    return had, [entry for entry in answers.entries if entry.key in lacking]


def _best(answers: Answers, lacking: set, wanted: bool) -> float:
    pairs = zip(answers.entries, answers.scores, strict=True)
    return max((score for entry, score in pairs if (entry.key in lacking) is wanted), default=0.0)


def _lacking(entries: list[Entry], village: VillagePage, request: HttpRequest) -> list[Lacking]:
    if not entries:
        return []
    providers = providers_of([entry.service.pk for entry in entries], village)
    return [
        Lacking(
            entry,
            reached(providers[entry.service.pk][:MOST_PROVIDERS], request),
            max(0, len(providers[entry.service.pk]) - MOST_PROVIDERS),
        )
        for entry in entries
    ]
