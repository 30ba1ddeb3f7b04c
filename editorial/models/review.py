"""One review task for all villages: who approves follows from the page's village."""

from datetime import timedelta

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.forms import TaskStateCommentForm
from wagtail.models import Page, Task, TaskState

from core.formats import moment
from editorial import pen
from editorial.enums import SendBackReason
from editorial.gate import ask_before_review
from editorial.kinds import kind_of
from editorial.models.round import ReviewRound
from editorial.rules import rule_for
from editorial.signals import review_decided, review_started
from village_pages.enums import REVIEWING_ROLES, Role
from village_pages.places import in_villages, regency_pages
from village_pages.publishing import PublishRefusedError
from village_pages.rights import may_publish, open_villages_where, regency_roles

REASON_MISSING = _("Tulis alasan, supaya penulis tahu apa yang perlu diperbaiki.")
REASON_UNCHOSEN = _("Pilih sebab halaman ini dikembalikan.")
REMARK = _("Setujui dengan catatan")


class ReasonForm(TaskStateCommentForm):
    """Sending back needs a reason: the author must know what to mend."""

    reason = forms.ChoiceField(
        label=_("Apa sebabnya"),
        choices=[("", _("Pilih satu")), *SendBackReason.choices],
        error_messages={"required": REASON_UNCHOSEN},
    )
    comment = forms.CharField(
        label=_("Alasan, dan apa yang perlu diperbaiki"),
        required=True,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": REASON_MISSING},
    )
    field_order = ["reason", "comment"]


class RemarkForm(TaskStateCommentForm):
    """Approving with words that the author is told."""

    comment = forms.CharField(
        label=_("Catatan untuk penulis"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AlreadyDecidedError(ValidationError):
    """Somebody else was first; the message says who did what."""

    def __init__(self, state: TaskState):
        self.page = state.workflow_state.content_object
        done = {
            TaskState.STATUS_APPROVED: _("menyetujui"),
            TaskState.STATUS_REJECTED: _("mengembalikan"),
        }.get(state.status, _("membatalkan pemeriksaan"))
        super().__init__(
            _("%(who)s sudah %(done)s halaman ini pada %(when)s. Keputusan Anda tidak dijalankan.")
            % {
                "who": state.finished_by or _("Orang lain"),
                "done": done,
                "when": moment(state.finished_at) if state.finished_at else "",
            }
        )


def approving_words(page: Page) -> str:
    """What approving ``page`` does, for a button: its readers get it now, or when it is due."""
    if page.go_live_at and page.go_live_at > timezone.now():
        return gettext("Setujui dan jadwalkan")
    return gettext("Setujui dan terbitkan")


def words_of_last_decision(page: Page) -> str:
    """Who decided about ``page``, and how; of a page that never waited, that it does not."""
    done = TaskState.objects.for_instance(page).exclude(status=TaskState.STATUS_IN_PROGRESS)
    last = done.order_by("-finished_at", "-pk").first()
    return AlreadyDecidedError(last).messages[0] if last else gettext("Halaman ini tidak sedang diperiksa.")


class VillageReviewTask(Task):
    """Waits for somebody who may publish the page; the same task serves every village."""

    class Meta:
        verbose_name = _("pemeriksaan desa")
        verbose_name_plural = _("pemeriksaan desa")

    @transaction.atomic
    def start(self, workflow_state, user=None) -> TaskState:
        """Begin a round: the page waits from now, and has a time by which it is to be decided.

        ``PublishRefusedError`` where the page must not be sent in as it is.
        """
        page = workflow_state.content_object.get_latest_revision_as_object()
        ask_before_review(page, user)
        state = super().start(workflow_state, user=user)
        village = getattr(page, "village", None)
        now = timezone.now()
        round = ReviewRound.objects.create(
            task_state=state,
            page_id=page.pk,
            village=village,
            sent_in_by=user,
            sent_in_at=now,
            due_at=now + timedelta(days=rule_for(kind_of(page), village).due_days),
        )
        review_started.send(sender=ReviewRound, round=round, by=user)
        return state

    def user_can_access_editor(self, obj: Page, user) -> bool:
        return may_publish(user, obj)

    def locked_for_user(self, obj: Page, user) -> bool:
        """While a page waits, its reviewers may mend it and nobody else writes under their hands."""
        return not may_publish(user, obj)

    def user_can_lock(self, obj: Page, user) -> bool:
        return may_publish(user, obj)

    def user_can_unlock(self, obj: Page, user) -> bool:
        """A lock that somebody forgot stops nobody."""
        return may_publish(user, obj)

    def get_actions(self, obj: Page, user) -> list[tuple]:
        if not may_publish(user, obj):
            return []
        return [
            ("reject", _("Kembalikan dengan alasan"), True),
            ("approve", approving_words(obj), False),
            ("approve", REMARK, True),
        ]

    def get_form_for_action(self, action: str):
        return ReasonForm if action == "reject" else RemarkForm

    @transaction.atomic
    def on_action(self, task_state: TaskState, user, action_name: str, **kwargs):
        """Act on what was submitted; ``PermissionDenied`` for somebody who does not review that page.

        Asked of the state's own page: Wagtail's views ask it of the page in the address, and the state in
        the next part of the address may be another village's. ``ValidationError`` for sending back without
        a reason; ``AlreadyDecidedError`` for who comes second; ``PublishRefusedError`` where the rule wants
        somebody else, or somebody else is writing.
        """
        # Of two who decide at once, the second waits here and then sees what the first did.
        task_state = TaskState.objects.select_for_update().get(pk=task_state.pk)
        if task_state.status != TaskState.STATUS_IN_PROGRESS:
            raise AlreadyDecidedError(task_state)
        page = task_state.workflow_state.content_object
        if not may_publish(user, page):
            raise PermissionDenied
        if words := pen.refusal(user, page):
            raise PublishRefusedError(words, page)
        if action_name == "reject" and not str(kwargs.get("comment") or "").strip():
            raise ValidationError(REASON_MISSING)
        if action_name == "approve":
            # What a reviewer mended while the page waited is approved with it; nobody else could write.
            task_state.revision = page.get_latest_revision()
        reason = kwargs.pop("reason", "")
        super().on_action(task_state, user, action_name, **kwargs)
        round = ReviewRound.objects.filter(task_state=task_state).first()
        if round is not None:
            if action_name == "reject":
                round.reason = reason if reason in SendBackReason else SendBackReason.OTHER
                round.save(update_fields=["reason"])
            review_decided.send(
                sender=ReviewRound,
                round=round,
                decision="approved" if action_name == "approve" else "returned",
                by=user,
                words=str(kwargs.get("comment") or ""),
            )

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
