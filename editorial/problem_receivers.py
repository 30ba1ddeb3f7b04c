"""The checks of content take their places: at the gate, in the form, at publishing, by the clock."""

from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _
from wagtail.signals import page_published

from audit import words
from core import due
from editorial.content_checks import open_problems, refusal_of
from editorial.found_problems import look_again, remember
from editorial.gate import register_content_check
from editorial.models import PageCare
from editorial.problem_forms import check_form
from village_pages.form_checks import register_form_check
from village_pages.publishing import publisher

register_content_check(refusal_of)
register_form_check(check_form)
due.register("problems", look_again)
words.register({"check.overridden": _("Masalah isi dikecualikan dengan alasan")})


@receiver(page_published)
def look_at_what_is_public(sender, instance, **kwargs):
    """At once where a person published; what a command brings in is looked at by the next due work."""
    if publisher() is None:
        PageCare.objects.filter(page_id=instance.pk).update(problems_at=None)
    else:
        remember(instance, open_problems(instance))
