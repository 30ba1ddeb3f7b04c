"""The abstract page of the tree: which village am I in, what does every template get, who may what."""

from collections.abc import Sequence

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.locks import BaseLock, BasicLock
from wagtail.models import Page, Revision, TaskState

from core.models import BasePage
from village_pages.enums import VillageState
from village_pages.files import (
    FOREIGN_FILE,
    foreign_owners,
    forget_links_to_others,
    posted_references,
    refuse_foreign_files,
)
from village_pages.form_checks import form_passes
from village_pages.locks import PenLock
from village_pages.navigation import page_context
from village_pages.places import village_of, village_path
from village_pages.publishing import PublishRefusedError, ask_guards, published_by, publisher
from village_pages.rights import BranchPermissionTester, standing_of
from village_pages.signals import publication_held

BY_THE_CLOCK = "wagtail.publish.scheduled"
VILLAGE_CLOSED = _("Desa ini ditutup, jadi halamannya tidak dapat terbit.")
FOLLOWS_ANOTHER = _("Halaman ini mengikuti halaman lain. Ubah dan terbitkan halaman aslinya.")
ADDRESS_TAKEN = _("Alamat ini sudah dipakai oleh situs. Pilih kata lain.")


class BranchPageForm(WagtailAdminPageForm):
    """The admin's form of a page: for drafts, previews and publishing alike."""

    def is_valid(self) -> bool:
        """Also refuse files of another village than the page's.

        ``PermissionDenied`` where this person may not even see them: no chooser offered them, and a form
        shown again would show them.
        """
        valid = super().is_valid()
        if not self.is_bound:
            return valid
        place = self.instance if self.instance.path else self.parent_page
        foreign = foreign_owners(posted_references(self), village_path(place))
        standing = standing_of(self.for_user)
        if foreign - standing.by_village.keys() and not standing.regency:
            raise PermissionDenied
        if foreign and FOREIGN_FILE not in self.non_field_errors():
            self.add_error(None, FOREIGN_FILE)
        return form_passes(self) and valid and not foreign


