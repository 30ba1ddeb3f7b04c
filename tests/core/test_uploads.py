"""What may come in: honest photos in any dress, and nothing that only calls itself one."""

import random
import struct
import zipfile
import zlib
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms, ImageDraw

from core.uploads import (
    DOCUMENT_TYPES,
    LONG_SIDE,
    CheckedDocument,
    PreparedPicture,
    check_document,
    prepare_picture,
    size_in_words,
)

MEGABYTE = 1024 * 1024
POSITION = {1: "S", 2: (1.0, 15.0, 3.5), 3: "E", 4: (104.0, 20.0, 1.25)}


def drawing(size=(400, 300), mode="RGB", colour="teal") -> Image.Image:
    picture = Image.new(mode, size, colour)
    ImageDraw.Draw(picture).rectangle(
        (0, 0, size[0] // 4, size[1] // 4), fill="red" if mode == "RGB" else None
    )
    return picture


def photo(size=(800, 600), seed=1) -> Image.Image:
    """Noise, which no format can squeeze: what a real photo is to a compressor."""
    return Image.frombytes("RGB", size, random.Random(seed).randbytes(size[0] * size[1] * 3))


def saved(picture: Image.Image, kind: str, **options) -> bytes:
    output = BytesIO()
    picture.save(output, kind, **options)
    return output.getvalue()


def upload(data: bytes, name="foto.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="image/jpeg")


def opened(prepared: PreparedPicture) -> Image.Image:
    prepared.seek(0)
    picture = Image.open(BytesIO(prepared.read()))
    picture.load()
    return picture


def with_position(picture: Image.Image, orientation=1) -> bytes:
    exif = Image.Exif()
    exif[0x0110] = "Kamera Rahasia"
    exif[0x0112] = orientation
    exif.get_ifd(0x8825).update(POSITION)
    return saved(picture, "JPEG", exif=exif, comment=b"Rumah Bu Siti", xmp=b"<x:xmpmeta>Bu Siti</x:xmpmeta>")


def refusal(check, data: bytes, name="foto.jpg") -> ValidationError:
    with pytest.raises(ValidationError) as caught:
        check(upload(data, name))
    return caught.value


def archive(*entries: tuple[str, bytes | str], compression=zipfile.ZIP_DEFLATED) -> bytes:
    output = BytesIO()
    with zipfile.ZipFile(output, "w", compression) as file:
        for name, content in entries:
            file.writestr(name, content)
    return output.getvalue()


def office(main: str, *more: tuple[str, bytes | str]) -> bytes:
    kind = f"application/vnd.openxmlformats-officedocument.{main}"
    types = f'<Types><Override PartName="/x" ContentType="{kind}"/></Types>'
    return archive(("[Content_Types].xml", types), ("_rels/.rels", "<r/>"), *more)


PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\nstartxref\n9\n%%EOF\n"
DOCX = office("wordprocessingml.document.main+xml", ("word/document.xml", "<w/>"))


# --- Pictures that are welcome ---


def test_nothing_that_tells_where_or_by_whom_a_photo_was_taken_stays_in_it():
    original = with_position(photo())
    assert b"Kamera Rahasia" in original
    assert Image.open(BytesIO(original)).getexif().get_ifd(0x8825)

    prepared = prepare_picture(upload(original))

    kept = opened(prepared)
    data = prepared.file.getvalue()
    assert not kept.getexif()
    assert "exif" not in kept.info
    assert "comment" not in kept.info
    assert b"Rahasia" not in data
    assert b"Siti" not in data
    assert b"Exif" not in data
    assert b"xmp" not in data


def test_text_hidden_in_a_png_does_not_stay_in_it():
    from PIL.PngImagePlugin import PngInfo

    notes = PngInfo()
    notes.add_text("Author", "Bu Siti")
    notes.add_itxt("XML:com.adobe.xmp", "<x>Bu Siti</x>", zip=True)
    exif = Image.Exif()
    exif[0x0110] = "Kamera Rahasia"

    prepared = prepare_picture(upload(saved(drawing(), "PNG", pnginfo=notes, exif=exif), "logo.png"))

    assert prepared.name == "logo.png"
    assert opened(prepared).info == {}
    assert b"Rahasia" not in prepared.file.getvalue()


def test_a_photo_taken_with_the_phone_on_its_side_stands_upright():
    # Orientation 6: the camera's top is at the right; shown upright it is higher than wide.
    picture = Image.new("RGB", (400, 200), "white")
    picture.paste("red", (0, 0, 100, 200))

    kept = opened(prepare_picture(upload(with_position(picture, orientation=6))))

    assert kept.size == (200, 400)
    red, green, _blue = kept.getpixel((100, 40))
    assert red > 200
    assert green < 80
    assert min(kept.getpixel((100, 360))) > 200


@pytest.mark.parametrize(("size", "kept_size"), [((4000, 3000), (1600, 1200)), ((600, 3200), (300, 1600))])
def test_a_large_photo_is_shrunk_to_the_longest_side_that_pages_use(size, kept_size):
    kept = opened(prepare_picture(upload(saved(drawing(size), "JPEG"))))

    assert kept.size == kept_size
    assert max(kept.size) == LONG_SIDE


def test_a_small_photo_keeps_its_size():
    assert opened(prepare_picture(upload(saved(photo((320, 200)), "JPEG")))).size == (320, 200)


def test_a_photo_leaves_as_a_progressive_jpeg():
    kept = opened(prepare_picture(upload(saved(photo(), "JPEG", quality=98))))

    assert kept.format == "JPEG"
    assert kept.info.get("progressive")


@pytest.mark.parametrize("kind", ["WEBP", "AVIF", "HEIF"])
def test_formats_of_newer_phones_become_jpeg(kind):
    if kind == "HEIF":
        pytest.importorskip("pillow_heif").register_heif_opener()
    original = saved(photo((640, 480)), kind)

    prepared = prepare_picture(upload(original, f"IMG_0231.{kind.lower()}"))

    assert prepared.name == "IMG_0231.jpg"
    assert opened(prepared).size == (640, 480)


def test_a_printer_s_cmyk_photo_becomes_one_for_screens():
    original = saved(photo((300, 200)).convert("CMYK"), "JPEG")

    assert opened(prepare_picture(upload(original))).mode == "RGB"


def test_the_colours_of_a_photo_survive_the_loss_of_its_profile():
    # A profile that calls red what others call green: dropped without converting, the red would stay red.
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = profile.replace(b"rXYZ", b"?XYZ", 1).replace(b"gXYZ", b"rXYZ", 1).replace(b"?XYZ", b"gXYZ", 1)
    original = saved(Image.new("RGB", (100, 100), (200, 20, 20)), "JPEG", icc_profile=swapped)

    kept = opened(prepare_picture(upload(original)))

    red, green, _blue = kept.getpixel((50, 50))
    assert green > 150
    assert red < 80
    assert "icc_profile" not in kept.info


def test_a_broken_colour_profile_is_no_reason_to_refuse_a_photo():
    original = saved(photo((200, 200)), "JPEG", icc_profile=b"not a profile at all" * 20)

    assert opened(prepare_picture(upload(original))).size == (200, 200)


def test_sixteen_bit_greys_keep_their_shades():
    levels = struct.pack(">4H", 0, 0x4000, 0x8000, 0xFFFF)
    lines = b"".join(b"\0" + levels for _ in range(4))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 4, 4, 16, 0, 0, 0, 0)
    png = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(lines))
        + chunk(b"IEND", b"")
    )

    kept = opened(prepare_picture(upload(png, "peta.png")))

    assert [round(kept.getpixel((x, 0)) / 64) for x in range(4)] == [0, 1, 2, 4]


