"""Rows and fields that several page types share."""

from datetime import time

import pytest
from django.core.exceptions import ValidationError

from core.enums import Pillar, SdgsGoal
from core.fields import MultipleChoiceField, labels_of
from core.models import validate_phone
from core.query import page_of
from offices.models import OfficeHours


def hours(**fields) -> OfficeHours:
    return OfficeHours(weekday=1, **({"opens": time(8), "closes": time(15)} | fields))


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"opens": time(15), "closes": time(8)}, "closes"),
        ({"opens": time(8), "closes": time(8)}, "closes"),
        ({"break_start": time(12)}, "break_end"),
        ({"break_end": time(13)}, "break_end"),
        ({"break_start": time(13), "break_end": time(12)}, "break_end"),
        ({"break_start": time(7), "break_end": time(9)}, "break_end"),
        ({"break_start": time(14), "break_end": time(16)}, "break_end"),
    ],
)
def test_hours_that_cannot_be_are_refused(fields, error):
    with pytest.raises(ValidationError) as refused:
        hours(**fields).clean()
    assert error in refused.value.error_dict


def test_hours_with_and_without_a_break():
    hours().clean()
    hours(break_start=time(12), break_end=time(13)).clean()
    assert str(hours()) == "Senin 08.00-15.00"


@pytest.mark.parametrize("phone", ["0812-0000-0000", "+62 812 0000 0000", "110", "129"])
def test_telephone_numbers(phone):
    validate_phone(phone)


@pytest.mark.parametrize(
    "phone", ["siti", "0812 atau 0813", "<b>0812</b>", "1", "08120000000000000000", "٠٨١٢٠٠٠٠"]
)
def test_what_is_no_telephone_number(phone):
    with pytest.raises(ValidationError):
        validate_phone(phone)


def test_the_vocabularies_are_the_programmes():
    assert len(Pillar) == 6
    assert [goal.value for goal in SdgsGoal] == list(range(1, 19))
    assert SdgsGoal(18).label == "Kelembagaan Desa Dinamis dan Budaya Desa Adaptif"


def test_several_choices_keep_the_order_of_the_vocabulary():
    assert labels_of(Pillar, ["mobility", "people", "unknown"]) == ["Masyarakat cerdas", "Mobilitas cerdas"]
    assert labels_of(Pillar, None) == []


def test_choices_come_back_from_the_form_as_their_kind():
    goals = MultipleChoiceField("Tujuan", choices_enum=SdgsGoal).formfield()
    assert goals.clean(["6", "14"]) == [6, 14]
    assert goals.clean([]) == []
    with pytest.raises(ValidationError):
        goals.clean(["19"])
    pillars = MultipleChoiceField("Pilar", choices_enum=Pillar, blank=False).formfield()
    assert pillars.clean(["economy"]) == ["economy"]
    with pytest.raises(ValidationError):
        pillars.clean([])


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (None, 1), ("", 1), ("1", 1), ("2", 2), ("3", 3), ("0", 1), ("-1", 1), ("4", 3), ("999", 3),
        ("x", 1), ("1e9", 1), ("2.0", 1), ("\x00", 1), ("9" * 5000, 1), (" 2 ", 2),
    ],
)  # fmt: skip
def test_some_page_of_the_list_answers_whatever_is_asked(number, shown):
    assert page_of(range(50), number).number == shown


def test_an_empty_list_has_one_empty_page():
    assert list(page_of([], "7")) == []
