"""What ``run_due`` does for the desk, and what follows from publishing and from a pause that ends.

Ends and beginnings of pages by the clock are Wagtail's (``publish_scheduled``), done before.
"""

from collections.abc import Iterable

from django.db import transaction
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page
from wagtail.signals import page_published

from audit import words
from core import due
from editorial.care import give_due_dates, note_publication
from editorial.deadlines import begin_anew, escalate
from editorial.models import PageCare
from editorial.owners import give_owners
from notifications.sending import notify
from village_pages.enums import Role, VillageChange, VillageState
from village_pages.models import VillagePage
from village_pages.places import village_path
from village_pages.rights import reviewers_of
from village_pages.signals import village_changed

words.register(
    {
        "review.escalated": gettext_lazy("Pemeriksaan lewat batas waktu"),
        "page.checked": gettext_lazy("Halaman diperiksa: masih benar"),
        "page.owner_given": gettext_lazy("Halaman diserahkan kepada"),
    }
)


@transaction.atomic
def tell_of_checks() -> int:
    """Tell owners and cadres of pages whose review date has come; each date once. Returns how many pages.

    One message for all pages of a village that are the same person's business, not one a page. What becomes
    due in a village where nobody writes waits until somebody does.
    """
    now = timezone.now()
    rows = list(
        PageCare.objects.filter(check_due_at__lte=now, check_told_at=None, page__live=True)
        .select_for_update(of=("self",))
        .select_related("page__owner")
        .order_by("check_due_at", "pk")
    )
    by_village: dict[str | None, list[Page]] = {}
    for care in rows:
        by_village.setdefault(village_path(care.page), []).append(care.page)
    villages = VillagePage.objects.filter(path__in=[path for path in by_village if path])
    open_villages = {village.path: village for village in villages.filter(access__state=VillageState.OPEN)}
    told = []
    for path, pages in by_village.items():
        if path is None or path in open_villages:
            _tell(open_villages.get(path or ""), pages)
            told += [page.pk for page in pages]
    PageCare.objects.filter(page__in=told).update(check_told_at=now)
    return len(told)


def _tell(village, pages: list[Page]) -> None:
    reviewers = list(reviewers_of(village, [Role.CADRE] if village else [Role.OFFICER]))
    _notify(reviewers, village, pages, reverse("page_checks"))
    others: dict = {}
    for page in pages:
        if page.owner is not None and page.owner not in reviewers:
            others.setdefault(page.owner, []).append(page)
    for owner, own in others.items():
        _notify([owner], village, own, reverse("wagtailadmin_pages:edit", args=[own[0].pk]))


def _notify(people: Iterable, village, pages: list[Page], url: str) -> None:
    if len(pages) == 1:
        headline = _("“%(title)s” perlu diperiksa ulang: masih benar?") % {"title": pages[0].title}
    else:
        headline = _("%(count)d halaman perlu diperiksa ulang: masih benar?") % {"count": len(pages)}
    notify(people, "page.check_due", headline=headline, village=village, url=url)


@receiver(page_published)
def publishing_is_checking(sender, instance, revision=None, **kwargs):
    note_publication(instance, revision)


@receiver(village_changed)
def time_begins_anew(sender, village, change, **kwargs):
    if change == VillageChange.RESUMED:
        begin_anew(village)


due.register("owners of pages", give_owners)
due.register("review dates", give_due_dates)
due.register("pages to check", tell_of_checks)
due.register("late reviews", escalate)
