"""Wagtail's screens for choosing pages and files, without words and topics of other villages."""

import json

from django.http import HttpRequest, HttpResponse
from wagtail.admin.views import chooser
from wagtail.documents.views import documents
from wagtail.images.views import chooser as image_chooser
from wagtail.images.views import images
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from village_pages.walls import readable_pages


class TitleColumn(chooser.PageTitleColumn):
    """Looks up the parents of all rows at once, before the first is drawn; Wagtail asks for each row's."""

    def get_header_context_data(self, parent_context):
        rows = list(parent_context["table"].data)
        paths = {page.path[: -Page.steplen] for page in rows}
        parents = {page.path: page for page in Page.objects.filter(path__in=paths)}
        for page in rows:
            page._cached_parent_obj = parents.get(page.path[: -Page.steplen])
        return super().get_header_context_data(parent_context)


class FewQueries:
    """The columns of Wagtail's page chooser, with ours for the title."""

    @property
    def columns(self):
        columns = super().columns
        at = next(n for n, column in enumerate(columns) if isinstance(column, chooser.PageTitleColumn))
        columns[at] = TitleColumn(
            "title", label=columns[at].label, is_multiple_choice=columns[at].is_multiple_choice
        )
        return columns


class PageSearchView(FewQueries, chooser.SearchView):
    pass


class PageChooserView(FewQueries, chooser.BrowseView):
    """Begins where the person's pages begin.

    Wagtail begins above all pages of the wanted kind, which may be in one other village only.
    """

    def get(self, request: HttpRequest, parent_page_id: int | None = None) -> HttpResponse:
        start = None if parent_page_id else page_permission_policy.explorable_root_instance(request.user)
        return super().get(request, start.pk if start else parent_page_id)


class ExternalLinkView(chooser.ExternalLinkView):
    """A pasted address of our own site becomes a link to the page; Wagtail calls it by its newest draft."""

    def post(self, request: HttpRequest) -> HttpResponse:
        response = super().post(request)
        answer = json.loads(response.content)
        found = answer.get("internal") or answer.get("result") or {}
        if "id" not in found or readable_pages(Page.objects.filter(pk=found["id"]), request.user).exists():
            return response
        return self.render_chosen_response(self.get_result_data())


class WithoutTopics:
    """Wagtail offers the topics of all villages' files to filter by, and no form of ours gives a file any."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters.pop("tag", None)


class ImagesFilterSet(WithoutTopics, images.ImagesFilterSet):
    pass


class DocumentsFilterSet(WithoutTopics, documents.DocumentsFilterSet):
    pass


class ImageChooseView(image_chooser.ImageChooseView):
    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"popular_tags": []}


class ImageChooserViewSet(image_chooser.ImageChooserViewSet):
    choose_view_class = ImageChooseView


image_chooser_viewset = ImageChooserViewSet(
    image_chooser.viewset.name, model=image_chooser.viewset.model, url_prefix=image_chooser.viewset.url_prefix
)
