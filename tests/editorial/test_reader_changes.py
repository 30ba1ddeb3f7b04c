"""The short list of what differs for the reader: each kind of difference, and nothing that is none."""

import pytest
from django.test import RequestFactory
from wagtail.rich_text import RichText

from editorial.reader_changes import changes_for_readers, seen_by_readers, seen_in, weights, what_it_has
from tests.factories.core import CustomImageFactory
from tests.factories.news import NewsArticlePageFactory
from tests.factories.services import ServicePageFactory


class Shown:
    """Stands for a page: what is asked of one beside its HTML."""

    def __init__(self, title="Panen raya", summary="Panen padi.", slug="panen-raya", facts=()):
        self.title, self.summary, self.slug, self._facts = title, summary, slug, list(facts)

    def facts(self):
        return self._facts


def told(
    before: str, after: str, old: Shown | None = None, new: Shown | None = None
) -> dict[str, list[tuple]]:
    """Topics with their changes, of two contents of ``main``."""
    seen = [
        seen_in(f"<html><main>{html}</main></html>".encode(), page or Shown())
        for html, page in ((before, old), (after, new))
    ]
    return {
        topic.label: [(change.before, change.after) for change in topic.changes]
        for topic in changes_for_readers(*seen)
    }


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            "<h2>Waktu</h2>",
            "<h2>Tempat</h2>",
            {"Judul bagian": [("Waktu (tingkat 2)", "Tempat (tingkat 2)")]},
        ),
        ("<h2>Waktu</h2>", "<h3>Waktu</h3>", {"Judul bagian": [("Waktu (tingkat 2)", "Waktu (tingkat 3)")]}),
        ("", "<h2>Waktu</h2>", {"Judul bagian": [("", "Waktu (tingkat 2)")]}),
        ("<h2>Waktu</h2>", "", {"Judul bagian": [("Waktu (tingkat 2)", "")]}),
        ("", "<a href='/a/'>Kantor</a>", {"Tautan": [("", "Kantor (/a/)")]}),
        ("<a href='/a/'>Kantor</a>", "", {"Tautan": [("Kantor (/a/)", "")]}),
        (
            "<a href='/a/'>Kantor</a>",
            "<a href='/b/'>Kantor</a>",
            {"Tautan": [("Kantor (/a/)", "Kantor (/b/)")]},
        ),
        (
            "<a href='/a/'>klik</a>",
            "<a href='/a/'>Kantor</a>",
            {"Tautan": [("klik (/a/)", "Kantor (/a/)")]},
        ),
        ("", "<img src='/1.jpg' alt='Sawah'>", {"Gambar": [("", "Sawah")]}),
        ("<img src='/1.jpg' alt='Sawah'>", "", {"Gambar": [("Sawah", "")]}),
        (
            "<img src='/1.jpg' alt='Sawah'>",
            "<img src='/1.jpg' alt=''>",
            {"Teks alternatif gambar": [("Sawah", "hiasan, tidak dibacakan")]},
        ),
        (
            "<img src='/1.jpg'>",
            "<img src='/1.jpg' alt='Sawah'>",
            {"Teks alternatif gambar": [("tanpa teks alternatif", "Sawah")]},
        ),
        (
            "<p>Satu.</p><p>Dua.</p>",
            "<p>Satu.</p><p>Tiga.</p><p>Empat.</p>",
            {"Isi teks": [("Dua.", "Tiga."), ("", "Empat.")]},
        ),
    ],
)
def test_each_kind_of_difference_is_told(before, after, expected):
    assert told(before, after) == expected


def test_title_summary_address_and_facts_are_told_once_and_not_as_text():
    old = Shown(facts=[("Biaya", "Gratis"), ("Jam", "08.00"), ("Tempat", "Balai desa")])
    new = Shown(
        "Panen besar", "Panen jagung.", "panen-besar", [("Biaya", "Rp5.000"), ("Tempat", "Balai desa")]
    )
    html = "<h1>{0.title}</h1><p>{0.summary}</p><dl>{1}</dl>"
    rows = ["".join(f"<dt>{a}</dt><dd>{b}</dd>" for a, b in page.facts()) for page in (old, new)]
    assert told(html.format(old, rows[0]), html.format(new, rows[1]), old, new) == {
        "Judul": [("Panen raya", "Panen besar")],
        "Ringkasan": [("Panen padi.", "Panen jagung.")],
        "Alamat halaman": [("panen-raya", "panen-besar")],
        "Hal penting": [("Biaya: Gratis", "Biaya: Rp5.000"), ("Jam: 08.00", "")],
    }


def test_what_is_not_the_pages_own_and_what_only_moved_is_no_difference():
    links = ["<a href='/a/'>A</a>", "<a href='/b/'>B</a>"]
    assert told("".join(links), "".join(reversed(links))) == {}
    comment = "<section id='komentar'><h2>Komentar</h2><p>Bagus.</p></section>"
    assert told("<p>Satu</p>", f"<p>Satu</p>{comment}") == {}


def test_a_long_list_is_cut_and_counted():
    seen = [seen_in(f"<main>{html}</main>".encode(), Shown()) for html in ("", "<p>Kata</p>" * 20)]
    (topic,) = changes_for_readers(*seen)
    assert len(topic.changes) + topic.more == 20
    assert topic.more > 0


@pytest.mark.django_db
def test_two_versions_of_one_page_as_the_page_itself_renders_them():
    service = ServicePageFactory(title="Kartu keluarga", fee_kind="free", online="no")
    request = RequestFactory().get("/", HTTP_HOST="localhost")
    before = seen_by_readers(service, request)
    service.title = "Kartu keluarga baru"
    after = seen_by_readers(service, request)
    assert [topic.label for topic in changes_for_readers(before, after)] == ["Judul"]
    # Its fee is told as a fact and not once more as text.
    assert "Hal penting" in [topic.label for topic in what_it_has(after)]
    assert "Isi teks" not in [topic.label for topic in what_it_has(after)]
    assert all(
        weight.before.endswith("KB") and weight.after.endswith("KB") for weight in weights(before, after)
    )


@pytest.mark.django_db
def test_a_picture_weighs_what_a_telephone_loads(settings):
    article = NewsArticlePageFactory(body=[("paragraph", RichText("<p>Panen.</p>"))])
    request = RequestFactory().get("/", HTTP_HOST="localhost")
    without = seen_by_readers(article, request)
    image = CustomImageFactory()
    article.lead_image, article.lead_image_alt = image, "Sawah"
    having = seen_by_readers(article, request)
    assert without.picture_bytes == 0
    small = min(rendition.file.size for rendition in image.renditions.all())
    assert having.picture_bytes == small
