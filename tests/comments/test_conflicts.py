"""Nobody decides about his own words, and no cadre about what is said of the cadre."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments import conflicts, moderation, reporting
from comments.enums import CommentState, ReasonCode, ReportReason
from comments.models import ModAction, Report, ResidentComment
from notifications.models import Notification
from tests.comments.conftest import staff
from tests.factories.comments import AnswerFactory, ResidentCommentFactory
from tests.factories.people import UserFactory
from village_pages.enums import Role
from village_pages.models import Membership
from village_pages.rights import dismiss

pytestmark = pytest.mark.django_db

QUEUE = "comment_moderation:index"


@pytest.fixture
def ambassador(village):
    return staff("duta.pematang", Role.AMBASSADOR, village, "Duta Satu")


@pytest.fixture
def official(village):
    return staff("perangkat.pematang", Role.VILLAGE_OFFICIAL, village, "Pak Sekdes")


@pytest.fixture
def question(article):
    return ResidentCommentFactory(thread__page=article, body="Kapan jalan diperbaiki?")


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def item_url(comment) -> str:
    return reverse("comment_moderation:item", args=[comment.public_id])


def decide(user, comment, action, **fields):
    values = {"action": action, "version": comment.version, "keadaan": "menunggu"} | fields
    return browser(user).post(item_url(comment), values)


def may(user, comment) -> bool:
    return conflicts.decidable_by(user).filter(pk=comment.pk).exists()


def report(comment, reason=ReportReason.RUDE, **fields) -> Report:
    return Report.objects.create(
        comment=comment, reason=reason, reporter_key_hash=f"kunci{Report.objects.count()}", **fields
    )


def below(answer, **fields) -> ResidentComment:
    root = answer.root or answer
    return ResidentCommentFactory(thread=answer.thread, parent=answer, root=root, depth=1, **fields)


def test_case_30_a_cadre_decides_neither_about_her_answer_nor_about_reports_against_it(
    question, cadre, second_cadre, ambassador
):
    """case 30 (queue): the report lies with the other cadre and the ambassador, not with its subject."""
    answer = AnswerFactory(parent=question, author=cadre)
    report(answer, text="Jawaban ini kasar sekali")
    for other in (second_cadre, ambassador):
        assert may(other, answer)
        assert (
            "kasar sekali" in browser(other).get(reverse(QUEUE), {"keadaan": "dilaporkan"}).content.decode()
        )
    assert not may(cadre, answer)
    page = browser(cadre).get(item_url(answer)).content.decode()
    assert "orang lain yang memutuskan" in page
    assert "kasar sekali" not in page
    for action in ("hide", "keep", "mask"):
        response = decide(cadre, answer, action, reason=ReasonCode.RUDE, words="Komentar")
        assert response.status_code in (409, 422)
    answer.refresh_from_db()
    assert (answer.state, answer.version) == (CommentState.PUBLISHED, 1)
    assert Report.objects.open().count() == 1
    decide(second_cadre, answer, "keep")
    assert Report.objects.get().outcome == "kept"


def test_what_residents_answer_her_is_decided_by_somebody_else(question, cadre, second_cadre):
    answer = AnswerFactory(parent=question, author=cadre)
    retort = below(answer, state=CommentState.PENDING, body="Itu tidak benar.")
    assert not may(cadre, retort)
    assert may(second_cadre, retort)
    assert decide(cadre, retort, "reject", reason=ReasonCode.RUDE).status_code == 409
    assert decide(cadre, retort, "answer", body="Benar.").status_code == 409
    retort.refresh_from_db()
    assert retort.state == CommentState.PENDING
    assert decide(second_cadre, retort, "approve").status_code == 302
    # Once it is public, she may answer.
    retort.refresh_from_db()
    assert decide(cadre, retort, "answer", body="Terima kasih, saya periksa.").status_code == 302


def test_an_ambassador_does_not_decide_about_his_own_either(question, cadre, ambassador):
    answer = AnswerFactory(parent=question, author=ambassador)
    assert not may(ambassador, answer)
    assert may(cadre, answer)


def test_a_superuser_decides_everything_but_his_own(question, cadre):
    chief = UserFactory(is_superuser=True)
    assert may(chief, AnswerFactory(parent=question, author=cadre))
    assert may(chief, ResidentCommentFactory(thread=question.thread, state="pending", about_cadre=True))
    assert not may(chief, AnswerFactory(parent=question, author=chief))


@pytest.mark.parametrize("state", [CommentState.PENDING, CommentState.REJECTED, CommentState.HIDDEN])
def test_what_is_about_the_cadre_is_not_shown_to_cadres(question, cadre, ambassador, official, state):
    secret = ResidentCommentFactory(
        thread=question.thread, state=state, about_cadre=True, body="Kader meminta uang kepada warga"
    )
    for person in (cadre, official):
        client = browser(person)
        assert client.get(item_url(secret)).status_code == 404
        for query in ({}, {"keadaan": "ditolak"}, {"keadaan": "disembunyikan"}, {"cari": "meminta uang"}):
            assert secret.body not in client.get(reverse(QUEUE), query).content.decode()
        assert secret.body not in client.get(reverse("wagtailadmin_home")).content.decode()
        assert decide(person, secret, "approve").status_code == 404
    assert browser(ambassador).get(item_url(secret)).status_code == 200
    secret.refresh_from_db()
    assert secret.state == state


def test_what_a_reader_reports_as_about_the_cadre_is_not_hers_to_close(question, cadre, ambassador):
    report(question, ReportReason.ABOUT_CADRE, text="Ini tentang kader")
    page = browser(cadre).get(item_url(question)).content.decode()
    assert "orang lain yang memutuskan" in page
    assert "Ini tentang kader" not in page
    assert decide(cadre, question, "keep").status_code == 409
    assert Report.objects.open().exists()
    assert decide(ambassador, question, "keep").status_code == 302
    assert not Report.objects.open().exists()


def test_one_report_without_a_name_does_not_disarm_the_cadres(question, cadre, ambassador):
    """What anybody can send must not keep harm public until an ambassador comes by."""
    reporting.report(question, reason=ReportReason.ABOUT_CADRE, device="siapa saja")
    told = Notification.objects.filter(recipient=ambassador, kind="comment.waiting")
    assert told.count() == 1
    told.update(read_at=timezone.now())
    assert decide(cadre, question, "mask", words="jalan").status_code == 302
    question.refresh_from_db()
    assert "jalan" not in question.shown_body
    assert decide(cadre, question, "unmask").status_code == 409
    assert 'value="hide"' in browser(cadre).get(item_url(question)).content.decode()
    assert decide(cadre, question, "hide", reason=ReasonCode.RUDE).status_code == 302
    question.refresh_from_db()
    assert question.state == CommentState.HIDDEN
    # The case is open, and only the ambassador's, who is told again.
    assert Report.objects.open().count() == 1
    assert browser(cadre).get(item_url(question)).status_code == 404
    assert told.filter(read_at=None).count() == 1
    page = browser(ambassador).get(item_url(question)).content.decode()
    assert "Tetap sembunyikan" in page
    assert decide(ambassador, question, "hide", reason=ReasonCode.RUDE).status_code == 302
    assert not Report.objects.open().exists()


def test_the_second_report_about_the_cadre_tells_nobody_again(question, ambassador):
    told = Notification.objects.filter(recipient=ambassador)
    for device in "abc":
        reporting.report(question, reason=ReportReason.ABOUT_CADRE, device=device)
        told.update(read_at=timezone.now())
    assert told.count() == 1


def test_without_an_ambassador_the_queue_tells_only_how_many(question, cadre, other_cadre, village):
    ResidentCommentFactory(thread=question.thread, state="pending", about_cadre=True, body="Rahasia")
    page = browser(cadre).get(reverse(QUEUE)).content.decode()
    assert "1 komentar menunggu duta digital." in page
    assert "Rahasia" not in page
    assert "menunggu duta digital" not in browser(other_cadre).get(reverse(QUEUE)).content.decode()
    staff("duta.baru", Role.AMBASSADOR, village, "Duta Baru")
    assert "menunggu duta digital" not in browser(cadre).get(reverse(QUEUE)).content.decode()


def appealed(comment) -> ResidentComment:
    ResidentComment.objects.filter(pk=comment.pk).update(
        appealed_at=timezone.now(), appeal_text="Mohon dibaca"
    )
    comment.refresh_from_db()
    return comment


def test_an_appeal_is_decided_by_another_person(article, cadre, second_cadre):
    comment = ResidentCommentFactory(thread__page=article, state="pending")
    moderation.reject(cadre, comment, version=1, reason=ReasonCode.OFF_TOPIC)
    comment.refresh_from_db()
    assert may(cadre, comment)  # a mistake of her own, she may mend
    appealed(comment)
    assert not may(cadre, comment)
    assert decide(cadre, comment, "uphold").status_code == 409
    assert decide(cadre, comment, "approve").status_code == 409
    shelf = browser(second_cadre).get(reverse(QUEUE), {"keadaan": "keberatan"}).content.decode()
    assert "Mohon dibaca" in shelf
    assert decide(second_cadre, comment, "approve").status_code == 302
    comment.refresh_from_db()
    assert comment.state == CommentState.PUBLISHED
    assert comment.appeal_closed_at is not None


def test_an_appeal_may_be_turned_down_and_then_is_over(article, cadre, second_cadre):
    comment = ResidentCommentFactory(thread__page=article, state="pending")
    moderation.reject(cadre, comment, version=1, reason=ReasonCode.OFF_TOPIC)
    comment.refresh_from_db()
    appealed(comment)
    assert decide(second_cadre, comment, "uphold", note="Tetap di luar topik.").status_code == 302
    comment.refresh_from_db()
    assert (comment.state, comment.author_note) == (CommentState.REJECTED, "Tetap di luar topik.")
    assert comment.reason_code == ReasonCode.OFF_TOPIC
    assert comment.appeal_closed_at is not None
    assert decide(second_cadre, comment, "uphold").status_code == 409


def test_what_reports_have_hidden_is_shown_again_or_hidden_by_a_person(article, cadre):
    for action, state, outcome in (("approve", "published", "kept"), ("hide", "hidden", "hidden")):
        comment = ResidentCommentFactory(
            thread__page=article, state="hidden", reason_code=ReasonCode.REPORTED
        )
        one = report(comment)
        assert decide(cadre, comment, action, reason=ReasonCode.RUDE).status_code == 302
        comment.refresh_from_db()
        one.refresh_from_db()
        assert (comment.state, one.outcome) == (state, outcome)
        assert comment.reason_code == ("" if action == "approve" else ReasonCode.RUDE)
        assert decide(cadre, comment, "hide", reason=ReasonCode.SPAM).status_code in (302, 409)


def test_who_only_answers_sees_what_is_public_and_a_form(question, official, cadre, article):
    for state in (CommentState.PENDING, CommentState.HIDDEN, CommentState.REJECTED):
        hidden = ResidentCommentFactory(thread__page=article, state=state, body=f"Tidak untuknya {state}")
        assert browser(official).get(item_url(hidden)).status_code == 404
    report(question, text="Laporan rahasia")
    page = browser(official).get(reverse(QUEUE)).content.decode()
    assert question.body in page
    for words in ("Tidak untuknya", "Laporan rahasia", "Menunggu (", "Dilaporkan", "Sembunyikan", "Tandai"):
        assert words not in page, words
    for action in ("hide", "keep", "mask", "approve"):
        response = decide(official, question, action, reason=ReasonCode.RUDE, words="jalan")
        assert response.status_code == 409
    assert browser(official).post(reverse("comment_moderation:bulk"), {"action": "hide"}).status_code in (
        302,
        403,
    )
    assert decide(official, question, "answer", body="Bulan depan.").status_code == 302
    assert ResidentComment.objects.get(author=official).body == "Bulan depan."


def test_case_16_25_an_official_removed_a_second_ago_answers_nothing(question, official):
    """case 16, 25: a role ends at the next request; the wall stands in the UPDATE too."""
    dismiss(Membership.objects.get(user=official))
    assert decide(official, question, "answer", body="Palsu").status_code in (302, 403)
    with pytest.raises(moderation.NotDoneError):
        moderation.answer(official, question, version=1, body="Palsu")
    assert not ResidentComment.objects.filter(author=official).exists()


def test_case_25_no_field_makes_a_decision_somebody_elses(question, cadre, second_cadre):
    """case 25: what a request says of author, kind and state is not listened to."""
    decide(
        cadre, question, "answer", body="Sabtu.", author=second_cadre.pk, kind="guest", shown_name="Bupati"
    )
    answer = ResidentComment.objects.get(author=cadre)
    assert (answer.kind, answer.shown_name) == ("official", "Siti Rahma")


def test_case_28_what_is_decided_stands_in_one_update_without_joins(cadre, ambassador):
    """case 28: a join would make Django look up the rows first, and PostgreSQL would not look again."""
    for person in (cadre, ambassador, UserFactory(is_superuser=True)):
        for rows in (
            conflicts.decidable_by(person),
            conflicts.restrainable_by(person),
            conflicts.answerable_by(person),
        ):
            rows = conflicts.in_open_villages(rows)
            assert "JOIN" not in str(rows.query).split("WHERE")[0]
            assert [a for a in rows.query.alias_map if rows.query.alias_refcount[a]] == [
                "comments_residentcomment"
            ]


def test_withdrawn_words_are_nobodys_to_read(article, cadre):
    gone = ResidentCommentFactory(thread__page=article, state="withdrawn", body="Sudah saya tarik kembali")
    page = browser(cadre).get(item_url(gone)).content.decode()
    assert gone.body not in page
    assert "ditarik penulisnya" in page
    assert not ModAction.objects.exists()
