"""What may come in as a picture or a document: decided by content, never by name or declared type.

Every way in (upload form, chooser, several at once, importer, example content, shell) ends in the two
model fields below, so none of them can go around these rules. The reasons stand in
docs/decisions/0007-pictures-and-documents.md.
"""

import re
import threading
import unicodedata
import zipfile
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.base import ContentFile
from django.db import models
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps
from wagtail.coreutils import string_to_ascii
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

MEGABYTE = 1024 * 1024
LONG_SIDE = 1600  # pixels; the widest rendition of the public pages
JPEG_QUALITY = 82
LARGEST_PNG = MEGABYTE  # above this a picture with transparency goes onto white, as JPEG
LARGEST_COLOUR_PROFILE = 2 * MEGABYTE
LARGEST_NAME = 60  # characters of a document's name, without its ending

# Content types of the documents we keep, by ending. No other document is ever sent to a browser.
DOCUMENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
}
OFFICE_MAIN_PARTS = {
    b"wordprocessingml.document.main+xml": "docx",
    b"spreadsheetml.sheet.main+xml": "xlsx",
    b"presentationml.presentation.main+xml": "pptx",
}
OPEN_DOCUMENT_KINDS = {DOCUMENT_TYPES[ending].encode(): ending for ending in ("odt", "ods", "odp")}
# Places of program code inside office files.
MACRO_PARTS = re.compile(
    r"(^|/)(vbaProject\.bin|vbaData\.xml|macrosheets/.*)$|^(Basic|Scripts)/", re.IGNORECASE
)
ZIP_ENTRIES = 5_000
ZIP_UNPACKED = 300 * MEGABYTE  # what a 10 MB office file may claim to unpack to

# What Pillow may try for each kind: one decoder, not all that are installed.
PILLOW_FORMATS = {
    "jpeg": ["JPEG"],
    "png": ["PNG"],
    "gif": ["GIF"],
    "webp": ["WEBP"],
    "avif": ["AVIF"],
    "heic": ["HEIF"],
}
LOSSLESS = {"png", "gif"}

PICTURE_HELP = _(
    "Foto JPG, PNG, WebP, GIF, AVIF atau HEIC, paling besar %(limit)s. "
    "Foto dikecilkan sendiri, dan data lokasi di dalamnya dihapus."
)
DOCUMENT_HELP = _(
    "PDF, Word (.docx), Excel (.xlsx), PowerPoint (.pptx) atau OpenDocument (.odt, .ods, .odp), "
    "paling besar %(limit)s."
)

EMPTY = _("Berkas ini kosong. Pilih berkas lain, atau unduh ulang berkasnya lalu coba lagi.")
PICTURE_TOO_LARGE = _(
    "Foto ini terlalu besar (%(size)s); paling besar %(limit)s. Kecilkan fotonya dahulu, misalnya dengan "
    "mengirimnya ke nomor WhatsApp sendiri lalu menyimpannya, kemudian unggah lagi."
)
PICTURE_TOO_MANY_PIXELS = _(
    "Ukuran foto ini %(width)s kali %(height)s titik, terlalu besar untuk diolah. "
    "Kecilkan fotonya dahulu, misalnya menjadi lebar 1600 titik, kemudian unggah lagi."
)
NOT_A_PICTURE = _(
    "Isi berkas ini bukan foto: %(found)s. Pakai foto JPG, PNG, WebP, GIF, AVIF atau HEIC. "
    "Mengganti nama berkas saja tidak cukup."
)
PICTURE_BROKEN = _(
    "Foto ini rusak atau terpotong sehingga tidak dapat dibuka. Buka fotonya di ponsel atau komputer, "
    "simpan sekali lagi sebagai JPG, kemudian unggah lagi."
)
DOCUMENT_TOO_LARGE = _(
    "Berkas ini terlalu besar (%(size)s); paling besar %(limit)s. Kecilkan gambar di dalamnya atau bagi "
    "menjadi beberapa berkas, kemudian unggah lagi."
)
NOT_A_DOCUMENT = _(
    "Isi berkas ini tidak dapat diterima sebagai dokumen: %(found)s. Pakai PDF, Word (.docx), Excel (.xlsx), "
    "PowerPoint (.pptx) atau OpenDocument. Mengganti nama berkas saja tidak cukup."
)
DOCUMENT_BROKEN = _(
    "Berkas ini rusak atau terpotong. Buka berkasnya di komputer, simpan sekali lagi, kemudian unggah lagi."
)
DOCUMENT_WITH_MACROS = _(
    "Berkas ini berisi makro (program di dalam dokumen) yang dapat membahayakan pembaca. "
    "Simpan sekali lagi tanpa makro, misalnya sebagai .docx, .xlsx atau PDF."
)

