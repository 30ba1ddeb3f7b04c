"""From asking to the end, as residents and the village's people live it; a moved clock counts the days."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments import posting, reporting
from comments.enums import CommentState, TopicKind, TopicState
from comments.models import ResidentComment, Topic
from comments.topics import messages, supporting
from notifications.models import Notification
from tests.factories.residents import ResidentFactory
from tests.factories.topics import TopicFactory, space_of
from tests.factories.village_pages import member
from village_pages.enums import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("patient", "unlimited")]

START = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Asia/Jakarta"))


@pytest.fixture(autouse=True)
def clock(time_machine):
    """All that the test makes is made then; afterwards the test moves on."""
    time_machine.move_to(START, tick=False)
    return time_machine


@dataclass
class Asker:
    """A guest who wants the bridge mended, on one phone."""

    space: object
    client: Client = field(default_factory=Client)

    def ask(self, **fields) -> Topic:
        address = reverse("comments:propose", args=[self.space.translation_key])
        form = self.client.get(address, {"jenis": "lapor"}).content.decode()
        stamp = re.search(r'name="stamp" value="([^"]+)"', form)[1]
        sent = self.client.post(
            address,
            {
                "kind": "report",
                "title": "Jembatan ke sekolah rusak",
                "body": "Papan ketiga patah sejak banjir. Anak-anak lewat kebun.",
                "pillar": "mobility",
                "name": "Nurhayati",
                "place": "Dusun Mawar",
                "stamp": stamp,
                "lanjutan": "",
            }
            | fields,
        )
        assert sent.status_code in (200, 303), sent.status_code
        told = self.client.get(reverse("comments:sent")).content.decode()
        self.code = re.search(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b", told)[0]
        return Topic.objects.select_related("comment").get()

    def own_page(self, topic: Topic) -> str:
        shown = self.client.post(reverse("comments:receipt"), {"code": self.code})
        assert shown.status_code == 303
        return self.client.get(reverse("comments:own", args=[topic.comment.public_id])).content.decode()


@dataclass
class Staff:
    """Somebody of the village at the screens "Komentar" and "Topik warga"."""

    user: object

    @property
    def client(self) -> Client:
        """Signed in anew: weeks go by between two visits."""
        client = Client()
        client.force_login(self.user)
        return client

    def decides(self, topic: Topic, action: str, **fields) -> None:
        comment = ResidentComment.objects.get(pk=topic.pk)
        sent = {"action": action, "version": comment.version} | fields
        response = self.client.post(reverse("comment_moderation:item", args=[comment.public_id]), sent)
        assert response.status_code == 302, response.status_code

    def acts(self, topic: Topic, action: str, **fields) -> int:
        now = Topic.objects.select_related("comment").get(pk=topic.pk)
        version = now.comment.version if action == "answer" else now.version
        sent = {"action": action, "version": version} | fields
        return self.client.post(reverse("topic", args=[now.comment.public_id]), sent).status_code

    def moves(self, topic: Topic, to: str, note: str = "") -> None:
        assert self.acts(topic, "step", to=to, note=note) == 302

    def reads_list(self) -> str:
        return self.client.get(reverse("topics")).content.decode()


@pytest.fixture
def asker(village):
    return Asker(space_of(village))


@pytest.fixture
def kader(cadre):
    return Staff(cadre)


@pytest.fixture
def perangkat(village):
    return Staff(member(Role.VILLAGE_OFFICIAL, village, display_name="Amir Hamzah"))


def topic_page(topic: Topic, status: int = 200) -> str:
    """What everybody reads, without what only browsers need."""
    response = Client().get(f"{space_of(topic.village).get_url()}{topic.comment.public_id}/")
    assert response.status_code == status
    return read(response.content.decode())


def read(html: str) -> str:
    """The words of a page in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def says(topic: Topic, words: str = "Maaf, papan itu masih goyang.") -> ResidentComment:
    """Somebody answers below the topic."""
    return posting.post(
        page=space_of(topic.village),
        village=topic.village,
        speaker=posting.Speaker("Budi", "Dusun Melati"),
        body=words,
        nonce=ResidentComment().submit_nonce,
        held=[],
        parent=ResidentComment.objects.get(pk=topic.pk),
    )


def in_order(page: str, *words: str) -> None:
    """``words`` stand in ``page``, one after the other."""
    at = 0
    for word in words:
        found = page.find(word, at)
        assert found >= 0, f"{word!r} not after {page[max(at - 60, 0) : at]!r}"
        at = found + len(word)


