"""One-use links as people get them: address, QR code, a message to pass on; and their end."""

import logging
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote

import qrcode
from django.conf import settings
from django.core.mail import get_connection, send_mail
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from qrcode.image.svg import SvgPathFillImage

from teams.models import Invitation, OneUseLink, PasswordLink

# How long a used or expired link is kept, so that the list of who came in by what can be looked at.
KEPT_AFTER_EXPIRY = timedelta(days=30)
SESSION_KEY = "teams.link"
MAIL_SECONDS = 10

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class ShownLink:
    """A link at the one moment at which it is shown. ``words``: the message that passes it on."""

    address: str
    words: str

    @property
    def qr(self) -> SafeString:
        """The address as a QR code: one inline SVG on white, without words."""
        return mark_safe(
            qrcode.make(self.address, image_factory=SvgPathFillImage).to_string(encoding="unicode")
        )

    @property
    def message_address(self) -> str:
        """Where WhatsApp opens with the message written."""
        return f"https://wa.me/?text={quote(self.words, safe='')}"


def address_of(request: HttpRequest, name: str, token: str) -> str:
    """The whole address of the view ``name`` for ``token``, as it is passed on to another device."""
    path = reverse(name, args=[token])
    if settings.PUBLIC_BASE_URL:
        return f"{settings.PUBLIC_BASE_URL}{path}"
    return request.build_absolute_uri(path)


def keep_once(request: HttpRequest, name: str, link: OneUseLink, token: str) -> None:
    """Keep ``token`` for the next screen of this session, and no longer."""
    request.session[SESSION_KEY] = {"view": name, "link": link.pk, "token": token}


def take_once(request: HttpRequest, name: str) -> tuple[int, str] | None:
    """Key and address of the link kept last for the view ``name``; gone from the session afterwards."""
    kept = request.session.pop(SESSION_KEY, None)
    if kept is None or kept["view"] != name or str(kept["link"]) != request.GET.get("tautan"):
        return None
    return kept["link"], address_of(request, name, kept["token"])


def can_mail() -> bool:
    """Does mail reach anybody? The console backend only prints it."""
    return not settings.EMAIL_BACKEND.endswith(("console.EmailBackend", "dummy.EmailBackend"))


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
