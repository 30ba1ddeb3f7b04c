"""One village with its people, a neighbour's cadre, and the regency's officer."""

import pytest
from django.test import Client

from tests.factories.village_pages import VillageFactory, member
from village_pages.enums import Role


@pytest.fixture
def village(db):
    return VillageFactory(code="15.07.09.2002", title="Pematang Rahim")


@pytest.fixture
def neighbour(db):
    return VillageFactory(code="15.07.09.2006", title="Sungai Beras")


@pytest.fixture
def contributor(village):
    return member(Role.CONTRIBUTOR, village, username="dewi", display_name="Dewi Lestari")


@pytest.fixture
def cadre(village):
    return member(Role.CADRE, village, username="siti", display_name="Siti Rahma")


@pytest.fixture
def foreign_cadre(neighbour):
    return member(Role.CADRE, neighbour, username="rina", display_name="Rina Wati")


@pytest.fixture
def officer(village):
    return member(Role.OFFICER, username="dinas", display_name="Pak Dinas")


@pytest.fixture
def signed_in():
    """A function: a browser of a person's own, signed in."""

    def opened(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return opened
