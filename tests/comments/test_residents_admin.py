"""The cadre's screens of residents: list, registering, acts, the link with its card."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from comments.enums import ResidentStatus
from comments.models import Resident, ResidentLink
from tests.factories.residents import PIN, ResidentFactory, signed_in_resident
from tests.factories.village_pages import member
from village_pages import life
from village_pages.enums import Role
from village_pages.rights import appoint

pytestmark = pytest.mark.django_db

ONE = (
    "resident",
    "resident_verify",
    "resident_unverify",
    "resident_amend",
    "resident_mute",
    "resident_ban",
    "resident_lift",
    "resident_sign_out",
    "resident_make_link",
    "resident_reset_pin",
)
ACTS = ONE[1:]


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def resident(village):
    return ResidentFactory(village=village, display_name="Ibu Nurhayati", pin=PIN)


@pytest.fixture
def desk(cadre):
    return signed_in(cadre)


def at(name: str, resident: Resident) -> str:
    return reverse(name, args=[resident.pk])


class TestList:
    def test_shows_the_own_village_and_finds_by_name_and_card(self, desk, resident, other_village):
        ResidentFactory(village=other_village, display_name="Rahasia Lain")
        second = ResidentFactory(village=resident.village, display_name="Pak Budi")
        text = desk.get("/admin/warga/").content.decode()
        assert "Ibu Nurhayati" in text
        assert "Pak Budi" in text
        assert "Rahasia" not in text
        for query in ("nurhay", resident.card_number, resident.shown_card_number, resident.card_number[:7]):
            text = desk.get("/admin/warga/", {"q": query}).content.decode()
            assert "Ibu Nurhayati" in text
            assert query != "nurhay" or "Pak Budi" not in text
        assert (
            second.display_name not in desk.get("/admin/warga/", {"q": resident.card_number}).content.decode()
        )

    def test_filters_by_state(self, desk, village):
        long_ago = timezone.now() - timedelta(days=400)
        named = {
            "terverifikasi": ResidentFactory(village=village, verified=True, display_name="Sah"),
            "belum": ResidentFactory(village=village, display_name="Belum Dilihat"),
            "periksa-lagi": ResidentFactory(village=village, verified_at=long_ago, display_name="Lama"),
            "dibatasi": ResidentFactory(
                village=village,
                verified=True,
                status=ResidentStatus.MUTED,
                muted_until=timezone.now() + timedelta(days=1),
                display_name="Diam",
            ),
            "dilarang": ResidentFactory(
                village=village, verified=True, status=ResidentStatus.BANNED, display_name="Luar"
            ),
        }
        ResidentFactory(village=village, erased_at=timezone.now(), display_name="Terhapus")
        for slug, one in named.items():
            assert one.display_name in desk.get("/admin/warga/", {"keadaan": slug}).content.decode()
        assert "Sah" not in desk.get("/admin/warga/", {"keadaan": "dilarang"}).content.decode()
        everybody = desk.get("/admin/warga/", {"keadaan": "<svg>"}).content.decode()
        assert all(one.display_name in everybody for one in named.values())
        assert "Terhapus" not in everybody

    @pytest.mark.parametrize("junk", ["%", "_", "'", "\x00", "<svg onload=x>", "9" * 500, "٣٣٣"])
    def test_odd_searches_find_nothing_and_show_nothing_raw(self, desk, resident, junk):
        response = desk.get("/admin/warga/", {"q": junk, "page": junk, "keadaan": junk, "desa": junk})
        assert response.status_code == 200
        assert "<svg onload" not in response.content.decode()

    def test_asks_as_much_for_two_as_for_forty(self, village, other_village, cadre):
        appoint(user=cadre, role=Role.AMBASSADOR, village=other_village)
        client = signed_in(cadre)

        def queries():
            client.get("/admin/warga/")
            with CaptureQueriesContext(
                connection,
            ) as counted:
                assert client.get("/admin/warga/").status_code == 200
            return len(counted)

        ResidentFactory.create_batch(2, village=village, verified=True)
        before = queries()
        ResidentFactory.create_batch(20, village=village, verified=True)
        ResidentFactory.create_batch(20, village=other_village)
        assert queries() == before
        assert "Halaman 1 dari 3" in client.get("/admin/warga/").content.decode()

    def test_the_menu_names_it_for_those_who_may(self, desk, village):
        assert reverse("residents") in desk.get("/admin/").content.decode()
        for role in (Role.CONTRIBUTOR, Role.VILLAGE_OFFICIAL, Role.OFFICER):
            client = signed_in(member(role, None if role == Role.OFFICER else village))
            assert "/admin/warga/" not in client.get("/admin/").content.decode()


class TestWall:
    def test_another_villages_resident_is_not_there(self, resident, other_cadre):
        client = signed_in(other_cadre)
        for name in ONE:
            assert client.get(at(name, resident)).status_code == 404
            if name != "resident":
                assert client.post(at(name, resident), {"days": "7", "reason": "spam"}).status_code == 404
        resident.refresh_from_db()
        assert resident.status == ResidentStatus.ACTIVE
        assert not resident.links.exists()

    @pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.VILLAGE_OFFICIAL, Role.OFFICER])
    def test_who_has_no_role_for_it_is_refused(self, resident, village, role):
        client = signed_in(member(role, None if role == Role.OFFICER else village))
        for address in ("/admin/warga/", "/admin/warga/baru/", *(at(name, resident) for name in ONE)):
            assert client.get(address).status_code == 403

    def test_a_role_taken_away_a_second_ago_is_gone(self, desk, cadre, resident):
        assert desk.get(at("resident", resident)).status_code == 200
        cadre.memberships.update(until=timezone.now())
        assert desk.get(at("resident", resident)).status_code == 403

    def test_a_paused_village_is_read_and_not_written(self, desk, village, resident):
        life.pause(village, by=member(Role.OFFICER), reason="Banjir", notice="Banjir")
        text = desk.get(at("resident", resident)).content.decode()
        assert "hanya dapat dibaca" in text
        assert at("resident_ban", resident) not in text
        for name in ("resident_export", "resident_erase"):  # nobody has to wait for what is his
            assert at(name, resident) in text
            assert desk.get(at(name, resident)).status_code == 200
        assert "/admin/warga/baru/" not in desk.get("/admin/warga/").content.decode()
        assert desk.get("/admin/warga/baru/").status_code == 403
        for name in ACTS:
            assert desk.post(at(name, resident), {"days": "7", "reason": "spam"}).status_code == 403

    def test_a_register_form_takes_no_foreign_village_and_no_extra_fields(self, desk, village, other_village):
        fields = {"village": other_village.pk, "name": "Ibu Nur"}
        assert desk.post("/admin/warga/baru/", fields).status_code == 200
        assert not Resident.objects.exists()
        fields = {
            "village": village.pk,
            "name": "Ibu Nur",
            "status": "banned",
            "pin_hash": "x",
            "card_number": "1",
        }
        desk.post("/admin/warga/baru/", fields)
        made = Resident.objects.get()
        assert (made.status, made.pin_hash, len(made.card_number)) == ("active", "", 8)


class TestActs:
    def test_from_registering_to_the_first_sign_in(self, desk, village):
        response = desk.post(
            "/admin/warga/baru/",
            {"village": village.pk, "name": "<b>Nur</b>", "phone": "0812-3456-7890", "verified": "on"},
        )
        assert response.status_code == 200, "angle brackets are no part of a name"
        response = desk.post(
            "/admin/warga/baru/",
            {"village": village.pk, "name": "Ibu Nur", "phone": "0812-3456-7890", "verified": "on"},
        )
        made = Resident.objects.get()
        assert response["Location"] == at("resident", made)
        assert made.is_verified
        text = desk.get(at("resident", made)).content.decode()
        assert made.shown_card_number in text
        assert "Berakhir 890" in text
        assert "81234567890" not in text

        page = desk.get(at("resident_make_link", made)).content.decode()
        key = re.search(r'name="kunci" value="([^"]+)"', page)[1]
        shown = desk.post(at("resident_make_link", made), {"kunci": key})
        text = shown.content.decode()
        assert "no-store" in shown["Cache-Control"]
        assert "<svg" in text
        assert made.shown_card_number in text
        address = re.search(r"http://testserver(/komentar/saya/tautan/[^<\s]+)", text)[1]
        phone = Client()
        phone.post(address, {"consent": "on", "adult": "on"})
        phone.post("/komentar/saya/pin/", {"pin": PIN, "again": PIN})
        made.refresh_from_db()
        assert made.pin_hash
        assert PIN not in desk.get(at("resident", made)).content.decode()

    def test_a_link_is_shown_once_and_two_taps_make_one(self, desk, resident):
        for _tap in range(2):
            text = desk.post(at("resident_make_link", resident), {"kunci": "satu"}).content.decode()
            assert "/komentar/saya/tautan/" in text
        assert ResidentLink.objects.count() == 1
        ResidentLink.objects.update(created=timezone.now() - timedelta(minutes=2))
        text = desk.post(at("resident_make_link", resident), {"kunci": "satu"}).content.decode()
        assert "/komentar/saya/tautan/" not in text
        assert "hanya ditampilkan satu kali" in text
        assert "/komentar/saya/tautan/" not in desk.get(at("resident", resident)).content.decode()

    def test_verify_mute_ban_lift(self, desk, resident):
        desk.post(at("resident_verify", resident))
        desk.post(at("resident_mute", resident), {"days": "7", "reason": "spam"})
        resident.refresh_from_db()
        assert resident.is_verified
        assert resident.is_muted
        assert timedelta(days=6) < resident.muted_until - timezone.now() <= timedelta(days=7)
        signed_in_resident(Client(), resident)
        desk.post(at("resident_ban", resident), {"reason": "rude"})
        resident.refresh_from_db()
        assert resident.status == ResidentStatus.BANNED
        assert not resident.sessions.exists()
        assert desk.post(at("resident_make_link", resident), {"kunci": "x"}).status_code == 404
        told = desk.post(at("resident_mute", resident), {"days": "7", "reason": "spam"})
        assert "Cabut dulu larangannya" in told.content.decode()
        desk.post(at("resident_lift", resident))
        desk.post(at("resident_unverify", resident))
        resident.refresh_from_db()
        assert resident.status == ResidentStatus.ACTIVE
        assert not resident.is_verified

    @pytest.mark.parametrize(
        "fields", [{}, {"days": "7"}, {"days": "-1", "reason": "spam"}, {"days": "7", "reason": "x"}]
    )
    def test_muting_needs_how_long_and_why(self, desk, resident, fields):
        assert desk.post(at("resident_mute", resident), fields).status_code == 200
        resident.refresh_from_db()
        assert resident.status == ResidentStatus.ACTIVE

    def test_resetting_a_pin_shows_a_link_and_never_a_pin(self, desk, resident):
        text = desk.post(at("resident_reset_pin", resident), {"kunci": "x"}).content.decode()
        assert "/komentar/saya/tautan/" in text
        resident.refresh_from_db()
        assert not resident.pin_hash

    def test_a_phone_that_is_none_comes_back_with_all_words(self, desk, village):
        fields = {"village": village.pk, "name": "Ibu Nur", "phone": "12345"}
        text = desk.post("/admin/warga/baru/", fields).content.decode()
        assert "bukan nomor telepon Indonesia" in text
        assert 'value="Ibu Nur"' in text
        assert 'value="12345"' in text

    def test_looking_changes_nothing_and_each_post_needs_its_token(self, cadre, resident):
        client = Client(enforce_csrf_checks=True)
        client.force_login(cadre)
        before = Resident.objects.values().get()
        for name in ACTS:
            client.get(at(name, resident), {"reason": "spam", "days": "7"})
            assert client.post(at(name, resident), {"reason": "spam", "days": "7"}).status_code == 403
        assert (
            client.post("/admin/warga/baru/", {"name": "Lain", "village": resident.village_id}).status_code
            == 403
        )
        assert Resident.objects.values().get() == before
        assert not ResidentLink.objects.exists()

    def test_the_log_leads_to_the_resident_for_those_who_may(self, desk, cadre, resident):
        desk.post(at("resident_verify", resident))
        text = desk.get(reverse("acts")).content.decode()
        assert "Warga diverifikasi" in text
        assert at("resident", resident) in text
        assert "Nurhayati" not in text
