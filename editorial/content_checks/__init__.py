"""Checks of content: what must not come before the public, found in a page as it would be.

The same list serves the form, sending in, approving, every way to publish, and the pages that are public.
"""

from collections.abc import Callable, Iterable, Iterator

from django.utils.translation import gettext as _
from wagtail.models import Page

from editorial.content_checks import personal, pictures, targets, wording
from editorial.content_checks.contents import Contents
from editorial.content_checks.problem import Place, Problem
from editorial.models import CheckOverride
from village_pages.models import BranchPage

__all__ = ["Contents", "Place", "Problem", "open_problems", "problems_of", "refusal_of", "register"]

Check = Callable[[Contents], Iterator[Problem]]
# So many are named in one message; the screen lists all.
MOST_NAMED = 3

_checks: list[Check] = [
    personal.no_identity_number,
    personal.no_private_phone,
    wording.summary,
    pictures.alternatives,
    pictures.weights,
    wording.headings,
    wording.tables,
    wording.link_words,
    targets.link_targets,
]


def register(check: Check) -> None:
    """Add what an app demands of its own pages."""
    if check not in _checks:
        _checks.append(check)


def problems_of(page: Page) -> list[Problem]:
    """All problems of ``page`` as this object tells it, each once (queries do not grow with its length)."""
    if not isinstance(page, BranchPage):
        return []
    contents = Contents(page)
    found = {(one.code, one.place, one.words): one for check in _checks for one in check(contents)}
    return list(found.values())


def open_problems(page: Page) -> list[Problem]:
    """Those of ``problems_of`` that no reviewer has said to be none."""
    problems = problems_of(page)
    if page.pk is None or not any(problem.judgement for problem in problems):
        return problems
    overruled = set(CheckOverride.objects.filter(page_id=page.pk).values_list("code", "found_in"))
    return [one for one in problems if not (one.judgement and (one.code, one.found_in) in overruled)]


def refusal_of(page: Page) -> str:
    """Why ``page`` must not come before the public, in words; empty where nothing is wrong."""
    return words_of(open_problems(page))


def words_of(problems: Iterable[Problem]) -> str:
    problems = list(problems)
    if not problems:
        return ""
    named = " ".join(f"({n}) {one.in_words()}" for n, one in enumerate(problems[:MOST_NAMED], start=1))
    rest = len(problems) - MOST_NAMED
    more = " " + _("Dan %(n)d masalah lain.") % {"n": rest} if rest > 0 else ""
    return _("Belum dapat dikirim atau tayang. Perbaiki dulu: %(problems)s") % {"problems": named + more}
