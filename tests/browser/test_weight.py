"""What a page costs a reader: bytes, requests, hosts, cookies. The rules stand in docs/design.md."""

import gzip
import re
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import transaction
from django.test import Client

from benchmarks.content import COMMENT_LENGTH, comment_words, grow
from core.inline_sources import source_hash
from safety.exit_script import exit_script
from tests.browser.community import fill_community

LIMIT = 13 * 1024  # bytes of HTML with its CSS, gzip
MOST_REQUESTS = 3  # of an article with one picture
# What makes a browser fetch something by itself; links of readers (a href) are not among them.
FETCHED = re.compile(
    r"""<(?:link|script|img|source|iframe|video|audio|embed|object|input)\b[^>]*?\s(?:src|href|srcset|data|poster)="([^"]+)""",
    re.IGNORECASE,
)
IN_STYLE = re.compile(r"""(?:url\(|@import)\s*["']?([^"')\s]+)""")
SAME_SITE = ("testserver", "")


@pytest.fixture(scope="module")
def asked_once(django_db_setup, django_db_blocker):
    """Public pages and forms, by name; grown and asked once for all tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        regency = grow(villages=2, articles=21)
        standard = f"/layanan/{regency.service.standard.slug}/"
        addresses = {name: page.url for name, page in regency.pages().items()}
        addresses |= {
            "news of all villages": "/berita/",
            "services of all villages": "/layanan/",
            "notices of all villages": "/inklusi/",
            "slip": f"{regency.service.url}lembar/",
            "slip for a roll": f"{regency.service.url}struk/",
            "a service over all villages": standard,
            "a service from a village": f"{standard}?desa={regency.village.slug}",
            "services found": "/layanan/?q=surat",
            "services of a life event": "/layanan/?peristiwa=hilang",
            "services of a village found": f"{regency.village.url}layanan/?q=surat",
            "services that nobody has": f"{regency.village.url}layanan/?q=qwxyz",
            "service by an old slip": f"{regency.service.url}?lembar=A20260703{'A' * 64}",
            "search": "/cari/?q=desa",
            "further comments": f"/komentar/halaman/{regency.article.translation_key}/",
        }
        community = fill_community(regency)
        addresses |= community.readable
        client = Client(headers={"accept-encoding": "gzip"})
        answers = {name: client.get(address) for name, address in addresses.items()}
        forms = {name: client.get(address) for name, address in community.forms.items()}
        transaction.set_rollback(True)
    return answers, forms


@pytest.fixture(scope="module")
def public_answers(asked_once):
    """Each public page type as a reader's browser gets it, by name."""
    return asked_once[0]


@pytest.fixture(scope="module")
def forms_of_the_community(asked_once):
    """Forms of the community space and of private asking, which are answered to one browser."""
    return asked_once[1]


def words_of(answer) -> str:
    body = answer.content
    return (gzip.decompress(body) if answer.get("Content-Encoding") == "gzip" else body).decode()


def test_the_comments_that_are_weighed_are_as_long_as_the_rule_says():
    assert all(len(words) > COMMENT_LENGTH - 2 for words in comment_words(20))


def test_every_public_page_weighs_at_most_13_kb_with_its_css(public_answers, forms_of_the_community):
    weights = {}
    for name, answer in (public_answers | forms_of_the_community).items():
        assert answer.status_code == 200, name
        # The stylesheet must be inside, else its weight would be missing here.
        assert "<style>" in words_of(answer), name
        assert 'rel="stylesheet"' not in words_of(answer), name
        weights[name] = len(gzip.compress(words_of(answer).encode(), 9))
    assert {name: weight for name, weight in weights.items() if weight > LIMIT} == {}


def test_the_weighed_article_and_list_are_full(public_answers):
    assert words_of(public_answers["article"]).count('class="comment__text"') >= 20
    assert words_of(public_answers["news"]).count('class="card"') == 20
    assert words_of(public_answers["topic"]).count('class="comment__text"') >= 20
    assert words_of(public_answers["list of topics"]).count('class="card__title"') == 20


def test_every_public_page_goes_out_compressed(public_answers):
    plain = [name for name, answer in public_answers.items() if answer.get("Content-Encoding") != "gzip"]
    assert plain == []


def test_no_public_page_names_another_host_for_what_the_browser_fetches(public_answers):
    elsewhere = {}
    for name, answer in public_answers.items():
        page = words_of(answer)
        found = [part.split()[0] for value in FETCHED.findall(page) for part in value.split(",")]
        found += IN_STYLE.findall(page)
        # The canonical address is information, not a request.
        canonical = re.findall(r'<link[^>]*rel="canonical"[^>]*href="([^"]+)', page)
        others = [
            address
            for address in found
            if urlsplit(urljoin("http://testserver/", address)).hostname not in SAME_SITE
            and address not in canonical
            and not address.startswith("data:")
        ]
        if others:
            elsewhere[name] = others
    assert elsewhere == {}


def test_no_public_page_sets_a_cookie_or_holds_a_script_but_the_way_out(public_answers):
    for name, answer in public_answers.items():
        assert not answer.cookies, name
        words = words_of(answer)
        if name in ("notices", "notice", "notices of all villages"):
            words = words.replace(f"<script>{exit_script()}</script>", "", 1)
            assert source_hash(exit_script()) in answer["Content-Security-Policy"], name
        assert "<script" not in words.lower(), name
        assert not re.search(r"<[^>]+\son[a-z]+=", words_of(answer)), name


@pytest.mark.browser
def test_an_article_with_one_picture_takes_three_requests_all_to_this_site(regency, new_page, live_server):
    page = new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(regency.article.url, wait_until="networkidle")
    assert page.locator("article img").first.evaluate("image => image.naturalWidth") > 0
    elsewhere = [url for url in asked if not url.startswith((live_server.url, "data:"))]
    assert elsewhere == []
    assert len(asked) <= MOST_REQUESTS, asked
