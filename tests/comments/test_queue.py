"""The queue: what lies on which shelf, in which order, and what may be typed into its address."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from comments.enums import CommentKind, CommentState, HeldCode, ReportReason
from comments.models import Report, ResidentComment
from tests.comments.conftest import article_in, staff
from tests.factories.comments import ResidentCommentFactory, thread_with
from tests.factories.residents import ResidentFactory
from village_pages.enums import Role
from village_pages.rights import appoint

pytestmark = pytest.mark.django_db

QUEUE = "comment_moderation:index"


@pytest.fixture
def desk(cadre):
    client = Client()
    client.force_login(cadre)
    return client


def shelf(desk, slug: str, **query) -> str:
    return desk.get(reverse(QUEUE), {"keadaan": slug} | query).content.decode()


def report(comment, text: str = "", by=None, ago: timedelta = timedelta()) -> Report:
    return Report.objects.create(
        comment=comment,
        reason=ReportReason.RUDE,
        text=text,
        reporter=by,
        reporter_key_hash=f"kunci{Report.objects.count()}",
        created_at=timezone.now() - ago,
    )


def test_what_a_rule_held_has_a_shelf_of_its_own_with_the_rule(desk, article):
    ResidentCommentFactory(thread__page=article, state="pending", body="Biasa saja")
    ResidentCommentFactory(
        thread__page=article, state="pending", body="Ada tautan", held_codes=[HeldCode.LINK, "tidak-dikenal"]
    )
    waiting, held = shelf(desk, "menunggu"), shelf(desk, "ditahan")
    assert "Menunggu (2)" in waiting
    assert "Ditahan aturan (1)" in waiting
    assert "Biasa saja" in waiting
    assert "Biasa saja" not in held
    assert str(HeldCode.LINK.label) in held


def test_case_30_reports_come_the_most_first_collapsed_and_escaped(desk, article):
    """case 30 (queue): counted by reason; what was written is folded away and never markup."""
    few, many = (ResidentCommentFactory(thread__page=article, body=words) for words in ("Satu", "Tiga"))
    report(few, "<script>alert(1)</script>", ago=timedelta(hours=5))
    for text in ("a", "b", "c"):
        report(many, f"Kata kasar {text}")
    page = shelf(desk, "dilaporkan")
    assert "Dilaporkan (2)" in page
    assert page.index("Tiga") < page.index("Satu")
    assert "Kata kasar, hinaan, atau ancaman (3)" in page
    assert "<script>alert(1)" not in page
    assert '<details class="moderation-reports">' in page


def test_a_report_that_was_answered_waits_no_more(desk, article):
    comment = ResidentCommentFactory(thread__page=article)
    report(comment)
    desk.post(
        reverse("comment_moderation:item", args=[comment.public_id]),
        {"action": "keep", "version": comment.version},
    )
    assert "Dilaporkan (0)" in shelf(desk, "dilaporkan")
    assert Report.objects.get().outcome == "kept"


def test_what_waits_longest_comes_first_and_mended_words_begin_anew(desk, article):
    now = timezone.now()
    for words, sent, changed in (("Baru dikirim", 1, 1), ("Diperbaiki tadi", 90, 0), ("Lama sekali", 60, 60)):
        ResidentCommentFactory(
            thread__page=article,
            state="pending",
            body=words,
            created_at=now - timedelta(hours=sent),
            state_changed_at=now - timedelta(hours=changed),
        )
    page = shelf(desk, "menunggu")
    assert page.index("Lama sekali") < page.index("Baru dikirim") < page.index("Diperbaiki tadi")
    assert page.count("menunggu lebih dari dua hari") == 1


def test_the_screen_says_who_speaks_and_what_became_of_it_before(desk, article, village):
    resident = ResidentFactory(village=village, verified=True)
    said = {"thread__page": article, "kind": CommentKind.RESIDENT, "resident": resident}
    for state in ("published", "published", "rejected", "pending"):
        ResidentCommentFactory(state=state, **said)
    page = shelf(desk, "menunggu")
    assert "Warga terverifikasi · Pematang Rahim" in page
    assert "Sebelumnya: 2 tayang, 1 ditolak" in page


def test_an_answer_is_shown_with_what_it_answers_as_far_as_that_is_public(desk, article):
    question = ResidentCommentFactory(thread__page=article, body="Pertanyaan warga")
    ResidentCommentFactory(
        thread=question.thread, parent=question, root=question, depth=1, state="pending", body="Sahutan"
    )
    assert "Pertanyaan warga" in shelf(desk, "menunggu")
    ResidentComment.objects.filter(pk=question.pk).update(state=CommentState.WITHDRAWN)
    page = shelf(desk, "menunggu")
    assert "Pertanyaan warga" not in page
    assert "ditarik penulisnya" in page


@pytest.mark.parametrize("words", ["%", "_", "'", "\\", "'; DROP TABLE x; --", "100%", "nama_saya"])
def test_case_15_wildcards_and_quotes_are_looked_for_as_they_are(desk, article, words):
    """case 15: ``%`` is a per cent sign, and finds only what holds one."""
    ResidentCommentFactory(thread__page=article, state="pending", body="Warga biasa bertanya di sini")
    assert "Warga biasa bertanya" not in shelf(desk, "menunggu", cari=words)
    ResidentCommentFactory(thread__page=article, state="pending", body=f"Ada {words} di sini")
    page = shelf(desk, "menunggu", cari=words)
    assert "Menunggu (1)" in page
    assert "Warga biasa bertanya" not in page


@pytest.mark.parametrize(
    "odd", ["\x00", "<svg onload=alert(1)>", "9" * 40, "-1", "1.5", "١", "é" * 5000, "\ud800", "a\x00b"]
)
def test_case_13_15_nothing_typed_into_the_address_breaks_it(desk, article, odd):
    """case 13, 15: forged paging, shelf, village and words answer something sensible."""
    thread_with(25, page=article, state=CommentState.PENDING)
    odd = odd.encode("utf-8", "replace").decode()
    for key in ("page", "keadaan", "desa", "cari", "per_page"):
        response = desk.get(reverse(QUEUE), {key: odd})
        assert response.status_code == 200
        page = response.content.decode()
        assert "<svg onload" not in page
        assert page.count("<article") <= 20


def test_searching_and_choosing_a_village_stay_within_ones_own(desk, article, village, other_village, cadre):
    there = article_in(other_village, title="Lain")
    ResidentCommentFactory(thread__page=article, state="pending", body="Padi di sini", shown_name="Bu Ani")
    ResidentCommentFactory(thread__page=there, state="pending", body="Padi di sana")
    for query in ({"cari": "padi"}, {"cari": "padi", "desa": other_village.code}, {"cari": "ani"}):
        page = shelf(desk, "menunggu", **query)
        assert "Padi di sini" in page
        assert "Padi di sana" not in page
    appoint(user=cadre, role=Role.AMBASSADOR, village=other_village)
    page = shelf(desk, "menunggu", cari="padi", desa=other_village.code)
    assert "Padi di sini" not in page
    assert "Padi di sana" in page
    # What was chosen goes along to the decision, and back.
    assert 'name="cari" value="padi"' in page


def test_case_39_the_queue_costs_the_same_for_ten_and_for_a_thousand_query_count(desk, article, village):
    """case 39 (queue)"""
    counts = []
    for n in (10, 990):
        resident = ResidentFactory(village=village, verified=True)
        thread_with(n, page=article, state=CommentState.PENDING)
        ResidentComment.objects.update(kind=CommentKind.RESIDENT, resident=resident)
        for comment in ResidentComment.objects.order_by("-pk")[:5]:
            report(comment)
        desk.get(reverse(QUEUE))
        for query in ({}, {"keadaan": "ditahan", "cari": "warga"}):
            with CaptureQueriesContext(connection) as queries:
                desk.get(reverse(QUEUE), query)
            counts.append(len(queries))
    assert counts[:2] == counts[2:]
    assert max(counts) < 40


def test_an_official_finds_only_what_is_public(article, village):
    user = staff("perangkat", Role.VILLAGE_OFFICIAL, village, "Pak Kaur")
    client = Client()
    client.force_login(user)
    ResidentCommentFactory(thread__page=article, body="Sudah tayang 081234567890", masks=[[13, 25]])
    ResidentCommentFactory(thread__page=article, body="Juga tayang")
    ResidentCommentFactory(thread__page=article, state="pending", body="Belum tayang")
    for slug in ("menunggu", "ditolak", "tayang", "dilaporkan"):
        assert "Sudah tayang" in shelf(client, slug)
        page = shelf(client, slug, cari="tayang")
        assert "Juga tayang" in page
        # By its words nobody finds what is covered in part.
        assert "Sudah tayang" not in page
        assert "081234567890" not in page
        assert "Belum tayang" not in page
