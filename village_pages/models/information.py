from django.apps import apps
from django.core.exceptions import ValidationError
from django.urls import resolve
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from core.blocks import BodyStreamBlock
from village_pages.models.branch import ADDRESS_TAKEN, BranchPage


class InformationPage(BranchPage):
    """A standing page: about, contact, privacy, accessibility; of the regency or of a village."""

    parent_page_types = ["village_pages.RegencyHomePage", "village_pages.VillagePage"]
    subpage_types = []
    route_related = ("care",)

    body = StreamField(BodyStreamBlock(), verbose_name=_("Isi"), blank=True)

    content_panels = [*BranchPage.content_panels, FieldPanel("body"), BranchPage.slug_panel]
    search_fields = [*BranchPage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("halaman informasi")
        verbose_name_plural = _("halaman informasi")

    def clean(self):
        super().clean()
        # Under the portal such an address would never reach the page: a view of the site answers it. And
        # where a village once was, its old address leads on.
        if self.slug and (
            resolve(f"/{self.slug}/").url_name != "wagtail_serve"
            or apps.get_model("village_pages", "FormerAddress").objects.filter(slug=self.slug).exists()
        ):
            raise ValidationError({"slug": ADDRESS_TAKEN})
