"""The screens of offices, hours and closings: who may, what is said of mistakes, what the log keeps."""

from datetime import date, time, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.links import addresses_for
from audit.models import Act
from audit.words import phrase_for
from core.enums import Weekday
from offices import acts
from offices.enums import Week
from offices.models import Office, OfficeHours, SpecialHours
from people.models import User
from services.models import ServiceOffice
from tests.factories.offices import OfficeFactory, contact, fill_office, weekly
from tests.factories.people import UserFactory
from tests.factories.services import ServicePageFactory
from tests.factories.village_pages import VillageFactory, member
from village_pages import life
from village_pages.enums import Role
from village_pages.rights import appoint

pytestmark = pytest.mark.django_db

LIST = reverse("offices")
HOLIDAYS = reverse("special_hours_regency")
NEW_BODY = reverse("office_new_regency")


def at(office: Office) -> str:
    return reverse("office", args=[office.pk])


def closings(village) -> str:
    return reverse("special_hours", args=[village.pk])


def new_in(village) -> str:
    return reverse("office_new", args=[village.pk])


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def main_of(village) -> Office:
    return Office.objects.get(village=village, is_main=True)


@pytest.fixture
def office(village) -> Office:
    """The village's own: Monday to Friday, one contact, last checked long ago."""
    held = fill_office(main_of(village), address="Jalan Desa 1", hours=weekly(), contacts=[contact()])
    held.checked_at = timezone.now() - timedelta(days=200)
    held.save()
    return held


@pytest.fixture
def client(cadre) -> Client:
    return signed_in(cadre)


def rows(prefix: str, held: list[dict], *more: dict) -> dict[str, str]:
    sent = {f"{prefix}-INITIAL_FORMS": str(len(held)), f"{prefix}-TOTAL_FORMS": str(len(held) + len(more))}
    for at_, row in enumerate([*held, *more]):
        sent |= {f"{prefix}-{at_}-{name}": str(value) for name, value in row.items()}
    return sent


def day(weekday: int, opens: str = "08:00", closes: str = "12:00", **fields) -> dict:
    return {"weekday": weekday, "week": 0, "opens": opens, "closes": closes} | fields


def sheet(office: Office, *, hours=(), contacts=(), **fields) -> dict[str, str]:
    """What the form of ``office`` sends when ``fields`` were changed and rows added."""
    held_hours = [
        day(row.weekday, f"{row.opens:%H:%M}", f"{row.closes:%H:%M}", week=row.week)
        for row in office.hours.all()
    ]
    held_contacts = [
        {"role": row.role, "name": row.name, "phone": row.phone, "whatsapp": row.whatsapp}
        for row in office.contacts.all()
    ]
    sent = {"name": office.name, "address": office.address, "access": office.access, "place": "0"}
    sent |= {"seen": acts.as_seen(Office.objects.get(pk=office.pk)), "action": "save"}
    sent |= rows("jam", held_hours, *hours) | rows("kontak", held_contacts, *contacts)
    return sent | fields


def blank(name: str = "Posyandu Mawar", *, hours=(), contacts=(), **fields) -> dict[str, str]:
    """What the form of a new place sends."""
    return {"name": name, "place": "0"} | rows("jam", [], *hours) | rows("kontak", [], *contacts) | fields


def weekdays(office: Office) -> list[int]:
    return [row.weekday for row in OfficeHours.objects.filter(office=office)]


# The list


def test_the_list_says_hours_in_words_what_is_true_now_and_since_when_nobody_looked(cadre, office, village):
    with time_machine.travel("2035-05-08 10:00+07:00", tick=False):
        Office.objects.update(checked_at=timezone.now() - timedelta(days=200))
        page = signed_in(cadre).get(LIST).content.decode()
    assert "Senin-Jumat 08.00-15.30" in page
    assert "Buka sekarang, tutup pukul 15.30 WIB" in page
    assert "Belum diperiksa sejak 20 Oktober 2034" in page
    assert closings(village) in page


