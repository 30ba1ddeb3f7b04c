"""A village: its own home in the tree, with the facts that its pages share."""

from django.contrib.auth.models import Group
from django.core.validators import RegexValidator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Collection
from wagtail.search import index
from wagtail.url_routing import RouteResult

from core.caching import depends_on
from village_pages.enums import VillageKind, VillageState
from village_pages.models.branch import BranchPage
from village_pages.navigation import surroundings
from village_pages.sections import all_sections, cards_on_home, no_pages, soonest

CARDS_ON_VILLAGE = 4
# What a village is called, and where it is found: changed by ``life.rename``, never by a revision.
NAMES = ("title", "slug", "kind", "district", "code")

# Kemendagri code of a village: province, regency, district, village. Text, never a number.
validate_code = RegexValidator(
    r"^[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[0-9]{4}\Z",
    _("Kode desa berbentuk 15.07.09.2002 (kode wilayah Kemendagri)."),
)


class VillagePage(BranchPage):
    """The home of one village. Opened by ``village_pages.opening``, never by hand in the tree."""

    parent_page_types = ["village_pages.RegencyHomePage"]
    is_skeleton = True
    is_creatable = False
    route_related = ("picture", "access")

    code = models.CharField(_("Kode desa"), max_length=13, unique=True, validators=[validate_code])
    kind = models.CharField(_("Jenis"), max_length=10, choices=VillageKind.choices, default=VillageKind.DESA)
    district = models.CharField(_("Kecamatan"), max_length=80)
    profile = models.TextField(
        _("Profil singkat"), max_length=600, blank=True, help_text=_("Dua atau tiga kalimat tentang desa.")
    )
    picture = models.ForeignKey(
        "core.CustomImage",
        verbose_name=_("Gambar desa"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    picture_alt = models.CharField(_("Teks alternatif gambar"), max_length=200, blank=True)

    # What the village is called stands in the state's list and has a screen of its own (``life.rename``).
    content_panels = [
        FieldPanel("profile"),
        MultiFieldPanel([FieldPanel("picture"), FieldPanel("picture_alt")], heading=_("Gambar desa")),
    ]
    settings_panels = []
    search_fields = [
        *BranchPage.search_fields,
        index.SearchField("district"),
        index.SearchField("profile"),
        index.FilterField("code"),
    ]

    class Meta:
        verbose_name = _("halaman desa")
        verbose_name_plural = _("halaman desa")

    @property
    def full_name(self) -> str:
        """``Desa Pematang Rahim``, ``Kelurahan Nipah Panjang I``."""
        return f"{self.get_kind_display()} {self.title}"

    @property
    def state(self) -> str:
        """A ``VillageState``; no query where the village was loaded with its ``access``."""
        access = getattr(self, "access", None)
        return access.state if access is not None else VillageState.OPEN

    @property
    def is_open(self) -> bool:
        return self.state == VillageState.OPEN

    @property
    def is_closed(self) -> bool:
        return self.state == VillageState.CLOSED

    def with_content_json(self, content):
        """The page as a revision tells it, under the names that the village has now."""
        return super().with_content_json(content | {name: getattr(self, name) for name in NAMES})

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Also from the village's own domain every address of a closed village says so."""
        try:
            return super().route(request, path_components)
        except Http404:
            if not self.is_closed:
                raise
            return RouteResult(self, kwargs={"view": self.serve_closed})

    def serve_closed(self, request: HttpRequest) -> HttpResponse:
        """What stands in the place of every page of a closed village (410)."""
        context = surroundings(request) | {"closed_village": self}
        response = TemplateResponse(request, "village_pages/closed.html", context, status=410)
        # Without a word on it, browsers keep a 410 for ever; but a village may open again.
        response["Cache-Control"] = "no-cache"
        depends_on(response, ["site"])
        return response

    def cache_until(self, request):
        return soonest(section.changes_at(self) for section in all_sections())

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        base = self.get_url(request) or "/"
        context["sections"] = [
            {
                "key": section.key,
                "title": section.label,
                "url": f"{base}{section.slug}/",
                "cards": cards_on_home(section, self, request, CARDS_ON_VILLAGE),
                "more_label": section.more_label,
            }
            for section in all_sections()
            if section.pages is not no_pages or section.entries is not None
        ]
        return context


class VillageAccess(models.Model):
    """What keeps a village apart, and whether it is open: two groups, a collection, its state.

    A row of its own, not fields of the page: a page's fields live in its revisions, and publishing an
    old draft must never bring back old rights.
    """

    village = models.OneToOneField(VillagePage, on_delete=models.CASCADE, related_name="access")
    collection = models.OneToOneField(Collection, on_delete=models.PROTECT, related_name="village_access")
    contributors_group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="contributors_of")
    cadres_group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="cadres_of")
    state = models.CharField(
        _("keadaan"), max_length=10, choices=VillageState.choices, default=VillageState.OPEN
    )
    state_since = models.DateTimeField(_("sejak"), null=True, blank=True)
    # What readers are told while the village is paused or closed.
    notice = models.CharField(_("pemberitahuan"), max_length=300, blank=True)
    # Keys of the pages that closing took from readers, for reopening.
    live_when_closed = models.JSONField(default=list, blank=True, editable=False)

    class Meta:
        verbose_name = _("akses desa")

    def __str__(self):
        return str(self.village)


class FormerAddress(models.Model):
    """A first address part that once was a village's; it leads to the village as it is called now."""

    slug = models.SlugField(_("alamat lama"), max_length=255, unique=True)
    village = models.ForeignKey(VillagePage, on_delete=models.CASCADE, related_name="former_addresses")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("alamat lama desa")

    def __str__(self):
        return self.slug
