"""Asked so that nobody sees it: the form, the code, the answer, writing again, erasing."""

import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from cryptography.fernet import Fernet
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments import receipts, stamps
from comments.enums import ThreadMode
from comments.models import CommentRules
from private_messages import asking
from private_messages.enums import ConversationState
from private_messages.erasing import KEPT_AFTER_CLOSING
from private_messages.models import Conversation, PrivateMessage
from private_messages.sealing import unseal
from safety.models import HelpContact
from tests.factories.comments import ResidentCommentFactory, ThreadFactory
from tests.factories.inclusion import InclusionNoticePageFactory
from tests.factories.news import NewsArticlePageFactory
from tests.factories.private_messages import ConversationFactory, MessageFactory
from tests.factories.village_pages import member
from tests.private_messages.asker import ERASE, OPEN, REPLY, Asker, ask_url, code_in, hidden, text_of
from village_pages import life
from village_pages.enums import Role
from village_pages.rights import dismiss, distrust, entrust

pytestmark = pytest.mark.django_db

NOBODY_READS = "tidak ada petugas desa yang membaca"


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """Nobody in these tests waits three seconds before sending."""
    monkeypatch.setattr(stamps, "MIN_SECONDS", 0)


@pytest.fixture
def notice(village, reader):
    return InclusionNoticePageFactory(village=village, title="Kelas menjahit")


@pytest.fixture
def quiet_notice(village):
    """A notice of a village in which nobody has the right to read."""
    return InclusionNoticePageFactory(village=village, title="Kelas menjahit")


@pytest.fixture
def help_line():
    return HelpContact.objects.create(
        kind="violence", name="SAPA 129", phone="129", is_sure=True, checked_on=timezone.localdate()
    )


@pytest.fixture
def asker():
    return Asker()


def start_of_an_hour():
    """Counters begin anew at full minutes; a test that counts must not run across one."""
    return time_machine.travel((timezone.now() + timedelta(hours=1)).replace(minute=1), tick=False)


# --- What the page says ---


def test_a_notice_says_how_to_ask_and_who_reads_by_role(client, notice, second_reader):
    page = text_of(client.get(notice.get_url()))

    assert page.index('href="#komentar"') < page.index('id="komentar"') < page.index("Bagikan lewat")
    assert "Tanya dengan aman" in page
    assert "Kader digital dan Perangkat desa di Desa Pematang Rahim" in page
    assert ask_url(notice) in page
    assert OPEN in page
    assert "Nurhayati" not in page
    assert "Amir" not in page


def test_a_notice_where_nobody_reads_shows_contacts_only(client, quiet_notice, help_line):
    page = text_of(client.get(quiet_notice.get_url()))

    assert "Tanya dengan aman" not in page
    assert "/pesan/tulis/" not in page
    assert "SAPA 129" in page
    assert "belum ada petugas desa" in page


def end_the_right(reader, village, settings):
    distrust(reader.memberships.get())


def take_the_role(reader, village, settings):
    dismiss(reader.memberships.get())


def switch_the_account_off(reader, village, settings):
    reader.is_active = False
    reader.save()


def pause_it(reader, village, settings):
    life.pause(village, notice="Dijeda.", by=None, reason="Uji")


def lose_the_key(reader, village, settings):
    settings.MESSAGE_KEYS = []


@pytest.mark.parametrize(
    "stop", [end_the_right, take_the_role, switch_the_account_off, pause_it, lose_the_key]
)
def test_where_nobody_can_read_any_more_nothing_is_taken_and_the_words_are_kept(
    asker, client, notice, reader, village, settings, help_line, stop
):
    opened = asker.form(notice)
    stop(reader, village, settings)
    response = asker.ask(notice, body="Apakah boleh membawa anak?", **opened)

    assert response.status_code == 403
    assert "Apakah boleh membawa anak?" in text_of(response)
    assert "SAPA 129" in text_of(response)
    assert NOBODY_READS in text_of(response)
    assert not Conversation.objects.exists()
    assert "Tanya dengan aman" not in text_of(client.get(notice.get_url()))
    assert "<textarea" not in text_of(client.get(ask_url(notice)))


