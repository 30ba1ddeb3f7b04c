"""The desk: the first screen after signing in, made of groups that apps register.

Each group says what waits and gives every entry one obvious action. A group is made in a number of
queries that does not grow with what it lists.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page, WorkflowState

from editorial.models import VillageReviewTask
from village_pages.enums import REGENCY_ROLES, REVIEWING_ROLES
from village_pages.places import in_villages, regency_pages, village_names, village_path
from village_pages.rights import open_villages_where, standing_of

MOST_ENTRIES = 10


@dataclass(frozen=True)
class DeskEntry:
    title: str
    url: str
    action: str
    since: datetime | None = None
    detail: str = ""
    note: str = ""


@dataclass(frozen=True)
class DeskGroup:
    title: str
    entries: list[DeskEntry] = field(default_factory=list)
    count: int = 0
    all_url: str = ""
    empty: str = ""


_makers: dict[str, tuple[int, Callable[[HttpRequest], DeskGroup | None]]] = {}


def register(key: str, order: int, maker: Callable[[HttpRequest], DeskGroup | None]) -> None:
    """Add a group to the desk; ``maker`` gives ``None`` for a person whom it does not concern."""
    _makers[key] = (order, maker)


def groups_for(request: HttpRequest) -> list[DeskGroup]:
    makers = [maker for _order, maker in sorted(_makers.values(), key=lambda entry: entry[0])]
    return [group for group in (maker(request) for maker in makers) if group is not None]


def waiting_for_review(request: HttpRequest) -> DeskGroup | None:
    """Pages submitted in the villages where this person reviews, the oldest first."""
    task = VillageReviewTask.objects.filter(active=True).first()
    if task is None or not _reviews_somewhere(request.user):
        return None
    states = task.get_task_states_user_can_moderate(request.user).order_by("started_at")
    shown = list(states.select_related("workflow_state__requested_by")[:MOST_ENTRIES])
    pages = _pages_of(state.workflow_state.object_id for state in shown)
    names = village_names(pages.values())
    entries = []
    for state in shown:
        page = pages.get(int(state.workflow_state.object_id))
        if page is not None:
            author = state.workflow_state.requested_by
            village = names.get(village_path(page) or "", "")
            entries.append(
                DeskEntry(
                    title=page.draft_title or page.title,
                    url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
                    action=_("Periksa"),
                    since=state.started_at,
                    detail=", ".join(filter(None, [village, str(author or "")])),
                )
            )
    return DeskGroup(
        title=_("Menunggu diperiksa"),
        entries=entries,
        count=states.count(),
        empty=_("Tidak ada yang menunggu."),
    )


def returned_to_me(request: HttpRequest) -> DeskGroup | None:
    """What this person submitted and got back, each with its reason, the newest first."""
    states = (
        WorkflowState.objects.filter(requested_by=request.user, status=WorkflowState.STATUS_NEEDS_CHANGES)
        .select_related("current_task_state")
        .order_by("-current_task_state__finished_at")
    )
    shown = list(states[:MOST_ENTRIES])
    pages = _pages_of(state.object_id for state in shown)
    entries = [
        DeskEntry(
            title=pages[int(state.object_id)].draft_title,
            url=reverse("wagtailadmin_pages:edit", args=[state.object_id]),
            action=_("Perbaiki"),
            since=state.current_task_state.finished_at,
            note=state.current_task_state.comment,
        )
        for state in shown
        if int(state.object_id) in pages and state.current_task_state
    ]
    if not entries:
        return None
    return DeskGroup(title=_("Dikembalikan kepada Anda"), entries=entries, count=states.count())


def my_drafts(request: HttpRequest) -> DeskGroup | None:
    """Unfinished pages of this person that nobody waits for, the newest first."""
    in_review = WorkflowState.objects.active().values_list("object_id", flat=True)
    drafts = (
        Page.objects.filter(in_villages(open_villages_where(request.user)) | regency_pages())
        .filter(owner=request.user, has_unpublished_changes=True)
        .exclude(pk__in=[int(pk) for pk in in_review])
        .order_by("-latest_revision_created_at")
    )
    entries = [
        DeskEntry(
            title=page.draft_title or page.title,
            url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
            action=_("Lanjutkan"),
            since=page.latest_revision_created_at,
        )
        for page in drafts[:MOST_ENTRIES]
    ]
    return DeskGroup(title=_("Draf Anda"), entries=entries, count=drafts.count()) if entries else None


def _reviews_somewhere(user) -> bool:
    standing = standing_of(user)
    roles = set(standing.regency).union(*standing.by_village.values())
    return bool(roles & {*REVIEWING_ROLES, *REGENCY_ROLES})


def _pages_of(object_ids) -> dict[int, Page]:
    return {page.pk: page for page in Page.objects.filter(pk__in=[int(pk) for pk in object_ids])}


register("returned", 10, returned_to_me)
register("waiting", 20, waiting_for_review)
register("drafts", 40, my_drafts)
