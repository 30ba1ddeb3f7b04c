"""The form in which residents ask, propose or report, with a photo, and its sending."""

import logging
import uuid
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.files import File
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from comments import limits, modes, posting, reading
from comments.enums import TopicKind
from comments.forms import CommentForm
from comments.models import CommunitySpacePage, ResidentComment, TopicPicture
from comments.names import clean_name
from comments.residents.sessions import resident_of
from comments.stamps import read
from comments.topics import pictures
from comments.topics.forms import KIND_OF_QUERY, GuestTopicForm, TopicForm
from comments.topics.proposing import TopicWords
from comments.topics.proposing import propose as store_topic
from comments.views.answers import LARGEST_BODY, own, page_or_404, public_form
from comments.views.writing import Asked, empty_form, shown_or_told, taken_or_refused
from core.enums import Pillar
from core.uploads import MEGABYTE
from village_pages.navigation import surroundings
from village_pages.rights import may_publish_in

# Far more than a photo may have: only what was read can be refused with its words kept. Django puts a large
# file onto the disk, and no more of it than is allowed is read into memory.
LARGEST_SENT = 30 * MEGABYTE
LONGEST_FILE_NAME = 60

logger = logging.getLogger(__name__)


@dataclass
class Photo:
    """The photo of a form: for which nonce it is kept, what is kept, and how its sender calls the file."""

    nonce: uuid.UUID
    picture: TopicPicture | None = None
    name: str = ""


@dataclass(frozen=True)
class AskedTopic(Asked):
    """What a request is about that proposes a topic: as for a comment, with a title, a kind and a photo."""

    photo: Photo = field(kw_only=True)

    template: ClassVar[str] = "comments/topics/propose.html"
    told_fields: ClassVar[tuple[str, ...]] = ("title", "body", "alt")

    @classmethod
    def form_class(cls, *, is_guest: bool) -> type[CommentForm]:
        return GuestTopicForm if is_guest else TopicForm

    @property
    def desk_url(self) -> str:
        if may_publish_in(self.request.user, self.village.path):
            return reverse("topic_new", args=[self.village.pk])
        return reverse("topics")

    def initial(self) -> dict[str, Any]:
        return super().initial() | {"kind": KIND_OF_QUERY.get(self.request.GET.get("jenis", ""))}

    def restamped(self, form: CommentForm) -> CommentForm:
        form = super().restamped(form)
        stamp = read(form.data["stamp"], self.key)
        if stamp is not None:
            pictures.carry_over(self.photo.nonce, stamp.nonce)
        return form

    def take_along(self, form: CommentForm, *, is_new: bool = False, has_token: bool = True) -> None:
        if not self.openness.is_open:
            return
        photo, file = self.photo, self.request.FILES.get("photo")
        photo.nonce = uuid.uuid4() if is_new or self.stamp is None else self.stamp.nonce
        photo.picture = pictures.kept(photo.nonce)
        photo.name = clean_name(self.request.POST.get("photo_name", "")[:LONGEST_FILE_NAME])
        if file is not None and not (has_token and self._has_good_stamp):
            # Nothing is taken in from who has no form of ours.
            form.add_error("photo", _("Fotonya belum tersimpan. Pilih fotonya sekali lagi."))
        elif file is not None:
            self._keep(form, file)
        elif photo.picture is not None and form.cleaned_data.get("without_photo"):
            pictures.forget(photo.nonce)
            photo.picture = None
        if photo.picture is not None:
            photo.picture.alt = form.cleaned_data.get("alt", "")
            form.fields["alt"].required = True
            if not photo.picture.alt and "alt" not in form.errors:
                form.add_error("alt", _("Tulis apa yang terlihat di foto, misalnya: papan jembatan patah."))

    @property
    def _has_good_stamp(self) -> bool:
        return self.stamp is not None and not self.stamp.is_expired

    def _keep(self, form: CommentForm, file: File) -> None:
        until = photos_stopped_until(self.request)
        if until is not None:
            words = _(
                "Terlalu banyak foto dari sini. Kirim tanpa foto, atau coba lagi sesudah pukul %(time)s WIB."
            )
            form.add_error("photo", words % {"time": f"{timezone.localtime(until):%H.%M}"})
            return
        try:
            self.photo.picture = pictures.keep(file, self.photo.nonce)
            self.photo.name = clean_name((file.name or "")[-LONGEST_FILE_NAME:])
            limits.hit(limits.PHOTO_SITE, "all")
        except ValidationError as error:
            form.add_error("photo", error)
        except OSError as error:
            logger.error("A photo could not be stored: %s", type(error).__name__)
            form.add_error("photo", _("Foto belum dapat disimpan. Kirim tanpa foto, atau coba lagi nanti."))

    def store(
        self, speaker: posting.Speaker, words: dict[str, Any], nonce: uuid.UUID, held: list[str]
    ) -> ResidentComment:
        said = TopicWords(
            kind=TopicKind(words["kind"]),
            pillar=Pillar(words["pillar"]),
            title=words["title"],
            body=words["body"],
            about_cadre=words["about_cadre"],
        )
        try:
            return store_topic(
                space=self.page,
                village=self.village,
                speaker=speaker,
                words=said,
                nonce=nonce,
                held=held,
                picture=self.photo.picture,
            )
        except posting.PictureGoneError:
            self.photo.picture = None
            raise

    def is_same(self, before: ResidentComment, words: dict[str, Any]) -> bool:
        topic = getattr(before, "topic", None)
        if topic is None or not super().is_same(before, words):
            return False
        said = (words.get("title"), words.get("kind"), words.get("pillar"))
        return said == (topic.title, topic.kind, topic.pillar) and self._is_same_photo(before, words)

    def _is_same_photo(self, before: ResidentComment, words: dict[str, Any]) -> bool:
        """Whether no other photo came than the one that was sent before, if any."""
        picture, file = getattr(before, "picture", None), self.request.FILES.get("photo")
        if picture is None or (file is None and words.get("without_photo")):
            return picture is None and file is None
        if words.get("alt") != picture.alt:
            return False
        # Drawing it anew is work: it counts as a photo taken in.
        if file is None or photos_stopped_until(self.request) is not None:
            return True
        return pictures.is_of(picture, file)

    def context(self) -> dict[str, Any]:
        return {"picture": self.photo.picture, "photo_name": self.photo.name}


