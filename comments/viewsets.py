"""The moderators' screen "Komentar" in Wagtail's admin: plain forms, one village's wall around each query."""

from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from comments import moderation
from comments.enums import CommentState, HeldCode, ModerationVerb, ReasonCode
from comments.forms import CheckedTextField
from comments.models import ModAction, ResidentComment
from comments.text import checked_body, clean_body
from core.query import page_of

PER_PAGE = 20
# Waiting longer than this is said in red: the promise to residents is two days.
PROMISED_WITHIN = timedelta(hours=48)
NOTE_LENGTH = 300


@dataclass(frozen=True)
class Shelf:
    """One filter of the queue: the word in the address, its label, and the states it holds."""

    slug: str
    label: str | Promise
    states: tuple[str, ...]


SHELVES = (
    Shelf("menunggu", gettext_lazy("Menunggu"), (CommentState.PENDING,)),
    Shelf("terbit", gettext_lazy("Terbit"), (CommentState.PUBLISHED,)),
    Shelf("ditolak", gettext_lazy("Ditolak"), (CommentState.REJECTED, CommentState.SPAM)),
    Shelf("disembunyikan", gettext_lazy("Disembunyikan"), (CommentState.HIDDEN,)),
)


def shelf_named(slug: str | None) -> Shelf:
    return next((shelf for shelf in SHELVES if shelf.slug == slug), SHELVES[0])


class ReasonForm(forms.Form):
    """Why a comment is refused or hidden. The author reads both."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Alasan"),
        choices=[("", gettext_lazy("Pilih alasan")), *ReasonCode.choices],
        error_messages={
            "required": gettext_lazy("Pilih satu alasan. Penulis akan membacanya."),
            "invalid_choice": gettext_lazy("Pilih satu alasan dari daftar."),
        },
    )
    note = forms.CharField(
        label=gettext_lazy("Catatan untuk penulis"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_note(self) -> str:
        return clean_body(self.cleaned_data["note"])

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("reason") == ReasonCode.OTHER and not cleaned.get("note"):
            self.add_error("note", ValidationError(_("Tulis alasannya dengan kata-kata sendiri.")))
        return cleaned


class AnswerForm(forms.Form):
    body = CheckedTextField(
        checker=checked_body, label=gettext_lazy("Jawaban"), widget=forms.Textarea(attrs={"rows": 4})
    )


def villages_or_denied(request: HttpRequest):
    """Villages that the person moderates; Wagtail leads everybody else back to the admin's home."""
    villages = list(moderation.moderated_by(request.user))
    if not villages:
        raise PermissionDenied
    return villages


def shown(comments):
    """What the screen reads of each comment, in a fixed number of queries."""
    answers = ResidentComment.objects.published().order_by("id")
    return comments.select_related("village__access", "thread__page", "author").prefetch_related(
        Prefetch("answers", queryset=answers, to_attr="shown_answers"),
        Prefetch("actions", queryset=ModAction.objects.select_related("actor"), to_attr="history"),
    )


def dressed(comment: ResidentComment, request: HttpRequest, *, reason_form=None, answer_form=None) -> dict:
    """One comment with everything needed to decide about it."""
    page = comment.thread.page
    late = comment.state == CommentState.PENDING and timezone.now() - comment.created_at > PROMISED_WITHIN
    history = getattr(comment, "history", [])
    prefix = f"k{comment.public_id}-%s"
    return {
        "comment": comment,
        "page": page,
        "page_url": page.get_url(request) if page is not None and page.live else None,
        "held": [HeldCode(code).label for code in comment.held_codes if code in HeldCode.values],
        "is_late": late,
        "last": history[-1] if history else None,
        "may": {
            verb.value: comment.state in states and moderation.may_take(request.user, comment.village, verb)
            for verb, states in moderation.ALLOWED_FROM.items()
        }
        | ({"answer": False, "reject": False} if comment.is_official else {}),
        "reason_form": reason_form or ReasonForm(auto_id=prefix),
        "answer_form": answer_form or AnswerForm(auto_id=prefix),
        "decide_url": reverse("comment_moderation:item", args=[comment.public_id]),
    }


