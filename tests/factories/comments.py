"""Comments by the row and by the thousand. The page comes from the caller: comments know no page types."""

from collections.abc import Callable
from datetime import timedelta

import factory
from django.utils import timezone
from wagtail.models import Page

from comments.enums import CommentKind, CommentState
from comments.models import ResidentComment, Thread
from comments.text import fold_hash
from village_pages.places import village_of

TWO_HUNDRED = (
    "Terima kasih kepada pemerintah desa atas kegiatan ini. Semoga tahun depan pesertanya banyak, waktunya "
    "diumumkan lebih awal, dan tempatnya mudah dicapai oleh warga lanjut usia dan penyandang disabilitas."
)


class ThreadFactory(factory.django.DjangoModelFactory):
    """``ThreadFactory(page=article)``: the thread of that page, in the village of that page."""

    class Meta:
        model = Thread
        django_get_or_create = ("page",)

    page: Page
    village = factory.LazyAttribute(lambda thread: village_of(thread.page))


class ResidentCommentFactory(factory.django.DjangoModelFactory):
    """``ResidentCommentFactory(thread__page=article)``: one published comment of a guest, and counted."""

    class Meta:
        model = ResidentComment
        skip_postgeneration_save = True

    thread = factory.SubFactory(ThreadFactory)
    village = factory.SelfAttribute("thread.village")
    kind = CommentKind.GUEST
    shown_name = factory.Sequence(lambda n: f"Warga {n}")
    shown_place = "Dusun Mawar"
    body = factory.Sequence(lambda n: f"Komentar nomor {n} dari seorang warga.")
    body_fold_hash = factory.LazyAttribute(lambda comment: fold_hash(comment.body))
    state = CommentState.PUBLISHED
    published_at = factory.LazyAttribute(
        lambda comment: timezone.now() if comment.state == CommentState.PUBLISHED else None
    )

    @factory.post_generation
    def counted(self, create, extracted, **kwargs):
        recount(self.thread)


class AnswerFactory(ResidentCommentFactory):
    """``AnswerFactory(parent=comment, author=cadre)``: a published official answer."""

    class Meta:
        skip_postgeneration_save = True

    parent = factory.SubFactory(ResidentCommentFactory)
    root = factory.SelfAttribute("parent")
    thread = factory.SelfAttribute("parent.thread")
    depth = 1
    kind = CommentKind.OFFICIAL
    author = None
    shown_name = factory.LazyAttribute(
        lambda answer: answer.author.get_full_name() if answer.author else "Kantor"
    )
    shown_place = ""


def thread_with(
    n: int,
    *,
    page: Page,
    body: Callable[[int], str] = lambda i: TWO_HUNDRED,
    state: str = CommentState.PUBLISHED,
) -> Thread:
    """The thread of ``page`` with ``n`` more comments, stored at once; a minute between each two."""
    thread = ThreadFactory(page=page)
    start = timezone.now() - timedelta(minutes=n)
    ResidentComment.objects.bulk_create(
        (
            ResidentComment(
                thread=thread,
                village_id=thread.village_id,
                shown_name=f"Warga {i}",
                shown_place="Dusun Mawar",
                body=body(i),
                body_fold_hash=fold_hash(body(i)),
                state=state,
                created_at=start + timedelta(minutes=i),
                published_at=start + timedelta(minutes=i) if state == CommentState.PUBLISHED else None,
                state_changed_at=start + timedelta(minutes=i),
            )
            for i in range(n)
        ),
        batch_size=500,
    )
    recount(thread)
    return thread


def recount(thread: Thread) -> None:
    """Bring the count in the row in line with the rows."""
    thread.n_published = thread.resident_comments.published().count()
    thread.save(update_fields=["n_published"])
