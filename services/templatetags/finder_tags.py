"""Ways into the finder on other pages."""

from django import template

from services.enums import LifeEvent
from services.finder.question import Choice

register = template.Library()


@register.inclusion_tag("services/life_events.html")
def life_events(base: str):
    """What has happened, as links into the finder below ``base``; no query."""
    return {
        "events": [
            Choice(str(label), f"{base}layanan/?peristiwa={value}") for value, label in LifeEvent.choices
        ]
    }
