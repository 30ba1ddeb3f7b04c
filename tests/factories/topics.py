"""Topics of the community space, one by one in any state and by the thousand."""

from datetime import timedelta

import factory
from django.utils import timezone

from comments.enums import FINAL_TOPIC_STATES, CommentKind, CommentState, TopicKind, TopicState
from comments.models import CommunitySpacePage, ResidentComment, Topic, TopicStep
from comments.text import fold_hash
from core.enums import Pillar
from tests.factories.comments import AnswerFactory, ResidentCommentFactory, ThreadFactory, recount
from tests.factories.village_pages import VillageFactory
from village_pages.models import VillagePage

NOTES = {
    TopicState.WORKED_ON: "Kami tinjau bersama kepala dusun.",
    TopicState.DONE: "Sudah selesai dikerjakan warga dan pemerintah desa.",
    TopicState.DECLINED: "Jalan ini milik kabupaten, bukan milik desa.",
}
ANSWERS_OPEN = timedelta(days=14)


def space_of(village: VillagePage) -> CommunitySpacePage:
    """The community space of ``village``."""
    return CommunitySpacePage.objects.child_of(village).get()


class TopicFactory(factory.django.DjangoModelFactory):
    """``TopicFactory(village=village, state=TopicState.ANSWERED)``: a guest's public question.

    ``published=False`` waits for review; ``resident=`` is who wrote it; ``created_at=`` when it was sent and
    (unless ``published_at=`` says otherwise) published; ``moved_at=`` when it came into its state. The step
    into the state, and an official answer by ``by=`` for an answered one, are made with it. ``body=``,
    ``name=``, ``about_cadre=`` and ``held_codes=`` go to the comment.
    """

    class Meta:
        model = Topic
        skip_postgeneration_save = True

    class Params:
        published = True
        resident = None
        by = None
        name = factory.Sequence(lambda n: f"Warga {n}")
        body = factory.Sequence(lambda n: f"Jembatan kecil nomor {n} rusak sejak banjir bulan lalu.")
        about_cadre = False
        held_codes: list[str] = []
        created_at = factory.LazyFunction(timezone.now)
        published_at = factory.SelfAttribute("created_at")
        moved_at = factory.SelfAttribute("published_at")

    village = factory.SubFactory(VillageFactory)
    kind = TopicKind.ASK
    title = factory.Sequence(lambda n: f"Jembatan kecil nomor {n}")
    pillar = Pillar.MOBILITY
    state = TopicState.RECEIVED
    comment = factory.LazyAttribute(lambda topic: _comment_of(topic))
    first_answered_at = factory.LazyAttribute(
        lambda topic: (
            topic.moved_at
            if topic.kind != TopicKind.OPENED and topic.state in (TopicState.ANSWERED, *FINAL_TOPIC_STATES)
            else None
        )
    )

    @classmethod
    def _create(cls, model_class, *args, **fields):
        # Made with the comment, so that both know one another without a query.
        topic = super()._create(model_class, *args, **fields)
        topic.comment.topic = topic
        return topic

    @factory.post_generation
    def steps(self, create, extracted, **kwargs):
        """What is left to make: the step into the state, and the answer that goes with it."""
        moved_at = self.comment._moved_at
        by = self.comment._moved_by
        if self.state == TopicState.RECEIVED:
            return
        TopicStep.objects.create(
            topic=self, state=self.state, at=moved_at, by=by, note=NOTES.get(TopicState(self.state), "")
        )
        if self.state == TopicState.ANSWERED:
            AnswerFactory(parent=self.comment, author=by, created_at=moved_at, published_at=moved_at)
        if self.state in FINAL_TOPIC_STATES:
            self.comment.answers_close_at = moved_at + ANSWERS_OPEN
            self.comment.save(update_fields=["answers_close_at"])


def _comment_of(topic) -> ResidentComment:
    is_opened = topic.kind == TopicKind.OPENED
    resident_or_guest = CommentKind.RESIDENT if topic.resident else CommentKind.GUEST
    comment = ResidentCommentFactory(
        thread__page=space_of(topic.village),
        kind=CommentKind.OFFICIAL if is_opened else resident_or_guest,
        author=topic.by if is_opened else None,
        resident=topic.resident,
        shown_name=topic.resident.display_name if topic.resident else topic.name,
        body=topic.body,
        about_cadre=topic.about_cadre,
        held_codes=topic.held_codes,
        state=CommentState.PUBLISHED if topic.published else CommentState.PENDING,
        created_at=topic.created_at,
        published_at=topic.published_at if topic.published else None,
        state_changed_at=topic.published_at if topic.published else topic.created_at,
    )
    comment._moved_at, comment._moved_by = topic.moved_at, topic.by
    return comment


def many_topics(
    village: VillagePage,
    n: int,
    *,
    state: str = TopicState.RECEIVED,
    pillar: str = Pillar.MOBILITY,
    kind: str = TopicKind.ASK,
    published: bool = True,
) -> None:
    """``n`` more topics of guests in ``village``, stored at once; an hour between each two, the last now."""
    thread = ThreadFactory(page=space_of(village))
    start = timezone.now() - timedelta(hours=n)
    comments = ResidentComment.objects.bulk_create(
        (
            ResidentComment(
                thread=thread,
                village_id=thread.village_id,
                shown_name=f"Warga {i}",
                body=f"Topik banyak nomor {i}.",
                body_fold_hash=fold_hash(f"Topik banyak nomor {i}."),
                state=CommentState.PUBLISHED if published else CommentState.PENDING,
                created_at=start + timedelta(hours=i),
                published_at=start + timedelta(hours=i) if published else None,
                state_changed_at=start + timedelta(hours=i),
            )
            for i in range(1, n + 1)
        ),
        batch_size=500,
    )
    is_answered = kind != TopicKind.OPENED and state in (TopicState.ANSWERED, *FINAL_TOPIC_STATES)
    Topic.objects.bulk_create(
        (
            Topic(
                comment=comment,
                village_id=thread.village_id,
                kind=kind,
                title=f"Topik banyak nomor {i}",
                pillar=pillar,
                state=state,
                first_answered_at=comment.created_at if is_answered else None,
            )
            for i, comment in enumerate(comments, start=1)
        ),
        batch_size=500,
    )
    recount(thread)