def test_each_reads_the_places_of_ones_own_villages(
    cadre, contributor, officer, foreign_cadre, village, neighbour, office
):
    OfficeFactory(village=neighbour, name="Posyandu Melati")
    body = OfficeFactory(name="Disdukcapil")
    page = signed_in(cadre).get(LIST).content.decode()
    assert "Pematang Rahim" in page
    assert not any(name in page for name in ("Sungai Beras", "Posyandu Melati", "Disdukcapil"))
    of_neighbour = signed_in(foreign_cadre).get(LIST).content.decode()
    assert "Posyandu Melati" in of_neighbour
    assert "Pematang Rahim" not in of_neighbour

    regency = signed_in(officer).get(LIST).content.decode()
    assert all(name in regency for name in ("Pematang Rahim", "Posyandu Melati", "Disdukcapil"))
    assert NEW_BODY in regency
    assert new_in(village) not in regency

    for person in (contributor, UserFactory()):
        answer = signed_in(person).get(LIST)
        assert answer.status_code in (302, 403)
        assert "Kantor dan jam" not in signed_in(person).get("/admin/").content.decode()
    assert signed_in(contributor).get(at(office)).status_code == 403
    assert "Kantor dan jam" in signed_in(cadre).get("/admin/").content.decode()
    assert signed_in(cadre).get(at(body)).status_code == 404


def test_an_ambassador_keeps_each_of_several_villages(village, neighbour):
    ambassador = member(Role.AMBASSADOR, village)
    appoint(user=ambassador, role=Role.AMBASSADOR, village=neighbour)
    client = signed_in(ambassador)
    page = client.get(LIST).content.decode()
    assert closings(village) in page
    assert closings(neighbour) in page
    assert client.post(new_in(neighbour), blank()).status_code == 302


def test_other_villages_do_not_exist(client, foreign_cadre, neighbour):
    theirs = main_of(neighbour)
    for address in (at(theirs), closings(neighbour), new_in(neighbour)):
        assert client.get(address).status_code == 404
        assert client.post(address, {"action": "today"}).status_code == 404
    for address in (HOLIDAYS, NEW_BODY):
        assert client.get(address).status_code == 403
        assert client.post(address, blank()).status_code == 403
    assert not SpecialHours.objects.exists()


def test_officers_read_every_village_and_change_none(officer, office, village):
    client = signed_in(officer)
    page = client.get(at(office)).content.decode()
    assert "Jalan Desa 1" in page
    assert "Hanya untuk dibaca" in page
    assert "<textarea" not in page
    assert client.get(closings(village)).status_code == 200
    assert client.get(new_in(village)).status_code == 403
    for address, sent in ((at(office), sheet(office, name="Lain")), (closings(village), {"action": "today"})):
        assert client.post(address, sent).status_code == 403
    office.refresh_from_db()
    assert office.name != "Lain"


def test_in_a_paused_village_everything_is_read_only(cadre, officer, office, village):
    life.pause(village, by=officer, reason="Sengketa", notice="Desa dijeda.")
    client = signed_in(User.objects.get(pk=cadre.pk))
    assert "Hanya untuk dibaca" in client.get(at(office)).content.decode()
    assert "Hanya untuk dibaca" in client.get(closings(village)).content.decode()
    assert new_in(village) not in client.get(LIST).content.decode()
    for address, sent in (
        (at(office), sheet(office, name="Lain")),
        (at(office), {"action": "remove"}),
        (closings(village), today("Banjir")),
        (new_in(village), blank()),
    ):
        assert client.post(address, sent).status_code == 403


def test_a_closed_village_is_the_regencys_to_read(cadre, officer, office, village):
    life.close(village, by=officer, reason="Digabung", notice="Desa ditutup.")
    client = signed_in(User.objects.get(pk=cadre.pk))
    assert client.get(at(office)).status_code == 403
    assert client.post(closings(village), today("Banjir")).status_code == 403
    assert "Hanya untuk dibaca" in signed_in(officer).get(at(office)).content.decode()


