"""What residents asked under a service, and the office answered, is lifted into the page by the cadre."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, WorkflowState
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from audit.models import Act
from comments import stamps
from comments.enums import CommentKind, CommentState, ThreadMode
from comments.models import CommentRules, ResidentComment
from editorial import pen
from editorial.archive import archive
from editorial.enums import SecondReader
from editorial.models import ReviewRule
from services.models import ServicePage, ServiceQuestion
from services.question_forms import LENGTHS, shortened
from services.question_lifting import Chosen, NotLiftedError, Way, lift
from tests.comments.conftest import Guest
from tests.editorial.test_race import at_once
from tests.factories.comments import AnswerFactory, ResidentCommentFactory
from tests.factories.news import NewsArticlePageFactory
from tests.factories.offices import contact
from tests.factories.services import ServicePageFactory
from tests.factories.village_pages import VillageFactory, member
from tests.services.forms import service_form
from village_pages.enums import Role

pytestmark = pytest.mark.django_db

ASKER = "Nurhayati"
NOTHING_LEFT = "Tidak ada pertanyaan terjawab yang belum diangkat."
GONE = "Komentar asalnya tidak tayang lagi."


@pytest.fixture
def village(db):
    return VillageFactory(code="15.07.09.2002", title="Pematang Rahim", contacts=[contact()])


@pytest.fixture
def service(village):
    return ServicePageFactory(village=village, title="Surat pindah")


@pytest.fixture
def cadre(village):
    return member(Role.CADRE, village, display_name="Siti Rahma")


@pytest.fixture
def second_cadre(village):
    return member(Role.CADRE, village, display_name="Budi Hartono")


@pytest.fixture
def official(village):
    return member(Role.VILLAGE_OFFICIAL, village, display_name="Pak Sekdes")


@pytest.fixture
def desk(cadre):
    return browser_of(cadre)


@pytest.fixture
def asked(service, official):
    """A question that the office answered."""
    return answered_question(service, official)


def answered_question(service, official, question="Apakah boleh diwakilkan anak?", answer="Boleh, bawa KK."):
    comment = ResidentCommentFactory(thread__page=service, shown_name=ASKER, body=question)
    AnswerFactory(parent=comment, author=official, body=answer)
    return comment


def browser_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def screen_of(page) -> str:
    return reverse("service_questions", args=[page.pk])


def shown(client, page) -> str:
    answer = client.get(screen_of(page))
    assert answer.status_code == 200
    return answer.content.decode()


def ticked(comment, question="Boleh diwakilkan?", answer="Boleh, bawa KK.") -> dict[str, str]:
    key = comment.public_id
    return {f"{key}-pick": "on", f"{key}-question": question, f"{key}-answer": answer}


def send(client, page, *comments, way="PUBLISH", **words):
    """Tick ``comments`` and press the button."""
    form = {"way": way}
    for comment in comments:
        form |= ticked(comment, **words)
    return client.post(screen_of(page), form, follow=True)


def questions_of(page) -> list[tuple[str, str, str]]:
    page = ServicePage.objects.get(pk=page.pk)
    return [(row.question, row.answer, row.source) for row in page.questions.all()]


def draft_of(page) -> ServicePage:
    return ServicePage.objects.get(pk=page.pk).get_latest_revision_as_object()


def drafted(page) -> list[tuple[str, str]]:
    return [(row.question, row.source) for row in draft_of(page).questions.all()]


def review_always() -> None:
    ReviewRule.objects.create(kind="service", village=None, second_reader=SecondReader.ALWAYS)


# The whole way


def test_what_a_resident_asked_ends_in_the_page_without_the_name(
    monkeypatch, client, service, cadre, official, desk
):
    monkeypatch.setattr(stamps, "MIN_SECONDS", 0)
    Guest().send(service, name=ASKER, body="Apakah boleh diwakilkan anak saya?")
    comment = ResidentComment.objects.get()
    item = reverse("comment_moderation:item", args=[comment.public_id])
    assert screen_of(service) not in desk.get(item).content.decode()  # nobody has answered
    desk.post(item, {"action": "approve", "version": comment.version})
    comment.refresh_from_db()
    answer = {"action": "answer", "version": comment.version, "body": "Boleh.\r\nBawa KK dan KTP."}
    browser_of(official).post(item, answer)

    assert screen_of(service) in desk.get(item).content.decode()
    assert screen_of(service) not in browser_of(official).get(item).content.decode()
    html = shown(desk, service)
    assert "Apakah boleh diwakilkan anak saya?" in html
    assert "Boleh.\nBawa KK dan KTP." in html
    assert "Jangan tulis nama" in html
    assert ASKER not in html
    assert "Tayangkan yang dicentang" in html

    told = send(
        desk, service, comment, question="Boleh diwakilkan\nanak?", answer="Boleh.\r\nBawa KK dan KTP."
    )
    assert "1 tanya jawab sudah tayang di halaman." in told.content.decode()
    public = client.get(service.url).content.decode()
    assert re.search(r"Boleh diwakilkan anak\?</h3>\s*<p>Boleh.<br>Bawa KK dan KTP.</p>", public)
    assert questions_of(service) == [
        ("Boleh diwakilkan anak?", "Boleh.\nBawa KK dan KTP.", comment.public_id)
    ]
    stored = repr(
        [
            *ServicePage.objects.get(pk=service.pk).revisions.values_list("content", flat=True),
            *PageLogEntry.objects.values_list("data", "label"),
            *Act.objects.filter(verb__startswith="page.").values_list(
                "object_name", "before", "after", "reason"
            ),
        ]
    )
    assert ASKER not in stored
    assert Act.objects.filter(verb="page.questions_lifted", actor_key=cadre.pk).count() == 1


def test_what_is_lifted_is_not_offered_again_and_stands_below(desk, service, asked):
    send(desk, service, asked)
    html = shown(desk, service)
    assert NOTHING_LEFT in html
    assert "Sudah diangkat" in html
    assert "Boleh diwakilkan?" in html
    assert "Tayang di halaman." in html
    assert GONE not in html


def test_only_what_is_ticked_is_lifted_in_its_order(desk, service, official, asked):
    left = answered_question(service, official, question="Berapa lama?")
    third = answered_question(service, official, question="Ada biaya?")
    form = {"way": "PUBLISH"} | ticked(third, question="Ada biaya?") | ticked(asked)
    form |= {f"{left.public_id}-question": "x" * 900, f"{left.public_id}-answer": ""}
    desk.post(screen_of(service), form)
    assert [row[0] for row in questions_of(service)] == ["Ada biaya?", "Boleh diwakilkan?"]
    assert "Berapa lama?" in shown(desk, service)


def test_lifted_ones_come_after_what_is_written_by_hand(desk, village, official):
    rows = {"questions": [ServiceQuestion(question="Di mana?", answer="Di kantor.", sort_order=7)]}
    service = ServicePageFactory(village=village, rows=rows)
    send(desk, service, answered_question(service, official))
    assert [row[0] for row in questions_of(service)] == ["Di mana?", "Boleh diwakilkan?"]


def test_nothing_ticked_is_told_and_nothing_is_lost(desk, service, asked):
    form = {f"{asked.public_id}-question": "Pertanyaan saya", f"{asked.public_id}-answer": "Jawaban saya"}
    answer = desk.post(screen_of(service), form)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "Belum ada yang dicentang" in html
    assert "Pertanyaan saya" in html
    assert "Jawaban saya" in html
    assert questions_of(service) == []


# How far it goes


def test_where_a_rule_wants_a_second_reader_it_is_sent_in(desk, service, asked, second_cadre):
    review_always()
    assert "Kirim yang dicentang untuk diperiksa" in shown(desk, service)
    send(desk, service, asked, way="SEND_IN")
    assert questions_of(service) == []
    assert drafted(service) == [("Boleh diwakilkan?", asked.public_id)]
    state = WorkflowState.objects.get(status=WorkflowState.STATUS_IN_PROGRESS)
    assert state.object_id == str(service.pk)
    assert "Di draf, belum tayang." in shown(desk, service)
    # The screen that still says "publish" brings nothing past the rule.
    other = answered_question(service, member(Role.VILLAGE_OFFICIAL, service.village), question="Lain?")
    send(desk, service, other, way="PUBLISH")
    assert questions_of(service) == []


def test_the_rule_holds_against_an_older_screen(desk, service, asked, second_cadre):
    review_always()
    told = send(desk, service, asked, way="PUBLISH").content.decode()
    assert "dikirim untuk diperiksa" in told
    assert questions_of(service) == []


def test_nobody_elses_waiting_changes_are_published_along(client, desk, service, asked, village):
    draft = draft_of(service)
    draft.fee_kind = "free"
    draft.save_revision(user=member(Role.CONTRIBUTOR, village))
    assert "Simpan yang dicentang ke draf" in shown(desk, service)
    told = send(desk, service, asked, way="PUBLISH").content.decode()
    assert "disimpan di draf, belum tayang" in told
    assert questions_of(service) == []
    assert draft_of(service).fee_kind == "free"
    assert drafted(service) == [("Boleh diwakilkan?", asked.public_id)]


def test_what_stops_the_page_itself_leaves_a_draft_and_says_why(desk, service, asked):
    ServicePage.objects.filter(pk=service.pk).update(notes="NIK 1507092306850001")
    told = send(desk, service, asked).content.decode()
    assert "disimpan di draf, belum tayang" in told
    assert "NIK" in told
    assert drafted(service) == [("Boleh diwakilkan?", asked.public_id)]


def test_the_pages_own_form_keeps_what_a_draft_was_lifted_from(desk, service, asked):
    send(desk, service, asked, way="DRAFT")
    edit = reverse("wagtailadmin_pages:edit", args=[service.pk])
    html = desk.get(edit).content.decode()
    field = re.search(r'<input[^>]*name="questions-0-source"[^>]*>', html)[0]
    assert 'type="hidden"' in field
    assert asked.public_id in field
    row = {"question": "Boleh diwakilkan anak?", "answer": "Boleh.", "source": asked.public_id, "id": ""}
    form = service_form(title=service.title, slug=service.slug, summary=service.summary)
    form |= nested_form_data({"questions": inline_formset([row], initial=1)})
    desk.post(edit, form | {"action-publish": "1"})
    assert questions_of(service) == [("Boleh diwakilkan anak?", "Boleh.", asked.public_id)]
    assert NOTHING_LEFT in shown(desk, service)


# What must not be public


@pytest.mark.parametrize(
    ("field", "words", "told"),
    [
        ("question", "Ini NIK saya 1507092306850001", "NIK"),
        ("answer", "Hubungi 0813-5555-1234", "nomor HP"),
    ],
)
def test_numbers_of_persons_are_refused_at_their_field_and_nothing_is_lost(
    desk, service, asked, field, words, told
):
    answer = send(desk, service, asked, **{field: words})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert words in html
    assert told in html
    assert drafted(service) == []
    assert re.search(rf'<input[^>]*id="id_{asked.public_id}-pick"[^>]*checked', html)


def test_the_offices_own_number_may_stand_in_an_answer(desk, service, asked):
    send(desk, service, asked, answer="Hubungi 0812-0000-0000.")
    assert questions_of(service)[0][1] == "Hubungi 0812-0000-0000."


def test_too_long_or_empty_is_refused_and_a_line_end_counts_once(desk, service, asked):
    for words in ({"question": "x" * (LENGTHS["question"] + 1)}, {"answer": " "}):
        assert send(desk, service, asked, **words).status_code == 422
    assert drafted(service) == []
    longest = "\r\n".join(["x" * 299, "y" * 300])
    send(desk, service, asked, answer=longest)
    assert len(questions_of(service)[0][1]) == LENGTHS["answer"]


def test_long_words_are_shortened_at_a_sentence_and_the_screen_says_so(desk, service, official):
    long = "Saya mau tanya soal surat pindah untuk anak saya. " * 3 + "Dia sekolah di Jambi dan tinggal " * 4
    answered_question(service, official, question=long.strip())
    html = shown(desk, service)
    assert "Sudah dipendekkan" in html
    # As it was asked, to be read; and shortened, in the field.
    assert html.count("Dia sekolah di Jambi") == 4
    assert "Saya mau tanya soal surat pindah untuk anak saya.</textarea>" in html


def test_shortening_ends_a_sentence_or_a_word():
    assert shortened("Pendek.", 20) == "Pendek."
    assert shortened("Satu dua tiga. Empat lima enam tujuh.", 20) == "Satu dua tiga."
    assert shortened("Salam. Satu dua tiga empat lima enam tujuh.", 30) == "Salam. Satu dua tiga empat…"
    assert shortened("x" * 50, 20) == "x" * 19 + "…"
    assert shortened("Biaya Rp300.000 dan tidak lebih dari itu", 15) == "Biaya…"


# What is offered


@pytest.mark.parametrize(
    "state",
    [state for state in CommentState if state != CommentState.PUBLISHED],
)
def test_what_readers_do_not_read_is_never_offered_nor_lifted(desk, service, asked, state):
    ResidentComment.objects.filter(pk=asked.pk).update(state=state)
    html = shown(desk, service)
    assert NOTHING_LEFT in html
    assert asked.body not in html
    answer = send(desk, service, asked)
    assert answer.status_code == 422
    assert "tidak tayang lagi" in answer.content.decode()
    assert drafted(service) == []


def test_a_question_without_a_public_answer_of_the_office_is_not_offered(desk, service, official):
    ResidentCommentFactory(thread__page=service)
    hidden = answered_question(service, official)
    ResidentComment.objects.filter(parent=hidden).update(state=CommentState.HIDDEN)
    neighbour = ResidentCommentFactory(thread__page=service)
    AnswerFactory(parent=neighbour, kind=CommentKind.GUEST)
    assert NOTHING_LEFT in shown(desk, service)


def test_what_is_kept_private_is_not_offered(desk, service, village, asked):
    CommentRules.objects.create(village=village, mode=ThreadMode.PRIVATE)
    assert NOTHING_LEFT in shown(desk, service)


def test_what_was_asked_elsewhere_is_not_offered(desk, service, village, official):
    elsewhere = answered_question(ServicePageFactory(village=village), official)
    assert NOTHING_LEFT in shown(desk, service)
    assert send(desk, service, elsewhere).status_code == 422


def test_words_are_as_readers_see_them(desk, service, official):
    comment = answered_question(service, official, question="Nomor saya 0813-5555-1234, boleh?")
    ResidentComment.objects.filter(pk=comment.pk).update(masks=[[11, 25]])
    html = shown(desk, service)
    assert "0813" not in html
    assert "Nomor saya [data pribadi ditutup], boleh?" in html


def test_all_that_the_office_answered_to_it_is_there_and_of_nobody_else(desk, service, official, asked):
    AnswerFactory(parent=asked, author=official, body="Ralat: bawa KTP juga.")
    AnswerFactory(parent=asked, kind=CommentKind.GUEST, body="Terima kasih")
    html = shown(desk, service)
    assert "Boleh, bawa KK.\nRalat: bawa KTP juga." in html
    assert "Terima kasih" not in html


def test_what_was_removed_from_the_page_is_offered_again_and_says_so(desk, service, asked):
    send(desk, service, asked)
    page = draft_of(service)
    page.questions.clear()
    revision = page.save_revision()
    assert "Pembaca masih melihatnya sampai draf tayang." in shown(desk, service)
    revision.publish()
    html = shown(desk, service)
    assert "Pernah diangkat, lalu dihapus dari halaman." in html
    send(desk, service, asked)
    assert [row[2] for row in questions_of(service)] == [asked.public_id]


@pytest.mark.parametrize("hidden", ["question", "answer"])
def test_a_comment_hidden_after_lifting_is_said(desk, service, asked, hidden):
    send(desk, service, asked)
    rows = {"question": {"pk": asked.pk}, "answer": {"parent": asked}}[hidden]
    ResidentComment.objects.filter(**rows).update(state=CommentState.HIDDEN)
    assert GONE in shown(desk, service)


# Who


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.VILLAGE_OFFICIAL])
def test_who_does_not_publish_here_may_not(service, village, asked, role):
    client = browser_of(member(role, village))
    for answer in (client.get(screen_of(service)), client.post(screen_of(service), ticked(asked))):
        assert answer.status_code == 403
    assert drafted(service) == []


def test_another_villages_page_is_not_there(service, asked):
    client = browser_of(member(Role.CADRE, VillageFactory()))
    for answer in (client.get(screen_of(service)), client.post(screen_of(service), ticked(asked))):
        assert answer.status_code == 404
    assert drafted(service) == []


def test_what_is_no_service_is_not_there(desk, village):
    assert desk.get(screen_of(NewsArticlePageFactory(village=village))).status_code == 404


def test_the_way_to_it_stands_in_the_editor_for_who_publishes(desk, service, village):
    edit = reverse("wagtailadmin_pages:edit", args=[service.pk])
    assert screen_of(service) in desk.get(edit).content.decode()
    assert screen_of(service) not in browser_of(member(Role.CONTRIBUTOR, village)).get(edit).content.decode()
    article = NewsArticlePageFactory(village=village)
    html = desk.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).content.decode()
    assert screen_of(article) not in html


# Two at once


def test_while_somebody_else_holds_the_pen_nothing_is_written(desk, service, cadre, asked, second_cadre):
    pen.take(Page.objects.get(pk=service.pk).specific, second_cadre)
    assert "Budi Hartono memegang pena" in shown(desk, service)
    answer = send(desk, service, asked, question="Kata saya")
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "Budi Hartono memegang pena" in html
    assert "Kata saya" in html
    assert drafted(service) == []


def test_lifting_into_a_page_that_waits_takes_the_pen(desk, service, cadre, second_cadre, asked):
    page = draft_of(service)
    page.save_revision(user=second_cadre)
    page.get_workflow().start(page, second_cadre)
    assert "masuk ke versi yang diperiksa" in shown(desk, service)
    send(desk, service, asked)
    assert drafted(service) == [("Boleh diwakilkan?", asked.public_id)]
    assert questions_of(service) == []
    assert pen.has(page, cadre)


def test_into_the_archive_and_into_what_is_due_nothing_is_written(desk, service, cadre, asked):
    page = draft_of(service)
    page.go_live_at = timezone.now() + timezone.timedelta(days=2)
    page.save_revision(user=cadre).publish(user=cadre)
    assert "dijadwalkan terbit" in send(desk, service, asked).content.decode()
    archive(ServicePage.objects.get(pk=service.pk), cadre)
    assert "diarsipkan" in shown(desk, service)
    assert drafted(service) == []


def test_the_second_of_two_is_told_and_keeps_the_words(desk, service, asked, official, second_cadre):
    other = answered_question(service, official, question="Ada biaya?")
    send(browser_of(second_cadre), service, asked)
    answer = desk.post(
        screen_of(service), {"way": "PUBLISH"} | ticked(asked, "Kata kedua") | ticked(other, "Biaya?")
    )
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "Sudah diangkat ke halaman." in html
    assert "Kata kedua" in html
    assert "Biaya?" in html
    assert [row[2] for row in questions_of(service)] == [asked.public_id]


@pytest.mark.parametrize("key", ["\x00", "../../x", "a" * 41, "tidak-ada-12"])
def test_what_is_no_key_lifts_nothing(desk, service, asked, key):
    form = {f"{key}-pick": "on", f"{key}-question": "a", f"{key}-answer": "b", "way": "PUBLISH"}
    assert desk.post(screen_of(service), form).status_code == 422
    assert drafted(service) == []


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_lifts(service, asked, cadre, second_cadre):
    chosen = [Chosen(asked.public_id, "Boleh diwakilkan?", "Boleh.")]
    outcomes = at_once(
        *(
            lambda by=by: lift(ServicePage.objects.get(pk=service.pk), chosen, by=by, way=Way.PUBLISH)
            for by in (cadre, second_cadre)
        )
    )
    assert sum(isinstance(one, NotLiftedError) for one in outcomes) == 1
    assert [row[2] for row in questions_of(service)] == [asked.public_id]


# What it costs


def test_twenty_questions_cost_what_two_cost_query_count(desk, service, official):
    counts = []
    for number in (2, 18):
        lifted = [answered_question(service, official, question=f"Tanya {n}?") for n in range(number)]
        send(desk, service, *lifted[: number // 2])
        shown(desk, service)
        with CaptureQueriesContext(connection) as queries:
            shown(desk, service)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_link_in_the_queue_costs_nothing_query_count(desk, service, official):
    queue = reverse("comment_moderation:index") + "?keadaan=tayang"
    counts = []
    for number in (2, 8):
        for _n in range(number):
            answered_question(service, official)
        desk.get(queue)
        with CaptureQueriesContext(connection) as queries:
            html = desk.get(queue).content.decode()
        counts.append(len(queries))
        assert screen_of(service) in html
    assert counts[0] == counts[1]
