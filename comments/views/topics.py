"""Topics of the community space for everybody: one with all that became of it, supporting it, the figures."""

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from comments import badges, limits, modes, reading
from comments.limits import Limit
from comments.models import ResidentComment, Topic
from comments.residents.sessions import resident_of
from comments.topics import figures, listing, supporting
from comments.topics.progress import steps_of
from comments.views.answers import TOKEN_FAILED, TokenCheck, own, public, public_form
from comments.views.reading import cursor_among, one_address, openness_or_404
from core.caching import changes_at, depends_on
from village_pages.models import RegencyHomePage, VillagePage
from village_pages.navigation import page_context, surroundings

BROWSER_COOKIE = "dukungan"
BROWSER_SECONDS = 365 * 24 * 3600
_BROWSER = re.compile(r"[\w-]{24}", re.ASCII)
BY_BROWSER = Limit("support-browser", 20, 3600)
# Forty neighbours share one address.
BY_ADDRESS = Limit("support-address", 200, 3600)
DONE, TAKEN_BACK = "diterima", "ditarik"


@require_safe
@one_address("sesudah")
def show_topic(request: HttpRequest, space: Page, public_id: str) -> HttpResponse:
    """One topic of ``space``: its words, its steps, and what people say, 20 at a time.

    One that is not public any more is a 404, or the stub that answers hang on, as other comments are.
    """
    comment = (
        ResidentComment.objects.to_show()
        .filter(thread__page=space.pk, public_id=public_id, topic__isnull=False)
        .with_badges()
        .select_related("topic", "picture", "thread__village__access", "thread__village__comment_rules")
        .first()
    )
    if comment is None:
        raise Http404
    village = comment.thread.village
    answers = modes.below(openness_or_404(request, space, village, comment.thread), comment, space)
    if answers.is_open:
        changes_at(request, comment.answers_close_at)
    after = cursor_among(comment.answers, request)
    part = reading.answers_of(comment, after)
    changes_at(request, badges.until([comment, *part.comments]))
    # So that the page asks for its village no more.
    space.village = village  # type: ignore[attr-defined]
    context = page_context(space, request) | _topic_context(comment, village)
    space_url = space.get_url(request) or "/"
    context["breadcrumbs"] = [*context["breadcrumbs"], (space.title, space_url)]
    context |= {
        "page": space,
        "space_url": space_url,
        "comment": comment,
        "part": part,
        "page_key": space.translation_key,
        "is_open": answers.is_open,
        "closed_words": answers.closed_because.label if answers.closed_because else "",
        "answers_close_at": comment.answers_close_at if answers.is_open else None,
        "is_start": after is None,
    }
    return public(render(request, "comments/topics/topic.html", context), village)


def _topic_context(comment: ResidentComment, village: VillagePage) -> dict:
    """What is told of the topic itself: nothing where its words are gone (one query)."""
    if not comment.is_shown:
        return {}
    topic = comment.topic
    topic.comment, topic.village = comment, village
    shared = _("%(title)s (%(kind)s, Ruang Komunitas %(village)s)") % {
        "title": topic.title,
        "kind": topic.get_kind_display(),
        "village": village.full_name,
    }
    steps = [(step, listing.in_days(step.waited_days)) for step in steps_of(topic)]
    waits = listing.days_waited(topic)
    return {
        "topic": topic,
        "steps": steps,
        "waits": None if waits is None else listing.in_days(waits),
        "picture": getattr(comment, "picture", None),
        "takes_support": supporting.takes_support(topic),
        "shared": {"title": shared},
    }


def show_figures(home: RegencyHomePage, request: HttpRequest) -> HttpResponse:
    """How all villages answer: a table in alphabetical order, the same number of queries for any number.

    It has one address: nobody fills the cache with made-up ones.
    """
    if request.GET:
        return HttpResponseRedirect(request.path)
    topics = listing.readable()
    villages = home.villages().order_by("title", "district")
    counted = figures.figures_of(topics, VillagePage.objects.filter(pk__in=villages.order_by().values("pk")))
    home_url = home.get_url(request) or "/"
    context = page_context(home, request) | {
        "page": home,
        "breadcrumbs": [(_("Beranda"), home_url)],
        "villages": [(village, counted.get(village.pk, figures.Figures())) for village in villages],
        "enough": figures.ENOUGH,
        "days_looked_back": figures.LOOKED_BACK.days,
    }
    response = TemplateResponse(request, "comments/topics/figures.html", context)
    depends_on(response, ["portal"])
    return response


