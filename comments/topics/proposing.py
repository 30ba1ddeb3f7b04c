"""A resident asks, proposes or reports something in the community space: a topic, stored once.

All that ``comments.posting`` says about comments holds: what may be stored is decided under the lock on the
thread. A new topic is never public at once, whoever proposes it.
"""

import uuid
from dataclasses import dataclass

from comments import posting
from comments.enums import TopicKind
from comments.models import ResidentComment, Topic, TopicPicture
from comments.posting import Speaker
from comments.topics import pictures
from core.enums import Pillar


@dataclass(frozen=True, kw_only=True)
class TopicWords:
    """What a topic says: cleaned words."""

    kind: TopicKind
    pillar: Pillar
    title: str
    body: str
    about_cadre: bool = False


def propose(
    *,
    space,
    village,
    speaker: Speaker,
    words: TopicWords,
    nonce: uuid.UUID,
    held: list[str],
    picture: TopicPicture | None = None,
) -> ResidentComment:
    """Store a topic in ``space``, the community space of ``village``, and return its comment.

    It waits for review; the same ``nonce`` gives the one made before. ``picture``: a photo kept with the form
    (``pictures.kept``), with its ``alt``. Raises a ``posting.NotTakenError``.
    """

    def make_topic(comment: ResidentComment) -> None:
        Topic.objects.create(
            comment=comment,
            village_id=village.pk,
            kind=words.kind,
            title=words.title,
            pillar=words.pillar,
        )
        if picture is not None:
            pictures.bind(picture, comment)

    return posting.post(
        page=space,
        village=village,
        speaker=speaker,
        body=words.body,
        nonce=nonce,
        held=held,
        about_cadre=words.about_cadre,
        make_topic=make_topic,
    )
