"""The slips of a service as pages below it, and the address that leads from paper back to the page."""

from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.safestring import mark_safe

from core.caching import changes_at
from core.inline_sources import allow_style
from core.qr import qr_svg
from core.stylesheet import stylesheet
from offices.models import Office
from services.facts import FactSheet, facts_of
from services.service_page import offices_of
from services.slips.paper import PAPERS, Paper, slip_of
from services.slips.stamp import stamp_of
from services.slips.words import checked_in_words

QUERY_KEY = "lembar"


def slip_route(page, name: str) -> Callable[[HttpRequest], HttpResponse] | None:
    """The view of ``<page>/lembar/`` and ``<page>/struk/``; ``None`` for any other name."""
    paper = PAPERS.get(name)
    return partial(show_slip, page=page, paper=paper) if paper else None


def show_slip(request: HttpRequest, page, paper: Paper) -> HttpResponse:
    """The slip of ``page`` on ``paper``: a page of its own, made to be printed."""
    sheet, offices = facts_of(page), offices_of(page)
    today = timezone.localdate()
    # The slip names the day on which it was made.
    tomorrow = datetime.combine(today + timedelta(days=1), time.min)
    changes_at(request, timezone.make_aware(tomorrow))
    style = stylesheet(paper.files)
    allow_style(request, style)
    return TemplateResponse(
        request,
        "services/slip.html",
        {
            "page": page,
            "village": page.village,
            "paper": paper,
            "slip": slip_of(page, sheet, offices, paper),
            "made_on": today,
            "checked": checked_in_words(page),
            "page_url": address_of(page, request),
            "qr": mark_safe(qr_svg(stamped_address(page, sheet, offices, request))),
            # Our own files, and only what the policy allows by its hash is used.
            "style": mark_safe(style),
        },
    )


def address_of(page, request: HttpRequest) -> str:
    """The whole address of ``page``, at the host that the reader came by: a village may have its own."""
    return request.build_absolute_uri(page.get_url(request))


def stamped_address(page, sheet: FactSheet, offices: Sequence[Office], request: HttpRequest) -> str:
    """Where the slip's QR leads: the page, which then tells what has changed since today."""
    stamp = stamp_of(sheet, offices, timezone.localdate())
    return f"{address_of(page, request)}?{QUERY_KEY}={stamp}"
