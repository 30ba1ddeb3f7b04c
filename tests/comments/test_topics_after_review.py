"""What a review of the community space found: each point as the story that went wrong."""

import os
import re
import uuid
from datetime import datetime, timedelta
from io import BytesIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from audit.models import Act
from comments import authoring, conflicts, erasing, exporting, limits, moderation
from comments.enums import (
    CommentKind,
    CommentState,
    HeldCode,
    ReasonCode,
    ReportReason,
    TopicKind,
    TopicState,
)
from comments.models import Report, Resident, ResidentComment, Topic, TopicPicture, TopicSupport
from comments.refusals import NotDoneError, NotYoursError
from comments.topics import figures, messages, pictures, progress, supporting, waiting
from comments.topics.persons import names_a_person
from core.enums import Pillar
from tests.comments.conftest import Guest, staff
from tests.comments.test_topics_proposing import kept_words
from tests.comments.topic_forms import Proposer, hidden, photo, propose_url
from tests.factories.comments import AnswerFactory, ResidentCommentFactory
from tests.factories.residents import ResidentFactory, signed_in_resident
from tests.factories.topics import TopicFactory, many_topics, space_of
from village_pages.enums import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("patient")]

ALT = "Papan jembatan yang patah"


@pytest.fixture
def space(village):
    return space_of(village)


@pytest.fixture
def proposer(db):
    return Proposer()


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def with_photo(topic, alt: str = ALT) -> TopicPicture:
    picture = pictures.keep(photo((300, 200)), topic.comment.submit_nonce)
    picture.alt = alt
    pictures.bind(picture, topic.comment)
    return picture


def for_author(topic) -> ResidentComment:
    return ResidentComment.objects.for_author().get(pk=topic.pk)


# --- Photos: who has no form of ours brings none, and nobody uses up what all share ---


@pytest.mark.parametrize("missing", ["token", "stamp", "expired"])
def test_without_a_good_token_and_stamp_no_photo_is_kept(proposer, space, missing):
    opened = proposer.form(space)
    if missing == "token":
        opened["csrfmiddlewaretoken"] = "a" * 64
    if missing == "stamp":
        opened["stamp"] = "x"
    if missing == "expired":
        with time_machine.travel(timezone.now() - timedelta(days=2)):
            opened = proposer.form(space)
    response = proposer.send(space, photo=photo(), alt=ALT, **opened)
    assert response.status_code in (403, 422)
    assert "Pilih fotonya sekali lagi" in response.content.decode()
    kept_words(response, alt=ALT)
    assert not TopicPicture.objects.exists()
    assert proposer.send(space, photo=photo(), alt=ALT, **hidden(response)).status_code == 303
    assert TopicPicture.objects.get().comment is not None


def test_one_visitor_cannot_use_up_the_photos_of_all_villages(proposer, space, monkeypatch):
    monkeypatch.setattr(limits, "PHOTO_SITE", limits.Limit("photo-site", 2, 3600))
    monkeypatch.setattr(limits, "PHOTO_DEVICE", limits.Limit("photo-device", 5, 600))
    for _time in range(7):
        Client().post(propose_url(space), {"photo": SimpleUploadedFile("a.jpg", b"xx")})
        proposer.send(space, photo=SimpleUploadedFile("a.jpg", b"xx"), alt=ALT)
    assert limits.look(limits.PHOTO_SITE, "all").n == 0
    # Of a browser that is stopped nothing counts against its neighbours.
    assert limits.look(limits.PHOTO_ADDRESS, "127.0.0.0/24").n == 5
    assert Proposer().send(space, photo=photo(), alt=ALT).status_code == 303
    assert limits.look(limits.PHOTO_SITE, "all").n == 1


def test_photos_of_one_address_are_a_part_of_what_the_site_takes():
    per_hour = limits.PHOTO_ADDRESS.most * 3600 / limits.PHOTO_ADDRESS.seconds
    assert per_hour * 4 <= limits.PHOTO_SITE.most * 3600 / limits.PHOTO_SITE.seconds


