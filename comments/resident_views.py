"""Residents in the admin: the list, registering, one resident with all acts. A foreign resident is a 404."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode, urljoin
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comments.enums import ResidentStatus
from comments.models import Resident, ResidentLink
from comments.models.resident import VERIFIED_FOR
from comments.residents import registering
from comments.residents.cadre_forms import AmendForm, MuteForm, RegisterForm, RestraintForm
from core.query import clean_words, page_of
from teams import links
from teams.forms import LinkForm
from village_pages.enums import REVIEWING_ROLES
from village_pages.rights import (
    looks_after_residents,
    may_register_residents,
    open_villages_where,
    villages_where,
)

writes = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Shelf:
    """One way to filter the list."""

    slug: str
    label: str | Promise
    rule: Callable[[], Q]


def _verified() -> Q:
    return Q(verified_at__gt=timezone.now() - VERIFIED_FOR)


def _muted() -> Q:
    still = Q(muted_until__isnull=True) | Q(muted_until__gt=timezone.now())
    return Q(status=ResidentStatus.MUTED) & still


SHELVES = (
    Shelf("semua", gettext_lazy("Semua"), Q),
    Shelf("terverifikasi", gettext_lazy("Terverifikasi"), _verified),
    Shelf("belum", gettext_lazy("Belum diverifikasi"), lambda: Q(verified_at__isnull=True)),
    Shelf(
        "periksa-lagi",
        gettext_lazy("Perlu diperiksa lagi"),
        lambda: Q(verified_at__isnull=False) & ~_verified(),
    ),
    Shelf("dibatasi", gettext_lazy("Tidak boleh menulis"), _muted),
    Shelf("dilarang", gettext_lazy("Tidak boleh masuk"), lambda: Q(status=ResidentStatus.BANNED)),
)


def _look_after_or_refuse(request: HttpRequest) -> None:
    if not looks_after_residents(request.user):
        raise PermissionDenied


def _seen_or_404(request: HttpRequest, resident_id: UUID) -> Resident:
    _look_after_or_refuse(request)
    residents = registering.residents_seen_by(request.user).select_related(
        "village__access", "verified_by", "created_by"
    )
    return get_object_or_404(residents, pk=resident_id)


def _registered_or_refused(request: HttpRequest, resident_id: UUID) -> Resident:
    resident = _seen_or_404(request, resident_id)
    if not may_register_residents(request.user, resident.village):
        raise PermissionDenied
    return resident


@never_cache
@require_safe
def residents(request: HttpRequest) -> HttpResponse:
    """Residents of the villages that one looks after (a fixed number of queries)."""
    _look_after_or_refuse(request)
    villages = list(villages_where(request.user, REVIEWING_ROLES).order_by("title"))
    chosen = next((village for village in villages if village.code == request.GET.get("desa")), None)
    shelf = next((one for one in SHELVES if one.slug == request.GET.get("keadaan")), SHELVES[0])
    query = clean_words(request.GET.get("q", ""))
    found = registering.residents_seen_by(request.user).filter(shelf.rule(), registering.called(query))
    if chosen is not None:
        found = found.filter(village=chosen)
    listed = page_of(
        found.select_related("village").order_by("display_name", "card_number", "pk"), request.GET.get("page")
    )
    context = {
        "header_title": _("Warga"),
        "villages": villages if len(villages) > 1 else [],
        "chosen": chosen,
        "shelves": SHELVES,
        "shelf": shelf,
        "query": query,
        "filters": urlencode({"q": query, "keadaan": shelf.slug, "desa": chosen.code if chosen else ""}),
        "residents": listed,
        "may_register": open_villages_where(request.user, REVIEWING_ROLES).exists(),
    }
    return render(request, "comments/admin/residents.html", context)


@never_cache
@writes
def resident_new(request: HttpRequest) -> HttpResponse:
    """Register somebody face to face; what follows is the screen of the resident."""
    _look_after_or_refuse(request)
    if not open_villages_where(request.user, REVIEWING_ROLES).exists():
        raise PermissionDenied
    form = RegisterForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            resident = registering.register(
                given["village"],
                by=request.user,
                name=given["name"],
                phone=given["phone"],
                is_verified=given["verified"],
                is_another=given["another"],
            )
        except ValidationError as error:
            form.add_error("name", error)
        else:
            messages.success(request, _("Warga didaftarkan. Sekarang buat tautan supaya ia dapat masuk."))
            return redirect("resident", resident.pk)
    context = {"header_title": _("Daftarkan warga"), "form": form, "back_url": reverse("residents")}
    return render(request, "comments/admin/resident_new.html", context)


@never_cache
@require_safe
def resident(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """One resident: what is known, and what may be done."""
    row = _seen_or_404(request, resident_id)
    may_act = may_register_residents(request.user, row.village)
    context = {
        "header_title": row.display_name,
        "resident": row,
        "phones": row.sessions.filter(expires_at__gt=timezone.now()).count(),
        "open_link": row.links.open().first(),
        "acts": [
            (reverse(name, args=[row.pk]), label, hint)
            for name, label, hint in (*(_acts_for(row) if may_act else ()), *_at_request())
        ],
        "may_act": may_act,
        "back_url": reverse("residents"),
    }
    return render(request, "comments/admin/resident.html", context)


def _acts_for(row: Resident) -> list[tuple[str, str, str]]:
    """URL name, label and hint of each act that makes sense now."""
    acts: list[tuple[str, str, str]] = []
    if row.may_sign_in:
        acts += [
            (
                "resident_make_link",
                _("Buat tautan masuk"),
                _("Untuk masuk pertama kali, atau di ponsel baru."),
            ),
            ("resident_reset_pin", _("Atur ulang PIN"), _("Kalau ia lupa PIN, dan ada di depan Anda.")),
            ("resident_sign_out", _("Keluarkan dari semua ponsel"), _("Kalau ponselnya hilang.")),
        ]
    acts.append(
        ("resident_verify", _("Verifikasi lagi"), _("Lencana berlaku setahun lagi."))
        if row.verified_at
        else (
            "resident_verify",
            _("Verifikasi"),
            _("Ia mendapat lencana warga terverifikasi selama setahun."),
        )
    )
    if row.verified_at:
        acts.append(
            ("resident_unverify", _("Cabut verifikasi"), _("Kalau ia pindah, atau keliru diverifikasi."))
        )
    acts.append(("resident_amend", _("Ubah nama atau nomor ponsel"), ""))
    if row.status != ResidentStatus.BANNED:
        acts += [
            ("resident_mute", _("Larang menulis sementara"), _("Ia masih dapat masuk dan membaca.")),
            ("resident_ban", _("Larang masuk"), _("Ia dikeluarkan dari semua ponsel, seketika.")),
        ]
    if row.status != ResidentStatus.ACTIVE:
        acts.append(("resident_lift", _("Cabut larangan"), _("Ia boleh masuk dan menulis lagi.")))
    return acts


def _at_request() -> list[tuple[str, str, str]]:
    """The same of what everybody can ask for at any time, also where the village is paused."""
    return [
        ("resident_export", _("Unduh datanya"), _("Atas permintaannya.")),
        ("resident_erase", _("Hapus datanya"), _("Atas permintaannya. Tidak dapat dibatalkan.")),
    ]


@dataclass(frozen=True)
class Question:
    """One act as it is asked before it is done."""

    title: str
    words: list[str]
    button: str
    serious: bool = False


def _asked(
    request: HttpRequest, row: Resident, question: Question, form: Form, do: Callable[[dict], str]
) -> HttpResponse:
    """Ask, and on the answer ``do`` it with what the form holds; ``do`` returns what is told then."""
    if request.method == "POST" and form.is_valid():
        try:
            told = do(form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, told)
            return redirect("resident", row.pk)
    context = {
        "header_title": question.title,
        "about": row.display_name,
        "village": row.village,
        "words": question.words,
        "button": question.button,
        "serious": question.serious,
        "form": form,
        "back_url": reverse("resident", args=[row.pk]),
    }
    return render(request, "teams/admin/confirm.html", context)


def _sent(request: HttpRequest):
    return request.POST if request.method == "POST" else None


@never_cache
@writes
def resident_verify(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    row = _registered_or_refused(request, resident_id)

    def do(given: dict) -> str:
        registering.verify(row, by=request.user)
        return _("Warga terverifikasi, untuk satu tahun.")

    question = Question(
        _("Verifikasi warga"),
        [
            _(
                "Anda bertemu orangnya, dan tahu ia tinggal di desa ini. "
                "KTP boleh dilihat, jangan difoto atau dicatat."
            ),
            _("Di samping namanya muncul lencana. Setelah setahun lencana hilang sampai diverifikasi lagi."),
        ],
        _("Verifikasi"),
    )
    return _asked(request, row, question, Form(_sent(request)), do)


@never_cache
@writes
def resident_unverify(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    row = _registered_or_refused(request, resident_id)

    def do(given: dict) -> str:
        registering.unverify(row, by=request.user)
        return _("Verifikasi dicabut.")

    question = Question(
        _("Cabut verifikasi"),
        [_("Lencana di samping namanya hilang. Ia masih dapat masuk dan menulis.")],
        _("Cabut verifikasi"),
        serious=True,
    )
    return _asked(request, row, question, Form(_sent(request)), do)


@never_cache
@writes
def resident_amend(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    row = _registered_or_refused(request, resident_id)

    def do(given: dict) -> str:
        registering.amend(
            row,
            by=request.user,
            name=given["name"],
            phone=given["phone"],
            forget_phone=given.get("forget_phone", False),
        )
        return _("Data warga tersimpan.")

    question = Question(
        _("Ubah nama atau nomor ponsel"),
        [_("Komentar yang sudah ada tetap memakai nama yang lama.")],
        _("Simpan"),
    )
    return _asked(request, row, question, AmendForm(_sent(request), resident=row), do)


@never_cache
@writes
def resident_mute(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    row = _registered_or_refused(request, resident_id)

    def do(given: dict) -> str:
        registering.mute(row, by=request.user, until=timezone.now() + given["days"], reason=given["reason"])
        return _("Ia tidak boleh menulis untuk sementara.")

    question = Question(
        _("Larang menulis sementara"),
        [_("Ia masih dapat masuk, membaca, dan menarik komentarnya. Larangan berakhir sendiri.")],
        _("Larang menulis"),
        serious=True,
    )
    return _asked(request, row, question, MuteForm(_sent(request)), do)


@never_cache
@writes
def resident_ban(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    row = _registered_or_refused(request, resident_id)

    def do(given: dict) -> str:
        registering.ban(row, by=request.user, reason=given["reason"])
        return _("Ia dikeluarkan dan tidak boleh masuk lagi.")

    question = Question(
        _("Larang masuk"),
        [
            _(
                "Ia dikeluarkan dari semua ponsel dan tautannya batal, seketika. "
                "Komentar yang sudah tayang tetap ada."
            )
        ],
        _("Larang masuk"),
        serious=True,
    )
    return _asked(request, row, question, RestraintForm(_sent(request)), do)


@never_cache
@writes
def resident_lift(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    row = _registered_or_refused(request, resident_id)

    def do(given: dict) -> str:
        registering.lift(row, by=request.user)
        return _("Larangan dicabut.")

    question = Question(_("Cabut larangan"), [_("Ia boleh masuk dan menulis lagi.")], _("Cabut larangan"))
    return _asked(request, row, question, Form(_sent(request)), do)


@never_cache
@writes
def resident_sign_out(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    row = _registered_or_refused(request, resident_id)

    def do(given: dict) -> str:
        registering.sign_out(row, by=request.user)
        return _("Ia sudah dikeluarkan dari semua ponsel.")

    question = Question(
        _("Keluarkan dari semua ponsel"),
        [_("Ia masuk lagi dengan nomor kartu dan PIN, atau dengan tautan baru.")],
        _("Keluarkan"),
        serious=True,
    )
    return _asked(request, row, question, Form(_sent(request)), do)


@never_cache
@writes
def resident_make_link(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """Make a link for signing in, face to face; the answer shows it, once."""
    words = [
        _("Lakukan ini kalau orangnya ada di depan Anda. Ia membuka tautannya di ponselnya sendiri."),
        _("Tautan lama untuk orang ini tidak berlaku lagi setelah yang baru dibuat."),
    ]
    return _link_asked(request, resident_id, _("Tautan masuk"), words, resets_pin=False)


@never_cache
@writes
def resident_reset_pin(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """End the old PIN; by the new link the person chooses another, which nobody else sees."""
    words = [
        _(
            "Lakukan ini hanya kalau orangnya ada di depan Anda. "
            "PIN lama dihapus dan semua ponselnya dikeluarkan."
        ),
        _(
            "Ia membuka tautan baru dan memilih PIN sendiri. "
            "Jangan bertanya, melihat, atau memilihkan PIN-nya."
        ),
    ]
    return _link_asked(request, resident_id, _("Atur ulang PIN"), words, resets_pin=True)


def _link_asked(
    request: HttpRequest, resident_id: UUID, title: str, words: list[str], *, resets_pin: bool
) -> HttpResponse:
    row = _registered_or_refused(request, resident_id)
    if not row.may_sign_in:
        raise Http404
    if request.method == "POST":
        make = partial(registering.make_link, row, by=request.user, resets_pin=resets_pin)
        if made := links.make_once(request, ResidentLink, make):
            return _shown_link(request, row, title, *made)
        words = [_("Tautan hanya ditampilkan satu kali. Buat yang baru kalau masih diperlukan."), *words]
    context = {
        "header_title": title,
        "about": row.display_name,
        "village": row.village,
        "words": words,
        "button": _("Buat tautan"),
        "serious": resets_pin,
        "form": LinkForm(),
        "back_url": reverse("resident", args=[row.pk]),
    }
    return render(request, "teams/admin/confirm.html", context)


def _address(request: HttpRequest, name: str) -> str:
    """The whole address of a page, as it is printed."""
    return urljoin(settings.PUBLIC_BASE_URL or request.build_absolute_uri("/"), reverse(name))


def _shown_link(
    request: HttpRequest, row: Resident, title: str, link: ResidentLink, token: str
) -> HttpResponse:
    context = {
        "header_title": title,
        "resident": row,
        "link": links.ShownLink(links.address_of(request, "comments:open_link", token)),
        "expires": link.expires,
        "sign_in_address": _address(request, "comments:sign_in"),
        "back_url": reverse("resident", args=[row.pk]),
    }
    return render(request, "comments/admin/resident_link.html", context)
