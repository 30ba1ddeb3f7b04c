"""Wagtail's own mails of the workflow stay unsent: what they say is said by ours, once, in a digest."""

from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

# Wagtail connects each under this name and, as Django does, not where the name is taken.
WAGTAILS_MAILS = {
    "group_approval_task_submitted_email_notification": (task_submitted, TaskState),
    "workflow_state_submitted_email_notification": (workflow_submitted, WorkflowState),
    "workflow_state_approved_email_notification": (workflow_approved, WorkflowState),
    "workflow_state_rejected_email_notification": (workflow_rejected, WorkflowState),
}


def mail_nothing(sender, **kwargs):
    """Takes the place of a mail of Wagtail's."""


for name, (signal, sender) in WAGTAILS_MAILS.items():
    signal.disconnect(sender=sender, dispatch_uid=name)
    signal.connect(mail_nothing, sender=sender, dispatch_uid=name)
