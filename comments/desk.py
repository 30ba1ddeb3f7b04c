"""The desk's groups of what residents wrote: comments that wait for a decision, topics for an answer."""

from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from comments import conflicts
from comments.masks import covered
from comments.models import ResidentComment, Topic
from comments.text import beginning
from comments.topics import progress, waiting
from comments.undecided import PROMISED_WITHIN, overdue, with_since
from editorial.desk import MOST_ENTRIES, DeskEntry, DeskGroup, register
from editorial.desk_rows import Counted, register_count
from village_pages import rights

TITLE_LENGTH = 80


def waiting_comments(request: HttpRequest) -> DeskGroup | None:
    """What this very person is to decide about, oldest first (three queries)."""
    if not conflicts.moderated_by(request.user).exists():
        return None
    undecided = conflicts.waits_for(request.user)
    oldest = with_since(undecided).select_related("village", "topic", "picture")
    return DeskGroup(
        title=_("Komentar menunggu"),
        entries=[_entry(comment) for comment in oldest.order_by("waits_since", "pk")[:MOST_ENTRIES]],
        count=undecided.count(),
        all_url=reverse("comment_moderation:index"),
    )


def _entry(comment: Any) -> DeskEntry:
    topic = getattr(comment, "topic", None)
    title = covered(topic.title, []) if topic is not None else ""
    words = " ".join(covered(comment.body, comment.masks).split())
    late = timezone.now() - comment.waits_since > PROMISED_WITHIN
    return DeskEntry(
        title=title or beginning(words, TITLE_LENGTH),
        url=reverse("comment_moderation:item", args=[comment.public_id]),
        action=_("Putuskan"),
        since=comment.waits_since,
        detail=", ".join(filter(None, (_what(comment, topic), comment.shown_name, comment.village.title))),
        mark=_("Lebih dari dua hari") if late else "",
    )


def _what(comment: Any, topic: Topic | None) -> str:
    """Of which kind a topic is, and whether it has a photo; of a comment nothing."""
    if topic is None:
        return ""
    kind = topic.get_kind_display()
    return _("%(kind)s, ada foto") % {"kind": kind} if getattr(comment, "picture", None) else kind


def waiting_topics(request: HttpRequest) -> DeskGroup | None:
    """Topics that this very person can answer, and that nobody has answered, oldest first (two queries)."""
    number = waiting.number_for(request) if rights.answers_residents(request.user) else 0
    if not number:
        return None
    topics = waiting.unanswered(progress.movable_by(request.user))
    oldest = topics.select_related("comment", "village").order_by("comment__published_at", "pk")
    return DeskGroup(
        title=_("Topik menunggu jawaban"),
        entries=[_topic_entry(topic) for topic in oldest[:MOST_ENTRIES]],
        count=number,
        all_url=reverse("topics"),
    )


def _topic_entry(topic: Topic) -> DeskEntry:
    return DeskEntry(
        title=topic.title,
        url=reverse("topic", args=[topic.comment.public_id]),
        action=_("Tindak lanjuti"),
        since=topic.comment.published_at,
        detail=f"{topic.get_kind_display()}, {topic.village.title}",
        mark=_("Lebih dari tujuh hari") if waiting.is_late(topic) else "",
    )


def waiting_by_village() -> dict[str, int]:
    """How many wait in each village, by its tree path (one query)."""
    return _by_village(ResidentComment.objects.waiting())


def overdue_by_village() -> dict[str, int]:
    """How many wait longer than was promised (one query)."""
    return _by_village(conflicts.in_open_villages(overdue(ResidentComment.objects.all())))


def _by_village(rows) -> dict[str, int]:
    counted = rows.order_by().values("village__path").annotate(n=Count("pk"))
    return dict(counted.values_list("village__path", "n"))


def _address(request: HttpRequest, village) -> str:
    """The officer counts them, and decides none."""
    if not rights.may_moderate(request.user, village):
        return ""
    return f"{reverse('comment_moderation:index')}?desa={village.code}"


def _topics_address(request: HttpRequest, village) -> str:
    if not rights.may_answer(request.user, village):
        return ""
    return f"{reverse('topics')}?desa={village.code}"


def unanswered_by_village() -> dict[str, int]:
    """How many topics wait for an answer in each village, by its tree path (one query)."""
    return waiting.by_village(waiting.unanswered(Topic.objects.all()))


register("comments", 30, waiting_comments)
register("topics", 35, waiting_topics)
register_count("comments", 30, Counted(lambda: _("komentar menunggu"), waiting_by_village, _address))
register_count(
    "comments_overdue",
    35,
    Counted(lambda: _("komentar menunggu lebih dari dua hari"), overdue_by_village, _address),
)
register_count(
    "topics", 36, Counted(lambda: _("topik menunggu jawaban"), unanswered_by_village, _topics_address)
)
