"""Pictures and documents. What they may hold is decided in ``core.uploads``."""

import secrets
from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition, get_upload_to

from core.uploads import (
    DOCUMENT_TYPES,
    CheckedDocument,
    DocumentField,
    PictureField,
    PreparedPicture,
    check_document,
    prepare_picture,
)


def unguessable() -> str:
    """A fresh random name: 128 bits, letters, digits, hyphen and underscore."""
    return secrets.token_urlsafe(16)


def document_upload_to(instance: "CustomDocument", filename: str) -> str:
    """Path of a new document: its own random folder, so that its name can stay as the reader will see it."""
    return f"documents/{unguessable()}/{filename}"


class CustomImage(AbstractImage):
    """A picture. The stored file is never public; renditions of it are (``CustomRendition``)."""

    file: Any = PictureField(
        verbose_name=_("Berkas gambar"), upload_to=get_upload_to, width_field="width", height_field="height"
    )
    # In the place of the field it replaces: width and height are only known once it is stored.
    file.creation_counter = AbstractImage._meta.get_field("file").creation_counter
    description = models.CharField(
        _("Teks alternatif"),
        max_length=255,
        blank=True,
        default="",
        help_text=_(
            "Satu kalimat tentang isi gambar, untuk warga yang tidak dapat melihatnya. "
            "Contoh: Dua ibu memotret keripik pisang dengan ponsel di balai desa."
        ),
    )

    # The focal point's four fields are hidden ones that the drawing on the edit screen fills.
    admin_form_fields = (
        "title",
        "file",
        "description",
        "collection",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("gambar")
        verbose_name_plural = _("gambar")

    def clean(self) -> None:
        """Refuse what is not a picture, with the reason at the file field."""
        super().clean()
        try:
            self._take_in_new_file()
        except ValidationError as error:
            raise ValidationError({"file": error}) from error

    def save(self, *args, **kwargs) -> None:
        """Store; a new file is redrawn first, so that size, hash and dimensions are those of what is kept."""
        self._take_in_new_file()
        super().save(*args, **kwargs)

    def _take_in_new_file(self) -> None:
        if self.file and not self.file._committed and not isinstance(self.file.file, PreparedPicture):
            self.file = prepare_picture(self.file.file)
        if self.file and not self.file._committed:
            self._set_image_file_metadata()

    def get_upload_to(self, filename: str) -> str:
        """Random name, ending of the content; the folder is served to nobody."""
        return f"originals/{unguessable()}{PurePosixPath(filename).suffix}"

    @property
    def default_alt_text(self) -> str:
        """Only what somebody wrote as such: a title is mostly the camera's file name."""
        return self.description


class CustomRendition(AbstractRendition):
    """A picture in one size, public under a name that cannot be guessed."""

    image = models.ForeignKey(CustomImage, related_name="renditions", on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"), name="unique_rendition"
            )
        ]
        verbose_name = _("ukuran gambar")
        verbose_name_plural = _("ukuran gambar")

    def get_upload_to(self, filename: str) -> str:
        """Random name: Wagtail's own would tell the source's name and how to reach other sizes."""
        return f"renditions/{unguessable()}{PurePosixPath(filename).suffix}"


class CustomDocument(AbstractDocument):
    """A document to download. Who may have it is asked each time (``village_pages.media_views``)."""

    file: Any = DocumentField(verbose_name=_("Berkas"), upload_to=document_upload_to, max_length=150)

    admin_form_fields = ("title", "file", "collection")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("dokumen")
        verbose_name_plural = _("dokumen")

    def clean(self) -> None:
        """Refuse what is not a document, with the reason at the file field."""
        # Not Wagtail's own check: it goes by the name, which is ours to give.
        try:
            self._take_in_new_file()
        except ValidationError as error:
            raise ValidationError({"file": error}) from error

    def save(self, *args, **kwargs) -> None:
        """Store; a new file is checked first, and gets its clean name, size and hash."""
        self._take_in_new_file()
        super().save(*args, **kwargs)

    def _take_in_new_file(self) -> None:
        if self.file and not self.file._committed and not isinstance(self.file.file, CheckedDocument):
            self.file = check_document(self.file.file)
        if self.file and not self.file._committed:
            self._set_document_file_metadata()

    @property
    def content_type(self) -> str:
        """From our own short table: never what the machine's or the sender's list says."""
        return DOCUMENT_TYPES.get(self.file_extension.lower(), "application/octet-stream")
