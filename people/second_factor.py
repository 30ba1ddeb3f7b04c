"""The second factor: a code from the telephone, a passkey, or a recovery code, besides the password."""

from functools import cache, wraps

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from people.models import User
from people.sessions import end_sessions
from people.signals import second_factor_removed

ADMIN, DOCUMENTS = "/admin/", "/berkas/dokumen/"
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(user: User) -> bool:
    """Has ``user`` set up an app or a passkey? Recovery codes alone are none (one query)."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists()


@transaction.atomic
def remove_second_factor(user: User, *, by: User | None, reason: str = "") -> bool:
    """Delete app, passkeys and recovery codes of ``user`` and end all sessions, told by a signal.

    ``by``: who did it, ``None`` on the command line. Returns whether there was anything.
    """
    deleted, _by_model = Authenticator.objects.filter(user_id=user.pk).delete()
    if deleted:
        end_sessions(user)
        second_factor_removed.send(sender=User, user=user, by=by, reason=reason)
    return deleted > 0


def must_have_second_factor(user: User) -> bool:
    """Does a role of ``user`` ask for one? The rule stands above this app; settings name it."""
    return _rule()(user)


@cache
def _rule():
    return import_string(settings.SECOND_FACTOR_REQUIRED_FOR)


def may_remove(authenticator: Authenticator) -> bool:
    """May its owner take it away? Not the last one, where a role asks for one."""
    others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=FACTORS)
    return not must_have_second_factor(authenticator.user) or others.exclude(pk=authenticator.pk).exists()


def one_removal_at_a_time(view):
    """Keeps two requests of a person from each finding the other's factor still there."""

    @wraps(view)
    def waiting(request: HttpRequest, *args, **kwargs):
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            list(User.objects.select_for_update().filter(pk=request.user.pk or 0))
            return view(request, *args, **kwargs)

    return waiting


class SecondFactorMiddleware:
    """Keeps the admin closed to whoever must have a second factor until there is one.

    Asked at each request, so a role given in an open session closes it too. Documents are answered as to
    a stranger.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest):
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs):
        if not request.path_info.startswith((ADMIN, DOCUMENTS)) or not request.user.is_authenticated:
            return None
        if not must_have_second_factor(request.user) or has_second_factor(request.user):
            return None
        if request.path_info.startswith(DOCUMENTS):
            request.user = AnonymousUser()
            return None
        if get_adapter().is_ajax(request):
            raise PermissionDenied(_("Pasang pengaman kedua lebih dulu."))
        return redirect("mfa_activate_totp")
