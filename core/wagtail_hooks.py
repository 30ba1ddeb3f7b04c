"""Links between pages in rich text, without asking for each page's own table."""

from django.urls import reverse
from wagtail import hooks
from wagtail.admin.rich_text.converters.html_to_contentstate import PageLinkElementHandler
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler


class PlainPageLinkHandler(PageLinkHandler):
    """An address needs nothing that only the specific page knows: one query for all links, not one a type.

    A draft has no address for readers, and its words stand in it.
    """

    @classmethod
    def get_many(cls, attrs_list: list[dict]) -> list[Page | None]:
        wanted = [str(attrs.get("id")) for attrs in attrs_list]
        pages = Page.objects.live().filter(pk__in=[key for key in wanted if key.isdecimal()])
        found = {str(page.pk): page for page in pages.only("path", "depth", "url_path", "slug", "live")}
        return [found.get(key) for key in wanted]


class EditorPageLinkHandler(PageLinkElementHandler):
    """In the editor a link to a draft leads to the draft's editor, where only its village's people get in."""

    def get_attribute_data(self, attrs: dict) -> dict:
        data = super().get_attribute_data(attrs)
        if not Page.objects.live().filter(pk=data["id"]).exists():
            data["url"] = reverse("wagtailadmin_pages:edit", args=[data["id"]])
        return data


@hooks.register("register_rich_text_features", order=1000)
def plain_page_links(features):
    features.register_link_type(PlainPageLinkHandler)
    in_editor = features.converter_rules_by_converter["contentstate"]["link"]["from_database_format"]
    in_editor['a[linktype="page"]'] = EditorPageLinkHandler("LINK")
