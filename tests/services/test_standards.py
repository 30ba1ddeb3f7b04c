"""A service described once at the regency: changed there, seen everywhere, never written over a village."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import Act
from core.caching import lookup
from editorial.models import PageCare
from news.models import NewsArticlePage
from notifications.models import Notification
from services import standards
from services.aspects import Aspect
from services.models import (
    ServiceDifference,
    ServicePage,
    ServiceStandard,
    StandardForm,
    StandardRequirement,
    StandardStep,
)
from services.signals import standard_changed
from tests.factories.core import CustomDocumentFactory
from tests.factories.offices import OfficeFactory
from tests.factories.services import ServicePageFactory, StandardFactory
from tests.factories.village_pages import VillageFactory, member
from tests.services.standard_forms import edit_url, saved, shown
from village_pages import life
from village_pages.enums import Role
from village_pages.opening import ensure_home

pytestmark = pytest.mark.django_db

OWN = {"fee_kind": "amount", "fee_amount": 5000, "fee_taken_by": "kas desa"}


def differing(aspect=Aspect.FEE, reason="Menurut Perdes 3 Tahun 2026.") -> dict:
    return {"differences": [ServiceDifference(aspect=aspect, reason=reason)]}


@pytest.fixture
def officer():
    ensure_home()  # gives officers their way into the admin
    return member(Role.OFFICER, display_name="Ani Dinas")


@pytest.fixture
def office(officer) -> Client:
    """The officer's browser."""
    client = Client()
    client.force_login(officer)
    return client


@pytest.fixture
def standard() -> ServiceStandard:
    rows = {
        "requirements": [StandardRequirement(text="KTP", sort_order=0)],
        "steps": [StandardStep(text="Datang ke kantor desa", sort_order=0)],
    }
    return StandardFactory(title="SKTM", slug="sktm", fee_kind="free", duration="1 hari kerja", rows=rows)


def page_of(village, standard, **fields) -> ServicePage:
    return ServicePageFactory(village=village, title="SKTM", slug="sktm", standard=standard, **fields)


def public(page) -> str:
    return Client().get(page.get_url()).content.decode()


def is_kept(page) -> bool:
    return lookup(Client()._base_environ(PATH_INFO=page.get_url())) is not None