def test_unsent_photos_do_not_fill_the_store(monkeypatch):
    monkeypatch.setattr(pictures, "MOST_UNSENT", 3)
    kept = [pictures.keep(photo((60, 40)), uuid.uuid4()).pk for _time in range(5)]
    assert set(TopicPicture.objects.values_list("pk", flat=True)) == set(kept[2:])


def test_noise_is_made_smaller_until_it_is_small():
    output = BytesIO()
    Image.frombytes("RGB", (800, 800), os.urandom(800 * 800 * 3)).save(output, "PNG")
    content, size = pictures.small(SimpleUploadedFile("a.png", output.getvalue()))
    assert len(content) <= pictures.LARGEST
    assert Image.open(BytesIO(content)).size == size
    assert size[0] < pictures.LONG_SIDE


# --- What a photo shows is said in words that are public too ---


@pytest.mark.parametrize(
    ("alt", "code"),
    [
        ("Rumah Pak Slamet Riyadi", HeldCode.PERSON),
        ("Nomornya 0812 3456 7890", HeldCode.PERSONAL),
    ],
)
def test_what_a_photo_shows_is_judged_as_all_words_are(proposer, space, alt, code):
    assert proposer.send(space, photo=photo(), alt=alt).status_code == 303
    assert code in ResidentComment.objects.get().held_codes


def test_what_a_photo_shows_may_be_no_account_of_violence(proposer, space):
    response = proposer.send(space, photo=photo(), alt="Saya dipukul suami")
    assert response.status_code == 422
    assert "129" in response.content.decode() or "not_violence" in response.content.decode()
    assert not ResidentComment.objects.exists()


def test_a_moderator_reads_what_a_photo_shows_and_lists_cover_it(village, cadre):
    topic = TopicFactory(village=village, published=False)
    with_photo(topic, "Papan dekat rumah 0812 3456 7890")
    client = signed_in(cadre)
    page = client.get(reverse("comment_moderation:item", args=[topic.comment.public_id])).content.decode()
    assert '<span dir="auto">Papan dekat rumah 0812 3456 7890</span>' in page
    listed = client.get(reverse("comment_moderation:index")).content.decode()
    assert "Papan dekat rumah" in listed
    assert "0812 3456 7890" not in listed


def test_a_moderator_puts_other_words_to_a_photo(village, cadre, other_cadre):
    topic = TopicFactory(village=village, published=False)
    picture = with_photo(topic, "Rumah Pak Slamet")
    address = reverse("topic", args=[topic.comment.public_id])
    sent = {"action": "alt", "version": topic.comment.version, "alt": "Jalan berlubang"}
    assert signed_in(other_cadre).post(address, sent).status_code == 404
    client = signed_in(cadre)
    wrong = client.post(address, sent | {"alt": "Hubungi 0812 3456 7890"})
    assert wrong.status_code == 422
    assert "Hapus nomor telepon" in wrong.content.decode()
    assert client.post(address, sent).status_code == 302
    picture.refresh_from_db()
    assert picture.alt == "Jalan berlubang"


# --- Sent again after "back" ---


@pytest.mark.parametrize(
    "change", [{"about_cadre": "on"}, {"kind": "ask"}, {"pillar": "economy"}, {"title": "Judul lain"}]
)
def test_sent_again_with_another_mark_is_told_and_asked_about(proposer, space, change):
    opened = proposer.form(space)
    assert proposer.send(space, **opened).status_code == 303
    assert proposer.send(space, **opened).status_code == 303
    response = proposer.send(space, **opened, **change)
    assert response.status_code == 422
    assert "sudah terkirim" in response.content.decode()
    assert ResidentComment.objects.count() == 1
    assert proposer.send(space, **hidden(response), **change).status_code == 303
    assert ResidentComment.objects.count() == 2