@pytest.mark.parametrize("address", ["list", "closings"])
def test_as_many_queries_for_2_as_for_40(officer, cadre, village, address):
    client = signed_in(officer if address == "list" else cadre)

    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(LIST if address == "list" else closings(village)).status_code == 200
        return len(queries)

    def more(number: int) -> None:
        for _ in range(number):
            place = OfficeFactory(village=village, hours=weekly())
            OfficeFactory(hours=weekly())
            today_ = timezone.localdate()
            SpecialHours.objects.create(
                village=village, office=place, first_day=today_, last_day=today_, reason="Rapat"
            )

    more(2)
    client.get(LIST)
    before = count()
    more(38)
    for number in range(18):
        VillageFactory(code=f"15.07.10.20{number:02}", title=f"Desa {number}")
    assert count() == before


# One office


def test_a_cadre_changes_hours_and_contacts_at_once(client, cadre, village, office):
    sent = sheet(office, hours=[day(6)], contacts=[{"role": "Sekdes", "phone": "0812-1111-2222"}])
    sent |= {"address": "Jalan Desa 2", "latitude": "-1,123456", "longitude": "103.98"}
    assert client.post(at(office), sent).status_code == 302

    office = Office.objects.get(pk=office.pk)
    assert weekdays(office) == [1, 2, 3, 4, 5, 6]
    assert [row.role for row in office.contacts.all()] == ["Kasi Pelayanan", "Sekdes"]
    assert (str(office.latitude), str(office.longitude)) == ("-1.12346", "103.98000")
    assert (timezone.localdate(office.checked_at), office.checked_by) == (timezone.localdate(), cadre)
    act = Act.objects.get(verb="setting.office_changed")
    assert (act.actor_key, act.village_code, act.object_name) == (cadre.pk, village.code, office.name)
    assert phrase_for(act.verb) == "Tempat layanan diubah"
    assert act.before == "Jalan Desa 1"
    assert "Jalan Desa 2" in act.after
    assert "Sabtu 08.00-12.00" in act.after
    assert addresses_for(cadre, [act]) == {("offices.office", str(office.pk)): at(office)}


def test_a_row_is_removed_by_its_tick_and_the_others_stay(client, office):
    kept = list(
        OfficeHours.objects.filter(office=office).exclude(weekday=Weekday.MONDAY).values_list("weekday")
    )
    client.post(at(office), sheet(office) | {"jam-0-DELETE": "on", "kontak-0-DELETE": "on"})
    assert list(OfficeHours.objects.filter(office=office).values_list("weekday")) == kept
    assert not office.contacts.exists()


def test_readers_pages_become_old_with_every_change(client, officer, village, office, monkeypatch):
    told = []
    monkeypatch.setattr(acts, "bump", lambda *scopes: told.append(scopes))
    of_village = (f"village:{village.pk}", "portal")
    client.post(at(office), sheet(office))
    client.post(at(office), {"action": "confirm", "seen": acts.as_seen(Office.objects.get(pk=office.pk))})
    client.post(new_in(village), blank())
    client.post(closings(village), today("Banjir"))
    client.post(closings(village), {"action": "end", "special": SpecialHours.objects.get().pk})
    assert told == [of_village] * 5
    told.clear()
    regency = signed_in(officer)
    regency.post(NEW_BODY, blank("KUA"))
    regency.post(HOLIDAYS, today("Cuti", "semua"))
    assert told == [("site",)] * 2


def test_saved_without_a_change_it_counts_as_checked(client, cadre, office):
    hours = list(OfficeHours.objects.values_list("pk"))
    assert client.post(at(office), sheet(office)).status_code == 302
    office.refresh_from_db()
    assert office.checked_by == cadre
    assert Act.objects.filter(verb="setting.office_checked").exists()
    assert not Act.objects.filter(verb="setting.office_changed").exists()
    assert list(OfficeHours.objects.values_list("pk")) == hours


