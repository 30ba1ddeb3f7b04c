"""Who keeps the list of help, who reads it, and who sees what it says."""

import pytest

from safety.models import HelpContact
from tests.villagers import cadre, contributor, foreign_cadre, neighbour, officer, village  # noqa: F401


@pytest.fixture
def no_contacts(db):
    """Without the numbers with which a site begins."""
    HelpContact.objects.all().delete()
