"""Every way in leads through the same door: forms, several at once, chooser, importer, shell."""

import hashlib
import re
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils.module_loading import import_string
from PIL import Image
from wagtail.images.forms import get_image_form
from wagtail.models import Collection

from core.models import CustomDocument, CustomImage
from core.upload_forms import DocumentForm, PictureForm
from people.models import User
from tests.factories.people import with_second_factor

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\nstartxref\n9\n%%EOF\n"
EVIL = b"<!DOCTYPE html><script>alert(1)</script>"
RANDOM_NAME = r"[A-Za-z0-9_-]{22}"


def photo(kind="JPEG", size=(2000, 1000)) -> bytes:
    """A photo that says where it was taken."""
    exif = Image.Exif()
    exif[0x0110] = "Kamera Rahasia"
    exif.get_ifd(0x8825).update({1: "S", 2: (1.0, 15.0, 3.5), 3: "E", 4: (104.0, 20.0, 1.25)})
    output = BytesIO()
    Image.effect_mandelbrot(size, (-2, -1.5, 1, 1.5), 100).convert("RGB").save(output, kind, exif=exif)
    return output.getvalue()


def upload(data: bytes, name="IMG_0231.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="image/jpeg")


def assert_is_clean(image: CustomImage) -> None:
    image.refresh_from_db()
    data = image.file.storage.open(image.file.name).read()
    assert b"Rahasia" not in data
    assert (image.width, image.height) == (1600, 800) == Image.open(BytesIO(data)).size
    assert image.file_size == len(data)
    assert image.file_hash == hashlib.sha1(data).hexdigest()
    assert re.fullmatch(rf"originals/{RANDOM_NAME}\.jpg", image.file.name)


@pytest.fixture
def staff(client):
    """Somebody who may do everything, signed in."""
    client.force_login(with_second_factor(User.objects.create_superuser("siti", password="x" * 20)))
    return client


@pytest.fixture(autouse=True)
def _our_forms(settings):
    settings.WAGTAILIMAGES_IMAGE_FORM_BASE = "village_pages.upload_forms.VillagePictureForm"
    settings.WAGTAILDOCS_DOCUMENT_FORM_BASE = "village_pages.upload_forms.VillageDocumentForm"


def test_the_settings_name_the_forms_that_speak_plainly():
    from config.settings import base

    assert issubclass(import_string(base.WAGTAILIMAGES_IMAGE_FORM_BASE), PictureForm)
    assert issubclass(import_string(base.WAGTAILDOCS_DOCUMENT_FORM_BASE), DocumentForm)


# --- Pictures ---


@pytest.mark.parametrize("wrap", [ContentFile, lambda data, name: ImageFile(BytesIO(data), name=name), None])
def test_a_picture_made_in_code_is_cleaned(wrap):
    file = wrap(photo(), name="a.jpg") if wrap else upload(photo(), "a.jpg")

    assert_is_clean(CustomImage.objects.create(title="Balai desa", file=file))


def test_a_picture_made_in_one_go_with_others_is_cleaned():
    """`bulk_create` calls no save(): the field itself is the last door."""
    (image,) = CustomImage.objects.bulk_create(
        [CustomImage(title="Balai desa", file=upload(photo()), width=0, height=0, collection_id=1)]
    )

    data = image.file.storage.open(image.file.name).read()

    assert b"Rahasia" not in data
    assert max(Image.open(BytesIO(data)).size) == 1600


def test_a_file_saved_straight_to_the_field_is_cleaned():
    image = CustomImage(title="Balai desa")

    image.file.save("a.jpg", upload(photo()), save=False)
    image._set_image_file_metadata()
    image.save()

    assert_is_clean(image)


@pytest.mark.parametrize(
    "bring_in",
    [
        lambda file: CustomImage.objects.create(title="x", file=file),
        lambda file: CustomImage(title="x", file=file).full_clean(),
        lambda file: CustomImage(title="x").file.save("a.jpg", file),
        lambda file: CustomImage.objects.bulk_create([CustomImage(title="x", file=file)]),
    ],
)
def test_code_cannot_bring_in_what_is_no_picture(bring_in, settings, tmp_path):
    with pytest.raises(ValidationError), transaction.atomic():
        bring_in(upload(EVIL))

    assert not CustomImage.objects.exists()
    assert not list(tmp_path.rglob("*.jpg"))


def test_replacing_the_file_of_a_picture_goes_through_the_same_door():
    image = CustomImage.objects.create(title="x", file=upload(photo(size=(64, 32))))
    image.file = upload(photo())
    image.save()
    assert_is_clean(image)

    image.file = upload(EVIL)
    with pytest.raises(ValidationError):
        image.save()


def test_saving_a_picture_again_does_not_touch_its_file():
    image = CustomImage.objects.create(title="x", file=upload(photo()))
    before = (image.file.name, image.file_hash, image.file_size)

    image = CustomImage.objects.get(pk=image.pk)
    image.title = "Balai desa"
    image.full_clean()
    image.save()

    assert (image.file.name, image.file_hash, image.file_size) == before


def test_the_upload_screen_cleans_and_says_the_limit_before_choosing(staff):
    page = staff.get(reverse("wagtailimages:add")).content.decode()
    assert "paling besar 10 MB" in page
    assert "HEIC" in page
    assert 'accept="image/jpeg' in page

    staff.post(
        reverse("wagtailimages:add"), {"title": "Balai desa", "file": upload(photo()), "collection": 1}
    )

    assert_is_clean(CustomImage.objects.get())


def test_the_upload_screen_refuses_in_plain_words(staff):
    answer = staff.post(reverse("wagtailimages:add"), {"title": "x", "file": upload(EVIL), "collection": 1})

    assert answer.status_code == 200
    assert "ini halaman web" in answer.content.decode()
    assert not CustomImage.objects.exists()


def test_a_png_called_jpg_is_taken_for_what_it_is(staff):
    output = BytesIO()
    Image.new("RGB", (300, 200), "teal").save(output, "PNG")

    staff.post(
        reverse("wagtailimages:add"), {"title": "Spanduk", "file": upload(output.getvalue()), "collection": 1}
    )

    assert CustomImage.objects.get().file.name.endswith(".png")


def test_several_at_once_are_cleaned_or_refused_one_by_one(staff):
    address = reverse("wagtailimages:add_multiple")
    assert "paling besar 10 MB" in staff.get(address).content.decode()

    good = staff.post(address, {"title": "Balai desa", "files[]": upload(photo()), "collection": 1})
    bad = staff.post(address, {"title": "x", "files[]": upload(EVIL), "collection": 1})

    assert good.json()["success"] is True
    assert bad.json()["success"] is False
    assert "ini halaman web" in bad.json()["error_message"]
    assert_is_clean(CustomImage.objects.get())


def test_a_picture_finished_on_the_second_step_of_several_at_once_is_cleaned(staff):
    """With a title too long, Wagtail parks the sender's file and asks again: still the same door."""
    address = reverse("wagtailimages:add_multiple")
    parked = staff.post(address, {"title": "x" * 300, "files[]": upload(photo()), "collection": 1}).json()
    number = parked["uploaded_file_id"]
    assert not CustomImage.objects.exists()

    staff.post(
        reverse("wagtailimages:create_multiple_from_uploaded_image", args=[number]),
        {f"uploaded-image-{number}-title": "Balai desa", f"uploaded-image-{number}-collection": 1},
    )

    assert_is_clean(CustomImage.objects.get())


def test_the_chooser_in_the_page_editor_cleans_and_refuses(staff):
    address = reverse("wagtailimages_chooser:create")
    assert "paling besar 10 MB" in staff.get(reverse("wagtailimages_chooser:choose")).content.decode()

    def send(data):
        fields = {"title": "Balai desa", "file": upload(data), "collection": 1}
        return staff.post(address, {f"image-chooser-upload-{name}": value for name, value in fields.items()})

    assert "ini halaman web" in send(EVIL).content.decode()
    assert not CustomImage.objects.exists()
    send(photo())
    assert_is_clean(CustomImage.objects.get())


def test_the_edit_screen_replaces_the_file_through_the_same_door(staff):
    image = CustomImage.objects.create(title="x", file=upload(photo(size=(64, 32))))
    image.get_rendition("width-32")
    address = reverse("wagtailimages:edit", args=[image.pk])

    refused = staff.post(address, {"title": "x", "file": upload(EVIL), "collection": 1})
    assert "ini halaman web" in refused.content.decode()
    staff.post(address, {"title": "x", "file": upload(photo()), "collection": 1})

    assert_is_clean(image)
    assert not image.renditions.exists()


def test_the_form_stays_light_and_asks_for_the_village_only_where_there_is_a_choice():
    user = User.objects.create_superuser("siti", password="x" * 20)

    def shown():
        form = get_image_form(CustomImage)(user=user)
        return [field.name for field in form.visible_fields()]

    assert shown() == ["title", "file", "description"]
    Collection.get_first_root_node().add_child(name="Pematang Rahim")
    assert shown() == ["title", "file", "description", "collection"]


def test_the_alternative_text_is_what_somebody_wrote_and_never_a_file_name():
    image = CustomImage(title="IMG_0231")
    assert image.default_alt_text == ""

    image.description = "Dua ibu memotret keripik pisang."
    assert image.default_alt_text == "Dua ibu memotret keripik pisang."


def test_renditions_tell_neither_the_source_s_name_nor_each_other_s():
    image = CustomImage.objects.create(title="Balai", file=upload(photo()))

    first, second = image.get_rendition("width-320"), image.get_rendition("width-640")

    names = {first.file.name, second.file.name}
    assert len(names) == 2
    assert all(re.fullmatch(rf"renditions/{RANDOM_NAME}\.jpg", name) for name in names)
    assert first.url == f"/berkas/gambar/{first.file.name}"
    source = image.file.name.removeprefix("originals/")[:22]
    assert all(source not in name for name in names)


# --- Documents ---


def test_a_document_keeps_a_name_people_can_read_in_a_folder_nobody_can_guess():
    document = CustomDocument.objects.create(title="Formulir", file=upload(PDF, "Formulir SKTM (baru).PDF"))

    assert re.fullmatch(rf"documents/{RANDOM_NAME}/Formulir-SKTM-baru\.pdf", document.file.name)
    assert document.filename == "Formulir-SKTM-baru.pdf"
    assert document.file_size == len(PDF)
    assert document.file_hash == hashlib.sha1(PDF).hexdigest()
    assert document.content_type == "application/pdf"
    assert document.url == f"/berkas/dokumen/{document.pk}/Formulir-SKTM-baru.pdf"


@pytest.mark.parametrize(
    "bring_in",
    [
        lambda file: CustomDocument.objects.create(title="x", file=file),
        lambda file: CustomDocument(title="x", file=file).full_clean(),
        lambda file: CustomDocument(title="x").file.save("a.pdf", file),
        lambda file: CustomDocument.objects.bulk_create([CustomDocument(title="x", file=file)]),
    ],
)
def test_code_cannot_bring_in_what_is_no_document(bring_in):
    with pytest.raises(ValidationError), transaction.atomic():
        bring_in(upload(EVIL, "a.pdf"))

    assert not CustomDocument.objects.exists()


def test_the_document_screens_say_the_limit_and_refuse_in_plain_words(staff):
    assert "paling besar 10 MB" in staff.get(reverse("wagtaildocs:add")).content.decode()

    refused = staff.post(
        reverse("wagtaildocs:add"), {"title": "x", "file": upload(EVIL, "a.pdf"), "collection": 1}
    )
    several = staff.post(
        reverse("wagtaildocs:add_multiple"), {"title": "x", "files[]": upload(EVIL, "a.pdf"), "collection": 1}
    )

    assert "ini halaman web" in refused.content.decode()
    assert "ini halaman web" in several.json()["error_message"]
    assert not CustomDocument.objects.exists()


def test_the_document_screens_accept_by_content(staff):
    for address, field in (("wagtaildocs:add", "file"), ("wagtaildocs:add_multiple", "files[]")):
        staff.post(reverse(address), {"title": "x", field: upload(PDF, "surat.docx"), "collection": 1})
    fields = {"title": "x", "file": upload(PDF, "surat.docx"), "collection": 1}
    staff.post(
        reverse("wagtaildocs_chooser:create"),
        {f"document-chooser-upload-{name}": value for name, value in fields.items()},
    )

    assert [document.filename for document in CustomDocument.objects.all()] == ["surat.pdf"] * 3
    assert all(document.file_size == len(PDF) for document in CustomDocument.objects.all())
