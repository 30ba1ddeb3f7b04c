"""The digest by mail: what a person has not read yet, collected, so that nobody is flooded.

A mail carries headlines, villages and links, never what a colleague wrote and nothing of a page but its
title; and only of villages where the person has a role at the moment of sending.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.mail import EmailMessage, get_connection
from django.db.models import Max, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from notifications.kinds import DIGEST, urgent_keys
from notifications.models import Muted, Notification
from notifications.reading import visible_to

# A message read meanwhile is not mailed, and several acts of one sitting become one mail.
GRACE = timedelta(minutes=10)
# From one mail to the next: when something urgent waits, and otherwise.
URGENT_PAUSE = timedelta(hours=4)
DAILY_PAUSE = timedelta(days=1)
# Who adds an address later is not told by mail of what is long past.
MAILED_WITHIN = timedelta(days=30)
MOST_LISTED = 20
# An address that the server refuses is tried again after this; a silent server, at the next run.
RETRY_PAUSE = timedelta(hours=1)
SERVER_TIMEOUT = 20  # seconds

KEPT_AFTER_READING = timedelta(days=90)
KEPT_AT_MOST = timedelta(days=365)

logger = logging.getLogger(__name__)


def send_digests() -> int:
    """Mail everybody for whom it is time; returns how many mails went out.

    Marked as mailed only after the server has taken the mail, outside a transaction, which would keep others
    from writing while a slow server answers: whoever is killed in between sends that one mail again.
    """
    now = timezone.now()
    mails = [(person, unread) for person, last in _addressees(now) if (unread := _due(person, last, now))]
    if not mails:
        return 0
    connection = get_connection(timeout=SERVER_TIMEOUT)
    sent = 0
    try:
        connection.open()
        for person, unread in mails:
            if _sent(_mail(person, unread, connection), person):
                Notification.objects.filter(pk__in=[one.pk for one in unread]).update(mailed_at=now)
                sent += 1
            else:
                connection.close()
                connection.open()
    except OSError:
        logger.exception("The mail server does not answer; digests wait for the next run")
    finally:
        connection.close()
    return sent


def forget_old() -> None:
    """Erase what was read long ago, and what nobody read for a year."""
    now = timezone.now()
    Notification.objects.filter(
        Q(read_at__lt=now - KEPT_AFTER_READING) | Q(created_at__lt=now - KEPT_AT_MOST)
    ).delete()


def _waiting(now: datetime) -> Q:
    return Q(read_at=None, mailed_at=None, created_at__lte=now - GRACE, created_at__gt=now - MAILED_WITHIN)


def _addressees(now: datetime) -> Iterable[tuple]:
    """People with an address for whom something waits, and when each last got a mail (one query)."""
    people = (
        get_user_model()
        .objects.filter(is_active=True, pk__in=Notification.objects.filter(_waiting(now)).values("recipient"))
        .exclude(email="")
        .exclude(pk__in=Muted.objects.filter(kind=DIGEST).values("person"))
        .annotate(last_mail=Max("notifications__mailed_at"))
        .order_by("pk")
    )
    for person in people:
        if cache.get(_failed_key(person)) is None:
            yield person, person.last_mail


def _due(person, last: datetime | None, now: datetime) -> list[Notification]:
    """What a mail to ``person`` would tell now; nothing where it is too soon for one (two queries)."""
    if last is not None and last > now - URGENT_PAUSE:
        return []
    unread = list(_mailable(person).filter(_waiting(now)).select_related("village"))
    told_today = last is not None and last > now - DAILY_PAUSE
    urgent = urgent_keys()
    if told_today and not any(one.kind in urgent for one in unread):
        return []
    return unread


def _mailable(person) -> QuerySet[Notification]:
    """What was switched off after it was told is not mailed any more."""
    return visible_to(person).exclude(kind__in=Muted.objects.filter(person=person).values("kind"))


def _mail(person, unread: list[Notification], connection) -> EmailMessage:
    shown = [
        {
            "headline": " ".join(one.headline.split()),
            "village": one.village.full_name if one.village else "",
            "url": _absolute("notification_open", one.pk),
        }
        for one in unread[:MOST_LISTED]
    ]
    context = {
        "person": person,
        "count": len(unread),
        "shown": shown,
        "more": len(unread) - len(shown),
        "list_url": _absolute("notifications"),
        "settings_url": _absolute("notification_settings"),
    }
    subject = _("%(count)d pesan belum dibaca di %(site)s") % {
        "count": len(unread),
        "site": settings.WAGTAIL_SITE_NAME,
    }
    return EmailMessage(
        subject,
        render_to_string("notifications/digest.txt", context),
        to=[person.email],
        connection=connection,
        headers={"Auto-Submitted": "auto-generated"},
    )


def _sent(mail: EmailMessage, person) -> bool:
    """Did the server take it? One address that it refuses keeps no other from being tried."""
    try:
        mail.send()
    except Exception:
        logger.exception("The digest for account %s was not sent", person.pk)
        cache.set(_failed_key(person), True, RETRY_PAUSE.total_seconds())
        return False
    return True


def _failed_key(person) -> str:
    return f"digest-failed:{person.pk}"


def _absolute(name: str, *args) -> str:
    return urljoin(settings.WAGTAILADMIN_BASE_URL, reverse(name, args=args))
