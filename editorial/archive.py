"""Putting a page away instead of deleting it, and bringing it back as it was.

An archived page is taken from readers, locked by nobody, and left out of the lists of the admin. Its
versions, comments, files and address stay.
"""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from editorial.models import PageCare, care_of
from editorial.signals import page_archived, page_restored
from village_pages.places import in_villages, village_path
from village_pages.publishing import PublishRefusedError
from village_pages.rights import (
    is_archived,
    may_publish,
    regency_roles,
    standing_of,
    villages_supervised_by,
    villages_where,
)

KEPT_FOR = timedelta(days=30)
ARCHIVED = gettext_lazy("Halaman ini ada di arsip. Pulihkan dulu lewat menu Arsip.")


def not_archived() -> Q:
    """A filter on pages, for every list of pages to work on."""
    return Q(care__archived_at=None)


def offers_archiving(user, page: Page) -> bool:
    """Is archiving worth a button for ``user``? No query; ``refusal_to_archive`` decides."""
    return _can_be_put_away(page) and (may_publish(user, page) or _is_own_unseen(user, page))


def refusal_to_archive(user, page: Page) -> str:
    """Why ``user`` may not archive ``page``; empty where he may.

    Whoever publishes may, and an author his own draft that no reader ever saw and nobody waits for.
    """
    if is_archived(page):
        return _("Halaman ini sudah ada di arsip.")
    if getattr(page.specific_class, "is_skeleton", False):
        return _("Halaman ini bagian tetap dari situs, jadi tidak dapat diarsipkan.")
    if page.alias_of_id is not None:
        return _(
            "Halaman ini salinan otomatis. Arsipkan halaman aslinya, atau tarik salinan ini dari tayang."
        )
    if not page.is_leaf():
        return _("Arsipkan dulu halaman di bawahnya.")
    if may_publish(user, page):
        return ""
    if not _is_own_unseen(user, page):
        return _("Anda tidak berhak mengarsipkan halaman ini. Mintalah kader desa Anda.")
    if page.workflow_in_progress:
        return _("Halaman ini sedang diperiksa. Mintalah kader desa Anda mengembalikannya dulu.")
    if page.approved_schedule:
        return _("Halaman ini sudah dijadwalkan terbit. Mintalah kader desa Anda.")
    return ""


def may_restore(user, page: Page, care: PageCare) -> bool:
    """May ``user`` bring ``page`` back now? For thirty days who may archive it; then the administrator."""
    if user.is_superuser:
        return True
    return not is_over(care) and (may_publish(user, page) or _is_own_unseen(user, page))


def restorable_until(care: PageCare) -> datetime:
    """Until when the village's own people may bring it back; ``care`` of a page in the archive."""
    if care.archived_at is None:
        raise ValueError("This page is not in the archive.")
    return care.archived_at + KEPT_FOR


def is_over(care: PageCare) -> bool:
    return timezone.now() >= restorable_until(care)


def archived_pages_for(user) -> QuerySet[PageCare]:
    """What is in the archive of the villages of ``user``, the newest first; an author's: his own drafts."""
    seen = Q(owner=user.pk, first_published_at=None) & in_villages(villages_where(user))
    if regency_roles(user):
        seen |= Q(depth__gt=1)
    else:
        seen |= in_villages(villages_supervised_by(user))
    return (
        PageCare.objects.filter(archived_at__isnull=False, page__in=Page.objects.filter(seen))
        .select_related("page", "archived_by")
        .order_by("-archived_at", "-pk")
    )


@transaction.atomic
def archive(page: Page, user, reason: str = "") -> None:
    """Put ``page`` away; ``PublishRefusedError`` with the words where ``user`` may not.

    Reviews and schedules end. Readers get "not found", as of a page that was taken down. Its aliases go with
    it, and come back with it.
    """
    care = _locked_care(page)
    page = page.__class__.objects.get(pk=page.pk).specific
    if words := ARCHIVED if care.archived_at else refusal_to_archive(user, page):
        raise PublishRefusedError(str(words), page)
    log(page, "wagtail.archived", user=user, data={"comment": reason})
    if review := page.current_workflow_state:
        review.cancel(user=user)
    care.live_when_archived = page.live
    care.shown_revision = _shown(page)
    page.revisions.update(approved_go_live_at=None)
    UnpublishPageAction(page, user=user, log_action=False).execute(skip_permission_checks=True)
    Page.objects.filter(pk=page.pk).update(locked=True, locked_by=None, locked_at=timezone.now())
    care.archived_at, care.archived_by, care.archive_reason = timezone.now(), user, reason
    care.save()
    page_archived.send(sender=PageCare, page=page, by=user, words=reason)