def test_a_kept_notice_follows_who_reads(
    client, quiet_notice, village, settings, django_capture_on_commit_callbacks
):
    settings.PAGE_CACHE_ENABLED = True
    assert "Tanya dengan aman" not in text_of(client.get(quiet_notice.get_url()))
    with django_capture_on_commit_callbacks(execute=True):
        person = member(Role.CADRE, village)
        entrust(person.memberships.get())
    assert "Tanya dengan aman" in text_of(client.get(quiet_notice.get_url()))
    membership = person.memberships.get()
    membership.until = timezone.now() + timedelta(minutes=1)
    with django_capture_on_commit_callbacks(execute=True):
        membership.save()
    assert "Tanya dengan aman" in text_of(client.get(quiet_notice.get_url()))
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        assert "Tanya dengan aman" not in text_of(client.get(quiet_notice.get_url()))


# --- Which pages ---


def test_a_page_is_asked_about_in_private_by_its_own_rule_or_its_villages(asker, village, reader):
    by_thread, by_village = (NewsArticlePageFactory(village=village) for _ in range(2))
    assert asker.client.get(ask_url(by_thread)).status_code == 404
    ThreadFactory(page=by_thread, mode=ThreadMode.PRIVATE)
    assert asker.client.get(ask_url(by_thread)).status_code == 200
    assert asker.client.get(ask_url(by_village)).status_code == 404
    CommentRules.objects.create(village=village, mode=ThreadMode.PRIVATE)
    assert asker.client.get(ask_url(by_village)).status_code == 200
    assert "Tanya dengan aman" in text_of(asker.client.get(by_village.get_url()))


def test_other_pages_take_nothing_and_keep_the_words(asker, village, reader, notice):
    article = NewsArticlePageFactory(village=village)
    draft = InclusionNoticePageFactory(village=village, live=False)
    for page in (article, draft, village, village.get_parent()):
        assert asker.client.get(ask_url(page)).status_code == 404
        response = asker.ask(page, body="Kata yang disimpan", **asker.form(notice))
        assert response.status_code == 404
        assert "Kata yang disimpan" in text_of(response)
    assert asker.client.get(f"/pesan/tulis/{uuid.uuid4()}/").status_code == 404
    assert asker.client.get("/pesan/").status_code == 404
    assert not Conversation.objects.exists()


# --- The form ---


def test_the_form_is_quiet(asker, notice, help_line):
    """case 36: no cookie but the token's, and nothing that tells where somebody was."""
    response = asker.client.get(ask_url(notice))
    page = text_of(response)

    assert re.search(r"<title>\s*Pesan\s*</title>", page)
    body = page[page.index("<body") :]
    assert body.index("Keluar cepat") < body.index("Langsung ke isi")
    assert "SAPA 129" in page
    assert "Kader digital di Desa Pematang Rahim" in page
    assert "180 hari" in page
    assert "Jangan tulis alamat, nomor telepon, atau nama lengkap" in page
    assert "Jangan ceritakan kekerasan di sini" in page
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]
    assert set(response.cookies) == {"csrftoken"}
    for field in re.findall(r"<(?:input|textarea)[^>]*>", page):
        if "csrfmiddlewaretoken" not in field:
            assert 'autocomplete="off"' in field, field