def in_list(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(BeautifulSoup(answer.content, "html.parser").select_one("#main").get_text(" ").split())


def test_a_fact_changed_once_is_seen_in_twenty_villages_and_differences_stay(
    office, standard, settings, django_capture_on_commit_callbacks
):
    """Through the real form, through the page cache; who differs is listed, asked to check and told."""
    settings.PAGE_CACHE_ENABLED = True
    villages = [VillageFactory(title=f"Desa {n:02d}") for n in range(20)]
    own = villages[3], villages[11]
    pages = [
        page_of(village, standard, **(OWN | {"rows": differing()} if village in own else {}))
        for village in villages
    ]
    cadres = {village.pk: member(Role.CADRE, village) for village in (*own, villages[0])}
    contributor = member(Role.CONTRIBUTOR, own[0])
    PageCare.objects.update(check_due_at=timezone.now() + timedelta(days=100), check_told_at=None)
    for page in pages:
        assert ("Rp5.000" if page.village in own else "Gratis") in public(page)
    assert all(map(is_kept, pages))
    with django_capture_on_commit_callbacks(execute=True):
        answer = saved(office, standard, fee_kind="amount", fee_amount="10000", fee_taken_by="UPTD Dukcapil")
    assert "Biaya" in str(next(iter(answer.context["messages"])))
    for page in pages:
        text = public(page)
        assert ("Rp5.000" if page.village in own else "Rp10.000") in text
        assert "UPTD Dukcapil" in text or page.village in own

    listed = in_list(office, reverse("service_differences"))
    assert "2" in in_list(office, edit_url(standard))
    for village in own:
        assert village.full_name in listed
    assert villages[0].full_name not in listed.split("Tampilkan")[1]
    assert "Desa: Rp5.000, kas desa Kabupaten: Rp10.000, UPTD Dukcapil Alasan: Menurut Perdes 3" in listed
    assert "menunggu diperiksa desa" in listed

    due = set(PageCare.objects.filter(check_due_at__lte=timezone.now()).values_list("page", flat=True))
    assert due == {page.pk for page in pages if page.village in own}
    told = Notification.objects.filter(kind="service.standard_changed")
    assert {one.recipient for one in told} == {cadres[village.pk] for village in own}
    assert contributor not in {one.recipient for one in told}
    one = told.first()
    assert one.headline == "Kabupaten mengubah Biaya pada SKTM; desa Anda berbeda: periksa"
    assert "Kabupaten sekarang: Rp10.000, UPTD Dukcapil. Desa Anda: Rp5.000, kas desa." in one.words
    # Nobody is told a second time, in other words.
    call_command("run_due")
    assert Notification.objects.filter(kind="page.check_due").count() == 0


def test_the_change_is_a_version_and_a_line_of_the_log_for_each_aspect(office, officer, standard):
    saved(office, standard, fee_note="Bayar di loket", duration="2 hari kerja", also_called="surat miskin")
    again = ServiceStandard.objects.get(pk=standard.pk)
    assert again.latest_revision.user == officer
    assert again.latest_revision.content["duration"] == "2 hari kerja"
    lines = {act.object_name: act for act in Act.objects.filter(verb="setting.standard_changed")}
    assert set(lines) == {"SKTM: Biaya", "SKTM: Waktu selesai", "SKTM: Sebutan lain"}
    line = lines["SKTM: Waktu selesai"]
    assert (line.before, line.after, line.actor_name) == ("1 hari kerja", "2 hari kerja", "Ani Dinas")
    assert lines["SKTM: Sebutan lain"].before == "Belum diketahui"


def test_what_is_too_long_for_the_log_stands_below_it_in_full(office, standard):
    saved(office, standard, notes="Bawa map. " * 20)
    act = Act.objects.get(verb="setting.standard_changed")
    assert "Sekarang: " + "Bawa map. " * 19 in act.reason


def test_saving_without_a_change_does_nothing(office, standard):
    answer = saved(office, standard)
    assert "tidak berubah" in str(next(iter(answer.context["messages"])))
    assert not Act.objects.filter(verb__startswith="setting.").exists()
    assert ServiceStandard.objects.get(pk=standard.pk).latest_revision is None


def test_a_row_changed_is_seen_too(office, standard):
    village = VillageFactory()
    page = page_of(village, standard)
    saved(office, standard, **{"requirements-0-text": "Kartu Keluarga"})
    assert "Kartu Keluarga" in public(page)
    assert Act.objects.get(verb="setting.standard_changed").object_name == "SKTM: Syarat"


def test_who_listens_hears_which_aspects_changed(standard, officer):
    heard = []

    def listen(sender, **kwargs):
        heard.append((kwargs["standard"].pk, kwargs["aspects"], kwargs["by"]))

    standard_changed.connect(listen)
    standard.duration = "3 hari"
    standards.change(standard, by=officer)
    standard_changed.disconnect(listen)
    assert heard == [(standard.pk, [Aspect.DURATION], officer)]


def test_a_difference_in_something_else_opens_no_check(office, standard):
    village = VillageFactory()
    member(Role.CADRE, village)
    page = page_of(village, standard, duration="3 hari", rows=differing(Aspect.DURATION))
    saved(office, standard, fee_note="Bayar di loket")
    assert PageCare.objects.get(page=page.pk).check_due_at > timezone.now()
    assert not Notification.objects.filter(kind="service.standard_changed").exists()


def test_a_draft_that_differs_is_left_alone(office, standard):
    village = VillageFactory()
    member(Role.CADRE, village)
    page_of(village, standard, live=False, rows=differing(), **OWN)
    saved(office, standard, fee_note="Bayar di loket")
    assert not Notification.objects.filter(kind="service.standard_changed").exists()


def test_the_cadre_sees_both_and_still_right_ends_the_check(office, standard):
    village = VillageFactory()
    cadre, page = member(Role.CADRE, village), page_of(village, standard, rows=differing(), **OWN)
    saved(office, standard, fee_note="Bayar di loket")
    client = Client()
    client.force_login(cadre)
    seal = client.get(reverse("page_checks")).context["entries"][0]["seal"]
    text = in_list(client, reverse("page_checks"))
    assert "Rp5.000, kas desa" in text
    assert "Biaya menurut kabupaten Gratis, Bayar di loket" in text
    # The regency changes it again: what was shown is not what would be confirmed.
    saved(office, standard, fee_note="Bayar di bank")
    client.post(reverse("page_checks_confirm"), {"one": seal})
    assert PageCare.objects.get(page=page.pk).check_due_at <= timezone.now()
    seal = client.get(reverse("page_checks")).context["entries"][0]["seal"]
    client.post(reverse("page_checks_confirm"), {"one": seal})
    care = PageCare.objects.get(page=page.pk)
    assert care.checked_by == cadre
    assert care.check_due_at > timezone.now()
    assert "menunggu" not in in_list(office, reverse("standard_use", args=[standard.pk]))


def test_what_was_due_before_stays_due_since_then(office, standard):
    village = VillageFactory()
    page = page_of(village, standard, rows=differing(), **OWN)
    since = timezone.now() - timedelta(days=9)
    PageCare.objects.filter(page=page.pk).update(check_due_at=since)
    saved(office, standard, fee_note="Bayar di loket")
    assert PageCare.objects.get(page=page.pk).check_due_at == since


def test_people_of_a_paused_village_are_told_when_it_writes_again(office, officer, standard):
    village = VillageFactory()
    cadre, page = member(Role.CADRE, village), page_of(village, standard, rows=differing(), **OWN)
    life.pause(village, by=officer, reason="Banjir", notice="Banjir")
    saved(office, standard, fee_note="Bayar di loket")
    assert not Notification.objects.filter(recipient=cadre, kind="service.standard_changed").exists()
    assert PageCare.objects.get(page=page.pk).check_told_at is None
    life.resume(village, by=officer, reason="Surut")
    call_command("run_due")
    assert Notification.objects.filter(recipient=cadre, kind="page.check_due").exists()


def test_the_search_finds_a_page_by_the_regencys_new_words(office, standard):
    village = VillageFactory()
    page = page_of(village, standard)
    assert page not in ServicePage.objects.live().search("keringanan")
    saved(office, standard, summary="Surat untuk keringanan biaya.")
    assert [one.pk for one in ServicePage.objects.live().search("keringanan")] == [page.pk]


def test_of_two_who_write_at_once_the_second_is_told_and_nothing_is_lost(office, standard):
    second = Client()
    second.force_login(member(Role.OFFICER, display_name="Budi Dinas"))
    form = shown(second, edit_url(standard))
    saved(office, standard, duration="2 hari kerja")
    answer = second.post(edit_url(standard), form | {"fee_note": "Bayar di loket"})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "orang lain baru saja mengubah layanan ini" in text
    assert "Tersimpan: 2 hari kerja" in text
    assert "Bayar di loket" in text
    stored = ServiceStandard.objects.get(pk=standard.pk)
    assert (stored.duration, stored.fee_note) == ("2 hari kerja", "")
    # Also at the second try with the same form, and also where only a row was written.
    assert second.post(edit_url(standard), form).status_code == 409
    form = shown(second, edit_url(standard))
    saved(office, standard, **{"steps-0-text": "Telepon dahulu"})
    assert second.post(edit_url(standard), form | {"fee_note": "x"}).status_code == 409


def test_of_one_removed_meanwhile_it_is_said(office, standard):
    form, address = shown(office, edit_url(standard)), edit_url(standard)
    standard.delete()
    assert office.post(address, form).status_code == 404


def test_a_new_one_gets_its_address_from_its_name_and_keeps_it(office, officer):
    form = shown(office, reverse("standards:add"))
    office.post(reverse("standards:add"), form | {"title": "KTP baru", "summary": "Kartu untuk warga."})
    made = ServiceStandard.objects.get()
    assert (made.slug, made.latest_revision.user) == ("ktp-baru", officer)
    assert Act.objects.filter(verb="setting.standard_added", object_name="KTP baru").exists()
    saved(office, made, title="KTP elektronik", slug="lain")
    made.refresh_from_db()
    assert (made.title, made.slug) == ("KTP elektronik", "ktp-baru")


@pytest.mark.parametrize(
    "typed",
    [
        {"notes": "Misalnya 1507094203900001."},
        {"complaints": "Telepon Pak Budi 0812 7414 5566."},
        {"requirements-0-text": "KTP 1507094203900001"},
    ],
)
def test_numbers_of_persons_are_refused_and_what_was_typed_stays(office, standard, typed):
    answer = saved(office, standard, **typed)
    assert "Hapus nomor" in answer.content.decode()
    assert next(iter(typed.values())) in answer.content.decode()
    assert not Act.objects.filter(verb__startswith="setting.").exists()


def test_the_number_of_an_office_of_the_regency_may_stand(office, standard):
    from offices.models import OfficeContact

    OfficeFactory(name="Disdukcapil", contacts=[OfficeContact(role="Loket", phone="081274145566")])
    saved(office, standard, complaints="Telepon 0812 7414 5566.")
    assert ServiceStandard.objects.get().complaints == "Telepon 0812 7414 5566."


def test_a_file_of_a_village_is_refused_a_shared_one_is_downloaded(office, standard):
    own = CustomDocumentFactory(village=VillageFactory())
    shared = CustomDocumentFactory()
    rows = {"forms-TOTAL_FORMS": "1", "forms-0-label": "Formulir F-1.02", "forms-0-ORDER": "1"}
    answer = saved(office, standard, **rows, **{"forms-0-document": str(own.pk)})
    assert "milik desa lain" in answer.content.decode()
    assert Client().get(shared.url).status_code == 404
    saved(office, standard, **rows, **{"forms-0-document": str(shared.pk)})
    assert StandardForm.objects.get().document == shared
    assert Client().get(shared.url).status_code == 200


def test_used_ones_stay_and_unused_ones_go_after_asking(office, standard):
    village = VillageFactory()
    page = page_of(village, standard, live=False)
    address = reverse("standards:delete", args=[standard.pk])
    assert "tidak dapat dihapus" in office.get(address).content.decode()
    answer = office.post(address)
    assert answer.status_code == 409
    assert "tidak dapat dihapus" in answer.content.decode()
    # A draft that will use it counts as well.
    ServicePage.objects.filter(pk=page.pk).update(standard=None)
    assert office.post(address).status_code == 409
    page.delete()
    assert "Menghapusnya tidak dapat dibatalkan" in office.get(address).content.decode()
    office.post(address)
    assert not ServiceStandard.objects.exists()
    assert Act.objects.filter(verb="setting.standard_removed", object_name="SKTM").exists()


def test_each_village_stands_in_the_list_of_use(office, standard):
    follows, differs, drafts = (VillageFactory(title=f"Desa {name}") for name in ("Satu", "Dua", "Tiga"))
    VillageFactory(title="Desa Empat")
    page_of(follows, standard)
    page_of(differs, standard, rows=differing(), **OWN)
    page_of(drafts, standard, live=False)
    text = in_list(office, reverse("standard_use", args=[standard.pk]))
    assert "Mengikuti kabupaten: 1 · Berbeda: 1 · Masih draf: 1 · Belum punya: 1" in text
    for name, state in (
        ("Satu", "Mengikuti"),
        ("Dua", "Berbeda"),
        ("Tiga", "Masih draf"),
        ("Empat", "Belum"),
    ):
        assert text.split(f"Desa {name} ")[1].startswith(state)
    assert "Alasan: Menurut Perdes 3 Tahun 2026." in text


def test_differences_by_village_and_by_service(office, standard):
    other = StandardFactory(title="Kartu Keluarga", slug="kartu-keluarga")
    one, two = VillageFactory(title="Desa Satu"), VillageFactory(title="Desa Dua")
    for village in (one, two):
        page_of(village, standard, rows=differing(), **OWN)
    ServicePageFactory(village=one, standard=other, rows=differing(Aspect.NOTES, "Karena sungai."))

    def listed(query: str) -> str:
        return in_list(office, reverse("service_differences") + query).split("Tampilkan")[1]

    assert "Karena sungai" not in listed(f"?desa={two.code}")
    assert "Desa Dua" not in listed(f"?desa={one.code}")
    assert listed("?layanan=kartu-keluarga").count("Alasan:") == 1
    assert office.get(reverse("service_differences") + "?desa=15.99").status_code == 404
    assert office.get(reverse("service_differences") + "?layanan=%00").status_code == 404


@pytest.fixture
def asked(office, standard):
    """How many queries each screen and a change need."""

    def count() -> dict[str, int]:
        screens = {
            "list": reverse("standards:index"),
            "form": edit_url(standard),
            "use": reverse("standard_use", args=[standard.pk]),
            "differences": reverse("service_differences"),
        }
        counts = {}
        for name, address in screens.items():
            with CaptureQueriesContext(connection) as queries:
                assert office.get(address).status_code == 200
            counts[name] = len(queries)
        form = shown(office, edit_url(standard))
        with CaptureQueriesContext(connection) as queries:
            note = f"Loket {ServiceStandard.objects.get(pk=standard.pk).fee_note.count('i')}i"
            office.post(edit_url(standard), form | {"fee_note": form["fee_note"] + note})
        # SQLite writes its index of words page by page; PostgreSQL in one.
        counts["change"] = len([one for one in queries if "indexentry" not in one["sql"]])
        return counts

    return count


def test_as_many_queries_for_two_villages_as_for_twenty(standard, asked):
    def grow(n: int) -> None:
        for _number in range(n):
            village = VillageFactory()
            member(Role.CADRE, village)
            page_of(village, standard, rows=differing(), **OWN)
            extra = StandardFactory()
            ServicePageFactory(village=village, standard=extra, rows=differing(Aspect.NOTES, "Lain."))

    grow(2)
    asked()
    few = asked()
    grow(18)
    assert asked() == few
    assert NewsArticlePage.objects.count() == 0
