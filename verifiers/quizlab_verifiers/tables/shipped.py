"""The recordings that come with the package; reading them takes no torch."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from quizlab.verify import NetworkSummary
from quizlab_verifiers.models import UnknownNetworkError, names
from quizlab_verifiers.tables.files import read
from quizlab_verifiers.tables.sources import are_unchanged

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from quizlab_verifiers.tables.files import Recording

FOLDER = "data"
INDEX = "index.json"


def place_of(name: str) -> Traversable:
    """Return where the recording of a network lies."""
    return files("quizlab_verifiers.tables") / FOLDER / f"{name}.json"


class DamagedDataError(ValueError):
    """A file of the package that is missing or does not hold what was written."""

    def __init__(self, file: str, error: Exception) -> None:
        super().__init__(
            f"{file} of quizlab's networks cannot be read ({error}); reinstall quizlab"
        )


@lru_cache(maxsize=128)
def recording(name: str) -> Recording:
    """Return the recording of a network as it was shipped.

    Raises:
        UnknownNetworkError: There is no network of that name.
        DamagedDataError: Its file cannot be read.
    """
    if name not in names():
        raise UnknownNetworkError(f"there is no network {name!r}")
    try:
        return read(place_of(name).read_text(encoding="utf-8"))
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise DamagedDataError(f"{name}.json", error) from error


def is_fresh(name: str) -> bool:
    """Say whether the files of a network still say what its recording was made from."""
    return are_unchanged(recording(name).sources)


def index() -> tuple[NetworkSummary, ...]:
    """Return a line for each network, at its usual input.

    Raises:
        DamagedDataError: The list cannot be read.
    """
    try:
        text = (files("quizlab_verifiers.tables") / FOLDER / INDEX).read_text(encoding="utf-8")
        return tuple(
            NetworkSummary(**{**line, "input": tuple(line["input"])}) for line in json.loads(text)
        )
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise DamagedDataError(INDEX, error) from error
