"""Which part of the project answers which address. Pages come last, since they take the rest."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, include, path, reverse
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap

from config.health import healthz
from news.topics import offered_topics
from village_pages.views import manifest, robots, search


def to_account(name: str) -> Callable[..., HttpResponse]:
    """Return a view that leads to the account page called ``name``, keeping query, method and form data."""

    def leads_to_account(request: HttpRequest, **kwargs: str) -> HttpResponse:
        target = reverse(name)
        if query := request.META.get("QUERY_STRING"):
            target = f"{target}?{query}"
        return HttpResponseRedirect(target, preserve_request=request.method == "POST")

    return leads_to_account


# Wagtail's own sign-in is closed by leading its addresses to ours. Its names stay known to reverse(), because
# Wagtail's patterns are still included below.
closed_admin_doors: list[URLPattern | URLResolver] = [
    path("admin/login/", to_account("account_login")),
    path("admin/logout/", to_account("account_logout")),
    path("admin/password_reset/", to_account("account_reset_password")),
    path("admin/password_reset/<path:rest>", to_account("account_reset_password")),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("manifest.webmanifest", manifest, name="manifest"),
    path("cari/", search, name="search"),
    path("komentar/", include("comments.urls")),
    path("pesan/", include("private_messages.urls")),
    path("berkas/", include("village_pages.media_urls")),
    path("akun/", include("teams.urls")),
    path("akun/", include("people.urls")),
    *closed_admin_doors,
    path("admin/tag-autocomplete/", offered_topics, name="offered_topics"),
    path("admin/tag-autocomplete/<slug:app_name>/<slug:model_name>/", offered_topics, name="offered_topics"),
    path("admin/", include("village_pages.scoped_urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("", include("opensid_import.urls")),
    path("", include(wagtail_urls)),
]

# The default handlers render templates/404.html and templates/500.html, the latter without any query.