class BranchPage(BasePage):
    """A page of the regency's tree: of the regency itself, or of one village."""

    class Meta:
        abstract = True

    base_form_class = BranchPageForm
    # Nobody writes in a copy yet.
    exclude_fields_in_copy = ["locked", "locked_at", "locked_by"]

    # Rows of other tables that ``facts`` reads, for lists of many pages.
    facts_related: Sequence[str] = ()

    def facts(self) -> list[tuple[str, str]]:
        """What people act on (fee, place, hours ...): label and words, in the order of the page.

        Of this very object, so that a version can be asked before it is public.
        """
        return []

    @cached_property
    def village(self):
        """The ``VillagePage`` this page belongs to, or ``None`` for a page of the regency (one query)."""
        return village_of(self)

    def cache_scopes(self) -> list[str]:
        return ["portal"] if self.village is None else [f"village:{self.village.pk}"]

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        return {**super().get_context(request, *args, **kwargs), **page_context(self, request)}

    def permissions_for_user(self, user) -> BranchPermissionTester:
        return BranchPermissionTester(user, self)

    def get_lock(self) -> BaseLock | None:
        lock = super().get_lock()
        return PenLock(self) if isinstance(lock, BasicLock) and self.locked_by_id else lock

    def can_move_to(self, parent: Page) -> bool:
        """A page never moves from one village to another (contract), for anybody."""
        return super().can_move_to(parent) and _same_village(self, parent)

    def clean(self):
        super().clean()
        # Asked of the kinds of parent: the form of a new page is checked before the page has a parent.
        if self.slug and any(
            parent().keeps_address(self.slug)
            for parent in self.allowed_parent_page_models()
            if issubclass(parent, BasePage)
        ):
            raise ValidationError({"slug": ADDRESS_TAKEN})
        if self.slug and len(self.slug) > 120:
            raise ValidationError({"slug": _("Alamat halaman paling panjang 120 huruf.")})

    @transaction.atomic
    def save(self, clean: bool = True, **kwargs) -> None:
        """Save; ``PermissionDenied``, for anybody, where a page of a closed village would be public.

        ``PublishRefusedError`` where what is saved becomes public by somebody's act and a guard minds.
        """
        if clean:
            refuse_foreign_files(self)
            if self.live and self._village_state() == VillageState.CLOSED:
                raise PermissionDenied(VILLAGE_CLOSED)
        user = publisher()
        if user is not None and self._is_first_draft():
            self.live: bool = False
        if user is not None and self.live and self._becomes_public():
            # Of a copy, the version that Wagtail names is the original's, by another author.
            ask_guards(self, None if self._state.adding else self.live_revision, user)
        if not self._state.adding and kwargs.get("update_fields") is None:
            self._keep_lock()
        super().save(clean=clean, **kwargs)
        if not self.live:
            forget_links_to_others([self.pk], village_path(self) or "")

    def publish(self, revision: Revision, user=None, changed=True, log_action=True, **kwargs) -> None:
        """Publish; by the clock only in a village that is open. What was due comes when it is open again.

        ``PublishRefusedError`` where a guard minds, or the words are no longer valid (the address was taken
        meanwhile). By the clock such a page is held and told of, so that it stands in no other's way.
        """
        by_the_clock = log_action == BY_THE_CLOCK
        with transaction.atomic():
            if by_the_clock and self._village_state() not in (None, VillageState.OPEN):
                return
            try:
                with transaction.atomic(), published_by(user):
                    if by_the_clock:
                        ask_guards(revision.as_object(), revision, None)
                    super().publish(revision, user=user, changed=changed, log_action=log_action, **kwargs)
            except (PermissionDenied, ValidationError) as refused:
                words = " ".join(refused.messages) if isinstance(refused, ValidationError) else str(refused)
                if not by_the_clock:
                    raise PublishRefusedError(words, self) from refused
                revision.approved_go_live_at = None
                revision.save(update_fields=["approved_go_live_at"])
                publication_held.send(sender=type(self), page=self, words=words)

    def _is_first_draft(self) -> bool:
        """Is this a page that somebody begins? Its first version publishes it, with the words kept before.

        A copy names the version that it comes from; what follows another page has none of its own.
        """
        begun = self._state.adding and not getattr(self, "is_skeleton", False)
        return begun and self.live_revision_id is None and self.alias_of_id is None

    def _keep_lock(self) -> None:
        """Who writes now is said in the row alone: a page read before must not bring back an older lock."""
        lock = ("locked", "locked_at", "locked_by_id")
        row = Page.objects.filter(pk=self.pk).values(*lock).first() or {}
        for name, value in row.items():
            setattr(self, name, value)

    def _becomes_public(self) -> bool:
        """Would saving show readers something new? Not the skeleton of a village that is just opened.

        An alias is public with the page that it follows, of which the guards were asked.
        """
        if self._state.adding:
            return not getattr(self, "is_skeleton", False)
        if self.alias_of_id is not None:
            return False
        shown = Page.objects.filter(pk=self.pk).values_list("live", "live_revision").first()
        return shown != (True, self.live_revision_id)

    def _village_state(self) -> str | None:
        """The state of this page's village, if any, kept as it is until the transaction ends."""
        rows = apps.get_model("village_pages", "VillageAccess").objects.select_for_update(of=("self",))
        path = village_path(self)
        access = rows.filter(village__path=path).first() if path else None
        return access.state if access is not None else None

    def save_revision(self, *args, overwrite_revision: Revision | None = None, **kwargs) -> Revision:
        """Keep a version. The editor's own saving overwrites its last one, but none that others rely on."""
        if self.alias_of_id is not None:
            raise PublishRefusedError(FOLLOWS_ANOTHER, self)
        # Not in ``clean``: drafts are kept without it, and a form calls it before its rows are in the page.
        refuse_foreign_files(self)
        if overwrite_revision is not None and self._is_relied_on(overwrite_revision):
            overwrite_revision = None
        return super().save_revision(*args, overwrite_revision=overwrite_revision, **kwargs)

    def _is_relied_on(self, revision: Revision) -> bool:
        """Do readers have this version, is it due, or was it sent in? Then it says for ever what it said.

        Only of the newest: another one Wagtail refuses to overwrite.
        """
        row = Page.objects.filter(pk=self.pk).values_list("live_revision", "latest_revision").first()
        live, newest = row or (None, None)
        return revision.pk == newest and (
            revision.pk == live
            or revision.approved_go_live_at is not None
            or TaskState.objects.filter(revision=revision).exists()
        )


def _same_village(page: Page, parent: Page) -> bool:
    return village_of(page) == village_of(parent)
