"""The community space of a village."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from comments.feeds import VillageCommentFeed
from comments.models.comment import ResidentComment
from editorial.models import SectionIndexPage

TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link"]
ANSWERED_SHOWN = 5


class CommunitySpacePage(SectionIndexPage):
    """Where residents see what was asked and answered in their village, and how to take part."""

    subpage_types: list[str] = []
    # Its thread holds the topics of the village.
    comments = True
    comments_always_reviewed = False
    comments_private = False
    comments_close_by_themselves = False

    intro = RichTextField(
        _("Pengantar"),
        features=TEXT_FEATURES,
        blank=True,
        help_text=_("Untuk apa ruang ini, dalam dua atau tiga kalimat."),
    )
    info = RichTextField(
        _("Keterangan tetap"),
        features=TEXT_FEATURES,
        blank=True,
        help_text=_("Tempat dan jadwal bertemu, cara ikut, siapa yang dapat ditanya."),
    )

    content_panels = [*SectionIndexPage.content_panels, FieldPanel("intro"), FieldPanel("info")]
    search_fields = [*SectionIndexPage.search_fields, index.SearchField("intro"), index.SearchField("info")]

    class Meta:
        verbose_name = _("ruang komunitas")
        verbose_name_plural = _("ruang komunitas")

    def accepts_comments(self) -> bool:
        """Does the space take topics now?"""
        return self.live

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        context["conversations"] = ResidentComment.objects.recently_answered(self.village, ANSWERED_SHOWN)
        context["feed_url"] = f"{self.get_url(request)}feed/"
        return context

    def sub_route(self, name: str):
        return self.serve_feed if name == "feed" else None

    def serve_feed(self, request: HttpRequest):
        return VillageCommentFeed()(request, page=self)
