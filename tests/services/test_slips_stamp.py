"""A slip on paper says later what has changed, with nothing stored."""

from datetime import date, time

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from offices.models import OfficeHours
from services.aspects import FIELDS, Aspect
from services.enums import FeeKind, OnlineKind
from services.facts import facts_of
from services.models import (
    ServiceDifference,
    ServiceForm,
    ServiceRequirement,
    ServiceStep,
    StandardRequirement,
)
from services.service_page import offices_of
from services.slips.stamp import FORMATS, LABELS, WRITTEN, changes_since, stamp_of
from tests.factories.offices import OfficeFactory, contact, weekly
from tests.factories.services import ServicePageFactory, StandardFactory
from tests.factories.village_pages import VillageFactory

pytestmark = pytest.mark.django_db

DAY = date(2026, 7, 3)
NOW = "2026-11-24 03:00Z"


@pytest.fixture
def page():
    village = VillageFactory(
        title="Pematang Rahim",
        office_address="Jalan Poros RT 02",
        office_hours=weekly(),
        contacts=[contact()],
    )
    return ServicePageFactory(
        village=village,
        fee_kind="free",
        duration="1 hari kerja",
        rows={
            "requirements": [ServiceRequirement(text="Kartu Keluarga", paper="copy")],
            "steps": [ServiceStep(text="Serahkan berkas")],
            "forms": [ServiceForm(label="Surat pernyataan")],
        },
    )


def slip(page) -> str:
    return stamp_of(facts_of(page), offices_of(page), DAY)


def told(page, stamp: str) -> dict[str, str] | None:
    """What the page says of a slip: changed parts with today's words."""
    with time_machine.travel(NOW):
        changes = changes_since(stamp, facts_of(page), offices_of(page))
    return None if changes is None else {one.label: one.words for one in changes.changed}


def test_a_stamp_is_short_and_needs_no_escaping(page):
    stamp = slip(page)
    assert stamp.startswith("A20260703")
    assert len(stamp) == 73
    assert stamp.isalnum()
    assert stamp == stamp.upper()


def test_what_nobody_changed_is_not_told(page):
    assert told(page, slip(page)) == {}
    with time_machine.travel(NOW):
        assert changes_since(slip(page), facts_of(page), offices_of(page)).made_on == DAY


def test_every_aspect_stands_in_the_format_that_is_written():
    assert set(Aspect) < set(FORMATS[WRITTEN])
    assert set(FORMATS[WRITTEN]) == set(LABELS)


@pytest.mark.parametrize(
    ("label", "change"),
    [
        ("Syarat", lambda: ServiceRequirement.objects.update(copies=3)),
        ("Langkah", lambda: ServiceStep.objects.update(place="Loket 2")),
        ("Formulir", lambda: ServiceForm.objects.update(label="Surat kuasa")),
    ],
)
def test_a_row_that_changed_is_told(page, label, change):
    before = slip(page)
    change()
    assert list(told(page, before)) == [label]


@pytest.mark.parametrize(
    ("label", "change"),
    [
        ("Tempat", lambda office: type(office).objects.update(address="Jalan Baru 7")),
        ("Jam layanan", lambda office: office.hours.filter(weekday=5).update(closes=time(11, 30))),
        ("Jam layanan", lambda office: office.hours.all().delete()),
        ("Kontak", lambda office: office.contacts.update(phone="0812-0000-0009")),
    ],
)
def test_places_hours_and_contacts_that_changed_are_told(page, label, change):
    before = slip(page)
    change(page.village.offices.get())
    assert list(told(page, before)) == [label]


def test_what_is_now_unknown_is_said_so(page):
    before = slip(page)
    page.duration = ""
    OfficeHours.objects.all().delete()
    assert told(page, before) == {"Waktu selesai": "belum diketahui", "Jam layanan": "belum diketahui"}


def test_a_holiday_is_no_change_of_the_week(page):
    before = slip(page)
    page.village.special_hours.create(first_day=DAY, last_day=date(2026, 12, 31), reason="Rapat")
    assert told(page, before) == {}


def test_a_further_place_is_told_with_its_hours(page):
    before = slip(page)
    page.offices.create(office=page.village.offices.get())
    page.offices.create(
        office=OfficeFactory(village=page.village, name="Posyandu Mawar", hours=weekly(2, week=2))
    )
    assert told(page, before).keys() == {"Tempat", "Jam layanan", "Kontak"}
    assert "Posyandu Mawar: Selasa, minggu ke-2 08.00-15.30" in told(page, before)["Jam layanan"]


