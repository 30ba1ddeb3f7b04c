"""Photos of topics: small and clean, kept while a form is mended, seen by who may, gone with their topic."""

import time
import uuid
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from comments import authoring, erasing, exporting, limits, posting
from comments.enums import CommentState
from comments.models import ResidentComment, Topic, TopicPicture
from comments.topics import pictures
from core.uploads import MEGABYTE
from tests.comments.conftest import form_url
from tests.comments.test_topics_proposing import kept_words
from tests.comments.topic_forms import WORDS, Proposer, hidden, photo, propose_url
from tests.core.test_uploads import NO_PHOTOS, archive, drawing, saved, with_position
from tests.core.test_uploads import photo as noise
from tests.factories.residents import ResidentFactory, signed_in_resident
from tests.factories.topics import TopicFactory, space_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("patient")]

ALT = "Papan jembatan yang patah"


@pytest.fixture
def space(village):
    return space_of(village)


@pytest.fixture
def proposer(db):
    return Proposer()


@pytest.fixture(autouse=True)
def new_files():
    """What lies in the private store beyond what lay there before."""
    store = Path(storages["private"].location)
    before = set(store.rglob("*.*"))
    return lambda: sorted(set(store.rglob("*.*")) - before)


@pytest.fixture
def committing(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def only() -> TopicPicture:
    return TopicPicture.objects.get()


def with_photo(topic, **fields) -> TopicPicture:
    """A photo of ``topic``, stored as the form stores it."""
    picture = pictures.keep(photo((300, 200)), topic.comment.submit_nonce)
    picture.alt = ALT
    pictures.bind(picture, topic.comment)
    picture.refresh_from_db()
    return picture


def picture_url(topic, name: str = "picture") -> str:
    return reverse(f"comments:{name}", args=[topic.comment.public_id])


# --- Taken in ---


def test_a_phone_s_photo_becomes_a_small_one_without_a_place(proposer, space, new_files):
    file = SimpleUploadedFile(
        "Rumah Bu Siti.JPG", with_position(Image.effect_noise((4000, 3000), 30).convert("RGB"))
    )

    assert proposer.send(space, photo=file, alt=ALT).status_code == 303

    picture, comment = only(), ResidentComment.objects.get()
    assert (picture.comment, picture.alt) == (comment, ALT)
    assert (picture.width, picture.height) == (800, 600)
    [path] = new_files()
    data = path.read_bytes()
    assert path.name == f"{picture.pk.hex}.jpg"
    assert len(data) <= pictures.LARGEST
    for word in (b"Exif", b"Rahasia", b"Siti", b"xmp", b"GPS"):
        assert word not in data
    assert not Image.open(BytesIO(data)).getexif()


def test_a_drawing_with_holes_goes_onto_white(new_files):
    logo = Image.new("RGBA", (200, 100), (0, 0, 0, 0))
    content, size = pictures.small(ContentFile(saved(logo, "PNG"), name="a.png"))
    kept = Image.open(BytesIO(content))
    assert (kept.format, kept.mode, size) == ("JPEG", "RGB", (200, 100))
    assert min(kept.getpixel((5, 5))) > 250


@pytest.mark.parametrize(("data", "words"), NO_PHOTOS)
def test_what_only_calls_itself_a_photo_is_refused_and_every_word_kept(
    proposer, space, new_files, data, words
):
    """case 12"""
    response = proposer.send(space, photo=SimpleUploadedFile("foto.jpg", data), alt=ALT)
    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert 'href="#isian-photo"' in page
    kept_words(response, alt=ALT)
    assert new_files() == []
    assert not TopicPicture.objects.exists()
    assert not ResidentComment.objects.exists()


def hostile() -> dict[str, bytes]:
    whole = saved(noise(), "JPEG")
    return {
        "cut": whole[: len(whole) // 2],
        "script behind": saved(drawing(), "PNG") + b"<script>milik penyerang</script>",
        "archive behind": saved(drawing(), "GIF") + archive(("evil.html", "milik penyerang")),
        "gif and script": b"GIF89a/*" + b"\0" * 20 + b"*/=alert(1)//;",
        "too many pixels": saved(Image.new("1", (30_000, 30_000)), "PNG"),
        "moving": saved(drawing(), "GIF", save_all=True, append_images=[drawing(colour="red")]),
        "palette": saved(drawing().convert("P"), "PNG", transparency=0),
        "cmyk": saved(noise((90, 60)).convert("CMYK"), "JPEG"),
    }


@pytest.mark.parametrize("name", hostile())
def test_a_hostile_photo_is_refused_with_the_words_kept_or_stored_clean(proposer, space, new_files, name):
    """case 12: what part 1 collected, through the form of a resident."""
    file = SimpleUploadedFile("../../foto\u202egpj.php", hostile()[name])
    response = proposer.send(space, photo=file, alt=ALT)
    if response.status_code == 422:
        kept_words(response, alt=ALT)
        assert new_files() == []
        return
    assert response.status_code == 303
    [path] = new_files()
    data = path.read_bytes()
    assert Image.open(BytesIO(data)).format == "JPEG"
    assert b"penyerang" not in data
    assert path.name == f"{only().pk.hex}.jpg"


def test_an_empty_file_is_called_empty(proposer, space):
    response = proposer.send(space, photo=SimpleUploadedFile("foto.jpg", b" " * 0), alt=ALT)
    assert response.status_code == 422
    assert "kosong" in response.content.decode()


@pytest.mark.parametrize("size", [10 * MEGABYTE + 1, 27 * MEGABYTE])
def test_more_than_ten_megabytes_are_refused_with_the_words_kept(proposer, space, new_files, size):
    whole = saved(noise(), "JPEG")
    file = SimpleUploadedFile("foto.jpg", whole + b"\0" * (size - len(whole)))
    response = proposer.send(space, photo=file, alt=ALT)
    assert response.status_code == 422
    assert "paling besar 10 MB" in response.content.decode()
    kept_words(response, alt=ALT)
    assert new_files() == []


def test_a_body_of_more_than_a_photo_and_a_text_is_refused_before_a_byte_is_read(space):
    class Untouched:
        def read(self, *args):
            pytest.fail("the body was read")

        readline = read

    for address in (propose_url(space), form_url(space)):
        response = Client().post(
            address,
            b"",
            content_type="multipart/form-data; boundary=x",
            CONTENT_LENGTH=str(31 * MEGABYTE),
            **{"wsgi.input": Untouched()},
        )
        assert response.status_code == 413
        assert "terlalu besar" in response.content.decode()
        if address == propose_url(space):
            page = response.content.decode()
            assert "<title>" in page
            assert f'href="{address}"' in page
            assert "tanpa foto" in page
            assert "no-store" in response["Cache-Control"]


def test_one_file_under_its_own_name_and_no_other(proposer, space, new_files):
    for files in ({"photo": [photo(), photo()]}, {"foto": photo()}, {"photo": photo(), "body": photo()}):
        response = proposer.send(space, **(WORDS | {"alt": ALT} | files))
        assert response.status_code == 400
    assert new_files() == []
    assert not ResidentComment.objects.exists()


# --- Kept while the form is mended ---


def test_a_good_photo_survives_an_error_elsewhere(proposer, space, new_files):
    opened = proposer.form(space)
    response = proposer.send(space, photo=photo(), alt=ALT, title="", **opened)
    assert response.status_code == 422
    assert "Foto sudah tersimpan" in response.content.decode()
    assert "IMG_0231.jpg</bdi>" in response.content.decode()
    kept_words(response, alt=ALT, title="")
    [path] = new_files()

    assert proposer.send(space, alt=ALT, **hidden(response)).status_code == 303
    assert only().comment == ResidentComment.objects.get()
    assert new_files() == [path]


def test_a_photo_needs_words_for_who_cannot_see_it(proposer, space):
    response = proposer.send(space, photo=photo())
    page = response.content.decode()
    assert response.status_code == 422
    assert 'href="#isian-alt"' in page
    assert "Foto sudah tersimpan" in page
    assert proposer.send(space, alt=ALT, **hidden(response)).status_code == 303
    assert only().comment is not None


@pytest.mark.parametrize("trouble", ["limit", "signed in"])
def test_a_good_photo_survives_whatever_stops_the_form(proposer, space, village, trouble, monkeypatch):
    opened = proposer.form(space)
    if trouble == "limit":
        monkeypatch.setattr(limits, "POST_DEVICE", limits.Limit("post-device", 0, 600))
    if trouble == "signed in":
        signed_in_resident(proposer.client, ResidentFactory(village=village))
    response = proposer.send(space, photo=photo(), alt=ALT, **opened)
    assert response.status_code in (403, 422, 429)
    assert "Foto sudah tersimpan" in response.content.decode()
    monkeypatch.undo()
    assert proposer.send(space, alt=ALT, **hidden(response)).status_code in (303, 422)
    if trouble != "limit":
        assert only().comment == ResidentComment.objects.get()


def test_another_photo_takes_the_place_of_the_first(proposer, space, new_files, committing):
    with committing():
        response = proposer.send(space, photo=photo(), alt=ALT, title="")
        first = only().pk
    with committing():
        sent = proposer.send(space, photo=photo((300, 500)), alt=ALT, **hidden(response))
    assert sent.status_code == 303
    assert only().pk != first
    assert (only().width, only().height) == (300, 500)
    assert [path.name for path in new_files()] == [f"{only().pk.hex}.jpg"]


def test_a_wrong_photo_after_a_good_one_leaves_the_good_one(proposer, space):
    response = proposer.send(space, photo=photo(), alt=ALT, title="")
    again = proposer.send(space, photo=SimpleUploadedFile("a.jpg", b"%PDF-1.7"), alt=ALT, **hidden(response))
    assert again.status_code == 422
    assert "Foto sudah tersimpan" in again.content.decode()
    assert only().comment is None


def test_a_kept_photo_can_be_taken_back(proposer, space, new_files, committing):
    response = proposer.send(space, photo=photo(), alt=ALT, title="")
    assert "Hapus foto" in response.content.decode()
    with committing():
        assert proposer.send(space, without_photo="on", **hidden(response)).status_code == 303
    assert not TopicPicture.objects.exists()
    assert new_files() == []


def test_the_same_form_with_its_photo_sent_twice_is_one_topic_and_one_photo(proposer, space, new_files):
    opened = proposer.form(space)
    data = photo().read()
    for _time in range(2):
        file = SimpleUploadedFile("IMG_0231.jpg", data)
        assert proposer.send(space, photo=file, alt=ALT, **opened).status_code == 303
    assert only().comment == ResidentComment.objects.get()
    assert len(new_files()) == 1


def test_of_two_workers_with_the_same_form_one_photo_stays(space, new_files, monkeypatch):
    nonce = uuid.uuid4()
    first = pictures.keep(photo(), nonce)
    # The second looked before the first had stored anything.
    monkeypatch.setattr(pictures, "_making_room", lambda nonce, content: None)
    assert pictures.keep(photo(), nonce) == first
    assert only() == first
    assert [path.name for path in new_files()] == [f"{first.pk.hex}.jpg"]


def test_a_photo_that_went_before_it_was_sent_is_asked_for_again(proposer, space, monkeypatch):
    response = proposer.send(space, photo=photo(), alt=ALT, title="")
    judge = posting.post

    def late(**values):
        TopicPicture.objects.all().delete()
        return judge(**values)

    monkeypatch.setattr(posting, "post", late)
    again = proposer.send(space, alt=ALT, **hidden(response))
    assert again.status_code == 422
    assert "Pilih fotonya sekali lagi" in again.content.decode()
    kept_words(again, alt=ALT)
    assert not ResidentComment.objects.exists()


def test_photos_of_forms_that_were_not_sent_go_after_a_day(proposer, space, new_files, committing, village):
    sent = with_photo(TopicFactory(village=village))
    proposer.send(space, photo=photo(), alt=ALT, title="")
    for hours, left in ((23, 2), (25, 1)):
        with time_machine.travel(timezone.now() + timedelta(hours=hours)), committing():
            call_command("run_due")
        assert TopicPicture.objects.count() == left
        assert len(new_files()) == left
    assert only() == sent


def test_too_many_photos_from_one_browser_are_not_taken_in(proposer, space, monkeypatch, new_files):
    monkeypatch.setattr(limits, "PHOTO_DEVICE", limits.Limit("photo-device", 1, 600))
    proposer.send(space, photo=photo(), alt=ALT, title="")
    response = proposer.send(space, photo=photo(), alt=ALT, title="")
    assert "Terlalu banyak foto" in response.content.decode()
    kept_words(response, alt=ALT, title="")
    assert len(new_files()) == 1


def test_a_disk_that_is_full_costs_no_word(proposer, space, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storages["private"], "_save", full)
    response = proposer.send(space, photo=photo(), alt=ALT)
    assert response.status_code == 422
    assert "Foto belum dapat disimpan" in response.content.decode()
    kept_words(response, alt=ALT)


# --- Seen by whom ---


def test_a_published_photo_is_sent_as_a_picture_and_nothing_else(client, village):
    topic = TopicFactory(village=village)
    with_photo(topic)
    response = client.get(picture_url(topic))
    assert response.status_code == 200
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"] == "inline"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "max-age=60" in response["Cache-Control"]
    assert "Set-Cookie" not in response
    assert b"".join(response.streaming_content).startswith(b"\xff\xd8\xff")
    assert client.head(picture_url(topic)).status_code == 200


@pytest.mark.parametrize("state", [state for state in CommentState if state != CommentState.PUBLISHED])
def test_a_photo_is_seen_no_longer_than_its_topic(client, village, state):
    """case 35, of photos: at the next request."""
    topic = TopicFactory(village=village)
    with_photo(topic)
    ResidentComment.objects.filter(pk=topic.pk).update(state=state)
    assert client.get(picture_url(topic)).status_code == 404


def test_there_is_no_photo_where_there_is_none(client, village, space):
    topic = TopicFactory(village=village)
    assert client.get(picture_url(topic)).status_code == 404
    assert client.get("/komentar/foto/222222222222/").status_code == 404
    picture = with_photo(topic)
    picture.file.storage.delete(picture.file.name)
    assert client.get(picture_url(topic)).status_code == 404
    space.unpublish()
    assert client.get(picture_url(topic)).status_code == 404


def test_a_photo_that_waits_is_seen_by_its_author_alone(client, village):
    resident = ResidentFactory(village=village)
    topic = TopicFactory(village=village, resident=resident, published=False)
    with_photo(topic)
    assert client.get(picture_url(topic, "own_picture")).status_code == 404
    signed_in_resident(client, ResidentFactory(village=village))
    assert client.get(picture_url(topic, "own_picture")).status_code == 404
    signed_in_resident(client, resident)
    response = client.get(picture_url(topic, "own_picture"))
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"
    page = client.get(reverse("comments:own", args=[topic.comment.public_id])).content.decode()
    assert picture_url(topic, "own_picture") in page
    assert ALT in page


# --- Gone with its topic ---


def test_an_erasure_takes_the_photo_and_its_file(village, new_files, committing):
    """case 35, case 37: row and file."""
    topic = TopicFactory(village=village)
    with_photo(topic)
    with committing():
        erasing.erase_comment(topic.comment)
    assert not TopicPicture.objects.exists()
    assert new_files() == []


def test_a_file_stays_where_the_deletion_was_taken_back(village, new_files, committing):
    with_photo(TopicFactory(village=village))
    with pytest.raises(RuntimeError), transaction.atomic():
        TopicPicture.objects.all().delete()
        raise RuntimeError
    assert len(new_files()) == 1
    assert TopicPicture.objects.count() == 1


def test_the_author_takes_the_photo_away_when_mending(client, village, new_files, committing):
    resident = ResidentFactory(village=village)
    topic = TopicFactory(village=village, resident=resident, published=False)
    with_photo(topic)
    comment = ResidentComment.objects.for_author().get(pk=topic.pk)
    with committing():
        authoring.edit(
            comment, comment.body, version=comment.version, title=topic.title, without_picture=True
        )
    assert new_files() == []
    assert Topic.objects.filter(pk=topic.pk).exists()


def test_an_export_holds_the_photo_itself(village):
    """case 37"""
    topic = TopicFactory(village=village)
    picture = with_photo(topic)
    data = exporting.of_comment(topic.comment)
    told = data["comments"][0]["topic"]["photo"]
    assert told["description"] == ALT
    assert told["jpeg"].startswith("data:image/jpeg;base64,/9j/")
    assert told["jpeg"] in exporting.as_html(data)
    picture.file.storage.delete(picture.file.name)
    assert exporting.of_comment(topic.comment)["comments"][0]["topic"]["photo"]["jpeg"] == ""


def test_a_photo_is_refused_in_words_by_the_store_itself():
    with pytest.raises(ValidationError):
        pictures.keep(ContentFile(b"", name="a.jpg"), uuid.uuid4())


def test_making_a_photo_small_does_not_take_long():
    started = time.process_time()
    pictures.small(photo((4000, 3000)))
    assert time.process_time() - started < 5
