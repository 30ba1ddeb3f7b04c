"""What a review of the comments found, each as a story that went wrong before."""

import json
import logging
from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from comments import conflicts, defences, erasing, moderation, posting, reporting, undecided
from comments.enums import CommentKind, CommentState, HeldCode, ReasonCode, ReportReason, ThreadMode
from comments.models import CommentEdit, Report, Resident, ResidentComment, ResidentSession, Thread
from comments.residents import sessions
from tests.comments.conftest import article_in, staff
from tests.editorial.test_race import at_once
from tests.factories.comments import AnswerFactory, ResidentCommentFactory
from tests.factories.residents import ResidentFactory, signed_in_resident
from village_pages.enums import Role

QUEUE = "comment_moderation:index"


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def item_url(comment) -> str:
    return reverse("comment_moderation:item", args=[comment.public_id])


def decide(user, comment, action, **fields):
    values = {"action": action, "version": comment.version, "keadaan": "menunggu"} | fields
    return browser(user).post(item_url(comment), values)


@pytest.fixture
def resident(village):
    """Verified long ago, under whose name things are said here."""
    return ResidentFactory(village=village, verified=True, created_at=timezone.now() - timedelta(days=60))


def said(resident, article, **fields) -> ResidentComment:
    return ResidentCommentFactory(
        thread__page=article, kind=CommentKind.RESIDENT, resident=resident, **fields
    )


def below(root, **fields) -> ResidentComment:
    return ResidentCommentFactory(thread=root.thread, parent=root, root=root, depth=1, **fields)


def test_of_other_villages_a_cadre_hands_out_only_what_everybody_reads(
    resident, article, other_article, other_village, cadre, other_cadre
):
    at_home = said(resident, article, body="Di desa sendiri", author_note="Catatan di rumah")
    away = said(resident, other_article, body="Telepon saya 0812 1111 2222", masks=[[13, 27]])
    ResidentComment.objects.filter(pk=away.pk).update(
        author_note="Catatan kader lain", edited_at=timezone.now()
    )
    CommentEdit.objects.create(comment=away, old_body="Tulisan yang lama")
    gone = article_in(other_village, title="Halaman yang ditarik")
    said(resident, gone, body="Di halaman yang ditarik")
    gone.unpublish()
    url = reverse("resident_export", args=[resident.pk])
    answer = browser(cadre).post(url, {"reason": "in_person", "bentuk": "json"})
    text, data = answer.content.decode(), json.loads(answer.content)
    assert [one["id"] for one in data["comments"]] == [at_home.public_id]
    assert "Catatan di rumah" in text
    (public,) = data["public_comments"]
    assert set(public) == {"village", "page", "published_at", "text"}
    assert public["text"].startswith("Telepon saya")
    for words in ("0812", "Catatan kader lain", "Tulisan yang lama", "Di halaman yang ditarik"):
        assert words not in text, words
    page = browser(cadre).post(url, {"reason": "in_person", "bentuk": "html"}).content.decode()
    assert "Telepon saya" in page
    assert "0812" not in page


@pytest.mark.parametrize("action", ["approve", "answer"])
def test_while_the_database_is_busy_the_words_of_who_decides_come_back(
    article, cadre, monkeypatch, caplog, action
):
    waiting = ResidentCommentFactory(thread__page=article, state=CommentState.PENDING)
    monkeypatch.setattr(moderation, "_take", _busy)
    answer = decide(cadre, waiting, action, body="Jawaban yang panjang sekali")
    page = answer.content.decode()
    assert answer.status_code == 503
    assert "Situs sedang sibuk" in page
    assert ("Jawaban yang panjang sekali" in page) == (action == "answer")
    assert "baris rahasia" not in caplog.text


def test_while_the_database_is_busy_what_was_ticked_stays_ticked(article, cadre, monkeypatch, caplog):
    waiting = ResidentCommentFactory(thread__page=article, state=CommentState.PENDING)
    monkeypatch.setattr(moderation, "_take", _busy)
    values = {"action": "approve", "pilih": f"{waiting.public_id}-1", "keadaan": "menunggu"}
    answer = browser(cadre).post(reverse("comment_moderation:bulk"), values)
    page = answer.content.decode()
    assert answer.status_code == 503
    assert "Situs sedang sibuk" in page
    assert f'value="{waiting.public_id}-1"' in page
    assert "baris rahasia" not in caplog.text