def test_a_change_at_the_regency_is_told_where_the_village_follows_it():
    standard = StandardFactory(
        duration="1 hari", rows={"requirements": [StandardRequirement(text="KTP", paper="copy")]}
    )
    follows = ServicePageFactory(standard=standard)
    differs = ServicePageFactory(standard=standard, duration="3 hari")
    differs.differences = [ServiceDifference(aspect=Aspect.DURATION, reason="Perdes 3/2026")]
    slips = {page: slip(page) for page in (follows, differs)}
    standard.duration = "2 hari"
    for page in slips:
        page.standard = standard
    assert told(follows, slips[follows]) == {"Waktu selesai": "2 hari"}
    assert told(differs, slips[differs]) == {}


WORDS = st.text(st.characters(exclude_categories=["C"]), max_size=40).map(lambda text: " ".join(text.split()))
CHANGES = st.one_of(
    *[
        st.tuples(st.just(aspect), st.just(field), WORDS)
        for aspect, fields in FIELDS.items()
        if aspect not in (Aspect.FEE, Aspect.ONLINE)
        for field in fields
    ],
    st.tuples(st.just(Aspect.FEE), st.just("fee_note"), WORDS),
    st.tuples(st.just(Aspect.FEE), st.just("fee_kind"), st.sampled_from(FeeKind.values)),
    st.tuples(st.just(Aspect.ONLINE), st.just("online"), st.sampled_from(OnlineKind.values)),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)
@given(start=CHANGES, change=CHANGES)
def test_any_change_of_one_aspect_is_told_and_nothing_else(page, start, change):
    service = type(page).objects.get(pk=page.pk)
    setattr(service, start[1], start[2])
    before = slip(service)
    aspect, field, value = change
    said = facts_of(service).in_words(aspect)
    setattr(service, field, value)
    now = facts_of(service).in_words(aspect)
    assert told(service, before) == (
        {aspect.label: " ".join(now.split()) or "belum diketahui"} if now != said else {}
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(garbage=st.one_of(st.text(), st.from_regex(r"[A-Z][0-9]{8}[A-Z2-7]{60,68}", fullmatch=True)))
def test_garbage_never_fails(page, garbage):
    assert told(page, garbage) is None or len(garbage) == 73


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda stamp: "", id="nothing"),
        pytest.param(lambda stamp: stamp[:-1], id="too short"),
        pytest.param(lambda stamp: stamp + "AAAA", id="too long"),
        pytest.param(lambda stamp: stamp * 500, id="far too long"),
        pytest.param(lambda stamp: "Z" + stamp[1:], id="another format"),
        pytest.param(lambda stamp: "A20260230" + stamp[9:], id="no such day"),
        pytest.param(lambda stamp: "A20270101" + stamp[9:], id="a day to come"),
        pytest.param(lambda stamp: "A00000101" + stamp[9:], id="no such year"),
        pytest.param(lambda stamp: stamp.lower(), id="small letters"),
        pytest.param(lambda stamp: stamp + "\n", id="a line's end"),
        pytest.param(lambda stamp: "A٢٠٢٦٠٧٠٣" + stamp[9:], id="other digits"),
    ],
)
def test_what_is_no_stamp_of_ours_is_not_recognised(page, change):
    assert told(page, change(slip(page))) is None


def test_a_later_format_is_read_beside_the_first(page, monkeypatch):
    old = slip(page)
    monkeypatch.setitem(FORMATS, "B", ("hours", Aspect.FEE))
    monkeypatch.setattr("services.slips.stamp.WRITTEN", "B")
    new = slip(page)
    assert new.startswith("B20260703")
    page.fee_kind, page.fee_amount = "amount", 5_000
    page.duration = "2 hari"
    assert list(told(page, old)) == ["Biaya", "Waktu selesai"]
    assert list(told(page, new)) == ["Biaya"]


def test_reading_a_stamp_asks_nothing_more_than_the_page(page):
    sheet, offices = facts_of(page), offices_of(page)
    stamp = stamp_of(sheet, offices, DAY)
    facts = facts_of(page)
    [facts.in_words(aspect) for aspect in Aspect]
    with CaptureQueriesContext(connection) as queries, time_machine.travel(NOW):
        changes_since(stamp, sheet, offices)
    # The rows of the page itself, which its own facts read too.
    assert all("offices_" not in query["sql"] for query in queries)
