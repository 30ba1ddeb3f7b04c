"""The bell of the admin's screens."""

from django import template

from notifications.reading import unread_count

register = template.Library()


@register.inclusion_tag("notifications/bell.html", takes_context=True)
def bell(context: dict) -> dict:
    """A link to the own messages that says how many are unread (one query); nothing for nobody."""
    user = getattr(context.get("request"), "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"shown": True, "unread": unread_count(user)}
