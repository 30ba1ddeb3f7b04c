"""Two villages with their people, and an ambassador of both."""

import pytest

from tests.factories.village_pages import member
from tests.villagers import cadre, contributor, foreign_cadre, neighbour, officer, village  # noqa: F401
from village_pages.enums import Role
from village_pages.rights import appoint


@pytest.fixture
def ambassador(village, neighbour):  # noqa: F811
    person = member(Role.AMBASSADOR, village, username="duta", display_name="Hasan")
    appoint(user=person, role=Role.AMBASSADOR, village=neighbour)
    return type(person).objects.get(pk=person.pk)
