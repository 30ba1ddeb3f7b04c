"""One person in one village: facts, and what whoever may can do about it. A foreign person is a 404."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from people.second_factor import has_second_factor
from teams import handover, links, passwords
from teams.forms import EntrustForm, HandoverForm, LinkForm, OptionalReasonForm, ReasonForm
from teams.models import PasswordLink
from teams.people import memberships_seen_by, other_roles_of, saw_ending
from village_pages.enums import VillageState
from village_pages.models import Membership
from village_pages.rights import (
    distrust,
    entrust,
    may_entrust,
    may_manage,
    may_mend,
    may_remove_second_factor,
    may_supervise,
    pause,
    regency_roles,
    resume,
)

writes = require_http_methods(["GET", "HEAD", "POST"])


def _seen_or_404(request: HttpRequest, membership_id: int) -> Membership:
    if not may_supervise(request.user):
        raise PermissionDenied
    return get_object_or_404(memberships_seen_by(request.user), pk=membership_id)


def _managed_or_refused(request: HttpRequest, membership_id: int) -> Membership:
    membership = _seen_or_404(request, membership_id)
    if not may_manage(request.user, membership):
        raise PermissionDenied
    return membership


def _mendable_or_refused(request: HttpRequest, membership_id: int) -> Membership:
    membership = _seen_or_404(request, membership_id)
    if not may_mend(request.user, membership.user):
        raise PermissionDenied
    return membership


@never_cache
@require_safe
def member(request: HttpRequest, membership_id: int) -> HttpResponse:
    membership = _seen_or_404(request, membership_id)
    manages = may_manage(request.user, membership)
    mends = may_mend(request.user, membership.user)
    second_factor = has_second_factor(membership.user)
    removes = may_remove_second_factor(request.user, membership.user)
    acts: list[tuple[str, str, str]] = []
    if manages:
        acts += [
            ("team_resume", _("Lanjutkan"), "")
            if membership.paused_since
            else ("team_pause", _("Jeda"), _("Ia tidak dapat menulis sampai dilanjutkan.")),
            ("team_end", _("Akhiri peran"), _("Dengan serah terima kepada penerus.")),
        ]
    if may_entrust(request.user, membership):
        acts.append(
            ("membership_entrust", _("Cabut hak membaca pesan aman"), "")
            if membership.reads_private
            else (
                "membership_entrust",
                _("Beri hak membaca pesan aman"),
                _("Ia membaca dan menjawab yang ditanyakan warga tanpa terlihat orang lain."),
            )
        )
    if mends:
        acts += [
            ("team_password", _("Buat tautan kata sandi"), _("Kalau ia lupa kata sandinya.")),
            ("team_sessions", _("Keluarkan dari semua perangkat"), _("Kalau ada perangkat yang hilang.")),
        ]
    if second_factor and removes:
        acts.append(("team_second_factor", _("Lepas pengaman kedua"), _("Kalau ponselnya hilang.")))
    context = {
        "header_title": membership.user.get_full_name(),
        "membership": membership,
        "others": other_roles_of(membership, request.user),
        "tells_more": bool(regency_roles(request.user)),
        "second_factor": second_factor,
        "in_regency": membership.reads_private and bool(regency_roles(membership.user)),
        "acts": [(reverse(name, args=[membership.pk]), label, hint) for name, label, hint in acts],
        "is_self": membership.user_id == request.user.pk,
        "mends": mends,
        "removes": removes,
        "is_in_pause": membership.village is not None and membership.village.state == VillageState.PAUSED,
    }
    return render(request, "teams/admin/member.html", context)


@dataclass(frozen=True)
class Question:
    """One act as it is asked before it is done."""

    title: str
    words: list[str]
    button: str
    serious: bool = False


def _asked(
    request: HttpRequest,
    membership: Membership,
    question: Question,
    form: Form | None,
    do: Callable[[str], str],
) -> HttpResponse:
    """Ask, and on the answer ``do`` it with the reason given; ``do`` returns what is told then."""
    if request.method == "POST" and (form is None or form.is_valid()):
        messages.success(request, do(form.cleaned_data["reason"] if form else ""))
        return redirect("team_member", membership.pk)
    context = {
        "header_title": question.title,
        "about": membership.user.get_full_name(),
        "village": membership.village,
        "words": question.words,
        "button": question.button,
        "serious": question.serious,
        "form": form,
        "back_url": reverse("team_member", args=[membership.pk]),
    }
    return render(request, "teams/admin/confirm.html", context)


@never_cache
@writes
def pause_member(request: HttpRequest, membership_id: int) -> HttpResponse:
    membership = _managed_or_refused(request, membership_id)

    def do(reason: str) -> str:
        pause(membership, by=request.user, reason=reason)
        return _("Peran dijeda, mulai sekarang juga.")

    question = Question(
        _("Jeda peran"),
        [_("Haknya di sini berhenti seketika, juga di perangkat yang sedang masuk. Tulisannya tetap ada.")],
        _("Jeda peran"),
        serious=True,
    )
    return _asked(request, membership, question, ReasonForm(request.POST or None), do)


@never_cache
@writes
def resume_member(request: HttpRequest, membership_id: int) -> HttpResponse:
    membership = _managed_or_refused(request, membership_id)

    def do(reason: str) -> str:
        resume(membership, by=request.user, reason=reason)
        return _("Peran dilanjutkan.")

    question = Question(
        _("Lanjutkan peran"), [_("Haknya di sini berlaku lagi seketika.")], _("Lanjutkan peran")
    )
    return _asked(request, membership, question, OptionalReasonForm(request.POST or None), do)


@never_cache
@writes
def entrust_member(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Give or take away the right to read what residents ask in private; the form says which."""
    membership = _seen_or_404(request, membership_id)
    if not may_entrust(request.user, membership):
        raise PermissionDenied
    if membership.reads_private and request.POST.get("act") != EntrustForm.GIVE:
        return _entrusted_or_asked(request, membership)
    return _entrusted_after_showing_who(request, membership)


