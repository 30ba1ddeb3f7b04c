"""Example accounts: one of each role for two villages, passwords in a file that only its owner reads."""

import csv

import pytest
from django.db import IntegrityError, transaction

from example_content.accounts import COLUMNS, accounts_file, ensure_accounts
from people.models import User
from village_pages import life
from village_pages.enums import VILLAGE_ROLES, Role
from village_pages.models import Membership, VillagePage
from village_pages.opening import open_village
from village_pages.rights import active_roles, dismiss, regency_roles

pytestmark = pytest.mark.django_db


@pytest.fixture
def villages(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return [
        open_village(code=f"15.07.01.20{number}", name=f"Uji {number}", district="Sadu")[0]
        for number in (11, 12, 13)
    ]


def rows():
    with accounts_file().open(newline="") as file:
        return list(csv.DictReader(file))


def test_the_file_names_one_of_each_role_for_two_villages_and_the_passwords_work(villages):
    ensure_accounts(villages, {village.code for village in villages[:2]})

    assert tuple(rows()[0]) == COLUMNS
    for village in villages[:2]:
        for role in VILLAGE_ROLES:
            row = next(row for row in rows() if (row["role"], row["village_code"]) == (role, village.code))
            user = User.objects.get(username=row["username"])
            assert user.check_password(row["password"])
            assert user.is_example
            assert role in active_roles(user, village)
    for role in (Role.OFFICER, Role.ADMINISTRATOR):
        row = next(row for row in rows() if row["role"] == role)
        assert row["village_code"] == ""
        assert role in regency_roles(User.objects.get(username=row["username"]))


def test_passwords_are_random_and_long(villages):
    ensure_accounts(villages, {village.code for village in villages})
    passwords = {row["username"]: row["password"] for row in rows()}

    assert len(set(passwords.values())) == len(passwords)
    assert min(map(len, passwords.values())) >= 16


def test_the_file_is_readable_by_its_owner_only(villages):
    ensure_accounts(villages, {villages[0].code})

    assert accounts_file().stat().st_mode & 0o777 == 0o600


def test_a_second_time_nothing_changes(villages):
    ensure_accounts(villages, {villages[0].code})
    before = accounts_file().read_bytes(), list(User.objects.order_by("pk").values_list("pk", "password"))

    ensure_accounts(villages, {villages[0].code})

    after = accounts_file().read_bytes(), list(User.objects.order_by("pk").values_list("pk", "password"))
    assert after == before


def test_what_the_officer_did_meanwhile_stays_done(villages):
    ensure_accounts(villages, set())
    renamed, closed, left = villages
    people = User.objects.count()
    life.rename(renamed, name="Baru", slug="baru", by=None)
    life.close(closed, notice="Tutup.", by=None, reason="Digabung")
    dismiss(Membership.objects.get(village=left, role=Role.CADRE))

    again = [VillagePage.objects.get(pk=village.pk) for village in villages]
    staff = ensure_accounts(again, set())

    assert User.objects.count() == people
    assert Membership.objects.filter(village=renamed, until__isnull=True).count() == len(VILLAGE_ROLES)
    assert not any(active_roles(user, closed) for user in User.objects.all())
    assert not active_roles(staff[left.code].cadre, left)


def test_when_the_file_is_lost_new_passwords_are_made_for_the_same_people(villages):
    ensure_accounts(villages, {villages[0].code})
    people = User.objects.count()
    accounts_file().unlink()

    ensure_accounts(villages, {villages[0].code})

    assert User.objects.count() == people
    for row in rows():
        assert User.objects.get(username=row["username"]).check_password(row["password"])


def test_people_of_other_villages_exist_but_cannot_sign_in(villages):
    staff = ensure_accounts(villages, {villages[0].code})

    assert not staff[villages[2].code].cadre.has_usable_password()
    assert "kader-uji-13" not in {row["username"] for row in rows()}


def test_a_real_account_of_the_same_name_is_never_taken_over(villages):
    User.objects.create_user("dinas-pmd", password="a real one", display_name="Real")

    with pytest.raises(IntegrityError), transaction.atomic():
        ensure_accounts(villages, set())