def test_still_right_notes_now_and_who(client, cadre, office):
    client.post(at(office), {"action": "confirm", "seen": acts.as_seen(Office.objects.get(pk=office.pk))})
    office.refresh_from_db()
    assert (timezone.localdate(office.checked_at), office.checked_by) == (timezone.localdate(), cadre)
    assert "Belum diperiksa" not in client.get(LIST).content.decode()
    assert "Siti Rahma" in client.get(at(office)).content.decode()


@pytest.mark.parametrize(
    ("hours", "field", "said"),
    [
        (day(1, "11:00", "16:00"), "opens", "bertumpuk"),
        (day(1, "11:00", "16:00", week=2), "opens", "bertumpuk"),
        (day(6, "12:00", "08:00"), "closes", "Jam tutup harus sesudah"),
        (day(6, break_start="11:00"), "break_end", "awal dan akhir istirahat"),
        (day(6, break_start="13:00", break_end="14:00"), "break_end", "di dalam jam buka"),
        (day(6, ""), "opens", "Isi jam buka"),
        (day(6, "pagi"), "opens", "Tulis jam dan menit"),
        (day("", "08:00"), "weekday", "Pilih harinya"),
    ],
)
def test_mistakes_in_a_row_are_told_there_and_nothing_is_lost(client, office, hours, field, said):
    answer = client.post(at(office), sheet(office, hours=[hours], access="Jalur landai"))
    assert answer.status_code == 422
    assert said in " ".join(answer.context["sheet"].hours.forms[5].errors[field])
    page = answer.content.decode()
    assert said in page
    assert "Jalur landai" in page
    assert weekdays(office) == [1, 2, 3, 4, 5]


def test_all_mistakes_are_told_at_once(client, office):
    sent = sheet(office, hours=[day(6, "12:00", "08:00")], contacts=[{"phone": "0812-1111-2222"}], name="")
    page = client.post(at(office), sent).content.decode()
    for said in ("Tulis nama tempatnya", "Jam tutup harus sesudah", "Tulis jabatannya"):
        assert said in page
    assert "0812-1111-2222" in page


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (day(6), day(6, "13:00", "15:00")),
        (day(6, week=1), day(6, week=2)),
        (day(6), day(7)),
        (day(6, "08:00", "12:00"), day(6, "12:00", "14:00")),
    ],
)
def test_rows_that_do_not_meet_are_fine(client, office, one, other):
    assert client.post(at(office), sheet(office, hours=[one, other])).status_code == 302


def test_the_last_week_may_be_the_fourth(client, office):
    sent = sheet(office, hours=[day(6, week=Week.FOURTH), day(6, week=Week.LAST)])
    assert client.post(at(office), sent).status_code == 422


@pytest.mark.parametrize(
    ("one", "field", "said"),
    [
        ({"role": "", "phone": "0812-1111-2222"}, "role", "Tulis jabatannya"),
        ({"role": "Sekdes", "phone": "1507092002010001"}, "phone", "sepanjang NIK"),
        ({"role": "Sekdes", "whatsapp": "150709 200201 000"}, "whatsapp", "sepanjang NIK"),
        ({"role": "Sekdes 1507092002010001"}, "role", "sepanjang NIK"),
        ({"role": "Sekdes", "phone": "kantor"}, "phone", "dengan angka saja"),
    ],
)
def test_a_contact_has_a_role_and_no_nik(client, office, one, field, said):
    answer = client.post(at(office), sheet(office, contacts=[one]))
    assert answer.status_code == 422
    assert said in " ".join(answer.context["sheet"].contacts.forms[1].errors[field])
    assert office.contacts.count() == 1


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"latitude": "-1.1"}, "longitude"),
        ({"latitude": "91", "longitude": "103"}, "latitude"),
        ({"latitude": "1e9999", "longitude": "103"}, "latitude"),
        ({"latitude": "NaN", "longitude": "103"}, "latitude"),
        ({"latitude": "-1.1, 103.9", "longitude": ""}, "latitude"),
        ({"name": "Posyandu Mawar"}, "name"),
    ],
)
def test_mistakes_about_the_office_itself(client, village, office, sent, field):
    OfficeFactory(village=village, name="Posyandu mawar")
    answer = client.post(at(office), sheet(office, **sent))
    assert answer.status_code == 422
    assert field in answer.context["sheet"].form.errors