@reauthentication_required(app="allauth.account")
def _entrusted_after_showing_who(request: HttpRequest, membership: Membership) -> HttpResponse:
    return _entrusted_or_asked(request, membership)


def _entrusted_or_asked(request: HttpRequest, membership: Membership) -> HttpResponse:
    takes = membership.reads_private
    if not takes and passwords.has_mended_lately(request.user, membership.user):
        messages.error(
            request,
            _(
                "Anda baru saja membuat jalan masuk baru untuk akun ini. Hak membaca pesan aman harus "
                "diberikan oleh pegawai Dinas PMD lain."
            ),
        )
        return redirect("team_member", membership.pk)
    form = EntrustForm(request.POST or None, initial={"act": EntrustForm.TAKE if takes else EntrustForm.GIVE})

    def do(reason: str) -> str:
        # What was asked is done, not its contrary, where somebody else was faster.
        if form.cleaned_data["act"] == EntrustForm.GIVE:
            entrust(membership, by=request.user, reason=reason)
            return _("Ia sekarang dapat membaca dan menjawab pesan aman.")
        distrust(membership, by=request.user, reason=reason)
        return _("Hak membaca pesan aman dicabut, mulai sekarang juga.")

    question = _taking(request, membership) if takes else _giving()
    return _asked(request, membership, question, form, do)


def _giving() -> Question:
    return Question(
        _("Beri hak membaca pesan aman"),
        [
            _("Ia dapat membaca dan menjawab semua pesan aman warga desa ini, juga yang sudah ada."),
            _("Pilih orang yang dipercaya warga, sebaiknya perempuan, dan tidak terkait dengan keluhannya."),
            _("Pembaca lain, kader desa ini, dan pegawai Dinas PMD lain diberi tahu, dan tercatat."),
            _("Warga melihat perannya saja."),
        ],
        _("Beri hak"),
    )


def _taking(request: HttpRequest, membership: Membership) -> Question:
    return Question(
        _("Cabut hak membaca pesan aman"),
        [
            *handover.warnings_of(membership, request.user),
            _("Ia tidak dapat membaca pesan aman lagi, mulai sekarang juga. Perannya tetap."),
        ],
        _("Cabut hak"),
        serious=True,
    )