def test_a_moving_gif_becomes_its_first_picture():
    frames = [Image.new("P", (60, 40), colour) for colour in (1, 2, 3)]
    for frame in frames:
        frame.putpalette([0, 0, 0, 200, 0, 0, 0, 200, 0, 0, 0, 200] + [0] * 756)
    original = saved(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=100, loop=0)

    prepared = prepare_picture(upload(original, "lucu.gif"))

    kept = opened(prepared)
    assert prepared.name == "lucu.png"
    assert getattr(kept, "n_frames", 1) == 1
    assert kept.convert("RGB").getpixel((5, 5)) == (200, 0, 0)


def test_a_logo_keeps_its_transparency():
    logo = Image.new("RGBA", (200, 200), (0, 0, 0, 0))
    ImageDraw.Draw(logo).ellipse((20, 20, 180, 180), fill=(0, 100, 60, 255))

    kept = opened(prepare_picture(upload(saved(logo, "PNG"), "logo.png")))

    assert kept.format == "PNG"
    assert kept.getpixel((0, 0))[3] == 0
    assert kept.getpixel((100, 100)) == (0, 100, 60, 255)


def test_a_photo_with_a_see_through_edge_goes_onto_white_when_it_would_be_heavy():
    heavy = photo((1000, 1000)).convert("RGBA")
    heavy.putpixel((0, 0), (0, 0, 0, 0))

    prepared = prepare_picture(upload(saved(heavy, "PNG", compress_level=1), "foto.png"))

    assert prepared.name == "foto.jpg"
    assert prepared.size < MEGABYTE