@never_cache
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The list of one shelf: waiting ones oldest first, decided ones by the newest decision."""
    villages = villages_or_denied(request)
    shelf = shelf_named(request.GET.get("keadaan"))
    chosen = next((village for village in villages if village.code == request.GET.get("desa")), None)
    within = moderation.for_moderator(request.user)
    if chosen is not None:
        within = within.filter(village=chosen)
    counts = within.aggregate(**{one.slug: Count("pk", filter=Q(state__in=one.states)) for one in SHELVES})
    order = ("created_at", "pk") if shelf is SHELVES[0] else ("-state_changed_at", "-pk")
    listed = page_of(
        shown(within.filter(state__in=shelf.states).order_by(*order)),
        request.GET.get("page"),
        per_page=PER_PAGE,
    )
    return render(
        request,
        "comments/admin/queue.html",
        {
            "header_title": _("Komentar"),
            "shelf": shelf,
            "shelves": [(one, counts[one.slug]) for one in SHELVES],
            "villages": villages if len(villages) > 1 else [],
            "chosen": chosen,
            "village_query": f"&desa={chosen.code}" if chosen else "",
            "query": f"keadaan={shelf.slug}" + (f"&desa={chosen.code}" if chosen else ""),
            "paginator_page": listed,
            "items": [dressed(comment, request) for comment in listed],
        },
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, public_id: str) -> HttpResponse:
    """One comment, and the decision about it. A comment of another village is a 404, whatever is asked."""
    villages_or_denied(request)
    comment = shown(moderation.for_moderator(request.user).filter(public_id=public_id)).first()
    if comment is None:
        raise Http404
    reason_form = answer_form = None
    status = 200
    if request.method == "POST":
        decision = Decision(request, comment)
        if decision.carry_out():
            return HttpResponseRedirect(back_to(request))
        reason_form, answer_form, status = decision.reason_form, decision.answer_form, decision.status
        # What stands in the row may have changed since.
        comment = shown(moderation.for_moderator(request.user).filter(public_id=public_id)).first() or comment
    context = {
        "header_title": _("Komentar"),
        "entry": dressed(comment, request, reason_form=reason_form, answer_form=answer_form),
        "opened": request.POST.get("action", ""),
        "back_url": back_to(request),
        "shelf": shelf_named(request.POST.get("keadaan") or request.GET.get("keadaan")),
    }
    return render(request, "comments/admin/item.html", context, status=status)


def back_to(request: HttpRequest) -> str:
    """The queue on the shelf that the moderator came from; nothing of the request becomes an address."""
    shelf = shelf_named(request.POST.get("keadaan") or request.GET.get("keadaan"))
    return f"{reverse('comment_moderation:index')}?keadaan={shelf.slug}"


class Decision:
    """A posted decision: which, with what words, and how it ended."""

    def __init__(self, request: HttpRequest, comment: ResidentComment):
        self.request, self.comment = request, comment
        self.reason_form: ReasonForm | None = None
        self.answer_form: AnswerForm | None = None
        self.status = 422

    @cached_property
    def version(self) -> int:
        """The version that the moderator saw; anything but a small number counts as an old one."""
        value = self.request.POST.get("version", "")
        return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0

    def carry_out(self) -> bool:
        """Do it and say so; ``False`` when the screen must be shown again with what is wrong."""
        action = self.request.POST.get("action")
        steps = {
            ModerationVerb.APPROVE.value: self.approve,
            ModerationVerb.REJECT.value: self.reject,
            ModerationVerb.HIDE.value: self.hide,
            ModerationVerb.ANSWER.value: self.answer,
        }
        if action not in steps:
            messages.error(self.request, _("Pilih salah satu tombol."))
            return False
        try:
            done = steps[action]()
        except moderation.AlreadyHandledError as handled:
            self.status = 409
            messages.warning(
                self.request,
                _("Komentar ini sudah ditangani oleh %(name)s. Keadaannya sekarang ditampilkan di bawah.")
                % {"name": handled.by or _("orang lain")},
            )
            return False
        except moderation.VillageNotOpenError:
            self.status = 409
            messages.warning(
                self.request,
                _(
                    "Desa ini sedang dijeda: komentar tidak dapat diterbitkan, ditolak, atau dijawab. "
                    "Komentar yang merugikan orang tetap dapat disembunyikan."
                ),
            )
            return False
        if done:
            messages.success(self.request, done)
        return bool(done)

    def approve(self) -> str:
        moderation.approve(self.request.user, self.comment, version=self.version)
        return _("Komentar sudah terbit.")

    def reject(self) -> str:
        reasons = self._reasons()
        if reasons is None:
            return ""
        moderation.reject(self.request.user, self.comment, version=self.version, **reasons)
        return _("Komentar ditolak. Penulis dapat membaca alasannya dengan kode bukti.")

    def hide(self) -> str:
        reasons = self._reasons()
        if reasons is None:
            return ""
        moderation.hide(self.request.user, self.comment, version=self.version, **reasons)
        return _("Komentar disembunyikan dari pembaca.")

    def answer(self) -> str:
        self.answer_form = AnswerForm(self.request.POST, auto_id=f"k{self.comment.public_id}-%s")
        if self.comment.is_official or not self.answer_form.is_valid():
            return ""
        moderation.answer(
            self.request.user, self.comment, version=self.version, **self.answer_form.cleaned_data
        )
        return _("Jawaban sudah terbit.")

    def _reasons(self) -> dict[str, str] | None:
        self.reason_form = ReasonForm(self.request.POST, auto_id=f"k{self.comment.public_id}-%s")
        return self.reason_form.cleaned_data if self.reason_form.is_valid() else None


class WaitingMenuItem(MenuItem):
    """ "Komentar" with the number that waits; only for people who moderate somewhere."""

    def is_shown(self, request: HttpRequest) -> bool:
        return moderation.moderated_by(request.user).exists()

    def render_component(self, request: HttpRequest):
        waiting = moderation.for_moderator(request.user).waiting().count()
        component = super().render_component(request)
        if waiting:
            component.label = f"{self.label} ({waiting})"
        return component


class CommentModerationViewSet(ViewSet):
    """Registers the screen and its menu item with Wagtail; every view asks for rights by itself."""

    name = "comment_moderation"
    url_prefix = "komentar"
    icon = "comment"
    menu_label = gettext_lazy("Komentar")
    # The name by which village_pages keeps it in the short menu of a village's people.
    menu_name = "comments"
    menu_order = 150
    menu_item_class = WaitingMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self):
        return [path("", queue, name="index"), path("<slug:public_id>/", item, name="item")]


comment_moderation = CommentModerationViewSet()
