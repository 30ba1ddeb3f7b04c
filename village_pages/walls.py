"""The wall between villages in the admin: whatever screen names a page, its village is asked first.

Wagtail's screens check their own permission each in its own way; some show a title or a draft before
they do. Here one rule stands before all of them, by the names of their address parts, so that a
screen that a later Wagtail adds meets it too.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import F, Q
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import ResolverMatch
from wagtail.admin import messages
from wagtail.models import Page, PageQuerySet, TaskState

from core.models import CustomDocument, CustomImage
from core.query import keys_in
from village_pages.files import IN_LIVE_USE, may_change_file, may_use_file
from village_pages.places import VILLAGE_DEPTH, in_villages, village_path
from village_pages.rights import standing_of, villages_where

Guarded = type[Page] | type[CustomImage] | type[CustomDocument]

PAGE_PARTS = frozenset(
    {"page_id", "parent_page_id", "page_to_move_id", "destination_page_id", "destination_id"}
)
# Names of form fields that hold a page: the form shown again would call it by its newest title.
POSTED_PAGES = frozenset({"new_parent_page", "parent_page", "chooser", "destination_page_id"})
FILE_PARTS = {"image_id": CustomImage, "document_id": CustomDocument, "doc_id": CustomDocument}
# Choosers and the admin's API name a thing by `pk`, or several by `?id=`; what it is follows from where.
BY_NAMESPACE = {
    "wagtailimages_chooser": CustomImage,
    "wagtaildocs_chooser": CustomDocument,
    "wagtailadmin_api:pages": Page,
    "wagtailadmin_api:images": CustomImage,
    "wagtailadmin_api:documents": CustomDocument,
}
# Lists that no screen of ours asks for and that know no villages. What waits for whom stands on the desk.
CLOSED_LISTS = frozenset({"wagtailadmin_api:images:listing", "wagtailadmin_api:documents:listing"})
# Wagtail's own screens that know no villages: the administrator's.
CLOSED_NAMESPACES = frozenset(
    {
        "wagtailadmin_collections",
        "wagtailadmin_reports",
        "wagtailadmin_workflows",
        "wagtailredirects",
        "wagtailsites",
        "wagtailsnippets",
        "wagtailusers_groups",
        "wagtailusers_users",
    }
)
# Topics of files are of no use here, and would be shared by all villages.
CLOSED_ACTIONS = frozenset({"add_tags"})
READING = frozenset({"GET", "HEAD", "OPTIONS"})


def may_enter(user, page: Page) -> bool:
    """May ``user`` see ``page`` in the admin? Its village's people may, and the regency's.

    Of the regency's own pages everybody may see the portal, and what readers see.
    """
    path = village_path(page)
    standing = standing_of(user)
    if standing.regency:
        return True
    if path is not None:
        return path in standing.by_village
    return page.depth < VILLAGE_DEPTH or _as_readers_see_it().filter(pk=page.pk).exists()


def _as_readers_see_it() -> PageQuerySet:
    """Pages whose newest words are public. A live page with newer ones is shown by those in the admin."""
    return Page.objects.filter(live=True, has_unpublished_changes=False, title=F("draft_title"))


def readable_pages(pages: PageQuerySet, user) -> PageQuerySet:
    """Those of ``pages`` for which ``may_enter`` says yes, and what readers see of other villages."""
    if standing_of(user).regency:
        return pages
    # By key, because the search of pages cannot filter by a field that it does not index.
    public = Q(pk__in=_as_readers_see_it().order_by().values("pk"))
    return pages.filter(in_villages(villages_where(user)) | Q(depth__lt=VILLAGE_DEPTH) | public)


def refuse(request: HttpRequest):
    """What Wagtail does with somebody who has no right here; its own leads to the home with a message.

    Raises ``PermissionDenied``, so that a script, a reader and a test all see that nothing was done. One
    that was raised already keeps its words: a refusal to publish says what helps.
    """
    raised = sys.exception()
    raise raised if isinstance(raised, PermissionDenied) else PermissionDenied


class VillageWallMiddleware:
    """404 for an admin address that names a page, picture or document of a village not one's own.

    The same answer, from the same place, as for one that does not exist. Changing a file that readers see
    sends back whoever may not publish where the file belongs.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest):
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs):
        if not request.path_info.startswith("/admin/") or not request.user.is_authenticated:
            return
        match = request.resolver_match
        if match is None:  # Django asks after it has found the screen; a wall does not guess
            raise Http404
        # The doors that only lead to /akun/ have no name; all screens have one.
        if match.url_name and not request.user.has_perm("wagtailadmin.access_admin"):
            # Wagtail would send them to sign in, and sign-in, since they are, back here.
            raise PermissionDenied
        closed = (
            match.view_name in CLOSED_LISTS
            or match.namespace in CLOSED_NAMESPACES
            or kwargs.get("action") in CLOSED_ACTIONS
        )
        if closed and not request.user.is_superuser:
            raise Http404
        if _asks_for_everything(request) and not standing_of(request.user).regency:
            raise Http404
        for model, text in _named(request, match, args, kwargs):
            keys = keys_in(text)
            if not keys:
                raise Http404
            for key in keys:
                if model is Page:
                    page = Page.objects.filter(pk=key).first()
                    refused = page is None or not may_enter(request.user, page)
                else:
                    found = model.objects.filter(pk=key).select_related("collection").first()
                    refused = found is None or not may_use_file(request.user, found.collection)
                    writes = request.method not in READING
                    if writes and not refused and not may_change_file(request.user, found):
                        return sent_back(request)
                if refused:
                    raise Http404
        if _mixes_reviews(kwargs):
            raise Http404


