"""A village with somebody who reads what is asked in private, and everybody who does not."""

import pytest
from django.test import Client

from people.models import User
from tests.factories.village_pages import member
from tests.villagers import cadre, contributor, foreign_cadre, neighbour, officer, village  # noqa: F401
from village_pages.enums import Role
from village_pages.rights import entrust


def entrusted(person) -> User:
    """``person``, with the right to read in the village of the one role that he holds."""
    entrust(person.memberships.get())
    return User.objects.get(pk=person.pk)


@pytest.fixture
def reader(village):  # noqa: F811
    return entrusted(member(Role.CADRE, village, username="pembaca", display_name="Nurhayati"))


@pytest.fixture
def second_reader(village):  # noqa: F811
    return entrusted(member(Role.VILLAGE_OFFICIAL, village, display_name="Sekdes Amir"))


@pytest.fixture
def signed_in():
    """A function: a browser of a person's own, signed in."""

    def opened(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return opened
