"""The rules of review where people meet them: menu, the editor's buttons, and before a form publishes."""

from django.apps import apps
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from editorial import rule_views, rules
from village_pages.models import BranchPage
from village_pages.publishing import ask_guards
from village_pages.rights import has_rules_to_set


@hooks.register("register_admin_urls")
def rule_urls():
    return rule_views.urlpatterns


class RulesMenuItem(MenuItem):
    def is_shown(self, request):
        return has_rules_to_set(request.user)


@hooks.register("register_admin_menu_item")
def rules_menu_item():
    return RulesMenuItem(
        gettext_lazy("Aturan"),
        reverse("review_rules"),
        name="review_rules",
        icon_name="clipboard-list",
        order=135,
    )


@hooks.register("before_publish_page")
def ask_before_the_form_publishes(request: HttpRequest, page: Page):
    """Wagtail's form clears other schedules of a page before it saves it, and not in one transaction."""
    revision = page.get_latest_revision()
    if isinstance(page, BranchPage) and revision is not None:
        ask_guards(revision.as_object(), revision, request.user)


@hooks.register("construct_page_action_menu", order=1010)
def offer_what_the_rules_allow(menu_items, request, context):
    """No button for what would be refused; in its place sending in comes first."""
    page = context.get("page") or _about_to_be_made(request, context)
    if not isinstance(page, BranchPage):
        return
    names = {item.name for item in menu_items}
    if "approve" in names:
        if rules.refusal(request.user, page, page.latest_revision):
            menu_items[:] = [item for item in menu_items if item.name != "approve"]
    elif "action-publish" in names and rules.refusal_of_own_words(request.user, page):
        menu_items[:] = [item for item in menu_items if item.name != "action-publish"]
        menu_items.sort(key=lambda item: item.name != "action-submit")


def _about_to_be_made(request: HttpRequest, context) -> Page | None:
    """A page of the kind that the form of a new page makes, at a place below its parent."""
    parent = context.get("parent_page")
    named = request.resolver_match.kwargs if request.resolver_match else {}
    if parent is None or "content_type_model_name" not in named:
        return None
    model = apps.get_model(named["content_type_app_name"], named["content_type_model_name"])
    return model(path=parent.path + "0" * Page.steplen, depth=parent.depth + 1)


@hooks.register("after_create_page", order=-10)
@hooks.register("after_edit_page", order=-10)
def say_who_will_read(request: HttpRequest, page: Page):
    if "action-submit" not in request.POST or not isinstance(page, BranchPage) or page.village is None:
        return
    readers = rules.second_readers(page, page.get_latest_revision())
    if readers:
        names = ", ".join(str(person) for person in readers)
        messages.info(request, _("Akan diperiksa oleh: %(people)s.") % {"people": names})
    else:
        words = _("Belum ada orang lain yang berhak memeriksa. Dinas PMD diberi tahu bila lewat batas waktu.")
        messages.warning(request, words)
