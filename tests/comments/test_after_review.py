"""What a review of the comments found, each as a story that went wrong before."""

import json
import logging
import re
from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import Act
from comments import (
    authoring,
    conflicts,
    defences,
    erasing,
    limits,
    moderation,
    posting,
    receipts,
    reporting,
    undecided,
)
from comments.enums import CommentKind, CommentState, HeldCode, ReasonCode, ReportReason, ThreadMode
from comments.models import CommentEdit, ModAction, Report, Resident, ResidentComment, ResidentSession, Thread
from comments.residents import pins, registering, sessions
from comments.views import reporting as report_views
from tests.comments.conftest import article_in, staff
from tests.editorial.test_race import at_once
from tests.factories.comments import AnswerFactory, ResidentCommentFactory
from tests.factories.residents import ResidentFactory, signed_in_resident
from tests.factories.topics import space_of
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


def send(client, url, **fields):
    stamp = client.get(url).context["form"].initial["stamp"]
    return client.post(url, {"lanjutan": "", "stamp": stamp} | fields)


@pytest.mark.parametrize("role", [Role.CADRE, Role.AMBASSADOR, Role.VILLAGE_OFFICIAL])
def test_who_answers_for_the_village_writes_nothing_as_anybody(patient, unlimited, village, article, role):
    person = staff("petugas", role, village, "Petugas Satu")
    client, url = Client(), reverse("comments:write", args=[article.translation_key])
    stamp = client.get(url).context["form"].initial["stamp"]
    client.force_login(person)
    shown = client.get(url)
    assert shown.context["form"] is None
    assert "jawab lewat meja kerja" in shown.content.decode()
    values = {"name": "Petugas Satu", "place": "Dusun", "body": "Desa ini hebat sekali.", "stamp": stamp}
    answer = client.post(url, values | {"lanjutan": ""})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert not ResidentComment.objects.exists()
    assert "Desa ini hebat sekali." in page
    assert f'href="{reverse(QUEUE)}"' in page


def test_who_answers_for_the_village_proposes_no_topic_as_anybody(patient, unlimited, village, cadre):
    space = space_of(village)
    client, url = browser(cadre), reverse("comments:propose", args=[space.translation_key])
    assert client.get(url).context["form"] is None
    answer = client.post(url, {"title": "Jalan bagus", "body": "Terima kasih kader.", "lanjutan": ""})
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "Jalan bagus" in page
    assert "Terima kasih kader." in page
    assert f'href="{reverse("topic_new", args=[village.pk])}"' in page
    assert not ResidentComment.objects.exists()


def test_staff_of_another_village_is_anybody_here(patient, unlimited, article, other_cadre):
    url = reverse("comments:write", args=[article.translation_key])
    words = {"name": "Rina", "place": "Sinar Wajo", "body": "Kapan kegiatan berikutnya?"}
    assert send(browser(other_cadre), url, **words).status_code == 303


def test_who_is_not_signed_in_costs_no_question_about_staff(article):
    client, url = Client(), reverse("comments:write", args=[article.translation_key])
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    asked = [one["sql"] for one in queries]
    assert not [sql for sql in asked if "session" in sql or "membership" in sql or "people_user" in sql]


COMPLAINT = "Kader meminta uang untuk surat"


def complaint_of(resident, article, **fields):
    values = {"body": COMPLAINT, "about_cadre": True, "state": CommentState.PENDING} | fields
    return said(resident, article, **values)


def come_in(resident, by) -> Client:
    _link, token = registering.make_link(resident, by=by)
    client = Client()
    answer = client.post(reverse("comments:open_link", args=[token]), {"adult": "on", "consent": "on"})
    assert answer.status_code == 303, answer.context["form"].errors
    return client


def everything_of(client, comment) -> str:
    """All that the own pages show, whatever their status."""
    one = [client.get(reverse(f"comments:{name}", args=[comment.public_id])) for name in ("own", "edit")]
    taken = client.get(reverse("comments:export_mine"), {"bentuk": "json"})
    return "".join(answer.content.decode() for answer in [*one, client.get(reverse("comments:mine")), taken])


def test_a_cadres_link_opens_no_complaint_about_the_cadre(resident, article, cadre, unlimited):
    comment, other = complaint_of(resident, article), said(resident, article, body="Jalan berlubang")
    client = come_in(resident, cadre)
    shown = everything_of(client, comment)
    assert COMPLAINT not in shown
    assert comment.public_id not in shown
    assert "baru terbuka di sini sesudah Anda masuk dengan PIN" in shown
    assert "tidak ikut" in client.get(reverse("comments:export_mine")).content.decode()
    assert "Jalan berlubang" in shown
    assert client.get(reverse("comments:own", args=[other.public_id])).status_code == 200
    gone = client.post(reverse("comments:withdraw", args=[comment.public_id]), {"version": 1})
    assert gone.status_code == 404


