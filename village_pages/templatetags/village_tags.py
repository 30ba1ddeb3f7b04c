"""A village's state in templates of the admin."""

from django import template

from village_pages.models import VillagePage
from village_pages.rights import standing_of

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
