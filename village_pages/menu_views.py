"""The menu as a page of links, for whoever has no script: Wagtail draws its own by script alone."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.admin.menu import Menu, SubmenuMenuItem, admin_menu


@never_cache
@require_safe
def menu(request: HttpRequest) -> HttpResponse:
    """What the person's menu holds, level by level, and the ways to the own account and out."""
    return render(
        request,
        "village_pages/admin/menu.html",
        {"header_title": _("Menu"), "links": list(_links(admin_menu, request))},
    )


def _links(of: Menu, request: HttpRequest) -> Iterator[tuple[str, str]]:
    for item in sorted(of.menu_items_for_request(request), key=lambda item: item.order):
        if isinstance(item, SubmenuMenuItem):
            yield from _links(item.menu, request)
        else:
            yield item.render_component(request).label, item.url