def test_a_pin_that_was_chosen_after_a_cadres_link_opens_only_what_came_later(
    resident, article, cadre, unlimited
):
    before = complaint_of(resident, article, created_at=timezone.now() - timedelta(days=1))
    client = come_in(resident, cadre)
    client.post(reverse("comments:choose_pin"), {"pin": "482915", "again": "482915"})
    later = complaint_of(resident, article, body="Kader marah-marah", created_at=timezone.now())
    for one in (client, with_pin(resident, "482915")):
        assert COMPLAINT not in everything_of(one, before)
        assert "Minta tautan masuk kepada duta digital" in one.get(reverse("comments:mine")).content.decode()
        assert "Kader marah-marah" in everything_of(one, later)


def with_pin(resident, pin) -> Client:
    client = Client()
    answer = client.post(reverse("comments:sign_in"), {"number": resident.card_number, "pin": pin})
    assert answer.status_code == 303
    return client


def test_the_pin_of_before_and_an_ambassadors_link_open_it(resident, article, village, unlimited):
    pins.keep(resident, "482915")
    comment = complaint_of(resident, article)
    client = with_pin(resident, "482915")
    assert COMPLAINT in everything_of(client, comment)
    client.post(reverse("comments:choose_pin"), {"old_pin": "482915", "pin": "739164", "again": "739164"})
    assert COMPLAINT in everything_of(with_pin(resident, "739164"), comment)
    ambassador = staff("duta.pematang", Role.AMBASSADOR, village, "Duta Satu")
    assert COMPLAINT in everything_of(come_in(resident, ambassador), comment)


def test_a_link_for_who_has_a_pin_is_told_to_the_ambassador_and_to_the_resident(
    resident, village, cadre, unlimited
):
    ambassador = staff("duta.pematang", Role.AMBASSADOR, village, "Duta Satu")
    registering.make_link(resident, by=cadre)
    assert not ambassador.notifications.exists()
    pins.keep(resident, "482915")
    come_in(resident, cadre)
    told = ambassador.notifications.get(kind="resident.link_made")
    assert resident.display_name not in told.headline
    assert browser(ambassador).get(told.url).status_code == 200
    page = with_pin(resident, "482915").get(reverse("comments:mine")).content.decode()
    assert page.count("Tautan masuk dibuat kader atau duta pada") == 2
    assert "dipakai pada" in page
    registering.make_link(resident, by=ambassador)
    assert ambassador.notifications.filter(kind="resident.link_made").count() == 1


def erase_as(user, resident):
    values = {"reason": "in_person", "sure": "on"}
    return browser(user).post(reverse("resident_erase", args=[resident.pk]), values, follow=True)


@pytest.mark.parametrize("case", ["said", "reported"])
def test_with_a_complaint_undecided_the_ambassador_erases_and_no_cadre(
    resident, article, village, cadre, case
):
    ambassador = staff("duta.pematang", Role.AMBASSADOR, village, "Duta Satu")
    if case == "said":
        complaint_of(resident, article)
    else:
        other = ResidentCommentFactory(thread__page=article)
        reporting.report(other, reason=ReportReason.ABOUT_CADRE, resident=resident)
    page = erase_as(cadre, resident).content.decode()
    assert "diteruskan kepada duta digital" in page
    resident.refresh_from_db()
    assert (resident.erasure_asked_at, resident.erased_at) == (None, None)
    told = ambassador.notifications.get(kind="resident.erasure_asked")
    assert told.url == reverse("resident_erase", args=[resident.pk])
    assert Act.objects.filter(verb="resident.erase_asked", actor_key=cadre.pk).count() == 1
    erase_as(ambassador, resident)
    resident.refresh_from_db()
    assert resident.erased_at is not None
    assert not ambassador.notifications.filter(kind="resident.erasure_asked", read_at=None).exists()


def test_without_a_complaint_or_once_it_is_decided_a_cadre_erases(resident, article, cadre):
    complaint_of(resident, article, state=CommentState.REJECTED)
    erase_as(cadre, resident)
    resident.refresh_from_db()
    assert resident.erased_at is not None


