from django.db.models import Q
from wagtail.models import PageQuerySet

from village_pages.places import live_in


class ServiceQuerySet(PageQuerySet):
    def published(self, village=None) -> "ServiceQuerySet":
        """Live services in order of name, of one village or of all."""
        return live_in(self, village).order_by("title", "pk")

    def named_like(self, words: str) -> "ServiceQuerySet":
        """Services whose name or summary holds every one of ``words`` (first ten)."""
        condition = Q()
        for word in words.split()[:10]:
            condition &= Q(title__icontains=word) | Q(summary__icontains=word)
        return self.filter(condition)
