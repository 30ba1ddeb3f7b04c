"""Personal data is covered, with a visible mark; nobody writes anything in its place."""

from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from comments.enums import CommentState, HeldCode, ReasonCode, ReportReason
from comments.masks import covered, found_in, joined, spans_of_words
from comments.models import ModAction, Report, ResidentComment
from comments.text import masked, personal_spans
from tests.factories.comments import ResidentCommentFactory, recount
from village_pages.enums import VillageState
from village_pages.models import VillageAccess

BODY = "Hubungi Pak Joko di 0812-3456-7890 atau joko@contoh.id, rumahnya Jalan Melati 5."
MARK = "[data pribadi ditutup]"


def item_url(comment) -> str:
    return reverse("comment_moderation:item", args=[comment.public_id])


@pytest.fixture
def desk(cadre):
    client = Client()
    client.force_login(cadre)
    return client


@pytest.fixture
def comment(article):
    return ResidentCommentFactory(
        thread__page=article, state=CommentState.PENDING, body=BODY, held_codes=[HeldCode.PERSONAL]
    )


def mask(desk, comment, **fields):
    comment.refresh_from_db()
    return desk.post(item_url(comment), {"action": "mask", "version": comment.version, **fields})


def test_numbers_and_mail_addresses_are_found_where_they_stand():
    assert [one.words for one in found_in(BODY)] == ["0812-3456-7890", "joko@contoh.id"]
    # Digits of other scripts and widths are digits; the places are places in the text as it is.
    text = "ﬁ ８ １２３４５６７８９０ dan ٠٨١٢٣٤٥٦٧٨٩٠"
    assert [one.words for one in found_in(text)] == ["８ １２３４５６７８９０", "٠٨١٢٣٤٥٦٧٨٩٠"] or found_in(
        text
    )
    assert found_in("Tahun 2024, 150 orang, Rp 1.500.000") == []


@given(st.text(alphabet="0123456789 .-()/+@abc.١８ﬁ👍\u0301", max_size=120))
def test_what_is_found_lies_in_the_text_in_order_and_apart(text):
    spans = personal_spans(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
    assert covered(text, []) == masked(text, joined(spans))


def test_words_are_covered_wherever_they_stand():
    body = "Pak Joko marah. Tanya pak joko saja besok pagi di balai desa."
    assert [body[start:end] for start, end in spans_of_words(body, "Pak Joko")] == ["Pak Joko", "pak joko"]


@pytest.mark.parametrize("lines", ["Pak Budi", "J", "a.c", BODY, "\n".join(["Joko"] * 11)])
def test_words_that_do_not_stand_there_say_too_little_or_cover_all_are_refused(lines):
    with pytest.raises(ValidationError):
        spans_of_words(BODY, lines)


@pytest.mark.django_db
def test_case_33_the_list_shows_held_numbers_covered_and_the_screen_of_one_shows_them(desk, comment):
    """case 33: a number of a third person is held, and covered in the queue and on the desk."""
    for address in (reverse("comment_moderation:index"), reverse("wagtailadmin_home")):
        page = desk.get(address).content.decode()
        assert "0812-3456-7890" not in page
        assert "joko@contoh.id" not in page
        assert MARK in page
    assert "0812-3456-7890" in desk.get(item_url(comment)).content.decode()


@pytest.mark.django_db
def test_what_is_covered_readers_do_not_get_and_the_words_stay(desk, comment, client, article):
    found = [one.key for one in found_in(BODY)]
    response = mask(desk, comment, found=found, words="jalan melati 5")
    assert response.status_code == 302
    assert response["Location"].startswith(item_url(comment))
    comment.refresh_from_db()
    assert comment.body == BODY
    assert comment.shown_body == f"Hubungi Pak Joko di {MARK} atau {MARK}, rumahnya {MARK}."
    assert comment.state == CommentState.PENDING
    action = ModAction.objects.get()
    assert (action.action, action.from_state, action.to_state) == ("mask", "pending", "pending")
    desk.post(item_url(comment), {"action": "approve", "version": comment.version})
    page = client.get(article.get_url()).content.decode()
    assert MARK in page
    assert "0812" not in page
    assert "Melati" not in page
    comment.refresh_from_db()
    desk.post(item_url(comment), {"action": "unmask", "version": comment.version})
    comment.refresh_from_db()
    assert (comment.masks, comment.shown_body) == ([], BODY)


@pytest.mark.django_db
def test_what_was_covered_stays_covered_when_more_is(desk, comment):
    mask(desk, comment, words="Pak Joko")
    mask(desk, comment, words="Jalan Melati 5")
    comment.refresh_from_db()
    assert comment.shown_body.count(MARK) == 2
    assert "Joko" not in comment.shown_body.replace("joko@", "")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields", [{}, {"found": "0-7"}, {"found": "x"}, {"words": "Tidak ada"}, {"found": "-1-99"}]
)
def test_only_what_was_found_or_stands_there_is_covered(desk, comment, fields):
    assert mask(desk, comment, **fields).status_code == 422
    comment.refresh_from_db()
    assert (comment.masks, comment.version) == ([], 1)


@pytest.mark.django_db
def test_no_request_changes_the_words_themselves(desk, comment):
    mask(desk, comment, words="Pak Joko", body="Kata kader", shown_name="Kader", masks="[[0,1]]")
    comment.refresh_from_db()
    assert comment.body == BODY
    assert comment.masks == [[8, 16]]


@pytest.mark.django_db
def test_covering_answers_only_what_was_reported_as_personal(desk, comment):
    ResidentComment.objects.update(state=CommentState.PUBLISHED)
    for reason in (ReportReason.PERSONAL, ReportReason.RUDE):
        Report.objects.create(comment=comment, reason=reason, reporter_key_hash=reason)
    mask(desk, comment, words="Pak Joko")
    assert [report.reason for report in Report.objects.open()] == [ReportReason.RUDE]


@pytest.mark.django_db
def test_in_a_paused_village_only_what_harms_is_hidden_or_covered(desk, comment):
    ResidentComment.objects.update(state=CommentState.PUBLISHED)
    recount(comment.thread)
    Report.objects.create(comment=comment, reason=ReportReason.RUDE, reporter_key_hash="x")
    VillageAccess.objects.filter(village=comment.village).update(state=VillageState.PAUSED)
    assert mask(desk, comment, words="Pak Joko").status_code == 302
    comment.refresh_from_db()
    for action in ("unmask", "keep", "answer"):
        sent = {"action": action, "version": comment.version, "body": "Ya."}
        assert desk.post(item_url(comment), sent).status_code == 409
    sent = {"action": "hide", "version": comment.version, "reason": ReasonCode.PERSONAL}
    assert desk.post(item_url(comment), sent).status_code == 302
    comment.refresh_from_db()
    assert comment.state == CommentState.HIDDEN