def test_asked_answered_and_read_by_the_code_alone(asker, notice, reader):
    response = asker.ask(notice, name="Melati", body="Apakah boleh membawa anak?")

    assert response.status_code == 200
    assert set(response.cookies) <= {"csrftoken"}
    conversation = Conversation.objects.get()
    assert (conversation.village, conversation.state) == (notice.village, ConversationState.WAITING)
    said = {"body": "Apakah boleh membawa anak?", "name": "Melati", "page": "Kelas menjahit"}
    assert unseal(conversation.messages.get()) == said
    assert "Apakah boleh" not in text_of(response)

    code = code_in(response)
    other_phone = Asker()
    waiting = text_of(other_phone.open(code))
    assert "belum dijawab" in waiting
    assert "Apakah boleh membawa anak?" in waiting
    MessageFactory(conversation=conversation, words="Boleh, <b>silakan</b>.", is_answer=True, author=reader)
    Conversation.objects.update(state=ConversationState.ANSWERED, waits_since=None)
    answered = text_of(other_phone.open(code.lower().replace("-", " ")))
    assert "sudah dijawab" in answered
    assert "Boleh, &lt;b&gt;silakan&lt;/b&gt;." in answered
    assert answered.index("membawa anak") < answered.index("Boleh,")
    assert "Kader digital" in answered
    assert "Nurhayati" not in answered


def test_sent_twice_is_one_message_and_the_same_code(asker, notice):
    opened = asker.form(notice)
    first, second = (asker.ask(notice, **opened) for _ in range(2))

    assert code_in(first) == code_in(second)
    assert PrivateMessage.objects.count() == 1


def test_who_goes_back_in_the_browser_later_is_not_shown_the_code(asker, notice):
    opened = asker.form(notice)
    code = code_in(asker.ask(notice, **opened))
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        response = asker.ask(notice, **opened)
    assert response.status_code == 200
    assert code not in text_of(response)
    assert PrivateMessage.objects.count() == 1


def test_other_words_from_a_form_that_was_sent_are_asked_about(asker, notice):
    opened = asker.form(notice)
    code = code_in(asker.ask(notice, **opened))
    response = asker.ask(notice, body="Hal yang lain", **opened)

    assert response.status_code == 422
    assert "Hal yang lain" in text_of(response)
    assert code not in text_of(response)
    again = asker.ask(notice, body="Hal yang lain", **hidden(response))
    assert code_in(again) != code
    assert Conversation.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"body": ""}, "Tulis pesan Anda."),
        ({"body": "…"}, "Tulis pesan Anda."),
        ({"body": "kata " * 401}, "Pesan terlalu panjang"),
        ({"name": "a" * 61}, "Panggilan terlalu panjang"),
        ({"stamp": None}, "terlalu lama terbuka"),
        ({"stamp": "rusak"}, "terlalu lama terbuka"),
        ({"lanjutan": "terisi"}, "Periksa sekali lagi"),
    ],
)
def test_an_error_keeps_every_word_and_says_how_to_mend_it(asker, notice, fields, words):
    values = {"name": "Melati", "body": "Apakah boleh membawa anak?"} | fields
    response = asker.ask(notice, **asker.form(notice) | values)
    page = text_of(response)

    assert response.status_code == 422
    assert "Ada masalah" in page
    assert words in page
    assert values["name"] in page
    assert values["body"].strip() in page
    assert not Conversation.objects.exists()
    if "body" not in fields and "name" not in fields:
        assert asker.ask(notice, **hidden(response) | {"body": values["body"]}).status_code == 200


def test_too_fast_costs_one_more_tap(asker, notice, monkeypatch):
    monkeypatch.setattr(stamps, "MIN_SECONDS", 3)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        response = asker.ask(notice)
        assert response.status_code == 422
        clock.shift(4)
        assert asker.ask(notice, **hidden(response)).status_code == 200


def test_a_form_left_open_for_a_day_keeps_its_words(asker, notice):
    opened = asker.form(notice)
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        response = asker.ask(notice, body="Masih ada", **opened)
        assert response.status_code == 422
        assert "Masih ada" in text_of(response)
        assert asker.ask(notice, body="Masih ada", **hidden(response)).status_code == 200


def test_without_a_good_token_nothing_is_stored_and_the_words_come_back(asker, notice):
    for token in (None, "x" * 64):
        opened = asker.form(notice)
        response = asker.ask(notice, **opened | {"csrfmiddlewaretoken": token}, body="Masih ada")
        assert response.status_code == 403
        assert "Masih ada" in text_of(response)
    assert asker.ask(notice, **hidden(response)).status_code == 200
    assert Conversation.objects.count() == 1


