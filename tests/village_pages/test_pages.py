"""Every page of the tree for a reader, and the query tests that grow the data."""

from datetime import date

import pytest
from django.urls import reverse
from wagtail.models import Site

from news.models import NewsArticlePage
from offices.models import OfficeContact, OfficeHours
from tests.factories.comments import thread_with
from tests.factories.core import CustomDocumentFactory, CustomImageFactory, full_body
from tests.factories.inclusion import InclusionNoticePageFactory
from tests.factories.news import NewsArticlePageFactory
from tests.factories.services import ServicePageFactory
from tests.factories.village_pages import InformationPageFactory, VillageFactory, regency_information
from tests.pages import outline_of, query_count, say
from village_pages.models import RegencyHomePage, VillagePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def village():
    return VillageFactory(code="15.07.09.2002", title="Pematang Rahim")


def full_article(village, **fields) -> NewsArticlePage:
    """An article with everything an article can have."""
    image, document = CustomImageFactory(village=village), CustomDocumentFactory(village=village)
    other = NewsArticlePageFactory(village=village)
    return NewsArticlePageFactory(
        village=village,
        lead_image=image,
        lead_image_alt="Warga di saluran air",
        body=full_body(image, document, link_to=other, paragraphs=6),
        pillars=["environment"],
        sdgs_goals=[6],
        tag_names=("Air bersih", "Gotong royong"),
        **fields,
    )


def everything(village) -> dict[str, str]:
    """One page of each kind, full and bare, with its address."""
    hours = [OfficeHours(weekday=1, opens="08:00", closes="15:00")]
    contacts = [OfficeContact(role="Kasi Pelayanan", phone="0812-0000-0000", whatsapp="0812-0000-0000")]
    full = VillageFactory(
        code="15.07.09.2006",
        title="Sungai Beras",
        profile="Desa di tepi sungai.",
        picture=CustomImageFactory(),
        picture_alt="Dermaga desa",
        office_address="Jalan Poros 1",
        office_hours=hours,
        contacts=contacts,
    )
    article = full_article(full)
    return {
        "portal": "/",
        "village": village.url,
        "full village": full.url,
        "empty news": f"{village.url}berita/",
        "news": f"{full.url}berita/",
        "article": article.url,
        "bare article": NewsArticlePageFactory(village=village).url,
        "empty services": f"{village.url}layanan/",
        "services": f"{full.url}layanan/",
        "service": ServicePageFactory(village=full).url,
        "empty notices": f"{village.url}inklusi/",
        "notices": f"{full.url}inklusi/",
        "notice": InclusionNoticePageFactory(village=full).url,
        "community space": f"{village.url}ruang-komunitas/",
        "information": InformationPageFactory(village=village, slug="tentang").url,
        "information of the regency": regency_information(slug="privasi").url,
        "news of all villages": "/berita/",
        "services of all villages": "/layanan/",
        "notices of all villages": "/inklusi/",
        "search": reverse("search"),
        "search with results": reverse("search") + "?q=gotong",
        "search in a village": reverse("search") + f"?q=gotong&desa={full.slug}",
    }


def test_every_kind_of_page_is_a_page_for_readers(client, village):
    for address in everything(village).values():
        outline_of(client, address)


def test_the_portal_names_every_live_village_by_district(client, village):
    VillageFactory(code="15.07.01.2011", title="Lambur I", district="Muara Sabak Timur")
    hidden = VillageFactory(code="15.07.01.2012", title="Belum Siap", district="Muara Sabak Timur")
    hidden.unpublish()
    outline = outline_of(client, "/")
    addresses = {link.get("href") for link in outline.links}
    assert {village.url, "/lambur-i/"} <= addresses
    assert "/belum-siap/" not in addresses
    assert ("h3", "Kecamatan Muara Sabak Timur") in outline.headings


def test_a_village_shows_its_facts_and_only_its_own_pages(client, village):
    own = NewsArticlePageFactory(village=village, title="Panen di sini")
    other = NewsArticlePageFactory(title="Panen di sana")
    html = client.get(village.url).content.decode()
    assert own.title in html
    assert other.title not in html
    assert "Kode desa 15.07.09.2002" in html
    assert "Jam buka belum diketahui." in html
    portal = client.get("/").content.decode()
    assert own.title in portal
    assert other.title in portal


def test_drafts_are_for_nobody(client, village):
    draft = NewsArticlePageFactory(village=village, live=False, title="Belum jadi")
    assert client.get(draft.url).status_code == 404
    for address in ("/", village.url, f"{village.url}berita/", "/berita/", f"{village.url}berita/feed/"):
        assert "Belum jadi" not in client.get(address).content.decode(), address


