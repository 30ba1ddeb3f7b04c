"""What the checks find in pages that are public, and what reviewers say of it."""

import logging
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from wagtail.models import Page

from audit.log import record
from editorial.content_checks import Problem, open_problems
from editorial.models import CheckOverride, PageCare, care_of
from village_pages.places import in_villages, village_of
from village_pages.rights import may_publish, regency_roles, villages_where

logger = logging.getLogger(__name__)

AT_A_TIME = 50
AGAIN_AFTER = timedelta(days=1)


def remember(page: Page, found: list[Problem], now: datetime | None = None) -> None:
    """Keep what was found in the published ``page``. When it began stays while there is any problem."""
    now = now or timezone.now()
    rows = PageCare.objects.filter(pk=care_of(page).pk)
    since = None if not found else rows.values_list("problems_since", flat=True).first() or now
    rows.update(problems=[one.as_data() for one in found], problems_at=now, problems_since=since)


def look_again() -> int:
    """Check the live pages whose last check is oldest, each at most once a day. Returns how many.

    One that cannot be checked keeps what was found before, and holds up no other.
    """
    now = timezone.now()
    due = Q(care__problems_at__isnull=True) | Q(care__problems_at__lte=now - AGAIN_AFTER)
    pages = Page.objects.live().filter(due, depth__gt=1)
    pages = pages.order_by(F("care__problems_at").asc(nulls_first=True), "pk")[:AT_A_TIME]
    looked_at = list(pages.specific())
    for page in looked_at:
        try:
            remember(page, open_problems(page), now)
        except Exception:
            logger.exception("The content of page %s cannot be checked", page.pk)
            PageCare.objects.filter(pk=care_of(page).pk).update(problems_at=now)
    return len(looked_at)


def care_with_problems(user) -> QuerySet:
    """Rows of public pages with problems, of the villages of ``user`` (all for the regency), oldest first."""
    rows = PageCare.objects.filter(problems_since__isnull=False, page__live=True).order_by("problems_since")
    if regency_roles(user):
        return rows
    mine = Page.objects.filter(in_villages(villages_where(user)))
    return rows.filter(page__in=mine.values("pk"))


@transaction.atomic
def overrule(page: Page, problem: Problem, *, by, reason: str) -> CheckOverride:
    """Say that ``problem`` is none, of this finding on this page only. Said before: that word stays.

    ``PermissionDenied`` where ``by`` may not publish the page, and for what is no matter of judgement.
    """
    if not problem.judgement or not may_publish(by, page):
        raise PermissionDenied
    word, is_new = CheckOverride.objects.get_or_create(
        page_id=page.pk,
        code=problem.code,
        found_in=problem.found_in,
        defaults={"reason": reason, "by": by},
    )
    if is_new:
        record(
            "check.overridden",
            village=village_of(page),
            by=by,
            about=page,
            name=page.title,
            after=problem.words,
            reason=reason,
        )
        # The published page may have it as well: looked at again by the next due work.
        PageCare.objects.filter(page_id=page.pk).update(problems_at=None)
    return word
