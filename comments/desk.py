"""The group "Komentar menunggu" on the desk of those who moderate."""

from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from comments import moderation
from comments.models import ResidentComment
from comments.text import beginning
from editorial.desk import MOST_ENTRIES, DeskEntry, DeskGroup, register
from editorial.desk_rows import Counted, register_count
from village_pages import rights
from village_pages.enums import VillageState

TITLE_LENGTH = 80


def waiting_comments(request: HttpRequest) -> DeskGroup | None:
    """Comments that wait in the villages where this person moderates, oldest first (three queries)."""
    if not moderation.moderated_by(request.user).exists():
        return None
    waiting = moderation.for_moderator(request.user).waiting()
    # In a paused village they wait until it is resumed.
    waiting = waiting.filter(village__access__state=VillageState.OPEN)
    oldest = waiting.select_related("village").order_by("created_at", "pk")[:MOST_ENTRIES]
    return DeskGroup(
        title=_("Komentar menunggu"),
        entries=[
            DeskEntry(
                title=beginning(" ".join(comment.body.split()), TITLE_LENGTH),
                url=reverse("comment_moderation:item", args=[comment.public_id]),
                action=_("Putuskan"),
                since=comment.created_at,
                detail=f"{comment.shown_name}, {comment.village.title}",
            )
            for comment in oldest
        ],
        count=waiting.count(),
        all_url=reverse("comment_moderation:index"),
    )


def waiting_by_village() -> dict[str, int]:
    """How many wait in each village, by its tree path (one query)."""
    waiting = ResidentComment.objects.waiting().order_by().values("village__path").annotate(n=Count("pk"))
    return dict(waiting.values_list("village__path", "n"))


def _address(request: HttpRequest, village) -> str:
    """The officer counts them, and decides none."""
    if not rights.may_moderate(request.user, village):
        return ""
    return f"{reverse('comment_moderation:index')}?desa={village.code}"


register("comments", 30, waiting_comments)
register_count("comments", 30, Counted(lambda: _("komentar menunggu"), waiting_by_village, _address))
