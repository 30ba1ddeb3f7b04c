"""The way out of pictures and documents: what may leave, to whom, and never as a page that could run.

Pictures leave as renditions only, under names that cannot be guessed. Documents leave when a live page refers
to them, or to somebody with a right in their village; to anybody else they do not exist. With
``MEDIA_ACCEL_PREFIX`` set the answer only names the file and the proxy in front sends it.
"""

import re
from typing import Any

from django.conf import settings
from django.core.files.storage import Storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from django.utils.encoding import iri_to_uri
from django.views.decorators.http import require_safe
from wagtail.documents.permissions import permission_policy

from core.models import CustomDocument, CustomRendition
from village_pages.files import is_shown_beside_pages, live_pages_with, may_use_file, owner_path

# A browser must take these files for what they are, and run nothing found in them.
HARMLESS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
}
RENDITION_TYPES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
}
RENDITION_NAME = re.compile(r"[A-Za-z0-9_-]{22}(?:_[A-Za-z0-9]{7})?\.(?P<ending>jpg|png|gif|webp|avif)")


@require_safe
def rendition(request: HttpRequest, name: str) -> HttpResponseBase:
    """One picture. Its name is its version, so browsers may keep it for good. 404 for every other name."""
    match = RENDITION_NAME.fullmatch(name)
    if match is None:
        raise Http404
    response = _sent(
        request,
        storage=CustomRendition._meta.get_field("file").storage,
        path=f"renditions/{name}",
        content_type=RENDITION_TYPES[match["ending"]],
        etag=f'"{name}"',
    )
    patch_cache_control(response, public=True, max_age=365 * 24 * 3600, immutable=True)
    return response


@require_safe
def document(request: HttpRequest, document_id: int, filename: str) -> HttpResponseBase:
    """One document, as a download. 404 where it does not exist for this reader, or under another name."""
    found = CustomDocument.objects.select_related("collection").filter(pk=document_id).first()
    if found is None or found.filename != filename:
        raise Http404
    public = is_in_live_use(found)
    if not public and not may_see_unpublished(request.user, found):
        raise Http404
    response = _sent(
        request,
        storage=found.file.storage,
        path=found.file.name,
        content_type=found.content_type,
        etag=f'"{found.get_file_hash()}"',
    )
    # Names are plain letters, digits, hyphens and one dot (core.uploads): nothing to escape.
    response["Content-Disposition"] = f'attachment; filename="{found.filename}"'
    if public:
        # Asked again each time: the page that makes it public may be taken down at any moment.
        patch_cache_control(response, no_cache=True)
    else:
        patch_cache_control(response, private=True, no_store=True)
    return response


def is_in_live_use(document: CustomDocument) -> bool:
    """Whether what readers can see now refers to ``document``.

    Only pages of the document's own village count, any page, and what the regency shows beside pages, for a
    shared document. Pages and collections that somebody closed (view restrictions) make nothing public.
    """
    if document.collection.get_view_restrictions():
        return False
    pages = live_pages_with(document).public()
    owner = owner_path(document.collection)
    if (pages.filter(path__startswith=owner) if owner else pages).exists():
        return True
    return owner is None and is_shown_beside_pages(document)


def may_see_unpublished(user: Any, document: CustomDocument) -> bool:
    """Whether ``user`` works in the village of ``document`` and may choose or change its documents."""
    if not (user.is_authenticated and user.is_active):
        return False
    return permission_policy.user_has_any_permission_for_instance(
        user, ["choose", "change"], document
    ) and may_use_file(user, document.collection)


def _sent(
    request: HttpRequest, *, storage: Storage, path: str, content_type: str, etag: str
) -> HttpResponseBase:
    """The file, or word to the proxy to send it, or 304 where the browser has it. 404 where it is gone."""
    response: HttpResponseBase
    if etag in request.headers.get("If-None-Match", "") and storage.exists(path):
        response = HttpResponseNotModified()
    elif settings.MEDIA_ACCEL_PREFIX:
        response = HttpResponse(content_type=content_type)
        response["X-Accel-Redirect"] = iri_to_uri(f"{settings.MEDIA_ACCEL_PREFIX.rstrip('/')}/{path}")
    else:
        try:
            file = storage.open(path)
        except OSError as error:
            raise Http404 from error
        if request.method == "HEAD":
            response = HttpResponse(content_type=content_type)
            response["Content-Length"] = str(file.size)
            file.close()
        else:
            response = FileResponse(file, content_type=content_type)
            # FileResponse would name the file by its storage path.
            response["Content-Disposition"] = "inline"
    response["ETag"] = etag
    for name, value in HARMLESS.items():
        response[name] = value
    return response