def test_the_newer_words_of_a_live_page_wait_for_publishing(client, village):
    page = NewsArticlePageFactory(village=village, title="Kata lama")
    page.title = "Kata baru"
    page.save_revision()
    for address in (page.url, f"{village.url}berita/", "/"):
        html = client.get(address).content.decode()
        assert "Kata lama" in html
        assert "Kata baru" not in html


@pytest.mark.parametrize(
    "path",
    [
        "/tidak-ada/",
        "/pematang-rahim/tidak-ada/",
        "/pematang-rahim/berita/tidak-ada/",
        "/pematang-rahim/berita/feed/tidak-ada/",
        "/pematang-rahim/feed/",
        "/pematang-rahim/berita/a/b/c/d/e/f/g/",
        "/berita/tidak-ada/",
        "/beranda/",
        "/beranda/pematang-rahim/",
        "/pematang-rahim/pematang-rahim/",
        "/PEMATANG-RAHIM/",
        "/%00/",
        "/pematang-rahim/berita/%00/",
        "/" + "a" * 2000 + "/",
    ],
)
def test_an_address_that_is_none_is_said_to_be_none(client, village, path):
    assert client.get(path).status_code == 404


def test_an_unpublished_village_answers_nothing_of_its_own(client, village):
    page = NewsArticlePageFactory(village=village)
    assert client.get(page.url).status_code == 200
    village.unpublish()
    assert client.get(village.url).status_code == 404


@pytest.mark.parametrize("number", ["0", "x", "999", "-1", "1e9", "%00", "", "9" * 5000, "2.5", "٢"])
@pytest.mark.parametrize(
    "path", ["/berita/", "/pematang-rahim/berita/", "/pematang-rahim/layanan/", "/cari/"]
)
def test_whatever_page_number_is_typed_some_page_answers(client, village, path, number):
    outline_of(client, f"{path}?page={number}")


def test_lists_are_turned_page_by_page_without_loss(client, village):
    titles = {NewsArticlePageFactory(village=village).title for _ in range(23)}
    pages = [client.get(f"{village.url}berita/?page={n}").content.decode() for n in (1, 2)]
    shown = [{title for title in titles if f">{title}<" in html} for html in pages]
    assert len(shown[0]) == 20
    assert shown[0] | shown[1] == titles
    assert not shown[0] & shown[1]
    assert client.get(f"{village.url}berita/?page=999").content.decode().count("<h2") >= 1


# --- Own domain ---


def test_a_village_on_its_own_domain(client, village):
    article = NewsArticlePageFactory(village=village, slug="panen")
    neighbour = VillageFactory(code="15.07.09.2006", title="Sungai Beras")
    foreign = NewsArticlePageFactory(village=neighbour, slug="rapat")
    Site.objects.create(hostname="pematang.example.test", port=80, root_page=village)
    host = {"headers": {"host": "pematang.example.test"}}

    for path in ("/", "/berita/", "/berita/panen/", "/layanan/", "/inklusi/", "/ruang-komunitas/"):
        outline_of(client, path, **host)
    assert client.get("/berita/feed/", **host).status_code == 200
    for path in (
        "/sungai-beras/",
        "/sungai-beras/berita/rapat/",
        "/berita/rapat/",
        "/pematang-rahim/",
        "/pematang-rahim/berita/panen/",
    ):
        assert client.get(path, **host).status_code == 404, path

    home = outline_of(client, "/", **host)
    addresses = {link.get("href") for link in home.links}
    assert "/berita/panen/" in addresses
    assert "/berita/" in addresses
    assert not any("pematang-rahim" in (address or "") for address in addresses if "desa=" not in address)
    # The trail of an article leads through the village, and up to the regency at its own address.
    trail = {link.get("href") for link in outline_of(client, "/berita/panen/", **host).links}
    assert {"/", "/berita/"} <= trail
    assert any((address or "").startswith("http://testserver") for address in trail)

    # On the portal everything stays where it was; outside, the village's own address counts.
    portal = {link.get("href") for link in outline_of(client, "/").links}
    assert {"/pematang-rahim/", "/sungai-beras/"} <= portal
    assert client.get("/sungai-beras/berita/rapat/").status_code == 200
    assert foreign.full_url == "http://testserver/sungai-beras/berita/rapat/"
    assert article.full_url == "http://pematang.example.test/berita/panen/"


# --- Addresses of the site ---


def test_the_sitemap_holds_live_pages_only(client, village):
    live = NewsArticlePageFactory(village=village)
    draft = NewsArticlePageFactory(village=village, live=False)
    gone = NewsArticlePageFactory(village=village)
    gone.unpublish()
    xml = client.get("/sitemap.xml").content.decode()
    assert f"<loc>http://testserver{live.url}</loc>" in xml
    assert "<loc>http://testserver/</loc>" in xml
    for page in (draft, gone):
        assert page.slug not in xml
    assert "/berita/feed/" not in xml


