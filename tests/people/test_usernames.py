"""Signing in does not tell capitals apart, so two accounts never differ in them only."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection
from django.urls import reverse

from people.models import User
from tests.factories.people import PASSWORD, UserFactory
from tests.factories.village_pages import VillageFactory, member
from village_pages.enums import Role

pytestmark = pytest.mark.django_db


def test_the_database_keeps_a_second_one_out():
    UserFactory(username="siti")
    with pytest.raises(IntegrityError):
        User.objects.create_user("Siti")


def test_wagtails_form_says_so_in_indonesian(client):
    administrator = member(Role.ADMINISTRATOR, username="akar")
    client.force_login(administrator)
    UserFactory(username="siti")
    form = {
        "username": "SITI",
        "first_name": "Siti",
        "last_name": "R",
        "email": "siti@example.test",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    answer = client.post(reverse("wagtailusers_users:add"), form)
    assert "huruf besar dan kecil tidak dibedakan" in answer.content.decode()
    assert User.objects.filter(username__iexact="siti").count() == 1


def test_the_appoint_command_finds_the_account_whatever_the_capitals():
    village = VillageFactory(code="15.07.09.2002")
    siti = UserFactory(username="siti")
    call_command("appoint", "Siti", "cadre", village="15.07.09.2002")
    assert siti.memberships.get().village == village
    assert User.objects.filter(username__iexact="siti").count() == 1


def test_a_superuser_cannot_take_a_name_with_other_capitals():
    UserFactory(username="siti")
    with pytest.raises(CommandError):
        call_command("createsuperuser", username="Siti", email="", interactive=False)
    assert User.objects.get(username__iexact="siti").is_superuser is False


def test_the_migration_names_accounts_that_stand_in_its_way():
    migration = import_module("people.migrations.0003_usernames_whatever_the_capitals")
    editor = SimpleNamespace(connection=connection)
    UserFactory(username="siti")
    migration.refuse_twins(apps, editor)
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX username_whatever_the_capitals")
    UserFactory(username="Siti")
    with pytest.raises(RuntimeError, match="siti"):
        migration.refuse_twins(apps, editor)
