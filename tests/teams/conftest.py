"""Two villages with their people under names of their own, and a way to sign in as each."""

import pytest
from django.test import Client

from tests.factories.village_pages import member
from tests.villagers import neighbour, officer, village  # noqa: F401
from village_pages.enums import Role


@pytest.fixture
def contributor(village):  # noqa: F811
    return member(Role.CONTRIBUTOR, village, username="dewi", display_name="Dewi Lestari")


@pytest.fixture
def cadre(village):  # noqa: F811
    return member(Role.CADRE, village, username="siti", display_name="Siti Rahma")


@pytest.fixture
def foreign_cadre(neighbour):  # noqa: F811
    return member(Role.CADRE, neighbour, username="rina", display_name="Rina Wati")


@pytest.fixture
def signed_in():
    """A function: a browser of a person's own, signed in."""

    def opened(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return opened