def test_who_came_in_by_a_cadres_link_does_not_erase_a_complaint(
    resident, article, village, cadre, unlimited
):
    ambassador = staff("duta.pematang", Role.AMBASSADOR, village, "Duta Satu")
    comment = complaint_of(resident, article)
    client = come_in(resident, cadre)
    answer = client.post(reverse("comments:erase_mine"), {"sure": "on"})
    assert answer.status_code == 422
    assert "diteruskan kepada duta digital" in answer.content.decode()
    comment.refresh_from_db()
    assert comment.body == COMPLAINT
    assert ambassador.notifications.filter(kind="resident.erasure_asked").exists()


def at_the_limit(limit, address="127.0.0.0/24"):
    for _n in range(limit.most):
        limits.hit(limit, address)


def test_a_flood_behind_the_address_silences_no_registered_resident(patient, village, resident, article):
    at_the_limit(report_views.BY_ADDRESS)
    comment = ResidentCommentFactory(thread__page=article)
    url = reverse("comments:report", args=[comment.public_id])
    assert send(Client(), url, reason="rude", text="").status_code == 429
    client = Client()
    signed_in_resident(client, resident)
    assert send(client, url, reason="rude", text="").status_code == 303


def test_a_phone_that_signed_in_before_is_not_stopped_by_its_address(resident):
    pins.keep(resident, "482915")
    client, values = enforcing(), {"number": resident.card_number, "pin": "482915"}
    assert post_with_token(client, "comments:sign_in", values).status_code == 303
    at_the_limit(limits.SIGN_IN_ADDRESS)
    assert post_with_token(enforcing(), "comments:sign_in", values).status_code == 429
    assert post_with_token(client, "comments:sign_in", values).status_code == 303
    client.cookies[limits.KNOWN_COOKIE] = "a" * 64
    assert post_with_token(client, "comments:sign_in", values).status_code == 429


def test_a_browser_that_is_stopped_takes_nothing_from_its_neighbours(db):
    client, values = enforcing(), {"code": "0000-0000-0000-0000"}
    for _n in range(limits.RECEIPT_DEVICE.most + 5):
        post_with_token(client, "comments:receipt", values)
    assert limits.look(limits.RECEIPT_ADDRESS, "127.0.0.0/24").n == limits.RECEIPT_DEVICE.most


def test_who_has_sent_from_here_reads_the_receipt_whatever_the_address(patient, guest, article):
    guest.send(article)
    code = guest.client.get(reverse("comments:sent")).context["code"]
    at_the_limit(limits.RECEIPT_ADDRESS)
    assert post_with_token(enforcing(), "comments:receipt", {"code": code}).status_code == 429
    assert post_with_token(guest.client, "comments:receipt", {"code": code}).status_code == 303


def enforcing() -> Client:
    return Client(enforce_csrf_checks=True)


def post_with_token(client, name, values):
    html = client.get(reverse(name)).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)[1]
    return client.post(reverse(name), values | {"csrfmiddlewaretoken": token})


def test_the_receipt_is_there_when_loaded_again_until_it_is_noted_or_time_is_over(patient, guest, article):
    guest.send(article)
    url = reverse("comments:sent")
    code = guest.client.get(url).context["code"]
    assert code
    assert guest.client.get(url).context["code"] == code
    kept = guest.client.cookies[receipts.COOKIE].value
    assert post_with_token(guest.client, "comments:sent", {}).status_code == 303
    assert guest.client.get(url).context["code"] is None
    guest.client.cookies[receipts.COOKIE] = kept
    assert guest.client.get(url).context["code"] == code
    with time_machine.travel(timezone.now() + receipts.SHOWN_FOR + timedelta(minutes=1)):
        assert guest.client.get(url).context["code"] is None


@pytest.mark.parametrize("how", ["in", "out"])
def test_signing_in_and_out_puts_the_receipt_away(patient, guest, article, resident, how):
    pins.keep(resident, "482915")
    guest.send(article)
    if how == "in":
        values = {"number": resident.card_number, "pin": "482915"}
        assert post_with_token(guest.client, "comments:sign_in", values).status_code == 303
    else:
        signed_in_resident(guest.client, resident)
        token = guest.client.cookies["csrftoken"].value
        guest.client.post(reverse("comments:sign_out"), {"csrfmiddlewaretoken": token})
    assert guest.client.get(reverse("comments:sent")).context["code"] is None


