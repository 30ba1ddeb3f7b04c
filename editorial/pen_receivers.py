"""A page that changes hands is written by nobody."""

from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import task_approved, task_cancelled, task_rejected, task_submitted

from editorial import pen


@receiver(task_submitted)
@receiver(task_approved)
@receiver(task_rejected)
@receiver(task_cancelled)
def put_the_pen_down(sender, instance, **kwargs):
    page = instance.workflow_state.content_object
    if isinstance(page, Page):
        pen.put_down(page)
