"""Where lifted questions show in Wagtail's admin: the address, a button, words for history and log."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from audit import words
from editorial.answered_questions import register_place
from services import question_views
from services.models import ServicePage
from services.question_lifting import LIFTED
from village_pages.rights import may_publish

QUESTIONS_LIFTED = gettext_lazy("Tanya jawab diangkat dari komentar")

words.register({"page.questions_lifted": QUESTIONS_LIFTED})


def place_to_lift(page: Page, user) -> str:
    """The screen of a service; no query."""
    if page.specific_class is not ServicePage or not may_publish(user, page):
        return ""
    return reverse("service_questions", args=[page.pk])


register_place(place_to_lift)


@hooks.register("register_admin_urls")
def question_urls():
    return question_views.urlpatterns


@hooks.register("register_page_header_buttons")
def questions_button(page, user, next_url=None, view_name=None):
    if page.pk and (address := place_to_lift(page, user)):
        yield Button(_("Angkat tanya jawab"), url=address, icon_name="help", priority=46)


@hooks.register("register_log_actions")
def words_for_the_history(actions):
    actions.register_action(LIFTED, QUESTIONS_LIFTED, QUESTIONS_LIFTED)
