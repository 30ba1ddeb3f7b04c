from tests.villagers import cadre, contributor, foreign_cadre, neighbour, officer, village  # noqa: F401
