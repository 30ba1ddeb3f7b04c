"""Filters and tags that every template may use."""

from django import template
from django.db.models import prefetch_related_objects
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.images.models import SourceImageIOError
from wagtail.rich_text import expand_db_html

from core import formats
from core.renditions import LARGE, SMALL, THUMB
from core.stylesheet import stylesheet

register = template.Library()

# No picture is shown wider than the text column.
SIZES = "(min-width: 46em) 44rem, 100vw"


@register.filter
def wib(value) -> str:
    """``27 Juni 2024 21:27 WIB``; empty for nothing."""
    return formats.moment(value) if value else ""


@register.filter
def long_date(value) -> str:
    return formats.long_date(value) if value else ""


@register.filter
def weekday_date(value) -> str:
    return formats.weekday_date(value) if value else ""


@register.filter
def filesize_id(value) -> str:
    return formats.file_size(value) if value else ""


@register.filter
def rupiah(value) -> str:
    return formats.rupiah(value) if value is not None else ""


@register.filter
def tel_url(value: str) -> str:
    return formats.tel_url(value)


@register.filter
def wa_url(value: str) -> str:
    return formats.whatsapp_url(value)


@register.filter
def file_kind(document) -> str:
    """``PDF``, ``DOCX``: the kind of file as people name it."""
    return document.file_extension.upper()


@register.simple_tag
def inline_css() -> SafeString:
    """The whole stylesheet, to stand in ``<style>``: one request less before anything is seen."""
    return mark_safe(stylesheet())


@register.simple_tag
def responsive_image(image, alt: str = "", lazy: bool = True) -> SafeString:
    """An ``<img>`` in two sizes with its dimensions, so that nothing jumps; empty when the file is gone."""
    if image is None:
        return mark_safe("")
    try:
        renditions = image.get_renditions(SMALL, LARGE)
    except (SourceImageIOError, OSError):
        return mark_safe("")
    small, large = renditions[SMALL], renditions[LARGE]
    return format_html(
        '<img src="{}" srcset="{} {}w, {} {}w" sizes="{}" width="{}" height="{}" alt="{}"'
        '{} decoding="async">',
        small.url,
        small.url,
        small.width,
        large.url,
        large.width,
        SIZES,
        small.width,
        small.height,
        alt,
        mark_safe(' loading="lazy"') if lazy else mark_safe(' fetchpriority="high"'),
    )


@register.simple_tag
def thumbnail(image) -> SafeString:
    """A small decorative ``<img>`` for a card: its link says the title, so its alternative is empty."""
    if image is None:
        return mark_safe("")
    try:
        rendition = image.get_rendition(THUMB)
    except (SourceImageIOError, OSError):
        return mark_safe("")
    return format_html(
        '<img src="{}" width="{}" height="{}" alt="" loading="lazy" decoding="async">',
        rendition.url,
        rendition.width,
        rendition.height,
    )


@register.simple_tag(takes_context=True)
def render_body(context, body) -> SafeString:
    """A stream's blocks as HTML, with links expanded once and renditions fetched once.

    Block templates print rich text raw (``{{ value.source|safe }}``): Wagtail's own filter asks the
    database again for every block, this asks once for the whole page.
    """
    images = [image for block in body for image in _images_of(block)]
    prefetch_related_objects(images, "renditions")
    html = "".join(str(block.render(context=context.flatten())) for block in body)
    return mark_safe(expand_db_html(html))


def _images_of(block):
    if block.block_type == "picture":
        yield block.value["image"]
    elif block.block_type == "gallery":
        yield from (picture["image"] for picture in block.value["pictures"])
