"""One-use links as people get them: address, QR code, a message to pass on; and their end."""

import logging
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar
from urllib.parse import quote

from django.conf import settings
from django.core.mail import get_connection, send_mail
from django.db import IntegrityError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.safestring import SafeString, mark_safe

from core.qr import qr_svg
from people.limits import Limit
from teams.models import Invitation, OneUseLink, PasswordLink

# How long a used or expired link is kept, so that the list of who came in by what can be looked at.
KEPT_AFTER_EXPIRY = timedelta(days=30)
# For how long a form sent again shows the link that it made.
TAPPED_TWICE = timedelta(minutes=1)
MAIL_SECONDS = 10
# Any address can be written to: not so often that it is a nuisance.
MAILS = Limit("invitation-mails", 20, 24 * 3600)

Link = TypeVar("Link", bound=OneUseLink)

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class ShownLink:
    """A link at the one moment at which it is shown.

    ``words``: the message that passes it on; none for one that is only given face to face.
    """

    address: str
    words: str = ""

    @property
    def qr(self) -> SafeString:
        return mark_safe(qr_svg(self.address))

    @property
    def message_address(self) -> str:
        """Where WhatsApp opens with the message written; empty without one."""
        return self.words and f"https://wa.me/?text={quote(self.words, safe='')}"


def address_of(request: HttpRequest, name: str, token: str) -> str:
    """The whole address of the view ``name`` for ``token``, as it is passed on to another device."""
    path = reverse(name, args=[token])
    if settings.PUBLIC_BASE_URL:
        return f"{settings.PUBLIC_BASE_URL}{path}"
    return request.build_absolute_uri(path)


def new_key() -> str:
    """What a form that makes a link carries, so that the same form makes no second one."""
    return secrets.token_urlsafe(32)


def make_once(
    request: HttpRequest, model: type[Link], make: Callable[..., tuple[Link, str]]
) -> tuple[Link, str] | None:
    """The link that the form sent makes, by ``make(token=...)``, and its token.

    Sent again within ``TAPPED_TWICE`` (two taps, a reload) it gives the same link, later ``None``. The
    token follows from the form's key and the site's secret, so that it need not be kept anywhere.
    """
    key = request.POST.get("kunci") or new_key()
    token = _token_for(f"{request.user.pk}:{request.path}:{key}")
    own = model.objects.named(token)
    try:
        if not own.exists():
            return make(token=token)
    except IntegrityError:
        pass  # tapped twice: the other was first
    link = own.open().filter(by=request.user, created__gt=timezone.now() - TAPPED_TWICE).first()
    return None if link is None else (link, token)


def _token_for(words: str) -> str:
    digest = salted_hmac("teams.links", words, algorithm="sha256").digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")


def can_mail() -> bool:
    """Does mail reach anybody? The console backend only prints it."""
    return not settings.EMAIL_BACKEND.endswith(("console.EmailBackend", "dummy.EmailBackend"))


def may_mail(person) -> bool:
    """Count one mail of ``person``; ``False`` where there were too many today."""
    return MAILS.take(str(person.pk)) == 0


def mail(address: str, subject: str, words: str) -> bool:
    """Send ``words``; ``False`` where no mail server takes it."""
    connection = get_connection(timeout=MAIL_SECONDS)
    try:
        return send_mail(subject, words, None, [address], connection=connection) == 1
    except OSError:  # smtplib's errors are among them
        logger.exception("A one-use link could not be mailed.")
        return False


def forget_old_links() -> int:
    """Delete links that ended more than ``KEPT_AFTER_EXPIRY`` ago; returns how many."""
    until = timezone.now() - KEPT_AFTER_EXPIRY
    return sum(model.objects.filter(expires__lt=until).delete()[0] for model in (Invitation, PasswordLink))
