"""Readers report comments: once each, without being named, and not as a weapon."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments import reporting, stamps
from comments.enums import CommentKind, CommentState, ReasonCode, ReportOutcome, ReportReason, ResidentStatus
from comments.models import ModAction, Report, Resident, ResidentComment
from comments.signals import comment_waits
from tests.comments.conftest import article_in
from tests.factories.comments import AnswerFactory, ResidentCommentFactory
from tests.factories.residents import ResidentFactory, signed_in_resident

SOME_DAYS = timedelta(days=30)


@pytest.fixture
def comment(article):
    return ResidentCommentFactory(thread__page=article, body="Kepala dusun itu maling.")


def settled(village, **fields) -> Resident:
    """A verified resident who was registered some time ago."""
    return ResidentFactory(village=village, verified=True, created_at=timezone.now() - SOME_DAYS, **fields)


def report_url(comment) -> str:
    return reverse("comments:report", args=[comment.public_id])


def opened(client: Client, comment) -> dict[str, str]:
    html = client.get(report_url(comment)).content.decode()
    return {
        name: re.search(rf'name="{name}" value="([^"]+)"', html)[1]
        for name in ("csrfmiddlewaretoken", "stamp")
    }


def send(client: Client, about, **fields):
    values = {"reason": ReportReason.RUDE, "text": "", "lanjutan": ""} | fields
    if not {"csrfmiddlewaretoken", "stamp"} <= fields.keys():
        values = opened(client, about) | values
    return client.post(report_url(about), values)


def browser() -> Client:
    return Client(enforce_csrf_checks=True)


def test_a_guest_reports_a_comment_once(patient, comment):
    guest = browser()
    form = guest.get(report_url(comment))
    assert form.status_code == 200
    assert "no-store" in form["Cache-Control"]
    assert "Kepala dusun itu maling." in form.content.decode()

    answer = send(guest, comment, text="Menuduh tanpa bukti.")
    assert answer.status_code == 303
    assert answer["Location"] == reverse("comments:reported")
    assert "Terima kasih" in guest.get(answer["Location"]).content.decode()
    # Sent again: the same thanks, and no second row.
    assert send(guest, comment, text="Lagi.").status_code == 303

    report = Report.objects.get()
    assert (report.reporter, report.text, report.handled_at) == (None, "Menuduh tanpa bukti.", None)
    comment.refresh_from_db()
    assert comment.state == CommentState.PUBLISHED


def test_a_form_that_is_sent_wrongly_keeps_the_words(patient, comment):
    guest = browser()
    answer = send(guest, comment, reason="bukan alasan", text="Kata-kata saya")
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Pilih satu alasan." in html
    assert "Kata-kata saya" in html
    assert 'role="alert"' in html
    assert 'href="#' in html

    assert "280" in send(guest, comment, text="a" * 281).content.decode()
    expired = send(
        guest,
        comment,
        stamp="x",
        csrfmiddlewaretoken=opened(guest, comment)["csrfmiddlewaretoken"],
        text="Kata",
    )
    assert expired.status_code == 422
    assert "Kata" in expired.content.decode()
    without_token = send(
        guest, comment, csrfmiddlewaretoken="", stamp=stamps.issue(comment.thread.page.translation_key)
    )
    assert without_token.status_code == 403
    assert "kedaluwarsa" in without_token.content.decode()
    assert not Report.objects.exists()


def test_a_machine_is_asked_again_and_a_person_loses_nothing(comment):
    guest = browser()
    fast = send(guest, comment, text="Ditempel")  # within three seconds
    assert fast.status_code == 422
    assert "Ditempel" in fast.content.decode()
    assert "sekali lagi" in fast.content.decode()
    with time_machine.travel(timezone.now() + timedelta(seconds=20)):
        filled = send(
            guest, comment, lanjutan="x", stamp=_stamp_of(fast), csrfmiddlewaretoken=_token_of(fast)
        )
        assert filled.status_code == 422
        assert not Report.objects.exists()
        # The form that comes back has an empty trap: the browser's autofill costs one tap.
        again = send(guest, comment, stamp=_stamp_of(filled), csrfmiddlewaretoken=_token_of(filled))
    assert again.status_code == 303
    assert Report.objects.count() == 1


def _stamp_of(response) -> str:
    return re.search(r'name="stamp" value="([^"]+)"', response.content.decode())[1]


def _token_of(response) -> str:
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', response.content.decode())[1]


@pytest.mark.parametrize(
    "state", [state for state in CommentState if state != CommentState.PUBLISHED], ids=str
)
def test_only_what_everybody_reads_can_be_reported(patient, article, state):
    hidden = ResidentCommentFactory(thread__page=article, state=state)
    assert browser().get(report_url(hidden)).status_code == 404
    assert reporting.report(hidden, reason=ReportReason.RUDE, device="x") is None


def test_under_a_page_that_is_gone_there_is_nothing_to_report(comment, article):
    article.unpublish()
    assert browser().get(report_url(comment)).status_code == 404
    assert browser().get("/komentar/lapor/222222222222/").status_code == 404
    assert browser().get("/komentar/lapor/1/").status_code == 404


def test_three_verified_residents_hide_it_until_somebody_looks(
    comment, village, django_capture_on_commit_callbacks
):
    waits = []
    comment_waits.connect(lambda comment, **kwargs: waits.append(comment.pk), weak=False, dispatch_uid="test")
    try:
        for resident in (settled(village), settled(village)):
            reporting.report(comment, reason=ReportReason.RUDE, resident=resident)
        comment.refresh_from_db()
        assert comment.state == CommentState.PUBLISHED
        assert not waits
        reporting.report(comment, reason=ReportReason.FALSE, resident=settled(village))
    finally:
        comment_waits.disconnect(dispatch_uid="test")
    comment.refresh_from_db()
    assert (comment.state, comment.reason_code) == (CommentState.HIDDEN, ReasonCode.REPORTED)
    assert comment.thread.__class__.objects.get(pk=comment.thread_id).n_published == 0
    assert waits == [comment.pk]
    action = ModAction.objects.get(comment=comment)
    assert (action.actor, action.to_state) == (None, CommentState.HIDDEN)
    assert comment.reports.open().count() == 3


def test_those_whose_word_does_not_count(comment, village):
    """Case 30: three new accounts, one household, the muted and the unverified hide nothing together."""
    new = [ResidentFactory(village=village, verified=True) for _i in range(3)]
    unverified = ResidentFactory(village=village, created_at=timezone.now() - SOME_DAYS)
    lapsed = settled(village)
    Resident.objects.filter(pk=lapsed.pk).update(verified_at=timezone.now() - timedelta(days=400))
    muted = settled(village, status=ResidentStatus.MUTED)
    banned = settled(village, status=ResidentStatus.BANNED)
    leaving = settled(village, erasure_asked_at=timezone.now())
    household = [settled(village, phone_hash="a" * 64) for _i in range(3)]
    for resident in [*new, unverified, lapsed, muted, banned, leaving, *household]:
        reporting.report(comment, reason=ReportReason.RUDE, resident=resident)
    uncounted = settled(village)
    reporting.report(comment, reason=ReportReason.RUDE, resident=uncounted, is_counted=False)
    comment.refresh_from_db()
    assert comment.state == CommentState.PUBLISHED
    # One household and one neighbour are two; with one more they are enough.
    assert comment.reports.open().count() == 12
    reporting.report(comment, reason=ReportReason.RUDE, resident=settled(village))
    comment.refresh_from_db()
    assert comment.state == CommentState.HIDDEN


def test_nobody_hides_with_a_report_against_himself(comment, village):
    author = settled(village)
    ResidentComment.objects.filter(pk=comment.pk).update(resident=author, kind=CommentKind.RESIDENT)
    for resident in (author, settled(village), settled(village)):
        reporting.report(comment, reason=ReportReason.RUDE, resident=resident)
    comment.refresh_from_db()
    assert comment.state == CommentState.PUBLISHED


def test_a_flood_by_one_person_is_one_report(patient, article):
    """Case 30: report flood by one person: one row each, five comments an hour, and the words are kept."""
    comments = [ResidentCommentFactory(thread__page=article) for _i in range(7)]
    guest = browser()
    assert [send(guest, comment).status_code for comment in comments[:5]] == [303] * 5
    refused = send(guest, comments[5], text="Tulisan keenam")
    assert refused.status_code == 429
    assert "Tulisan keenam" in refused.content.decode()
    assert int(refused["Retry-After"]) > 0
    # What was reported already is thanked for as before: a sending that was cut can be sent again.
    assert send(guest, comments[0]).status_code == 303
    assert Report.objects.count() == 5
    # A neighbour behind the same address reports all the same.
    assert send(browser(), comments[5]).status_code == 303


def test_many_guests_raise_priority_and_no_more(unlimited, patient, comment, village):
    """Case 30: a flood from many browsers neither hides, nor fills the table, nor keeps residents out."""
    for i in range(reporting.MOST_OF_GUESTS + 5):
        reporting.report(comment, reason=ReportReason.SPAM, device=f"telepon {i}")
    assert comment.reports.count() == reporting.MOST_OF_GUESTS
    assert send(browser(), comment).status_code == 303  # thanked, not stored
    assert comment.reports.count() == reporting.MOST_OF_GUESTS
    comment.refresh_from_db()
    assert comment.state == CommentState.PUBLISHED
    assert reporting.report(comment, reason=ReportReason.RUDE, resident=settled(village)) is not None


def test_an_official_answer_is_read_again_but_never_hidden(comment, cadre, village):
    """Case 30: reports against an official reply."""
    answer = AnswerFactory(parent=comment, author=cadre)
    for _i in range(4):
        assert reporting.report(answer, reason=ReportReason.ABOUT_CADRE, resident=settled(village))
    answer.refresh_from_db()
    assert answer.state == CommentState.PUBLISHED
    assert answer.reports.open().count() == 4


def test_what_a_moderator_kept_needs_three_new_ones(comment, village):
    first = [settled(village) for _i in range(3)]
    for resident in first[:2]:
        reporting.report(comment, reason=ReportReason.RUDE, resident=resident)
    comment.reports.update(handled_at=timezone.now(), outcome=ReportOutcome.KEPT)
    reporting.report(comment, reason=ReportReason.RUDE, resident=first[2])
    for resident in first:
        assert reporting.report(comment, reason=ReportReason.RUDE, resident=resident) is None
    comment.refresh_from_db()
    assert comment.state == CommentState.PUBLISHED
    for _i in range(2):
        reporting.report(comment, reason=ReportReason.RUDE, resident=settled(village))
    comment.refresh_from_db()
    assert comment.state == CommentState.HIDDEN


def test_a_resident_reports_under_his_own_mark_on_every_phone(patient, comment, village):
    resident = settled(village)
    for _phone in range(2):
        client = browser()
        signed_in_resident(client, resident)
        assert send(client, comment).status_code == 303
    report = Report.objects.get()
    assert report.reporter == resident
    assert str(resident.pk) not in report.reporter_key_hash


def test_one_mark_does_not_follow_a_reader(article):
    first, second = (ResidentCommentFactory(thread__page=article) for _i in range(2))
    marks = {reporting.reader_mark(comment, None, "telepon") for comment in (first, second)}
    assert len(marks) == 2


def test_words_in_a_report_are_only_words(patient, comment, cadre):
    """Case 30: abusive words inside the report are stored as typed and shown to nobody in public."""
    words = "<script>alert(1)</script> {{ 7*7 }} kata kasar"
    guest = browser()
    assert send(guest, comment, text=words).status_code == 303
    assert Report.objects.get().text == words
    page = Client().get(comment.get_absolute_url()).content.decode()
    assert "kata kasar" not in page
    assert "alert(1)" not in page
    wrong = send(browser(), comment, reason="", text=words).content.decode()
    assert "<script>alert(1)" not in wrong
    assert "&lt;script&gt;" in wrong
    assert "{{ 7*7 }}" in wrong


def test_fields_that_are_not_asked_for_are_not_heard(patient, comment, village):
    stranger = settled(village)
    send(
        browser(), comment, reporter=str(stranger.pk), outcome="hidden", handled_at="2026-01-01", comment="1"
    )
    report = Report.objects.get()
    assert (report.reporter, report.outcome, report.handled_at) == (None, "", None)


def test_get_and_files_store_nothing(patient, comment):
    guest = browser()
    guest.get(report_url(comment), {"reason": "rude"})
    assert guest.post(report_url(comment), "{}", content_type="application/json").status_code == 400
    assert not Report.objects.exists()


def test_as_many_queries_for_a_thousand_reports(comment, village, django_assert_max_num_queries):
    resident = settled(village)
    Report.objects.bulk_create(
        Report(
            comment=comment,
            reporter_key_hash=f"{i:064}",
            reason=ReportReason.RUDE,
            handled_at=timezone.now(),
            outcome=ReportOutcome.KEPT,
        )
        for i in range(1000)
    )
    with django_assert_max_num_queries(10):
        reporting.report(comment, reason=ReportReason.RUDE, resident=resident)


def test_the_page_of_another_article_lists_nothing_of_it(comment, village):
    other = article_in(village, title="Lain")
    reporting.report(comment, reason=ReportReason.RUDE, device="x", text="rahasia pelapor")
    for page in (other, comment.thread.page):
        assert "rahasia pelapor" not in Client().get(page.get_url()).content.decode()
