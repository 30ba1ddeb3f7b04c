"""Wagtail offers every bulk action to everybody and refuses afterwards; deleting is the administrator's."""

from django import template
from django.urls import reverse
from wagtail.admin.templatetags.wagtailadmin_tags import bulk_action_choices as all_choices

register = template.Library()


@register.inclusion_tag("wagtailadmin/shared/buttons.html", takes_context=True)
def bulk_action_choices(context, app_label, model_name):
    """The buttons below a list, without deleting pages for whoever may not."""
    choices = all_choices(context, app_label, model_name)
    if (app_label, model_name) == ("wagtailcore", "page") and not context["request"].user.is_superuser:
        delete = reverse("wagtail_bulk_action", args=[app_label, model_name, "delete"])
        choices["buttons"] = [button for button in choices["buttons"] if button.url != delete]
    return choices