def sent_back(request: HttpRequest) -> HttpResponseBase:
    """The answer to changing a file that readers see: the reason, where it was tried."""
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        raise PermissionDenied(IN_LIVE_USE)
    messages.error(request, IN_LIVE_USE)
    return redirect(request.get_full_path())


def _asks_for_everything(request: HttpRequest) -> bool:
    """A bulk action on "all": Wagtail lists what one has no right to as well, by title."""
    return "all" in request.GET.getlist("id") and "childOf" not in request.GET


def _mixes_reviews(kwargs) -> bool:
    """Does the address name a page and a step of another page's review?"""
    if "task_state_id" not in kwargs or "page_id" not in kwargs:
        return False
    steps = TaskState.objects.filter(pk=kwargs["task_state_id"])
    return not steps.filter(workflow_state__object_id=str(kwargs["page_id"])).exists()


def _posted(request: HttpRequest) -> Mapping[str, Any]:
    """What a form or the admin's API sends; nothing for any other body."""
    if request.content_type != "application/json":
        return request.POST
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError):
        return {}
    return sent if isinstance(sent, dict) else {}


def _named(request: HttpRequest, match: ResolverMatch, args, kwargs) -> Iterator[tuple[Guarded, str]]:
    """Kind and key of every page, picture and document that the address names."""
    for part in PAGE_PARTS & kwargs.keys():
        yield Page, str(kwargs[part])
    for part in FILE_PARTS.keys() & kwargs.keys():
        yield FILE_PARTS[part], str(kwargs[part])
    if match.url_name == "revisions_compare":
        yield Page, str(args[0])  # its parts have no names
    if request.method not in READING:
        posted = _posted(request)
        for part in POSTED_PAGES & posted.keys():
            if posted[part]:
                yield Page, str(posted[part])
    model = BY_NAMESPACE.get(match.namespace)
    if match.url_name == "wagtailadmin_choose_page_chosen_multiple":
        model = Page
    elif "model_name" in kwargs:  # bulk actions, who else is editing
        try:
            model = apps.get_model(kwargs.get("app_label"), kwargs["model_name"])
        except (LookupError, ValueError):
            model = None
    if model is not None and issubclass(model, Page):
        model = Page
    if model is not None and model in (Page, CustomImage, CustomDocument):
        keys = [kwargs.get("pk"), kwargs.get("object_id"), *request.GET.getlist("id")]
        if model is Page:
            keys.append(request.GET.get("childOf"))
        # Of "all", one's own are taken, or the address was refused before.
        yield from ((model, str(key)) for key in keys if key not in (None, "", "all"))
