"""What everybody can open: further comments of a page, and a comment at its own address."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comments import reading
from comments.models import ResidentComment
from comments.models.comment import is_public_id
from comments.views.answers import page_or_404, public
from village_pages.navigation import surroundings


@require_safe
def further(request: HttpRequest, page_key: uuid.UUID) -> HttpResponse:
    """Further comments of a page, 20 at a time; ``?sesudah=`` names the last one already read."""
    if set(request.GET) - {"sesudah"}:
        # One address for one content, so that nobody can fill the cache with made-up ones.
        cursor = request.GET.get("sesudah", "")
        query = f"?sesudah={cursor}" if is_public_id(cursor) else ""
        return HttpResponseRedirect(f"{request.path}{query}")
    page, village = page_or_404(page_key)
    thread = reading.thread_of(page)
    after: ResidentComment | None = None
    if asked := request.GET.get("sesudah"):
        after = (
            ResidentComment.objects.filter(thread=thread, public_id=asked, depth=0).first()
            if thread and is_public_id(asked)
            else None
        )
        if after is None:
            raise Http404
    part = reading.slice_of(thread, after) if thread else reading.Slice(comments=[], after=None)
    context = surroundings(request, village=village) | {
        "commented_page": page,
        "commented_url": page.get_url(request),
        "page_key": page_key,
        "thread": thread,
        "part": part,
        "is_start": after is None,
    }
    return public(render(request, "comments/further.html", context), village)


@require_safe
def comment(request: HttpRequest, public_id: str) -> HttpResponse:
    """A published comment at its own address, whole, with its answers. Anything unpublished is a 404."""
    found = (
        ResidentComment.objects.published()
        .of_readable_pages()
        .filter(public_id=public_id)
        .select_related("thread__page", "village__access")
        .with_author_role()
        .with_answers()
        .first()
    )
    if found is None:
        raise Http404
    context = surroundings(request, village=found.village) | {
        "comment": found,
        "commented_page": found.thread.page,
        "commented_url": found.thread.page.get_url(request),
    }
    return public(render(request, "comments/comment.html", context), found.village)
