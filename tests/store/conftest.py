from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from toys import Backend

from quizlab.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Another backend joins the contract by a line here.
BACKENDS = {"sqlite": Store}


@pytest.fixture(params=sorted(BACKENDS))
def make_backend(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], Backend]]:
    """Make empty backends, each at a place of its own."""
    made: list[Backend] = []

    def make() -> Backend:
        folder = tmp_path_factory.mktemp("store")
        backend = Backend(BACKENDS[request.param], folder / "quizlab.db")
        made.append(backend)
        return backend

    yield make
    for backend in made:
        backend.close()


@pytest.fixture
def backend(make_backend: Callable[[], Backend]) -> Backend:
    return make_backend()


@pytest.fixture
def store(backend: Backend) -> Store:
    return backend.open()