# What a refused file is, in words: first match of its first bytes.
UNKNOWN = _("jenisnya tidak dikenal")
FOUND = (
    (re.compile(rb"%PDF-"), _("ini PDF; unggah sebagai dokumen")),
    (re.compile(rb"PK\x03\x04"), _("ini berkas ZIP atau dokumen kantor")),
    (
        re.compile(rb"\xd0\xcf\x11\xe0"),
        _("ini berkas Office lama atau berkata sandi; simpan sebagai .docx atau .xlsx"),
    ),
    (re.compile(rb"MZ|\x7fELF|#!"), _("ini program")),
    (re.compile(rb"II\*\x00|MM\x00\*"), _("ini gambar TIFF; simpan dahulu sebagai JPG")),
    (re.compile(rb"BM"), _("ini gambar BMP; simpan dahulu sebagai JPG")),
    (re.compile(rb"\xff\xd8\xff|\x89PNG|GIF8|RIFF....WEBP", re.DOTALL), _("ini foto; unggah sebagai gambar")),
    (re.compile(rb"....ftyp(mp4|isom|M4V|qt|3gp|avc1)", re.DOTALL), _("ini video")),
    (re.compile(rb"(?is).{0,400}<svg"), _("ini gambar SVG; simpan dahulu sebagai PNG")),
    (
        re.compile(rb"(?is)[\s\xef\xbb\xbf]*<(!doctype|html|script|\?php|\?xml|head|body)"),
        _("ini halaman web"),
    ),
)

# Decoding takes up to four bytes a pixel: one picture at a time in each process.
_one_at_a_time = threading.Lock()


class PreparedPicture(ContentFile):
    """A picture that has been through ``prepare_picture``: our own bytes, not the sender's."""


class CheckedDocument(ContentFile):
    """A document that has been through ``check_document``: the sender's bytes under a clean name."""


def size_limit() -> int:
    """Largest upload of either sort, in bytes."""
    return getattr(settings, "WAGTAILIMAGES_MAX_UPLOAD_SIZE", None) or 10 * MEGABYTE


