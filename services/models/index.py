from django.utils.translation import gettext_lazy as _

from core.query import clean_words, page_of
from editorial.models import SectionIndexPage
from village_pages.sections import cards_of, registered

# A village has some sixteen services: all of them on one page, so that a villager need not turn it.
SERVICES_PER_PAGE = 40


class ServiceIndexPage(SectionIndexPage):
    """All services of a village, found by name or by words (`?q=`)."""

    subpage_types = ["services.ServicePage"]

    class Meta:
        verbose_name = _("daftar layanan")
        verbose_name_plural = _("daftar layanan")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        section = registered("services")
        words = clean_words(request.GET.get("q", ""))
        services = section.pages(self.village)
        if words:
            services = section.find(services, words)
        listed = page_of(services, request.GET.get("page"), per_page=SERVICES_PER_PAGE)
        context["q"] = words
        context["paginator_page"] = listed
        context["cards"] = cards_of(section, listed, request, named=False)
        return context
