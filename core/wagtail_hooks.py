"""Links between pages in rich text, without asking for each page's own table."""

from wagtail import hooks
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler


class PlainPageLinkHandler(PageLinkHandler):
    """An address needs nothing that only the specific page knows: one query for all links, not one a type."""

    @classmethod
    def get_many(cls, attrs_list: list[dict]) -> list[Page | None]:
        wanted = [str(attrs.get("id")) for attrs in attrs_list]
        pages = Page.objects.filter(pk__in=[key for key in wanted if key.isdecimal()])
        found = {str(page.pk): page for page in pages.only("path", "depth", "url_path", "slug", "live")}
        return [found.get(key) for key in wanted]


@hooks.register("register_rich_text_features", order=1000)
def plain_page_links(features):
    features.register_link_type(PlainPageLinkHandler)
