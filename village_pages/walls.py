"""The wall between villages in the admin: whatever screen names a page, its village is asked first.

Wagtail's screens check their own permission each in its own way; some show a title or a draft before
they do. Here one rule stands before all of them, by the names of their address parts, so that a
screen that a later Wagtail adds meets it too.
"""

from django.http import Http404, HttpRequest
from wagtail.models import Collection, Page

from core.models import CustomDocument, CustomImage
from village_pages.models import VillageAccess
from village_pages.places import village_path
from village_pages.rights import standing_of

PAGE_PARTS = frozenset(
    {"page_id", "parent_page_id", "page_to_move_id", "destination_page_id", "destination_id"}
)
FILE_PARTS = {"image_id": CustomImage, "document_id": CustomDocument}


def may_enter(user, page: Page) -> bool:
    """May ``user`` see ``page`` in the admin? Its village's people may, and the regency's."""
    path = village_path(page)
    standing = standing_of(user)
    return path is None or path in standing.by_village or bool(standing.regency)


def may_use_file(user, collection: Collection) -> bool:
    """May ``user`` see a picture or document of ``collection`` in the admin?"""
    standing = standing_of(user)
    if standing.regency:
        return True
    path = VillageAccess.objects.filter(collection=collection).values_list("village__path", flat=True).first()
    return path is None or path in standing.by_village


class VillageWallMiddleware:
    """404 for an admin address that names a page, picture or document of a village not one's own."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest):
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs):
        if not request.path.startswith("/admin/") or not request.user.is_authenticated:
            return
        for name in PAGE_PARTS & kwargs.keys():
            page = Page.objects.filter(pk=kwargs[name]).first()
            if page is not None and not may_enter(request.user, page):
                raise Http404
        for name, model in FILE_PARTS.items():
            if name in kwargs:
                found = model.objects.filter(pk=kwargs[name]).select_related("collection").first()
                if found is not None and not may_use_file(request.user, found.collection):
                    raise Http404
