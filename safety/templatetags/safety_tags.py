"""Help contacts and "Keluar cepat" in the templates of all apps."""

from django import template
from django.utils.safestring import mark_safe

from core.inline_sources import allow_script
from safety import contacts, exits
from safety.enums import HelpKind
from safety.exit_script import exit_script
from safety.numbers import grouped

register = template.Library()
register.filter("phone_groups", grouped)


@register.inclusion_tag("components/help_contacts.html")
def help_contacts(village=None) -> dict:
    """Whom to call or go to: of the regency, and of ``village`` if one is given (one query)."""
    found = contacts.shown(village)
    return {
        "help_contacts": found,
        "checked_on": min((one.checked_on for one in found if one.checked_on), default=None),
        "has_local_office": any(one.kind == HelpKind.VIOLENCE and one.address for one in found),
    }


@register.inclusion_tag("components/help_folded.html")
def help_folded(village=None, is_open=False) -> dict:
    """Who helps against violence in one line, and all others folded away, ``is_open`` or not (one query)."""
    listed = help_contacts(village)
    found = (one for one in listed["help_contacts"] if one.kind == HelpKind.VIOLENCE and one.phone)
    return listed | {"first": next(found, None), "is_open": is_open}


@register.inclusion_tag("components/first_help.html")
def first_help(village=None) -> dict:
    """Whom to call or write to first against violence, with buttons (one query)."""
    found = (one for one in contacts.shown(village) if one.kind == HelpKind.VIOLENCE)
    return {"contact": next((one for one in found if one.phone or one.whatsapp), None)}


@register.inclusion_tag("components/quick_exit.html", takes_context=True)
def quick_exit(context: dict) -> dict:
    """The way out of a page that somebody else must not see, for the block ``first`` (one query)."""
    script = exit_script()
    allow_script(context["request"], script)
    # Our own file, and only what the policy allows by its hash runs.
    return {"exit_url": exits.neutral_address(), "script": mark_safe(script)}
