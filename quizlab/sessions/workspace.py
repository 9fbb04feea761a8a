"""All that a run of the program works with: each part is opened when it is first used."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from random import Random, SystemRandom
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from quizlab.domain.query import Query
    from quizlab.sessions.clock import Clock
    from quizlab.sessions.home import Home
    from quizlab.sessions.library import Library
    from quizlab.sessions.progress import Progress
    from quizlab.sessions.prover import Prover
    from quizlab.sessions.study import Study
    from quizlab.sessions.verifiers import Verifiers
    from quizlab.settings import Settings
    from quizlab.store import Store


class Sitting(NamedTuple):
    """A study session and the worker that proves its computed questions."""

    study: Study
    prover: Prover


class Workspace:
    """The rooms of one home, for one learner, wired together."""

    def __init__(
        self, home: Home, settings: Settings, clock: Clock, dice: Random | None = None
    ) -> None:
        """Wire nothing yet.

        Args:
            home: Where everything lies.
            settings: The learner's settings.
            clock: What tells the time.
            dice: What sessions draw variants with; None for dice that nobody can foresee.
        """
        self.home = home
        self.settings = settings
        self.clock = clock
        self.dice = dice

    @cached_property
    def store(self) -> Store:
        """The database, opened."""
        from quizlab.store import Store

        return Store.open(self.home.database, learner=self.settings.learner, now=self.clock.now())

    @cached_property
    def library(self) -> Library:
        """The packs of cards."""
        from quizlab.sessions.library import Library

        return Library(self.home, self.store)

    @cached_property
    def verifiers(self) -> Verifiers:
        """All installed verifiers."""
        from quizlab.sessions.verifiers import Verifiers

        return Verifiers()

    @cached_property
    def progress(self) -> Progress:
        """The one way in which progress changes."""
        from quizlab.sessions.progress import Progress

        return Progress(self.store, self.clock)

    @cached_property
    def prover(self) -> Prover:
        """The worker that proves computed answers: one for all sittings of a run."""
        from quizlab.sessions.prover import Prover

        return Prover(self.home.log, self.progress)

    def close(self) -> None:
        """End the prover and close the database, whichever was opened."""
        if "prover" in self.__dict__:
            self.prover.close()
        if "store" in self.__dict__:
            self.store.close()

    def keep_settings(self, **changes: object) -> None:
        """Change settings, in the file and from now on.

        Raises:
            SettingsError: When a value cannot be used; nothing is changed then.
            OSError: When the file cannot be written; the changes hold until the end of this run.
        """
        from msgspec import structs

        from quizlab.settings import save

        self.settings = structs.replace(self.settings, **changes)
        save(self.home.settings, **changes)

    def again(self) -> Workspace:
        """Return a workspace over the same home with connections of its own, for a thread."""
        return Workspace(self.home, self.settings, self.clock)

    def sitting(self, query: Query) -> Sitting:
        """Return a study session over `query`; settings name the decks where it names none."""
        from quizlab.sessions.study import Study

        study = Study(
            library=self.library,
            verifiers=self.verifiers,
            progress=self.progress,
            query=self.with_topics(query),
            settings=self.settings,
            dice=self.dice or Random(SystemRandom().getrandbits(64)),  # noqa: S311  # questions, not secrets
            prover=self.prover,
        )
        return Sitting(study, self.prover)

    def with_topics(self, query: Query) -> Query:
        """Return `query` with the decks that the settings name, where it names none."""
        if query.decks or not self.settings.topics:
            return query
        from quizlab.sessions.overview import matching_decks

        known = self.store.deck_list()
        chosen = [deck for topic in self.settings.topics for deck in matching_decks(topic, known)]
        return replace(query, decks=tuple(dict.fromkeys(chosen)))
