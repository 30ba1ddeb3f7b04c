"""Offices on public pages. A kept page ends at the moment at which one of its offices opens or closes."""

from django import template

from core.caching import changes_at
from offices import wording
from offices.models import Office
from offices.reading import with_hours
from offices.timetable import OpenState, local_day, next_midnight, open_state, special_days_ahead

register = template.Library()


@register.simple_tag
def village_offices(village) -> list[Office]:
    """The offices of ``village`` ready for the tags below, its own office first (four queries)."""
    return with_hours(Office.objects.of_village(village))


@register.inclusion_tag("offices/office.html", takes_context=True)
def office(context, office):
    """One office (from ``with_hours``) below a heading of the caller's: when, where, whom to ask."""
    return {
        "office": office,
        "state": _shown(context, office),
        "week": wording.week_lines(office),
        "special_days": [wording.special_in_words(one) for one in special_days_ahead(office, local_day())],
        "has_closed_days": wording.has_closed_days(office),
    }


@register.inclusion_tag("offices/open.html", takes_context=True)
def open_line(context, office, as_of=True):
    """Whether ``office`` (from ``with_hours``) is open, in one line; ``as_of``: with the moment of it."""
    return {"state": _shown(context, office), "as_of": as_of}


@register.simple_tag(takes_context=True)
def open_words(context, office) -> str:
    """The bare words of ``open_line``, for a variable; empty where nobody knows or there is no office."""
    state = _shown(context, office) if office else None
    return wording.state_in_words(state) if state else ""


@register.filter
def state_in_words(state: OpenState | None) -> str:
    return wording.state_in_words(state)


@register.filter
def moment_in_words(state: OpenState) -> str:
    return wording.moment_in_words(state)


def _shown(context, office: Office) -> OpenState | None:
    state = open_state(office)
    # Where nothing is known of today, a special day may still begin.
    changes_at(context["request"], state.changes_at if state else next_midnight())
    return state
