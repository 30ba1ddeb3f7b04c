"""Drafts and histories for those who read without writing: the regency everywhere, reviewers at home."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail.admin.compare import TextDiff
from wagtail.models import Page, PageLogEntry, PageQuerySet, Revision, WorkflowState

from audit.enums import PageState
from audit.words import phrase_for
from editorial.archive import not_archived
from village_pages.places import VILLAGE_DEPTH, in_villages
from village_pages.rights import regency_roles

ACTIVE = (WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)


# Where a page may stand, as one looks for it. In review is in review, whether or not readers see older words.
STATES = (
    PageState.DRAFT,
    PageState.IN_REVIEW,
    PageState.RETURNED,
    PageState.LIVE,
    PageState.LIVE_CHANGED,
    PageState.WITHDRAWN,
)


def pages_to_read(user, villages: Iterable) -> PageQuerySet:
    """Pages whose drafts ``user`` may read, newest change first; ``villages``: those that he supervises."""
    pages = Page.objects.filter(not_archived(), depth__gte=VILLAGE_DEPTH - 1)
    if not regency_roles(user):
        pages = pages.filter(in_villages(villages))
    return pages.order_by(F("latest_revision_created_at").desc(nulls_last=True), "-pk")


def _reviews(*statuses: str) -> QuerySet:
    return WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page), status__in=statuses
    )


def in_state(state: str) -> Q:
    """A filter on pages: those that stand in ``state``, one of ``STATES``."""

    def reviewed(*statuses: str) -> Q:
        return Q(pk__in=_reviews(*statuses).values_list(Cast("object_id", models.IntegerField())))

    if state == PageState.IN_REVIEW:
        return reviewed(WorkflowState.STATUS_IN_PROGRESS)
    if state == PageState.RETURNED:
        return reviewed(WorkflowState.STATUS_NEEDS_CHANGES)
    without_review = {
        PageState.DRAFT: Q(live=False, first_published_at=None),
        PageState.LIVE: Q(live=True, has_unpublished_changes=False),
        PageState.LIVE_CHANGED: Q(live=True, has_unpublished_changes=True),
        PageState.WITHDRAWN: Q(live=False, first_published_at__isnull=False),
    }
    return without_review[PageState(state)] & ~reviewed(*ACTIVE)


def states_of(pages: Iterable[Page]) -> dict[int, PageState]:
    """The state of each of ``pages`` by primary key (one query)."""
    reviews = dict(
        _reviews(*ACTIVE)
        .filter(object_id__in=[str(page.pk) for page in pages])
        .values_list("object_id", "status")
    )
    return {page.pk: _state(page, reviews.get(str(page.pk))) for page in pages}


def _state(page: Page, review: str | None) -> PageState:
    if review is not None:
        return PageState.RETURNED if review == WorkflowState.STATUS_NEEDS_CHANGES else PageState.IN_REVIEW
    if page.live:
        return PageState.LIVE_CHANGED if page.has_unpublished_changes else PageState.LIVE
    return PageState.DRAFT if page.first_published_at is None else PageState.WITHDRAWN


@dataclass(frozen=True)
class Moment:
    """One line of a page's history: who did what when, with which reason, and the version it left."""

    at: datetime
    who: str
    what: str
    reason: str = ""
    revision: int | None = None
    # The version before it, where there is one to compare with.
    before: int | None = None


