"""Residents come in, choose a PIN, see where they are signed in, and leave. All of it without script."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from comments import consent, limits, ownership, receipts
from comments.models import Resident
from comments.residents import entering, sessions
from comments.residents.forms import EnterForm, PinForm, SignInForm
from comments.views.answers import own, small_body
from teams.refusals import RefusedError
from village_pages.navigation import surroundings

View = Callable[..., HttpResponse]


def personal(*methods: str) -> Callable[[View], View]:
    """A view for one person: small body, then the token, then the view; its answer is stored nowhere."""

    def decorated(view: View) -> View:
        @csrf_exempt  # checked by csrf_protect, once the size is known
        @sensitive_post_parameters("pin", "old_pin", "again")
        @require_http_methods(list(methods))
        @small_body
        @csrf_protect
        @wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            return own(view(request, *args, **kwargs))

        return guarded

    return decorated


@personal("GET", "HEAD", "POST")
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """What a link opens: a page with a button. Looking uses nothing up, messengers look before people do."""
    try:
        response = _opened(request, token)
    except RefusedError as refused:
        context = surroundings(request, village=None) | {"reason": refused.reason}
        response = render(request, "comments/residents/refused.html", context, status=refused.status)
    # Not "no-referrer": with it browsers send the form with "Origin: null", which Django refuses.
    response["Referrer-Policy"] = "same-origin"
    return response


def _opened(request: HttpRequest, token: str) -> HttpResponse:
    link = entering.standing_link(token)
    form = EnterForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        resident, sure_since = entering.open_link(token)
        is_shared, address = form.cleaned_data["shared"], reverse("comments:choose_pin")
        return _signed_in(request, resident, is_shared, address, sure_since)
    context = surroundings(request, village=link.resident.village) | {
        "link": link,
        "resident": link.resident,
        "consent": consent.current(),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "comments/residents/link.html", context, status=status)


@personal("GET", "HEAD", "POST")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Number and PIN. Whatever is wrong gets the same words: unknown, mistyped, banned, too many tries."""
    came_from = _safe(request.POST.get("next") or request.GET.get("next", ""))
    form, status = SignInForm(), 200
    if request.method == "POST":
        form, status = SignInForm(request.POST), 422
        counts = limits.take_try(request, limits.SIGN_IN_DEVICE, limits.SIGN_IN_ADDRESS)
        if any(count is None or count.is_over for count in counts):
            form.is_valid()
            form.add_error(None, _("Terlalu banyak percobaan. Coba lagi sepuluh menit lagi."))
            status = 429
        elif form.is_valid() and (resident := _tried(form)):
            is_shared, address = form.cleaned_data["shared"], came_from or reverse("comments:mine")
            return _signed_in(request, resident, is_shared, address, resident.pin_is_own_since)
    context = surroundings(request, village=None) | {
        "form": form,
        "next": came_from,
        "resident": sessions.resident_of(request),
    }
    return render(request, "comments/residents/sign_in.html", context, status=status)


def _tried(form: SignInForm) -> Resident | None:
    """Who signs in with what the form holds; ``None``, with the reason in the form, when nobody does."""
    try:
        resident = entering.resident_with(form.cleaned_data["number"], form.cleaned_data["pin"])
    except entering.AmbiguousError:
        form.add_error(
            "number", _("Beberapa warga memakai nomor ponsel ini. Masuklah dengan nomor kartu Anda.")
        )
        return None
    if resident is None:
        form.add_error(
            None,
            _(
                "Nomor atau PIN tidak cocok. Setelah lima kali salah, percobaan berikutnya ditolak dulu: "
                "selama 1 menit, lalu 5, 15, dan 60 menit. Lupa PIN? Temui kader desa Anda."
            ),
        )
    return resident


def _safe(address: str) -> str:
    """``address`` if it is one of a page about comments on this site; else nothing."""
    begins_well = address.startswith(reverse("comments:receipt").removesuffix("bukti/"))
    is_own = begins_well and address.isprintable()
    return address if is_own and url_has_allowed_host_and_scheme(address, allowed_hosts=None) else ""


def _signed_in(
    request: HttpRequest, resident: Resident, is_shared: bool, address: str, sure_since: datetime | None
) -> HttpResponse:
    """Off to ``address``, with a session that this browser did not have before; the one before it ends."""
    response = _see_other(address)
    before = sessions.session_of(request)
    sessions.begin(response, resident, is_shared=is_shared, sure_since=sure_since, instead_of=before)
    ownership.forget(response)
    receipts.put_away(response)
    rotate_token(request)
    limits.remember(request, response)
    return response


@personal("POST")
def sign_out(request: HttpRequest) -> HttpResponse:
    response = _see_other(reverse("comments:sign_in"))
    sessions.end(request, response)
    ownership.forget(response)
    receipts.put_away(response)
    return response


@personal("GET", "HEAD", "POST")
def choose_pin(request: HttpRequest) -> HttpResponse:
    """A PIN of one's own, so that no further link is needed; may be left for later."""
    session = sessions.session_of(request)
    if session is None:
        return _to_sign_in("comments:choose_pin")
    form = PinForm(request.POST if request.method == "POST" else None, resident=session.resident)
    if request.method == "POST" and form.is_valid():
        knows_old = "old_pin" in form.cleaned_data
        entering.choose_pin(session, form.cleaned_data["pin"], knows_old=knows_old)
        return _see_other(f"{reverse('comments:phones')}?pin=tersimpan")
    context = surroundings(request, village=session.resident.village) | {
        "form": form,
        "resident": session.resident,
    }
    status = 422 if form.errors else 200
    return render(request, "comments/residents/pin.html", context, status=status)


@personal("GET", "HEAD", "POST")
def phones(request: HttpRequest) -> HttpResponse:
    """Where one is signed in; one of them, or all but this one, can be ended."""
    session = sessions.session_of(request)
    if session is None:
        return _to_sign_in("comments:phones")
    if request.method == "POST":
        return _ended(request, session)
    context = surroundings(request, village=session.resident.village) | {
        "resident": session.resident,
        "session": session,
        "sessions": session.resident.sessions.filter(expires_at__gt=timezone.now()),
        "is_pin_new": request.GET.get("pin") == "tersimpan",
        "is_ended": request.GET.get("keluar") == "ya",
    }
    return render(request, "comments/residents/phones.html", context)


def _ended(request: HttpRequest, session) -> HttpResponse:
    wanted = request.POST.get("akhiri", "")
    if wanted == "lainnya":
        sessions.end_others(session)
    elif wanted == str(session.pk):
        response = _see_other(reverse("comments:sign_in"))
        sessions.end(request, response)
        return response
    elif wanted.isascii() and wanted.isdigit() and len(wanted) < 19:
        session.resident.sessions.filter(pk=wanted).delete()
    return _see_other(f"{reverse('comments:phones')}?keluar=ya")


def _to_sign_in(name: str) -> HttpResponse:
    return _see_other(f"{reverse('comments:sign_in')}?next={reverse(name)}")


def _see_other(address: str) -> HttpResponse:
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response