def test_a_screenshot_stays_sharp_and_a_photo_saved_as_png_gets_light():
    assert prepare_picture(upload(saved(drawing(), "PNG"), "layar.png")).name == "layar.png"
    assert prepare_picture(upload(saved(photo(), "PNG"), "foto.png")).name == "foto.jpg"


@pytest.mark.parametrize(
    ("mode", "options"),
    [("1", {}), ("L", {}), ("LA", {}), ("P", {}), ("P", {"transparency": 0}), ("RGBA", {})],
)
def test_every_way_a_png_can_store_colours_is_read(mode, options):
    kept = opened(prepare_picture(upload(saved(drawing().convert(mode), "PNG", **options), "a.png")))

    assert kept.size == (400, 300)


def test_a_picture_under_a_wrong_name_is_taken_for_what_it_is():
    assert prepare_picture(upload(saved(drawing(), "PNG"), "spanduk.jpg")).name == "spanduk.png"
    assert prepare_picture(upload(saved(photo(), "JPEG"), "foto.php")).name == "foto.jpg"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.jpg", "passwd.jpg"),
        ("C:\\Users\\Siti\\Foto Balai Desa.JPG", "Foto-Balai-Desa.jpg"),
        ("foto\u202egpj.exe.jpg", "fotogpj-exe.jpg"),
        ("<script>.jpg", "script.jpg"),
        (".jpg", "jpg.jpg"),
        ("…", "gambar.jpg"),
        ("", "gambar.jpg"),
        ("a" * 300 + ".jpg", "a" * 60 + ".jpg"),
    ],
)
def test_names_are_reduced_to_what_is_harmless_everywhere(given, kept):
    assert prepare_picture(ContentFile(saved(photo((64, 64)), "JPEG"), name=given)).name == kept


def test_a_picture_that_was_prepared_is_not_redrawn_a_second_time():
    prepared = prepare_picture(upload(saved(photo(), "JPEG")))

    assert prepare_picture(prepared) is prepared


def test_a_file_that_was_read_before_is_read_from_its_start():
    file = upload(saved(photo(), "JPEG"))
    file.read()

    assert opened(prepare_picture(file)).size == (800, 600)


# --- Pictures that are not ---


# What calls itself a photo, and what it is called when it is refused.
NO_PHOTOS = [
    (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "SVG"),
    (b'<?xml version="1.0"?>\n<!-- x -->\n<svg onload="alert(1)"/>', "SVG"),
    (b"<!DOCTYPE html><script>alert(1)</script>", "halaman web"),
    (b"<?php system($_GET['c']); ?>", "halaman web"),
    (b"MZ\x90\x00" + b"\0" * 100, "program"),
    (b"\x7fELF" + b"\0" * 100, "program"),
    (archive(("a.txt", "a")), "ZIP"),
    (PDF, "PDF"),
    (saved(drawing(), "TIFF"), "TIFF"),
    (saved(drawing(), "BMP"), "BMP"),
    (b"\0\0\0\x20ftypisom" + b"\0" * 100, "video"),
    (saved(drawing(), "ICO", sizes=[(64, 64)]), "tidak dikenal"),
    (b"8BPS\0\1" + b"\0" * 100, "tidak dikenal"),
    (b"%!PS-Adobe-3.0 EPSF", "tidak dikenal"),
]


