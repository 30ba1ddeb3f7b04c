"""What every page of the site has in common, whatever it tells and wherever it hangs."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol, cast

from django.db import models
from django.db.models import Exists, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel, PublishingPanel, TitleFieldPanel
from wagtail.models import Page, PageViewRestriction, get_page_models
from wagtail.url_routing import RouteResult

from core.caching import depends_on

# Deeper addresses do not exist in the tree (contract: home, village, section, page, sub-route).
MAX_ADDRESS_PARTS = 6


class _PageRequest(Protocol):
    """What Wagtail's own way of serving a page adds to the request."""

    is_preview: bool


class BasePage(Page):
    """Abstract page: light forms, one-lookup routing, and what the page cache must know."""

    # Set by child classes; without it Wagtail allows every kind of page below.
    subpage_types: list[str]

    # Joined into the one query that loads the page for a reader.
    route_related: Sequence[str] = ()

    is_example = models.BooleanField(_("Konten contoh"), default=False, editable=False)

    # Panels are named pieces so that a child can leave one out.
    # Fills the address from the title while one types. Without Wagtail's class, which hides label and frame.
    title_panel = TitleFieldPanel("title", heading=_("Judul"), placeholder=False, classname="")
    slug_panel = FieldPanel(
        "slug",
        heading=_("Alamat halaman"),
        help_text=_("Dibuat dari judul. Jangan diubah setelah halaman dibagikan."),
    )
    content_panels = [title_panel]
    # No tab of its own for one field: each type shows the address among its last fields.
    promote_panels: list[Panel] = []
    settings_panels = [PublishingPanel()]

    class Meta:
        abstract = True

    def cache_scopes(self) -> list[str]:
        """Scopes (see ``core.caching``) whose change makes a stored copy of this page old."""
        return ["portal"]

    def cache_until(self, request: HttpRequest) -> datetime | None:
        """Aware time at which this page changes by itself; ``None`` when nothing on it is timed."""
        return None

    def sub_route(self, name: str) -> Callable[[HttpRequest], HttpResponse] | None:
        """The view that answers ``<this page>/<name>/`` without being a page (a feed); else ``None``."""
        return None

    def keeps_address(self, name: str) -> bool:
        """Does ``<this page>/<name>/`` belong to the site, so that no page below may take it?"""
        return self.sub_route(name) is not None

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find the page of an address in one lookup instead of one per level.

        The last part may also name a sub-route of the page above it. Raises ``Http404`` for anything
        else, drafts included. Works from any page that is a site's root.
        """
        if not path_components:
            return super().route(request, path_components)
        if len(path_components) > MAX_ADDRESS_PARTS:
            raise Http404
        *above, name = path_components
        page = self._page_below(path_components)
        if page is not None:
            return page.route(request, [])
        page = self._page_below(above) if above else self
        view = page.sub_route(name) if isinstance(page, BasePage) and page.live else None
        if view is None:
            raise Http404
        return RouteResult(page, kwargs={"view": view})

    def _page_below(self, slugs: list[str]) -> Page | None:
        """The specific page at ``slugs`` below this one, live or not; ``None`` where there is none.

        One query: the tables of all page types are joined, and the page's own is read out.
        """
        models_by_name = {model._meta.model_name: model for model in get_page_models() if model is not Page}
        related = list(models_by_name)
        for name, model in models_by_name.items():
            related += [f"{name}__{field}" for field in getattr(model, "route_related", ())]
        found = (
            Page.objects.filter(
                # The slug is indexed and the address is not: the address only settles ties.
                slug=slugs[-1],
                depth=self.depth + len(slugs),
                url_path=f"{self.url_path}{'/'.join(slugs)}/",
            )
            .select_related(*related)
            .annotate(any_restriction=Exists(PageViewRestriction.objects.all()))
            .first()
        )
        if found is None or found.specific_class is None:
            return None
        page = getattr(found, found.specific_class._meta.model_name)
        page.any_restriction = found.any_restriction
        return page

    def get_view_restrictions(self) -> QuerySet:
        """Restrictions of this page and all above it, by tree path; no query where the site has none."""
        if getattr(self, "any_restriction", None) is False:
            return PageViewRestriction.objects.none()
        above = [self.path[:end] for end in range(self.steplen, len(self.path) + 1, self.steplen)]
        return PageViewRestriction.objects.filter(page__path__in=above)

    def serve(self, request: HttpRequest, *args, view=None, **kwargs) -> HttpResponse:
        if view is not None:
            cast(_PageRequest, request).is_preview = False
            response = view(request)
        else:
            response = super().serve(request, *args, **kwargs)
        if not hasattr(response, "cache_scopes"):
            depends_on(response, self.cache_scopes(), self.cache_until(request))
        return response
