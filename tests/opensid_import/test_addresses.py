"""Old addresses lead where they led, and to nobody else's article."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction, Site

from opensid_import.addresses import old_number_path, old_path
from opensid_import.models import OldAddress
from tests.factories.news import NewsArticlePageFactory
from tests.factories.village_pages import VillageFactory

pytestmark = pytest.mark.django_db

PATH = "artikel/2024/6/14/panen-raya"


def claim(title="Panen raya", path=PATH, **fields):
    """An article with an old address, in a village of its own unless ``village`` is given."""
    article = NewsArticlePageFactory(title=title, **fields)
    return OldAddress.objects.create(village=article.village, path=path, page=article)


@pytest.mark.parametrize(
    "asked",
    [
        "/artikel/2024/6/14/panen-raya",
        "/artikel/2024/6/14/panen-raya/",
        "/artikel/2024/06/14/panen-raya",
        "/artikel/2024/6/14/Panen-Raya",
        "/first/artikel/2024/6/14/panen-raya",
        "/index.php/artikel/2024/6/14/panen-raya",
        "/index.php/first/artikel/2024/6/14/panen-raya/",
        "/artikel/2024/6/14/panen-raya?utm_source=wa",
    ],
)
def test_every_way_in_which_the_old_site_wrote_an_address_leads_there(client, asked):
    address = claim()
    answer = client.get(asked)
    assert answer.status_code == 301
    assert answer["Location"] == address.page.get_url()
    assert not answer.cookies


@pytest.mark.parametrize(
    "asked", ["/artikel/26", "/artikel/26/", "/first/artikel/26", "/artikel/2024/6/14/26"]
)
def test_the_number_of_an_article_leads_there_too(client, asked):
    address = claim(path=old_number_path(26))
    assert client.get(asked)["Location"] == address.page.get_url()


@pytest.mark.parametrize(
    "asked",
    [
        "/artikel/2024/6/15/panen-raya",
        "/artikel/2024/13/14/panen-raya",
        "/artikel/0000/0/0/panen-raya",
        "/artikel/2024/6/14/lain",
        "/artikel/2024/6/14/%00",
        "/artikel/2024/6/14/" + "a" * 5000,
        "/artikel/999999999999999999999999",
        "/artikel/٢٦",
        "/artikel/kategori/berita-desa",
        "/artikel/",
        "/artikel",
    ],
)
def test_what_never_was_an_address_is_not_found(client, asked):
    claim()
    # With or without the closing slash that Django adds to an unknown address.
    assert client.get(asked, follow=True).status_code == 404


def test_nothing_is_written_through_an_old_address(client):
    claim()
    assert client.post(f"/{PATH}").status_code == 405


def test_a_draft_or_a_restricted_page_is_nowhere_to_be_found(client):
    draft = claim(live=False)
    assert client.get(f"/{PATH}").status_code == 404
    draft.page.specific.save_revision().publish()
    assert client.get(f"/{PATH}").status_code == 301
    PageViewRestriction.objects.create(page=draft.page, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(f"/{PATH}").status_code == 404


def test_a_deleted_page_takes_its_address_along(client):
    claim().page.delete()
    assert client.get(f"/{PATH}").status_code == 404


def test_where_two_villages_claim_a_path_the_reader_chooses(client):
    first, second = claim("Panen di A"), claim("Panen di B")
    hidden = claim("Panen rahasia", live=False)
    answer = client.get(f"/{PATH}")
    html = answer.content.decode()
    assert answer.status_code == 200
    assert answer["X-Robots-Tag"] == "noindex"
    for address in (first, second):
        assert address.page.get_url() in html
        assert address.page.title in html
        assert address.village.title in html
    assert hidden.page.title not in html
    assert hidden.village.title not in html
    assert not answer.cookies
    assert 'lang="id"' in html


def test_two_addresses_of_one_village_are_no_choice(client):
    address = claim(path=old_path(date(2024, 6, 14), "26"))
    other = NewsArticlePageFactory(village=address.village, title="Lain")
    OldAddress.objects.create(village=address.village, path=old_number_path(26), page=other)
    assert client.get("/artikel/2024/6/14/26")["Location"] == address.page.get_url()


def test_on_a_villages_own_domain_its_own_address_counts_and_no_other(client, settings):
    settings.ALLOWED_HOSTS = ["testserver", "a.example", "c.example"]
    own, other = claim("Panen di A"), claim("Panen di B")
    Site.objects.create(hostname="a.example", root_page=own.village)
    answer = client.get(f"/{PATH}", headers={"host": "a.example"})
    assert answer.status_code == 301
    assert answer["Location"] == "/berita/panen-di-a/"
    stranger = VillageFactory()
    Site.objects.create(hostname="c.example", root_page=stranger)
    assert client.get(f"/{PATH}", headers={"host": "c.example"}).status_code == 404
    assert other.page.title in client.get(f"/{PATH}").content.decode()


def test_the_choice_costs_the_same_for_two_and_for_twelve_villages_query_count(client):
    """No n+1 over the villages that claim one path."""

    def count(number):
        for _n in range(number):
            claim()
        client.get(f"/{PATH}")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/{PATH}")
        return len(queries)

    assert count(2) == count(10)
