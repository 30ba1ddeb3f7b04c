"""Who is told that comments wait. No message holds words of a comment or a resident's name.

One message of a kind and village is enough while it is unread: its key is taken from it when it is read, so
that what comes later is told anew. It is settled for each person to whom nothing is left to decide.
"""

from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments import conflicts
from comments.enums import CommentState, ReasonCode
from comments.models import ResidentComment
from comments.signals import comment_decided, comment_gone, comment_waits
from comments.undecided import overdue, undecided
from notifications.kinds import Kind, register
from notifications.models import Notification
from notifications.sending import notify, settle
from village_pages.enums import Role
from village_pages.rights import reviewers_of

WAITING, REPORTED, OVERDUE, NOBODY = (
    "comment.waiting",
    "comment.reported",
    "comment.overdue",
    "comment.nobody",
)
for kind in (
    Kind(WAITING, gettext_lazy("Komentar menunggu Anda baca")),
    Kind(REPORTED, gettext_lazy("Komentar disembunyikan karena laporan"), urgent=True),
    Kind(OVERDUE, gettext_lazy("Komentar menunggu lebih dari dua hari"), urgent=True),
    Kind(NOBODY, gettext_lazy("Komentar yang tidak dapat diputuskan siapa pun di desanya")),
):
    register(kind)


@receiver(comment_waits)
def tell_who_may_decide(sender, comment: ResidentComment, **kwargs):
    people = conflicts.deciders_of(comment)
    if not people:
        tell_that_nobody_can(comment)
        return
    by_reports = comment.state == CommentState.HIDDEN and comment.reason_code == ReasonCode.REPORTED
    kind = REPORTED if by_reports and comment.appealed_at is None else WAITING
    headline = (
        _("Komentar yang dilaporkan menunggu di %(village)s")
        if kind == REPORTED
        else _("Komentar menunggu di %(village)s")
    )
    key = f"{kind}:{comment.village_id}"
    Notification.objects.filter(key=key, read_at__isnull=False).update(key="")
    tell(people, kind, comment.village, headline=headline, key=key)


def tell(people: list, kind: str, village, *, headline: str, key: str) -> None:
    """A message that leads to the queue of ``village``."""
    notify(
        people,
        kind,
        headline=headline % {"village": village.title},
        village=village,
        url=f"{reverse('comment_moderation:index')}?desa={village.code}",
        key=key,
    )


def tell_that_nobody_can(comment: ResidentComment) -> None:
    """The officers, once for each comment: they can appoint an ambassador. Number and village only."""
    notify(
        reviewers_of(None, [Role.OFFICER]),
        NOBODY,
        headline=_("Komentar %(id)s di %(village)s menunggu; tidak ada yang berhak memutuskan. Angkat duta.")
        % {"id": comment.public_id, "village": comment.village.title},
        village=comment.village,
        key=_nobody(comment),
    )


@receiver(comment_gone)
def nothing_waits_any_more(sender, comment: ResidentComment, **kwargs):
    settle(_nobody(comment))
    settle_for_village(comment.village)


@receiver(comment_decided)
def somebody_decided(sender, village, **kwargs):
    settle_for_village(village)


def settle_for_village(village) -> None:
    """Mark as read what told a person of comments in ``village``, where nothing waits for him there now."""
    unread = Notification.objects.filter(village=village, read_at=None)
    told = list(unread.filter(kind__in=(WAITING, REPORTED, OVERDUE)).select_related("recipient"))
    for person in {one.recipient for one in told}:
        waiting = conflicts.decidable_by(person).filter(undecided(), village=village)
        done = set()
        if not waiting.exists():
            done = {WAITING, REPORTED, OVERDUE}
        elif not overdue(waiting).exists():
            done = {OVERDUE}
        unread.filter(recipient=person, kind__in=done).update(read_at=timezone.now())
    _settle_nobody(village, unread.filter(kind=NOBODY))


def _settle_nobody(village, unread) -> None:
    """What somebody decided in the end, a new ambassador perhaps."""
    keys = set(unread.values_list("key", flat=True))
    if keys:
        waiting = ResidentComment.objects.filter(undecided(), village=village)
        settle(*(keys - {_nobody(comment) for comment in waiting.only("public_id")}))


def _nobody(comment: ResidentComment) -> str:
    return f"{NOBODY}:{comment.public_id}"
