"""Words of villagers: affixes, spellings, abbreviations, filler."""

import pytest

from services.finder.stems import stem
from services.finder.words import terms_of, tokens, words_in


@pytest.mark.parametrize(
    "words",
    [
        "melayani pelayanan layanan dilayani",
        "hilang kehilangan menghilangkan",
        "nikah menikah pernikahan dinikahkan",
        "lahir melahirkan kelahiran lahiran",
        "pindah memindahkan kepindahan",
        "rekam merekam perekaman direkam",
        "adu mengadu pengaduan aduan ngadu",
        "usaha pengusaha berusaha usahanya",
        "terima menerima penerima",
        "urus mengurus pengurusan urusin ngurus",
        "rusak kerusakan merusak",
        "duduk penduduk kependudukan",
        "cetak mencetak cetakan cetakin",
        "kirim mengirim kiriman",
        "pinjam meminjam peminjaman",
        "ubah perubahan mengubah",
        "miskin kemiskinan",
        "sakit penyakit",
        "obat berobat pengobatan",
    ],
)
def test_words_of_one_root_have_one_stem(words):
    assert len({stem(word) for word in words.split()}) == 1, {word: stem(word) for word in words.split()}


@pytest.mark.parametrize(("one", "other"), [("meninggal", "tinggal"), ("ketua", "tua"), ("lahir", "akhir")])
def test_other_words_stay_apart(one, other):
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    ("query", "stems"),
    [
        ("mau bikin KTP gimana dong", ["ktp"]),
        ("kartu tanda penduduk", ["ktp"]),
        ("surat keterangan tidak mampu", ["sktm"]),
        ("KTP-el", ["ktp"]),
        ("kawin", ["nikah"]),
        ("akte ilang", ["akta", "hilang"]),
        ("surat-surat", ["surat"]),
        ("DTKS", ["dtsen"]),
        ("F-1.02", ["f102"]),
        ("anak2", ["anak"]),
    ],
)
def test_a_query_comes_down_to_what_it_asks_for(query, stems):
    assert [term.stem for term in terms_of(query)] == stems


def test_filler_counts_where_there_is_nothing_else():
    assert [term.word for term in terms_of("gimana caranya")] == ["gimana", "caranya"]


def test_what_is_written_out_is_found_by_its_letters():
    assert "kk" in dict(words_in("Kartu Keluarga baru"))


@pytest.mark.parametrize("odd", ["", " ", "\x00", "😀", "-" * 50, "a " * 1000, "x" * 100_000, "ﬁ", "\u202e"])
def test_odd_input_gives_few_words_or_none(odd):
    assert len(terms_of(odd)) <= 12
    assert isinstance(tokens(odd), list)
