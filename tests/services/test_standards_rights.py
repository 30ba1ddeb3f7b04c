"""Only officers see and write the regency's services; to everybody else of the admin the screens refuse."""

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from services.models import ServiceStandard
from tests.factories.people import UserFactory
from tests.factories.services import StandardFactory
from tests.factories.village_pages import VillageFactory, member
from village_pages.enums import Role
from village_pages.opening import ensure_home

pytestmark = pytest.mark.django_db

BY_ROLE = [Role.CONTRIBUTOR, Role.CADRE, Role.AMBASSADOR, Role.VILLAGE_OFFICIAL]


def screens(standard) -> list[str]:
    return [
        reverse("standards:index"),
        reverse("standards:add"),
        reverse("standards:edit", args=[standard.pk]),
        reverse("standards:delete", args=[standard.pk]),
        reverse("standard_use", args=[standard.pk]),
        reverse("service_differences"),
    ]


@pytest.fixture
def standard():
    ensure_home()  # gives officers their way into the admin
    return StandardFactory(title="SKTM")


def browser_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("role", BY_ROLE)
def test_people_of_a_village_are_refused_and_change_nothing(standard, role):
    client = browser_of(member(role, VillageFactory()))
    for screen in screens(standard):
        for answer in (client.get(screen), client.post(screen, {"title": "Lain", "summary": "Lain."})):
            assert answer.status_code in (403, 405), screen
            assert "SKTM" not in answer.content.decode()
    assert ServiceStandard.objects.get().title == "SKTM"
    assert client.get(screens(standard)[0]).status_code == 403
    assert reverse("standards:index") not in client.get(reverse("menu")).content.decode()


def test_a_key_that_does_not_exist_answers_a_cadre_the_same(standard):
    client = browser_of(member(Role.CADRE, VillageFactory()))
    for name in ("standards:edit", "standards:delete", "standard_use"):
        there, nowhere = (client.get(reverse(name, args=[key])) for key in (standard.pk, 999_999))
        assert (there.status_code, there.content) == (nowhere.status_code, nowhere.content)


def test_who_is_nobody_here_does_not_come_in(standard):
    for client, expected in ((Client(), {302}), (browser_of(UserFactory()), {302, 403})):
        for screen in screens(standard):
            assert client.get(screen).status_code in expected


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ADMINISTRATOR])
def test_the_regencys_people_come_in(standard, role):
    client = browser_of(member(role))
    for screen in screens(standard):
        assert client.get(screen).status_code == 200, screen
    assert reverse("standards:index") in client.get(reverse("menu")).content.decode()


def test_no_other_screen_of_wagtail_knows_standards(standard):
    """No snippet, no chooser, no copy, no bulk action; revisions are kept, and shown nowhere."""
    for name in ("copy", "usage", "history", "inspect", "revisions_revert"):
        with pytest.raises(NoReverseMatch):
            reverse(f"standards:{name}", args=[standard.pk])
    client = browser_of(member(Role.CADRE, VillageFactory()))
    for address in (
        "/admin/snippets/",
        "/admin/snippets/services/servicestandard/",
        "/admin/snippets/choose/services/servicestandard/",
        f"/admin/snippets/services/servicestandard/edit/{standard.pk}/",
        f"/admin/bulk/services/servicestandard/delete/?id={standard.pk}",
        f"/admin/reports/?content_type=services.servicestandard&object_id={standard.pk}",
    ):
        answer = client.get(address)
        assert answer.status_code in (403, 404), address
        assert "SKTM" not in answer.content.decode()