def test_times_may_be_written_with_a_point(client, office):
    assert client.post(at(office), sheet(office, hours=[day(6, "08.00", "12.30")])).status_code == 302
    assert OfficeHours.objects.get(office=office, weekday=6).closes == time(12, 30)


def test_working_days_stand_ready_where_there_are_no_hours_yet(client, village):
    page = client.get(at(main_of(village)))
    days = [form["weekday"].value() for form in page.context["sheet"].hours]
    assert days == [1, 2, 3, 4, 5]
    # Two of them filled: the others are not kept.
    sent = sheet(
        main_of(village), hours=[day(1), day(2), *({"weekday": one, "week": 0} for one in (3, 4, 5))]
    )
    assert client.post(at(main_of(village)), sent).status_code == 302
    assert weekdays(main_of(village)) == [1, 2]


def test_of_two_who_save_at_once_the_second_reads_first_what_the_other_wrote(client, office):
    mine = sheet(office, hours=[day(6)], address="Alamat saya")
    theirs = sheet(office, contacts=[{"role": "Kaur Umum", "phone": "0812-3333-4444"}])
    assert client.post(at(office), theirs | {"jam-0-DELETE": "on"}).status_code == 302

    answer = client.post(at(office), mine)
    assert answer.status_code == 409
    page = answer.content.decode()
    for said in ("orang lain baru saja mengubah", "Alamat saya", "Kaur Umum", "Selasa-Jumat 08.00-15.30"):
        assert said in page
    assert weekdays(office) == [2, 3, 4, 5]
    for action in ("confirm", "remove"):
        client.post(at(office), {"action": action, "seen": mine["seen"]})
    assert Act.objects.filter(verb="setting.office_checked").count() == 0
    # Looked at, it can be saved.
    again = mine | {"seen": answer.context["sheet"].form["seen"].value()}
    assert client.post(at(office), again).status_code == 302
    assert weekdays(office) == [1, 2, 3, 4, 5, 6]


def test_a_form_without_its_rows_is_refused_and_nothing_is_removed(client, office):
    sent = {name: value for name, value in sheet(office).items() if not name.startswith(("jam", "kontak"))}
    assert client.post(at(office), sent).status_code == 422
    assert weekdays(office) == [1, 2, 3, 4, 5]


# A further place, and removing it


def test_a_further_place_of_the_village_and_a_body_of_the_regency(client, officer, village):
    assert client.post(new_in(village), blank(hours=[day(3, week=2)])).status_code == 302
    place = Office.objects.get(name="Posyandu Mawar")
    assert (place.village, place.is_main, weekdays(place)) == (village, False, [3])
    act = Act.objects.get(verb="setting.office_added")
    assert "Rabu, minggu ke-2 08.00-12.00" in act.after

    assert signed_in(officer).post(NEW_BODY, blank("KUA", district="Geragai")).status_code == 302
    body = Office.objects.get(name="KUA")
    assert (body.village, body.district) == (None, "Geragai")
    assert Act.objects.filter(verb="setting.office_added", village_code="").count() == 1


def test_removing_is_asked_once_more(client, village):
    place = OfficeFactory(village=village, name="Pos lama", hours=weekly())
    page = client.get(at(place), {"hapus": "1"}).content.decode()
    assert "Hapus Pos lama?" in page
    assert Office.objects.filter(pk=place.pk).exists()
    client.post(at(place), {"action": "remove", "seen": acts.as_seen(place)})
    assert not Office.objects.filter(pk=place.pk).exists()
    act = Act.objects.get(verb="setting.office_removed")
    assert (act.object_name, "Senin 08.00-15.30" in act.before) == ("Pos lama", True)


