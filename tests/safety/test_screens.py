"""The screens of the list of help: who may, what is said of mistakes, what the log keeps."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from audit.models import Act
from audit.words import phrase_for
from safety import acts, exits
from safety.enums import HelpKind
from safety.models import NEUTRAL_ADDRESS, HelpContact, SafetySettings
from tests.factories.people import UserFactory
from tests.factories.safety import HelpContactFactory

pytestmark = pytest.mark.django_db

LIST = reverse("help_contacts")
NEW = reverse("help_contact_new")
EXIT = reverse("safety_settings")


def at(contact: HelpContact) -> str:
    return reverse("help_contact", args=[contact.pk])


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def office(officer) -> Client:
    return signed_in(officer)


def answers(**fields) -> dict[str, str]:
    return {"kind": "violence", "name": "UPTD PPA", "phone": "0741 60123", "place": "0"} | fields


def of(contact: HelpContact, **fields) -> dict[str, str]:
    """What the form of ``contact`` sends when ``fields`` were changed."""
    held = {name: str(getattr(contact, name)) for name in ("kind", "name", "phone", "whatsapp", "place")}
    held |= {"seen": acts.as_seen(contact)} | ({"is_sure": "on"} if contact.is_sure else {})
    return held | fields


def test_the_office_adds_a_contact_that_is_kept_in_digits_and_dated_today(office, officer, village):
    sent = answers(is_sure="on", village=village.pk, whatsapp="+62 812 3456 7890", address="Jalan Jambi 1")
    assert office.post(NEW, sent).status_code == 302

    contact = HelpContact.objects.get(name="UPTD PPA")
    assert (contact.phone, contact.whatsapp) == ("074160123", "081234567890")
    assert (contact.checked_on, contact.checked_by) == (timezone.localdate(), officer)
    act = Act.objects.get(verb="setting.help_added")
    assert (act.actor_key, act.village_code, act.object_name) == (officer.pk, village.code, "UPTD PPA")
    assert phrase_for(act.verb) == "Kontak bantuan ditambah"
    assert "0741-60123" in act.after
    assert "0741-60123" in office.get(LIST).content.decode()


def test_one_that_is_not_sure_has_no_date(office):
    office.post(NEW, answers())
    contact = HelpContact.objects.get(name="UPTD PPA")
    assert (contact.is_sure, contact.checked_on) == (False, None)


@pytest.mark.parametrize(
    ("sent", "field", "said"),
    [
        ({"phone": "119 ext 8"}, "phone", "Nomor ini tidak terbaca"),
        ({"whatsapp": "129"}, "whatsapp", "Nomor WhatsApp tidak terbaca"),
        ({"website": "bukan alamat"}, "website", "Alamat ini tidak terbaca"),
        ({"website": "ftp://kantor.example/"}, "website", "Alamat ini tidak terbaca"),
        ({"name": ""}, "name", "Tulis namanya"),
        ({"kind": ""}, "kind", "Pilih untuk apa"),
        ({"place": "x"}, "place", "Tulis angka saja"),
        ({"phone": "", "is_sure": "on"}, "is_sure", "baru tandai sudah pasti"),
        ({"village": "999999"}, "village", "Pilih satu desa"),
    ],
)
def test_a_mistake_is_told_at_its_field_and_nothing_is_lost(office, no_contacts, sent, field, said):
    answer = office.post(NEW, answers(note="Gratis") | sent)
    assert answer.status_code == 422
    assert said in " ".join(answer.context["form"].errors[field])
    assert "Gratis" in answer.content.decode()
    assert not HelpContact.objects.exists()


def test_a_change_of_the_number_counts_as_checked_and_one_of_the_note_does_not(office, officer):
    long_ago = timezone.localdate() - timedelta(days=90)
    contact = HelpContactFactory(checked_on=long_ago)
    office.post(at(contact), of(contact, note="Gratis"))
    contact.refresh_from_db()
    assert (contact.note, contact.checked_on) == ("Gratis", long_ago)

    office.post(at(contact), of(contact, phone="0741-60999", note="Gratis"))
    contact.refresh_from_db()
    assert (contact.phone, contact.checked_on) == ("074160999", timezone.localdate())
    act = Act.objects.filter(verb="setting.help_changed").latest("pk")
    assert (act.before, act.after) == ("0741-60123", "0741-60999")


def test_a_form_sent_unchanged_writes_nothing(office):
    contact = HelpContactFactory()
    assert office.post(at(contact), of(contact)).status_code == 302
    assert not Act.objects.filter(verb="setting.help_changed").exists()


def test_still_right_notes_today_and_who(office, officer):
    contact = HelpContactFactory(checked_on=timezone.localdate() - timedelta(days=200))
    assert "Lewat 180 hari" in office.get(LIST).content.decode()
    office.post(at(contact), {"action": "confirm", "seen": acts.as_seen(contact)})

    contact.refresh_from_db()
    assert (contact.checked_on, contact.checked_by) == (timezone.localdate(), officer)
    assert Act.objects.filter(verb="setting.help_checked", object_key=str(contact.pk)).exists()
    assert "Lewat 180 hari" not in office.get(LIST).content.decode()


def test_only_what_is_sure_can_be_still_right(office):
    contact = HelpContactFactory(is_sure=False, checked_on=None, phone="")
    page = office.get(at(contact)).content.decode()
    assert "Masih benar" not in page
    assert "Isi nomor atau alamatnya di bawah" in page
    office.post(at(contact), {"action": "confirm", "seen": acts.as_seen(contact)})
    contact.refresh_from_db()
    assert contact.checked_on is None


def test_the_warning_comes_after_180_days(office, no_contacts):
    HelpContactFactory()
    with time_machine.travel(timezone.now() + timedelta(days=180), tick=False):
        assert not HelpContact.objects.get().is_stale
    with time_machine.travel(timezone.now() + timedelta(days=181), tick=False):
        assert HelpContact.objects.get().is_stale


def test_removing_is_asked_once_more(office):
    contact = HelpContactFactory(name="Pos lama")
    page = office.get(at(contact), {"hapus": "1"}).content.decode()
    assert "Hapus Pos lama?" in page
    assert HelpContact.objects.filter(pk=contact.pk).exists()

    office.post(at(contact), {"action": "remove", "seen": acts.as_seen(contact)})
    assert not HelpContact.objects.filter(pk=contact.pk).exists()
    act = Act.objects.get(verb="setting.help_removed")
    assert (act.object_name, "0741-60123" in act.before) == ("Pos lama", True)


def test_what_somebody_else_changed_meanwhile_is_neither_confirmed_nor_lost(office):
    contact = HelpContactFactory()
    stale = of(contact, name="Nama saya")
    HelpContact.objects.filter(pk=contact.pk).update(phone="110")

    answer = office.post(at(contact), stale)
    assert answer.status_code == 409
    assert "orang lain baru saja mengubah" in answer.content.decode()
    assert "Nama saya" in answer.content.decode()
    for action in ("confirm", "remove"):
        office.post(at(contact), {"action": action, "seen": stale["seen"]})
    contact.refresh_from_db()
    assert (contact.phone, contact.checked_by) == ("110", None)
    # Looked at, it can be saved.
    assert (
        office.post(at(contact), stale | {"seen": answer.context["form"]["seen"].value()}).status_code == 302
    )


def test_the_staff_of_a_village_reads_its_part_of_the_list_and_changes_nothing(
    cadre, contributor, village, neighbour
):
    HelpContactFactory(name="Pos desa", village=village, is_sure=False)
    HelpContactFactory(name="Pos tetangga", village=neighbour)
    everywhere = HelpContactFactory(name="Kantor kabupaten")
    for person in (cadre, contributor):
        client = signed_in(person)
        page = client.get(LIST).content.decode()
        assert "Pos desa" in page
        assert "Kantor kabupaten" in page
        assert "Pos tetangga" not in page
        assert NEW not in page
        for address in (NEW, at(everywhere), EXIT):
            assert client.get(address).status_code == 403
            assert client.post(address, answers()).status_code == 403
        assert client.post(LIST).status_code == 405


def test_who_is_nobody_in_any_village_does_not_read_it():
    answer = signed_in(UserFactory()).get(LIST)
    assert answer.status_code in (302, 403)
    assert "SAPA" not in answer.content.decode()


def test_the_list_costs_as_much_with_ten_contacts_as_with_five_hundred(office, no_contacts, officer, village):
    def queries() -> int:
        office.get(LIST)
        with CaptureQueriesContext(connection) as asked:
            assert office.get(LIST).status_code == 200
        return len(asked)

    HelpContactFactory.create_batch(10, village=village, checked_by=officer)
    few = queries()
    HelpContactFactory.create_batch(490, kind=HelpKind.OTHER, village=village, checked_by=officer)
    assert queries() == few
    assert "Halaman 1 dari 10" in office.get(LIST).content.decode()


def test_the_office_sets_where_the_exit_leads(office, officer):
    assert exits.neutral_address() == NEUTRAL_ADDRESS
    assert NEUTRAL_ADDRESS in office.get(EXIT).content.decode()
    assert office.post(EXIT, {"exit_url": "https://cuaca.example/jambi"}).status_code == 302

    assert exits.neutral_address() == "https://cuaca.example/jambi"
    act = Act.objects.get(verb="setting.exit_changed")
    assert (act.before, act.after) == (NEUTRAL_ADDRESS, "https://cuaca.example/jambi")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", "Tulis alamatnya"),
        ("http://cuaca.example/", "diawali https://"),
        ("javascript:alert(1)", "tidak terbaca"),
        ("https://nama:sandi@cuaca.example/", "tanpa nama pengguna"),
        ("https://testserver/berita/", "tidak terbaca"),
        ("https://localhost/", "milik situs ini"),
        ("https://desa.example.test/", "milik situs ini"),
        ("https://pematangrahim.desa.id/", "milik situs ini"),
        ("https://www.pematangrahim.desa.id/", "milik situs ini"),
    ],
)
def test_an_exit_that_does_not_lead_away_is_refused(office, village, address, said):
    Site.objects.create(hostname="pematangrahim.desa.id", root_page=village)
    answer = office.post(EXIT, {"exit_url": address})
    assert answer.status_code == 422
    assert said in " ".join(answer.context["form"].errors["exit_url"])
    assert not SafetySettings.objects.exists()
