"""What time will do, and by when people have to: one list of one or more villages, in the order of time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from editorial.care import checked_models
from editorial.deadlines import waiting_rounds
from editorial.models import PageCare
from village_pages.places import in_villages

AHEAD = timedelta(days=60)
# Of each kind; more would not be read.
MOST = 500


class What(models.TextChoices):
    """Why a page stands in the calendar."""

    GOES_LIVE = "goes_live", _("Mulai tayang")
    ASKS_TO_GO_LIVE = "asks", _("Minta tayang, belum disetujui")
    ENDS = "ends", _("Berhenti tayang")
    HOLDS_UNTIL = "holds_until", _("Masa berlaku habis")
    CHECK = "check", _("Periksa ulang")
    REVIEW = "review", _("Batas waktu pemeriksaan")


@dataclass(frozen=True, order=True)
class Entry:
    at: datetime
    what: str
    page_id: int


def entries_of(villages: Iterable | None) -> list[Entry]:
    """What is late, and the next sixty days, of ``villages``; ``None``: everywhere. Four queries."""
    until = timezone.now() + AHEAD
    pages = Page.objects.order_by()
    if villages is not None:
        pages = pages.filter(in_villages(villages))
    return sorted(
        [
            *_to_go_live(pages, until),
            *_to_end(pages, until),
            *_to_check(pages, until),
            *_waiting(pages, until),
        ]
    )


def _to_go_live(pages, until: datetime) -> list[Entry]:
    keys = pages.annotate(key=Cast("pk", models.CharField())).values("key")
    approved = Revision.page_revisions.filter(approved_go_live_at__lte=until, object_id__in=keys)
    rows = approved.order_by("approved_go_live_at").values_list("object_id", "approved_go_live_at")
    times = {int(key): at for key, at in rows[:MOST]}
    return [Entry(at, What.GOES_LIVE, key) for key, at in times.items()]


def _to_end(pages, until: datetime) -> list[Entry]:
    ending = pages.filter(live=True, expire_at__lte=until).order_by("expire_at")
    return [Entry(at, What.ENDS, key) for key, at in ending.values_list("pk", "expire_at")[:MOST]]


def _to_check(pages, until: datetime) -> list[Entry]:
    """The date of a page that says until when it holds is its own end."""
    ending = [model for model in checked_models() if getattr(model, "expiry_field", "")]
    types = {one.pk for one in ContentType.objects.get_for_models(*ending).values()}
    rows = PageCare.objects.filter(check_due_at__lte=until, page__live=True, page__in=pages.values("pk"))
    due = rows.order_by("check_due_at").values_list("check_due_at", "page_id", "page__content_type")
    return [
        Entry(at, What.HOLDS_UNTIL if kind in types else What.CHECK, key)
        for at, key, kind in due[:MOST]
        if at
    ]


def _waiting(pages, until: datetime) -> list[Entry]:
    """Reviews by their time, and what the waiting version asks."""
    rows = waiting_rounds().filter(page__in=pages.values("pk")).order_by("due_at")
    asked = KeyTextTransform("go_live_at", "page__latest_revision__content")
    entries = []
    for key, due_at, words in rows.annotate(asked=asked).values_list("page_id", "due_at", "asked")[:MOST]:
        if due_at <= until:
            entries.append(Entry(due_at, What.REVIEW, key))
        wanted = parse_datetime(words) if words else None
        if wanted is not None and wanted <= until:
            entries.append(Entry(wanted, What.ASKS_TO_GO_LIVE, key))
    return entries
