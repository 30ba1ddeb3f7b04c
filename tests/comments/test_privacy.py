"""What is promised about residents' data, in docs/privacy.md and on the page about privacy, holds."""

import logging
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments import consent, due_work, erasing, limits, reporting
from comments.enums import CommentState, ReportOutcome, ReportReason
from comments.models import (
    CommentEdit,
    LimitCounter,
    Report,
    ResidentComment,
    ResidentLink,
    ResidentSession,
)
from example_content.texts.information import REGENCY
from tests.comments.stored import places_of
from tests.example_content.test_texts import strings_of
from tests.factories.comments import ResidentCommentFactory
from tests.factories.residents import ResidentFactory, resident_link, signed_in_resident
from village_pages.models import InformationPage, RegencyHomePage

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "privacy.md"


def after(time: timedelta):
    return time_machine.travel(timezone.now() + time)


def test_limit_counters_are_gone_after_a_day(article):
    limits.hit(limits.POST_ADDRESS, "192.0.2.0/24")
    with after(timedelta(hours=20)):
        call_command("run_due")
        assert LimitCounter.objects.count() == 1
    with after(timedelta(days=1, hours=1)):
        call_command("run_due")
        assert not LimitCounter.objects.exists()


def test_an_address_is_kept_as_no_address(article, guest, patient):
    guest.client.defaults["REMOTE_ADDR"] = "203.0.113.77"
    guest.send(article)
    comment = ResidentComment.objects.get()
    ResidentComment.objects.filter(pk=comment.pk).update(state=CommentState.PUBLISHED)
    reporting.report(comment, reason=ReportReason.RUDE, device="peramban-xyz")
    assert LimitCounter.objects.exists()
    assert places_of("203.0.113") == places_of("peramban-xyz") == []


def test_sessions_and_links_that_ended_go(village):
    resident = ResidentFactory(village=village)
    signed_in_resident(Client(), resident, is_shared=True)
    signed_in_resident(Client(), resident)
    resident_link(resident)
    with after(timedelta(hours=3)):
        call_command("run_due")
        assert not ResidentSession.objects.get().is_shared
        assert ResidentLink.objects.exists()
    with after(timedelta(days=31)):
        call_command("run_due")
    assert not ResidentSession.objects.exists()
    with after(timedelta(days=92)):
        call_command("run_due")
        assert ResidentLink.objects.exists()
    with after(timedelta(days=94)):
        call_command("run_due")
    assert not ResidentLink.objects.exists()


def test_words_of_reports_and_before_edits_go_after_their_time(article):
    comment = ResidentCommentFactory(thread__page=article)
    CommentEdit.objects.create(comment=comment, old_body="Dulu")
    values = {"comment": comment, "reason": ReportReason.RUDE, "text": "Ia menghina"}
    handled = {"handled_at": timezone.now(), "outcome": ReportOutcome.KEPT}
    done = Report.objects.create(reporter_key_hash="1" * 64, **values, **handled)
    waiting = Report.objects.create(reporter_key_hash="2" * 64, **values)
    with after(timedelta(days=89)):
        call_command("run_due")
        assert CommentEdit.objects.exists()
    with after(timedelta(days=179)):
        call_command("run_due")
        assert not CommentEdit.objects.exists()
        assert Report.objects.get(pk=done.pk).text
    with after(timedelta(days=181)):
        call_command("run_due")
    assert Report.objects.get(pk=done.pk).text == ""
    # What nobody has decided about is read first.
    assert Report.objects.get(pk=waiting.pk).text


def test_the_promises_are_those_of_the_code():
    table = DOCUMENT.read_text()
    page = " ".join(strings_of(next(text for text in REGENCY if text.key == "privasi")))
    promised = {
        "30 hari": erasing.KEPT[CommentState.WITHDRAWN],
        "90 hari": erasing.KEPT[CommentState.SPAM],
        "1 tahun": erasing.KEPT[CommentState.REJECTED],
        "180 hari": due_work.WORDS_OF_REPORTS_KEPT,
        "1 hari": limits.KEPT,
    }
    days = {"30 hari": 30, "90 hari": 90, "1 tahun": 365, "180 hari": 180, "1 hari": 1}
    for words, kept in promised.items():
        assert kept == timedelta(days=days[words]), words
        assert words in table, words
        assert words in page, words
    assert timedelta(days=90) == due_work.WORDS_BEFORE_EDITS_KEPT


def test_the_page_about_privacy_is_linked_where_somebody_writes(article, village):
    home = RegencyHomePage.objects.get()
    home.add_child(instance=InformationPage(title="Privasi", slug="privasi")).save_revision().publish()
    comment = ResidentCommentFactory(thread__page=article)
    for address in (
        reverse("comments:write", args=[article.translation_key]),
        reverse("comments:report", args=[comment.public_id]),
        reverse("comments:receipt"),
        article.get_url(),
    ):
        assert 'href="/privasi/"' in Client().get(address).content.decode(), address


def test_consents_have_versions_and_say_how_to_withdraw():
    now = consent.current()
    assert consent.version(now.version) is now
    assert consent.version("") is None
    versions = [one.version for one in consent.VERSIONS]
    assert len(set(versions)) == len(versions)
    assert all(len(one) <= 20 for one in versions)
    assert [one.since for one in consent.VERSIONS] == sorted(one.since for one in consent.VERSIONS)
    assert "dicabut" in now.text or "cabut" in now.text
    assert "27 Tahun 2022" in now.text
    assert "3 x 24 jam" in now.text
    assert "kode bukti" in str(now.short)


@pytest.mark.parametrize("by_hand", [True, False], ids=["asked", "by itself"])
def test_nothing_of_it_is_written_to_the_log_of_the_machine(article, village, caplog, by_hand):
    caplog.set_level(logging.DEBUG)
    caplog.handler.setLevel(logging.INFO)
    resident = ResidentFactory(village=village, display_name="xqnamazy", verified=True)
    comment = ResidentCommentFactory(thread__page=article, body="xqkatazy", shown_name="xqnamazy")
    reporting.report(comment, reason=ReportReason.RUDE, text="xqlaporanzy", resident=resident)
    if by_hand:
        erasing.erase_comment(comment)
        erasing.erase_resident(resident)
    else:
        call_command("run_due")
    messages = " ".join(record.getMessage() for record in caplog.records if record.levelno >= logging.INFO)
    assert not [word for word in ("xqnamazy", "xqkatazy", "xqlaporanzy") if word in messages]
