"""Slips on the page of a service."""

from urllib.parse import quote

from django import template

from services.slips.message import whatsapp_text
from services.slips.serving import QUERY_KEY, address_of
from services.slips.stamp import Changes, changes_since

register = template.Library()


@register.simple_tag(takes_context=True)
def message_of(context: dict, page, sheet, offices) -> dict[str, str]:
    """The service as a message: ``text``, and the ``url`` at which WhatsApp opens with it written."""
    text = whatsapp_text(page, sheet, offices, address_of(page, context["request"]))
    return {"text": text, "url": f"https://wa.me/?text={quote(text, safe='')}"}


@register.simple_tag(takes_context=True)
def changes_of_slip(context: dict, sheet, offices) -> Changes | None:
    """What has changed since the slip that led the reader here was made; ``None`` for one not of ours."""
    return changes_since(context["request"].GET.get(QUERY_KEY, ""), sheet, offices)
