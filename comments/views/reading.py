"""What everybody can open: further comments of a page, a comment at its own address, the feed of a page."""

import uuid
from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comments import badges, modes, reading
from comments.enums import STUB_STATES, CommentState, ThreadMode
from comments.feeds import PageCommentFeed
from comments.models import CommunitySpacePage, ResidentComment
from comments.models.comment import is_public_id
from comments.topics.listing import address_of
from comments.views.answers import page_or_404, public
from core.caching import changes_at
from village_pages.navigation import surroundings


def one_address(*keys: str) -> Callable:
    """Send everything but ``keys``, each once and with a value that can mean something, to the clean address.

    So that nobody can fill the cache with made-up ones.
    """

    def guarding(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            after, is_newest_first = request.GET.get("sesudah", ""), is_newest(request)
            known = reading.query_of(after, is_newest_first)
            given = dict(request.GET.lists())
            if given == {key: [value] for key, value in known.items()} and known.keys() <= set(keys):
                return view(request, *args, **kwargs)
            query = reading.query_of(after if is_public_id(after) else None, is_newest_first)
            clean = urlencode({key: value for key, value in query.items() if key in keys})
            return HttpResponseRedirect(f"{request.path}{'?' if clean else ''}{clean}")

        return guarded

    return guarding


def is_newest(request: HttpRequest) -> bool:
    return request.GET.get("urut") == reading.NEWEST


def cursor_among(comments, request: HttpRequest) -> ResidentComment | None:
    """The one of ``comments`` after which the reader goes on, whatever became of it since; else ``None``.

    Raises ``Http404`` for what never stood there.
    """
    asked = request.GET.get("sesudah")
    if not asked:
        return None
    stood = comments.filter(state__in=(CommentState.PUBLISHED, *STUB_STATES))
    after = stood.filter(public_id=asked).first() if is_public_id(asked) else None
    if after is None:
        raise Http404
    return after


@require_safe
@one_address("sesudah", "urut")
def further(request: HttpRequest, page_key: uuid.UUID) -> HttpResponse:
    """Comments of a page, 20 at a time; after the one in ``?sesudah=``; ``?urut=baru`` turns the order."""
    page, village = page_or_404(page_key)
    thread = reading.thread_of(page)
    openness = openness_or_404(request, page, village, thread)
    if isinstance(page, CommunitySpacePage):
        return HttpResponseRedirect(page.get_url(request) or "/")
    after = cursor_among(ResidentComment.objects.filter(thread=thread, depth=0), request)
    part = reading.Slice([], None, is_newest(request))
    if thread is not None:
        part = reading.slice_of(thread, after, is_newest_first=part.is_newest_first)
    changes_at(request, badges.until(part.comments))
    context = surroundings(request, village=village) | {
        "commented_page": page,
        "commented_url": page.get_url(request),
        "page_key": page_key,
        "thread": thread,
        "part": part,
        "is_open": openness.is_open,
        "is_start": after is None,
    }
    return public(render(request, "comments/further.html", context), village)


@require_safe
@one_address("sesudah")
def comment(request: HttpRequest, public_id: str) -> HttpResponse:
    """A comment at its own address, whole, with its answers 20 at a time.

    Anything unpublished is a 404, but a stub that answers hang on: they are read below it. A topic of a
    community space has its page there.
    """
    found = (
        ResidentComment.objects.to_show()
        .of_readable_pages()
        .filter(public_id=public_id)
        .with_badges()
        .select_related(
            "resident__village", "root", "thread__page", "thread__village__access", "village__comment_rules"
        )
        .first()
    )
    if found is None:
        raise Http404
    thread = found.thread
    page = thread.page.specific
    openness = openness_or_404(request, page, thread.village, thread)
    if isinstance(page, CommunitySpacePage) and found.root_id is None:
        query = f"?{urlencode(request.GET)}" if request.GET else ""
        return HttpResponseRedirect(f"{address_of(page.get_url(request) or '/', found)}{query}")
    after = cursor_among(found.answers, request)
    part = reading.answers_of(found, after)
    changes_at(request, badges.until([found, *part.comments]))
    context = surroundings(request, village=thread.village) | {
        "comment": found,
        "part": part,
        "commented_page": page,
        "commented_url": page.get_url(request),
        "page_key": page.translation_key,
        "is_open": modes.below(openness, found, page).is_open,
        "is_start": after is None,
    }
    return public(render(request, "comments/comment.html", context), thread.village)


@require_safe
@one_address()
def page_feed(request: HttpRequest, page_key: uuid.UUID) -> HttpResponse:
    """The newest comments of a page as Atom."""
    page, village = page_or_404(page_key)
    openness_or_404(request, page, village, reading.thread_of(page))
    return public(PageCommentFeed()(request, page=page), village)


def openness_or_404(request: HttpRequest, page, village, thread) -> modes.Openness:
    """How ``page`` takes comments, with a note of when that ends; ``Http404`` where all words are private."""
    openness = modes.openness_of(page, thread.village if thread is not None else village, thread)
    if openness.mode == ThreadMode.PRIVATE:
        raise Http404
    if openness.is_open:
        changes_at(request, openness.closes_at)
    return openness
