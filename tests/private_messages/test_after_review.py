"""What a review found: a step back shows nothing, none reads in silence, nothing waits for ever."""

import io
import logging
import re
import uuid
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments import stamps
from notifications.models import Notification
from notifications.reading import unread_count
from people.models import User
from people.second_factor import remove_second_factor
from private_messages import answering, asking, passes
from private_messages.admin_forms import EmergencyForm
from private_messages.emergency import open_in_emergency
from private_messages.enums import ConversationState, EmergencyReason
from private_messages.log_filter import HidePrivate
from private_messages.models import Conversation, EmergencyOpening
from private_messages.views.answers import FORM_VILLAGE
from teams.passwords import make_password_link, mend_password
from tests.factories.inclusion import InclusionNoticePageFactory
from tests.factories.people import show_who_one_is
from tests.factories.private_messages import ConversationFactory
from tests.factories.village_pages import member
from tests.private_messages.asker import ERASE, OPEN, REPLY, Asker, ask_url, code_in, hidden, text_of
from tests.private_messages.conftest import entrusted
from village_pages.enums import Role
from village_pages.rights import distrust, entrust, private_readings

pytestmark = pytest.mark.django_db

SECRET = "Kata yang hanya saya tahu"
REASON = "Tetangga melapor ia tidak keluar rumah sejak kemarin."
PASSWORD = "sawah-hijau-tepi-sungai"


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    monkeypatch.setattr(stamps, "MIN_SECONDS", 0)


@pytest.fixture
def notice(village, reader):
    return InclusionNoticePageFactory(village=village, title="Kelas menjahit")


@pytest.fixture
def asked(village, reader):
    return ConversationFactory(village=village, words=SECRET)


def opened(conversation, officer, reason_code=EmergencyReason.LIFE) -> EmergencyOpening:
    return open_in_emergency(conversation, by=officer, reason_code=reason_code, reason=REASON)


def main_of(response) -> str:
    main = re.search(r"<main.*</main>", text_of(response), re.DOTALL)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


# --- Who is told ---


def test_the_reader_sees_of_an_opening_on_the_bell_the_list_and_by_mail(
    asked, reader, officer, foreign_cadre, signed_in, time_machine
):
    time_machine.move_to("2027-01-04 08:00+07:00", tick=False)
    User.objects.filter(pk=reader.pk).update(email="pembaca@contoh.id")
    Notification.objects.all().delete()
    opening = opened(asked, officer)
    client = signed_in(User.objects.get(pk=reader.pk))
    assert unread_count(reader) == 1
    told = Notification.objects.get(recipient=reader)
    listed = client.get(reverse("notifications"))
    assert "pembukaan darurat" in text_of(listed)
    assert client.get(reverse("notification_open", args=[told.pk])).url == reverse(
        "private_opening", args=[opening.pk]
    )
    Notification.objects.filter(pk=told.pk).update(read_at=None)
    time_machine.move_to("2027-01-04 12:00+07:00", tick=False)
    call_command("run_due")
    assert [one.to for one in mail.outbox] == [["pembaca@contoh.id"]]
    assert "pembukaan darurat" in mail.outbox[0].body
    assert not unread_count(foreign_cadre)


def test_who_read_there_lately_is_told_too(asked, village, reader, officer):
    former = entrusted(member(Role.CADRE, village, display_name="Bu Lama"))
    distrust(former.memberships.get(), by=officer)
    opened(asked, officer)
    told = Notification.objects.filter(kind="private.opened")
    assert {one.recipient for one in told} == {reader, former}
    # The record is not for her any more.
    assert told.get(recipient=former).url == ""
    assert unread_count(User.objects.get(pk=former.pk)) >= 1


def test_the_administrators_are_told_where_nobody_else_is(village, officer):
    administrator = member(Role.ADMINISTRATOR)
    opened(ConversationFactory(village=village), officer)
    assert [one.recipient for one in Notification.objects.all()] == [administrator]


def test_no_reader_is_a_reason_only_where_none_answers(asked, reader, officer):
    def accepted() -> bool:
        sent = {"reason_code": EmergencyReason.NO_READER, "reason": REASON}
        asked.refresh_from_db()
        return EmergencyForm(sent, conversation=asked).is_valid()

    assert not accepted()
    with pytest.raises(PermissionDenied):
        opened(asked, officer, EmergencyReason.NO_READER)
    Conversation.objects.update(waits_since=timezone.now() - timedelta(days=2, hours=1))
    assert accepted()
    Conversation.objects.update(waits_since=timezone.now())
    assert not accepted()
    distrust(reader.memberships.get())
    assert accepted()


# --- A step back ---


def test_what_carries_a_code_is_good_once(asked):
    asker = Asker()
    sent = {"code": asked.code} | asker.token()
    assert SECRET in text_of(asker.post(OPEN, sent))
    for address in (OPEN, REPLY, ERASE):
        again = asker.post(address, sent)
        assert "Ketik kode lagi" in text_of(again)
        assert SECRET not in text_of(again)
        assert asked.code not in text_of(again)
    assert "Ketik kode lagi" in text_of(asker.open(asked.code, sekali="bukan"))
    question = hidden(asker.erase(asked.code))
    assert "Ketik kode lagi" not in text_of(asker.post(OPEN, question))


