"""The way to ask in private, in the templates of other apps."""

from django import template

from core.caching import changes_at
from private_messages.asking import readers_in

register = template.Library()


@register.inclusion_tag("private_messages/section.html", takes_context=True)
def private_section(context: dict, page, village, contacts_url: str = "") -> dict:
    """Below ``page``: how to ask so that nobody sees it, or, where nobody would read it, whom to ask instead.

    ``contacts_url``: where one reads whom the page itself names. Nothing of it depends on what was asked, so
    the page can be kept. One query, for who reads.
    """
    request = context.get("request")
    readers = _readers(request, village)
    return {
        "request": request,
        "page_key": page.translation_key,
        "village": village,
        "readers": readers,
        "contacts_url": contacts_url,
        # Pages that are private by their kind show the numbers themselves.
        "help_above": page.comments_private,
    }


@register.simple_tag(takes_context=True)
def is_read_in_private(context: dict, village) -> bool:
    """Whether ``private_section`` offers to ask here: then a page may lead to it. No further query."""
    return bool(_readers(context.get("request"), village))


def _readers(request, village):
    """Who reads in ``village``; asked once for one answer, which can be kept until that changes."""
    if request is None or village is None:
        return readers_in(village)
    asked = request.__dict__.setdefault("_private_readers", {})
    if village.pk not in asked:
        asked[village.pk] = readers_in(village)
        changes_at(request, asked[village.pk].until)
    return asked[village.pk]
