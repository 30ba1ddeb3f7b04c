"""Who is told that topics wait for an answer. No message holds words of a topic or a resident's name.

As for comments: one message of a kind and village is enough while it is unread, and it is settled for each
person to whom nothing is left to answer.
"""

from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments import conflicts
from comments.models import ResidentComment, Topic
from comments.signals import comment_decided, comment_gone, comment_shown, comment_waits, topic_changed
from comments.topics.progress import movable_by
from comments.topics.waiting import late, unanswered
from core import due
from notifications.kinds import Kind, register
from notifications.models import Notification
from notifications.sending import notify
from village_pages.enums import ANSWERING_ROLES
from village_pages.models import VillagePage
from village_pages.rights import reviewers_of

WAITING, LATE = "topic.waiting", "topic.late"
register(Kind(WAITING, gettext_lazy("Topik warga menunggu jawaban")))
register(Kind(LATE, gettext_lazy("Topik warga menunggu lebih dari tujuh hari"), urgent=True))


@receiver(comment_shown)
def tell_who_answers(sender, comment: ResidentComment, **kwargs):
    if comment.depth:
        return
    waiting = unanswered(Topic.objects.filter(pk=comment.pk))
    if not waiting.exists():
        return
    people = _of(comment.village, waiting)
    key = f"{WAITING}:{comment.village_id}"
    Notification.objects.filter(key=key, read_at__isnull=False).update(key="")
    _tell(people, WAITING, comment.village, _("Topik warga menunggu jawaban di %(village)s"), key)


def _of(village, waiting) -> list:
    """People of ``village`` who may answer one of ``waiting``."""
    people = reviewers_of(village, ANSWERING_ROLES)
    return [person for person in people if movable_by(person).filter(pk__in=waiting.values("pk")).exists()]


def _tell(people: list, kind: str, village, headline: str, key: str) -> None:
    notify(
        people,
        kind,
        headline=headline % {"village": village.title},
        village=village,
        url=f"{reverse('topics')}?desa={village.code}",
        key=key,
    )


@receiver(topic_changed)
@receiver(comment_decided)
def somebody_acted(sender, village, **kwargs):
    settle_for_village(village)


@receiver(comment_gone)
@receiver(comment_waits)
def not_public_any_more(sender, comment: ResidentComment, **kwargs):
    """Withdrawn, erased, or hidden by reports; what is new waits for no answer yet."""
    if comment.depth == 0:
        settle_for_village(comment.village)


def settle_for_village(village) -> None:
    """Mark as read what told a person of topics in ``village``, where nothing waits for him there now."""
    unread = Notification.objects.filter(village=village, read_at=None, kind__in=(WAITING, LATE))
    told = list(unread.select_related("recipient"))
    for person in {one.recipient for one in told}:
        mine = movable_by(person).filter(village=village)
        if not unanswered(mine).exists():
            unread.filter(recipient=person).update(read_at=timezone.now())
        elif not late(mine).exists():
            unread.filter(recipient=person, kind=LATE).update(read_at=timezone.now())


def remind() -> int:
    """Tell who answers of topics that wait too long, once a day and village; returns how many villages."""
    waiting = conflicts.in_open_villages(late(Topic.objects.all()))
    today = f"{timezone.localdate():%Y%m%d}"
    told = Notification.objects.filter(kind=LATE, key__endswith=f":{today}").values("village")
    villages = VillagePage.objects.filter(pk__in=waiting.order_by().values("village")).exclude(pk__in=told)
    for village in villages:
        key = f"{LATE}:{village.pk}:{today}"
        people = _of(village, waiting.filter(village=village))
        _tell(people, LATE, village, _("Topik warga menunggu lebih dari tujuh hari di %(village)s"), key)
    return len(villages)


due.register("topics: what waits too long", remind)
