"""Where the thing that an act is about can be opened now, by the person who reads the log.

Apps register for their own things; a page, picture or document is known here.
"""

from collections.abc import Callable, Iterable, Mapping

from django.urls import reverse
from wagtail.documents.permissions import permission_policy as document_policy
from wagtail.images.permissions import permission_policy as image_policy
from wagtail.models import Page

from audit.log import Reference
from audit.models import Act
from village_pages.places import village_path
from village_pages.rights import regency_roles, standing_of

# Given a person and primary keys: the addresses of those that exist and that the person may open. A number
# of queries that does not grow with the keys.
Finder = Callable[[object, list[str]], Mapping[str, str]]

_finders: dict[str, list[Finder]] = {}


def register(object_type: str, finder: Finder) -> None:
    """Add where things of ``object_type`` (``app_label.model``) are opened; the first that knows wins."""
    _finders.setdefault(object_type, []).append(finder)


def addresses_for(user, acts: Iterable[Act]) -> dict[Reference, str]:
    """The address of each thing in ``acts`` that ``user`` may open."""
    keys: dict[str, set[str]] = {}
    for act in acts:
        if act.object_type in _finders:
            keys.setdefault(act.object_type, set()).add(act.object_key)
    return {
        (object_type, key): address
        for object_type, wanted in keys.items()
        for finder in reversed(_finders[object_type])
        for key, address in finder(user, sorted(wanted)).items()
    }


def _pages(user, keys: list[str]) -> dict[str, str]:
    pages = Page.objects.filter(pk__in=keys).only("path", "content_type")
    return {
        str(page.pk): reverse("wagtailadmin_pages:edit", args=[page.pk])
        for page in pages
        if _writes(user, page)
    }


def _writes(user, page: Page) -> bool:
    """Whoever reads a village's acts reviews there, and so may edit, unless nobody writes there now."""
    if user.is_superuser:
        return True
    path, standing = village_path(page), standing_of(user)
    if path is None:
        return bool(regency_roles(user))
    return path in standing.by_village and path not in standing.read_only


def _files(policy, address: str) -> Finder:
    def find(user, keys: list[str]) -> dict[str, str]:
        found = policy.instances_user_has_permission_for(user, "change").filter(pk__in=keys)
        return {str(pk): reverse(address, args=[pk]) for pk in found.values_list("pk", flat=True)}

    return find


register("wagtailcore.page", _pages)
register("core.customimage", _files(image_policy, "wagtailimages:edit"))
register("core.customdocument", _files(document_policy, "wagtaildocs:edit"))
