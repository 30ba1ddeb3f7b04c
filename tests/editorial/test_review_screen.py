"""The review screen: what is shown before deciding, and a decision for exactly that."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from editorial.enums import SendBackReason
from editorial.models import PageCare, ReviewRound
from editorial.signals import review_decided
from news.models import NewsArticlePage
from tests.editorial.test_review import status_of, submitted
from tests.factories.news import NewsArticlePageFactory
from tests.factories.services import ServicePageFactory
from tests.factories.village_pages import member
from village_pages.enums import Role

pytestmark = pytest.mark.django_db


def screen(client, user, page):
    client.force_login(user)
    return client.get(reverse("review_page", args=[page.pk]))


def words_of(answer) -> str:
    return " ".join(BeautifulSoup(answer.content, "html.parser").main.get_text(" ").split())


def decide(client, user, page, action, **fields):
    client.force_login(user)
    data = {"action": action, "revision": page.get_latest_revision().pk, **fields}
    return client.post(reverse("review_decide", args=[page.pk]), data)


def changed_article(village, author, **changes) -> NewsArticlePage:
    """A published article with a newer version that waits."""
    page = NewsArticlePageFactory(village=village, owner=author, title="Panen raya", summary="Panen padi.")
    page.save_revision(user=author).publish()
    page = NewsArticlePage.objects.get(pk=page.pk)
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision(user=author)
    page = NewsArticlePage.objects.get(pk=page.pk)
    page.get_workflow().start(page, author)
    return NewsArticlePage.objects.get(pk=page.pk)


def test_it_tells_what_changes_who_wrote_and_by_when(client, village, contributor, cadre, time_machine):
    page = changed_article(village, contributor, summary="Panen jagung.")
    time_machine.move_to(timezone.now() + timedelta(days=5))
    answer = screen(client, cadre, page)
    words = words_of(answer)
    for said in (village.full_name, "Dewi", "lewat 2 hari", "Panen padi. menjadi Panen jagung.", "Berat"):
        assert said in words, said
    frames = [frame["src"] for frame in BeautifulSoup(answer.content, "html.parser").select("main iframe")]
    assert frames == [
        reverse("review_live", args=[page.pk]),
        reverse("reading_revision", args=[page.pk, page.latest_revision_id]),
    ]
    live = client.get(frames[0])
    assert "Panen padi." in live.content.decode()
    assert "Panen jagung." not in live.content.decode()
    assert "default-src 'none'" in live.headers["Content-Security-Policy"]
    assert "Panen jagung." in client.get(frames[1]).content.decode()


def test_a_new_page_is_told_by_what_it_has_and_has_no_live_frame(client, village, contributor, cadre):
    page = submitted(village, contributor, title="Panen raya")
    answer = screen(client, cadre, page)
    assert "belum pernah tayang" in words_of(answer)
    assert len(BeautifulSoup(answer.content, "html.parser").select("main iframe")) == 1
    assert client.get(reverse("review_live", args=[page.pk])).status_code == 404


def test_approving_with_a_remark_publishes_and_tells_it(client, village, contributor, cadre):
    heard = []

    def hear(sender, **told):
        heard.append((told["decision"], told["words"]))

    review_decided.connect(hear)
    page = changed_article(village, contributor, summary="Panen jagung.")
    answer = decide(client, cadre, page, "approve", comment="Bagus, terima kasih.")
    review_decided.disconnect(hear)
    assert answer.url == reverse("wagtailadmin_home")
    assert NewsArticlePage.objects.get(pk=page.pk).summary == "Panen jagung."
    assert heard == [("approved", "Bagus, terima kasih.")]


def test_sending_back_keeps_the_reason_and_needs_both_parts(client, village, contributor, cadre):
    page = submitted(village, contributor)
    only_words = decide(client, cadre, page, "reject", comment="Tulis tanggalnya.")
    assert only_words.status_code == 422
    assert "Tulis tanggalnya." in words_of(only_words)  # what was typed is kept
    # The form is far below; the top of the screen leads to it.
    assert BeautifulSoup(only_words.content, "html.parser").select_one(
        '[role=alert] a[href="#putusan-reject"]'
    )
    assert decide(client, cadre, page, "reject", reason="missing", comment=" ").status_code == 422
    assert status_of(page) == "in_progress"
    decide(client, cadre, page, "reject", reason="missing", comment="Tulis tanggalnya.")
    assert status_of(page) == "needs_changes"
    round = ReviewRound.objects.get(page=page)
    assert (round.reason, round.task_state.comment) == (SendBackReason.MISSING, "Tulis tanggalnya.")


def test_a_version_that_was_not_looked_at_is_not_decided(client, village, contributor, cadre):
    page = submitted(village, contributor)
    seen = page.get_latest_revision().pk
    page.title = "Diubah sesudahnya"
    page.save_revision(user=cadre)
    answer = decide(client, member(Role.AMBASSADOR, village), page, "approve", revision=seen, comment="Baik.")
    assert answer.status_code == 409
    assert "sejak Anda membukanya" in words_of(answer)
    form = BeautifulSoup(answer.content, "html.parser").find(id="approve-revision")
    assert form["value"] == str(page.get_latest_revision().pk)
    assert "Baik." in words_of(answer)
    assert status_of(page) == "in_progress"


def test_who_comes_second_is_told_and_keeps_what_was_typed(client, village, contributor, cadre):
    other = member(Role.AMBASSADOR, village, display_name="Budi")
    page = submitted(village, contributor)
    decide(client, other, page, "approve")
    answer = decide(client, cadre, page, "reject", reason="fact", comment="Kurang tanggal.")
    assert answer.status_code == 409
    assert "Budi sudah menyetujui" in words_of(answer)
    assert "Kurang tanggal." in words_of(answer)


def test_who_may_not_approve_reads_why_and_who_may_and_can_send_back(client, village, cadre):
    second = member(Role.CADRE, village, display_name="Budi")
    page = submitted(village, cadre)
    answer = screen(client, cadre, page)
    assert "perlu pembaca kedua" in words_of(answer)
    assert "Budi" in words_of(answer)
    actions = [one["value"] for one in BeautifulSoup(answer.content, "html.parser").select("[name=action]")]
    assert actions == ["reject"]
    refused = decide(client, cadre, page, "approve")
    assert refused.status_code == 409
    assert "perlu pembaca kedua" in words_of(refused)
    assert decide(client, second, page, "approve").status_code == 302


def test_a_correction_comes_with_the_approval_of_a_published_page(client, village, contributor, cadre):
    page = changed_article(village, contributor, summary="Panen jagung.")
    assert "Baris ralat" in words_of(screen(client, cadre, page))
    assert decide(client, cadre, page, "approve", correction="x" * 201).status_code == 422
    decide(client, cadre, page, "approve", correction="Bukan padi, melainkan jagung.")
    assert [line["words"] for line in PageCare.objects.get(page=page).corrections] == [
        "Bukan padi, melainkan jagung."
    ]
    assert "Baris ralat" not in words_of(screen(client, cadre, submitted(village, contributor)))


def test_what_is_due_later_is_scheduled_and_the_button_says_so(client, village, contributor, cadre):
    later = timezone.now() + timedelta(days=2)
    page = changed_article(village, contributor, summary="Panen jagung.", go_live_at=later)
    answer = screen(client, cadre, page)
    assert "Setujui dan jadwalkan" in words_of(answer)
    assert "Setujui dan terbitkan" not in words_of(answer)
    assert "Baris ralat" not in words_of(answer)
    decide(client, cadre, page, "approve")
    assert NewsArticlePage.objects.get(pk=page.pk).summary == "Panen padi."


def test_the_wall_stands_before_all_three_addresses(
    client, village, contributor, cadre, foreign_cadre, officer
):
    page = submitted(village, contributor)
    for person in (foreign_cadre, contributor):
        assert screen(client, person, page).status_code == 404
        assert client.get(reverse("review_live", args=[page.pk])).status_code == 404
        assert decide(client, person, page, "approve").status_code == 404
    # The officer reads, and does not decide for the village.
    answer = screen(client, officer, page)
    assert answer.status_code == 200
    assert not BeautifulSoup(answer.content, "html.parser").select("[name=action]")
    assert decide(client, officer, page, "approve").status_code == 403
    assert status_of(page) == "in_progress"


def test_the_editor_of_a_page_that_waits_has_the_list_beside_the_form(client, village, contributor, cadre):
    page = changed_article(village, contributor, summary="Panen jagung.")
    client.force_login(cadre)
    editor = BeautifulSoup(
        client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content, "html.parser"
    )
    panel = editor.select_one("[data-side-panel=reader-changes]")
    assert "Panen jagung." in panel.get_text()
    assert panel.iframe["src"] == reverse("review_live", args=[page.pk])
    assert editor.find("a", href=reverse("review_page", args=[page.pk]))
    labels = " ".join(editor.select_one("footer").get_text(" ").split())
    for words in ("Setujui dan terbitkan", "Setujui dengan catatan", "Kembalikan dengan alasan"):
        assert words in labels
    assert "terbitkan dan terbitkan" not in labels


def test_the_number_of_queries_does_not_grow_with_the_page(client, village, contributor, cadre):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    page = ServicePageFactory(village=village, owner=contributor, live=False)
    page.get_workflow().start(page, contributor)
    counts = []
    for grown in (0, 5):
        for _n in range(grown):
            submitted(village, contributor)
        screen(client, cadre, page)
        with CaptureQueriesContext(connection) as queries:
            screen(client, cadre, page)
        counts.append(len(queries))
    assert counts[0] == counts[1]
