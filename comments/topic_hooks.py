"""Topics in Wagtail's admin: menu, addresses, words in the log."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from audit import words
from comments import topic_views as views
from comments.topics.waiting import number_for
from village_pages.rights import answers_residents

words.register(
    {
        "topic.step": _("Keadaan topik diubah"),
        "topic.opened": _("Topik desa dibuka"),
        "topic.corrected": _("Topik desa diperbaiki"),
        "topic.pillar": _("Bidang topik diganti"),
        "topic.picture_removed": _("Foto topik dihapus"),
        "topic.picture_described": _("Keterangan foto topik diganti"),
    }
)


class TopicsMenuItem(MenuItem):
    """ "Topik warga" with the number that waits for an answer by this person."""

    def is_shown(self, request):
        return answers_residents(request.user)

    def render_component(self, request):
        waiting = number_for(request)
        component = super().render_component(request)
        if waiting:
            component.label = f"{self.label} ({waiting})"
        return component


@hooks.register("register_admin_menu_item")
def topics_menu_item():
    return TopicsMenuItem(
        _("Topik warga"), reverse("topics"), name="topics", icon_name="clipboard-list", order=155
    )


@hooks.register("register_admin_urls")
def topic_urls():
    return [
        path("topik/", views.topics, name="topics"),
        path("topik/baru/<int:village_id>/", views.topic_new, name="topic_new"),
        path("topik/<slug:public_id>/", views.topic, name="topic"),
        path("topik/<slug:public_id>/foto/", views.topic_picture, name="topic_picture"),
    ]