def size_in_words(size: int) -> str:
    """``size`` bytes as people read it, decimal comma: "10 MB", "1,2 MB", "340 KB"."""
    if size < MEGABYTE:
        return f"{max(1, round(size / 1024))} KB"
    # Rounded up, so that a file just over the limit is never said to be as large as the limit.
    tenths = -(-size * 10 // MEGABYTE)
    return f"{tenths // 10},{tenths % 10} MB" if tenths % 10 else f"{tenths // 10} MB"


def prepare_picture(file: File) -> PreparedPicture:
    """Return the picture in ``file`` redrawn: upright, at most ``LONG_SIDE`` pixels, JPEG or PNG.

    Whatever else the file held (position, camera, comments, thumbnails, further frames, appended bytes) is
    left behind, because only the pixels are carried over. Raises ``ValidationError`` with a code (``empty``,
    ``too_large``, ``not_a_picture``, ``too_many_pixels``, ``broken``) and words that say how to mend it.
    """
    if isinstance(file, PreparedPicture):
        return file
    data = _read(file, PICTURE_TOO_LARGE)
    kind = picture_kind(data)
    if kind is None:
        raise ValidationError(NOT_A_PICTURE, code="not_a_picture", params={"found": _found(data)})
    try:
        with _one_at_a_time:
            content, ending = _encode(_decode(data, kind), lossless=kind in LOSSLESS)
    except ValidationError:
        raise
    except Exception as error:  # Decoders raise almost anything on hostile bytes.
        raise ValidationError(PICTURE_BROKEN, code="broken") from error
    return PreparedPicture(content, name=f"{_clean_stem(file.name, 'gambar')}.{ending}")


def check_document(file: File) -> CheckedDocument:
    """Return the document in ``file`` under a clean name whose ending follows from the content.

    Raises ``ValidationError`` with a code (``empty``, ``too_large``, ``not_a_document``, ``macros``,
    ``broken``). Nothing is unpacked but one small part, so a compressed bomb costs nothing here.
    """
    if isinstance(file, CheckedDocument):
        return file
    data = _read(file, DOCUMENT_TOO_LARGE)
    ending = _document_ending(data)
    return CheckedDocument(data, name=f"{_clean_stem(file.name, 'dokumen')}.{ending}")


def picture_kind(data: bytes) -> str | None:
    """Key of ``PILLOW_FORMATS`` that the first bytes of ``data`` announce; ``None`` for anything else."""
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == b"ftyp":
        brands = data[8 : min(int.from_bytes(data[:4], "big"), 64)]
        if b"avif" in brands or b"avis" in brands:
            return "avif"
        if any(brand in brands for brand in (b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1")):
            return "heic" if _knows_heic() else None
    return None


def _read(file: File, too_large: Any) -> bytes:
    """All bytes of ``file``, at most one more than allowed."""
    limit = size_limit()
    if hasattr(file, "seek"):
        file.seek(0)
    data = file.read(limit + 1)
    if not data:
        raise ValidationError(EMPTY, code="empty")
    if len(data) > limit:
        size = max(getattr(file, "size", 0) or 0, len(data))
        params = {"size": size_in_words(size), "limit": size_in_words(limit)}
        raise ValidationError(too_large, code="too_large", params=params)
    return data


def _found(data: bytes) -> Any:
    return next((words for pattern, words in FOUND if pattern.match(data[:1024])), UNKNOWN)


def _knows_heic() -> bool:
    """Whether iPhone photos can be read; the import itself registers the decoder with Pillow."""
    try:
        from pillow_heif import HeifImagePlugin  # noqa: F401  (optional)
    except ImportError:
        return False
    return True


def _decode(data: bytes, kind: str) -> Image.Image:
    """The first frame of ``data``, upright, small, in mode L, RGB or RGBA, with nothing attached."""
    formats = PILLOW_FORMATS[kind]
    most = getattr(settings, "WAGTAILIMAGES_MAX_IMAGE_PIXELS", None) or 50_000_000
    try:
        with Image.open(BytesIO(data), formats=formats) as probe:
            width, height = probe.size
            if width * height > most:
                raise _too_many_pixels(width, height)
            probe.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels("?", "?") from error
    with Image.open(BytesIO(data), formats=formats) as picture:
        # JPEG can be decoded at a half, a quarter or an eighth: seconds and megabytes saved on phone photos.
        picture.draft(picture.mode, (2 * LONG_SIDE, 2 * LONG_SIDE))
        picture.load()
        profile = picture.info.get("icc_profile")
        exif = picture.info.get("exif")
        plain = _plain(picture)
    plain.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
    plain = _in_screen_colours(plain, profile)
    if exif:
        plain.info["exif"] = exif
        plain = _upright(plain)
    if plain.mode == "RGBA" and plain.getchannel("A").getextrema()[0] == 255:
        plain = plain.convert("RGB")
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    return bare


def _too_many_pixels(width: int | str, height: int | str) -> ValidationError:
    params = {"width": width, "height": height}
    return ValidationError(PICTURE_TOO_MANY_PIXELS, code="too_many_pixels", params=params)


def _plain(picture: Image.Image) -> Image.Image:
    """``picture`` in a mode that can be resized well: L, RGB, RGBA or (still) CMYK."""
    if picture.mode.startswith(("I", "F")):
        # 16 bits a channel: Pillow's own conversion would cut everything above 255 to white.
        return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if "transparency" in picture.info or picture.mode in ("LA", "La", "PA", "RGBA", "RGBa"):
        return picture.convert("RGBA")
    if picture.mode in ("L", "RGB", "CMYK"):
        return picture.copy()
    return picture.convert("L" if picture.mode == "1" else "RGB")


def _in_screen_colours(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """``picture`` in sRGB, since its own colour profile is not kept (iPhones and printers use others)."""
    if profile and len(profile) <= LARGEST_COLOUR_PROFILE and picture.mode in ("RGB", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(
                picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
            if converted is not None:
                return converted
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # A broken profile: the colours as they are.
    return picture.convert("RGB") if picture.mode == "CMYK" else picture


def _upright(picture: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:  # Unreadable camera data is no reason to refuse a good photo.
        return picture


def _encode(picture: Image.Image, lossless: bool) -> tuple[bytes, str]:
    """Bytes and ending. What came lossless stays PNG where that is smaller (drawings, posters, logos)."""
    if picture.mode == "RGBA":
        png = _saved(picture, "PNG", optimize=True)
        if len(png) <= LARGEST_PNG:
            return png, "png"
        white = Image.new("RGB", picture.size, "white")
        white.paste(picture, mask=picture.getchannel("A"))
        picture = white
    jpeg = _saved(picture, "JPEG", quality=JPEG_QUALITY, progressive=True, optimize=True)
    if lossless:
        png = _saved(picture, "PNG")
        if len(png) <= len(jpeg):
            return png, "png"
    return jpeg, "jpg"


def _saved(picture: Image.Image, pillow_format: str, **options: Any) -> bytes:
    output = BytesIO()
    picture.save(output, pillow_format, **options)
    return output.getvalue()


def _document_ending(data: bytes) -> str:
    if data.startswith(b"%PDF-"):
        if b"%%EOF" not in data[-8192:]:
            raise ValidationError(DOCUMENT_BROKEN, code="broken")
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _office_ending(data)
    raise _not_a_document(_found(data))


def _office_ending(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > ZIP_ENTRIES or sum(entry.file_size for entry in entries) > ZIP_UNPACKED:
                raise _not_a_document(_("isinya jauh lebih besar daripada berkasnya"))
            if any(MACRO_PARTS.search(entry.filename) for entry in entries):
                raise ValidationError(DOCUMENT_WITH_MACROS, code="macros")
            names = {entry.filename for entry in entries}
            if "[Content_Types].xml" in names:
                with archive.open("[Content_Types].xml") as part:
                    types = part.read(MEGABYTE)
                if b"macroenabled" in types.lower():
                    raise ValidationError(DOCUMENT_WITH_MACROS, code="macros")
                for main_part, ending in OFFICE_MAIN_PARTS.items():
                    if main_part in types:
                        return ending
            elif "mimetype" in names:
                with archive.open("mimetype") as part:
                    ending = OPEN_DOCUMENT_KINDS.get(part.read(200).strip(), "")
                if ending:
                    return ending
    except ValidationError:
        raise
    except Exception as error:  # zipfile raises a dozen kinds on hostile bytes.
        raise ValidationError(DOCUMENT_BROKEN, code="broken") from error
    raise _not_a_document(_("ini berkas ZIP biasa"))


def _not_a_document(found: Any) -> ValidationError:
    return ValidationError(NOT_A_DOCUMENT, code="not_a_document", params={"found": found})


def _clean_stem(name: str | None, otherwise: str) -> str:
    """The name without folders and ending, in plain letters, digits, dots of endings turned to hyphens."""
    stem = PurePosixPath((name or "").replace("\\", "/")).stem
    stem = string_to_ascii(unicodedata.normalize("NFKC", stem))
    stem = re.sub(r"[^A-Za-z0-9_]+", "-", stem).strip("-_")[:LARGEST_NAME].rstrip("-_")
    return stem or otherwise


class PictureFieldFile(WagtailImageFieldFile):
    """Last door of every picture: what is stored has been through ``prepare_picture``."""

    def save(self, name: str, content: File, save: bool = True) -> None:
        """Store ``content`` prepared. Raises ``ValidationError`` as ``prepare_picture`` does."""
        prepared = prepare_picture(content)
        super().save((prepared.name if prepared is not content else None) or name, prepared, save)

    def get_image_dimensions(self) -> tuple[int | None, int | None]:
        """Width and height; unknown while the bytes are still the sender's, which nothing may open yet."""
        if not self._committed and not isinstance(self.file, PreparedPicture):
            return None, None
        return super().get_image_dimensions()


class PictureField(WagtailImageField):
    """Image field that accepts no byte which is not our own."""

    attr_class = PictureFieldFile


class DocumentFieldFile(FieldFile):
    """Last door of every document: what is stored has been through ``check_document``."""

    def save(self, name: str, content: File, save: bool = True) -> None:
        """Store ``content`` checked. Raises ``ValidationError`` as ``check_document`` does."""
        checked = check_document(content)
        super().save((checked.name if checked is not content else None) or name, checked, save)


class DocumentField(models.FileField):
    """File field that accepts the kinds of ``DOCUMENT_TYPES`` only."""

    attr_class = DocumentFieldFile
