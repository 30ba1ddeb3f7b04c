"""Who keeps offices and hours, and who reads them."""

from tests.villagers import cadre, contributor, foreign_cadre, neighbour, officer, village  # noqa: F401