def history_of(page: Page) -> list[Moment]:
    """Everything that Wagtail's log and the stored versions tell of ``page``, the newest first.

    Three queries. Versions that the log does not name (imported, made by a command) get a line of their own;
    a version that is stored no longer is not named.
    """
    versions = {
        pk: (created, user)
        for pk, created, user in page.revisions.order_by("created_at", "pk").values_list(
            "pk", "created_at", "user"
        )
    }
    before = {later: earlier for earlier, later in pairwise(versions)}
    entries = list(PageLogEntry.objects.filter(page=page).latest_by_uuid_and_action())
    names = _names({entry.user_id for entry in entries} | {user for _created, user in versions.values()})
    moments = []
    told = set()
    for entry in entries:
        revision = entry.revision_id if entry.revision_id in versions else None
        if entry.content_changed:
            told.add(revision)
        moments.append(
            Moment(
                at=entry.timestamp,
                who=names[entry.user_id],
                what=phrase_for(f"page.{entry.action.removeprefix('wagtail.')}"),
                reason=entry.comment,
                revision=revision,
                before=before.get(revision) if entry.content_changed else None,
            )
        )
    moments += [
        Moment(created, names[user] if user else "", _("Versi disimpan"), revision=pk, before=before.get(pk))
        for pk, (created, user) in versions.items()
        if pk not in told
    ]
    return sorted(moments, key=lambda moment: (moment.at, moment.revision or 0), reverse=True)


def _names(keys: set[int | None]) -> dict[int | None, str]:
    """What each person is called, those who are gone too; nobody is the machine."""
    names: dict[int | None, str] = dict.fromkeys(keys, _("Akun yang sudah dihapus"))
    people = get_user_model().objects.filter(pk__in=[key for key in keys if key is not None])
    names |= {person.pk: person.get_full_name() for person in people}
    return names | {None: _("Sistem")}


def version_before(revision: Revision) -> Revision | None:
    """The version stored before ``revision``, or ``None`` for the first."""
    earlier = Q(created_at__lt=revision.created_at) | Q(created_at=revision.created_at, pk__lt=revision.pk)
    return (
        Revision.objects.filter(
            earlier, base_content_type_id=revision.base_content_type_id, object_id=revision.object_id
        )
        .order_by("created_at", "pk")
        .last()
    )


@dataclass(frozen=True)
class Change:
    """What became of one field: its label, and the words with what was added and taken away marked."""

    label: str
    words: SafeString


def changes_between(page: Page, older: Page, newer: Page, request) -> list[Change]:
    """Fields of ``page`` that differ between two versions, as Wagtail compares them."""
    panel = page.get_edit_handler().get_bound_panel(instance=page, request=request, form=None)
    compared = (comparison(older, newer) for comparison in panel.get_comparison())
    return [
        Change(str(found.field_label()), _marked(_words_of(found)))
        for found in compared
        if found.has_changed()
    ]


def _words_of(comparison) -> SafeString:
    if isinstance(comparison.field, models.BooleanField):
        old, new = (_("Ya") if value else _("Tidak") for value in (comparison.val_a, comparison.val_b))
        return TextDiff([("deletion", old), ("addition", new)]).to_html()
    if comparison.is_field:
        return comparison.htmldiff()
    rows = []
    for row in comparison.get_child_comparisons():
        kind = "addition" if row.is_addition() else "deletion" if row.is_deletion() else ""
        fields = [
            format_html("<dt>{}</dt><dd>{}</dd>", one.field_label(), one.htmldiff())
            for one in row.get_field_comparisons()
        ]
        move = row.get_position_change()
        moved = format_html("<p>{}</p>", _("Pindah urutan.")) if move else ""
        rows.append(
            format_html(
                '<div class="{}">{}<dl>{}</dl></div>',
                f"comparison__child-object {kind}".strip(),
                moved,
                mark_safe("".join(fields)),
            )
        )
    return mark_safe("".join(rows))


def _marked(html: str) -> SafeString:
    """Wagtail tells additions and deletions by colour alone; say them to everybody.

    The words between the tags are escaped, so what looks like one of these tags is one.
    """
    for kind, tag, label in (("addition", "ins", _("Ditambah")), ("deletion", "del", _("Dihapus"))):
        html = re.sub(rf'<span class="{kind}">(.*?)</span>', rf"<{tag}>\1</{tag}>", html, flags=re.DOTALL)
        html = re.sub(
            rf'<div class="((?:comparison__child-object|preview-image) {kind})">',
            rf'\g<0><p class="reading__mark">{label}</p>',
            html,
        )
    return mark_safe(html)
