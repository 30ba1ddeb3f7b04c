"""What somebody opens who got a one-use link. Looking never uses it up: messengers look before people do."""

from collections.abc import Callable
from functools import wraps

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from teams import invitations, passwords
from teams.forms import NewAccountForm, NewPasswordForm
from teams.refusals import RefusedError

# Carries an invitation through signing in, so that its token stands in no other address.
COOKIE = "undangan"
COOKIE_SECONDS = 3600


def one_use(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Keep the address, which is the key, out of stores, search engines and other sites; tell a refusal."""

    @sensitive_post_parameters("password")
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def guarded(request: HttpRequest, token: str) -> HttpResponse:
        try:
            response = view(request, token)
        except RefusedError as refused:
            context = {"reason": refused.reason}
            response = render(request, "teams/refused.html", context, status=refused.status)
        add_never_cache_headers(response)
        # Not "no-referrer": with it browsers send forms with "Origin: null", which Django refuses.
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return guarded


@one_use
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation; on POST take it, with a new account or as who is signed in."""
    person = request.user if request.user.is_authenticated else None
    invitation = invitations.standing_invitation(token, person)
    if person is not None:
        # The button names whom it was shown to: another tab may have signed somebody else in.
        if request.method == "POST" and request.POST.get("sebagai") == str(person.pk):
            return _accepted_as(request, token, person)
        form = None
    else:
        form = NewAccountForm(request.POST or None)
        if request.method == "POST" and form.is_valid() and (joined := _joined(request, token, form)):
            return joined
    context = {"invitation": invitation, "form": form, "person": person}
    response = render(request, "teams/accept_invitation.html", context)
    response.set_cookie(
        COOKIE,
        token,
        max_age=COOKIE_SECONDS,
        path=reverse("waiting_invitation"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@require_safe
@never_cache
def waiting_invitation(request: HttpRequest) -> HttpResponse:
    """Back to the invitation that this browser opened last: where somebody comes who signed in for it."""
    token = request.COOKIES.get(COOKIE)
    if token and "/" not in token:
        return redirect("accept_invitation", token)
    return render(request, "teams/refused.html", {"reason": invitations.void()}, status=404)


def _accepted_as(request: HttpRequest, token: str, person) -> HttpResponse:
    try:
        membership = invitations.accept(token, person=person)
    except (IntegrityError, ValidationError) as error:  # the same role came another way at this moment
        raise RefusedError(invitations.void()) from error
    return _welcomed(request, membership, redirect("wagtailadmin_home"))


def _joined(request: HttpRequest, token: str, form: NewAccountForm) -> HttpResponse | None:
    """A new account with its role, signed in; ``None`` when the username was taken meanwhile."""
    account = invitations.NewAccount(**form.cleaned_data)
    try:
        membership = invitations.accept(token, account=account)
    except IntegrityError:
        form.add_error("username", form.TAKEN)
        return None
    except ValidationError as error:  # the village was closed at this moment
        raise RefusedError(" ".join(error.messages)) from error
    login = Login(user=membership.user, redirect_url=reverse("wagtailadmin_home"))
    response = perform_password_login(request, {"username": account.username}, login)
    return _welcomed(request, membership, response)


def _welcomed(request: HttpRequest, membership, response: HttpResponse) -> HttpResponse:
    """``response`` to somebody who has just joined, and whose invitation need not be carried any more."""
    response.delete_cookie(COOKIE, path=reverse("waiting_invitation"))
    place = f", {membership.village.full_name}" if membership.village else ""
    messages.success(
        request,
        _("Selamat datang, %(name)s. Peran Anda: %(role)s%(place)s.")
        % {
            "name": membership.user.get_full_name(),
            "role": membership.get_role_display(),
            "place": place,
        },
    )
    return response


@one_use
def mend_password(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a new password; the second factor stays and is asked for at signing in."""
    link = passwords.standing_password_link(token)
    form = NewPasswordForm(request.POST or None, owner=link.user)
    if request.method == "POST" and form.is_valid():
        person, had_mail_address = passwords.mend_password(token, form.cleaned_data["password"])
        if request.user == person:  # this session has just ended with the others
            logout(request)
        messages.success(
            request,
            _("Kata sandi baru tersimpan. Masuklah dengan nama pengguna %(username)s.")
            % {"username": person.username},
        )
        if had_mail_address:
            messages.info(
                request,
                _("Alamat email akun ini dihapus demi keamanan. Setelah masuk, tulis lagi di menu Akun."),
            )
        return redirect("account_login")
    return render(request, "teams/mend_password.html", {"link": link, "form": form})
