"""Search: live pages only, of one village or of all, and an answer to whatever is typed."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.query import LONGEST_QUERY, clean_words
from tests.factories.inclusion import InclusionNoticePageFactory
from tests.factories.news import NewsArticlePageFactory
from tests.factories.services import ServicePageFactory
from tests.factories.village_pages import InformationPageFactory, VillageFactory
from tests.pages import outline_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def village():
    return VillageFactory(code="15.07.09.2002", title="Pematang Rahim")


@pytest.fixture
def neighbour():
    return VillageFactory(code="15.07.09.2006", title="Sungai Beras")


def found(client, query: str, **parameters) -> set[str]:
    """Addresses of the results."""
    from urllib.parse import urlencode

    outline = outline_of(client, "/cari/?" + urlencode({"q": query} | parameters))
    return {link["href"] for link in outline.links if link.get("href", "").startswith("/")}


def test_every_kind_of_live_page_is_found_by_its_words(client, village):
    pages = [
        NewsArticlePageFactory(village=village, title="Kincir air", summary="Warga membangun."),
        NewsArticlePageFactory(village=village, title="Rapat", summary="Tentang kincir."),
        NewsArticlePageFactory(
            village=village,
            title="Panjang",
            body=[{"type": "paragraph", "value": "<p>Sebuah kincir baru.</p>"}],
        ),
        ServicePageFactory(village=village, title="Izin kincir"),
        InclusionNoticePageFactory(village=village, title="Pelatihan", plain_summary="Merawat kincir."),
        InformationPageFactory(village=village, title="Tentang kincir"),
    ]
    assert {page.url for page in pages} <= found(client, "kincir")
    assert village.url in found(client, "pematang")


def test_all_words_must_be_there_in_any_order_and_case(client, village):
    both = NewsArticlePageFactory(village=village, title="Kincir air di dusun")
    one = NewsArticlePageFactory(village=village, title="Kincir angin", summary="Di ladang.")
    results = found(client, "AIR kincir")
    assert both.url in results
    assert one.url not in results


def test_drafts_and_newer_words_are_never_found(client, village, neighbour):
    draft = NewsArticlePageFactory(village=neighbour, live=False, title="Kincir rahasia")
    gone = NewsArticlePageFactory(village=village, title="Kincir lama")
    gone.unpublish()
    live = NewsArticlePageFactory(village=village, title="Rapat")
    live.title = "Kincir esok"
    live.save_revision()
    for parameters in ({}, {"desa": village.slug}, {"desa": neighbour.slug}):
        results = found(client, "kincir", **parameters)
        assert not {draft.url, gone.url, live.url} & results, parameters
        assert "0 halaman ditemukan" in client.get("/cari/", {"q": "kincir"} | parameters).content.decode()


def test_one_village_finds_its_own_only_and_names_it(client, village, neighbour):
    own = NewsArticlePageFactory(village=village, title="Kincir air")
    other = NewsArticlePageFactory(village=neighbour, title="Kincir lain")
    assert {own.url, other.url} <= found(client, "kincir")
    results = found(client, "kincir", desa=village.slug)
    assert own.url in results
    assert other.url not in results
    html = client.get("/cari/", {"q": "kincir"}).content.decode()
    assert "Pematang Rahim" in html
    assert "Sungai Beras" in html


@pytest.mark.parametrize("slug", ["tidak-ada", "\x00", "a" * 10_000, "😀", "beranda", "' OR 1=1"])
def test_an_unknown_village_means_everywhere(client, village, slug):
    page = NewsArticlePageFactory(village=village, title="Kincir air")
    assert page.url in found(client, "kincir", desa=slug)


@pytest.mark.parametrize(
    "query",
    [
        '"',
        '"kincir',
        "'",
        "AND",
        "kincir OR",
        "NOT kincir",
        "NEAR(kincir air)",
        "NEAR/2",
        "*",
        "kinc*",
        "title:kincir",
        "^kincir",
        "kincir ^ air",
        "(kincir",
        "{title}: kincir",
        "kincir + air",
        "kincir & air | !x <-> y:*",
        "-kincir",
        "\\",
        "%",
        "_",
        "x" * 10_000,
        "kincir " * 2000,
        "\x00",
        "kin\x00cir",
        "😀",
        "कुआँ",
        "ﬁ",
        "'; DROP TABLE wagtailcore_page; --",
        "<script>alert(1)</script>",
        "٢٣",
        "\u202ekincir",
        "a\u0301",
        "\ud7ff\ue000",
    ],
)
def test_odd_input_is_answered(client, village, query):
    NewsArticlePageFactory(village=village, title="Kincir air")
    answer = client.get("/cari/", {"q": query})
    assert answer.status_code == 200
    html = answer.content.decode()
    assert "<script>alert" not in html
    assert len(html) < 40_000
    assert client.get("/cari/", {"q": query, "desa": village.slug, "page": "2"}).status_code == 200


def test_bytes_that_are_no_text_are_answered(client, village):
    for raw in ("q=%ff%fe", "q=%c3%28", "q=%ed%a0%80", "q=a&q=b", "q[]=a", "%00=1", "q=%u0041"):
        assert client.get(f"/cari/?{raw}").status_code == 200, raw


def test_words_of_the_search_language_are_words(client, village):
    page = NewsArticlePageFactory(village=village, title="AND OR NOT NEAR")
    assert page.url in found(client, "and or not near")


def test_a_search_for_nothing_finds_nothing_and_asks(client, village):
    NewsArticlePageFactory(village=village)
    html = client.get("/cari/").content.decode()
    assert "halaman ditemukan" not in html
    assert 'name="q"' in html


def test_results_are_not_kept_by_search_engines_nor_old_in_a_browser(client, village):
    answer = client.get("/cari/?q=a")
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "no-cache" in answer.headers["Cache-Control"]
    assert client.post("/cari/").status_code == 405


@given(st.text(max_size=300))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_cleaned_query_is_plain_words(text):
    query = clean_words(text)
    assert len(query) <= LONGEST_QUERY
    assert query == query.strip()
    assert not set(query) & set("\x00\"'*:^()&|!<>{}[]\\+%;,")


@given(st.text(alphabet="kincr air\"*:^()-./_'\x00&|!~@#\\😀ñ", max_size=40))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_database_takes_every_cleaned_query(text):
    from village_pages.search import search_pages

    list(search_pages(clean_words(text))[:5])
