"""Telephone numbers as they are typed, kept and shown."""

import pytest
from django.core.exceptions import ValidationError

from safety.numbers import clean_phone, clean_whatsapp, grouped


@pytest.mark.parametrize(
    ("typed", "kept", "read"),
    [
        ("129", "129", "129"),
        (" 110 ", "110", "110"),
        ("1708", "1708", "1708"),
        ("0741-60123", "074160123", "0741-60123"),
        ("(0741) 601 234", "0741601234", "0741-601-234"),
        ("021.345.6789", "0213456789", "021-3456-789"),
        ("021-129", "021129", "021-129"),
        ("+62 812-3456-7890", "081234567890", "0812-3456-7890"),
        ("62 81234567890", "081234567890", "0812-3456-7890"),
        ("+62 (0)741 60123", "074160123", "0741-60123"),
        ("0062 812 3456 7890", "081234567890", "0812-3456-7890"),
        ("08111129129", "08111129129", "0811-1129-129"),
    ],
)
def test_a_number_is_kept_in_one_form_and_shown_in_groups(typed, kept, read):
    assert clean_phone(typed) == kept
    assert grouped(kept) == read
    assert clean_phone(read) == kept


@pytest.mark.parametrize(
    "typed", ["12", "119 ext 8", "abc", "9999", "0812", "0812345678901234", "+60 12 345 6789", "١٢٩"]
)
def test_what_cannot_be_called_is_refused_in_plain_words(typed):
    with pytest.raises(ValidationError, match="misalnya 129 atau 0741-60123"):
        clean_phone(typed)


@pytest.mark.parametrize("typed", ["129", "0741-60123", "0812"])
def test_whatsapp_needs_a_whole_mobile_number(typed):
    with pytest.raises(ValidationError, match="nomor ponsel lengkap"):
        clean_whatsapp(typed)


def test_nothing_is_shown_of_no_number():
    assert grouped("") == ""
