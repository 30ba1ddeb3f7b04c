"""Accounts that are pointed to help, and what people say of prices, water and drums, which are not."""

import time

import pytest

from safety.violence import may_tell_of_violence

ACCOUNTS = (
    # seen to be missed by a fresh pair of eyes
    "dia tendang perut sy",
    "Bapak tiri saya masuk kamar malam-malam dan pegang badan saya",
    "saya dipaksa tidur dengan dia",
    "Anak saya disentuh kemaluannya oleh tetangga",
    "dia ancam sebar foto telanjang saya",
    "laki saya maen tangan",
    "suami pegang parang",
    "Saya mau bunuh diri",
    "saya dilempar kursi sama suami",
    "saya disiram air panas suami",
    "suami mengurung saya di rumah",
    "anak saya dipegang pegang guru",
    "adik saya dinikahkan umur 14 tahun",
    # plain
    "Saya dipukul suami setiap malam.",
    "Suami saya memukul saya di depan anak-anak.",
    "Anak tetangga dianiaya bapak tirinya.",
    "Adik saya diperkosa pamannya.",
    "Saya korban KDRT, ke mana harus melapor?",
    "Guru itu mencabuli siswi kelas 5.",
    "Istrinya dikurung di kamar berhari-hari.",
    "Saya diancam akan dibunuh kalau melapor.",
    "Anak saya dilecehkan di jalan.",
    "Keponakan saya dipaksa menikah padahal baru 15 tahun.",
    "Ada perempuan mengalami kekerasan di dusun kami.",
    "Mertua sering menampar saya.",
    # slang, Malay, short forms
    "laki aku suka main tangan sama aku",
    "suamiku klo marah ringan tangan",
    "sy di pukulin laki tiap hari",
    "budak tu kene rogol",
    "aq d tampar pacar",
    "bapaknya nyekik anaknya tadi malam",
    "bini die kena belasah laki die",
    "majikan nyiksa pembantu di sini",
    # misspelled, drawn out, hidden
    "saya dipukuuul suami",
    "adek sy diprkosa",
    "saya d1pukul terus",
    "saya di  aniyaya",
    "SAYA DI-TAMPAR",
    "suami suka pukul",
)
OTHERS = (
    "Kaki saya memar karena jalan licin.",
    "Anak saya ditabrak truk, kakinya memar.",
    "Pagar ditendang orang, siapa yang memperbaiki?",
    "Kapan ada pelatihan KDRT untuk kader?",
    "Usul penyuluhan KDRT di balai desa.",
    "Sosialisasi pencegahan KDRT kapan lagi?",
    "Harga dipukul rata saja, Pak.",
    "Anak-anak memukul beduk di malam takbiran.",
    "Kampung kami dikurung banjir tiga hari.",
    "Warga terkurung banjir di Parit 5.",
    "Ayam dikurung air pasang semalam.",
    "Pukul berapa kantor desa buka?",
    "Pukul 8 anak saya imunisasi, tempatnya di mana?",
    "Jalan ke pasar terpukul hujan, licin.",
    "Petani terpukul harga sawit turun.",
    "Tolong jalan di RT 3 diperbaiki, sudah rusak parah.",
    "Kader menendang bola pembukaan turnamen.",
    "Surat pengantar nikah berapa hari jadi?",
    "Usul: pasang lampu jalan, ibu-ibu takut lewat malam.",
    "Kapan jadwal penyuluhan untuk perempuan?",
    "Anggaran dipotong, kegiatan dipaksa berhenti.",
    "Tanggul kena hantam ombak.",
    "Rumput dibabat, parit dikeruk.",
    "Saya setuju usul Ibu Siti.",
    "Bapak kades datang pukul 10 pagi, istri saya ikut.",
    "Terima kasih Bapak. Besok pukul sepuluh kami rapat.",
    "Ayam dikurung di kandang supaya tidak masuk kebun.",
    "Padi dihajar hama wereng, perahu diseret arus.",
    "Bapak camat mengancam? Tidak, hanya mengingatkan soal iuran.",
    "Ketua RT memukul kentongan tanda bahaya.",
)
# These cannot be told apart by words; they are asked once, and go on with a tick.
ASKED_TOO_OFTEN = ("Bapak camat mengancam? Tidak, hanya mengingatkan soal iuran.",)


@pytest.mark.parametrize("words", ACCOUNTS)
def test_an_account_is_found(words):
    assert may_tell_of_violence(words)


@pytest.mark.parametrize("words", [one for one in OTHERS if one not in ASKED_TOO_OFTEN])
def test_what_is_no_account_passes(words):
    assert not may_tell_of_violence(words)


@pytest.mark.parametrize("words", ASKED_TOO_OFTEN)
def test_some_are_asked_too_often(words):
    assert may_tell_of_violence(words)


@pytest.mark.parametrize(
    "words",
    [
        "suami " * 400,
        "saya dipaksa " * 300,
        "suami saya yang " * 250,
        "di " * 1300,
        "a" * 4000,
        "diancam x " * 400,
    ],
)
def test_no_words_keep_the_server_busy(words):
    began = time.perf_counter()
    may_tell_of_violence(words)
    assert time.perf_counter() - began < 0.5
