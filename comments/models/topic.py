"""Topics of the community space: what residents ask, propose or report, and what became of it.

A topic is a first-level comment of the space's thread, with a title and a state of its own. Everything that
holds for comments holds for its words: review, reports, edits, own page, erasure.
"""

import uuid

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.enums import FINAL_TOPIC_STATES, PILLAR_WORDS, CommentState, TopicKind, TopicState
from core.enums import Pillar

MAX_TITLE = 80  # letters; one line of a list on a small phone is about forty
MAX_NOTE = 500
MAX_ALT = 150


class TopicQuerySet(models.QuerySet):
    def shown(self):
        """Topics that readers see: their comment is published."""
        return self.filter(comment__state=CommentState.PUBLISHED)

    def open(self):
        """Topics of which something is still to come: not final, and not closed by the clock."""
        rows = self.exclude(state__in=FINAL_TOPIC_STATES)
        return rows.exclude(comment__answers_close_at__lte=timezone.now())

    def in_villages(self, villages):
        """Topics of ``villages`` (a queryset of village pages); the wall between villages."""
        return self.filter(village__in=villages.values("pk"))


class Topic(models.Model):
    """What a first-level comment of a community space is about, and how far it has come.

    The words, who wrote them and whether they are public stand in ``comment``.
    """

    comment = models.OneToOneField(
        "comments.ResidentComment", on_delete=models.CASCADE, primary_key=True, related_name="topic"
    )
    # A copy of the comment's, for lists and figures.
    village = models.ForeignKey(
        "village_pages.VillagePage", on_delete=models.CASCADE, related_name="topics", verbose_name=_("Desa")
    )
    kind = models.CharField(_("Jenis"), max_length=10, choices=TopicKind.choices)
    # Empty once its comment is erased.
    title = models.CharField(_("Judul"), max_length=MAX_TITLE, blank=True)
    pillar = models.CharField(_("Bidang"), max_length=20, choices=Pillar.choices)
    state = models.CharField(
        _("Keadaan"), max_length=10, choices=TopicState.choices, default=TopicState.RECEIVED
    )
    # Of one asked by a resident: when the office first answered or decided, in public.
    first_answered_at = models.DateTimeField(null=True, blank=True)
    n_supports = models.PositiveIntegerField(_("Dukungan"), default=0)
    version = models.PositiveIntegerField(default=1)

    objects = TopicQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("topik")
        verbose_name_plural = _("topik")
        ordering = ["-comment_id"]
        constraints = [
            models.CheckConstraint(name="topic_known_kind", condition=Q(kind__in=TopicKind.values)),
            models.CheckConstraint(name="topic_known_state", condition=Q(state__in=TopicState.values)),
            models.CheckConstraint(name="topic_known_pillar", condition=Q(pillar__in=Pillar.values)),
        ]
        indexes = [
            models.Index(fields=["village", "state", "-comment"], name="topic_by_state"),
            models.Index(fields=["village", "pillar", "-comment"], name="topic_by_pillar"),
        ]

    def __str__(self) -> str:
        return f"Topic {self.pk}"

    @property
    def pillar_words(self) -> str:
        """What it is about, in the words of a village."""
        return str(PILLAR_WORDS[Pillar(self.pillar)])


class TopicStep(models.Model):
    """One step that a topic took: into which state, when, by whom, and what readers are told about it."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(_("Keadaan"), max_length=10, choices=TopicState.choices)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Public. Declining needs one.
    note = models.CharField(_("Keterangan"), max_length=MAX_NOTE, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("langkah topik")
        verbose_name_plural = _("langkah topik")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="topic_declined_with_reason",
                condition=~Q(state=TopicState.DECLINED) | Q(GreaterThan(Length("note"), 0)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.pk}"


class TopicSupport(models.Model):
    """One person's support of one topic; whose it is, no reader learns."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="supports")
    # Who was signed in; a guest is a keyed hash of his browser.
    resident = models.ForeignKey(
        "comments.Resident", on_delete=models.CASCADE, null=True, blank=True, related_name="supports"
    )
    supporter_key_hash = models.CharField(max_length=64, editable=False)
    at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("dukungan")
        verbose_name_plural = _("dukungan")
        constraints = [
            models.UniqueConstraint(fields=["topic", "supporter_key_hash"], name="one_support_per_browser"),
            models.UniqueConstraint(fields=["topic", "resident"], name="one_support_per_resident"),
        ]

    def __str__(self) -> str:
        return f"TopicSupport {self.pk}"


def private_files():
    """Where pictures of residents lie: never below what the proxy or ``/berkas/`` hands out by itself."""
    return storages["private"]


def picture_path(picture: "TopicPicture", filename: str) -> str:
    return f"topics/{picture.pk.hex}.jpg"


class TopicPicture(models.Model):
    """A photo of a topic, redrawn and small. Without a comment: kept for a form that was not sent yet."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    comment = models.OneToOneField(
        "comments.ResidentComment", on_delete=models.CASCADE, null=True, blank=True, related_name="picture"
    )
    # The form that it came with: one form, one photo.
    nonce = models.UUIDField(unique=True, editable=False)
    file = models.FileField(storage=private_files, upload_to=picture_path)
    alt = models.CharField(_("Apa yang terlihat di foto"), max_length=MAX_ALT, blank=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("foto topik")
        verbose_name_plural = _("foto topik")
        indexes = [models.Index(fields=["comment", "created_at"], name="topic_picture_unsent")]

    def __str__(self) -> str:
        return f"TopicPicture {self.pk}"