def test_asked_received_worked_on_answered_and_done(asker, kader, perangkat, clock):
    topic = asker.ask()
    assert "Menunggu dibaca kader." in asker.own_page(topic)
    topic_page(topic, status=404)

    clock.shift(timedelta(days=1))
    kader.decides(topic, "approve")
    assert {one.recipient for one in Notification.objects.filter(kind=messages.WAITING, read_at=None)} == {
        kader.user,
        perangkat.user,
    }
    in_order(topic_page(topic), "Jembatan ke sekolah rusak", "Papan ketiga patah")

    clock.shift(timedelta(days=3))
    assert "menunggu 4 hari" in perangkat.reads_list()
    perangkat.moves(topic, "worked_on", "Kepala dusun melihatnya hari Sabtu.")

    clock.shift(timedelta(days=6))
    assert "menunggu 10 hari, terlambat" in read(kader.reads_list())
    assert kader.acts(topic, "answer", body="Papan baru dipasang minggu depan.") == 302
    topic.refresh_from_db()
    assert topic.first_answered_at == START + timedelta(days=10)
    assert "Jembatan ke sekolah rusak" not in kader.reads_list()
    assert not Notification.objects.filter(kind=messages.WAITING, read_at=None).exists()

    clock.shift(timedelta(days=10))
    kader.moves(topic, "done", "Tiga papan diganti.")
    public = topic_page(topic)
    in_order(
        public[public.index("Diajukan") :],
        "Diajukan", "2 Maret 2026",
        "Diterima", "3 Maret 2026", "1 hari",
        "Dikerjakan", "6 Maret 2026", "3 hari", "Kepala dusun melihatnya hari Sabtu.",
        "Dijawab", "12 Maret 2026", "6 hari",
        "Selesai", "22 Maret 2026", "10 hari", "Tiga papan diganti.",
    )  # fmt: skip
    own = read(asker.own_page(topic))
    in_order(own, "Dikerjakan", "6 Maret 2026", "Dijawab", "Selesai", "Tiga papan diganti.")
    for page in (public, own):
        # The office speaks by its roles; who took a step is nobody's to know.
        assert "Amir Hamzah" not in page
        assert "Perangkat desa" in page


def test_declined_with_a_reason_that_everybody_reads_and_taken_up_again(asker, kader, clock):
    topic = asker.ask()
    kader.decides(topic, "approve")
    clock.shift(timedelta(days=2))
    assert kader.acts(topic, "step", to="declined", note="Tidak.") == 422
    kader.moves(topic, "declined", "Jembatan ini milik kabupaten; suratnya sudah kami kirim.")
    in_order(topic_page(topic), "Tidak dilanjutkan", "Jembatan ini milik kabupaten")
    topic.refresh_from_db()
    assert topic.first_answered_at == START + timedelta(days=2)
    with pytest.raises(supporting.NotTakenError):
        supporting.support(topic, resident=None, browser="ponsel-satu")

    clock.shift(timedelta(days=30))
    kader.moves(topic, "worked_on", "Kabupaten meminta desa yang mengerjakan.")
    in_order(topic_page(topic), "Tidak dilanjutkan", "Dibuka lagi", "30 hari")
    topic.refresh_from_db()
    assert supporting.support(topic, resident=None, browser="ponsel-satu")
    assert not supporting.support(topic, resident=None, browser="ponsel-satu")
    topic.refresh_from_db()
    assert topic.n_supports == 1


def test_reported_by_three_residents_it_is_hidden_and_waits_for_a_person(village, kader, asker):
    topic = asker.ask()
    kader.decides(topic, "approve")
    long_ago = timezone.now() - timedelta(days=60)
    for _i in range(3):
        resident = ResidentFactory(village=village, verified=True, created_at=long_ago)
        reporting.report(ResidentComment.objects.get(pk=topic.pk), reason="rude", resident=resident)
    topic_page(topic, status=404)
    assert "Jembatan ke sekolah rusak" not in kader.reads_list()
    assert not Notification.objects.filter(kind=messages.WAITING, recipient=kader.user, read_at=None).exists()
    assert kader.acts(topic, "step", to="worked_on") == 409

    kader.decides(topic, "approve")
    topic_page(topic)
    kader.moves(topic, "worked_on")


def test_two_weeks_after_the_end_nothing_more_is_said_below_it(village, kader, clock):
    topic = TopicFactory(village=village)
    kader.moves(topic, "done", "Tiga papan diganti.")
    clock.shift(timedelta(days=13, hours=23))
    assert says(topic).state == CommentState.PENDING
    clock.shift(timedelta(hours=2))
    with pytest.raises(posting.ThreadClosedError):
        says(topic)

    kader.moves(topic, "worked_on", "Kami lihat lagi.")
    assert says(topic, "Terima kasih.").parent_id == topic.pk


def test_a_topic_of_the_village_is_closed_on_its_day(village, kader, clock):
    address = reverse("topic_new", args=[village.pk])
    form = kader.client.get(address).context["form"]
    sent = {
        "title": "Rencana anggaran 2027",
        "body": "Apa yang paling perlu di dusun Anda?",
        "pillar": "governance",
        "closes_on": "2026-03-15",
        "nonce": form.initial["nonce"],
    }
    assert kader.client.post(address, sent).status_code == 302
    topic = Topic.objects.select_related("comment").get(kind=TopicKind.OPENED)
    in_order(topic_page(topic), "Rencana anggaran 2027", "Apa yang paling perlu")
    clock.move_to(START.replace(day=15, hour=23))
    assert says(topic, "Air bersih di Dusun Mawar.").state == CommentState.PENDING
    clock.move_to(START.replace(day=16, hour=0, minute=1))
    with pytest.raises(posting.ThreadClosedError):
        says(topic, "Terlambat satu menit.")
    assert Topic.objects.get().state == TopicState.RECEIVED