def test_sent_again_with_another_photo_is_told_and_the_photo_kept(proposer, space):
    opened = proposer.form(space)
    proposer.send(space, **opened)
    response = proposer.send(space, photo=photo(), alt=ALT, **opened)
    assert response.status_code == 422
    assert "sudah terkirim" in response.content.decode()
    assert "Foto sudah tersimpan" in response.content.decode()

    first = photo((400, 300))
    data = first.read()
    opened = proposer.form(space)
    for _time in range(2):
        file = SimpleUploadedFile("a.jpg", data)
        sent = proposer.send(space, photo=file, alt=ALT, body="Lampu jalan mati.", **opened)
        assert sent.status_code == 303
    other = proposer.send(space, photo=photo((300, 400)), alt=ALT, body="Lampu jalan mati.", **opened)
    assert other.status_code == 422


def test_a_comment_sent_again_as_being_about_the_cadre_is_told(article):
    guest = Guest()
    opened = guest.form(article)
    assert guest.send(article, **opened).status_code == 303
    response = guest.send(article, about_cadre="on", **opened)
    assert response.status_code == 422
    assert "sudah terkirim" in response.content.decode()
    assert guest.send(article, about_cadre="on", **hidden(response)).status_code == 303
    assert ResidentComment.objects.filter(about_cadre=True).count() == 1


# --- Whose support it is, nobody learns ---


def test_what_somebody_supports_is_told_to_the_person_alone(village, cadre):
    resident = ResidentFactory(village=village)
    supporting.support(TopicFactory(village=village), resident=resident, browser="x" * 24)
    for_cadre = exporting.of_resident(resident, moderated=conflicts.moderated_comments(cadre))
    assert "supports" not in for_cadre
    assert "supports" not in exporting.of_resident(resident)
    unsure = signed_in_resident(Client(), resident, sure=False)
    assert "supports" not in exporting.of_resident(resident, session=unsure)
    own = exporting.of_resident(resident, session=signed_in_resident(Client(), resident))
    assert len(own["supports"]) == 1
    assert "Topik yang saya dukung" in exporting.as_html(own)
    assert "Topik yang saya dukung" not in exporting.as_html(for_cadre)


# --- What others supported, or the office moved on, stays as it was ---


def test_a_topic_with_a_support_or_a_step_is_not_edited(village, cadre):
    supported = TopicFactory(village=village, resident=ResidentFactory(village=village))
    supporting.support(supported, resident=None, browser="z" * 24)
    moved = TopicFactory(village=village, resident=ResidentFactory(village=village))
    progress.take_step(cadre, moved, version=moved.version, to=TopicState.WORKED_ON)
    for topic in (supported, moved):
        comment = for_author(topic)
        assert not authoring.acts_of(comment).edit
        with pytest.raises(authoring.NotAllowedError, match="didukung atau ditindaklanjuti"):
            authoring.edit(comment, "Naikkan gaji kades.", version=comment.version, title="Gaji kades")
    new = for_author(TopicFactory(village=village, resident=ResidentFactory(village=village)))
    assert authoring.acts_of(new).edit


# --- Hidden, and mended by its author ---


def test_a_hidden_topic_is_mended_by_its_author_where_the_moderator_lets_her(village, cadre):
    resident = ResidentFactory(village=village)
    topic = TopicFactory(village=village, resident=resident, title="Joko Susilo mencuri kabel")
    with_photo(topic, "Rumah Joko Susilo")
    supporting.support(topic, resident=None, browser="z" * 24)
    screen = signed_in(cadre)
    address = reverse("comment_moderation:item", args=[topic.comment.public_id])
    assert "Boleh diperbaiki" in screen.get(address).content.decode()
    screen.post(
        address,
        {"action": "hide", "version": topic.comment.version, "reason": ReasonCode.PERSONAL, "may_mend": "on"},
    )
    client = Client()
    signed_in_resident(client, resident)
    form = reverse("comments:edit", args=[topic.comment.public_id])
    page = client.get(form).content.decode()
    assert "Rumah Joko Susilo" in page
    version = for_author(topic).version
    words = {"title": "Kabel lampu jalan hilang", "body": topic.comment.body, "alt": "Tiang tanpa kabel"}
    assert client.post(form, words | {"version": version}).status_code == 303
    mended = for_author(topic)
    assert (mended.state, mended.topic.title, mended.picture.alt) == (
        CommentState.PENDING,
        "Kabel lampu jalan hilang",
        "Tiang tanpa kabel",
    )
    assert HeldCode.EDITED in mended.held_codes


