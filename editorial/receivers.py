"""What follows from the tree's news: the workflow on the home page, pictures ready at publishing."""

from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.models import ReferenceIndex, Revision, Workflow, WorkflowPage, WorkflowTask
from wagtail.signals import page_published

from core.models import CustomImage
from core.renditions import prepare_renditions
from editorial.gate import guard
from editorial.models import VillageReviewTask
from village_pages.models import BranchPage
from village_pages.publishing import ask_guards, publisher, register_guard
from village_pages.signals import home_opened

register_guard(guard)


@receiver(home_opened)
def hang_workflow_on_home(sender, home, **kwargs):
    """One workflow hangs on the regency's home page and so serves every village below it."""
    task, _created = VillageReviewTask.objects.get_or_create(name=_("Pemeriksaan oleh kader"))
    workflow, _created = Workflow.objects.get_or_create(name=_("Periksa sebelum terbit"))
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    WorkflowPage.objects.get_or_create(page_id=home.pk, defaults={"workflow": workflow})


@receiver(page_published)
def make_pictures_ready(sender, instance, **kwargs):
    """Every size of every picture on the page, so that no reader's request has to make one."""
    references = ReferenceIndex.get_references_for_object(instance).filter(
        to_content_type__app_label="core", to_content_type__model="customimage"
    )
    ids = {int(pk) for pk in references.values_list("to_object_id", flat=True)}
    prepare_renditions(CustomImage.objects.filter(pk__in=ids).prefetch_related("renditions"))


@receiver(pre_save, sender=Revision)
def ask_before_scheduling(sender, instance, update_fields=None, raw=False, **kwargs):
    """A page that is live is scheduled without being saved: only its revision says when it is due."""
    says_when = instance._state.adding or "approved_go_live_at" in (update_fields or ())
    if raw or instance.approved_go_live_at is None or not says_when:
        return
    user, page = publisher(), instance.as_object()
    if user is not None and isinstance(page, BranchPage):
        ask_guards(page, instance, user)
