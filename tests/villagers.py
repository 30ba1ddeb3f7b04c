"""Fixtures for a ``conftest``: a village with its people, a neighbour's cadre, and the regency's officer."""

import pytest

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
    return member(Role.CONTRIBUTOR, village, username="penulis", display_name="Dewi")


@pytest.fixture
def cadre(village):
    return member(Role.CADRE, village, username="kader", display_name="Siti Rahma")


@pytest.fixture
def foreign_cadre(neighbour):
    return member(Role.CADRE, neighbour, username="kader.lain", display_name="Rina Wati")


@pytest.fixture
def officer(village):
    return member(Role.OFFICER, username="dinas", display_name="Pak Dinas")
