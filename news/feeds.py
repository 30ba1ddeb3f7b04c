"""Atom feed of a village's news, so that other sites and readers can follow it."""

from datetime import datetime, time

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from core.feeds import MOST_ENTRIES, xml_text


class VillageNewsFeed(Feed):
    """The newest articles, with summaries: the whole text stays on the page."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, index_page):
        self.request = request
        return index_page

    def title(self, index_page) -> str:
        return xml_text(_("Berita %(village)s") % {"village": index_page.village.title})

    def link(self, index_page) -> str:
        return index_page.get_full_url(self.request)

    def feed_url(self, index_page) -> str:
        return f"{index_page.get_full_url(self.request)}feed/"

    def items(self, index_page):
        return index_page.articles()[:MOST_ENTRIES]

    def item_title(self, article) -> str:
        return xml_text(article.title)

    def item_description(self, article) -> str:
        return xml_text(article.summary)

    def item_link(self, article) -> str:
        return article.get_full_url(self.request)

    def item_guid(self, article) -> str:
        return f"urn:uuid:{article.translation_key}"

    def item_pubdate(self, article) -> datetime:
        return timezone.make_aware(datetime.combine(article.date, time()))

    def item_updateddate(self, article) -> datetime:
        return article.last_published_at or self.item_pubdate(article)