@dataclass(frozen=True)
class _Refusal:
    """Not counted: ``status`` and words for the reader."""

    status: int
    words: str
    retry_after: int | None = None


@public_form()
def support(request: HttpRequest, public_id: str) -> HttpResponse:
    """A page with one button that counts once, or takes that back. 303 to the same page, which thanks."""
    topic = _topic_or_404(public_id)
    browser = _browser_of(request)
    if request.method != "POST":
        return _support_page(request, topic, browser)
    if not TokenCheck().is_passed(request) or browser is None:
        return _support_page(request, topic, browser, _Refusal(403, str(TOKEN_FAILED)))
    resident = resident_of(request)
    refusal = _over_limit(request)
    if refusal is not None:
        return _support_page(request, topic, browser, refusal)
    if "tarik" in request.POST:
        supporting.take_back(topic, resident=resident, browser=browser)
        return _see_other(topic, TAKEN_BACK)
    try:
        supporting.support(topic, resident=resident, browser=browser)
    except supporting.NotTakenError:
        return _support_page(request, topic, browser, _Refusal(409, ""))
    return _see_other(topic, DONE)


def _topic_or_404(public_id: str) -> Topic:
    topics = listing.readable().select_related("comment__thread__page", "village__access")
    topic = topics.filter(comment__public_id=public_id).first()
    if topic is None or topic.village.is_closed:
        raise Http404
    return topic


def _browser_of(request: HttpRequest) -> str | None:
    """The mark that this browser was given with the page, if it kept it."""
    mark = request.COOKIES.get(BROWSER_COOKIE, "")
    return mark if _BROWSER.fullmatch(mark) else None


def _over_limit(request: HttpRequest) -> _Refusal | None:
    counts = [limits.hit(BY_BROWSER, f"device:{limits.device_of(request) or ''}")]
    if counts[0] is not None and not counts[0].is_over and resident_of(request) is None:
        counts.append(limits.hit(BY_ADDRESS, limits.address_of(request)))
    if None in counts:
        return _Refusal(503, _("Situs sedang sibuk. Tunggu sebentar, lalu tekan sekali lagi."), 30)
    over = next((count for count in counts if count is not None and count.is_over), None)
    if over is None:
        return None
    words = _("Terlalu banyak dukungan dari sini. Coba lagi sesudah pukul %(time)s WIB.")
    return _Refusal(
        429,
        words % {"time": f"{timezone.localtime(over.until):%H.%M}"},
        limits.seconds_until(over.until),
    )


def _see_other(topic: Topic, done: str) -> HttpResponse:
    response = HttpResponseRedirect(f"{_address_of(topic)}?selesai={done}")
    response.status_code = 303
    return own(response)


def _address_of(topic: Topic) -> str:
    return reverse("comments:support", args=[topic.comment.public_id])


def _support_page(
    request: HttpRequest, topic: Topic, browser: str | None, refusal: _Refusal | None = None
) -> HttpResponse:
    resident = resident_of(request)
    space: Any = topic.comment.thread.page
    context = surroundings(request, village=topic.village) | {
        "topic": topic,
        "topic_url": listing.address_of(space.get_url(request) or "/", topic.comment),
        "resident": resident,
        "is_mine": browser is not None
        and supporting.own_support(topic, resident=resident, browser=browser) is not None,
        "takes_support": supporting.takes_support(topic),
        "refusal": refusal,
        "done": request.GET.get("selesai") if refusal is None else None,
    }
    status = refusal.status if refusal is not None else 200
    response = own(render(request, "comments/support.html", context, status=status))
    if refusal is not None and refusal.retry_after is not None:
        response["Retry-After"] = str(refusal.retry_after)
    if browser is None:
        response.set_cookie(
            BROWSER_COOKIE,
            supporting.new_browser(),
            max_age=BROWSER_SECONDS,
            path=_address_of(topic).removesuffix(f"{topic.comment.public_id}/"),
            httponly=True,
            samesite="Lax",
            secure=settings.CSRF_COOKIE_SECURE,
        )
    return response
