"""Comments by the words a moderator or a reader would use."""

from datetime import datetime

from django.apps import apps
from django.db import models
from django.db.models import Case, Exists, OuterRef, Prefetch, Q, Subquery, Value, When
from django.utils import timezone
from wagtail.models import Page

from comments.enums import STUB_STATES, CommentKind, CommentState
from village_pages.enums import ANSWERING_ROLES


class ResidentCommentQuerySet(models.QuerySet):
    def published(self):
        return self.filter(state=CommentState.PUBLISHED)

    def waiting(self):
        return self.filter(state=CommentState.PENDING)

    def in_villages(self, villages):
        """Comments of ``villages`` (a queryset of village pages); the wall between villages."""
        return self.filter(village__in=villages.values("pk"))

    def of_readable_pages(self):
        """Comments under pages that everybody may read now: live and without a view restriction."""
        return self.filter(thread__page__in=Page.objects.live().public().order_by().values("pk"))

    def roots_to_show(self):
        """First-level comments in a reader's list: published ones, and stubs that answers hang on."""
        answered = self.model._default_manager.filter(root=OuterRef("pk"), state=CommentState.PUBLISHED)
        return (
            self.filter(depth=0)
            .filter(Q(state=CommentState.PUBLISHED) | Q(Exists(answered), state__in=STUB_STATES))
            .order_by("id")
        )

    def with_author_role(self, now: datetime | None = None):
        """Adds ``author_role``: the role that the author of an official answer holds in the village **now**.

        The badge is decided when it is read, so a cadre who was dismissed loses it at once.
        """
        membership = apps.get_model("village_pages", "Membership")
        now = now or timezone.now()
        held = (
            membership.objects.filter(
                user=OuterRef("author"),
                user__is_active=True,
                village=OuterRef("village"),
                role__in=ANSWERING_ROLES,
                since__lte=now,
                paused_since__isnull=True,
            )
            .filter(Q(until__isnull=True) | Q(until__gt=now))
            .order_by(
                Case(*(When(role=role, then=Value(place)) for place, role in enumerate(ANSWERING_ROLES)))
            )
            .values("role")[:1]
        )
        return self.annotate(author_role=Subquery(held))

    def with_answers(self):
        """Adds the list ``shown_answers``: published answers below each comment (one query for all)."""
        answers = ResidentCommentQuerySet(self.model).published().with_author_role().order_by("id")
        return self.prefetch_related(Prefetch("answers", queryset=answers, to_attr="shown_answers"))

    def recently_answered(self, village, limit: int):
        """Published comments of ``village`` with a published official answer, newest answer first."""
        answer = (
            ResidentCommentQuerySet(self.model)
            .published()
            .filter(root=OuterRef("pk"), kind=CommentKind.OFFICIAL)
            .order_by("-published_at")
        )
        return (
            self.published()
            .filter(village=village, depth=0)
            .of_readable_pages()
            .annotate(answered_at=Subquery(answer.values("published_at")[:1]))
            .filter(answered_at__isnull=False)
            .select_related("thread__page")
            .with_answers()
            .order_by("-answered_at")[:limit]
        )
