"""Addresses of Wagtail's admin that our own scoped screens answer.

Included before Wagtail's, whose names stay known to ``reverse()``; each stands under the same name here,
because the wall goes by names.
"""

from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.admin.urls import display_custom_404
from wagtail.documents.views import documents
from wagtail.images.views import images
from wagtail.utils.urlpatterns import decorate_urlpatterns

from village_pages import choosers
from village_pages.explorer import PageSearchView, page_viewset

urlpatterns = [
    path("pages/", page_viewset.index_view, name="wagtailadmin_explore_root"),
    # Wagtail's own names have a namespace; the wall asks nothing of these two by name.
    path("pages/search/", PageSearchView.as_view(), name="page_search"),
    path("pages/search/results/", PageSearchView.as_view(results_only=True), name="page_search_results"),
    path("choose-page/", choosers.PageChooserView.as_view(), name="wagtailadmin_choose_page"),
    path(
        "choose-page/<int:parent_page_id>/",
        choosers.PageChooserView.as_view(),
        name="wagtailadmin_choose_page_child",
    ),
    path("choose-page/search/", choosers.PageSearchView.as_view(), name="wagtailadmin_choose_page_search"),
    path(
        "choose-external-link/",
        choosers.ExternalLinkView.as_view(),
        name="wagtailadmin_choose_page_external_link",
    ),
    path("images/chooser/", choosers.image_chooser_viewset.choose_view, name="choose_image"),
    *(
        path(
            f"{section}/{address}",
            view.as_view(filterset_class=filterset, results_only=bool(address)),
            name=f"{section}{'_results' * bool(address)}",
        )
        for section, view, filterset in (
            ("images", images.IndexView, choosers.ImagesFilterSet),
            ("documents", documents.IndexView, choosers.DocumentsFilterSet),
        )
        for address in ("", "results/")
    ),
]
for decorator in (require_admin_access, display_custom_404, never_cache):
    urlpatterns = decorate_urlpatterns(urlpatterns, decorator)
