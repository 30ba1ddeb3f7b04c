"""What goes by itself after its time, and erasures that were cut: ``run_due`` does it.

The times are promised to residents in docs/privacy.md and on the page about privacy.
"""

from datetime import timedelta

from django.utils import timezone

from comments import erasing, limits
from comments.models import CommentEdit, Report, ResidentLink, ResidentSession
from comments.topics import pictures
from core import due

WORDS_OF_REPORTS_KEPT = timedelta(days=180)
WORDS_BEFORE_EDITS_KEPT = timedelta(days=90)
LINKS_KEPT = timedelta(days=90)


def forget_old_traces() -> None:
    """Delete what has had its time: sessions and links that ended, words of handled reports, old versions."""
    now = timezone.now()
    ResidentSession.objects.filter(expires_at__lt=now).delete()
    ResidentLink.objects.filter(expires__lt=now - LINKS_KEPT).delete()
    Report.objects.filter(handled_at__lt=now - WORDS_OF_REPORTS_KEPT).exclude(text="").update(text="")
    CommentEdit.objects.filter(at__lt=now - WORDS_BEFORE_EDITS_KEPT).delete()


due.register("erasures of residents", erasing.finish_due)
due.register("comments withdrawn or refused long ago", erasing.forget_old_comments)
due.register("traces of residents", forget_old_traces)
due.register("limit counters", limits.forget_old)
due.register("photos of forms that were not sent", pictures.forget_unsent)
