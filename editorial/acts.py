"""Pages in the log lead those who only read them to the read-only screens."""

from django.urls import reverse
from wagtail.models import Page

from audit import links
from village_pages.rights import may_read_drafts


def _read(user, keys: list[str]) -> dict[str, str]:
    pages = Page.objects.filter(pk__in=keys, depth__gt=1).only("path", "content_type")
    return {
        str(page.pk): reverse("reading_page", args=[page.pk]) for page in pages if may_read_drafts(user, page)
    }


links.register("wagtailcore.page", _read)
