"""One thing somebody said under a page, and how it got there."""

import re
import secrets
import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comments.enums import CommentKind, CommentState, ReasonCode
from comments.names import MAX_NAME
from comments.querysets import ResidentCommentQuerySet
from comments.text import EXCERPT, MAX_BODY, beginning, masked
from core import formats
from village_pages.enums import Role

# Without letters and digits that are mistaken for one another.
PUBLIC_ID_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
PUBLIC_ID_LENGTH = 12
_PUBLIC_ID = re.compile(f"[{PUBLIC_ID_ALPHABET}]{{{PUBLIC_ID_LENGTH}}}")


def new_public_id() -> str:
    """A fresh id for addresses: 12 characters, about 59 bits, nothing to count along."""
    return "".join(secrets.choice(PUBLIC_ID_ALPHABET) for _i in range(PUBLIC_ID_LENGTH))


def is_public_id(text: str) -> bool:
    """Whether ``text`` can be an id at all; nothing else needs to reach the database."""
    return bool(_PUBLIC_ID.fullmatch(text))


class ResidentComment(models.Model):
    """A comment or an answer. Rows are never deleted one by one: text can go, the thread keeps its shape.

    One level of answers: an answer to an answer hangs on the same ``root``.
    """

    public_id = models.CharField(
        max_length=PUBLIC_ID_LENGTH, unique=True, default=new_public_id, editable=False
    )
    thread = models.ForeignKey("comments.Thread", on_delete=models.CASCADE, related_name="resident_comments")
    # A copy of the thread's, for the queue of a village.
    village = models.ForeignKey(
        "village_pages.VillagePage", on_delete=models.CASCADE, related_name="resident_comments"
    )
    parent = models.ForeignKey(
        "self", on_delete=models.RESTRICT, null=True, blank=True, related_name="direct_answers"
    )
    root = models.ForeignKey("self", on_delete=models.RESTRICT, null=True, blank=True, related_name="answers")
    depth = models.PositiveSmallIntegerField(default=0)

    kind = models.CharField(_("Jenis"), max_length=10, choices=CommentKind.choices, default=CommentKind.GUEST)
    # Only for official answers: whose membership gives the badge when it is read.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="official_answers",
    )
    # Only for what a registered resident wrote; gone with an erasure.
    resident = models.ForeignKey(
        "comments.Resident",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="comments",
    )
    # The writer marked it as being about the cadre: somebody else decides.
    about_cadre = models.BooleanField(default=False)
    shown_name = models.CharField(_("Nama"), max_length=MAX_NAME)
    shown_place = models.CharField(_("Desa atau dusun"), max_length=MAX_NAME, blank=True)
    body = models.TextField(_("Komentar"))
    body_fold_hash = models.CharField(max_length=64, blank=True)

    state = models.CharField(
        _("Keadaan"), max_length=10, choices=CommentState.choices, default=CommentState.PENDING
    )
    held_codes = models.JSONField(default=list, blank=True)
    reason_code = models.CharField(_("Alasan"), max_length=20, choices=ReasonCode.choices, blank=True)
    author_note = models.CharField(_("Catatan untuk penulis"), max_length=300, blank=True)
    # Refused, but its author may mend it and send it again.
    may_mend = models.BooleanField(default=False)
    # Parts of the body that readers see covered: pairs of start and end, in code points.
    masks = models.JSONField(default=list, blank=True)
    # An author may appeal once against a decision.
    appealed_at = models.DateTimeField(null=True, blank=True)
    appeal_text = models.CharField(max_length=280, blank=True)
    appeal_closed_at = models.DateTimeField(null=True, blank=True)

    created_at = models.DateTimeField(_("Dikirim"), default=timezone.now)
    published_at = models.DateTimeField(_("Terbit"), null=True, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    # When its author last looked at it on the own page: what came after is new.
    author_seen_at = models.DateTimeField(null=True, blank=True)
    state_changed_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)
    # One form, one comment: the same nonce never makes a second row, whoever sends it how often.
    # Set: from then on nothing more is taken below this first-level comment (a topic that is done).
    answers_close_at = models.DateTimeField(null=True, blank=True)
    submit_nonce = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    receipt_hash = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)

    objects = ResidentCommentQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("komentar warga")
        verbose_name_plural = _("komentar warga")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="comment_body_length", condition=LessThanOrEqual(Length("body"), MAX_BODY)
            ),
            models.CheckConstraint(
                name="comment_one_level",
                condition=Q(depth=0, parent__isnull=True, root__isnull=True)
                | Q(depth=1, parent__isnull=False, root__isnull=False),
            ),
            models.CheckConstraint(
                name="comment_author_is_official",
                condition=Q(author__isnull=True) | Q(kind=CommentKind.OFFICIAL),
            ),
            models.CheckConstraint(
                name="comment_resident_is_resident",
                condition=Q(resident__isnull=True) | Q(kind=CommentKind.RESIDENT),
            ),
            models.CheckConstraint(
                name="comment_appeal_before_its_end",
                condition=Q(appeal_closed_at__isnull=True) | Q(appealed_at__isnull=False),
            ),
            models.CheckConstraint(name="comment_known_kind", condition=Q(kind__in=CommentKind.values)),
            models.CheckConstraint(name="comment_known_state", condition=Q(state__in=CommentState.values)),
        ]
        indexes = [
            models.Index(fields=["thread", "depth", "id"], name="comment_roots"),
            models.Index(fields=["root", "state", "id"], name="comment_answers"),
            models.Index(fields=["village", "state", "created_at"], name="comment_queue"),
            models.Index(fields=["body_fold_hash", "created_at"], name="comment_same_text"),
            models.Index(fields=["resident", "created_at"], name="comment_of_resident"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.public_id}"

    def get_absolute_url(self) -> str:
        return reverse("comments:comment", args=[self.public_id])

    def clean(self) -> None:
        """Refuse an answer to a comment of another thread (the database refuses it too)."""
        super().clean()
        for relative in (self.parent, self.root):
            if relative is not None and relative.thread_id != self.thread_id:
                raise ValidationError({"parent": _("Jawaban harus berada di bawah halaman yang sama.")})
        if self.thread_id and self.village_id and self.thread.village_id != self.village_id:
            raise ValidationError({"village": _("Desa komentar harus sama dengan desa percakapannya.")})

    @property
    def is_shown(self) -> bool:
        """Whether the words may be read by everybody; otherwise only a stub stands in their place."""
        return self.state == CommentState.PUBLISHED

    @property
    def is_official(self) -> bool:
        return self.kind == CommentKind.OFFICIAL

    @property
    def is_opening(self) -> bool:
        """Whether it opens a topic of the village: whose role readers are told, but not whose name."""
        return self.is_official and self.depth == 0

    @property
    def badge(self) -> str:
        """Words of the badge, as of *now*: of an official answer with its author's role, of a verified
        resident with the village; else empty.

        Needs ``with_badges()``. The name plays no part in it.
        """
        if not self.is_official:
            if self.resident is None or not self.resident.is_verified:
                return ""
            village = self.resident.village.full_name
            return gettext("Warga terverifikasi · %(village)s") % {"village": village}
        role = getattr(self, "author_role", None)
        said = gettext("Dibuka desa") if self.is_opening else gettext("Jawaban resmi")
        return said if role is None else f"{said}: {Role(role).label}"

    @property
    def stub(self) -> str:
        """What stands in the place of words that are gone."""
        day = date_format(timezone.localtime(self.state_changed_at), "j F Y")
        if self.state == CommentState.WITHDRAWN:
            return gettext("Komentar ini ditarik penulisnya pada %(day)s.") % {"day": day}
        if self.state == CommentState.ERASED:
            return gettext("Komentar ini dihapus pada %(day)s.") % {"day": day}
        return gettext("Komentar ini disembunyikan pada %(day)s.") % {"day": day}

    @property
    def state_for_author(self) -> str:
        """The state in words for the person who wrote it."""
        if self.state == CommentState.HIDDEN and self.reason_code == ReasonCode.REPORTED:
            return gettext("Disembunyikan karena dilaporkan.")
        return {
            CommentState.PENDING: gettext("Menunggu dibaca kader."),
            CommentState.PUBLISHED: gettext("Sudah tayang."),
            CommentState.HIDDEN: gettext("Disembunyikan dari pembaca."),
            CommentState.WITHDRAWN: gettext("Sudah Anda tarik."),
            CommentState.ERASED: gettext("Sudah dihapus."),
        }.get(CommentState(self.state), gettext("Tidak ditayangkan."))

    @property
    def shown_body(self) -> str:
        """The words as readers get them: what a moderator has covered is not among them."""
        return masked(self.body, self.masks)

    @property
    def is_long(self) -> bool:
        return len(self.shown_body) > EXCERPT

    @property
    def beginning(self) -> str:
        return beginning(self.shown_body)

    @property
    def named(self) -> str:
        """This one among others, for who hears a link alone: whose it is, and from when."""
        return gettext("komentar %(name)s, %(time)s") % {
            "name": self.shown_name,
            "time": formats.moment(self.created_at),
        }

    @property
    def about(self) -> str:
        """What readers know it is about: the title of the topic that it opens or answers, else of the page.

        No query where it was loaded with ``topic``, ``root__topic`` and ``thread__page``.
        """
        opening = self if self.root is None else self.root
        topic = getattr(opening, "topic", None) if opening.is_shown else None
        return topic.title if topic is not None else self.thread.page.title  # type: ignore[union-attr]

    @property
    def anchor(self) -> str:
        return f"komentar-{self.public_id}"