def test_a_browser_that_names_no_origin_may_send_and_another_site_may_not(asker, notice):
    """``no-referrer`` makes browsers say ``Origin: null`` of our own form."""
    for secure in (False, True):
        sent = {"body": "Halo"} | asker.form(notice)
        assert asker.post(ask_url(notice), sent, headers={"Origin": "null"}, secure=secure).status_code == 200
    assert asker.post(ask_url(notice), {"body": "Halo"} | asker.form(notice), secure=True).status_code == 200
    count = Conversation.objects.count()
    for address in (ask_url(notice), OPEN, REPLY, ERASE):
        sent = {"body": "Halo", "code": "x"} | asker.form(notice)
        foreign = asker.post(address, sent, headers={"Origin": "https://jahat.example"})
        assert foreign.status_code == 403
        assert "situs lain" in text_of(foreign)
        nameless = Client(enforce_csrf_checks=True).post(address, sent, headers={"Origin": "null"})
        assert nameless.status_code == 403
    assert Conversation.objects.count() == count


def test_words_that_may_tell_of_violence_are_sent_to_who_can_help(asker, notice, help_line):
    words = "Saya dipukul suami tadi malam."
    response = asker.ask(notice, body=words)
    page = text_of(response)

    assert response.status_code == 422
    assert words in page
    assert "SAPA 129" in page
    assert 'name="not_violence"' in page
    assert "<details open>" in page
    assert re.search(r"<title>\s*Pesan\s*</title>", page)
    assert ">Ada masalah<" not in page
    assert page.index("Anda dapat ditolong") < page.index('href="tel:129"') < page.index("Jangan ceritakan")
    assert "Atau hapus bagian itu" in page
    assert not Conversation.objects.exists()
    assert asker.ask(notice, body=words, not_violence="on", **hidden(response)).status_code == 200
    assert 'name="not_violence"' not in text_of(asker.client.get(ask_url(notice)))


def test_too_many_from_one_browser_wait_with_their_words(asker, notice):
    with start_of_an_hour():
        for _ in range(6):
            assert asker.ask(notice).status_code == 200
        response = asker.ask(notice, body="Yang ketujuh")
        assert response.status_code == 429
        assert "Yang ketujuh" in text_of(response)
        assert "WIB" in text_of(response)
        assert int(response["Retry-After"]) > 0
        assert Asker().ask(notice).status_code == 200


def test_where_the_database_does_not_answer_the_words_come_back_and_no_log_has_them(
    asker, notice, monkeypatch, caplog
):
    def fail(**words):
        raise DatabaseError(f"DETAIL: {words}")

    opened = asker.form(notice)
    monkeypatch.setattr(asking, "ask", fail)
    response = asker.ask(notice, body="Kata rahasia", **opened)
    assert response.status_code == 503
    assert "Kata rahasia" in text_of(response)
    assert "no-store" in response["Cache-Control"]
    assert "rahasia" not in caplog.text
    assert "DETAIL" not in caplog.text


# --- By the code ---


def test_wrong_unknown_erased_and_other_codes_get_the_same_answer(asker, notice):
    """case 19"""
    code = code_in(asker.ask(notice))
    asker.erase(code, yakin="ya")
    comment = ResidentCommentFactory(thread__page=NewsArticlePageFactory(village=notice.village))
    comment.receipt_hash = receipts.hash_of(receipts.code_for(comment.submit_nonce))
    comment.save()
    codes = [code, "AAAA-AAAA-AAAA-AAAA", "pendek", receipts.code_for(comment.submit_nonce)]
    answers = [asker.open(one) for one in codes]

    assert {answer.status_code for answer in answers} == {422}
    pages = [
        re.sub(r'value="[^"]*"', "", text_of(answer).replace(one, ""))
        for one, answer in zip(codes, answers, strict=True)
    ]
    assert len(set(pages)) == 1