def test_a_pass_is_counted_over_the_turn_of_the_hour_and_ends(asked, time_machine):
    time_machine.move_to("2027-01-04 23:59:50+00:00", tick=False)
    one = passes.issue()
    assert passes.use(one)
    time_machine.move_to("2027-01-05 00:00:10+00:00", tick=False)
    assert not passes.use(one)
    other = passes.issue()
    time_machine.move_to("2027-01-05 13:00:00+00:00", tick=False)
    assert not passes.use(other)


def test_words_of_a_reply_go_along_unseen_and_are_not_lost(asked):
    asker = Asker()
    form = hidden(asker.open(asked.code))
    asker.post(OPEN, form)  # used up
    again = asker.post(REPLY, form | {"body": "Balasan panjang saya"})
    assert "Tulisan Anda tidak hilang" in text_of(again)
    assert "Balasan panjang saya" not in text_of(again)
    kept = re.search(r'name="disimpan" value="([^"]+)"', text_of(again))[1]
    # A wrong code shows nothing and keeps them.
    wrong = asker.open("AAAA-AAAA-AAAA-AAAA", disimpan=kept)
    assert "Balasan panjang saya" not in text_of(wrong)
    assert kept in text_of(wrong)
    back = asker.open(asked.code, disimpan=kept)
    assert "Balasan panjang saya" in text_of(back)
    assert asked.messages.count() == 1
    asker.post(REPLY, hidden(back) | {"body": "Balasan panjang saya"})
    assert asked.messages.count() == 2


# --- Whoever mends an account could be the one who uses it ---


def test_a_password_link_of_another_takes_the_right_and_tells(
    village, reader, second_reader, officer, signed_in
):
    colleague = member(Role.OFFICER, display_name="Bu Dinas")
    _link, token = make_password_link(reader, by=officer, village=village)
    assert private_readings().filter(user=reader).exists()
    mend_password(token, PASSWORD)
    assert not private_readings().filter(user=reader).exists()
    told = Notification.objects.filter(kind="membership.entrusted", headline__contains="dicabut")
    assert {second_reader, reader, colleague} <= {one.recipient for one in told}

    at = reverse("membership_entrust", args=[reader.memberships.get().pk])
    given = {"act": "beri", "reason": "Sudah dipastikan orangnya"}
    for person, reads in ((officer, False), (colleague, True)):
        client = signed_in(User.objects.get(pk=person.pk))
        show_who_one_is(client.session, person)
        client.post(at, given)
        assert private_readings().filter(user=reader).exists() is reads


def test_a_second_factor_taken_by_another_does_the_same(reader, officer):
    Authenticator.objects.create(user=reader, type=Authenticator.Type.TOTP, data={})
    remove_second_factor(reader, by=officer)
    assert not private_readings().filter(user=reader).exists()


def test_entrusting_asks_for_the_password_and_tells_the_other_officers(village, officer, signed_in):
    colleague = member(Role.OFFICER, display_name="Bu Dinas")
    friend = member(Role.VILLAGE_OFFICIAL, village)
    at = reverse("membership_entrust", args=[friend.memberships.get().pk])
    given = {"act": "beri", "reason": "Perlu pembaca baru"}
    client = signed_in(officer)
    assert "reauthenticate" in client.post(at, given).url
    assert not private_readings().exists()
    show_who_one_is(client.session, officer)
    client.post(at, given)
    assert private_readings().get().user == friend
    assert Notification.objects.filter(recipient=colleague, kind="membership.entrusted").count() == 1


# --- The way back, and honest words ---


def test_the_way_to_the_answers_stays(notice, reader, monkeypatch):
    sent = Asker().ask(notice)
    assert f"http://testserver{OPEN}" in text_of(sent)
    assert "Kode hilang? Kirim saja pesan baru" in text_of(sent)
    for lost in (lambda: None, lambda: distrust(reader.memberships.get())):
        lost()
        for address in (notice.get_url(), ask_url(notice)):
            assert f'href="{OPEN}"' in text_of(Client().get(address))


def test_who_asks_reads_what_the_office_may_and_did(notice, asked, officer, village):
    promise = "Dinas PMD hanya melihat jumlahnya"
    asker = Asker()
    for page in (Client().get(notice.get_url()), Client().get(ask_url(notice)), asker.open(asked.code)):
        assert promise in main_of(page)
    assert "dalam keadaan darurat pada" not in main_of(asker.open(asked.code))
    opened(asked, officer)
    assert "Dibuka Dinas PMD dalam keadaan darurat pada" in main_of(asker.open(asked.code))
    entrust(member(Role.VILLAGE_OFFICIAL, village).memberships.get())
    assert "Yang membaca sekarang: Kader digital dan Perangkat desa" in main_of(asker.open(asked.code))


