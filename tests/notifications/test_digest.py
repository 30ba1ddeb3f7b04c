"""The digest by mail: collected, seldom, and nothing that the person may not read on the site now."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.due import run_all
from notifications.digest import MOST_LISTED, forget_old, send_digests
from notifications.models import Muted, Notification
from people.models import User
from tests.factories.notifications import NotificationFactory
from tests.factories.village_pages import member
from village_pages.enums import Role
from village_pages.rights import appoint, dismiss

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


@pytest.fixture
def siti(village):
    return member(Role.CADRE, village, display_name="Siti", email="siti@example.test")


@pytest.fixture(autouse=True)
def _in_the_morning(time_machine, request):
    if "siti" in request.fixturenames:
        request.getfixturevalue("siti")  # her role begins before the clock is set back
        long_serving(User.objects.get(email="siti@example.test"))
    time_machine.move_to(MORNING, tick=False)


def long_serving(user) -> None:
    user.memberships.update(since=MORNING - timedelta(days=400))


def later(time_machine, **gap) -> None:
    time_machine.shift(timedelta(**gap))


def sent() -> list[tuple[str, int]]:
    """Who got mails since this was last asked, and how many messages each tells of."""
    found = [(one.to[0], one.body.count("\n- ")) for one in mail.outbox]
    mail.outbox.clear()
    return found


def test_what_is_unread_is_collected_into_one_mail(siti, village, time_machine):
    for title in ("Panen raya", "Posyandu"):
        NotificationFactory(
            recipient=siti,
            village=village,
            headline=f"“{title}” menunggu diperiksa",
            words="Kutipan draf yang belum tayang",
        )
    read = NotificationFactory(recipient=siti, village=village, headline="Sudah dibaca", read_at=MORNING)
    send_digests()
    assert sent() == [], "what came just now may be read on the site before"
    later(time_machine, minutes=11)
    assert send_digests() == 1
    (letter,) = mail.outbox
    assert letter.subject == "2 pesan belum dibaca di Desa Cerdas Tanjung Jabung Timur"
    assert letter.to == ["siti@example.test"]
    assert "Halo Siti," in letter.body
    assert "- “Panen raya” menunggu diperiksa (Desa Pematang Rahim)" in letter.body
    for one in Notification.objects.exclude(pk=read.pk):
        assert f"http://testserver/admin/pesan/{one.pk}/" in letter.body
        assert one.mailed_at is not None
    assert "http://testserver/admin/pesan/pengaturan/" in letter.body
    assert "Kutipan draf" not in letter.body
    assert "Sudah dibaca" not in letter.body
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"
    assert "&" not in letter.body, "plain words, not HTML"


def test_one_mail_a_day_and_four_hours_between_urgent_ones(siti, village, time_machine):
    def tell(kind: str) -> None:
        NotificationFactory(recipient=siti, village=village, kind=kind)

    tell("review.waiting")
    later(time_machine, minutes=11)
    send_digests()
    assert sent() == [("siti@example.test", 1)]
    tell("review.waiting")
    tell("review.returned")
    later(time_machine, hours=3, minutes=50)
    send_digests()
    assert sent() == [], "four hours have not passed"
    later(time_machine, minutes=11)
    send_digests()
    assert sent() == [("siti@example.test", 2)], "what else waits goes along"
    tell("review.waiting")
    later(time_machine, hours=23)
    send_digests()
    assert sent() == [], "not urgent: a day has not passed"
    later(time_machine, hours=1, minutes=1)
    send_digests()
    assert sent() == [("siti@example.test", 1)]
    later(time_machine, days=3)
    send_digests()
    assert sent() == [], "everything has been told"


def test_twice_or_late_makes_no_difference(siti, village, time_machine):
    NotificationFactory(recipient=siti, village=village)
    later(time_machine, days=5)
    assert run_all() == []
    assert run_all() == []
    assert sent() == [("siti@example.test", 1)]


@pytest.mark.parametrize("change", ["no address", "not active", "refused", "kind switched off", "read"])
def test_who_does_not_want_or_need_it_gets_none(siti, village, time_machine, change):
    one = NotificationFactory(recipient=siti, village=village)
    if change == "no address":
        User.objects.filter(pk=siti.pk).update(email="")
    elif change == "not active":
        User.objects.filter(pk=siti.pk).update(is_active=False)
    elif change == "refused":
        Muted.objects.create(person=siti, kind="digest")
    elif change == "kind switched off":
        Muted.objects.create(person=siti, kind=one.kind)
    else:
        Notification.objects.update(read_at=MORNING)
    later(time_machine, hours=1)
    assert send_digests() == 0
    assert sent() == []
    assert Notification.objects.get().mailed_at is None


def test_only_of_villages_where_the_person_is_something_when_it_is_sent(
    siti, village, neighbour, time_machine
):
    second = appoint(user=siti, role=Role.AMBASSADOR, village=neighbour)
    NotificationFactory(recipient=siti, village=village, headline="Dari desa sendiri")
    NotificationFactory(recipient=siti, village=neighbour, headline="Dari tetangga")
    NotificationFactory(recipient=siti, village=None, headline="Dari kabupaten")
    dismiss(second)
    later(time_machine, hours=1)
    send_digests()
    (letter,) = mail.outbox
    assert "Dari desa sendiri" in letter.body
    assert "tetangga" not in letter.body.lower()
    assert "kabupaten" not in letter.body
    assert Notification.objects.get(headline="Dari tetangga").mailed_at is None


def test_a_long_list_is_cut_and_says_so(siti, village, time_machine):
    NotificationFactory.create_batch(MOST_LISTED + 3, recipient=siti, village=village)
    later(time_machine, hours=1)
    send_digests()
    (letter,) = mail.outbox
    assert letter.body.count("\n- ") == MOST_LISTED
    assert "Dan 3 pesan lain: http://testserver/admin/pesan/" in letter.body
    assert not Notification.objects.filter(mailed_at=None).exists()


def test_a_title_cannot_write_lines_of_its_own(siti, village, time_machine):
    NotificationFactory(recipient=siti, village=village, headline="Panen\n\n- Palsu <b>&\r\nSubject: x")
    later(time_machine, hours=1)
    send_digests()
    assert "- Panen - Palsu <b>& Subject: x (Desa" in mail.outbox[0].body


def test_who_adds_an_address_later_is_not_told_what_is_long_past(siti, village, time_machine):
    NotificationFactory(recipient=siti, village=village)
    later(time_machine, days=31)
    assert send_digests() == 0


class Picky(EmailBackend):
    """Takes no mail for one address."""

    def send_messages(self, messages):
        if messages[0].to == ["siti@example.test"]:
            raise ValueError("mailbox unavailable")
        return super().send_messages(messages)


class Silent(EmailBackend):
    tried = 0

    def open(self):
        Silent.tried += 1
        raise ConnectionRefusedError


def test_one_refused_address_keeps_nobody_else_from_being_told(siti, village, time_machine, settings):
    budi = member(Role.CADRE, village, email="budi@example.test")
    long_serving(budi)
    for person in (siti, budi):
        NotificationFactory(recipient=person, village=village)
    later(time_machine, hours=1)
    taking = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.Picky"
    assert send_digests() == 1
    assert sent() == [("budi@example.test", 1)]
    assert Notification.objects.get(recipient=siti).mailed_at is None
    settings.EMAIL_BACKEND = taking
    assert send_digests() == 0, "not again each minute"
    cache.clear()  # an hour later; a Redis server has its own clock
    assert send_digests() == 1
    assert sent() == [("siti@example.test", 1)]


def test_a_server_that_does_not_answer_loses_nothing(siti, village, time_machine, settings):
    long_serving(member(Role.CADRE, village, email="budi@example.test"))
    for person in User.objects.exclude(email=""):
        NotificationFactory(recipient=person, village=village)
    later(time_machine, hours=1)
    taking = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.Silent"
    Silent.tried = 0
    assert send_digests() == 0
    assert Silent.tried == 1, "nobody waits for it once for each person"
    settings.EMAIL_BACKEND = taking
    assert send_digests() == 2
    assert {address for address, _count in sent()} == {"siti@example.test", "budi@example.test"}


def test_killed_between_sending_and_marking_sends_that_mail_once_more(
    siti, village, time_machine, monkeypatch
):
    def killed(letter, person):
        letter.send()
        raise KeyboardInterrupt

    NotificationFactory(recipient=siti, village=village)
    later(time_machine, hours=1)
    with monkeypatch.context() as patch:
        patch.setattr("notifications.digest._sent", killed)
        with pytest.raises(KeyboardInterrupt):
            send_digests()
    send_digests()
    send_digests()
    assert sent() == [("siti@example.test", 1)] * 2


def test_nobody_to_tell_costs_one_query_and_a_person_a_fixed_number(siti, village, time_machine):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            send_digests()
        return len(queries)

    assert asked() == 1
    costs = []
    for count in (1, 50):
        NotificationFactory.create_batch(count, recipient=siti, village=village)
        later(time_machine, days=1, hours=1)
        costs.append(asked())
    assert costs[0] == costs[1] <= 5


def test_old_messages_are_erased(siti, village, time_machine):
    def made(days: int, read: int | None = None) -> Notification:
        return NotificationFactory(
            recipient=siti,
            village=village,
            created_at=MORNING - timedelta(days=days),
            read_at=MORNING - timedelta(days=read) if read is not None else None,
        )

    kept = {made(89, 89), made(200, 10), made(364)}
    made(91, 91)
    made(366)
    made(366, 1)
    forget_old()
    forget_old()
    assert set(Notification.objects.all()) == kept
