"""The community space of a village."""

from functools import partial

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from comments import badges
from comments.enums import ThreadMode
from comments.feeds import VillageCommentFeed
from comments.models.comment import ResidentComment, is_public_id
from core.caching import changes_at
from editorial.models import SectionIndexPage

TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link"]
ANSWERED_SHOWN = 2


class CommunitySpacePage(SectionIndexPage):
    """Where residents ask, propose and report, and see what became of it: the topics of their village."""

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

    def serve(self, request: HttpRequest, *args, view=None, **kwargs) -> HttpResponse:
        from comments.topics import listing  # it asks for the models, this one among them

        if view is None and not getattr(request, "is_preview", False):
            clean = listing.clean_address(request, self)
            if clean is not None:
                return HttpResponseRedirect(clean)
        return super().serve(request, *args, view=view, **kwargs)

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        from comments import modes, reading
        from comments.topics import listing

        thread = reading.thread_of(self)
        if thread is not None:
            # So that the page asks for its village no more.
            self.village = thread.village
        openness = modes.openness_of(
            self, self.village, thread, is_preview=getattr(request, "is_preview", False)
        )
        context = super().get_context(request, *args, **kwargs)
        space_url = self.get_url(request) or "/"
        if openness.is_open:
            changes_at(request, openness.closes_at)
        is_private = openness.mode == ThreadMode.PRIVATE
        if thread is None or is_private:
            context |= listing.empty_context()
        else:
            context |= listing.list_context(self.village, space_url, request)
        context |= {
            "openness": openness,
            "is_private": is_private,
            "feed_url": f"{space_url}feed/",
            "is_start": not request.GET,
            "conversations": [] if is_private or request.GET else self._answered_elsewhere(request),
        }
        return context

    def _answered_elsewhere(self, request: HttpRequest) -> list:
        """What was just answered under other pages of the village; topics tell that in their own list."""
        elsewhere = ResidentComment.objects.exclude(thread__page=self.pk)
        conversations = elsewhere.recently_answered(self.village, ANSWERED_SHOWN)
        changes_at(request, badges.until(conversations))
        return conversations

    def sub_route(self, name: str):
        if is_public_id(name):
            return partial(self.serve_topic, public_id=name)
        return self.serve_feed if name == "feed" else None

    def serve_topic(self, request: HttpRequest, *, public_id: str) -> HttpResponse:
        from comments.views.topics import show_topic  # views need all apps to be loaded

        return show_topic(request, self, public_id)

    def serve_feed(self, request: HttpRequest):
        return VillageCommentFeed()(request, page=self)