def _busy(*args, **kwargs):
    raise OperationalError("deadlock detected: baris rahasia")


def test_who_only_answers_finds_no_covered_words_by_searching(article, village, cadre):
    official = staff("perangkat.pematang", Role.VILLAGE_OFFICIAL, village, "Pak Sekdes")
    covered = ResidentCommentFactory(
        thread__page=article, body="Hubungi 0812 1111 2222 saja", masks=[[8, 22]]
    )
    plain = ResidentCommentFactory(thread__page=article, body="Hubungi kantor desa saja")

    def found(user, words) -> set[str]:
        page = browser(user).get(reverse(QUEUE), {"keadaan": "tayang", "cari": words}).content.decode()
        return {one.public_id for one in (covered, plain) if item_url(one) in page}

    assert found(official, "0812 1111") == set()
    assert found(official, "kantor desa") == {plain.public_id}
    assert found(cadre, "0812 1111") == {covered.public_id}


@pytest.mark.parametrize("how", ["thread", "page"])
def test_answers_that_nobody_may_read_are_not_shown_on_the_own_page(article, resident, cadre, how):
    comment = said(resident, article)
    AnswerFactory(parent=comment, author=cadre, body="Jawaban yang tertutup")
    client = Client()
    signed_in_resident(client, resident)
    own, mine = reverse("comments:own", args=[comment.public_id]), reverse("comments:mine")
    fresh = client.get(mine).context["paginator_page"][0]
    assert fresh.has_new_answer
    assert "Jawaban yang tertutup" in client.get(own).content.decode()
    ResidentComment.objects.filter(pk=comment.pk).update(author_seen_at=None)
    if how == "thread":
        Thread.objects.update(mode=ThreadMode.PRIVATE)
    else:
        article.unpublish()
    assert not client.get(mine).context["paginator_page"][0].has_new_answer
    assert "Jawaban yang tertutup" not in client.get(own).content.decode()


def test_a_session_that_ends_while_it_is_used_is_a_guest_and_no_fault(village):
    resident = ResidentFactory(village=village)
    response = HttpResponse()
    sessions.begin(response, resident, is_shared=True)
    ResidentSession.objects.update(seen_at=timezone.now() - sessions.SEEN_EVERY * 2)
    request = RequestFactory().get("/komentar/saya/")
    request.COOKIES[sessions.COOKIE] = response.cookies[sessions.COOKIE].value
    asked = Resident.may_sign_in.fget

    def ends_meanwhile(self):
        ResidentSession.objects.all().delete()
        return asked(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Resident, "may_sign_in", property(ends_meanwhile))
        assert sessions.resident_of(request) is None


def test_a_report_that_could_not_be_stored_is_logged_without_its_words(
    patient, unlimited, article, monkeypatch, caplog
):
    comment = ResidentCommentFactory(thread__page=article)
    monkeypatch.setattr(reporting, "report", _busy)
    client, url = Client(), reverse("comments:report", args=[comment.public_id])
    stamp = client.get(url).context["form"].initial["stamp"]
    with caplog.at_level(logging.DEBUG):
        answer = client.post(url, {"reason": "rude", "text": "", "lanjutan": "", "stamp": stamp})
    assert answer.status_code in (403, 503)
    assert answer.status_code == 503, "the form was not taken at all"
    assert "OperationalError" in caplog.text
    assert "baris rahasia" not in caplog.text


def is_reported(comment) -> bool:
    return ResidentComment.objects.filter(undecided.reported(), pk=comment.pk).exists()


