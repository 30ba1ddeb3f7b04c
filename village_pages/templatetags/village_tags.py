"""A village's state in templates of the admin, and what somebody is where a page is refused."""

from django import template
from django.db.models import QuerySet

from village_pages.models import VillagePage
from village_pages.rights import not_ended, standing_of

register = template.Library()


@register.inclusion_tag("village_pages/admin/read_only.html", takes_context=True)
def read_only_villages(context: dict) -> dict:
    """Tells somebody on every screen of the admin in which of the own villages nobody writes now.

    No query for people of open villages: what they are is known since the wall was passed.
    """
    request = context.get("request")
    user = getattr(request, "user", None)
    paths = standing_of(user).read_only
    if not paths:
        return {"villages": []}
    return {"villages": VillagePage.objects.filter(path__in=paths).select_related("access").order_by("title")}


@register.simple_tag
def roles_of(user) -> QuerySet:
    """Every role that ``user`` holds, the paused ones too (one query)."""
    return not_ended().filter(user=user).select_related("village").order_by("village__title", "role")
