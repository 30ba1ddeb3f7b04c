from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from core.query import filters_of, page_of
from editorial.models import SectionIndexPage

# A village has some sixteen services: all of them on one page, so that a villager need not turn it.
SERVICES_PER_PAGE = 40


class ServiceIndexPage(SectionIndexPage):
    """All services of a village, found by life event, audience or words; and who has what it lacks."""

    subpage_types = ["services.ServicePage"]

    class Meta:
        verbose_name = _("daftar layanan")
        verbose_name_plural = _("daftar layanan")

    def cache_scopes(self) -> list[str]:
        # Who has what this village lacks changes with every village.
        return [*super().cache_scopes(), "portal"]

    def serve(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = super().serve(request, *args, **kwargs)
        if request.GET.get("q"):
            response["X-Robots-Tag"] = "noindex"
        return response

    def get_context(self, request, *args, **kwargs):
        from services.finder.of_village import context_of  # it reads these models

        context = super().get_context(request, *args, **kwargs) | context_of(self.village, request)
        listed = page_of(context["found"], request.GET.get("page"), per_page=SERVICES_PER_PAGE)
        rest = filters_of(request.GET)
        return context | {
            "paginator_page": listed,
            "entries": listed.object_list,
            "page_query": f"{rest}&" if rest else "",
        }
