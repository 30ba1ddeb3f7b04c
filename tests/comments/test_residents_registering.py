"""A cadre registers residents face to face, verifies, restrains, and hands out ways in."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import override_settings
from django.utils import timezone

from audit.models import Act
from comments.enums import ResidentStatus
from comments.models import Resident, ResidentLink, ResidentSession
from comments.residents import numbers, registering
from teams import handover
from tests.factories.residents import PIN, ResidentFactory, resident_link, signed_in_resident
from tests.factories.village_pages import member
from village_pages import life
from village_pages.enums import Role

pytestmark = pytest.mark.django_db

PHONE = "+6281234567890"


def told_in_the_log(resident) -> list[Act]:
    return list(
        Act.objects.filter(object_type="comments.resident", object_key=str(resident.pk)).order_by("pk")
    )


class TestNumbers:
    def test_card_numbers_have_eight_digits_and_notice_a_slip_of_the_finger(self):
        for _n in range(50):
            number = numbers.new_card_number()
            assert len(number) == 8
            assert number[0] != "0"
            assert numbers.card_number(f" {number[:4]} {number[4:]} ") == number
            for place in range(8):
                wrong = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
                assert numbers.card_number(wrong) is None
            for place in range(7):
                swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
                assert swapped == number or numbers.card_number(swapped) is None

    @pytest.mark.parametrize(
        "typed",
        [
            "081234567890",
            "+62 812-3456-7890",
            "62 812 3456 7890",
            "(0812) 3456.7890",
            "٠٨١٢٣٤٥٦٧٨٩٠",
            "０８１２３４５６７８９０",
            "0812\u200b34567890",
            "0812‐3456‐7890",
        ],
    )
    def test_a_phone_is_the_same_however_it_is_written(self, typed):
        assert numbers.phone_number(typed) == PHONE

    @pytest.mark.parametrize(
        "typed",
        [
            "",
            "0",
            "0812",
            "+65 81234567",
            "0062812345678",
            "08123456789012345",
            "0812x4567890",
            "+",
            "\x00",
            "²³⁴" * 4,
        ],
    )
    def test_what_is_no_indonesian_number_is_none(self, typed):
        assert numbers.phone_number(typed) is None

    def test_the_stored_form_needs_the_secret_and_old_secrets_still_count(self):
        stored = numbers.phone_hash(PHONE)
        assert PHONE[3:] not in stored
        with override_settings(SECRET_KEY="lain" * 20, SECRET_KEY_FALLBACKS=[]):
            assert stored not in numbers.phone_hashes(PHONE)
        from django.conf import settings

        with override_settings(SECRET_KEY="lain" * 20, SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
            assert stored in numbers.phone_hashes(PHONE)


class TestRegistering:
    def test_a_cadre_registers_and_the_log_names_the_card_only(self, village, cadre):
        resident = registering.register(village, by=cadre, name=" Ibu  Nur ", phone=PHONE, is_verified=True)
        assert resident.display_name == "Ibu Nur"
        assert (resident.phone_ending, PHONE not in resident.phone_hash) == ("890", True)
        assert resident.is_verified
        assert resident.verified_by == cadre
        assert resident.created_by == cadre
        acts = told_in_the_log(resident)
        assert [act.verb for act in acts] == ["resident.registered", "resident.verified"]
        for act in acts:
            assert act.village_code == village.code
            assert resident.card_number in act.object_name
            assert "Nur" not in f"{act.object_name} {act.before} {act.after} {act.reason}"

    @pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.VILLAGE_OFFICIAL, Role.OFFICER])
    def test_nobody_else_registers(self, village, role):
        person = member(role, None if role == Role.OFFICER else village)
        with pytest.raises(PermissionDenied):
            registering.register(village, by=person, name="Ibu Nur")
        assert not Resident.objects.exists()

    def test_a_cadre_of_another_village_does_nothing_here(self, village, other_cadre):
        resident = ResidentFactory(village=village)
        until = timezone.now() + timedelta(days=1)
        for act in (
            lambda: registering.register(village, by=other_cadre, name="Ibu Nur"),
            lambda: registering.verify(resident, by=other_cadre),
            lambda: registering.unverify(resident, by=other_cadre),
            lambda: registering.mute(resident, by=other_cadre, until=until, reason=""),
            lambda: registering.ban(resident, by=other_cadre, reason=""),
            lambda: registering.lift(resident, by=other_cadre),
            lambda: registering.amend(resident, by=other_cadre, name="Lain"),
            lambda: registering.sign_out(resident, by=other_cadre),
            lambda: registering.make_link(resident, by=other_cadre),
        ):
            with pytest.raises(PermissionDenied):
                act()
        assert not Act.objects.filter(verb__startswith="resident.").exists()

    def test_a_paused_village_is_only_read(self, village, cadre):
        resident = ResidentFactory(village=village)
        life.pause(village, by=member(Role.OFFICER), reason="Banjir", notice="Banjir")
        cadre = type(cadre).objects.get(pk=cadre.pk)
        with pytest.raises(PermissionDenied):
            registering.verify(resident, by=cadre)
        assert registering.residents_seen_by(cadre).get() == resident

    @pytest.mark.parametrize(
        "name",
        [
            "Kader",
            "Kader\u200b",
            "Ka der",
            "K4der Desa",
            "\u041aader",
            "\u202eredak",
            "Kepala Desa",
            "",
            " ",
            "\u202e",
        ],
    )
    def test_a_name_that_imitates_an_office_or_is_none_is_refused(self, village, cadre, name):
        with pytest.raises(ValidationError):
            registering.register(village, by=cadre, name=name)
        assert not Resident.objects.exists()

    def test_the_same_name_is_asked_about_and_another_person_is_taken(
        self, village, other_village, cadre, other_cadre
    ):
        registering.register(village, by=cadre, name="Siti Aminah")
        with pytest.raises(ValidationError) as refused:
            registering.register(village, by=cadre, name="siti aminah")
        assert refused.value.code == "same_name"
        registering.register(village, by=cadre, name="Siti Aminah", is_another=True)
        registering.register(other_village, by=other_cadre, name="Siti Aminah")
        assert Resident.objects.count() == 3

    def test_a_card_number_in_use_is_drawn_again(self, village, cadre, monkeypatch):
        taken = ResidentFactory(village=village).card_number
        drawn = iter([taken, taken, "20000008"])
        monkeypatch.setattr(numbers, "new_card_number", lambda: next(drawn))
        assert registering.register(village, by=cadre, name="Ibu Nur").card_number == "20000008"


class TestVerifying:
    def test_the_badge_ends_after_a_year_and_is_given_again(self, village, cadre):
        resident = ResidentFactory(village=village)
        with time_machine.travel(datetime(2031, 1, 10, 3, tzinfo=UTC), tick=False):
            registering.verify(resident, by=cadre)
        resident.refresh_from_db()
        for day, holds in (
            (datetime(2032, 1, 10, 2, 59, tzinfo=UTC), True),
            (datetime(2032, 1, 10, 3, tzinfo=UTC), False),
        ):
            with time_machine.travel(day, tick=False):
                assert resident.is_verified is holds
                assert Resident.objects.verified().filter(pk=resident.pk).exists() is holds
        with time_machine.travel(datetime(2032, 2, 1, tzinfo=UTC), tick=False):
            registering.verify(resident, by=cadre)
            resident.refresh_from_db()
            assert resident.is_verified
        last = told_in_the_log(resident)[-1]
        assert (last.before, last.after) == ("10 Januari 2031", "sampai 31 Januari 2033")

    def test_verifying_and_banning_make_kept_pages_of_the_village_old(self, village, cadre, monkeypatch):
        bumped = []
        monkeypatch.setattr(registering, "bump", lambda *scopes: bumped.append(scopes))
        resident = ResidentFactory(village=village)
        registering.verify(resident, by=cadre)
        registering.ban(resident, by=cadre, reason="")
        assert bumped == [(f"village:{village.pk}", "portal")] * 2

    def test_the_badge_can_be_taken_away(self, village, cadre):
        resident = ResidentFactory(village=village, verified=True)
        registering.unverify(resident, by=cadre)
        resident.refresh_from_db()
        assert not resident.is_verified
        assert resident.verified_by is None


class TestRestraining:
    def test_somebody_muted_signs_in_but_does_not_write_until_it_ends_by_itself(self, village, cadre):
        resident = ResidentFactory(village=village)
        registering.mute(resident, by=cadre, until=timezone.now() + timedelta(days=7), reason="Iklan")
        resident.refresh_from_db()
        assert resident.may_sign_in
        assert not resident.may_write
        with time_machine.travel(timezone.now() + timedelta(days=8)):
            assert resident.may_write
        assert told_in_the_log(resident)[-1].reason == "Iklan"

    def test_a_ban_ends_sessions_and_links_at_once(self, village, cadre, client):
        resident = ResidentFactory(village=village, verified=True)
        signed_in_resident(client, resident)
        link, _token = resident_link(resident, by=cadre)
        registering.ban(resident, by=cadre, reason="")
        resident.refresh_from_db()
        assert resident.status == ResidentStatus.BANNED
        assert not resident.is_verified
        assert not ResidentSession.objects.exists()
        assert not ResidentLink.objects.open().filter(pk=link.pk).exists()
        with pytest.raises(ValidationError):
            registering.make_link(resident, by=cadre)
        with pytest.raises(ValidationError):
            registering.mute(resident, by=cadre, until=timezone.now(), reason="")
        registering.lift(resident, by=cadre)
        resident.refresh_from_db()
        assert resident.may_write

    def test_an_act_that_cannot_be_logged_is_not_done(self, village, cadre, monkeypatch):
        resident = ResidentFactory(village=village)

        def broken(*args, **kwargs):
            raise RuntimeError

        monkeypatch.setattr(registering, "record", broken)
        with pytest.raises(RuntimeError):
            registering.ban(resident, by=cadre, reason="")
        resident.refresh_from_db()
        assert resident.status == ResidentStatus.ACTIVE


class TestLinks:
    def test_a_new_link_makes_the_older_void(self, village, cadre):
        resident = ResidentFactory(village=village)
        _older, _token = registering.make_link(resident, by=cadre)
        newer, token = registering.make_link(resident, by=cadre)
        assert list(resident.links.open()) == [newer]
        assert token not in newer.token_hash
        assert newer.expires - newer.created == timedelta(hours=72)

    def test_a_link_leaves_the_pin_and_a_reset_takes_it(self, village, cadre, client):
        resident = ResidentFactory(village=village, pin=PIN)
        signed_in_resident(client, resident)
        registering.make_link(resident, by=cadre)
        resident.refresh_from_db()
        assert resident.pin_hash
        assert resident.sessions.exists()
        registering.make_link(resident, by=cadre, resets_pin=True)
        resident.refresh_from_db()
        assert not resident.pin_hash
        assert not resident.sessions.exists()
        assert told_in_the_log(resident)[-1].verb == "resident.pin_reset"

    def test_a_phone_is_changed_and_forgotten(self, village, cadre):
        resident = ResidentFactory(village=village, phone=PHONE)
        registering.amend(resident, by=cadre, name="Nama Baru")
        resident.refresh_from_db()
        assert (resident.display_name, resident.phone_ending) == ("Nama Baru", "890")
        registering.amend(resident, by=cadre, name="Nama Baru", forget_phone=True)
        resident.refresh_from_db()
        assert (resident.phone_hash, resident.phone_ending) == ("", "")

    def test_a_cadre_who_leaves_hands_over_no_resident_and_they_stay(self, village, cadre, second_cadre):
        resident = registering.register(village, by=cadre, name="Ibu Nur", is_verified=True)
        membership = cadre.memberships.get()
        assert handover.burdens_of(membership) == []
        cadre.delete()
        resident.refresh_from_db()
        assert resident.is_verified
        assert resident.verified_by is None
        registering.verify(resident, by=second_cadre)
