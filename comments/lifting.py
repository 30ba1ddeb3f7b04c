"""Which comments are answered questions: what ``editorial.answered_questions`` gives those who lift them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch
from wagtail.models import Page

from comments.enums import CommentKind
from comments.models import ResidentComment
from comments.querysets import ResidentCommentQuerySet
from editorial.answered_questions import MOST, AnsweredQuestion, Provider, register_provider
from village_pages.enums import Role


def answered(page: Page, without: Iterable[str]) -> list[AnsweredQuestion]:
    """Published questions of residents under ``page`` with what the office answered them (two queries)."""
    answers = _answers().with_author_role().order_by("pk")
    rows = (
        _questions(page)
        .exclude(public_id__in=list(without))
        .order_by("-created_at", "-pk")
        .prefetch_related(Prefetch("direct_answers", queryset=answers, to_attr="of_the_office"))
    )
    return [_told(comment) for comment in rows[:MOST]]


def public(page: Page, keys: Iterable[str]) -> set[str]:
    """Which of ``keys`` are such questions still (one query)."""
    return set(_questions(page).filter(public_id__in=list(keys)).values_list("public_id", flat=True))


def _answers() -> ResidentCommentQuerySet:
    return ResidentComment.objects.published().filter(kind=CommentKind.OFFICIAL)


def _questions(page: Page) -> ResidentCommentQuerySet:
    return (
        ResidentComment.objects.published()
        .of_readable_pages()
        .filter(Exists(_answers().filter(parent=OuterRef("pk"))), thread__page=page.pk, depth=0)
        .exclude(kind=CommentKind.OFFICIAL)
    )


def _told(comment: Any) -> AnsweredQuestion:
    """All that the office answered to this very comment, in its order; the role of who answered last."""
    answers = comment.of_the_office
    role = answers[-1].author_role
    return AnsweredQuestion(
        key=comment.public_id,
        question=comment.shown_body,
        answer="\n".join(answer.shown_body for answer in answers),
        asked_at=comment.created_at,
        answered_by_role=str(Role(role).label) if role else "",
    )


register_provider(Provider(answered, public))
