"""How long ago, and how late, in words."""

from datetime import datetime

from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _


def age_in_words(since: datetime) -> str:
    """``3 hari``; ``baru saja`` for less than a minute."""
    if (timezone.now() - since).total_seconds() < 60:
        return _("baru saja")
    return timesince(since, depth=1).replace("\xa0", " ")


def late_words(due_at: datetime) -> str:
    """``lewat 2 hari``; empty where there is time left."""
    if due_at >= timezone.now():
        return ""
    return _("lewat %(time)s") % {"time": age_in_words(due_at)}