@pytest.mark.parametrize(("data", "words"), NO_PHOTOS)
@pytest.mark.parametrize("name", ["foto.jpg", "foto.png", "foto.gif"])
def test_what_only_calls_itself_a_photo_is_refused_with_what_it_is(data, words, name):
    error = refusal(prepare_picture, data, name)

    assert error.code == "not_a_picture"
    assert words in error.messages[0]
    assert "JPG" in error.messages[0]


def test_nothing_behind_a_photo_s_last_byte_survives():
    for tail in (b"<script>alert('milik penyerang')</script>", archive(("evil.html", "milik penyerang"))):
        for kind in ("JPEG", "PNG", "GIF"):
            data = prepare_picture(upload(saved(drawing(), kind) + tail)).file.getvalue()

            assert b"penyerang" not in data
            assert b"<script" not in data
            assert b"PK\x03\x04" not in data


def test_a_gif_that_is_also_a_script_is_redrawn_or_refused():
    script = b"GIF89a/*" + b"\0" * 20 + b"*/=alert(1)//;"

    assert refusal(prepare_picture, script).code == "broken"


def test_a_photo_cut_off_on_the_way_is_refused_with_the_way_to_mend_it():
    whole = saved(photo(), "JPEG")

    error = refusal(prepare_picture, whole[: len(whole) // 2])

    assert error.code == "broken"
    assert "simpan sekali lagi" in error.messages[0]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
def test_random_damage_never_ends_in_anything_but_a_plain_refusal(kind):
    whole = saved(photo((120, 90)), kind)
    chance = random.Random(7)
    for _ in range(60):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 12)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        with suppress(ValidationError):
            opened(prepare_picture(upload(bytes(damaged))))


def test_an_empty_file_is_called_empty():
    assert refusal(prepare_picture, b"").code == "empty"
    assert refusal(check_document, b"", "surat.pdf").code == "empty"


def test_ten_megabytes_are_taken_and_one_byte_more_is_not(settings):
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * MEGABYTE
    whole = saved(photo(), "JPEG")
    # What a decoder does not read still counts: the limit is on what arrives.
    assert prepare_picture(upload(whole + b"\0" * (10 * MEGABYTE - len(whole)))).size < MEGABYTE

    error = refusal(prepare_picture, whole + b"\0" * (10 * MEGABYTE + 1 - len(whole)))

    assert error.code == "too_large"
    assert "paling besar 10 MB" in error.messages[0]
    assert "10,1 MB" in error.messages[0]


def test_a_picture_of_very_many_pixels_is_refused_before_it_is_unpacked(settings, monkeypatch):
    """30,000 by 30,000 pixels in a few kilobytes: unpacked it would take 900 MB."""
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    def bomb(side):
        return (
            b"\x89PNG\r\n\x1a\n"
            + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
            + chunk(b"IEND", b"")
        )

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda self: pytest.fail("unpacked"))
    for side in (30_000, 12_000, 7_100):
        assert refusal(prepare_picture, bomb(side), "besar.png").code == "too_many_pixels"


def test_megabytes_of_compressed_text_in_a_png_are_refused():
    from PIL.PngImagePlugin import PngInfo

    notes = PngInfo()
    for number in range(70):
        notes.add_text(f"k{number}", "A" * 1_000_000, zip=True)

    assert refusal(prepare_picture, saved(drawing(), "PNG", pnginfo=notes), "a.png").code == "broken"


# --- Documents ---


