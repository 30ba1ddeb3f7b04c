"""Wagtail's page editor, and beside it what changes for the reader."""

from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.views.pages.edit import EditView

from editorial.review_views import changes_of


class ReaderSidePanel(BaseSidePanel):
    """The short list, and the page as readers have it; how it would be stands in Wagtail's preview."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = gettext_lazy("Perubahan bagi pembaca")
        icon_name = "view"
        has_counter = False

    name = "reader-changes"
    title = gettext_lazy("Perubahan bagi pembaca")
    template_name = "editorial/review_panel.html"
    order = 150

    def __init__(self, page, request, *, live_page):
        super().__init__(page, request)
        self.live_page = live_page

    def get_context_data(self, parent_context):
        changes = changes_of(self.request, self.live_page, self.object)
        return super().get_context_data(parent_context) | {"page": self.live_page, "changes": changes}


class ReviewEditView(EditView):
    """The editor of a page that waits, for who may read its draft."""

    def get_side_panels(self):
        live_page = self.real_page_record.specific
        return MediaContainer(
            [*super().get_side_panels(), ReaderSidePanel(self.page, self.request, live_page=live_page)]
        )
