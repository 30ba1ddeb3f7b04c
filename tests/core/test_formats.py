"""Indonesian ways of writing, as the contract and the design fix them."""

from datetime import UTC, date, datetime

import pytest
from django.test import override_settings
from django.utils import timezone

from core import formats


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (datetime(2024, 6, 27, 14, 27, tzinfo=UTC), "27 Juni 2024 21:27 WIB"),
        (datetime(2024, 12, 31, 17, 0, tzinfo=UTC), "1 Januari 2025 00:00 WIB"),
        (datetime(2024, 8, 1, 0, 5, tzinfo=UTC), "1 Agustus 2024 07:05 WIB"),
    ],
)
def test_a_moment_is_told_in_local_time_with_its_zone(value, text):
    assert formats.moment(value) == text


@pytest.mark.parametrize(("zone", "name"), [("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT")])
def test_the_other_zones_of_the_country_have_their_names(zone, name):
    with timezone.override(zone):
        assert formats.moment(datetime(2024, 6, 27, 14, 27, tzinfo=UTC)).endswith(name)


def test_dates_and_weekdays():
    assert formats.long_date(date(2024, 6, 27)) == "27 Juni 2024"
    assert formats.weekday_date(date(2024, 6, 27)) == "Kamis, 27 Juni 2024"
    assert formats.long_date(datetime(2024, 6, 27, 17, 30, tzinfo=UTC)) == "28 Juni 2024"
    with override_settings(LANGUAGE_CODE="id"):
        assert formats.long_date(date(2026, 5, 2)) == "2 Mei 2026"


@pytest.mark.parametrize(
    ("size", "text"),
    [(1, "1 KB"), (0, "1 KB"), (120 * 1024, "120 KB"), (1024 * 1024, "1,0 MB"), (1_258_291, "1,2 MB")],
)
def test_sizes_are_never_nothing(size, text):
    assert formats.file_size(size) == text


@pytest.mark.parametrize(
    ("amount", "text"), [(0, "Rp0"), (500, "Rp500"), (300_000, "Rp300.000"), (1_500_000, "Rp1.500.000")]
)
def test_rupiah(amount, text):
    assert formats.rupiah(amount) == text


@pytest.mark.parametrize(
    ("phone", "tel", "whatsapp"),
    [
        ("0812-0000-0000", "tel:+6281200000000", "https://wa.me/6281200000000"),
        ("+62 812 0000 0000", "tel:+6281200000000", "https://wa.me/6281200000000"),
        ("62.812.0000.0000", "tel:+6281200000000", "https://wa.me/6281200000000"),
        ("0740-123456", "tel:+62740123456", "https://wa.me/62740123456"),
        ("129", "tel:129", "https://wa.me/129"),
        ("110", "tel:110", "https://wa.me/110"),
    ],
)
def test_numbers_are_dialled_from_anywhere_and_short_ones_as_they_are(phone, tel, whatsapp):
    assert formats.tel_url(phone) == tel
    assert formats.whatsapp_url(phone) == whatsapp