def test_the_villages_own_office_is_never_removed(client, office):
    assert "Hapus</a>" not in client.get(at(office)).content.decode()
    assert "Hapus Kantor" not in client.get(at(office), {"hapus": "1"}).content.decode()
    answer = client.post(
        at(office), {"action": "remove", "seen": acts.as_seen(Office.objects.get(pk=office.pk))}, follow=True
    )
    assert "tidak dapat dihapus" in answer.content.decode()
    assert Office.objects.filter(pk=office.pk).exists()


def test_one_that_a_service_names_stays_and_the_service_is_told(client, village):
    place = OfficeFactory(village=village)
    service = ServicePageFactory(village=village, title="Imunisasi")
    service.offices = [ServiceOffice(office=place)]
    service.save()
    answer = client.post(at(place), {"action": "remove", "seen": acts.as_seen(place)})
    assert answer.status_code == 409
    assert "Imunisasi" in answer.content.decode()
    assert Office.objects.filter(pk=place.pk).exists()
    assert not Act.objects.filter(verb="setting.office_removed").exists()


# Days with other hours


def today(reason: str, where: str = "", **fields) -> dict[str, str]:
    where = where or str(Office.objects.filter(is_main=True).order_by("pk").first().pk)
    return {"action": "today", "kini-where": where, "kini-reason": reason} | fields


def days(first, last, where: str = "semua", reason: str = "Cuti bersama", **fields) -> dict[str, str]:
    sent = {"where": where, "reason": reason, "first_day": first, "last_day": last, **fields}
    return {"action": "days"} | {f"lain-{name}": str(value) for name, value in sent.items()}


def test_closed_today_in_two_taps_and_open_again_in_one(client, cadre, village, office):
    assert "Tutup hari ini" in client.get(LIST).content.decode()
    assert client.post(closings(village), today("Rapat di kecamatan")).status_code == 302
    special = SpecialHours.objects.get()
    now = timezone.localdate()
    assert (special.office, special.village, special.first_day, special.last_day) == (
        office,
        village,
        now,
        now,
    )
    assert (special.is_closed, special.created_by) == (True, cadre)
    assert "Tutup hari ini: Rapat di kecamatan" in client.get(LIST).content.decode()
    act = Act.objects.get(verb="setting.office_special_added")
    assert (act.reason, "tutup" in act.after) == ("Rapat di kecamatan", True)

    page = client.get(closings(village)).content.decode()
    assert "Buka kembali" in page
    client.post(closings(village), {"action": "end", "special": special.pk})
    assert not SpecialHours.objects.exists()
    assert Act.objects.get(verb="setting.office_special_ended").reason == "Rapat di kecamatan"
    assert "Rapat di kecamatan" not in client.get(LIST).content.decode()


def test_the_same_button_twice_writes_once(client, village, office):
    for _ in range(2):
        client.post(closings(village), today("Banjir"))
    assert SpecialHours.objects.count() == 1
    assert Act.objects.filter(verb="setting.office_special_added").count() == 1


def test_what_ran_since_yesterday_ends_yesterday_and_stays_told(cadre, village, office):
    with time_machine.travel("2035-05-08 10:00+07:00", tick=False):
        client = signed_in(cadre)
        client.post(closings(village), days("2035-05-08", "2035-05-11", office.pk))
    with time_machine.travel("2035-05-09 10:00+07:00", tick=False):
        client.post(closings(village), {"action": "end", "special": SpecialHours.objects.get().pk})
        assert SpecialHours.objects.get().last_day == date(2035, 5, 8)
        assert client.get(closings(village)).context["listed"] == []
        # Over already: nothing to end.
        ended = {"action": "end", "special": SpecialHours.objects.get().pk}
        assert client.post(closings(village), ended).status_code == 404


