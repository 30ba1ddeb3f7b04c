"""The screens "Topik warga": who sees what, what each act does, what waits on desk, menu and bell."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from comments import moderation
from comments.enums import CommentState, HeldCode, ReasonCode, TopicKind, TopicState
from comments.models import Topic, TopicPicture
from comments.topics import keeping, messages, pictures
from core.enums import Pillar
from notifications.models import Notification
from tests.comments.conftest import staff
from tests.factories.core import drawn_jpeg
from tests.factories.residents import ResidentFactory, signed_in_resident
from tests.factories.topics import TopicFactory, many_topics, space_of
from tests.factories.village_pages import member
from village_pages import life
from village_pages.enums import Role
from village_pages.rights import appoint

pytestmark = pytest.mark.django_db


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def desk(cadre):
    return signed_in(cadre)


@pytest.fixture
def official(village):
    return staff("perangkat.desa", Role.VILLAGE_OFFICIAL, village, "Pak Amir")


@pytest.fixture
def topic(village):
    return TopicFactory(village=village, title="Lampu jalan padam", body="Sejak Senin gelap.")


def at(topic) -> str:
    return reverse("topic", args=[topic.comment.public_id])


def words_at(client, address, status=200, **query) -> str:
    response = client.get(address, query)
    assert response.status_code == status
    return response.content.decode()


def act(client, topic, action, **fields):
    topic.refresh_from_db()
    topic.comment.refresh_from_db()
    version = topic.comment.version if action == "answer" else topic.version
    return client.post(at(topic), {"action": action, "version": version} | fields)


def with_picture(topic) -> TopicPicture:
    nonce = topic.comment.submit_nonce
    picture = pictures.keep(drawn_jpeg(size=(900, 600)), nonce)
    picture.alt = "Lampu di simpang tiga"
    pictures.bind(picture, topic.comment)
    return picture


# --- who ---------------------------------------------------------------------------------------------------


def test_contributors_and_officers_have_no_such_screens(contributor, topic, village):
    addresses = [reverse("topics"), at(topic), reverse("topic_new", args=[village.pk])]
    for user in (contributor, member(Role.OFFICER)):
        client = signed_in(user)
        assert {client.get(address).status_code for address in addresses} == {403}


def test_of_another_village_there_is_nothing(other_cadre, topic, village):
    with_picture(topic)
    client = signed_in(other_cadre)
    assert topic.title not in words_at(client, reverse("topics"), keadaan="semua")
    photo = reverse("topic_picture", args=[topic.comment.public_id])
    for address in (at(topic), photo, reverse("topic_new", args=[village.pk])):
        assert client.get(address).status_code == 404
    assert act(client, topic, "step", to="worked_on").status_code == 404


def test_officials_see_what_is_public_and_take_steps(official, topic, village):
    client = signed_in(official)
    waits = TopicFactory(village=village, published=False)
    with_picture(waits)
    assert client.get(at(waits)).status_code == 404
    assert client.get(reverse("topic_picture", args=[waits.comment.public_id])).status_code == 404
    page = words_at(client, at(topic))
    assert "Tandai dikerjakan" in page
    assert "Ganti bidang" not in page
    assert act(client, topic, "step", to="worked_on", note="Kami tinjau.").status_code == 302
    topic.refresh_from_db()
    assert topic.state == TopicState.WORKED_ON
    assert client.get(reverse("topic_new", args=[village.pk])).status_code == 404


def test_what_is_said_of_the_cadre_can_be_read_and_not_moved_by_the_cadre(desk, village):
    topic = TopicFactory(village=village, about_cadre=True)
    page = words_at(desk, at(topic))
    assert "Tandai" not in page
    response = act(desk, topic, "step", to="declined", note="Tidak benar semua itu.")
    assert response.status_code == 409
    assert "orang lain yang memutuskan" in response.content.decode()


# --- the list ----------------------------------------------------------------------------------------------


def test_what_waits_longest_comes_first_and_says_how_long(desk, village):
    now = timezone.now()
    for days in (2, 9, 7):
        TopicFactory(village=village, title=f"Lama {days}", created_at=now - timedelta(days=days, hours=1))
    TopicFactory(village=village, title="Sudah dijawab", state=TopicState.ANSWERED)
    TopicFactory(village=village, title="Dari desa", kind=TopicKind.OPENED)
    TopicFactory(village=village, title="Belum dibaca", published=False)
    page = words_at(desk, reverse("topics"))
    assert page.index("Lama 9") < page.index("Lama 7") < page.index("Lama 2")
    assert "menunggu 9 hari, terlambat" in page
    assert "menunggu 7 hari, terlambat" in page
    assert "menunggu 2 hari" in page
    assert page.count(", terlambat") == 2
    for title in ("Sudah dijawab", "Dari desa", "Belum dibaca"):
        assert title not in page
    assert "Topik warga (3)" in page  # the menu


def test_the_list_is_filtered_by_state_pillar_and_village(village, other_village):
    cadre = member(Role.CADRE, village)
    appoint(user=cadre, role=Role.CADRE, village=other_village)
    TopicFactory(village=village, title="Jalan", pillar=Pillar.MOBILITY)
    TopicFactory(village=other_village, title="Sampah", pillar=Pillar.ENVIRONMENT)
    TopicFactory(village=village, title="Selesai itu", state=TopicState.DONE)

    def listed(**query) -> set[str]:
        page = words_at(signed_in(cadre), reverse("topics"), **query)
        return {title for title in ("Jalan", "Sampah", "Selesai itu") if f"<bdi>{title}</bdi>" in page}

    assert listed() == {"Jalan", "Sampah"}
    assert listed(desa=village.code) == {"Jalan"}
    assert listed(bidang="lingkungan") == {"Sampah"}
    assert listed(keadaan="selesai") == {"Selesai itu"}
    assert listed(keadaan="semua", desa=other_village.code) == {"Sampah"}
    assert listed(keadaan="\x00", bidang="x", desa="y") == {"Jalan", "Sampah"}


def test_list_and_desk_cost_the_same_for_ten_and_a_thousand(desk, village):
    def cost(address) -> int:
        desk.get(address)
        with CaptureQueriesContext(connection) as queries:
            desk.get(address)
        return len(queries)

    addresses = (reverse("topics"), reverse("wagtailadmin_home"))
    many_topics(village, 10)
    few = [cost(address) for address in addresses]
    many_topics(village, 990)
    assert [cost(address) for address in addresses] == few
    assert words_at(desk, reverse("topics")).count('class="desk__entry"') == 20


# --- one topic ---------------------------------------------------------------------------------------------


def test_one_topic_shows_words_photo_and_steps(desk, topic, cadre):
    with_picture(topic)
    moderation.answer(cadre, topic.comment, version=1, body="Besok kami ganti.")
    page = words_at(desk, at(topic))
    for words in (
        "Lampu jalan padam", "Sejak Senin gelap.", "Lampu di simpang tiga", "Besok kami ganti.", "Diajukan",
        "Diterima", "Dijawab", "Kader digital",
        reverse("comment_moderation:item", args=[topic.comment.public_id]),
    ):  # fmt: skip
        assert words in page, words
    photo = desk.get(reverse("topic_picture", args=[topic.comment.public_id]))
    assert photo["Content-Type"] == "image/jpeg"
    assert "no-store" in photo["Cache-Control"]
    assert b"".join(photo.streaming_content)[:2] == b"\xff\xd8"


def test_every_act(desk, topic):
    assert act(desk, topic, "answer", body="Besok kami ganti.").status_code == 302
    assert act(desk, topic, "step", to="done", note="Lampu sudah menyala.").status_code == 302
    assert act(desk, topic, "step", to="worked_on", note="Padam lagi.").status_code == 302
    assert act(desk, topic, "pillar", pillar="living").status_code == 302
    topic.refresh_from_db()
    assert (topic.state, topic.pillar) == (TopicState.WORKED_ON, Pillar.LIVING)
    page = words_at(desk, at(topic))
    assert "Dibuka lagi" in page
    assert "Padam lagi." in page


def test_a_reason_that_says_nothing_is_asked_again_with_the_words_kept(desk, topic):
    response = act(desk, topic, "step", to="declined", note="Tidak.")
    page = response.content.decode()
    assert response.status_code == 422
    assert "Tulis alasannya, paling sedikit 10 huruf" in page
    assert ">\nTidak.</textarea>" in page
    assert "<details open>" in page


def test_whoever_is_second_learns_who_was_first(desk, topic, second_cadre):
    seen = topic.version
    act(signed_in(second_cadre), topic, "step", to="worked_on")
    response = desk.post(at(topic), {"action": "step", "to": "done", "version": seen, "note": "Sudah."})
    assert response.status_code == 409
    assert "Budi Hartono lebih dulu: topik ini sekarang “Dikerjakan”" in response.content.decode()


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"action": "erase"},
        {"action": "step"},
        {"action": "step", "to": "gone"},
        {"action": "answer", "body": " "},
        {"action": "pillar", "pillar": "none"},
        {"action": "picture"},
    ],
)
def test_nonsense_changes_nothing(desk, topic, sent):
    assert desk.post(at(topic), {"version": 1} | sent).status_code == 422
    topic.refresh_from_db()
    assert topic.version == 1


def test_what_waits_for_review_is_decided_in_the_queue(desk, village):
    topic = TopicFactory(village=village, published=False)
    page = words_at(desk, at(topic))
    assert "Putuskan dulu di daftar komentar." in page
    assert "Tandai" not in page
    assert act(desk, topic, "answer", body="Terima kasih.").status_code == 409
    topic.comment.refresh_from_db()
    assert topic.comment.state == CommentState.PENDING


def test_a_photo_is_taken_away_for_good(desk, topic, official, django_capture_on_commit_callbacks):
    picture = with_picture(topic)
    storage, name = picture.file.storage, picture.file.name
    assert act(signed_in(official), topic, "picture", reason="Ada wajah anak.").status_code == 409
    with django_capture_on_commit_callbacks(execute=True):
        assert act(desk, topic, "picture", reason="Ada wajah anak.").status_code == 302
    assert not TopicPicture.objects.exists()
    assert not storage.exists(name)
    assert desk.get(reverse("topic_picture", args=[topic.comment.public_id])).status_code == 404
    assert act(desk, topic, "picture", reason="Ada wajah anak.").status_code == 409


def test_a_photo_that_waits_goes_alone_and_the_author_learns_of_it(desk, village, client):
    resident = ResidentFactory(village=village)
    topic = TopicFactory(village=village, resident=resident, published=False)
    with_picture(topic)
    assert "Hapus fotonya saja" in words_at(desk, topic_item(topic))
    assert act(desk, topic, "picture", reason="Ada wajah anak.").status_code == 302
    topic.comment.refresh_from_db()
    assert topic.comment.state == CommentState.PENDING
    assert keeping.taken_away_at(topic.comment) is not None
    signed_in_resident(client, resident)
    own = words_at(client, reverse("comments:own", args=[topic.comment.public_id]))
    assert "Foto dihapus kader pada" in own
    assert "Belum tayang: <bdi>" in " ".join(own.split())
    assert "Tarik topik" in own
    assert "Tarik komentar" not in own


def test_what_waits_is_not_called_received_and_leads_on_once_it_is_shown(desk, village):
    topic = TopicFactory(village=village, published=False, kind=TopicKind.REPORT, title="Lampu padam")
    with_picture(topic)
    home = words_at(desk, reverse("wagtailadmin_home"))
    assert "Lampu padam" in home
    assert "Lapor, ada foto, " in home
    page = words_at(desk, topic_item(topic))
    assert "Belum tayang" in page
    assert "Diterima" not in page
    sent = {"action": "approve", "version": topic.comment.version}
    told = desk.post(topic_item(topic), sent, follow=True).content.decode()
    assert f'<a href="{at(topic)}">Tindak lanjuti topik ini</a>' in told


def test_a_topic_of_the_village_is_called_opened(desk, village):
    topic = TopicFactory(village=village, kind=TopicKind.OPENED)
    page = words_at(desk, at(topic))
    assert "Dibuka desa" in page
    assert "Diterima" not in page


def topic_item(topic) -> str:
    return reverse("comment_moderation:item", args=[topic.comment.public_id])


def test_the_queue_shows_what_a_topic_is(desk, village):
    topic = TopicFactory(
        village=village,
        published=False,
        kind=TopicKind.REPORT,
        title="Telepon saja 0812 3456 7890",
        held_codes=[HeldCode.PERSON],
    )
    with_picture(topic)
    page = words_at(desk, reverse("comment_moderation:index"))
    for words in (
        "Lapor", "Jalan, jembatan, angkutan, internet", "Lampu di simpang tiga", HeldCode.PERSON.label,
        reverse("topic_picture", args=[topic.comment.public_id]),
    ):  # fmt: skip
        assert str(words) in page, words
    assert "0812 3456 7890" not in page
    one = words_at(desk, reverse("comment_moderation:item", args=[topic.comment.public_id]))
    assert "Telepon saja 0812 3456 7890" in one


def test_the_queue_costs_the_same_for_two_topics_and_for_twenty(desk, village):
    costs = []
    for n in (2, 18):
        many_topics(village, n, published=False)
        desk.get(reverse("comment_moderation:index"))
        with CaptureQueriesContext(connection) as queries:
            desk.get(reverse("comment_moderation:index"))
        costs.append(len(queries))
    assert costs[0] == costs[1]


# --- a topic of the village --------------------------------------------------------------------------------


def opened_form(client, village, **fields) -> dict:
    response = client.get(reverse("topic_new", args=[village.pk]))
    nonce = response.context["form"].initial["nonce"]
    return {
        "title": "Rencana anggaran 2028",
        "body": "Apa yang paling perlu di dusun Anda?",
        "pillar": "governance",
        "closes_on": "",
        "nonce": str(nonce),
    } | fields


def test_a_cadre_opens_a_topic_that_is_public_at_once(desk, village, cadre):
    until = timezone.localdate() + timedelta(days=30)
    sent = opened_form(desk, village, closes_on=until.isoformat())
    address = reverse("topic_new", args=[village.pk])
    first, again = desk.post(address, sent), desk.post(address, sent)
    topic = Topic.objects.select_related("comment").get()
    assert first["Location"] == again["Location"] == at(topic)
    comment = topic.comment
    assert (topic.kind, topic.title, topic.pillar) == ("opened", "Rencana anggaran 2028", "governance")
    assert (comment.kind, comment.state, comment.author) == ("official", "published", cadre)
    assert comment.thread.page_id == space_of(village).pk
    assert comment.thread.n_published == 1
    assert timezone.localdate(comment.answers_close_at) == until
    page = words_at(desk, at(topic))
    assert "Dibuka desa" in page
    assert "Jawab</summary>" not in page
    assert act(desk, topic, "answer", body="Saya menjawab sendiri.").status_code == 409
    assert not Notification.objects.filter(kind=messages.WAITING).exists()


def test_what_is_wrong_with_a_topic_is_said_and_the_words_are_kept(desk, village):
    yesterday = timezone.localdate() - timedelta(days=1)
    sent = opened_form(desk, village, title=" ... ", pillar="", closes_on=yesterday.isoformat())
    response = desk.post(reverse("topic_new", args=[village.pk]), sent)
    page = response.content.decode()
    assert response.status_code == 422
    for words in (
        "Tulis judul singkat",
        "Pilih satu bidang",
        "Tanggal ini sudah lewat",
        sent["body"],
        sent["nonce"],
    ):
        assert words in page, words
    long = opened_form(desk, village, title="a" * 81)
    assert (
        "Terlalu panjang: 81 huruf"
        in desk.post(reverse("topic_new", args=[village.pk]), long).content.decode()
    )
    assert not Topic.objects.exists()


def test_no_topic_is_opened_where_the_space_takes_none(desk, village):
    sent = opened_form(desk, village)
    space_of(village).unpublish()
    response = desk.post(reverse("topic_new", args=[village.pk]), sent)
    assert response.status_code == 422
    assert "sedang tidak menerima topik" in response.content.decode()
    life.pause(village, by=member(Role.OFFICER), reason="Banjir", notice="Banjir")
    assert desk.post(reverse("topic_new", args=[village.pk]), sent).status_code == 403
    assert not Topic.objects.exists()


# --- desk and messages -------------------------------------------------------------------------------------


def test_the_desk_shows_what_waits_for_an_answer(desk, village, contributor, official):
    TopicFactory(village=village, title="Baru", created_at=timezone.now() - timedelta(days=1))
    TopicFactory(village=village, title="Lama", created_at=timezone.now() - timedelta(days=8))
    for client in (desk, signed_in(official)):
        page = words_at(client, reverse("wagtailadmin_home"))
        assert page.index("Lama") < page.index("Baru")
        assert "Topik menunggu jawaban (2)" in page
        assert page.count("Lebih dari tujuh hari") == 1
    assert "Topik menunggu jawaban" not in words_at(signed_in(contributor), reverse("wagtailadmin_home"))


def test_the_officer_counts_them_by_village(village, other_village):
    TopicFactory(village=village, created_at=timezone.now() - timedelta(days=8))
    TopicFactory(village=village)
    page = words_at(signed_in(member(Role.OFFICER)), reverse("wagtailadmin_home"))
    assert "2 topik menunggu jawaban" in " ".join(page.split())
    assert reverse("topics") not in page


def test_who_answers_is_told_once_and_settled_by_the_answer(village, cadre, official, contributor):
    first, second = (TopicFactory(village=village, published=False, title="Rahasia warga") for _i in "ab")
    for topic in (first, second):
        moderation.approve(cadre, topic.comment, version=1)
    told = Notification.objects.filter(kind=messages.WAITING)
    assert {one.recipient for one in told} == {cadre, official}
    assert {one.url for one in told} == {f"{reverse('topics')}?desa={village.code}"}
    assert not any("Rahasia" in f"{one.headline}{one.words}" for one in told)
    for topic in (first, second):
        assert told.filter(read_at=None).count() == 2
        topic.comment.refresh_from_db()
        moderation.answer(official, topic.comment, version=topic.comment.version, body="Terima kasih.")
    assert told.filter(read_at=None).count() == 0


def test_a_topic_that_is_hidden_waits_for_nobody(village, cadre):
    topic = TopicFactory(village=village, published=False)
    moderation.approve(cadre, topic.comment, version=1)
    topic.comment.refresh_from_db()
    moderation.hide(cadre, topic.comment, version=2, reason=ReasonCode.RUDE)
    assert not Notification.objects.filter(kind=messages.WAITING, read_at=None).exists()


def test_a_party_is_not_told(village, cadre):
    ambassador = member(Role.AMBASSADOR, village)
    topic = TopicFactory(village=village, published=False, about_cadre=True)
    moderation.approve(ambassador, topic.comment, version=1)
    assert [one.recipient for one in Notification.objects.filter(kind=messages.WAITING)] == [ambassador]


def test_after_seven_days_one_is_reminded_once_a_day(village, cadre, time_machine):
    topic = TopicFactory(village=village)
    late = Notification.objects.filter(kind=messages.LATE)
    time_machine.move_to(topic.comment.published_at + timedelta(days=6, hours=23))
    assert messages.remind() == 0
    time_machine.shift(timedelta(hours=2))
    assert [messages.remind(), messages.remind()] == [1, 0]
    assert late.count() == 1
    time_machine.shift(timedelta(days=1))
    messages.remind()
    assert late.count() == 2
    moderation.answer(cadre, topic.comment, version=1, body="Maaf terlambat, besok kami perbaiki.")
    assert not late.filter(read_at=None).exists()