def test_a_hidden_topic_is_not_mended_unasked(village, cadre):
    topic = TopicFactory(village=village, resident=ResidentFactory(village=village))
    moderation.hide(cadre, topic.comment, version=topic.comment.version, reason=ReasonCode.RUDE)
    assert not authoring.acts_of(for_author(topic)).edit


# --- An official answer that cannot be read any more ---


def test_without_its_answer_a_topic_waits_again(client, village, cadre, second_cadre):
    topic = TopicFactory(village=village)
    answer = moderation.answer(cadre, topic.comment, version=topic.comment.version, body="Minggu depan.")
    topic.refresh_from_db()
    assert topic.state == TopicState.ANSWERED
    first = topic.first_answered_at
    moderation.hide(second_cadre, answer, version=answer.version, reason=ReasonCode.RUDE)
    topic.refresh_from_db()
    assert (topic.state, topic.first_answered_at) == (TopicState.RECEIVED, None)
    assert list(waiting.unanswered(Topic.objects.all())) == [topic]
    page = client.get(f"/{village.slug}/ruang-komunitas/{topic.comment.public_id}/").content.decode()
    assert "Jawaban sebelumnya tidak tampil lagi" in page
    answer.refresh_from_db()
    moderation.approve(second_cadre, answer, version=answer.version)
    topic.refresh_from_db()
    assert topic.state == TopicState.ANSWERED
    assert abs(topic.first_answered_at - first) < timedelta(seconds=1)


def test_one_of_two_answers_hidden_leaves_it_answered_since_the_other(village, cadre, second_cadre):
    topic = TopicFactory(village=village)
    progress.take_step(cadre, topic, version=topic.version, to=TopicState.WORKED_ON)
    first = moderation.answer(cadre, topic.comment, version=topic.comment.version, body="Minggu depan.")
    topic.comment.refresh_from_db()
    later = moderation.answer(cadre, topic.comment, version=topic.comment.version, body="Sudah.")
    moderation.hide(second_cadre, first, version=first.version, reason=ReasonCode.RUDE)
    topic.refresh_from_db()
    assert (topic.state, topic.first_answered_at) == (TopicState.ANSWERED, later.published_at)
    moderation.hide(second_cadre, later, version=later.version, reason=ReasonCode.RUDE)
    topic.refresh_from_db()
    assert (topic.state, topic.first_answered_at) == (TopicState.WORKED_ON, None)


# --- Who is a party ---


def reply_below(topic, **fields):
    values = {"kind": CommentKind.GUEST, "author": None, "state": CommentState.PENDING, "published_at": None}
    return AnswerFactory(parent=topic.comment, **values | fields)


def test_what_stands_below_a_topic_about_the_cadre_is_not_the_cadres_to_refuse(village, cadre):
    ambassador = staff("duta", Role.AMBASSADOR, village, "Duta")
    topic = TopicFactory(village=village, about_cadre=True)
    reply = reply_below(topic)
    with pytest.raises(NotYoursError):
        moderation.reject(cadre, reply, version=reply.version, reason=ReasonCode.OFF_TOPIC)
    moderation.approve(ambassador, reply, version=reply.version)
    # Harm does not wait; whether it stays hidden is for the ambassador.
    reply.refresh_from_db()
    moderation.hide(cadre, reply, version=reply.version, reason=ReasonCode.RUDE)


def test_a_topic_reported_to_be_about_the_cadre_is_not_hers_to_decline(village, cadre):
    ambassador = staff("duta", Role.AMBASSADOR, village, "Duta")
    topic = TopicFactory(village=village)
    Report.objects.create(comment=topic.comment, reason=ReportReason.ABOUT_CADRE, reporter_key_hash="q")
    assert TopicState.DECLINED not in progress.next_states(topic, cadre)
    with pytest.raises(NotYoursError):
        progress.take_step(cadre, topic, version=topic.version, to=TopicState.DECLINED, note="Tidak perlu.")
    progress.take_step(cadre, topic, version=topic.version, to=TopicState.WORKED_ON)
    topic.refresh_from_db()
    assert TopicState.DECLINED in progress.next_states(topic, ambassador)
    progress.take_step(ambassador, topic, version=topic.version, to=TopicState.DECLINED, note="Tidak perlu.")


