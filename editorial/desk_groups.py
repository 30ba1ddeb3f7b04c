"""The desk's own groups: what came back, waits, was sent in, is unfinished, and was published lately."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page, PageLogEntry, PageQuerySet, WorkflowState, get_page_models

from audit.enums import PageState
from editorial.archive import not_archived
from editorial.desk import MOST_ENTRIES, DeskEntry, DeskGroup, register
from editorial.enums import Stage
from editorial.models import ReviewRound
from editorial.periods import late_words
from village_pages.enums import REVIEWING_ROLES, Role
from village_pages.places import VILLAGE_DEPTH, in_villages, regency_pages, village_names, village_path
from village_pages.rights import (
    may_supervise,
    open_villages_where,
    regency_roles,
    standing_of,
    villages_where,
)

MOST_PUBLISHED = 5


def written_pages() -> PageQuerySet:
    """Public pages of villages that people wrote: a village's skeleton is not news."""
    skeleton = [model for model in get_page_models() if getattr(model, "is_skeleton", False)]
    kinds = [kind.pk for kind in ContentType.objects.get_for_models(*skeleton).values()]
    return Page.objects.live().filter(depth__gt=VILLAGE_DEPTH).exclude(content_type__in=kinds)


def _where_one_has_a_role(rounds: QuerySet, user) -> QuerySet:
    """Those of ``rounds`` in the villages of ``user`` now, and the regency's for its officer."""
    if user.is_superuser:
        return rounds
    mine = Q(village__in=villages_where(user))
    if Role.OFFICER in regency_roles(user):
        mine |= Q(village=None)
    return rounds.filter(mine)


def returned_to_me(request: HttpRequest) -> DeskGroup:
    """What this person submitted and got back, each with its reason, the newest first (two queries)."""
    states = WorkflowState.objects.filter(
        requested_by=request.user, status=WorkflowState.STATUS_NEEDS_CHANGES
    ).values("current_task_state")
    rounds = _where_one_has_a_role(ReviewRound.objects.filter(task_state__in=states), request.user)
    shown = rounds.select_related("page", "task_state__finished_by").order_by("-task_state__finished_at")
    entries = [
        DeskEntry(
            title=round.page.draft_title,
            url=reverse("wagtailadmin_pages:edit", args=[round.page_id]),
            action=_("Perbaiki"),
            since=round.task_state.finished_at,
            detail=str(round.task_state.finished_by or ""),
            note=": ".join(filter(None, [round.get_reason_display(), round.task_state.comment])),
        )
        for round in shown[:MOST_ENTRIES]
    ]
    return DeskGroup(title=_("Dikembalikan kepada Anda"), entries=entries, count=rounds.count())


def waiting_for_review(request: HttpRequest) -> DeskGroup | None:
    """Pages that wait for this person, the longest due first (three queries).

    Of the officer those that nobody in the village decided, and the regency's own. What one sent in
    oneself waits for somebody else.
    """
    user = request.user
    if not may_supervise(user):
        return None
    rounds = ReviewRound.objects.undecided()
    if not user.is_superuser:
        mine = Q(village__in=open_villages_where(user, REVIEWING_ROLES)) & ~Q(
            task_state__workflow_state__requested_by=user
        )
        if Role.OFFICER in regency_roles(user):
            mine |= Q(village=None) | Q(stage=Stage.OFFICER)
        rounds = rounds.filter(mine)
    shown = rounds.select_related("page", "village", "sent_in_by").order_by("due_at", "pk")
    entries = [
        DeskEntry(
            title=round.page.draft_title or round.page.title,
            url=reverse("review_page", args=[round.page_id]),
            action=_("Periksa"),
            since=round.sent_in_at,
            detail=", ".join(
                filter(None, [round.village.title if round.village else "", str(round.sent_in_by or "")])
            ),
            mark=_mark(round, user),
        )
        for round in shown[:MOST_ENTRIES]
    ]
    return DeskGroup(
        title=_("Menunggu diperiksa"),
        entries=entries,
        count=rounds.count(),
        all_url=f"{reverse('reading')}?keadaan={PageState.IN_REVIEW.value}",
    )


