"""Atom feeds of what residents and offices say: published words only, the same for everybody."""

from datetime import datetime

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import gettext as _

from comments.models.comment import ResidentComment
from core.feeds import MOST_ENTRIES, xml_text


class CommentFeed(Feed):
    """What all feeds tell of a comment: the name and the words that readers of the page see, no more."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, page):
        self.request = request
        return page

    def item_title(self, comment) -> str:
        values = {"name": comment.shown_name, "title": comment.about}
        title = comment.about if comment.is_opening else _("%(name)s: %(title)s") % values
        # In square brackets, and first: nothing that somebody calls himself stands there.
        return xml_text(f"[{comment.badge}] {title}" if comment.is_official else title)

    def item_description(self, comment) -> str:
        # Readers of feeds take a summary for HTML, so what was typed is escaped once more.
        topic = getattr(comment, "topic", None)
        state = _("Keadaan: %(state)s") % {"state": topic.get_state_display()} if topic is not None else ""
        said = "\n\n".join(filter(None, (state, comment.shown_body)))
        return linebreaks(xml_text(said), autoescape=True)

    def item_link(self, comment) -> str:
        return self.request.build_absolute_uri(comment.get_absolute_url())

    def item_author_name(self, comment) -> str:
        return xml_text(comment.badge if comment.is_opening else comment.shown_name)

    def item_pubdate(self, comment) -> datetime:
        return comment.published_at or comment.created_at

    def item_updateddate(self, comment) -> datetime:
        return max(filter(None, (self.item_pubdate(comment), comment.edited_at, comment.last_step_at)))


class PageCommentFeed(CommentFeed):
    """The newest comments and answers under one page."""

    def title(self, page) -> str:
        return xml_text(_("Komentar untuk %(title)s") % {"title": page.title})

    def link(self, page) -> str:
        return f"{page.get_full_url(self.request)}#komentar"

    def feed_url(self, page) -> str:
        return self.request.build_absolute_uri(reverse("comments:page_feed", args=[page.translation_key]))

    def items(self, page):
        return ResidentComment.objects.filter(thread__page_id=page.pk).newest_words(MOST_ENTRIES)


class VillageCommentFeed(CommentFeed):
    """The newest comments and answers of a village; ``page`` is its community space."""

    def title(self, page) -> str:
        return xml_text(_("Komentar %(village)s") % {"village": page.village.title})

    def link(self, page) -> str:
        return page.get_full_url(self.request)

    def feed_url(self, page) -> str:
        return f"{page.get_full_url(self.request)}feed/"

    def items(self, page):
        return ResidentComment.objects.filter(village=page.village).newest_words(MOST_ENTRIES)