def test_below_her_own_topic_a_cadre_lets_through_but_refuses_no_criticism_of_herself(village, cadre):
    topic = TopicFactory(village=village, kind=TopicKind.OPENED, by=cadre)
    moderation.approve(cadre, reply_below(topic), version=1)
    about_her = reply_below(topic, about_cadre=True)
    with pytest.raises(NotDoneError):
        moderation.reject(cadre, about_her, version=about_her.version, reason=ReasonCode.OFF_TOPIC)


# --- A topic of the village ---


def village_topic(client, village, **fields):
    values = {
        "title": "Rencana anggaran 2027",
        "body": "Apa yang perlu didahulukan?",
        "pillar": "governance",
        "nonce": str(uuid.uuid4()),
    }
    return client.post(reverse("topic_new", args=[village.pk]), values | fields)


def test_a_topic_of_the_village_holds_no_number_and_asks_about_names(village, cadre):
    client = signed_in(cadre)
    for words in ({"title": "Hubungi 0812 3456 7890"}, {"body": "NIK 1507091234567890 belum lengkap."}):
        response = village_topic(client, village, **words)
        assert response.status_code == 422
        assert "Hapus nomor telepon" in response.content.decode()
    named = {"body": "Apa pendapat warga tentang Pak Slamet Riyadi?"}
    response = village_topic(client, village, **named)
    assert response.status_code == 422
    assert "menyebut nama seseorang" in response.content.decode()
    assert not Topic.objects.exists()
    assert village_topic(client, village, **named, names_meant="on").status_code == 302
    assert village_topic(client, village).status_code == 302


def test_one_form_is_one_topic_and_another_topic_is_asked_about(village, other_village, cadre):
    client, nonce = signed_in(cadre), str(uuid.uuid4())
    assert village_topic(client, village, nonce=nonce).status_code == 302
    assert village_topic(client, village, nonce=nonce).status_code == 302
    assert Topic.objects.count() == 1
    other = village_topic(client, village, nonce=nonce, title="Musyawarah dusun")
    assert other.status_code == 422
    page = other.content.decode()
    assert "sudah tayang" in page
    fresh = re.search(r'name="nonce" value="([^"]+)"', page)[1]
    assert village_topic(client, village, nonce=fresh, title="Musyawarah dusun").status_code == 302
    assert Topic.objects.count() == 2
    somebody_elses = village_topic(
        signed_in(staff("kader2", Role.CADRE, village, "Budi")), village, nonce=nonce
    )
    assert somebody_elses.status_code == 422


def test_the_nonce_of_a_comment_opens_no_topic_and_breaks_nothing(village, cadre, article):
    comment = ResidentCommentFactory(thread__page=article)
    assert village_topic(signed_in(cadre), village, nonce=str(comment.submit_nonce)).status_code == 422


def test_a_topic_of_the_village_is_corrected_and_hidden_by_who_opened_it_or_another(
    village, cadre, second_cadre, other_cadre
):
    topic = TopicFactory(village=village, kind=TopicKind.OPENED, by=cadre, title="Rencana anggran")
    address = reverse("topic", args=[topic.comment.public_id])
    assert "Perbaiki tulisan" in signed_in(second_cadre).get(address).content.decode()
    sent = {"action": "correct", "version": topic.comment.version, "title": "Rencana anggaran", "body": "Ya?"}
    assert signed_in(other_cadre).post(address, sent).status_code == 404
    assert signed_in(cadre).post(address, sent).status_code == 302
    topic.refresh_from_db()
    assert topic.title == "Rencana anggaran"
    assert signed_in(second_cadre).post(address, sent | {"title": "Rencana"}).status_code == 409
    assert Act.objects.filter(verb="topic.corrected").exists()
    comment = ResidentComment.objects.get(pk=topic.pk)
    assert comment.edited_at is not None
    moderation.hide(cadre, comment, version=comment.version, reason=ReasonCode.OTHER, note="Salah tulis.")
    comment.refresh_from_db()
    with pytest.raises(NotYoursError):
        moderation.approve(cadre, comment, version=comment.version)


