"""Names and texts: what is refused, what is cleaned, and that nothing changes its meaning."""

import time
import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from comments.names import MAX_NAME, checked_name, clean_name, is_reserved, limit_marks, skeleton
from comments.text import (
    MAX_BODY,
    MAX_RAW,
    beginning,
    checked_body,
    clean_body,
    fold_hash,
    has_link,
    has_personal_digits,
)

IMITATIONS = [
    "Kader", "KADER", "Ka der", "k a d e r", "K.a.d.e.r", "Kader\u200b", "Ka\u00adder", "\u202eredaK",
    "redaK", "Kаder", "Кадер", "кader", "ＫＡＤＥＲ", "k4der", "Kader1", "Kádér", "Kåder", "ᴋᴀᴅᴇʀ",
    "𝕶𝖆𝖉𝖊𝖗", "Ⓚⓐⓓⓔⓡ", "🅺🅰🅳🅴🆁", "Ӄader", "Kɑder", "Ka\u034fder", "Bu Ani (Kader)",
    "Siti - Kader Digital", "Kader/Admin", "Perangkat desa", "PerangkatDesa", "perangkat  d3sa",
    "Admin", "Adm1n", "nimdA", "Dinas PMD", "D1nas PMD", "dinaspmd", "PMD", "Kepala Desa",
    "Pak Kades", "Sekdes", "Duta Digital", "✔ Siti", "Siti ✅", "Siti · Terverifikasi", "Verified",
    "K\U000e0061ader",
    # One stroke for another, and two letters that look like one.
    "ADMlN", "BUPATl", "PEMERlNTAH", "DlNAS", "KepaIa Desa", "Kepa1a Desa", "D|nas", "Adrnin", "ADRNlN",
    # With a name in the same word.
    "KaderSiti", "AdminPematang", "kadersiti", "ADMINPEMATANG", "KaderSri", "Operator2Desa",
    "Ketua RT", "Ketua RT 05", "Pak RT", "Bidan Desa", "Babinsa", "Kepala Urusan", "Kaur Keuangan",
    "Puskesmas", "Bhabinkamtibmas", "Kepala Dinas", "\u202eredak", "latigid atud", "P. M. D.",
]  # fmt: skip
HONEST = [
    "Siti Aminah", "Nugroho - Brumbun", "Pak Kadir", "Kadarwati", "Adminah", "Duta Pertiwi",
    "Warga 3", "M. Yusuf, S.Pd.", "Nur'aini", "Ibu Rt 05", "عائشة", "王小明", "Ñoño", "Bu Resmi",
    "Hamba Allah", "Anak Muda Brumbun",
    "Dina S", "Dina S.", "Harul", "harul", "Sanid", "Sudak", "Adi P. M. D.", "B. P. Damanik", "Kurnia",
    "Kaderiah", "Lurahman", "Arnila", "Burt", "Kaur Singh", "Lilis Suliastri", "Bernadus Tarnadi",
]  # fmt: skip


@pytest.mark.parametrize("name", IMITATIONS, ids=ascii)
def test_case_06_a_name_that_imitates_an_office_is_refused(name):
    with pytest.raises(ValidationError):
        checked_name(name)


@pytest.mark.parametrize("name", HONEST, ids=ascii)
def test_an_honest_name_is_kept_as_it_is(name):
    assert checked_name(name) == name


def test_case_05_names_lose_everything_invisible():
    assert clean_name("  Si\u200bti\u202e \u2066Aminah\u2069\U000e0041\n") == "Siti Aminah"


@pytest.mark.parametrize("name", ["", "   ", "\u200b\u200d", "...", "-", "\x00", "()"], ids=ascii)
def test_case_08_a_name_of_nothing_is_refused(name):
    with pytest.raises(ValidationError):
        checked_name(name)


def test_case_07_stacked_marks_are_cut_to_two_a_letter():
    stacked = "Z" + "\u0335" * 500 + "algo"
    assert len(clean_name(stacked)) == 7
    assert len(clean_body(stacked)) == 7


@given(st.text(max_size=200))
def test_any_name_is_answered_by_a_clean_name_or_by_words(raw):
    cleaned = clean_name(raw)
    assert clean_name(cleaned) == cleaned
    skeleton(raw)
    try:
        name = checked_name(raw)
    except ValidationError as error:
        refusal = error.messages[0]
    else:
        refusal = None
        assert name == cleaned
        assert 0 < len(name) <= MAX_NAME
        assert not is_reserved(name)
        assert unicodedata.is_normalized("NFC", name)
        assert not any(unicodedata.category(char) in ("Cc", "Cf", "Cs") for char in name)
    assert refusal != ""


@given(st.text(alphabet=st.characters(categories=["Ll", "Lu"], max_codepoint=127), min_size=1, max_size=40))
def test_names_of_plain_letters_are_never_changed(raw):
    assert clean_name(raw) == raw