@pytest.mark.parametrize(
    ("data", "ending"),
    [
        (PDF, "pdf"),
        (DOCX, "docx"),
        (office("spreadsheetml.sheet.main+xml", ("xl/workbook.xml", "<w/>")), "xlsx"),
        (office("presentationml.presentation.main+xml", ("ppt/presentation.xml", "<p/>")), "pptx"),
        *[
            (archive(("mimetype", DOCUMENT_TYPES[ending]), ("content.xml", "<x/>")), ending)
            for ending in ("odt", "ods", "odp")
        ],
    ],
)
def test_office_documents_are_known_by_what_is_in_them(data, ending):
    checked = check_document(upload(data, "Formulir SKTM (baru).bin"))

    assert isinstance(checked, CheckedDocument)
    assert checked.name == f"Formulir-SKTM-baru.{ending}"
    assert checked.file.getvalue() == data


def test_real_spreadsheets_are_accepted():
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["Dusun", "Warga"])
    output = BytesIO()
    book.save(output)

    assert check_document(upload(output.getvalue(), "data.xlsx")).name == "data.xlsx"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<html><script>alert(1)</script></html>", "not_a_document"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "not_a_document"),
        (b"MZ\x90\x00", "not_a_document"),
        (b"nama,alamat\nSiti,Dusun I\n", "not_a_document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "not_a_document"),
        (archive(("a.html", "<script>")), "not_a_document"),
        (archive(("mimetype", "application/epub+zip")), "not_a_document"),
        (office("wordprocessingml.template.main+xml"), "not_a_document"),
        (office("wordprocessingml.document.main+xml", ("word/vbaProject.bin", b"x")), "macros"),
        (
            archive(("[Content_Types].xml", "application/vnd.ms-word.document.macroEnabled.main+xml")),
            "macros",
        ),
        (archive(("mimetype", DOCUMENT_TYPES["odt"]), ("Basic/Standard/Module1.xml", "x")), "macros"),
        (b"%PDF-1.7\n" + b"0" * 100, "broken"),
        (DOCX[: len(DOCX) // 2], "broken"),
        (b"<html>" + PDF, "not_a_document"),
    ],
)
def test_what_is_no_harmless_document_is_refused(data, code):
    assert refusal(check_document, data, "surat.pdf").code == code


def test_an_archive_that_unpacks_to_gigabytes_is_refused_without_unpacking_it():
    zeros = bytes(4 * MEGABYTE)
    bomb = office("wordprocessingml.document.main+xml", *[(f"word/media/{n}", zeros) for n in range(80)])
    assert len(bomb) < MEGABYTE

    assert refusal(check_document, bomb, "surat.docx").code == "not_a_document"


def test_an_archive_of_very_many_files_is_refused():
    many = office("wordprocessingml.document.main+xml", *[(f"w/{n}", "") for n in range(5_001)])

    assert refusal(check_document, many, "surat.docx").code == "not_a_document"


def test_a_photo_sent_as_document_is_pointed_to_the_pictures():
    error = refusal(check_document, saved(photo((64, 64)), "JPEG"), "foto.pdf")

    assert "unggah sebagai gambar" in error.messages[0]


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (10 * MEGABYTE, "10 MB"),
        (10 * MEGABYTE + 1, "10,1 MB"),
        (1_200_000, "1,2 MB"),
        (340 * 1024, "340 KB"),
        (3, "1 KB"),
    ],
)
def test_sizes_are_said_as_people_say_them(size, words):
    assert size_in_words(size) == words


def test_the_limit_is_said_before_choosing():
    from core.uploads import DOCUMENT_HELP, PICTURE_HELP

    assert "10 MB" in PICTURE_HELP % {"limit": size_in_words(10 * MEGABYTE)}
    assert "10 MB" in DOCUMENT_HELP % {"limit": size_in_words(10 * MEGABYTE)}


def test_the_module_names_no_package_outside_the_requirements():
    """Whatever decodes uploads must be pinned: a newer Pillow is a security matter."""
    pinned = (Path(__file__).parents[2] / "requirements.txt").read_text().lower()

    assert "\npillow==" in pinned
    assert "\npillow_heif==" in pinned