def test_robots_and_manifest_say_what_they_should(client, village):
    robots = client.get("/robots.txt")
    assert robots.headers["Content-Type"].startswith("text/plain")
    assert "Disallow: /admin/" in robots.content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in robots.content.decode()
    manifest = client.get("/manifest.webmanifest")
    assert manifest.headers["Content-Type"] == "application/manifest+json"
    assert manifest.json()["lang"] == "id"
    assert manifest.json()["name"] == RegencyHomePage.objects.get().title


def test_names_that_change_are_read_from_the_portal_page(client, village):
    home = RegencyHomePage.objects.get()
    home.title, home.office_name, home.data_credit = "Desa Hebat", "Dinas Baru", "Sumber: contoh."
    home.save_revision().publish()
    html = client.get(village.url).content.decode()
    for words in ("Desa Hebat", "Dinas Baru", "Sumber: contoh."):
        assert words in html


# --- Queries ---


def test_an_article_with_twenty_comments_query_count(client, village):
    """The promise: an article with its picture, topics and 20 comments in at most 12 queries."""
    article = NewsArticlePageFactory(
        village=village,
        lead_image=CustomImageFactory(village=village),
        lead_image_alt="Warga di saluran air",
        body=[{"type": "paragraph", "value": "<p>Gotong royong di dusun.</p>"}],
        pillars=["environment"],
        sdgs_goals=[6],
        tag_names=("Air bersih", "Gotong royong"),
    )
    bare = query_count(client, article.url)
    thread_with(2, page=article)
    few = query_count(client, article.url)
    thread_with(18, page=article)
    many = query_count(client, article.url)
    say(f"article: {bare} queries without comments, {few} with 2, {many} with 20")
    assert few == many
    assert many <= 12


def test_a_long_article_query_count(client, village):
    """No n+1 in a body: pictures, documents and links cost the same once and ten times over."""
    image, document = CustomImageFactory(village=village), CustomDocumentFactory(village=village)
    other = NewsArticlePageFactory(village=village)
    short = NewsArticlePageFactory(village=village, body=full_body(image, document, link_to=other))
    blocks = []
    for _ in range(10):
        blocks += full_body(
            CustomImageFactory(village=village),
            CustomDocumentFactory(village=village),
            link_to=NewsArticlePageFactory(village=village),
        )
    long = NewsArticlePageFactory(village=village, body=blocks)
    few, many = query_count(client, short.url), query_count(client, long.url)
    say(f"body: {few} queries with one block of each kind, {many} with ten")
    assert few == many <= 14


def test_lists_and_homes_query_count(client, village):
    """No n+1: two entries of each kind cost as much as twenty."""
    addresses = [
        "/",
        village.url,
        f"{village.url}berita/",
        f"{village.url}layanan/",
        f"{village.url}inklusi/",
        "/berita/",
        "/layanan/",
        "/inklusi/",
        f"{village.url}berita/feed/",
        "/cari/?q=gotong",
        f"/cari/?q=gotong&desa={village.slug}",
    ]

    def grow(n: int) -> None:
        for _ in range(n):
            NewsArticlePageFactory(
                village=village,
                summary="Gotong royong.",
                lead_image=CustomImageFactory(village=village),
                lead_image_alt="Warga",
                tag_names=("Air",),
            )
            ServicePageFactory(village=village, summary="Gotong royong.")
            InclusionNoticePageFactory(village=village, plain_summary="Gotong royong.")

    grow(2)
    few = {address: query_count(client, address) for address in addresses}
    grow(10)
    many = {address: query_count(client, address) for address in addresses}
    say(str(many))
    # Which kinds stand on the first page of results depends on their number: at most a query less for each.
    searches = {address for address in addresses if address.startswith("/cari/")}
    assert all(many[address] <= few[address] for address in searches)
    assert all(many[address] == few[address] for address in addresses if address not in searches)
    # The most: a village's home, with its offices and facts of services, and a search, with the finder.
    assert max(many.values()) <= 24


def test_more_villages_query_count(client, village):
    """Two villages cost as much as twenty, on the portal and on a page of one village."""
    article = full_article(village)
    NewsArticlePageFactory(village=VillageFactory(code="15.07.10.2001"))
    addresses = ["/", village.url, article.url, "/berita/", "/cari/?q=gotong"]
    few = {address: query_count(client, address) for address in addresses}
    for n in range(18):
        place = VillageFactory(code=f"15.07.11.20{n:02d}", district=f"Kecamatan {n % 5}")
        if n % 3 == 0:
            # Older than the first, so that the newest cards stay the same.
            NewsArticlePageFactory(village=place, date=date(2024, 6, 14))
    assert VillagePage.objects.count() == 20
    many = {address: query_count(client, address) for address in addresses}
    say(str(many))
    assert many == few