def test_what_is_to_come_is_removed(client, village, office):
    OfficeFactory(village=village)
    coming = timezone.localdate() + timedelta(days=10)
    sent = days(coming, coming + timedelta(days=2), opens="08:00", closes="11:00", reason="Bulan puasa")
    assert client.post(closings(village), sent).status_code == 302
    special = SpecialHours.objects.get()
    assert (special.office, special.village, special.opens) == (None, village, time(8))
    client.post(closings(village), {"action": "end", "special": special.pk})
    assert not SpecialHours.objects.exists()
    assert Act.objects.filter(verb="setting.office_special_removed").exists()


@pytest.mark.parametrize(
    ("first", "last", "more", "field"),
    [
        (-1, 0, {}, "first_day"),
        (2, 1, {}, "last_day"),
        (0, 60, {}, "last_day"),
        (366, 366, {}, "last_day"),
        (0, 0, {"opens": "08:00"}, "closes"),
        (0, 0, {"opens": "12:00", "closes": "08:00"}, "closes"),
        (0, 0, {"reason": ""}, "reason"),
        (0, 0, {"reason": "Hubungi 0812-3456-7890"}, "reason"),
        (0, 0, {"reason": "Hubungi 0741 60123"}, "reason"),
        (0, 0, {"reason": "Mengurus 1507092002010001"}, "reason"),
        (0, 0, {"where": "999999"}, "where"),
    ],
)
def test_mistakes_about_days_are_told_at_their_field(client, village, office, first, last, more, field):
    now = timezone.localdate()
    sent = days(now + timedelta(days=first), now + timedelta(days=last), **{"where": office.pk} | more)
    answer = client.post(closings(village), sent)
    assert answer.status_code == 422
    assert list(answer.context["days"].errors) == [field]
    assert not SpecialHours.objects.exists()


@pytest.mark.parametrize(
    "reason", ["Cuti 24-26.12.2026", "HUT RI ke-81, 17/08/2026", "Rapat jam 08.00-12.00"]
)
def test_dates_and_hours_in_a_reason_are_no_numbers_of_people(client, village, office, reason):
    assert client.post(closings(village), today(reason)).status_code == 302


def test_sixty_days_and_one_year_ahead_are_allowed(client, village, office):
    now = timezone.localdate()
    far = now + timedelta(days=365)
    assert client.post(closings(village), days(now, now + timedelta(days=59), office.pk)).status_code == 302
    assert client.post(closings(village), days(far, far, office.pk)).status_code == 302


def test_what_was_said_of_one_place_alone_is_told_when_all_close(client, village, office):
    place = OfficeFactory(village=village, name="Posyandu Mawar")
    client.post(closings(village), today("Imunisasi", str(place.pk)))
    answer = client.post(closings(village), today("Banjir", "semua"), follow=True)
    assert "Jam khusus sendiri tetap berlaku di: Posyandu Mawar" in answer.content.decode()


def test_a_closing_of_another_village_is_not_ended(client, village, neighbour, office):
    now = timezone.localdate()
    for fields in ({"village": neighbour}, {"village": neighbour, "office": main_of(neighbour)}, {}):
        theirs = SpecialHours.objects.create(first_day=now, last_day=now, reason="Rapat", **fields)
        sent = {"action": "end", "special": theirs.pk}
        assert client.post(closings(village), sent).status_code == 404
    assert SpecialHours.objects.count() == 3
    assert client.post(closings(village), today("Banjir", str(main_of(neighbour).pk))).status_code == 422


def test_the_regencys_holiday_holds_everywhere_and_is_chosen_on_purpose(client, officer, village, office):
    regency = signed_in(officer)
    assert regency.post(HOLIDAYS, {"action": "today", "kini-reason": "Cuti"}).status_code == 422
    coming = timezone.localdate() + timedelta(days=3)
    assert regency.post(HOLIDAYS, days(coming, coming)).status_code == 302
    special = SpecialHours.objects.get()
    assert (special.village, special.office) == (None, None)
    assert "Cuti bersama" in client.get(closings(village)).content.decode()
    assert "Seluruh kabupaten" in regency.get(HOLIDAYS).content.decode()
    regency.post(HOLIDAYS, {"action": "end", "special": special.pk})
    assert not SpecialHours.objects.exists()
