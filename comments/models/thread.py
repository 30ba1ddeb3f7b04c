"""The conversation under one page."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.enums import ThreadMode


class Thread(models.Model):
    """Everything said under one page. Made with the first comment; outlives its page.

    Counts stand in the row so that no reader's request counts. A plain key to the page, never a
    ``ParentalKey``: a parental child would be stored in page revisions and come back with an old draft.
    """

    page = models.OneToOneField(
        "wagtailcore.Page",
        on_delete=models.SET_NULL,
        null=True,
        related_name="resident_thread",
        verbose_name=_("Halaman"),
    )
    village = models.ForeignKey(
        "village_pages.VillagePage",
        on_delete=models.CASCADE,
        related_name="comment_threads",
        verbose_name=_("Desa"),
    )
    # What a moderator has set for this page; empty: as its village and its kind say (``comments.modes``).
    mode = models.CharField(_("Cara"), max_length=10, choices=ThreadMode.choices, blank=True)
    closes_at = models.DateTimeField(_("Ditutup pada"), null=True, blank=True)
    version = models.PositiveIntegerField(_("Versi"), default=1)
    n_published = models.PositiveIntegerField(_("Jumlah tayang"), default=0)

    # A thread is no editorial use of its page: Wagtail need not keep track of it on every write.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("percakapan")
        verbose_name_plural = _("percakapan")

    def __str__(self) -> str:
        return f"Thread {self.pk}"
