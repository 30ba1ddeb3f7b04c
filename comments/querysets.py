"""Comments by the words a moderator or a reader would use."""

from datetime import datetime

from django.apps import apps
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from wagtail.models import Page, PageQuerySet, get_page_models

from comments.enums import STUB_STATES, CommentKind, CommentState, ThreadMode
from village_pages.enums import ANSWERING_ROLES

ANSWERS_SHOWN = 5


def readable_pages() -> PageQuerySet:
    """Pages whose comments everybody may read now: live, unrestricted, and not of a kind that is private."""
    private = [model for model in get_page_models() if getattr(model, "comments_private", False)]
    return Page.objects.live().public().not_type(*private).order_by()


def everybody_reads(comment: str = "") -> Q:
    """Comments of ``readable_pages``, where neither thread nor village keeps all words private.

    ``comment``: the way to the comment, as in ``comment__``.
    """
    return (
        Q(**{f"{comment}thread__page__in": readable_pages().values("pk")})
        & ~Q(**{f"{comment}thread__mode": ThreadMode.PRIVATE})
        & ~Q(**{f"{comment}village__comment_rules__mode": ThreadMode.PRIVATE})
    )


def role_held(person: str, village: str, now: datetime | None = None) -> Subquery:
    """The answering role that the user in the field ``person`` holds now in the village in ``village``."""
    now = now or timezone.now()
    held = (
        apps.get_model("village_pages", "Membership")
        .objects.filter(
            user=OuterRef(person),
            user__is_active=True,
            village=OuterRef(village),
            role__in=ANSWERING_ROLES,
            since__lte=now,
            paused_since__isnull=True,
        )
        .filter(Q(until__isnull=True) | Q(until__gt=now))
        .order_by(Case(*(When(role=role, then=Value(place)) for place, role in enumerate(ANSWERING_ROLES))))
        .values("role")[:1]
    )
    return Subquery(held)


class ResidentCommentQuerySet(models.QuerySet):
    def published(self):
        return self.filter(state=CommentState.PUBLISHED)

    def waiting(self):
        return self.filter(state=CommentState.PENDING)

    def in_villages(self, villages):
        """Comments of ``villages`` (a queryset of village pages); the wall between villages."""
        return self.filter(village__in=villages.values("pk"))

    def for_author(self):
        """With all that is asked when its author looks at a comment or changes it."""
        return self.select_related(
            "thread__page",
            "village__access",
            "village__comment_rules",
            "resident",
            "topic",
            "picture",
            "root",
        )

    def of_readable_pages(self):
        """Comments that stand where everybody may read them: not where all words are private."""
        return self.filter(everybody_reads())

    def to_show(self):
        """What readers see something of: published comments, and stubs that published answers hang on."""
        answered = self.model._default_manager.filter(root=OuterRef("pk"), state=CommentState.PUBLISHED)
        return self.filter(Q(state=CommentState.PUBLISHED) | Q(Exists(answered), state__in=STUB_STATES))

    def roots_to_show(self):
        """First-level comments in a reader's list, oldest first."""
        return self.to_show().filter(depth=0).order_by("id")

    def with_badges(self):
        """Adds what the badges tell: the author's role, and the resident with the village, in this query."""
        return self.with_author_role().select_related("resident__village")

    def with_author_role(self, now: datetime | None = None):
        """Adds ``author_role``: the role that the author of an official answer holds in the village **now**.

        The badge is decided when it is read, so a cadre who was dismissed loses it at once.
        """
        return self.annotate(author_role=role_held("author", "village", now))

    def hang_answers_on(self, roots: list) -> list:
        """Give each of ``roots`` its ``shown_answers`` and ``has_more_answers``; returns ``roots``.

        One query, also for thousands of answers: at most ``ANSWERS_SHOWN`` of each come, in the order in
        which they were written. What the office said comes before others where not all have room.
        """
        if not roots:
            return roots
        official_first = Case(When(kind=CommentKind.OFFICIAL, then=0), default=1)
        ranked = (
            self.published()
            .filter(root__in=[root.pk for root in roots])
            .annotate(
                place=Window(RowNumber(), partition_by=F("root"), order_by=[official_first, F("id").asc()])
            )
        )
        # By key: roles are looked up only for those that are shown.
        few = ranked.filter(place__lte=ANSWERS_SHOWN + 1).values("pk")
        by_root: dict[int, list] = {root.pk: [] for root in roots}
        for answer in self.filter(pk__in=few).with_badges().order_by("id"):
            by_root[answer.root_id].append(answer)
        for root in roots:
            answers = by_root[root.pk]
            root.has_more_answers = len(answers) > ANSWERS_SHOWN
            if root.has_more_answers:
                # The last one without an office behind it makes room.
                answers.remove(next((one for one in reversed(answers) if not one.is_official), answers[-1]))
            root.shown_answers = answers
        return roots

    def recently_answered(self, village, limit: int) -> list:
        """Published comments of ``village`` with a published official answer, the newest first."""
        answer = (
            ResidentCommentQuerySet(self.model)
            .published()
            .filter(root=OuterRef("pk"), kind=CommentKind.OFFICIAL)
            .order_by("-published_at")
        )
        rows = (
            self.published()
            .filter(village=village, depth=0)
            .of_readable_pages()
            .annotate(answered_at=Subquery(answer.values("published_at")[:1]))
            .filter(answered_at__isnull=False)
            .with_badges()
            .select_related("thread__page", "resident__village")
            .order_by("-answered_at")[:limit]
        )
        return ResidentCommentQuerySet(self.model).hang_answers_on(list(rows))

    def newest_words(self, limit: int):
        """The ``limit`` newest published ones that everybody may read, with their pages: what feeds tell."""
        rows = self.published().of_readable_pages().with_author_role()
        steps = apps.get_model("comments", "TopicStep").objects.filter(topic=OuterRef("pk"))
        rows = rows.annotate(last_step_at=Subquery(steps.order_by("-pk").values("at")[:1]))
        rows = rows.select_related("thread__page", "topic", "root__topic")
        return rows.order_by("-published_at", "-pk")[:limit]
