"""The regency's portal, and the routes that show one section across all villages."""

from functools import partial

from django.db import models
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.search import index
from wagtail.url_routing import RouteResult

from core.caching import depends_on
from core.models import ContactRow
from core.query import page_of
from village_pages.addresses import ROUTED_SLUGS
from village_pages.enums import VillageState
from village_pages.models.branch import BranchPage
from village_pages.navigation import remember_home
from village_pages.sections import Section, all_sections, cards_of, section_at, soonest

CARDS_ON_PORTAL = 4


class RegencyHomePage(BranchPage):
    """The portal of all villages. Names of bodies and programmes change, so they are fields."""

    parent_page_types = ["wagtailcore.Page"]
    max_count = 1
    is_skeleton = True
    is_creatable = False

    intro = models.TextField(_("Pengantar"), max_length=400, blank=True)
    regency_name = models.CharField(_("Nama kabupaten"), max_length=80)
    programme_name = models.CharField(_("Nama program"), max_length=80, default="Desa Cerdas")
    office_name = models.CharField(
        _("Nama dinas"), max_length=120, default="Dinas Pemberdayaan Masyarakat dan Desa"
    )
    ministry_name = models.CharField(_("Nama kementerian"), max_length=160, blank=True)
    office_address = models.TextField(_("Alamat kantor dinas"), max_length=300, blank=True)
    data_credit = models.CharField(
        _("Sumber data wilayah"),
        max_length=160,
        blank=True,
        help_text=_("Ditulis di kaki setiap halaman. Lisensi data wilayah mewajibkannya."),
    )

    content_panels = [
        *BranchPage.content_panels,
        FieldPanel("intro"),
        MultiFieldPanel(
            [
                FieldPanel("regency_name"),
                FieldPanel("programme_name"),
                FieldPanel("office_name"),
                FieldPanel("ministry_name"),
                FieldPanel("office_address"),
                FieldPanel("data_credit"),
            ],
            heading=_("Nama dan alamat"),
        ),
        InlinePanel("contacts", heading=_("Kontak"), label=_("Kontak")),
    ]
    # The portal never goes by a timetable.
    settings_panels = []
    search_fields = [*BranchPage.search_fields, index.SearchField("intro")]

    class Meta:
        verbose_name = _("portal kabupaten")

    def route(self, request, path_components):
        remember_home(request, self)
        try:
            return super().route(request, path_components)
        except Http404:
            view = self._entry_of_a_section(path_components) or self._view_of_what_was(path_components)
            if view is None:
                raise
            return RouteResult(self, kwargs={"view": view})

    def _entry_of_a_section(self, path_components: list[str]):
        """The view of what a section shows of all villages together: `/layanan/ktp-elektronik/`."""
        if len(path_components) != 2:
            return None
        slug, name = path_components
        section = section_at(slug)
        return section.portal_entry(self, name) if section is not None and section.portal_entry else None

    def _view_of_what_was(self, path_components: list[str]):
        """The answer for addresses of closed villages, and for those under a village's former name.

        Asked only where no page was found (one query); ``None`` where there never was one.
        """
        from village_pages.models.village import VillagePage  # a village knows its parent, not the reverse

        if not path_components:
            return None
        first, *rest = path_components
        village = (
            VillagePage.objects.filter(
                Q(slug=first, access__state=VillageState.CLOSED) | Q(former_addresses__slug=first)
            )
            .select_related("access")
            .first()
        )
        if village is None:
            return None
        if village.slug == first:
            return village.serve_closed
        return partial(self.serve_redirect, village=village, rest=rest)

    def serve_redirect(self, request: HttpRequest, *, village, rest: list[str]) -> HttpResponse:
        """To the same address under the village's name of now, with the query."""
        target = (village.get_url(request) or "/") + "".join(f"{part}/" for part in rest)
        if query := request.META.get("QUERY_STRING"):
            target += f"?{query}"
        response = HttpResponsePermanentRedirect(target)
        # A village may get its old name back: no browser may go on leading away from it by itself.
        response["Cache-Control"] = "no-cache"
        depends_on(response, ["site"])
        return response

    def cache_scopes(self):
        return ["portal"]

    def cache_until(self, request):
        return soonest(section.changes_at(None) for section in all_sections())

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        base = context["home_url"]
        context["districts"] = self.districts()
        context["sections"] = [
            {
                "key": section.key,
                "title": section.label,
                "url": f"{base}{section.slug}/",
                "cards": cards_of(section, section.pages(None)[:CARDS_ON_PORTAL], request, named=True),
                "more_label": section.more_label,
            }
            for section in all_sections()
            if section.on_portal and section.newest_on_portal
        ]
        context["told"] = [
            {"key": section.key, "title": section.label, "url": f"{base}{section.slug}/", "words": words}
            for section in all_sections()
            if section.on_portal and (words := section.portal_words())
        ]
        return context

    def districts(self) -> list[tuple[str, list]]:
        """Live villages by district, both in order of name (one query)."""
        grouped: dict[str, list] = {}
        for village in self.villages():
            grouped.setdefault(village.district, []).append(village)
        return list(grouped.items())

    def villages(self):
        from village_pages.models.village import VillagePage  # a village knows its parent, not the reverse

        return VillagePage.objects.child_of(self).live().order_by("district", "title")

    def sub_route(self, name: str):
        section = section_at(name)
        if section is None:
            return None
        if section.portal_view is not None:
            return partial(section.portal_view, self)
        return partial(self.serve_section, section=section)

    def keeps_address(self, name: str) -> bool:
        return name in ROUTED_SLUGS or super().keeps_address(name)

    def serve_section(self, request: HttpRequest, *, section: Section) -> HttpResponse:
        """One section over all villages, by pages: `/berita/`, `/inklusi/`."""
        listed = page_of(section.pages(None), request.GET.get("page"))
        context = BranchPage.get_context(self, request) | {
            "section_key": section.key,
            "section_title": section.label,
            "paginator_page": listed,
            "cards": cards_of(section, listed, request, named=True),
            "breadcrumbs": [(gettext("Beranda"), self.get_url(request) or "/")],
        }
        response = TemplateResponse(request, "village_pages/section_across_villages.html", context)
        depends_on(response, ["portal"], section.changes_at(None))
        return response


class RegencyContact(ContactRow):
    page = ParentalKey(RegencyHomePage, on_delete=models.CASCADE, related_name="contacts")

    class Meta(ContactRow.Meta):
        verbose_name = _("kontak kabupaten")