@transaction.atomic
def restore(page: Page, user) -> str:
    """Bring ``page`` back; what readers saw is public again. ``PermissionDenied`` where ``user`` may not.

    Returns why it is not public again though it was: words of the checks that it does not pass today. It is
    a draft then.
    """
    care = _locked_care(page)
    page = Page.objects.get(pk=page.pk).specific
    if care.archived_at is None or not may_restore(user, page, care):
        raise PermissionDenied
    words = care.archive_reason
    shown = care.shown_revision if care.live_when_archived else None
    care.archived_at = care.archived_by = None
    care.archive_reason, care.live_when_archived = "", False
    care.save()
    Page.objects.filter(pk=page.pk).update(locked=False, locked_at=None)
    refused = _publish_again(page, shown, user) if shown else ""
    care.shown_revision = None
    # Coming back is not being checked: the old dates hold, whatever publishing wrote.
    care.save(update_fields=["shown_revision", "checked_at", "checked_by", "check_due_at"])
    log(Page.objects.get(pk=page.pk).specific, "wagtail.restored", user=user)
    page_restored.send(sender=PageCare, page=page, by=user, words=words)
    return refused


def refuse_archived(page: Page, revision: Revision | None, user) -> None:
    """A guard of publishing: nothing comes out of the archive but by restoring."""
    care = PageCare.objects.select_for_update().filter(page_id=page.pk, archived_at__isnull=False)
    if page.pk and care.exists():
        raise PublishRefusedError(ARCHIVED, page)


def _publish_again(page: Page, shown: Revision, user) -> str:
    page = Page.objects.get(pk=page.pk).specific
    ends = shown.as_object().expire_at
    if ends and ends <= timezone.now():
        return _("Masa tayangnya sudah habis. Ubah waktu berakhirnya, lalu terbitkan lagi.")
    try:
        with transaction.atomic():
            page.publish(shown, user=user, log_action=False, skip_permission_checks=True)
    except PermissionDenied as refused:
        return str(refused) or _("Halaman tidak dapat tayang.")
    return ""


def _locked_care(page: Page) -> PageCare:
    """Of two who archive or restore at once, the second waits here and then sees what the first did."""
    return PageCare.objects.select_for_update().get(pk=care_of(page).pk)


def _shown(page: Page) -> Revision | None:
    """The version that readers see; a page made by a command may have none yet."""
    if not page.live:
        return None
    return page.live_revision or _kept_beside_the_draft(page)


def _kept_beside_the_draft(page: Page) -> Revision:
    """What readers see as a new version, before the draft that there may be: that stays the newest."""
    draft = page.latest_revision if page.has_unpublished_changes else None
    title, since = page.draft_title, page.latest_revision_created_at
    shown = page.save_revision(log_action=False)
    if draft is None:
        return shown
    Revision.objects.filter(pk=shown.pk).update(created_at=draft.created_at - timedelta(milliseconds=1))
    page.latest_revision, page.draft_title, page.has_unpublished_changes = draft, title, True
    page.latest_revision_created_at = since
    page.save(
        clean=False,
        update_fields=[
            "latest_revision",
            "draft_title",
            "has_unpublished_changes",
            "latest_revision_created_at",
        ],
    )
    return shown


def _can_be_put_away(page: Page) -> bool:
    skeleton = getattr(page.specific_class, "is_skeleton", True)
    return not skeleton and page.alias_of_id is None and page.is_leaf() and not is_archived(page)


def _is_own_unseen(user, page: Page) -> bool:
    """A draft of his own that no reader ever saw, in a village where he writes now."""
    path, standing = village_path(page), standing_of(user)
    return (
        page.owner_id == user.pk
        and not page.live
        and page.first_published_at is None
        and path in standing.by_village
        and path not in standing.read_only
    )
