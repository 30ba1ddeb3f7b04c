"""The upload forms of the admin: kinds and limit said before choosing, refusals in plain words.

Named in the settings WAGTAILIMAGES_IMAGE_FORM_BASE and WAGTAILDOCS_DOCUMENT_FORM_BASE, so that the upload
screen, the screen for several at once and the choosers in the page editor all use them. They only speak; the
rules are enforced below them, by the model fields (``core.uploads``).
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.files import File
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from core.uploads import (
    DOCUMENT_HELP,
    DOCUMENT_TOO_LARGE,
    DOCUMENT_TYPES,
    EMPTY,
    NOT_A_PICTURE,
    PICTURE_HELP,
    PICTURE_TOO_LARGE,
    UNKNOWN,
    check_document,
    prepare_picture,
    size_in_words,
    size_limit,
)

PICTURE_ACCEPT = "image/jpeg,image/png,image/webp,image/gif,image/avif,image/heic,image/heif,.heic"
DOCUMENT_ACCEPT = ",".join(f".{ending}" for ending in DOCUMENT_TYPES)


class CheckedFileField(forms.FileField):
    """A file field whose value is the checked file itself.

    ``check`` takes the uploaded file and returns what will be stored, or raises ``ValidationError``.
    ``max_upload_size`` (bytes) and the two messages are read by Wagtail's screen for several files at once.
    """

    def __init__(
        self, *, check: Callable[[File], File], too_large: Any, wrong_kind: Any, **kwargs: Any
    ) -> None:
        kwargs["error_messages"] = {
            "required": _("Pilih berkas dahulu."),
            "empty": EMPTY,
            "file_too_large_unknown_size": too_large,
            "invalid_image_extension": wrong_kind,
        }
        super().__init__(**kwargs)
        self.check = check
        self.max_upload_size = size_limit()

    def to_python(self, data: Any) -> File | None:
        """The checked file; None where nothing was chosen."""
        file = super().to_python(data)
        return file if file is None else self.check(file)


def _swapped(old: forms.Field, accept: str, words: Any, **kwargs: Any) -> CheckedFileField:
    """Our field in the place of Wagtail's, keeping its label, widget and whether it must be filled."""
    limit = size_in_words(size_limit())
    old.widget.attrs["accept"] = accept
    return CheckedFileField(
        label=old.label,
        required=old.required,
        widget=old.widget,
        help_text=words % {"limit": limit},
        **kwargs,
    )


class PictureForm(BaseImageForm):
    """Base of Wagtail's picture forms."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            limit = size_in_words(size_limit())
            self.fields["file"] = _swapped(
                self.fields["file"],
                PICTURE_ACCEPT,
                PICTURE_HELP,
                check=prepare_picture,
                too_large=PICTURE_TOO_LARGE % {"size": _("lebih dari batas"), "limit": limit},
                wrong_kind=NOT_A_PICTURE % {"found": UNKNOWN},
            )
        if "title" in self.fields:
            self.fields["title"].label = _("Judul")
            self.fields["title"].help_text = _(
                "Hanya untuk menemukan gambar ini lagi; warga tidak melihatnya."
            )


class DocumentForm(BaseDocumentForm):
    """Base of Wagtail's document forms."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            limit = size_in_words(size_limit())
            self.fields["file"] = _swapped(
                self.fields["file"],
                DOCUMENT_ACCEPT,
                DOCUMENT_HELP,
                check=check_document,
                too_large=DOCUMENT_TOO_LARGE % {"size": _("lebih dari batas"), "limit": limit},
                wrong_kind="",
            )
        if "title" in self.fields:
            self.fields["title"].label = _("Judul")
            self.fields["title"].help_text = _("Nama yang dibaca warga, misalnya: Formulir surat pernyataan.")
