"""The order of answers: pure, quick, always the same."""

from time import perf_counter

import pytest

from example_content.texts.services import SERVICES
from services.finder.ranking import Document, Index
from tests.pages import say


def document(key: str, title: str, *, called: str = "", summary: str = "", brought: str = "") -> Document:
    names = tuple(filter(None, called.split(",")))
    texts = ((10.0, title), *((9.0, name) for name in names), (4.0, summary), (1.0, brought))
    return Document(key, texts, (title, *names))


SOME = [
    document("sktm", "Surat Keterangan Tidak Mampu (SKTM)", called="surat miskin", brought="KTP; KK"),
    document("ktp", "KTP elektronik", summary="Mengganti yang hilang atau rusak", brought="KK"),
    document("kk", "Kartu Keluarga (KK)", summary="Mengganti yang hilang", brought="Buku nikah"),
    document("nikah", "Surat pengantar nikah", summary="Untuk mendaftar di KUA", brought="KTP; KK"),
    document("adu", "Pengaduan dan aspirasi", summary="Menyampaikan keluhan"),
]


def found(query: str, documents=SOME) -> list[str]:
    return [hit.key for hit in Index(documents).search(query)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("ktp", "ktp"),
        ("ktp saya hilang", "ktp"),
        ("kehilangan kartu keluarga", "kk"),
        ("surat miskin", "sktm"),
        ("pernikahan", "nikah"),
        ("mau kawin", "nikah"),
        ("pengaduann", "adu"),
        ("mengadukan", "adu"),
        ("pngaduan", "adu"),
        ("sktn", "sktm"),
        ("jalan rusak", "adu"),
    ],
)
def test_the_service_that_is_meant_comes_first(query, first):
    assert found(query)[0] == first


def test_a_paper_that_many_ask_for_does_not_hide_the_service_of_that_paper():
    assert found("kk")[0] == "kk"
    assert "nikah" not in found("ktp")


def test_short_words_are_never_corrected():
    assert found("kx") == []
    assert found("kxt") == []


@pytest.mark.parametrize("odd", ["", "\x00", "😀", "qwxyzvb", "?" * 500])
def test_nothing_answers_nothing(odd):
    assert found(odd) == []


def test_an_unknown_word_gets_the_nearest_ones_to_try():
    assert "pengaduan" in Index(SOME).suggestions("pengadoean")


def test_the_order_is_the_same_each_time_and_equals_stay_in_theirs():
    twins = [document(str(n), "Surat jalan") for n in range(20)]
    assert found("surat jalan", twins) == [str(n) for n in range(20)]
    assert found("hilang kartu") == found("hilang kartu")


def test_three_hundred_services_are_searched_at_once():
    texts = [(text.title, f"{text.summary} {text.for_whom} {text.notes}") for text in SERVICES]
    many = [
        document(f"{n}", title, summary=words) for n, (title, words) in enumerate(texts * (300 // len(texts)))
    ]
    found("ktp", many)
    times = []
    for _round in range(5):
        start = perf_counter()
        found("kehilangan kartu kluarga", many)
        times.append(perf_counter() - start)
    say(f"finder: {min(times) * 1000:.1f} ms for {len(many)} services")
    assert min(times) < 0.1  # about 15 ms on the machine it was written on