def _mark(round: ReviewRound, user) -> str:
    """How late it is, and whether it has come to this very person."""
    roles = regency_roles(user)
    if round.village is not None:
        roles = roles | standing_of(user).by_village.get(round.village.path, frozenset())
    comes_to = {Stage.AMBASSADOR: Role.AMBASSADOR, Stage.OFFICER: Role.OFFICER}.get(Stage(round.stage))
    return ", ".join(
        filter(None, [late_words(round.due_at), _("diteruskan kepada Anda") if comes_to in roles else ""])
    )


def sent_in_by_me(request: HttpRequest) -> DeskGroup:
    """What this person sent in and nobody has decided yet: with whom it lies (two queries)."""
    own = ReviewRound.objects.undecided().filter(task_state__workflow_state__requested_by=request.user)
    rounds = _where_one_has_a_role(own, request.user)
    if Role.OFFICER in regency_roles(request.user):
        rounds = rounds.exclude(village=None)  # these wait for the officer
    shown = rounds.select_related("page", "village").order_by("sent_in_at", "pk")
    entries = [
        DeskEntry(
            title=round.page.draft_title,
            url=reverse("wagtailadmin_pages:edit", args=[round.page_id]),
            action=_("Lihat"),
            since=round.sent_in_at,
            detail=_with_whom(round),
            mark=late_words(round.due_at),
        )
        for round in shown[:MOST_ENTRIES]
    ]
    return DeskGroup(
        title=_("Sudah Anda kirim, menunggu diperiksa"), entries=entries, count=rounds.count(), waits=False
    )


def _with_whom(round: ReviewRound) -> str:
    if round.village is None or round.stage == Stage.OFFICER:
        return _("pada Dinas PMD")
    if round.stage == Stage.AMBASSADOR:
        return _("pada duta digital %(village)s") % {"village": round.village.title}
    return _("pada kader %(village)s") % {"village": round.village.title}


def my_drafts(request: HttpRequest) -> DeskGroup:
    """Unfinished pages of this person that nobody waits for, the newest first (three queries)."""
    in_review = WorkflowState.objects.active().values_list("object_id", flat=True)
    drafts = (
        Page.objects.filter(in_villages(open_villages_where(request.user)) | regency_pages())
        .filter(not_archived(), owner=request.user, has_unpublished_changes=True)
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
    return DeskGroup(title=_("Draf Anda"), entries=entries, count=drafts.count(), waits=False)


def published_lately(request: HttpRequest) -> DeskGroup:
    """What readers got last in one's villages, and from whom (four queries); all villages for the regency."""
    pages = written_pages()
    if not regency_roles(request.user):
        pages = pages.filter(in_villages(villages_where(request.user)))
    shown = list(pages.order_by(F("last_published_at").desc(nulls_last=True), "-pk")[:MOST_PUBLISHED])
    log = PageLogEntry.objects.filter(page__in=shown, action="wagtail.publish").select_related("user")
    publishers = {entry.page_id: str(entry.user or "") for entry in log.order_by("timestamp")}
    names = village_names(shown)
    entries = [
        DeskEntry(
            title=page.title,
            url=page.get_url(request) or "",
            action=_("Lihat"),
            since=page.last_published_at,
            detail=", ".join(
                filter(None, [names.get(village_path(page) or "", ""), publishers.get(page.pk, "")])
            ),
        )
        for page in shown
    ]
    return DeskGroup(title=_("Baru tayang"), entries=entries, waits=False)


register("returned", 10, returned_to_me)
register("waiting", 20, waiting_for_review)
register("drafts", 60, my_drafts)
register("sent_in", 65, sent_in_by_me)
register("published", 70, published_lately)
