"""A page that was wrong says so to its readers, above its text."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from audit.models import Act
from core import caching
from editorial.corrections import add_correction, correct_alone, withdraw_correction
from editorial.enums import Approvers, SecondReader
from editorial.models import ReviewRule, care_of
from tests.factories.inclusion import InclusionNoticePageFactory
from tests.factories.news import NewsArticlePageFactory
from tests.factories.services import ServicePageFactory
from tests.factories.village_pages import InformationPageFactory, member
from tests.pages import query_count
from village_pages.enums import Role
from village_pages.publishing import PublishRefusedError

THIRD_OF_JULY = datetime(2027, 7, 3, 3, tzinfo=UTC)
WORDS = "Biaya bukan Rp10.000, melainkan gratis."


@pytest.fixture
def article(village):
    return NewsArticlePageFactory(village=village)


def test_a_reviewer_writes_a_line_and_readers_see_it(client, village, cadre, article):
    at = reverse("correct_page", args=[article.pk])
    with time_machine.travel(THIRD_OF_JULY, tick=False):
        client.force_login(cadre)
        assert client.post(at, {"words": f"  {WORDS}\n"}).url == at
    with time_machine.travel(datetime(2027, 7, 9, 3, tzinfo=UTC), tick=False):
        client.force_login(cadre)
        client.post(at, {"words": "Tempatnya balai dusun <b>dua</b>."})
    client.logout()
    html = client.get(article.url).content.decode()
    first, second = "Diralat 3 Juli 2027: Biaya bukan", "Diralat 9 Juli 2027: Tempatnya balai dusun &lt;b&gt;"
    assert (
        -1 < html.index("<h1>") < html.index(first) < html.index(second) < html.index(f">{article.summary}<")
    )
    act = Act.objects.filter(verb="page.corrected").earliest("pk")
    assert (act.reason, act.actor_name) == (WORDS, "Siti Rahma")


def test_a_line_outlives_versions_and_a_wrong_one_is_taken_back(client, village, cadre, article):
    line = add_correction(article, WORDS, cadre)
    add_correction(article, WORDS, cadre)  # pressed twice
    assert care_of(article).correction_lines == [line]
    article.live_revision.publish()
    assert WORDS in client.get(article.url).content.decode()
    client.force_login(cadre)
    at = reverse("correct_page", args=[article.pk])
    assert f"Cabut: {line}" in client.get(at).content.decode()
    for _again in range(2):  # the second finds it gone
        client.post(at, {"withdraw": str(line)})
    assert WORDS not in client.get(article.url).content.decode()
    assert Act.objects.filter(verb="page.correction_withdrawn", reason=str(line)).count() == 1


def test_only_who_publishes_the_page_corrects_it(client, village, cadre, contributor, foreign_cadre, article):
    draft = NewsArticlePageFactory(village=village, live=False)
    for user, page in ((contributor, article), (foreign_cadre, article), (cadre, draft)):
        with pytest.raises(PermissionDenied):
            add_correction(page, WORDS, user)
        client.force_login(user)
        answer = client.post(reverse("correct_page", args=[page.pk]), {"words": WORDS})
        assert answer.status_code in (403, 404)
    line = add_correction(article, WORDS, cadre)
    for user in (contributor, foreign_cadre):
        with pytest.raises(PermissionDenied):
            withdraw_correction(article, line, user)


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("  ", "Tulis apa yang keliru"),
        ("x" * 201, "200"),
        ("NIK warga 1507091203850001 salah.", "NIK"),
        ("Hubungi 0812-3456-7890.", "nomor"),
    ],
)
def test_what_a_line_may_not_say(client, village, cadre, article, words, hint):
    with pytest.raises(ValidationError):
        add_correction(article, words, cadre)
    client.force_login(cadre)
    answer = client.post(reverse("correct_page", args=[article.pk]), {"words": words})
    assert hint in answer.content.decode()
    assert not care_of(article).corrections


@pytest.mark.parametrize("address", ["https://contoh.id/a", "Lihat HTTP:contoh.id", "www.contoh.id"])
def test_a_line_leads_nowhere(client, village, cadre, article, address):
    client.force_login(cadre)
    answer = client.post(reverse("correct_page", args=[article.pk]), {"words": f"Baca {address} saja."})
    assert "Hapus alamat situs dari ralat" in answer.content.decode()
    assert not care_of(article).corrections


def test_where_a_second_reader_is_needed_the_line_comes_with_an_approval(
    client, village, cadre, contributor, article
):
    """The screen says so instead of a form; who approves somebody else's words writes the line."""
    ambassador = member(Role.AMBASSADOR, village)
    at = reverse("correct_page", args=[article.pk])
    client.force_login(cadre)
    shown = client.get(at).content.decode()
    assert "perlu dibaca orang lain dulu" in shown
    assert "Tampilkan ralat" not in shown
    answer = client.post(at, {"words": WORDS})
    assert answer.status_code == 403
    assert WORDS in answer.content.decode(), "what was typed is not lost"
    with pytest.raises(PublishRefusedError):
        correct_alone(article, WORDS, cadre)
    assert not care_of(article).corrections

    article.title = "Judul yang benar"
    sent_in = article.save_revision(user=cadre)
    article.get_workflow().start(article, cadre)
    client.force_login(ambassador)
    decision = {"action": "approve", "revision": sent_in.pk, "comment": "", "correction": WORDS}
    client.post(reverse("review_decide", args=[article.pk]), decision)
    assert [line.words for line in care_of(article).correction_lines] == [WORDS]


def test_where_ambassadors_approve_a_cadre_adds_no_line_alone(client, village, cadre, article):
    ReviewRule.objects.create(kind="news", approvers=Approvers.AMBASSADORS)
    ambassador = member(Role.AMBASSADOR, village)
    with pytest.raises(PublishRefusedError):
        correct_alone(article, WORDS, cadre)
    ReviewRule.objects.update(second_reader=SecondReader.NEVER)
    assert correct_alone(article, WORDS, ambassador).words == WORDS


def test_kept_copies_become_old(client, village, cadre, article, monkeypatch):
    from editorial import corrections

    ended = []
    monkeypatch.setattr(corrections, "bump", lambda *scopes: ended.extend(scopes))
    assert corrections.bump is not caching.bump
    add_correction(article, WORDS, cadre)
    assert ended == [f"village:{village.pk}"]


@pytest.mark.parametrize(
    "factory",
    [NewsArticlePageFactory, ServicePageFactory, InclusionNoticePageFactory, InformationPageFactory],
)
def test_every_kind_of_page_tells_readers_without_a_query_more(client, village, cadre, factory):
    page = factory(village=village)
    care_of(page).delete()
    without = query_count(client, page.url)
    care = care_of(page)
    care.checked_at = THIRD_OF_JULY
    care.corrections = [{"on": "2027-07-03", "words": WORDS}]
    care.save()
    assert query_count(client, page.url) == without
    html = client.get(page.url).content.decode()
    assert f"Diralat 3 Juli 2027: {WORDS}" in html
    is_news = factory is NewsArticlePageFactory
    assert ("Isi halaman ini terakhir diperiksa 3 Juli 2027." in html) is not is_news
