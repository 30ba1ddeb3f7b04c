from wagtail.models import PageQuerySet

from village_pages.places import live_in


class ServiceQuerySet(PageQuerySet):
    def published(self, village=None) -> "ServiceQuerySet":
        """Live services in order of name, of one village or of all."""
        return live_in(self, village).order_by("title", "pk")