def test_topics_of_residents_are_not_corrected_by_the_office(village, cadre):
    topic = TopicFactory(village=village)
    sent = {"action": "correct", "version": topic.comment.version, "title": "Lain", "body": "Lain."}
    address = reverse("topic", args=[topic.comment.public_id])
    assert signed_in(cadre).post(address, sent).status_code == 409


# --- Figures, homes, waiting ---


def test_what_the_village_opened_is_not_counted_as_asked(village, cadre):
    TopicFactory(village=village, kind=TopicKind.OPENED, by=cadre)
    TopicFactory(village=village, kind=TopicKind.OPENED, by=cadre, state=TopicState.DONE)
    found = figures.together(Topic.objects.shown())
    assert (found.open, found.done, found.has_any) == (0, 0, False)


def test_a_village_topic_past_its_end_leaves_the_home_and_takes_no_support(client, village, cadre):
    topic = TopicFactory(village=village, kind=TopicKind.OPENED, by=cadre, title="Rencana anggaran")
    now = timezone.now()
    ResidentComment.objects.filter(pk=topic.pk).update(answers_close_at=now + timedelta(days=1))
    page = f"/{village.slug}/ruang-komunitas/{topic.comment.public_id}/"
    support = reverse("comments:support", args=[topic.comment.public_id])
    assert topic.title in client.get(f"/{village.slug}/").content.decode()
    assert support in client.get(page).content.decode()
    with time_machine.travel(now + timedelta(days=2)):
        assert topic.title not in client.get(f"/{village.slug}/").content.decode()
        assert support not in client.get(page).content.decode()
        assert "Dukung topik ini" not in client.get(support).content.decode()
        with pytest.raises(supporting.NotTakenError):
            supporting.support(topic, resident=None, browser="z" * 24)


def test_an_answered_topic_stands_on_the_home_once_and_old_answers_not_at_all(client, village, cadre):
    TopicFactory(village=village, state=TopicState.ANSWERED, by=cadre, title="Kapan posyandu?")
    assert client.get(f"/{village.slug}/").content.decode().count("Kapan posyandu?") == 1
    with time_machine.travel(timezone.now() + timedelta(days=100)):
        assert "Baru dijawab" not in client.get(f"/{village.slug}/").content.decode()


def test_a_topic_waits_since_it_was_sent(village, cadre):
    now = timezone.now()
    old = TopicFactory(village=village, created_at=now - timedelta(days=20), published_at=now)
    topic = Topic.objects.select_related("comment").get(pk=old.pk)
    assert waiting.days_waited(topic) == 20
    assert waiting.is_late(topic)
    assert list(waiting.late(Topic.objects.all())) == [topic]
    newer = TopicFactory(
        village=village, created_at=now - timedelta(days=2), published_at=now - timedelta(days=1)
    )
    page = signed_in(cadre).get(reverse("topics")).content.decode()
    assert page.index(f">{old.title}<") < page.index(f">{newer.title}<")


# --- Kept addresses ---


def test_pages_behind_the_last_lead_to_the_last(client, village):
    many_topics(village, 21)
    space = f"/{village.slug}/ruang-komunitas/"
    assert client.get(f"{space}?page=2").status_code == 200
    assert client.get(f"{space}?page=99")["Location"] == f"{space}?page=2"
    assert client.get(f"{space}?page=2&bidang=ekonomi")["Location"] == f"{space}?bidang=ekonomi"


def test_the_figures_of_all_villages_have_one_address(client, village):
    TopicFactory(village=village)
    assert client.get("/ruang-komunitas/?bidang=x2")["Location"] == "/ruang-komunitas/"
    assert client.get("/ruang-komunitas/").status_code == 200


# --- Photos in the admin ---


