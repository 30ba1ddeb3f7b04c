"""A village whose residents ask in public and in private, for the tests that look at whole pages."""

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from comments.enums import CommentKind, TopicState
from comments.topics import pictures
from inclusion.models import InclusionNoticePage
from safety.enums import HelpKind
from safety.models import HelpContact
from tests.comments.topic_forms import propose_url
from tests.factories.comments import AnswerFactory
from tests.factories.core import drawn_jpeg
from tests.factories.private_messages import ConversationFactory, MessageFactory
from tests.factories.topics import TopicFactory, many_topics
from tests.factories.village_pages import member
from village_pages.enums import Role
from village_pages.models import VillagePage
from village_pages.rights import entrust


@dataclass(frozen=True)
class Community:
    readable: dict[str, str]
    """Addresses by name of what everybody reads, the same for all."""
    forms: dict[str, str]
    """Addresses by name of what is answered to one browser only."""
    code: str
    """What opens a conversation with an answer."""


def fill_community(regency) -> Community:
    """Topics in every state with one that has everything, somebody who reads in private, a conversation."""
    village, space = regency.village, regency.space
    for number, state in enumerate(TopicState):
        TopicFactory(village=village, state=state, created_at=timezone.now() - timedelta(days=5 + number))
    many_topics(village, 21)
    topic = full_topic(village)
    HelpContact.objects.create(
        village=village,
        kind=HelpKind.VIOLENCE,
        name="UPTD PPA Tanjung Jabung Timur",
        phone="074160123",
        is_sure=True,
        checked_on=timezone.localdate(),
    )
    reader = member(Role.CADRE, village, username="pembaca-uji")
    entrust(reader.memberships.get(village=village))
    asked = {"body": "Apakah boleh membawa anak?", "name": "Bunga", "page": "Kelas menjahit"}
    conversation = ConversationFactory(village=village, words=asked, state="answered")
    MessageFactory(conversation=conversation, words="Boleh, ada yang menjaga.", is_answer=True, author=reader)
    elsewhere = InclusionNoticePage.objects.live().exclude(path__startswith=village.path).first()
    return Community(
        readable={
            "topic": f"{space.url}{topic.comment.public_id}/",
            "list of topics": space.url,
            "filtered topics": f"{space.url}?keadaan=selesai",
            "topics without a hit": f"{space.url}?keadaan=selesai&bidang=lingkungan",
            "figures of all villages": "/ruang-komunitas/",
        },
        forms={
            "form for topics": propose_url(space),
            "support": reverse("comments:support", args=[topic.comment.public_id]),
            "private form": private_form_of(regency.notice),
            "private form without a reader": private_form_of(elsewhere),
            "code of a conversation": reverse("private_messages:open"),
        },
        code=conversation.code,
    )


def full_topic(village: VillagePage):
    """A topic with a photo, steps and twenty answers of 200 characters, one of them the office's."""
    topic = TopicFactory(
        village=village,
        state=TopicState.WORKED_ON,
        title="Jembatan kecil di RT 03 rusak sejak banjir, anak sekolah memutar jauh",
        body="Papannya patah sejak banjir bulan lalu. Anak sekolah memutar lewat jalan besar. " * 5,
        created_at=timezone.now() - timedelta(days=3),
    )
    picture = pictures.keep(drawn_jpeg(), topic.comment.submit_nonce)
    picture.alt = "Papan jembatan yang patah"
    pictures.bind(picture, topic.comment)
    for number in range(20):
        AnswerFactory(
            parent=topic.comment,
            kind=CommentKind.OFFICIAL if number == 0 else CommentKind.GUEST,
            shown_name="Kantor Desa" if number == 0 else f"Warga {number}",
            body=f"{number}. " + "Di RT kami juga begitu, dan sudah lama tidak diperbaiki. " * 4,
        )
    return topic


def private_form_of(notice: InclusionNoticePage) -> str:
    return reverse("private_messages:ask", args=[notice.translation_key])
