"""News lists: newest first, narrowed by plain links, and a feed that others can read."""

from datetime import date
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest

from core.enums import Pillar
from news.models import NewsArticlePage
from tests.factories.news import NewsArticlePageFactory
from tests.factories.village_pages import VillageFactory
from tests.pages import outline_of

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def village():
    return VillageFactory(code="15.07.09.2002", title="Pematang Rahim")


def titles(client, address: str) -> list[str]:
    """Titles of the cards of a list, in order."""
    return [
        text for tag, text in outline_of(client, address).headings if tag == "h2" and text.startswith("#")
    ]


@pytest.fixture
def articles(village):
    """Titles begin with # so that a card is told from the other headings."""
    make = NewsArticlePageFactory
    make(
        village=village,
        title="#saluran",
        date=date(2024, 6, 14),
        pillars=["environment"],
        tag_names=("Air Bersih",),
    )
    make(
        village=village,
        title="#panen",
        date=date(2024, 6, 27),
        pillars=["economy", "environment"],
        tag_names=("Pertanian", "Air Bersih"),
    )
    make(village=village, title="#rapat", date=date(2025, 1, 2), pillars=["governance"])
    make(
        village=VillageFactory(code="15.07.09.2006"),
        title="#tetangga",
        date=date(2024, 6, 20),
        tag_names=("Ikan",),
    )


def test_the_newest_stands_first_and_each_village_lists_its_own(client, village, articles):
    assert titles(client, f"{village.url}berita/") == ["#rapat", "#panen", "#saluran"]
    assert titles(client, "/berita/") == ["#rapat", "#panen", "#tetangga", "#saluran"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("pilar=environment", ["#panen", "#saluran"]),
        ("pilar=economy", ["#panen"]),
        ("topik=air-bersih", ["#panen", "#saluran"]),
        ("topik=pertanian", ["#panen"]),
        ("bulan=2024-06", ["#panen", "#saluran"]),
        ("bulan=2025-1", ["#rapat"]),
        ("pilar=environment&bulan=2024-06&topik=pertanian", ["#panen"]),
        ("pilar=environment&bulan=2025-01", []),
        ("topik=ikan", []),
    ],
)
def test_the_list_is_narrowed_by_pillar_topic_and_month(client, village, articles, query, expected):
    assert titles(client, f"{village.url}berita/?{query}") == expected


@pytest.mark.parametrize(
    "query",
    [
        "pilar=alam",
        "pilar=%00",
        "pilar[]=economy",
        "bulan=2024",
        "bulan=2024-13",
        "bulan=0000-01",
        "bulan=x-y",
        "bulan=2024-06-14",
        f"bulan={'9' * 30}-01",
        f"bulan={'9' * 5000}-01",
        "bulan=-1-1",
        "warna=biru",
        "topik=",
    ],
)
def test_a_filter_that_is_none_is_ignored(client, village, articles, query):
    assert titles(client, f"{village.url}berita/?{query}") == ["#rapat", "#panen", "#saluran"]


@pytest.mark.parametrize("topic", ["tidak-ada", "%00", "' OR 1=1 --", "a" * 10_000, "%F0%9F%98%80"])
def test_an_unknown_topic_finds_nothing_and_says_how_to_see_all(client, village, articles, topic):
    address = f"{village.url}berita/?topik={topic}"
    if topic == "%00":
        assert titles(client, address) == ["#rapat", "#panen", "#saluran"]
        return
    assert titles(client, address) == []
    assert "Tampilkan semua berita" in client.get(address).content.decode()


def test_the_filters_offer_what_there_is_in_this_village_and_mark_the_choice(client, village, articles):
    html = client.get(f"{village.url}berita/?topik=air-bersih").content.decode()
    links = {link["href"] for link in outline_of(client, f"{village.url}berita/?topik=air-bersih").links}
    assert {"?topik=air-bersih", "?topik=pertanian", "?bulan=2024-06", "?bulan=2025-01"} <= links
    assert "?topik=ikan" not in links
    assert {f"?pilar={pillar.value}" for pillar in Pillar} <= links
    assert "Juni 2024 (2)" in html
    assert 'aria-current="' in html