def test_moderators_get_a_photo_as_a_picture_and_none_that_was_taken_back(village, cadre):
    topic = TopicFactory(village=village)
    picture = with_photo(topic)
    client, address = signed_in(cadre), reverse("topic_picture", args=[topic.comment.public_id])
    response = client.get(address)
    assert (response["X-Content-Type-Options"], response["Content-Disposition"]) == ("nosniff", "inline")
    assert "sandbox" in response["Content-Security-Policy"]
    picture.file.storage.delete(picture.file.name)
    assert client.get(address).status_code == 404
    with_photo(other := TopicFactory(village=village))
    authoring.withdraw(for_author(other), version=other.comment.version)
    assert client.get(reverse("topic_picture", args=[other.comment.public_id])).status_code == 404


# --- Names as they are typed on a phone ---


@pytest.mark.parametrize(
    "text",
    [
        "pak jumadi buang sampah ke parit",
        "bu rosita jualan miras",
        "tetangga saya pak warsito mencuri sawit",
        "si udin mencuri kabel lampu jalan",
        "Si Udin mencuri kabel lampu jalan",
        "keluarga hendra belum dapat bantuan",
        "Keluarga Sukamto belum dapat bantuan",
        "mbak rosalina tidak ada di tempat",
    ],
)
def test_a_name_without_capitals_is_seen(text):
    assert names_a_person(text)


@pytest.mark.parametrize(
    "text",
    [
        "pak kades tidak di tempat",
        "bu bidan belum datang",
        "ibu hamil butuh periksa",
        "ibu-ibu jualan di pasar",
        "bapak-bapak ronda tiap malam",
        "si kecil sakit",
        "mas kawin di kua",
        "bang sampah menumpuk",
        "pak jalan rusak di rt 03",
        "bu posyandu buka kapan",
        "pak memperbaiki jembatan kapan",
        "keluarga miskin belum terdata",
        "Program Keluarga Harapan kapan cair",
        "bank sampah desa tutup",
    ],
)
def test_words_of_every_day_are_no_names(text):
    assert not names_a_person(text)


# --- Plain words for what it is about ---


def test_readers_find_the_plain_words_for_what_it_is_about(client, village, space, proposer):
    topic = TopicFactory(village=village, pillar=Pillar.MOBILITY)
    for address in (
        f"/{village.slug}/ruang-komunitas/",
        f"/{village.slug}/ruang-komunitas/{topic.comment.public_id}/",
    ):
        page = client.get(address).content.decode()
        assert "Jalan, jembatan" in page
        assert "Mobilitas cerdas" not in page
    form = client.get(propose_url(space)).content.decode()
    assert f'href="{space.get_url()}">Lihat dulu topik' in form


# --- Who opened it, and what became of it, on the page and in the feed ---


def test_who_opened_a_topic_is_told_by_role_alone(client, village, cadre):
    topic = TopicFactory(village=village, kind=TopicKind.OPENED, by=cadre, title="Rencana anggaran")
    ResidentComment.objects.filter(pk=topic.pk).update(shown_name="Siti Rahma")
    space = f"/{village.slug}/ruang-komunitas/"
    page = client.get(f"{space}{topic.comment.public_id}/").content.decode()
    feed = client.get(f"{space}feed/").content.decode()
    write = reverse("comments:write", args=[space_of(village).translation_key])
    form = client.get(write, {"balas": topic.comment.public_id}).content.decode()
    for words in (page, feed, form):
        assert "Siti Rahma" not in words
        assert f"Dibuka desa: {Role.CADRE.label}" in words
    assert "tanpa nama" in signed_in(cadre).get(reverse("topic_new", args=[village.pk])).content.decode()


def test_the_feed_tells_what_became_of_a_topic(client, village, cadre):
    topic = TopicFactory(village=village, published_at=timezone.now() - timedelta(days=9))
    address = f"/{village.slug}/ruang-komunitas/feed/"
    assert "Keadaan: Diterima" in client.get(address).content.decode()
    step = progress.take_step(
        cadre, topic, version=topic.version, to=TopicState.DECLINED, note="Jalan ini milik kabupaten."
    )
    feed = client.get(address).content.decode()
    assert "Keadaan: Tidak dilanjutkan" in feed
    entry = feed[feed.index("<entry>") :]
    updated = datetime.fromisoformat(re.search("<updated>([^<]+)<", entry)[1])
    assert abs(updated - step.at) < timedelta(seconds=2)