def test_what_was_kept_three_guests_bring_back_and_one_does_not(article, cadre):
    comment = ResidentCommentFactory(thread__page=article)
    assert reporting.report(comment, reason=ReportReason.RUDE, device="pertama")
    assert is_reported(comment)
    moderation.keep(cadre, comment, version=1)
    for device in ("kedua", "ketiga"):
        assert reporting.report(comment, reason=ReportReason.SPAM, device=device)
        assert not is_reported(comment)
    reporting.report(comment, reason=ReportReason.FALSE, device="keempat")
    assert is_reported(comment)
    assert comment.reports.open().count() == 3
    comment.refresh_from_db()
    moderation.keep(cadre, comment, version=comment.version)
    reporting.report(comment, reason=ReportReason.RUDE, device="kelima")
    assert not is_reported(comment)
    with time_machine.travel(timezone.now() + reporting.KEPT_FOR + timedelta(days=1)):
        reporting.report(comment, reason=ReportReason.RUDE, device="keenam")
        assert is_reported(comment)


def test_after_keeping_a_resident_and_personal_data_are_heard_at_once(article, cadre, resident):
    for heard in ({"resident": resident, "reason": "rude"}, {"device": "lain", "reason": "personal"}):
        comment = ResidentCommentFactory(thread__page=article)
        reporting.report(comment, reason=ReportReason.RUDE, device="pertama")
        moderation.keep(cadre, comment, version=1)
        reporting.report(comment, **heard)
        assert is_reported(comment)


def test_junk_of_guests_does_not_drown_personal_data(article):
    comment = ResidentCommentFactory(thread__page=article)
    for i in range(reporting.MOST_OF_GUESTS):
        reporting.report(comment, reason=ReportReason.SPAM, device=f"telepon {i}")
    assert reporting.report(comment, reason=ReportReason.SPAM, device="lagi") is None
    assert reporting.report(comment, reason=ReportReason.PERSONAL, device="jujur", text="Ada NIK saya")


def test_three_guests_who_bring_back_that_it_is_about_the_cadre_tell_the_ambassador(article, village, cadre):
    ambassador = staff("duta.pematang", Role.AMBASSADOR, village, "Duta Satu")
    comment = ResidentCommentFactory(thread__page=article)
    reporting.report(comment, reason=ReportReason.RUDE, device="pertama")
    moderation.keep(cadre, comment, version=1)
    for device in "ab":
        reporting.report(comment, reason=ReportReason.ABOUT_CADRE, device=device)
        assert conflicts.decidable_by(cadre).filter(pk=comment.pk).exists()
    reporting.report(comment, reason=ReportReason.RUDE, device="c")
    assert not conflicts.decidable_by(cadre).filter(pk=comment.pk).exists()
    assert ambassador.notifications.filter(kind="comment.waiting", read_at=None).count() == 1


def test_who_is_erased_reports_nothing_any_more(article, resident):
    comment = ResidentCommentFactory(thread__page=article)
    seen = Resident.objects.get(pk=resident.pk)  # as the session had it
    erasing.erase_resident(resident)
    assert reporting.report(comment, reason=ReportReason.RUDE, text="Saya Nur", resident=seen) is None
    assert not Report.objects.exists()


def test_what_an_erased_resident_reported_meanwhile_is_found_and_emptied(article, resident):
    comment = ResidentCommentFactory(thread__page=article)
    erasing.erase_resident(resident)
    late = Report.objects.create(
        comment=comment, reporter=resident, reporter_key_hash="a" * 64, reason="rude", text="Saya Nur"
    )
    assert erasing.finish_due() == 1
    late.refresh_from_db()
    assert (late.reporter, late.text) == (None, "")
    assert erasing.finish_due() == 0


@pytest.mark.parametrize("verb", ["approve", "answer"])
@pytest.mark.parametrize("state", [CommentState.PENDING, CommentState.REJECTED, CommentState.SPAM])
def test_nothing_becomes_public_below_what_nobody_sees(article, cadre, verb, state):
    root = ResidentCommentFactory(thread__page=article, state=state)
    waiting = below(root, state=CommentState.PENDING)
    answer = decide(cadre, waiting, verb, body="Sudah kami catat.")
    assert answer.status_code == 409
    assert "Putuskan dulu yang dijawab" in answer.content.decode()
    waiting.refresh_from_db()
    assert waiting.state == CommentState.PENDING
    ResidentComment.objects.filter(pk=root.pk).update(state=CommentState.HIDDEN)  # its place is still there
    assert decide(cadre, waiting, verb, body="Sudah kami catat.").status_code == 302


