"""Bodies outside the villages, and where things lie: kinds are real; addresses, numbers and places invented."""

from __future__ import annotations

from example_content.texts import RegencyOffice

REGENCY: tuple[RegencyOffice, ...] = (
    RegencyOffice(
        "disdukcapil",
        "Disdukcapil (contoh)",
        "Kompleks perkantoran kabupaten, Muara Sabak (alamat contoh)",
        "Loket pelayanan",
    ),
    RegencyOffice(
        "dinas-sosial",
        "Dinas Sosial (contoh)",
        "Kompleks perkantoran kabupaten, Muara Sabak (alamat contoh)",
        "Petugas data sosial",
    ),
    RegencyOffice(
        "camat",
        "Kantor Camat {kecamatan} (contoh)",
        "Ibu kota Kecamatan {kecamatan} (alamat contoh)",
        "Petugas perekaman KTP",
    ),
    RegencyOffice(
        "kua",
        "KUA Kecamatan {kecamatan} (contoh)",
        "Ibu kota Kecamatan {kecamatan} (alamat contoh)",
        "Petugas pendaftaran nikah",
    ),
    RegencyOffice(
        "puskesmas",
        "Puskesmas {kecamatan} (contoh)",
        "Ibu kota Kecamatan {kecamatan} (alamat contoh)",
        "Petugas loket",
    ),
    RegencyOffice(
        "polsek",
        "Polsek Muara Sabak Timur (contoh)",
        "Muara Sabak (alamat contoh)",
        "Petugas surat kehilangan",
    ),
)

# Weekday, opens, closes, and the break.
OFFICE_DAYS = (
    (1, "08:00", "15:30", "12:00", "13:00"),
    (2, "08:00", "15:30", "12:00", "13:00"),
    (3, "08:00", "15:30", "12:00", "13:00"),
    (4, "08:00", "15:30", "12:00", "13:00"),
    (5, "08:00", "11:30", "", ""),
)
# Latitude and longitude, good for nothing but an order from near to far.
SEAT = (-1.13, 103.83)
DISTRICTS = {
    "Berbak": (-1.28, 104.17),
    "Dendang": (-1.20, 103.93),
    "Geragai": (-1.18, 103.70),
    "Kuala Jambi": (-1.05, 103.78),
    "Mendahara": (-1.00, 103.60),
    "Mendahara Ulu": (-1.20, 103.55),
    "Muara Sabak Timur": (-1.09, 103.88),
    "Nipah Panjang": (-1.08, 104.20),
    "Rantau Rasau": (-1.20, 104.10),
    "Sadu": (-1.15, 104.35),
}
