"""What came from where: so that a second run adds nothing, and old addresses lead to the new pages."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SourceTable(models.TextChoices):
    """Tables of OpenSID whose rows become something here. Values are OpenSID's own names."""

    ARTICLE = "artikel", _("artikel")
    COMMENT = "komentar", _("komentar")


class ImportedRecord(models.Model):
    """One row of an old site that was taken over. Stays when the page is deleted here: it then stays away."""

    village = models.ForeignKey("village_pages.VillagePage", on_delete=models.CASCADE, related_name="+")
    source_table = models.CharField(max_length=20, choices=SourceTable.choices)
    source_id = models.BigIntegerField()
    # Which village of the old database; 0 where it held one village only and had no such column.
    config_id = models.BigIntegerField(default=0)
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.SET_NULL, null=True, related_name="+")
    comment = models.ForeignKey(
        "comments.ResidentComment", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    # SHA-256 of what the row said, to tell what the old site changed since.
    digest = models.CharField(max_length=64)
    imported_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("catatan impor")
        verbose_name_plural = _("catatan impor")
        constraints = [
            models.UniqueConstraint(
                fields=["village", "source_table", "config_id", "source_id"], name="imported_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source_table} {self.source_id}"


class OldAddressQuerySet(models.QuerySet["OldAddress"]):
    def claiming(self, paths: list[str]):
        """Addresses of ``paths`` whose page everybody may read now."""
        from wagtail.models import Page

        readable = Page.objects.live().public().order_by().values("pk")
        return self.filter(path__in=paths, page__in=readable).select_related("page", "village")


class OldAddress(models.Model):
    """An address of the old site of one village. Two villages may claim the same path."""

    village = models.ForeignKey("village_pages.VillagePage", on_delete=models.CASCADE, related_name="+")
    # As ``old_path`` of ``opensid_import.addresses`` writes it: no slash at either end, lower case.
    path = models.CharField(_("Alamat lama"), max_length=300, db_index=True)
    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="+", verbose_name=_("Halaman")
    )

    objects = OldAddressQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("alamat lama")
        verbose_name_plural = _("alamat lama")
        constraints = [
            models.UniqueConstraint(fields=["village", "path"], name="old_address_once_per_village")
        ]

    def __str__(self) -> str:
        return f"/{self.path}"