def test_a_code_of_a_message_opens_no_comment_and_the_page_for_comments_hints_at_none(asker, notice):
    nonce = stamps.read((opened := asker.form(notice))["stamp"], notice.translation_key).nonce
    code = code_in(asker.ask(notice, **opened))
    assert code != receipts.code_for(nonce)
    url = reverse("comments:receipt")
    page = text_of(asker.client.post(url, {"code": code, **hidden(asker.client.get(url))}))
    assert "tidak ditemukan" in page
    assert "/pesan/" not in page


def test_every_code_takes_one_slow_hash(asker, notice, monkeypatch):
    code = code_in(asker.ask(notice))
    hashed = []
    slow = receipts.hash_of
    monkeypatch.setattr(receipts, "hash_of", lambda *args: hashed.append(args) or slow(*args))
    for typed in (code, "AAAA-AAAA-AAAA-AAAA", "pendek"):
        asker.open(typed)
    assert len(hashed) == 3


def test_codes_cannot_be_tried_without_end_and_the_right_one_always_opens(asker, notice):
    code = code_in(asker.ask(notice))
    with start_of_an_hour():
        for _ in range(20):
            assert asker.open("AAAA-AAAA-AAAA-AAAA").status_code == 422
        assert asker.open("AAAA-AAAA-AAAA-AAAA").status_code == 429
        assert asker.open(code).status_code == 200
        assert asker.erase(code, yakin="ya").status_code == 200
    assert not Conversation.objects.exists()


def test_the_page_of_a_conversation_is_kept_nowhere(asker, notice):
    code = code_in(asker.ask(notice, body="Kata rahasia"))
    for response in (asker.open(code), asker.reply(code), asker.erase(code), asker.client.get(OPEN)):
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]
        assert response["Referrer-Policy"] == "no-referrer"
        assert set(response.cookies) <= {"csrftoken"}
        assert re.search(r"<title>\s*Pesan\s*</title>", text_of(response))
    for address in (REPLY, ERASE):
        assert asker.client.get(address)["Location"] == OPEN


def test_writing_again_waits_anew_and_is_stored_once(asker, reader, village):
    conversation = ConversationFactory(village=village, state=ConversationState.ANSWERED)
    form = hidden(asker.open(conversation.code))
    sent = form | {"body": "Terima kasih. Jam berapa?"}
    assert text_of(asker.post(REPLY, sent)).count("Terima kasih. Jam berapa?") == 1
    assert "Ketik kode lagi" in text_of(asker.post(REPLY, sent))
    # Sent again with a form that is good: it is there already.
    again = asker.post(REPLY, sent | {"sekali": asker.token()["sekali"]})
    assert text_of(again).count("Terima kasih. Jam berapa?") == 1
    conversation.refresh_from_db()
    assert conversation.state == ConversationState.WAITING
    assert conversation.waits_since is not None
    assert conversation.version == 2
    assert [unseal(one)["body"] for one in conversation.messages.all()][-1] == "Terima kasih. Jam berapa?"
    assert conversation.messages.count() == 3
    since = conversation.waits_since
    asker.reply(conversation.code)
    conversation.refresh_from_db()
    assert conversation.waits_since == since


def test_a_bad_reply_keeps_its_words(asker, reader, village, help_line):
    conversation = ConversationFactory(village=village)
    for fields, words in [
        ({"body": " "}, "Tulis pesan Anda."),
        ({"stamp": "rusak"}, "terlalu lama terbuka"),
        ({"body": "Saya dipukul suami."}, "Ini bukan cerita"),
        ({"lanjutan": "isi"}, "Periksa sekali lagi"),
    ]:
        response = asker.reply(conversation.code, **fields)
        assert response.status_code == 422
        assert words in text_of(response)
        assert fields.get("body", "Satu lagi.").strip() in text_of(response)
    unknown = asker.post(REPLY, asker.token() | {"code": "AAAA-AAAA-AAAA-AAAA", "body": "Masih ada"})
    assert unknown.status_code == 422
    assert "Masih ada" in text_of(unknown)
    assert conversation.messages.count() == 1