def test_paging_keeps_the_choice(client, village):
    for n in range(25):
        NewsArticlePageFactory(village=village, title=f"#{n}", date=date(2024, 6, 1), pillars=["economy"])
    NewsArticlePageFactory(village=village, title="#lain")
    outline = outline_of(client, f"{village.url}berita/?pilar=economy&bulan=2024-06")
    (following,) = [link["href"] for link in outline.links if link.get("rel") == "next"]
    assert parse_qs(urlsplit(following).query) == {"pilar": ["economy"], "bulan": ["2024-06"], "page": ["2"]}
    rest = titles(client, f"{village.url}berita/{following}")
    assert len(rest) == 5
    assert "#lain" not in rest


def test_the_topics_of_an_article_lead_to_the_list_of_its_village(client, village, articles):
    article = NewsArticlePage.objects.get(title="#panen")
    links = {link["href"] for link in outline_of(client, article.url).links}
    assert f"{village.url}berita/?topik=air-bersih" in links


def test_an_article_says_when_who_and_what_about(client, village):
    article = NewsArticlePageFactory(
        village=village,
        date=date(2024, 6, 27),
        author_line="Nurhayati",
        pillars=["environment"],
        sdgs_goals=[6],
    )
    html = client.get(article.url).content.decode()
    for words in (
        "27 Juni 2024",
        "Oleh Nurhayati",
        "Lingkungan cerdas",
        "6. Desa Layak Air Bersih dan Sanitasi",
    ):
        assert words in html
    assert "Desa Pematang Rahim" in client.get(NewsArticlePageFactory(village=village).url).content.decode()


# --- Feed ---


def test_the_feed_is_atom_and_holds_what_is_published_in_this_village(client, village, articles):
    NewsArticlePageFactory(village=village, title="#draf", live=False)
    answer = client.get(f"{village.url}berita/feed/")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(answer.content)
    assert feed.tag == f"{ATOM}feed"
    assert feed.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == "id"
    for required in ("id", "title", "updated"):
        assert feed.findtext(f"{ATOM}{required}")
    (own,) = [link.attrib["href"] for link in feed.findall(f"{ATOM}link") if link.attrib["rel"] == "self"]
    assert own == f"http://testserver{village.url}berita/feed/"
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["#rapat", "#panen", "#saluran"]
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == 3
    for entry in entries:
        assert entry.findtext(f"{ATOM}updated")
        address = entry.find(f"{ATOM}link").attrib["href"]
        assert client.get(urlsplit(address).path).status_code == 200


def test_the_feed_stays_xml_whatever_was_pasted_into_an_article(client, village):
    """Word processors leave control characters that XML forbids; markup must not become markup."""
    NewsArticlePageFactory(
        village=village, title="#a\x0bb <b>& \x07 😀", summary="Baris satu\x0cbaris dua ]]> &amp;"
    )
    answer = client.get(f"{village.url}berita/feed/")
    assert answer.status_code == 200
    entry = ElementTree.fromstring(answer.content).find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title").startswith("#ab <b>&")
    assert "]]> &amp;" in entry.findtext(f"{ATOM}summary")


def test_an_empty_feed_is_a_feed(client, village):
    feed = ElementTree.fromstring(client.get(f"{village.url}berita/feed/").content)
    assert feed.findtext(f"{ATOM}updated")
    assert feed.findall(f"{ATOM}entry") == []


def test_the_feed_of_a_village_with_many_articles_is_short(client, village):
    for _ in range(23):
        NewsArticlePageFactory(village=village)
    feed = ElementTree.fromstring(client.get(f"{village.url}berita/feed/").content)
    assert len(feed.findall(f"{ATOM}entry")) == 20
