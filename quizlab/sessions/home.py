"""The folder in which everything of one person lies."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Home:
    """Where the database, the settings, the person's own cards and the logs lie."""

    root: Path

    @classmethod
    def find(cls, environment: Mapping[str, str], given: str | None = None) -> Home:
        """Return `given`, else ``QUIZLAB_HOME``, else the platform's folder for user data."""
        named = given or environment.get("QUIZLAB_HOME")
        if named:
            return cls(Path(named).expanduser().absolute())
        from platformdirs import user_data_path

        return cls(user_data_path("quizlab", appauthor=False))

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.root / "quizlab.db"

    @property
    def settings(self) -> Path:
        """The settings, as TOML."""
        return self.root / "config.toml"

    @property
    def cards(self) -> Path:
        """The person's own cards: the pack ``own``."""
        return self.root / "cards"

    @property
    def overlay(self) -> Path:
        """Copies of files of installed packs that the person has edited, one folder a pack."""
        return self.root / "overlay"

    @property
    def log(self) -> Path:
        """What workers said on stderr, and questions that were withdrawn."""
        return self.root / "quizlab.log"
