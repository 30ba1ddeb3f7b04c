"""Photos of topics: taken in by part 1's rules, made small, kept apart from all public files.

A good photo is kept with its form, so that an error elsewhere does not cost a second upload; without a topic
it goes after a day. Files go with their rows, when the change is certain.
"""

import uuid
from datetime import timedelta
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils import timezone
from PIL import Image

from comments.models import ResidentComment, TopicPicture
from comments.posting import PictureGoneError
from core.uploads import prepare_picture

LONG_SIDE = 800  # pixels; a photo that is looked at on phones
LARGEST = 60 * 1024  # bytes that a photo should not exceed
QUALITIES = (80, 70, 60, 50, 40)  # the first that is small enough
SMALLER_SIDES = (640, 512, 400, 320, 240, 160)  # for what is too large even then, such as noise
UNSENT_KEPT = timedelta(hours=24)
MOST_UNSENT = 500  # of all forms together: 30 MB


def keep(file: File, nonce: uuid.UUID) -> TopicPicture:
    """The photo in ``file`` made small and stored for the form with ``nonce``, in place of one before.

    Raises ``ValidationError`` as ``prepare_picture`` does, in words for the sender; then nothing is changed.
    When another worker was faster with the same form, or the same photo is there, that photo is the one.
    """
    content, size = small(file)
    picture = TopicPicture(nonce=nonce, width=size[0], height=size[1])
    picture.file.save("", ContentFile(content), save=False)
    stored = str(picture.file.name)
    try:
        with transaction.atomic():
            same = _making_room(nonce, content)
            if same is None:
                picture.save(force_insert=True)
    except Exception as error:
        picture.file.storage.delete(stored)
        # Sent already, even: then the topic is there, and the form will be told so.
        is_late = isinstance(error, IntegrityError)
        first = TopicPicture.objects.filter(nonce=nonce).first() if is_late else None
        if first is None:
            raise
        return first
    if same is not None:
        picture.file.storage.delete(stored)
        return same
    _forget_oldest()
    return picture


def _making_room(nonce: uuid.UUID, content: bytes) -> TopicPicture | None:
    """Delete what waits with the form of ``nonce``, unless it is this very photo: then return that.

    Else a form that is sent twice at once would take away the photo that its first sending is about to use.
    """
    for picture in TopicPicture.objects.filter(nonce=nonce, comment=None).select_for_update():
        if _holds(picture, content):
            return picture
        picture.delete()
    return None


def _holds(picture: TopicPicture, content: bytes) -> bool:
    try:
        with picture.file.open() as stored:
            return stored.read() == content
    except OSError:
        return False


def is_of(picture: TopicPicture, file: File) -> bool:
    """Whether ``picture`` is what became of the photo in ``file``; ``False`` for what is no photo."""
    try:
        content, _size = small(file)
    except (ValidationError, OSError):
        return False
    return _holds(picture, content)


def small(file: File) -> tuple[bytes, tuple[int, int]]:
    """The picture in ``file`` as a small JPEG without anything attached, and its width and height."""
    prepared = prepare_picture(file)
    prepared.seek(0)
    with Image.open(BytesIO(prepared.read()), formats=["JPEG", "PNG"]) as opened:
        picture = opened.convert("RGBA" if opened.mode in ("RGBA", "LA", "P") else "RGB")
    picture.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
    bare = Image.new("RGB", picture.size, "white")
    bare.paste(picture, mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
    content = b""
    for quality in QUALITIES:
        content = _jpeg(bare, quality)
        if len(content) <= LARGEST:
            return content, bare.size
    for side in SMALLER_SIDES:
        bare.thumbnail((side, side), Image.Resampling.LANCZOS)
        content = _jpeg(bare, QUALITIES[-1])
        if len(content) <= LARGEST:
            break
    return content, bare.size


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    output = BytesIO()
    picture.save(output, "JPEG", quality=quality, progressive=True, optimize=True)
    return output.getvalue()


def kept(nonce: uuid.UUID) -> TopicPicture | None:
    """The photo that waits with the form of ``nonce``; ``None`` where there is none, or it was sent."""
    return TopicPicture.objects.filter(nonce=nonce, comment=None).first()


def carry_over(nonce: uuid.UUID, to: uuid.UUID) -> None:
    """The form goes on under another nonce: its photo goes with it."""
    TopicPicture.objects.filter(nonce=nonce, comment=None).update(nonce=to)


def forget(nonce: uuid.UUID) -> None:
    """Delete the photo that waits with the form of ``nonce``, if there is one."""
    _delete(TopicPicture.objects.filter(nonce=nonce, comment=None))


def forget_unsent() -> None:
    """Delete photos of forms that were not sent within a day."""
    _delete(TopicPicture.objects.filter(comment=None, created_at__lt=timezone.now() - UNSENT_KEPT))


def _forget_oldest() -> None:
    """Nobody fills the store: what came long before the newest ones goes before its day is over."""
    unsent = TopicPicture.objects.filter(comment=None)
    oldest = list(unsent.order_by("-created_at").values_list("pk", flat=True)[MOST_UNSENT : MOST_UNSENT + 20])
    if oldest:
        _delete(unsent.filter(pk__in=oldest))


@transaction.atomic
def _delete(unsent) -> None:
    # Under a lock: what a topic takes at this very moment is not unsent any more.
    for picture in unsent.select_for_update():
        picture.delete()


def bind(picture: TopicPicture, comment: ResidentComment) -> None:
    """Make a kept photo that of ``comment``, with its ``alt``. Raises ``PictureGoneError``."""
    unsent = TopicPicture.objects.filter(pk=picture.pk, comment=None)
    if unsent.update(comment=comment, alt=picture.alt) != 1:
        raise PictureGoneError


@receiver(post_delete, sender=TopicPicture)
def delete_file(sender, instance: TopicPicture, using, **kwargs):
    """No row, no file: once the deletion is certain."""
    storage, name = instance.file.storage, str(instance.file.name)
    transaction.on_commit(lambda: storage.delete(name), using=using)