def test_the_form_sent_again_by_somebody_else_does_not_give_the_guests_code(
    patient, unlimited, guest, article, resident
):
    form = guest.form(article)
    guest.send(article, **form)
    signed_in_resident(guest.client, resident)
    del guest.client.cookies["komentar_bukti"]
    again = guest.send(article, **form)
    assert again.status_code == 303
    assert "komentar_bukti" not in again.cookies
    del guest.client.cookies[sessions.COOKIE]
    assert "komentar_bukti" in guest.send(article, **form).cookies


@pytest.mark.parametrize("state", [CommentState.HIDDEN, CommentState.PENDING])
def test_what_nobody_sees_goes_after_a_year(article, cadre, state):
    comment = ResidentCommentFactory(thread__page=article, state=state)
    official = AnswerFactory(
        parent=ResidentCommentFactory(thread__page=article), author=cadre, state=CommentState.HIDDEN
    )
    with time_machine.travel(timezone.now() + timedelta(days=364)):
        assert erasing.forget_old_comments() == 0
    with time_machine.travel(timezone.now() + timedelta(days=366)):
        assert erasing.forget_old_comments() == 1
    comment.refresh_from_db()
    official.refresh_from_db()
    assert (comment.state, comment.body) == (CommentState.ERASED, "")
    assert official.body


def test_a_moderators_screen_shows_five_answers_and_reports_and_says_how_many_more(article, cadre):
    root = ResidentCommentFactory(thread__page=article)
    for i in range(9):
        below(root, body=f"Jawaban ke-{i}.")
        reporting.report(root, reason=ReportReason.RUDE, device=f"telepon {i}", text=f"Laporan ke-{i}.")
    ModAction.objects.bulk_create(
        ModAction(actor=cadre, comment=root, comment_public_id=root.public_id, action="keep")
        for _i in range(13)
    )
    for address in (item_url(root), reverse(QUEUE) + "?keadaan=dilaporkan"):
        page = browser(cadre).get(address).content.decode()
        assert page.count("Jawaban ke-") == 5
        assert page.count("Laporan ke-") == 5
        assert "dan 4 laporan lebih lama" in page
        assert "(9)" in page
        assert f'href="{root.get_absolute_url()}">Semua jawaban' in page
    assert "dan 3 tindakan lebih lama" in browser(cadre).get(item_url(root)).content.decode()


def test_who_moderates_reads_what_it_said_before_it_was_changed(article, cadre, village):
    official = staff("perangkat", Role.VILLAGE_OFFICIAL, village, "Pak Sekdes")
    comment = ResidentCommentFactory(thread__page=article)
    CommentEdit.objects.create(comment=comment, old_title="Judul yang lama", old_body="Tulisan yang lama")
    ResidentComment.objects.filter(pk=comment.pk).update(edited_at=timezone.now())
    page = browser(cadre).get(item_url(comment)).content.decode()
    assert "Tulisan yang lama" in page
    assert "Judul yang lama" in page
    assert "Tulisan yang lama" not in browser(cadre).get(reverse(QUEUE) + "?keadaan=tayang").content.decode()
    assert "Tulisan yang lama" not in browser(official).get(item_url(comment)).content.decode()


def test_an_edit_into_what_was_said_before_is_held(article):
    said_first = ResidentCommentFactory(thread__page=article, body="Kapan listrik menyala?")
    other = ResidentCommentFactory(
        thread__page=article, state=CommentState.PENDING, body="Halo", shown_name=said_first.shown_name
    )
    authoring.edit(other, "Kapan listrik menyala?", version=1)
    other.refresh_from_db()
    assert HeldCode.DUPLICATE in other.held_codes
    authoring.edit(other, "Kapan listrik di dusun menyala?", version=other.version)
    other.refresh_from_db()
    assert HeldCode.DUPLICATE not in other.held_codes
    authoring.edit(other, "Kapan listrik di dusun menyala", version=other.version)
    other.refresh_from_db()
    assert HeldCode.DUPLICATE not in other.held_codes, "its own old words are no twin"


def test_a_link_that_comes_with_an_edit_is_held_of_residents_too(resident, article):
    comment = said(resident, article, state=CommentState.PENDING)
    authoring.edit(comment, "Lihat https://desa.go.id/jadwal", version=1)
    comment.refresh_from_db()
    assert HeldCode.LINK in comment.held_codes


