"""People take along what is kept about them: all of it, nothing of others, nothing that opens a door."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import Act
from comments import consent, exporting, ownership, receipts
from comments.enums import CommentKind, CommentState, ReasonCode, ReportReason
from comments.models import CommentEdit, ModAction, Report, ResidentComment, ResidentSession
from comments.residents.sessions import COOKIE
from tests.factories.comments import AnswerFactory, ResidentCommentFactory, thread_with
from tests.factories.residents import ResidentFactory, resident_link, signed_in_resident


@pytest.fixture
def resident(village):
    return ResidentFactory(
        village=village,
        verified=True,
        display_name="Nurhayati Melati",
        phone_hash="f" * 64,
        phone_ending="789",
        pin_hash="rahasia-pin",
        consent_version=consent.current().version,
        consented_at=timezone.now(),
    )


@pytest.fixture
def client(resident):
    client = Client()
    signed_in_resident(client, resident)
    return client


def spoken(resident, article, **fields) -> ResidentComment:
    return ResidentCommentFactory(
        thread__page=article, kind=CommentKind.RESIDENT, resident=resident, shown_name="Nurhayati", **fields
    )


def test_a_resident_takes_everything_along(client, resident, article, cadre):
    comment = spoken(resident, article, body="Kapan posyandu buka?", masks=[[0, 5]])
    CommentEdit.objects.create(comment=comment, old_body="Kapan posyandu bukanya?")
    AnswerFactory(
        parent=comment, author=cadre, body="Setiap Selasa. Telepon 0812-1111-2222.", masks=[[15, 38]]
    )
    AnswerFactory(parent=comment, author=cadre, body="Belum tayang", state=CommentState.PENDING)
    ModAction.objects.create(
        actor=cadre, village=comment.village, comment=comment, comment_public_id=comment.public_id,
        action="approve", from_state="pending", to_state="published",
    )  # fmt: skip
    for state in CommentState:
        spoken(resident, article, body=f"Dalam keadaan {state}", state=state)
    refused = spoken(
        resident, article, body="Ditolak", state=CommentState.REJECTED, reason_code=ReasonCode.RUDE,
        author_note="Mohon sopan", appealed_at=timezone.now(), appeal_text="Saya tidak kasar",
    )  # fmt: skip
    other = ResidentCommentFactory(thread__page=article, body="Tulisan orang lain")
    Report.objects.create(
        comment=other,
        reporter=resident,
        reporter_key_hash="1" * 64,
        reason=ReportReason.RUDE,
        text="Menurut saya kasar",
    )
    Report.objects.create(
        comment=refused, reporter_key_hash="2" * 64, reason=ReportReason.RUDE, text="Kata pelapor rahasia"
    )
    resident_link(resident)

    response = client.get(reverse("comments:export_mine"), {"bentuk": "json"})
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert "attachment" in response["Content-Disposition"]
    data = json.loads(response.content)
    assert data["profile"]["name"] == "Nurhayati Melati"
    assert data["profile"]["phone_ending"] == "789"
    assert data["consents"][0]["text"] == consent.current().text
    assert len(data["sessions"]) == len(data["links"]) == 1
    texts = {comment["text"] for comment in data["comments"]}
    assert texts == {f"Dalam keadaan {state}" for state in CommentState} | {"Kapan posyandu buka?", "Ditolak"}
    first, last = data["comments"][0], data["comments"][-1]
    assert first["edits"][0]["text_before"] == "Kapan posyandu bukanya?"
    assert [answer["text"] for answer in first["answers"]] == ["Setiap Selasa. [data pribadi ditutup]"]
    assert first["decisions"][0]["action_text"] == "menyetujui"
    assert (last["note"], last["appeal"]["text"]) == ("Mohon sopan", "Saya tidak kasar")
    assert data["reports"][0]["text"] == "Menurut saya kasar"

    html = client.get(reverse("comments:export_mine"), {"bentuk": "html"})
    assert html["Content-Disposition"].endswith('.html"')
    page = html.content.decode()
    for words in (
        "Nurhayati Melati",
        "Kapan posyandu bukanya?",
        "Mohon sopan",
        "Saya tidak kasar",
        "Menurut saya kasar",
    ):
        assert words in page, words


def test_nothing_of_others_and_no_key_to_any_door(client, resident, article, cadre):
    comment = spoken(resident, article, receipt_hash="c" * 64)
    other = ResidentCommentFactory(thread__page=article, body="Tulisan orang lain", shown_name="Orang Lain")
    Report.objects.create(
        comment=other, reporter=resident, reporter_key_hash="1" * 64, reason=ReportReason.RUDE
    )
    Report.objects.create(
        comment=comment, reporter_key_hash="2" * 64, reason=ReportReason.RUDE, text="Kata pelapor"
    )
    _link, token = resident_link(resident)
    session = ResidentSession.objects.get()
    secrets = [
        *("rahasia-pin", "f" * 64, "c" * 64, "1" * 64, "2" * 64, token, session.token_hash),
        *(client.cookies[COOKIE].value, str(comment.submit_nonce), comment.body_fold_hash),
        *("Tulisan orang lain", "Orang Lain", "Kata pelapor", cadre.username),
    ]
    for shape in ("json", "html"):
        text = client.get(reverse("comments:export_mine"), {"bentuk": shape}).content.decode()
        assert [secret for secret in secrets if secret in text] == []


def test_what_was_typed_stays_text_in_the_page(client, resident, article):
    """Case 1, of the download."""
    spoken(resident, article, body="<script>alert(1)</script>", shown_place="<img src=x onerror=1>")
    page = client.get(reverse("comments:export_mine"), {"bentuk": "html"}).content.decode()
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page


def test_the_choice_comes_first_and_only_to_who_is_signed_in(client, resident):
    url = reverse("comments:export_mine")
    page = client.get(url)
    assert page.status_code == 200
    assert "?bentuk=json" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert client.get(url, {"bentuk": "exe"}).headers.get("Content-Disposition") is None
    stranger = Client().get(url, {"bentuk": "json"})
    assert stranger.status_code == 302
    assert stranger["Location"] == reverse("comments:sign_in")


def test_500_comments_ask_as_many_queries_as_five(client, resident, article, django_assert_num_queries):
    """Case 37: complete, and in a fixed number of queries."""

    def grow(n):
        thread = thread_with(n, page=article)
        ResidentComment.objects.filter(thread=thread, resident=None).update(
            resident=resident, kind=CommentKind.RESIDENT
        )
        CommentEdit.objects.bulk_create(
            CommentEdit(comment=comment, old_body="Dulu") for comment in thread.resident_comments.all()
        )

    grow(5)
    resident.village  # noqa: B018 - loaded with the session
    with django_assert_num_queries(8):
        exporting.of_resident(resident)
    grow(495)
    with django_assert_num_queries(8):
        data = exporting.of_resident(resident)
    assert len(data["comments"]) == 500
    assert len(exporting.as_json(data)) < 2_000_000
    assert "Dulu" in exporting.as_html(data)


def test_a_guest_takes_one_comment_along_by_receipt(guest, patient, article, cadre):
    guest.send(article, body="Kapan kegiatan berikutnya?")
    comment = ResidentComment.objects.get()
    client = _with_receipt(comment)
    url = reverse("comments:export", args=[comment.public_id])
    assert client.get(url).status_code == 200
    data = json.loads(client.get(url, {"bentuk": "json"}).content)
    assert [one["text"] for one in data["comments"]] == ["Kapan kegiatan berikutnya?"]
    assert set(data) == {"exported_at", "comments"}
    text = json.dumps(data)
    assert comment.receipt_hash not in text
    assert receipts.code_for(comment.submit_nonce) not in text
    assert Client().get(url, {"bentuk": "json"}).status_code == 404


def _with_receipt(comment) -> Client:
    from django.http import HttpResponse

    response, client = HttpResponse(), Client()
    ownership.grant(response, comment)
    client.cookies[ownership.COOKIE] = response.cookies[ownership.COOKIE].value
    return client


def test_another_resident_gets_nothing(resident, village, article):
    comment = spoken(resident, article)
    client = Client()
    signed_in_resident(client, ResidentFactory(village=village))
    url = reverse("comments:export", args=[comment.public_id])
    assert client.get(url, {"bentuk": "json"}).status_code == 404
    assert b"Nurhayati" not in client.get(reverse("comments:export_mine"), {"bentuk": "json"}).content


def test_a_cadre_hands_it_out_at_the_persons_request(
    client, resident, article, cadre, other_cadre, contributor
):
    spoken(resident, article, body="Kapan posyandu buka?")
    spoken(resident, article, body="Kader itu lalai", about_cadre=True, state=CommentState.PENDING)
    other = ResidentCommentFactory(thread__page=article)
    Report.objects.create(
        comment=other, reporter=resident, reporter_key_hash="1" * 64, reason="about_cadre", text="Takut"
    )
    url = reverse("resident_export", args=[resident.pk])
    staff = Client()
    for person, status in ((other_cadre, 404), (contributor, 403)):
        staff.force_login(person)
        assert staff.get(url).status_code == status
        assert staff.post(url, {"reason": "in_person", "bentuk": "json"}).status_code == status
    staff.force_login(cadre)
    assert staff.post(url, {"bentuk": "json"}).headers.get("Content-Disposition") is None  # why is asked
    response = staff.post(url, {"reason": "in_person", "bentuk": "json"})
    assert "attachment" in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]
    text = response.content.decode()
    # What a cadre may not read is not handed out by a cadre, nor told of.
    assert "Kapan posyandu buka?" in text
    assert "lalai" not in text
    assert "Takut" not in text
    act = Act.objects.filter(verb="resident.export").get()
    assert act.reason == "Diminta langsung oleh orangnya"
    assert "Nurhayati" not in f"{act.object_name}{act.reason}"
