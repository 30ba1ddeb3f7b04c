"""The abstract page of the tree: which village am I in, what does every template get, who may what."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from core.models import BasePage
from village_pages.navigation import page_context
from village_pages.places import village_of
from village_pages.rights import BranchPermissionTester

ADDRESS_TAKEN = _("Alamat ini sudah dipakai oleh situs. Pilih kata lain.")


class BranchPage(BasePage):
    """A page of the regency's tree: of the regency itself, or of one village."""

    class Meta:
        abstract = True

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


def _same_village(page: Page, parent: Page) -> bool:
    return village_of(page) == village_of(parent)
