"""Derived tables made from the log: after a merge, after an import, or all of them again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from quizlab.domain.events import Event
    from quizlab.domain.memory import DayCount, Memory
    from quizlab.scheduling import Timeline
    from quizlab.store import Store


class _Derived(NamedTuple):
    """What the store takes of a folded history."""

    memories: Mapping[int, Memory]
    counts: Sequence[tuple[DayCount, str]]


def catch_up(store: Store) -> None:
    """Bring derived tables up to date with the log where a merge or a crash left them behind."""
    behind = store.behind()
    if behind.rebuild:
        rebuild(store)
    elif behind.cards:
        store.refold(_Deriving(store))


def rebuild(store: Store, progress: Callable[[int, int], None] | None = None) -> None:
    """Make all derived tables again from the log and the cards."""
    store.rebuild(_Deriving(store), progress)


class _Deriving:
    """Folds one card after the other, each learner by the learner's own settings."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._timelines: dict[str, Timeline] = {}

    def __call__(
        self, learner: str, card: str, positions: Mapping[int, int], events: tuple[Event, ...], /
    ) -> _Derived:
        from quizlab.scheduling import Timeline, fold

        if learner not in self._timelines:
            self._timelines[learner] = Timeline(self._store.settings_events(learner))
        folded = fold(learner, card, positions, events, self._timelines[learner])
        return _Derived(folded.memories, [(count, deck) for deck, count in folded.counts])
