"""The officer's screens of villages: the list, and one plain page for each step of a village's life."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Max, Q
from django.db.models.functions import Substr
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page

from core.query import clean_words, page_of
from village_pages import life
from village_pages.enums import VillageKind, VillageState
from village_pages.models import VillagePage
from village_pages.opening import LONGEST_NAME
from village_pages.places import VILLAGE_DEPTH, in_villages
from village_pages.rights import may_appoint, not_ended


class StepForm(forms.Form):
    """What every step asks. Why it is done stands in the log, for people of the admin only."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Ditulis di catatan tindakan. Warga tidak membacanya. Boleh kosong."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, village: VillagePage, **kwargs):
        super().__init__(*args, **kwargs)
        self.village = village


class RenameForm(StepForm):
    name = forms.CharField(
        label=gettext_lazy("Nama"),
        max_length=LONGEST_NAME,
        help_text=gettext_lazy("Tanpa kata Desa atau Kelurahan."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Jenis"), choices=VillageKind.choices)
    district = forms.CharField(label=gettext_lazy("Kecamatan"), max_length=LONGEST_NAME)
    slug = forms.CharField(
        label=gettext_lazy("Alamat"),
        max_length=life.LONGEST_ADDRESS,
        help_text=gettext_lazy(
            "Huruf kecil, angka, dan tanda hubung, misalnya pematang-rahim. Alamat lama tetap menuju ke sini."
        ),
    )

    field_order = ["name", "kind", "district", "slug", "reason"]

    def __init__(self, *args, village: VillagePage, **kwargs):
        names = {
            "name": village.title,
            "kind": village.kind,
            "district": village.district,
            "slug": village.slug,
        }
        super().__init__(*args, village=village, initial=names, **kwargs)


class NoticeForm(StepForm):
    notice = forms.CharField(
        label=gettext_lazy("Pemberitahuan untuk warga"),
        max_length=life.LONGEST_NOTICE,
        help_text=gettext_lazy(
            "Dibaca warga di situs. Tulis apa yang terjadi dan ke mana bertanya. Paling panjang 300 huruf."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    field_order = ["notice", "reason"]

    def __init__(self, *args, village: VillagePage, **kwargs):
        super().__init__(*args, village=village, initial={"notice": village.access.notice}, **kwargs)
        self.fields["reason"].required = True
        self.fields["reason"].help_text = _("Ditulis di catatan tindakan. Warga tidak membacanya.")


class CloseForm(NoticeForm):
    code = forms.CharField(
        label=gettext_lazy("Ketik kode desa"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "decimal"}),
    )

    field_order = ["notice", "reason", "code"]

    def __init__(self, *args, village: VillagePage, **kwargs):
        super().__init__(*args, village=village, **kwargs)
        self.initial = {}  # what was said of a pause is not what is said of the end
        self.fields["code"].help_text = _("Untuk memastikan desa yang benar, ketik %(code)s.") % {
            "code": village.code
        }

    def clean_code(self) -> None:
        if self.cleaned_data["code"].strip() != self.village.code:
            raise ValidationError(
                _("Kode ini bukan kode desa ini. Ketik %(code)s.") % {"code": self.village.code}
            )


@dataclass(frozen=True)
class Step:
    """One thing that can be done with a village: its screen in words, its form, and who does it."""

    name: str
    address: str
    label: str | Promise
    icon: str
    lead: str | Promise
    button: str | Promise
    done: str | Promise
    act: Callable[..., None]
    states: tuple[str, ...]
    form: type[StepForm] = StepForm
    # Words that the form asks and ``act`` does not take.
    asked_only: frozenset[str] = field(default_factory=frozenset)

    def take(self, form: StepForm, by) -> None:
        """Do it. Raises ``ValidationError``."""
        words = {name: value for name, value in form.cleaned_data.items() if name not in self.asked_only}
        self.act(form.village, by=by, **words)


STEPS = (
    Step(
        name="village_rename",
        address="nama",
        label=gettext_lazy("Ganti nama"),
        icon="edit",
        lead=gettext_lazy(
            "Nama yang baru segera tampil di semua halaman. Tautan dan poster dengan alamat lama tetap "
            "berlaku."
        ),
        button=gettext_lazy("Simpan nama"),
        done=gettext_lazy("Namanya sekarang %(name)s."),
        act=life.rename,
        states=tuple(VillageState.values),
        form=RenameForm,
    ),
    Step(
        name="village_pause",
        address="jeda",
        label=gettext_lazy("Jeda"),
        icon="lock",
        lead=gettext_lazy(
            "Warga tetap dapat membaca semua halaman, dengan pemberitahuan di atasnya. Petugas desa dapat "
            "membaca, tetapi tidak dapat menulis, menerbitkan, atau mengunggah. Komentar baru tidak diterima."
        ),
        button=gettext_lazy("Jeda desa ini"),
        done=gettext_lazy("%(name)s dijeda."),
        act=life.pause,
        states=(VillageState.OPEN, VillageState.PAUSED),
        form=NoticeForm,
    ),
    Step(
        name="village_resume",
        address="lanjutkan",
        label=gettext_lazy("Lanjutkan"),
        icon="lock-open",
        lead=gettext_lazy("Petugas desa dapat menulis lagi, dan pemberitahuan untuk warga hilang."),
        button=gettext_lazy("Lanjutkan desa ini"),
        done=gettext_lazy("%(name)s dilanjutkan."),
        act=life.resume,
        states=(VillageState.PAUSED,),
    ),
    Step(
        name="village_close",
        address="tutup",
        label=gettext_lazy("Tutup"),
        icon="cross",
        lead=gettext_lazy(
            "Halaman desa ini tidak dapat dibaca warga lagi; di tempatnya tampil pemberitahuan. Semua peran "
            "petugasnya berakhir; jadwal terbit, pemeriksaan, dan undangan dibatalkan. Tidak ada yang "
            "dihapus: desa dapat dibuka lagi."
        ),
        button=gettext_lazy("Tutup desa ini"),
        done=gettext_lazy("%(name)s ditutup."),
        act=life.close,
        states=(VillageState.OPEN, VillageState.PAUSED),
        form=CloseForm,
        asked_only=frozenset({"code"}),
    ),
    Step(
        name="village_reopen",
        address="buka-lagi",
        label=gettext_lazy("Buka lagi"),
        icon="lock-open",
        lead=gettext_lazy(
            "Halaman yang terbit sebelum ditutup tampil lagi seperti semula. Petugas tidak kembali dengan "
            "sendirinya: angkat kader baru sesudah ini; ia dapat menyunting semua halaman desa ini."
        ),
        button=gettext_lazy("Buka lagi desa ini"),
        done=gettext_lazy("%(name)s dibuka lagi. Sekarang angkat kadernya."),
        act=life.reopen,
        states=(VillageState.CLOSED,),
    ),
)


def _officer_or_denied(request: HttpRequest) -> None:
    if not may_appoint(request.user):
        raise PermissionDenied


@never_cache
@require_safe
def villages(request: HttpRequest) -> HttpResponse:
    """All villages by name, with people, pages and the latest publishing of each; `?q=` narrows the list."""
    _officer_or_denied(request)
    words = clean_words(request.GET.get("q", ""))
    found = VillagePage.objects.select_related("access").order_by("title", "code")
    for word in words.split():
        found = found.filter(Q(title__icontains=word) | Q(district__icontains=word) | Q(code__icontains=word))
    listed = page_of(found, request.GET.get("page"))
    context = {
        "header_title": _("Desa"),
        "q": words,
        "query": urlencode({"q": words}) if words else "",
        "paginator_page": listed,
        "rows": _rows(list(listed)),
        "total": listed.paginator.count,
    }
    return render(request, "village_pages/admin/villages.html", context)


def _rows(listed: list[VillagePage]) -> list[dict]:
    """Each village with its figures and what can be done with it (two queries for all)."""
    people = dict(
        not_ended()
        .filter(village__in=listed)
        .values_list("village")
        .annotate(Count("user", distinct=True))
        .order_by()
    )
    figures = {
        branch: (pages, newest)
        for branch, pages, newest in Page.objects.filter(in_villages(listed))
        .annotate(branch=Substr("path", 1, VILLAGE_DEPTH * Page.steplen))
        .values_list("branch")
        .annotate(Count("pk"), Max("last_published_at"))
        .order_by()
    }
    return [
        {
            "village": village,
            "state": village.access.get_state_display(),
            "people": people.get(village.pk, 0),
            "pages": figures[village.path][0],
            "newest": figures[village.path][1],
            "steps": [
                (_label(step, village), reverse(step.name, args=[village.pk]))
                for step in STEPS
                if village.state in step.states
            ],
        }
        for village in listed
    ]


def _label(step: Step, village: VillagePage) -> str:
    changes_notice = step.name == "village_pause" and village.state == VillageState.PAUSED
    return _("Ubah pemberitahuan") if changes_notice else str(step.label)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take_step(request: HttpRequest, village_id: int, step: Step) -> HttpResponse:
    """Ask for what ``step`` needs, and do it; back to the list with words for what was done."""
    _officer_or_denied(request)
    village = VillagePage.objects.select_related("access").filter(pk=village_id).first()
    if village is None:
        raise Http404
    if village.state not in step.states:
        messages.warning(
            request,
            _("Tidak dapat dilakukan sekarang. Keadaan %(name)s: %(state)s.")
            % {"name": village.full_name, "state": village.access.get_state_display()},
        )
        return redirect("villages")
    form = step.form(request.POST if request.method == "POST" else None, village=village)
    if request.method == "POST" and form.is_valid():
        try:
            step.take(form, request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, step.done % {"name": village.full_name})
            return redirect("villages")
    context = {
        "header_title": f"{_label(step, village)}: {village.full_name}",
        "step": step,
        "village": village,
        "form": form,
    }
    if step.act is life.close:
        context["live_pages"] = life.pages_of(village).live().count()
        context["people"] = life.memberships_of(village).values("user").distinct().count()
    return render(
        request, "village_pages/admin/village_step.html", context, status=422 if form.errors else 200
    )


urlpatterns = [
    path("desa/", villages, name="villages"),
    *(
        path(f"desa/<int:village_id>/{step.address}/", take_step, {"step": step}, name=step.name)
        for step in STEPS
    ),
]