def test_closed_without_an_answer_is_said_with_whom_to_call(asked, reader):
    answering.close(asked, by=reader, version=1)
    page = main_of(Asker().open(asked.code))
    assert "ditutup tanpa jawaban" in page
    assert "kirim pesan baru" in page
    assert "129" in page


def test_what_nobody_answers_closes_after_180_days(asked, reader, signed_in, time_machine):
    start = timezone.now()
    time_machine.move_to(start + timedelta(days=151), tick=False)
    call_command("run_due")
    assert "Segera tertutup tanpa jawaban" in text_of(signed_in(reader).get(reverse("private_inbox")))
    assert "180 hari" in main_of(Asker().open(asked.code))
    time_machine.move_to(start + timedelta(days=181), tick=False)
    call_command("run_due")
    asked.refresh_from_db()
    assert asked.state == ConversationState.CLOSED
    assert "ditutup tanpa jawaban" in main_of(Asker().open(asked.code))
    time_machine.move_to(start + timedelta(days=362), tick=False)
    call_command("run_due")
    assert not Conversation.objects.exists()


# --- Erasing ---


def test_a_database_in_trouble_is_told_and_nothing_is_half_done(asked, monkeypatch):
    def locked(*args):
        raise OperationalError

    asker = Asker()
    monkeypatch.setattr(asking, "erase", locked)
    assert asker.erase(asked.code, yakin="ya").status_code == 503
    monkeypatch.setattr(asking, "find", locked)
    answer = asker.open(asked.code)
    assert answer.status_code == 503
    assert "Coba lagi" in text_of(answer)


def test_the_officers_words_go_with_the_conversation(asked, officer):
    opening = opened(asked, officer)
    Asker().erase(asked.code, yakin="ya")
    opening.refresh_from_db()
    assert (opening.reason, opening.reason_code) == ("", EmergencyReason.LIFE)


def test_an_answer_to_what_was_just_erased_comes_back(asked, reader, signed_in, contributor):
    at = reverse("private_conversation", args=[asked.pk])
    asked.delete()
    sent = {"version": 1, "nonce": uuid.uuid4(), "body": "Jawaban panjang sekali", "action": "answer"}
    answer = signed_in(reader).post(at, sent)
    assert answer.status_code == 404
    assert "Jawaban panjang sekali" in text_of(answer)
    assert "pengirim sudah menghapus" in text_of(answer)
    assert "Jawaban panjang" not in text_of(signed_in(contributor).post(at, sent))


# --- Floods ---


def test_no_village_is_flooded_from_many_places(notice, monkeypatch):
    monkeypatch.setattr(
        "private_messages.views.answers.FORM_VILLAGE", FORM_VILLAGE.__class__("form-village", 2, 3600)
    )
    answers = [Asker().ask(notice, body=f"Pesan {n}").status_code for n in range(3)]
    assert answers == [200, 200, 429]


# --- Traces ---


def test_no_line_of_the_log_tells_which_form_it_was(notice, monkeypatch):
    told = io.StringIO()
    handler = logging.StreamHandler(told)
    handler.setFormatter(logging.Formatter("{name} {message}", style="{"))
    handler.addFilter(HidePrivate())
    root = logging.getLogger()
    root.addHandler(handler)

    def locked(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr(asking, "ask", locked)
    try:
        assert Asker().ask(notice).status_code == 503
    finally:
        root.removeHandler(handler)
    assert "OperationalError" in told.getvalue()
    for word in ("private", "pesan", "code"):
        assert word not in told.getvalue()


def test_addresses_that_are_quoted_are_kept_out_too():
    words = "GET /akun/reauthenticate/?next=%2Fadmin%2Fpesan-aman%2Fdarurat%2F1%2F HTTP/1.1"
    record = logging.LogRecord("gunicorn.access", logging.INFO, "", 0, "%s", (words,), None)
    assert not HidePrivate().filter(record)


def test_the_screens_tell_no_address_and_no_minute(asked, reader, officer, signed_in):
    for person, name, args in (
        (reader, "private_inbox", []),
        (reader, "private_conversation", [asked.pk]),
        (officer, "private_village_counts", [asked.village_id]),
    ):
        answer = signed_in(person).get(reverse(name, args=args))
        assert answer["Referrer-Policy"] == "strict-origin"
        if name != "private_conversation":
            assert "datetime=" not in text_of(answer)


def test_the_fields_teach_the_browser_nothing(notice, asked):
    for page in (Client().get(ask_url(notice)), Client().get(OPEN), Asker().open(asked.code)):
        for field in re.findall(
            r"<(?:textarea|input type=\"text\")[^>]*isian-(?:body|name|code)[^>]*>", text_of(page)
        ):
            assert 'spellcheck="false"' in field
            assert 'autocorrect="off"' in field
            assert "autocapitalize=" in field
    form = Client().get(ask_url(notice))
    assert form.cookies["csrftoken"]["max-age"] == ""


def test_a_name_may_tell_of_violence_too(notice):
    answer = Asker().ask(notice, name="dipukul suami")
    assert answer.status_code == 422
    assert "nomor di bawah ini" in text_of(answer)
    assert code_in(Asker().ask(notice, name="dipukul suami", not_violence="on"))
