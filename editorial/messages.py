"""Who is told what the desk announces. Nobody is told what he did himself."""

from collections.abc import Iterable

from django.dispatch import receiver
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, PageLogEntry, TaskState
from wagtail.signals import task_cancelled

from core.formats import moment
from editorial.enums import SendBackReason, Stage
from editorial.models import ReviewRound
from editorial.rules import second_readers
from editorial.signals import (
    page_archived,
    page_restored,
    review_decided,
    review_escalated,
    review_started,
)
from notifications.kinds import Kind, register
from notifications.sending import notify, settle
from village_pages.enums import Role
from village_pages.places import village_of
from village_pages.rights import reviewers_of
from village_pages.signals import publication_held

for kind in (
    Kind("review.returned", gettext_lazy("Halaman Anda dikembalikan"), may_be_muted=False, urgent=True),
    Kind("review.approved", gettext_lazy("Halaman Anda disetujui")),
    Kind("review.waiting", gettext_lazy("Halaman menunggu Anda periksa")),
    Kind("review.overdue", gettext_lazy("Pemeriksaan lewat batas waktu")),
    Kind("review.escalated", gettext_lazy("Pemeriksaan yang terlambat diteruskan kepada Anda"), urgent=True),
    Kind("page.check_due", gettext_lazy("Halaman perlu diperiksa ulang")),
    Kind("page.held", gettext_lazy("Halaman terjadwal batal tayang")),
    Kind("page.archived", gettext_lazy("Halaman diarsipkan atau dipulihkan")),
    Kind("pen.taken", gettext_lazy("Orang lain mengambil alih halaman yang sedang Anda tulis")),
):
    register(kind)


@receiver(review_started)
def tell_who_may_approve(sender, round: ReviewRound, by, **kwargs):
    page = round.page.specific
    notify(
        _others(_approvers(page), by),
        "review.waiting",
        headline=_("“%(title)s” menunggu diperiksa") % {"title": _title(page)},
        village=round.village,
        url=reverse("review_page", args=[page.pk]),
        key=_waiting(round),
    )


@receiver(review_decided)
def tell_authors(sender, round: ReviewRound, decision: str, by, words: str, **kwargs):
    """The reason of sending back, or the remark of approving, goes with it."""
    _settle(round)
    page = round.page
    planned = page.latest_revision.approved_go_live_at if page.latest_revision else None
    if decision == "approved" and planned:
        kind, headline = "review.approved", _("“%(title)s” disetujui, tayang mulai %(when)s")
    elif decision == "approved":
        kind, headline = "review.approved", _("“%(title)s” disetujui dan tayang")
    elif round.reason not in ("", SendBackReason.OTHER):
        kind, headline = "review.returned", _("“%(title)s” dikembalikan kepada Anda: %(reason)s")
    else:
        kind, headline = "review.returned", _("“%(title)s” dikembalikan kepada Anda")
    notify(
        _others([round.sent_in_by, _last_editor(page)], by),
        kind,
        headline=headline
        % {
            "title": _title(page),
            "reason": round.get_reason_display(),
            "when": moment(planned) if planned else "",
        },
        village=round.village,
        words=words,
        url=_editor(page),
        key=f"decided:{round.pk}",
    )


@receiver(review_escalated)
def tell_the_next(sender, round: ReviewRound, stage: str, **kwargs):
    """Overdue: who may approve. Two steps up: the village's ambassadors, then the officers."""
    page = round.page.specific
    title = {"title": _title(page)}
    if stage == Stage.OVERDUE:
        kind, headline = "review.overdue", _("“%(title)s” lewat batas waktu pemeriksaan") % title
        people = _approvers(page)
    elif stage == Stage.AMBASSADOR:
        kind, headline = "review.escalated", _("“%(title)s” belum diperiksa, mohon Anda bantu") % title
        people = list(reviewers_of(round.village, [Role.AMBASSADOR]))
    elif stage == Stage.OFFICER:
        kind, headline = "review.escalated", _("“%(title)s” belum juga diperiksa di desanya") % title
        people = _officers()
    else:
        return
    notify(
        people,
        kind,
        headline=headline,
        village=round.village,
        url=reverse("review_page", args=[page.pk]),
        key=_escalated(round, stage),
    )


@receiver(task_cancelled, sender=TaskState)
def nothing_waits_any_more(sender, instance: TaskState, **kwargs):
    round = ReviewRound.objects.filter(task_state=instance).first()
    if round is not None:
        _settle(round)


@receiver(publication_held)
def tell_why_it_is_not_public(sender, page: Page, words: str, **kwargs):
    """It was due by the clock: nobody may be looking. Who wrote, owns or planned it, and who can mend it."""
    village = village_of(page)
    able = reviewers_of(village, [Role.CADRE]) if village is not None else _officers()
    notify(
        [page.owner, _last_editor(page), *_who_planned(page), *able],
        "page.held",
        headline=_("“%(title)s” batal tayang pada waktunya") % {"title": _title(page)},
        village=village,
        words=words,
        url=_editor(page),
        key=f"held:{page.pk}:{page.latest_revision_id}",
    )


@receiver(page_archived)
def tell_of_archiving(sender, page: Page, by, words: str, **kwargs):
    _tell_of_archive(page, by, words, _("“%(title)s” diarsipkan"))


@receiver(page_restored)
def tell_of_restoring(sender, page: Page, by, words: str, **kwargs):
    _tell_of_archive(page, by, words, _("“%(title)s” dipulihkan dari arsip"))


def _tell_of_archive(page: Page, by, words: str, headline: str) -> None:
    notify(
        _others([page.owner, _last_editor(page)], by),
        "page.archived",
        headline=headline % {"title": _title(page)},
        village=village_of(page),
        words=words,
        url=_editor(page),
    )


def _approvers(page: Page) -> list:
    """In a village its second readers; of the regency's own pages the officers."""
    return second_readers(page) if getattr(page, "village", None) else _officers()


def _officers() -> list:
    return list(reviewers_of(None, [Role.OFFICER]))


def _last_editor(page: Page):
    return page.latest_revision.user if page.latest_revision else None


def _who_planned(page: Page) -> list:
    """Who approved it last, and who set its time."""
    approvals = TaskState.objects.for_instance(page).filter(status=TaskState.STATUS_APPROVED)
    approval = approvals.select_related("finished_by").order_by("-finished_at").first()
    logged = PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish.schedule")
    plan = logged.select_related("user").order_by("-timestamp").first()
    return [approval and approval.finished_by, plan and plan.user]


def _others(people: Iterable, by) -> list:
    return [person for person in people if person is not None and person != by]


def _title(page: Page) -> str:
    """Short enough that what is said of the page still stands behind it."""
    return Truncator(page.draft_title).chars(120)


def _editor(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def _waiting(round: ReviewRound) -> str:
    return f"waiting:{round.pk}"


def _escalated(round: ReviewRound, stage: str) -> str:
    # After a pause of the village its time begins anew, and it is told anew.
    return f"escalated:{round.pk}:{stage}:{round.due_at:%Y%m%d%H%M}"


def _settle(round: ReviewRound) -> None:
    """Others need not open what has been decided."""
    settle(_waiting(round), *(_escalated(round, stage) for stage in Stage.values))
