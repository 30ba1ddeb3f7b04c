"""One review task for all villages: who approves follows from the page's village."""

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.forms import TaskStateCommentForm
from wagtail.models import Page, Task, TaskState

from village_pages.enums import REVIEWING_ROLES, Role
from village_pages.places import in_villages, regency_pages
from village_pages.rights import may_publish, open_villages_where, regency_roles

REASON_MISSING = _("Tulis alasan, supaya penulis tahu apa yang perlu diperbaiki.")


class ReasonForm(TaskStateCommentForm):
    """Sending back needs a reason: the author must know what to mend."""

    comment = forms.CharField(
        label=_("Alasan, dan apa yang perlu diperbaiki"),
        required=True,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": REASON_MISSING},
    )


class VillageReviewTask(Task):
    """Waits for somebody who may publish the page; the same task serves every village."""

    class Meta:
        verbose_name = _("pemeriksaan desa")
        verbose_name_plural = _("pemeriksaan desa")

    def user_can_access_editor(self, obj: Page, user) -> bool:
        return may_publish(user, obj)

    def locked_for_user(self, obj: Page, user) -> bool:
        """While a page waits, its reviewers may mend it and nobody else writes under their hands."""
        return not may_publish(user, obj)

    def user_can_lock(self, obj: Page, user) -> bool:
        return may_publish(user, obj)

    def get_actions(self, obj: Page, user) -> list[tuple]:
        if not may_publish(user, obj):
            return []
        return [
            ("reject", _("Kembalikan dengan alasan"), True),
            ("approve", _("Setujui dan terbitkan"), False),
        ]

    def get_form_for_action(self, action: str):
        return ReasonForm if action == "reject" else super().get_form_for_action(action)

    def on_action(self, task_state: TaskState, user, action_name: str, **kwargs):
        """Act on what was submitted; ``PermissionDenied`` for somebody who does not review that page.

        Asked of the state's own page: Wagtail's views ask it of the page in the address, and the state in
        the next part of the address may be another village's. ``ValidationError`` for sending back without
        a reason.
        """
        page = task_state.workflow_state.content_object
        if not may_publish(user, page):
            raise PermissionDenied
        if action_name == "reject" and not str(kwargs.get("comment") or "").strip():
            raise ValidationError(REASON_MISSING)
        if action_name == "approve":
            # What a reviewer mended while the page waited is approved with it; nobody else could write.
            task_state.revision = page.get_latest_revision()
        return super().on_action(task_state, user, action_name, **kwargs)

    def get_task_states_user_can_moderate(self, user, **kwargs):
        """Submitted pages of the villages where ``user`` reviews (fixed number of queries)."""
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        if user.is_superuser:
            return waiting
        condition = in_villages(open_villages_where(user, REVIEWING_ROLES))
        if Role.OFFICER in regency_roles(user):
            condition |= regency_pages()
        # The few that wait are narrowed down, not the many that exist.
        waiting_ids = waiting.values_list("workflow_state__object_id", flat=True)
        mine = Page.objects.filter(condition, pk__in=[int(pk) for pk in waiting_ids])
        return waiting.filter(
            workflow_state__object_id__in=[str(pk) for pk in mine.values_list("pk", flat=True)]
        )

    @classmethod
    def get_description(cls):
        return _("Kader atau duta digital dari desa halaman itu memeriksa dan menerbitkan.")