def test_in_bulk_an_answer_goes_with_what_it_answers_and_not_without(article, cadre):
    root = ResidentCommentFactory(thread__page=article, state=CommentState.PENDING)
    waiting = below(root, state=CommentState.PENDING)
    account = moderation.in_bulk(cadre, "approve", {waiting.public_id: 1})
    assert (account.done, account.above_first) == (0, 1)
    values = {"action": "approve", "pilih": f"{waiting.public_id}-1", "keadaan": "menunggu"}
    told = browser(cadre).post(reverse("comment_moderation:bulk"), values, follow=True).content.decode()
    assert "1 belum dapat tayang" in told
    account = moderation.in_bulk(cadre, "approve", {root.public_id: 1, waiting.public_id: 1})
    assert account.done == 2


def test_erasing_what_was_refused_does_not_wash_the_name(article, resident, cadre, village):
    for _i in range(3):
        said(resident, article)
    assert posting.is_trusted(resident)
    refused = said(resident, article, state=CommentState.PENDING)
    moderation.reject(cadre, refused, version=1, reason=ReasonCode.RUDE)
    erasing.erase_comment(ResidentComment.objects.get(pk=refused.pk))
    resident.refresh_from_db()
    assert not posting.refused_since(resident, timezone.now() - timedelta(days=1)).exists()
    assert not posting.is_trusted(resident)
    assert defences.history_is_good(_submission(resident)) == HeldCode.HISTORY
    with time_machine.travel(timezone.now() + posting.REFUSED_WITHIN + timedelta(days=1)):
        assert posting.is_trusted(resident)
        assert defences.history_is_good(_submission(resident)) is None
    erasing.erase_resident(resident)
    assert resident.last_refused_at is None


def test_what_was_hidden_and_then_withdrawn_counts_when_it_is_erased_too(article, resident, cadre):
    comment = said(resident, article)
    moderation.hide(cadre, comment, version=1, reason=ReasonCode.RUDE)
    ResidentComment.objects.filter(pk=comment.pk).update(state=CommentState.WITHDRAWN)
    erasing.erase_comment(comment)
    resident.refresh_from_db()
    assert resident.was_refused_since(timezone.now() - timedelta(minutes=1))


def test_erasing_what_was_never_refused_or_was_granted_costs_nothing(article, resident, cadre):
    comment = said(resident, article, state=CommentState.PENDING)
    moderation.reject(cadre, comment, version=1, reason=ReasonCode.RUDE)
    comment.refresh_from_db()
    moderation.approve(cadre, comment, version=comment.version)
    for one in (comment, said(resident, article, state=CommentState.PENDING)):
        erasing.erase_comment(ResidentComment.objects.get(pk=one.pk))
    resident.refresh_from_db()
    assert resident.last_refused_at is None


def _submission(resident):
    class Submission:
        pass

    made = Submission()
    made.resident = resident
    return made


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_two_erasures_over_the_same_threads_do_not_wait_for_each_other(village):
    articles = [article_in(village, title=f"Artikel {i}") for i in range(4)]
    for _attempt in range(5):
        one, other = ResidentFactory(village=village), ResidentFactory(village=village)
        for i in range(20):
            said(one, articles[i % 4])
            said(other, articles[3 - i % 4])
        outcomes = at_once(lambda a=one: erasing.erase_resident(a), lambda b=other: erasing.erase_resident(b))
        assert outcomes == [None, None]
    for thread in Thread.objects.all():
        assert thread.n_published == 0


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_many_decisions_and_an_answer_at_once_do_not_wait_for_each_other(article, cadre, second_cadre):
    for _attempt in range(5):
        roots = [ResidentCommentFactory(thread__page=article) for _i in range(20)]
        asked = [below(root) for root in roots]
        picked = {root.public_id: 1 for root in roots}
        outcomes = at_once(
            lambda p=picked: moderation.in_bulk(cadre, "hide", p, reason=ReasonCode.RUDE),
            *(
                lambda a=one: moderation.answer(second_cadre, a, version=1, body="Sudah kami catat.")
                for one in asked[-3:]
            ),
        )
        assert not [one for one in outcomes if isinstance(one, OperationalError)], outcomes