# --- Erased meanwhile ---


def test_a_support_on_its_way_while_its_resident_is_erased_is_not_counted(village):
    resident, topic = ResidentFactory(village=village), TopicFactory(village=village)
    before = Resident.objects.get(pk=resident.pk)
    erasing.erase_resident(resident)
    with pytest.raises(supporting.NotTakenError):
        supporting.support(topic, resident=before, browser="q" * 24)
    # One that came in all the same goes with what is finished each minute.
    TopicSupport.objects.create(topic=topic, resident=before, supporter_key_hash="a")
    Topic.objects.filter(pk=topic.pk).update(n_supports=1)
    assert erasing.finish_due() == 1
    topic.refresh_from_db()
    assert (topic.n_supports, topic.supports.count()) == (0, 0)


def test_the_notes_of_its_steps_go_with_an_erased_topic(village, cadre):
    topic = TopicFactory(village=village)
    progress.take_step(cadre, topic, version=topic.version, to=TopicState.WORKED_ON, note="Di rumah hijau.")
    topic.refresh_from_db()
    progress.take_step(cadre, topic, version=topic.version, to=TopicState.DECLINED, note="Pemiliknya pindah.")
    erasing.erase_comment(topic.comment)
    notes = list(topic.steps.values_list("note", flat=True))
    assert notes == ["", "Dihapus bersama topiknya."]


def test_a_note_that_names_somebody_is_asked_about(village, cadre):
    topic = TopicFactory(village=village)
    client, address = signed_in(cadre), reverse("topic", args=[topic.comment.public_id])
    sent = {
        "action": "step",
        "to": "worked_on",
        "version": 1,
        "note": "Pak Slamet Riyadi sedang kami datangi.",
    }
    response = client.post(address, sent)
    assert response.status_code == 422
    assert "menyebut nama seseorang" in response.content.decode()
    assert client.post(address, sent | {"names_meant": "on"}).status_code == 302


# --- The village's own end ---


def test_taken_up_again_a_village_topic_keeps_the_end_that_was_set_for_it(village, cadre):
    topic = TopicFactory(village=village, kind=TopicKind.OPENED, by=cadre)
    endless = TopicFactory(village=village, kind=TopicKind.OPENED, by=cadre)
    end = timezone.now() + timedelta(days=30)
    ResidentComment.objects.filter(pk=topic.pk).update(answers_close_at=end)
    for one in (topic, endless):
        progress.take_step(cadre, one, version=one.version, to=TopicState.DONE, note="Selesai dibahas.")
        one.refresh_from_db()
        progress.take_step(cadre, one, version=one.version, to=TopicState.WORKED_ON)
    assert ResidentComment.objects.get(pk=topic.pk).answers_close_at == end
    assert ResidentComment.objects.get(pk=endless.pk).answers_close_at is None


# --- Words that nothing can be done with any more ---


def test_an_official_whose_topic_was_hidden_meanwhile_gets_his_words_back(village, cadre):
    official = staff("perangkat", Role.VILLAGE_OFFICIAL, village, "Pak Amir")
    topic = TopicFactory(village=village)
    moderation.hide(cadre, topic.comment, version=topic.comment.version, reason=ReasonCode.RUDE)
    address = reverse("topic", args=[topic.comment.public_id])
    for who, status in ((official, 404), (cadre, 409)):
        response = signed_in(who).post(
            address, {"action": "answer", "version": 1, "body": "Jawaban panjang."}
        )
        assert response.status_code == status
        assert "Jawaban panjang." in response.content.decode()
    assert signed_in(official).get(address).status_code == 404


def test_villages_that_were_told_today_cost_nothing_more(village, other_village, cadre, other_cadre):
    with time_machine.travel(timezone.now() - timedelta(days=10)):
        for where in (village, other_village):
            TopicFactory(village=where)
    assert messages.remind() == 2
    assert messages.remind() == 0
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert messages.remind() == 2
