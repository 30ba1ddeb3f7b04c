"""The two villages, made once for each test; the log of refused requests is not of interest."""

import logging
from collections.abc import Callable, Iterator

import pytest

from tests.walls.knocking import Knocker
from tests.walls.world import World, build


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.fixture
def knocker(world: World) -> Knocker:
    return Knocker(world)


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Say a figure at the end of the whole run; ``tests/conftest.py`` prints it, from every worker."""

    def told(figure: str) -> None:
        request.node.user_properties.append(("wall", figure))

    return told