@given(st.text(max_size=2500))
def test_any_text_is_cleaned_once_and_for_all(raw):
    body = clean_body(raw)
    assert clean_body(body) == body
    assert unicodedata.is_normalized("NFC", body)
    assert "\n\n\n\n" not in body
    assert body == limit_marks(body)
    assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in body if char != "\n")
    has_link(raw)
    has_personal_digits(raw)
    assert len(fold_hash(raw)) == 64
    try:
        checked = checked_body(raw)
    except ValidationError as error:
        refusal = error.messages[0]
    else:
        refusal = None
        assert checked == body
        assert 0 < len(body) <= MAX_BODY
    assert refusal != ""


@given(
    st.text(
        alphabet=st.characters(categories=["L", "N", "P", "S", "Zs"], exclude_characters="\u00ad\u3164"),
        max_size=300,
    )
)
def test_cleaning_changes_no_visible_sign(raw):
    """Apart from NFC, which is the same text in another spelling, and spaces at the ends of lines."""
    assert clean_body(raw) == unicodedata.normalize("NFC", raw).strip()


@given(st.text(max_size=1200), st.integers(min_value=10, max_value=400))
def test_the_beginning_of_a_text_is_its_beginning(body, length):
    head = beginning(body, length)
    assert body.startswith(head)
    assert len(head) <= length


def test_the_beginning_never_parts_a_letter_from_its_marks_or_an_emoji_family():
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    head = beginning("a" * 398 + family + "b" * 50)
    assert head == "a" * 398
    assert beginning("a" * 399 + "e\u0315\u0316" + "b" * 50) == "a" * 399


@pytest.mark.parametrize("body", ["", "  \n ", "\u200b\u200d", "...!?", "\x00\x00", "-"], ids=ascii)
def test_case_08_a_text_of_nothing_is_refused(body):
    with pytest.raises(ValidationError):
        checked_body(body)


@pytest.mark.parametrize("body", ["👍", "Ya", "5", "ok.", "\U0001fae8"])
def test_a_short_answer_is_an_answer(body):
    assert checked_body(body) == body


def test_case_09_two_thousand_characters_are_taken_and_one_more_is_refused():
    assert len(checked_body("a" * 2000)) == 2000
    assert len(checked_body("😀" * 2000).encode()) == 8000
    with pytest.raises(ValidationError, match=r"2001.*2000"):
        checked_body("a" * 2001)
    with pytest.raises(ValidationError):
        checked_body("a" * 3_000_000)


def test_case_07_two_thousand_line_breaks_leave_two_blank_lines():
    assert clean_body("awal" + "\r\n" * 2000 + "akhir") == "awal\n\n\nakhir"


def test_case_05_overrides_go_and_flags_stay():
    wales = "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"
    assert clean_body(f"harga \u202e0005 {wales}\U000e0041") == f"harga 0005 {wales}"


@pytest.mark.parametrize(
    "body",
    ["lihat https://contoh.id", "HTTP ://x", "www.judi.example", "daftar di slot-gacor.xyz ya", "ｗｗｗ．x"],
)
def test_a_link_is_seen(body):
    assert has_link(body)


WORDS_OF_PATTERNS = ["a-", "a@", "a.", "1-", "www", "https ", "a", "1 ", "(", "\u0301"]


@pytest.mark.parametrize("piece", WORDS_OF_PATTERNS, ids=ascii)
def test_a_text_of_the_greatest_length_is_judged_at_once(piece):
    text = (piece * MAX_RAW)[:MAX_RAW]
    start = time.process_time()
    for judge in (clean_body, has_link, has_personal_digits, fold_hash, beginning, clean_name):
        judge(text)
    with pytest.raises(ValidationError):
        checked_name(text + "a" * MAX_NAME)
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    "body", ["Jam 08.00-12.00.", "dll.Saya datang", "Bu Ani, S.Pd. hadir", "Rp1.500.000"]
)
def test_ordinary_words_are_no_link(body):
    assert not has_link(body)


@pytest.mark.parametrize(
    "body",
    [
        "0812-3456-7890",
        "+62 812 3456 7890",
        "NIK 1507092002010001",
        "(0741) 123.456.7",
        "０８１２３４５６７８９０",
    ],
)
def test_case_33_numbers_of_people_are_seen(body):
    assert has_personal_digits(body)


@pytest.mark.parametrize(
    "body", ["Tahun 2024 dan 2025", "Rp1.500.000", "15.07.09.20", "RT 05 RW 02", "pukul 08.00-12.00"]
)
def test_ordinary_numbers_are_no_number_of_a_person(body):
    assert not has_personal_digits(body)


def test_case_27_the_fold_of_a_text_forgives_case_space_and_signs():
    assert fold_hash("Terima  kasih!") == fold_hash("TERIMA kasih")
    assert fold_hash("Terima kasih") != fold_hash("Terima kasih banyak")
