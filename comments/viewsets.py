"""The screen "Komentar" in Wagtail's admin: its addresses and its place in the menu."""

from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from comments import conflicts, queue_views, word_views


class WaitingMenuItem(MenuItem):
    """ "Komentar" with the number that waits for this person; only for who decides or answers somewhere."""

    def is_shown(self, request: HttpRequest) -> bool:
        return conflicts.entered_by(request.user).exists()

    def render_component(self, request: HttpRequest):
        waiting = conflicts.waits_for(request.user).count()
        component = super().render_component(request)
        if waiting:
            component.label = f"{self.label} ({waiting})"
        return component


class CommentModerationViewSet(ViewSet):
    """Registers the screens and the menu item with Wagtail; every view asks for rights by itself."""

    name = "comment_moderation"
    url_prefix = "komentar"
    icon = "comment"
    menu_label = gettext_lazy("Komentar")
    # The name by which village_pages keeps it in the short menu of a village's people.
    menu_name = "comments"
    menu_order = 150
    menu_item_class = WaitingMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self):
        return [
            path("", queue_views.queue, name="index"),
            path("borongan/", queue_views.bulk, name="bulk"),
            path("kata/", word_views.word_list, name="word_list"),
            path("kata/<int:word_id>/hapus/", word_views.word_remove, name="word_remove"),
            path("<slug:public_id>/", queue_views.item, name="item"),
        ]


comment_moderation = CommentModerationViewSet()
