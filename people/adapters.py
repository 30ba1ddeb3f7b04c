"""How allauth treats our staff: nobody signs up, accounts are given by the officer or a cadre."""

from contextvars import copy_context
from math import ceil
from threading import Thread
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context as current
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.qr import qr_svg
from people.limits import Attempt
from people.models import User
from people.second_factor import may_remove

_TOO_MANY_CODES = gettext_lazy("Terlalu banyak kode yang salah. Tunggu 15 menit, lalu coba lagi.")


class StaffAccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": gettext_lazy(
            "Nama pengguna atau kata sandi salah. Periksa huruf besar dan kecilnya, lalu coba lagi."
        ),
        "too_many_login_attempts": _TOO_MANY_CODES,
        "rate_limited": _TOO_MANY_CODES,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try before the password is looked at.

        Raises ``ValidationError`` that says how long to wait.
        """
        self._attempt = Attempt(request, credentials["username"])
        if seconds := self._attempt.begin():
            raise ValidationError(too_many_passwords(seconds), code="too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        user = super().authenticate(request, **credentials)
        if user:
            self._attempt.succeeded()
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        self._attempt.failed()

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever signed in a moment ago is not asked again."""
        records = get_authentication_records(current.request, current.request.user)
        just_now = timezone.now().timestamp() - REAUTHENTICATION_TIMEOUT
        return not any(record["at"] > just_now for record in records)

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Beside the answer: how long a mail takes would tell that the address is known."""
        send = super().send_password_reset_mail
        Thread(target=copy_context().run, args=(send, user, email, context)).start()


class StaffSecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": gettext_lazy(
            "Peran Anda wajib memakai pengaman kedua, jadi yang terakhir tidak bisa dimatikan. "
            "Ganti dengan yang baru."
        ),
        "incorrect_code": gettext_lazy(
            "Kode ini salah atau sudah lewat waktunya. Tulis kode yang sekarang tampil."
        ),
    }

    def get_totp_label(self, user: User) -> str:
        return user.username

    def build_totp_svg(self, url: str) -> str:
        return qr_svg(url)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return may_remove(authenticator)


def too_many_passwords(seconds: int) -> str:
    """What somebody reads who has to wait ``seconds``."""
    return _("Terlalu banyak percobaan. Tunggu %(minutes)d menit, lalu coba lagi.") % {
        "minutes": ceil(seconds / 60)
    }
