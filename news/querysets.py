from datetime import date

from django.db.models import Count
from django.db.models.functions import TruncMonth
from wagtail.models import PageQuerySet

from village_pages.places import live_in


class NewsArticleQuerySet(PageQuerySet):
    """News in the words a clerk would use."""

    def published(self, village=None) -> "NewsArticleQuerySet":
        """Live articles, newest first, of one village or of all."""
        return live_in(self, village).order_by("-date", "-pk")

    def about_pillar(self, pillar: str) -> "NewsArticleQuerySet":
        # The list is stored as JSON text; pillars are fixed words, none contained in another.
        return self.filter(pillars__icontains=f'"{pillar}"')

    def on_topic(self, slug: str) -> "NewsArticleQuerySet":
        return self.filter(tags__slug=slug)

    def in_month(self, month: date) -> "NewsArticleQuerySet":
        return self.filter(date__year=month.year, date__month=month.month)

    def months(self) -> list[tuple[date, int]]:
        """Months with articles, newest first, with how many."""
        rows = self.order_by().annotate(month=TruncMonth("date")).values("month").annotate(n=Count("pk"))
        return [(row["month"], row["n"]) for row in rows.order_by("-month")]