@pytest.mark.parametrize("act", ["edit", "withdraw"])
def test_who_decides_late_is_told_that_the_author_changed_it(article, cadre, second_cadre, act):
    comment = ResidentCommentFactory(thread__page=article, state=CommentState.REJECTED, may_mend=True)
    ModAction.objects.create(
        actor=second_cadre, comment=comment, comment_public_id=comment.public_id, action="reject"
    )
    seen = ResidentComment.objects.get(pk=comment.pk)
    if act == "edit":
        authoring.edit(comment, "Kata-kata yang lain", version=1)
    else:
        authoring.withdraw(comment, version=1)
    page = decide(cadre, seen, "approve")
    assert page.status_code == 409
    assert "Penulisnya baru mengubahnya" in page.content.decode()
    assert "sudah ditangani oleh" not in page.content.decode()
    account = moderation.in_bulk(cadre, "approve", {comment.public_id: 1})
    assert (account.changed, account.handled) == (1, {})


def test_after_the_author_a_colleague_who_was_faster_is_named(article, cadre, second_cadre):
    comment = ResidentCommentFactory(thread__page=article, state=CommentState.PENDING)
    authoring.edit(comment, "Kata-kata yang lain", version=1)
    comment.refresh_from_db()
    moderation.approve(second_cadre, ResidentComment.objects.get(pk=comment.pk), version=comment.version)
    assert "sudah ditangani oleh Budi Hartono" in decide(cadre, comment, "approve").content.decode()


def test_mending_with_the_same_words_is_answered(resident, article, unlimited):
    client = Client()
    signed_in_resident(client, resident)
    comment = said(resident, article, state=CommentState.REJECTED, may_mend=True, body="Begini saja")
    url = reverse("comments:edit", args=[comment.public_id])
    answer = client.post(url, {"body": "Begini saja", "version": 1})
    assert answer.status_code == 422
    assert "Belum ada yang berubah" in answer.content.decode()
    assert client.post(url, {"body": "Begini lebih sopan", "version": 1}).status_code == 303


def test_a_report_that_comes_after_the_comment_was_hidden_gives_its_words_back(article, db):
    comment = ResidentCommentFactory(thread__page=article, state=CommentState.HIDDEN)
    url = reverse("comments:report", args=[comment.public_id])
    answer = Client().post(url, {"reason": "rude", "text": "Di situ ada nomor saya"})
    assert answer.status_code == 404
    assert "Di situ ada nomor saya" in answer.content.decode()
    assert comment.body not in answer.content.decode()


def test_an_answer_after_anothers_rejection_gives_its_words_back(article, cadre, second_cadre):
    comment = ResidentCommentFactory(thread__page=article, state=CommentState.PENDING)
    moderation.reject(second_cadre, ResidentComment.objects.get(pk=comment.pk), version=1, reason="rude")
    answer = decide(cadre, comment, "answer", body="Jawaban yang panjang sekali")
    assert answer.status_code == 409
    assert "Jawaban yang panjang sekali" in answer.content.decode()


def test_an_answer_to_what_went_to_the_ambassador_gives_its_words_back_and_tells_nothing(article, cadre):
    comment = ResidentCommentFactory(
        thread__page=article, state=CommentState.PENDING, about_cadre=True, body="Rahasia"
    )
    answer = decide(cadre, comment, "answer", body="Jawaban yang panjang sekali")
    assert answer.status_code == 404
    page = answer.content.decode()
    assert "Jawaban yang panjang sekali" in page
    assert "Rahasia" not in page


def test_feeds_say_which_words_are_the_offices(article, cadre):
    root = ResidentCommentFactory(thread__page=article)
    AnswerFactory(parent=root, author=cadre)
    feed = Client().get(reverse("comments:page_feed", args=[article.translation_key])).content.decode()
    assert feed.count("<title>[Jawaban resmi: ") == 1


@pytest.mark.parametrize("act", ["unverify", "ban"])
def test_a_badge_that_goes_makes_pages_of_all_villages_old_where_it_stood(
    resident, article, other_article, other_village, cadre, monkeypatch, act
):
    said(resident, other_article)
    bumped = set()
    monkeypatch.setattr(registering, "bump", lambda *scopes: bumped.update(scopes))
    if act == "ban":
        registering.ban(resident, by=cadre, reason="Alasan")
    else:
        registering.unverify(resident, by=cadre)
    assert {f"village:{resident.village_id}", f"village:{other_village.pk}", "portal"} <= bumped


def test_a_number_in_a_name_is_covered_in_lists(article, cadre):
    ResidentCommentFactory(
        thread__page=article, state=CommentState.PENDING, shown_name="Nur 081234567890", body="Halo"
    )
    listed = browser(cadre).get(reverse(QUEUE))
    assert "081234567890" not in listed.content.decode()
    assert "Nur" in listed.content.decode()
    (entry,) = listed.context["entries"]
    assert "081234567890" in browser(cadre).get(item_url(entry.comment)).content.decode()
