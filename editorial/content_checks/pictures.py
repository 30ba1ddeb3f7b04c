"""Pictures: words for those who do not see them, and bytes for those who pay for them."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from wagtail.images.models import SourceImageIOError

from core.formats import file_size
from core.models import CustomImage
from core.renditions import SMALL
from editorial.content_checks.contents import Contents, Picture
from editorial.content_checks.problem import Problem

# What a picture may weigh in the size that a 360 px telephone loads (docs/design.md, decision 0019).
MOST_BYTES = 40 * 1024
_ENDING = re.compile(r"\.(?:jpe?g|png|webp|gif|hei[cf]|bmp|tiff?|avif)$", re.IGNORECASE)
# What cameras and messengers call a file, and words that say only that there is a picture.
_SAYS_NOTHING = frozenset(
    {
        "img", "image", "dsc", "dscn", "dscf", "dcim", "pxl", "mvimg", "vid", "photo", "foto", "gambar",
        "picture", "screenshot", "screen", "shot", "tangkapan", "layar", "whatsapp", "wa", "fb", "at",
        "am", "pm", "pukul", "kamera", "burst", "received", "untitled", "tanpa", "judul", "logo", "poster",
        "ilustrasi", "dari", "dokumentasi", "kegiatan", "bersama", "utama", "berita",
    }
)  # fmt: skip


def says_nothing(alternative: str) -> bool:
    """Is ``alternative`` the name of a file, or does it say only that there is a picture?"""
    words = alternative.strip().rstrip(".")
    one_word = not re.search(r"\s", words)
    if _ENDING.search(words) or (one_word and re.search(r"[\d_]", words)):
        return True
    parts = [re.sub(r"\d", "", part) for part in re.split(r"[\W_]+", words.casefold())]
    return all(part in _SAYS_NOTHING for part in parts if part)


def alternatives(contents: Contents) -> Iterator[Problem]:
    for picture in contents.pictures:
        words = picture.alternative.strip()
        if picture.decorative:
            continue
        if not words:
            yield Problem(
                "picture.alternative",
                _("Gambar ini belum punya teks alternatif."),
                _("Tulis satu kalimat tentang isi gambar, atau tandai gambar sebagai hiasan."),
                picture.place,
            )
        elif says_nothing(words):
            yield Problem(
                "picture.file_name",
                _("Teks alternatif “%(words)s” tidak menceritakan isi gambar.") % {"words": words[:60]},
                _("Tulis apa yang terlihat, misalnya: Dua ibu memotret keripik pisang di balai desa."),
                picture.place,
            )


def weights(contents: Contents) -> Iterator[Problem]:
    for picture in contents.pictures:
        size = weight_of(contents.images.get(picture.image_id))
        if size > MOST_BYTES:
            yield _too_heavy(picture, size)


def weight_of(image: CustomImage | None) -> int:
    """Bytes of the size that a telephone loads, made where it is missing; 0 where the file is gone."""
    try:
        return image.get_rendition(SMALL).file.size if image is not None else 0
    except (SourceImageIOError, OSError):
        return 0


def _too_heavy(picture: Picture, size: int) -> Problem:
    return Problem(
        "picture.weight",
        _("Gambar ini berat: %(size)s di HP warga, batasnya %(most)s.")
        % {"size": file_size(size), "most": file_size(MOST_BYTES)},
        _("Potong bagian yang tidak perlu, atau pilih gambar yang lebih sederhana."),
        picture.own_place,
        judgement=True,
        # Another file may take the place of this one.
        finding=f"{picture.image_id} {size}",
    )