@never_cache
@writes
def member_second_factor(request: HttpRequest, membership_id: int) -> HttpResponse:
    membership = _seen_or_404(request, membership_id)
    if not may_remove_second_factor(request.user, membership.user):
        raise PermissionDenied

    def do(reason: str) -> str:
        removed = passwords.remove_second_factor(membership.user, by=request.user, reason=reason)
        return _("Pengaman kedua dilepas.") if removed else _("Akun ini tidak punya pengaman kedua.")

    question = Question(
        _("Lepas pengaman kedua"),
        [
            _("Lakukan ini hanya kalau orangnya ada di depan Anda dan ponselnya hilang atau rusak."),
            _("Ia dikeluarkan dari semua perangkat, lalu masuk dengan kata sandi dan memasang yang baru."),
        ],
        _("Lepas pengaman kedua"),
        serious=True,
    )
    return _asked(request, membership, question, ReasonForm(request.POST or None), do)


@never_cache
@writes
def member_sessions(request: HttpRequest, membership_id: int) -> HttpResponse:
    membership = _mendable_or_refused(request, membership_id)

    def do(reason: str) -> str:
        passwords.end_sessions(membership.user, by=request.user, village=membership.village, reason=reason)
        return _("Ia sudah dikeluarkan dari semua perangkat.")

    question = Question(
        _("Keluarkan dari semua perangkat"),
        [_("Ia harus masuk lagi di setiap perangkat. Kata sandinya tidak berubah.")],
        _("Keluarkan"),
        serious=True,
    )
    return _asked(request, membership, question, OptionalReasonForm(request.POST or None), do)


@never_cache
@writes
def member_password(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Make a link for a new password, face to face; the answer shows it, once."""
    membership = _mendable_or_refused(request, membership_id)
    if request.method == "POST":
        make = partial(
            passwords.make_password_link, membership.user, by=request.user, village=membership.village
        )
        if made := links.make_once(request, PasswordLink, make):
            return _shown_password_link(request, membership, *made)
    words = [
        _("Lakukan ini kalau orangnya ada di depan Anda. Ia membuka tautannya di ponselnya sendiri."),
        _("Tautan lama untuk orang ini tidak berlaku lagi setelah yang baru dibuat."),
    ]
    if request.method == "POST":
        words.insert(0, _("Tautan hanya ditampilkan satu kali. Buat yang baru kalau masih diperlukan."))
    context = {
        "header_title": _("Tautan kata sandi baru"),
        "about": membership.user.get_full_name(),
        "village": membership.village,
        "words": words,
        "button": _("Buat tautan"),
        "form": LinkForm(),
        "back_url": reverse("team_member", args=[membership.pk]),
    }
    return render(request, "teams/admin/confirm.html", context)


def _shown_password_link(
    request: HttpRequest, membership: Membership, link: PasswordLink, token: str
) -> HttpResponse:
    context = {
        "header_title": _("Tautan kata sandi baru"),
        "about": membership.user.get_full_name(),
        "village": membership.village,
        "link": links.ShownLink(links.address_of(request, "mend_password", token)),
        "expires": link.expires,
        "advice": _("Tunjukkan kode ini hanya kepada orangnya. Siapa pun yang membukanya dapat masuk."),
        "back_url": reverse("team_member", args=[membership.pk]),
    }
    return render(request, "teams/admin/link.html", context)


@never_cache
@writes
def end_member(request: HttpRequest, membership_id: int) -> HttpResponse:
    """End a role, handing over first what the person leaves behind."""
    if request.method == "POST" and may_supervise(request.user) and saw_ending(request.user, membership_id):
        # A second tap on the button: the first one did it.
        messages.info(request, _("Peran ini sudah berakhir."))
        return redirect("team")
    membership = _managed_or_refused(request, membership_id)
    burdens = handover.burdens_of(membership)
    successors = handover.successors_for(membership, burdens) if burdens else None
    form = HandoverForm(request.POST or None, successors=successors)
    if request.method == "POST" and form.is_valid():
        try:
            handover.end(
                membership,
                by=request.user,
                successor=form.cleaned_data.get("successor"),
                reason=form.cleaned_data["reason"],
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request,
                _("Peran %(name)s sudah berakhir.") % {"name": membership.user.get_full_name()},
            )
            return redirect("team")
    context = {
        "header_title": _("Akhiri peran"),
        "membership": membership,
        "burdens": burdens,
        "warnings": handover.warnings_of(membership, request.user),
        "nobody": successors is not None and not successors.exists(),
        "keeps_another": not handover.is_last_role(membership),
        "form": form,
        "back_url": reverse("team_member", args=[membership.pk]),
    }
    return render(request, "teams/admin/end.html", context)