def asked_in(request: HttpRequest, page_key: uuid.UUID) -> AskedTopic:
    """What ``request`` is about; ``Http404`` when readers see no community space under this key."""
    page, village = page_or_404(page_key)
    if not isinstance(page, CommunitySpacePage):
        raise Http404
    return AskedTopic(
        request=request,
        page=page,
        village=village,
        openness=modes.openness_of(page, village, reading.thread_of(page)),
        resident=resident_of(request),
        answered_id="",
        parent=None,
        photo=Photo(uuid.uuid4()),
    )


def photo_too_large(request: HttpRequest, page_key: uuid.UUID) -> HttpResponse:
    """The page for what is too much to be looked at: unread, so that no word of it can be handed back."""
    page, village = page_or_404(page_key)
    context = surroundings(request, village=village) | {
        "commented_url": page.get_url(request),
        "form_url": reverse("comments:propose", args=[page_key]),
    }
    return own(render(request, "comments/topics/too_large.html", context, status=413))


@public_form(files=("photo",), largest=LARGEST_SENT + LARGEST_BODY, refuse=photo_too_large)
def propose(request: HttpRequest, page_key: uuid.UUID) -> HttpResponse:
    """The form of one community space, for a guest or who is signed in, and its sending. 303 when taken."""

    def answer() -> HttpResponse:
        asked = asked_in(request, page_key)
        return taken_or_refused(asked) if request.method == "POST" else empty_form(asked)

    return shown_or_told(request, answer, AskedTopic)


def photos_stopped_until(request: HttpRequest):
    """Until when no more photos are taken from here; ``None`` where they are (also when nobody can count).

    What is stopped counts no more towards what others share; towards the site counts only what was kept.
    """
    tries = [
        lambda: limits.hit(limits.PHOTO_ADDRESS, limits.address_of(request)),
        lambda: limits.look(limits.PHOTO_SITE, "all"),
    ]
    if device := limits.device_of(request):
        tries.insert(0, lambda: limits.hit(limits.PHOTO_DEVICE, device))
    counts = (count() for count in tries)
    return next((count.until for count in counts if count is not None and count.is_over), None)