def test_a_closed_conversation_is_read_until_it_is_erased_and_takes_no_more(asker, reader, village):
    conversation = ConversationFactory(village=village, state=ConversationState.CLOSED)
    opened = asker.open(conversation.code)
    stamp = stamps.issue(conversation.pk)
    assert "sudah ditutup" in text_of(opened)
    assert "Silakan datang." in text_of(opened)
    assert "<textarea" not in text_of(opened)
    gone = timezone.localtime(conversation.closed_at + KEPT_AFTER_CLOSING)
    assert f"{gone.day} " in text_of(opened)
    response = asker.post(REPLY, hidden(opened) | {"stamp": stamp, "body": "Masih ada"})
    assert response.status_code == 403
    assert "Masih ada" in text_of(response)
    assert conversation.messages.count() == 2


def test_closed_while_somebody_wrote_again(asker, reader, village, monkeypatch):
    conversation = ConversationFactory(village=village)
    monkeypatch.setattr(
        "private_messages.views.own.looks_like_a_machine",
        lambda form, stamp: (
            Conversation.objects.update(
                state=ConversationState.CLOSED, waits_since=None, closed_at=timezone.now()
            )
            and False
        ),
    )
    response = asker.reply(conversation.code)
    assert response.status_code == 403
    assert "Satu lagi." in text_of(response)
    assert conversation.messages.count() == 1


def test_who_reads_no_more_is_said_to_who_asked_before(asker, reader, village):
    conversation = ConversationFactory(village=village, words="Kata saya")
    distrust(reader.memberships.get())
    page = text_of(asker.open(conversation.code))
    assert "Kata saya" in page
    assert NOBODY_READS in page
    assert "<textarea" not in page


def test_erased_at_once_after_one_question(asker, reader, village):
    conversation = ConversationFactory(village=village, state=ConversationState.ANSWERED)
    asked = asker.erase(conversation.code)
    assert "Ini tidak dapat dibatalkan" in text_of(asked)
    assert Conversation.objects.exists()
    done = asker.erase(conversation.code, yakin="ya")
    assert "sudah dihapus" in text_of(done)
    assert not Conversation.objects.exists()
    assert not PrivateMessage.objects.exists()


def test_a_broken_seal_is_said_plainly_and_the_rest_is_read(asker, reader, village, settings):
    conversation = ConversationFactory(village=village, words="Kata saya", state=ConversationState.ANSWERED)
    other = ConversationFactory(village=village, words="Kata orang lain")
    answer = conversation.messages.get(is_answer=True)
    answer.sealed = other.messages.get().sealed
    answer.save()
    response = asker.open(conversation.code)
    assert response.status_code == 200
    assert "Kata saya" in text_of(response)
    assert "tidak dapat dibuka lagi" in text_of(response)
    assert "Kata orang lain" not in text_of(response)
    settings.MESSAGE_KEYS = [Fernet.generate_key().decode()]
    assert text_of(asker.open(conversation.code)).count("tidak dapat dibuka lagi") == 2


def test_words_do_nothing_in_the_page(asker, notice):
    words = '"><script>jahat()</script></textarea>\u202e{{ 7*7 }}'
    response = asker.ask(notice, name=words[:60], body=words)
    page = text_of(asker.open(code_in(response)))
    assert "<script>jahat" not in page
    assert "&lt;script&gt;" in page
    assert "\u202e" not in page
    assert "<bdi>" in page


def test_odd_methods_and_bodies(asker, notice):
    for address in (ask_url(notice), OPEN, REPLY, ERASE):
        for method in ("put", "delete", "patch"):
            response = getattr(asker.client, method)(address)
            assert response.status_code == 405
            assert response["Referrer-Policy"] == "no-referrer"
        assert asker.client.post(address, b"{}", content_type="application/json").status_code == 400
        assert asker.client.head(address).status_code in (200, 302)
    assert not Conversation.objects.exists()
