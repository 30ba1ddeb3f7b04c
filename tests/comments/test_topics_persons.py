"""Whom a topic names: private persons are noticed, offices, roles and places are not."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.topics.persons import names_a_person

PERSONS = [
    "Pak Budi membuang sampah ke parit",
    "Rumah Bu Siti belum dapat listrik",
    "Sdr. Hartono belum membayar iuran",
    "Sdri Marlina",
    "Saudara Suhendar tidak pernah datang",
    "Bapak Sukardi menutup jalan",
    "Ibu Ningsih belum terdaftar",
    "Mas Bejo dan kawan-kawan",
    "Mbak Yuyun di RT 02",
    "Bang Togar pemilik warung",
    "Haji Sulaiman punya tanah itu",
    "H. Bakri menutup parit",
    "Hj. Rohaya",
    "Pak Haji Sulaiman",
    "Bpk. Marwan, RT 05",
    "Pak BUDI",
    "pak budi buang sampah",
    "bu siti tidak dapat bantuan",
    "PAK BUDI BUANG SAMPAH",
    "seorang warga bernama Karyo",
    "orang bernama budi",
    "pelakunya berinisial S",
    "anaknya Tarmizi sering kebut-kebutan",
    "istri Pak RT membagi sembako",
    "anaknya pak kades bekerja di kantor desa",
    "Yang dapat bantuan hanya Siti Aminah",
    "P\u0430k Budi",  # Cyrillic
    "Tolong tegur\nPak Rojali",
]
NOBODY = [
    "",
    "Pak Kades, kapan jalan diperbaiki?",
    "Bu Bidan tidak di tempat",
    "Pak RT 03 sudah tahu",
    "PAK RT 03 SUDAH TAHU",
    "Pak Camat dan Bu Camat",
    "Bu Guru SD 12",
    "Bapak Kepala Desa Pematang Rahim",
    "Bapak/Ibu perangkat desa",
    "Bapak Ibu sekalian",
    "Bapak dan Ibu yang terhormat",
    "Ibu-ibu PKK",
    "Ibu-Ibu PKK",
    "Kelas Ibu Hamil Dan Balita",
    "ibu rumah tangga",
    "Bantuan untuk Ibu Menyusui",
    "Bu Tani dan Pak Tani",
    "Jalan Haji Agus Salim berlubang",
    "Jl. H. Bakri gelap",
    "Parit Pak Ambo dangkal",
    "Dusun Bu Tani",
    "Jalan Ahmad Yani",
    "Terima kasih, Bu. Kami tunggu.",
    "Terima kasih Pak.\nJalan sudah baik",
    "Pak Tolong Perbaiki Jalan",
    "Pak Haji",
    "Kolam ikan mas Dusun Mawar",
    "Peringatan Hari Ibu Nasional",
    "naik haji tahun depan",
    "Biaya Haji Naik",
    "dusun bernama Mawar",
    "Anaknya Sekolah di mana",
    "anak muda desa",
    "Ibu Kota Kabupaten",
    "pak saya mau tanya",
    "bu kapan posyandu",
    "Lampu jalan di RT 3 mati",
    "Budi daya ikan lele",
    "Karang Taruna Putra Harapan",
    "Pelatihan Budi Daya Jamur",
]


@pytest.mark.parametrize("text", PERSONS)
def test_a_private_person_is_noticed(text):
    assert names_a_person(text)


@pytest.mark.parametrize("text", NOBODY)
def test_offices_roles_and_places_are_no_private_persons(text):
    assert not names_a_person(text)


@given(st.text(max_size=300))
def test_no_text_makes_it_fail(text):
    assert names_a_person(text) in (True, False)


def test_the_longest_text_is_read_at_once():
    started = time.process_time()
    for text in ("pak " * 500, "Pak Haji " * 220, "a" * 2080, "H." * 1040):
        names_a_person(text)
    assert time.process_time() - started < 1
