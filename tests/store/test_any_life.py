"""Random lives of a store: kept counts equal brute force, and a rebuild equals what lived."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from toys import (
    DAY,
    LEARNER,
    answer,
    card,
    change,
    counted,
    derived,
    draft,
    file,
    fold,
    review,
    undo,
)

from quizlab.domain.events import EventKind, RegradePayload, RetractPayload

if TYPE_CHECKING:
    from collections.abc import Callable

    from toys import Backend

NAMES = "abcdef"
PATHS = ("one.md", "two.md", "three.md")
DECKS = ("core/x", "core/y")
QUIET = (EventKind.SUSPEND, EventKind.UNSUSPEND, EventKind.BURY, EventKind.FORGET)

names = st.sampled_from(NAMES)
moments = st.integers(DAY, 30 * DAY)


@st.composite
def files(draw: st.DrawFn) -> list[object]:
    """A pack: each card in at most one file, now and then in two."""
    homes = draw(st.dictionaries(names, st.sampled_from(PATHS)))
    again = draw(st.none() | st.tuples(names, st.sampled_from(PATHS)))
    places = [*homes.items(), *([again] if again else [])]
    made = []
    for path in sorted({path for _, path in places}):
        cards = [
            card(
                f"core/{name}",
                deck=draw(st.sampled_from(DECKS)),
                position=draw(st.integers(0, 9)),
                text=draw(st.sampled_from(("## one", "## two"))),
                reversed=draw(st.booleans()),
                was=draw(st.just(()) | st.tuples(names)),
            )
            for name in dict.fromkeys(name for name, home in places if home == path)
        ]
        made.append(file(path, *cards, structural=draw(st.booleans())))
    return made


class Life(RuleBasedStateMachine):
    """One database, two learners, and events from another machine."""

    make: Callable[[], Backend]

    def __init__(self) -> None:
        super().__init__()
        self.backend = type(self).make()
        self.stores = [self.backend.open(LEARNER)]
        self.foreign = 0

    @property
    def store(self):
        return self.stores[0]

    @rule(made=files(), complete=st.booleans())
    def import_files(self, made: list[object], *, complete: bool) -> None:
        report = self.store.import_pack("core", made, complete=complete)
        if report.refold or report.rebuild:
            self.store.refold(fold)

    @rule(name=names, grade=st.integers(1, 4), side=st.integers(1, 2), at=moments)
    def answer(self, name: str, grade: int, side: int, at: int) -> None:
        if self.studied(name) and side in self.store.memories_of(f"core/{name}"):
            answer(self.store, review(f"core/{name}", grade, at=self.later(name, at), side=side))

    def later(self, name: str, at: int) -> int:
        """Sessions step forward only: after the last event of the card on this machine."""
        return max([at, *(event.at + 1 for event in self.store.events_of(f"core/{name}"))])

    @rule(name=names, kind=st.sampled_from(QUIET), at=moments)
    def set_aside(self, name: str, kind: EventKind, at: int) -> None:
        if self.studied(name):
            answer(self.store, draft(kind, f"core/{name}", at=self.later(name, at), side=0))

    def caught_up(self) -> bool:
        behind = self.store.behind()
        return not behind.cards and not behind.rebuild

    @precondition(caught_up)
    @rule()
    def undo(self) -> None:
        undo(self.store, at=40 * DAY)

    def studied(self, name: str) -> bool:
        """Whether sessions would ask the card, or have just asked it."""
        key = f"core/{name}"
        return self.store.present_key(key) == key and bool(self.store.memories_of(key))

    @precondition(caught_up)
    @rule(name=names, grade=st.integers(1, 4))
    def regrade(self, name: str, grade: int) -> None:
        key = f"core/{name}"
        reviews = [
            event
            for event in self.store.events_of(key, kinds=[EventKind.REVIEW])
            if not self.store.is_retracted(event.device, event.seq)
        ]
        if reviews and self.studied(name):
            payload = RegradePayload(reviews[-1].device, reviews[-1].seq, grade)
            at = self.later(name, DAY)
            change(self.store, draft(EventKind.REGRADE, key, payload, at=at))

    @rule(name=names, withheld=st.booleans())
    def withhold(self, name: str, *, withheld: bool) -> None:
        self.store.withhold(f"core/{name}", withheld=withheld)

    @rule(name=names, grade=st.integers(1, 4), at=moments, side=st.integers(1, 2))
    def merge_a_review(self, name: str, grade: int, at: int, side: int) -> None:
        self.foreign += 1
        event = review(f"core/{name}", grade, at=at, side=side)
        self.store.merge_events([replace(event, device="far", seq=self.foreign)])

    @rule(name=names, at=moments)
    def merge_a_retraction(self, name: str, at: int) -> None:
        key = f"core/{name}"
        reviews = self.store.events_of(key, kinds=[EventKind.REVIEW])
        if not reviews:
            return
        self.foreign += 1
        payload = RetractPayload(reviews[0].device, reviews[0].seq, by="system")
        event = draft(EventKind.RETRACT, reviews[0].card, payload, at=at)
        self.store.merge_events([replace(event, device="far", seq=self.foreign)])

    @rule()
    def refold(self) -> None:
        self.store.refold(fold)

    @precondition(lambda self: len(self.stores) == 1)
    @rule()
    def another_learner(self) -> None:
        self.stores.append(self.backend.open("bob"))

    @invariant()
    def kept_counts_are_what_counting_gives(self) -> None:
        kept, brute = counted(self.store)
        assert kept == brute

    @invariant()
    def a_rebuild_makes_what_is_there(self) -> None:
        if not self.caught_up():
            return
        before = derived(self.store)
        self.store.rebuild(fold)
        assert derived(self.store) == before

    def teardown(self) -> None:
        self.backend.close()


def test_counts_and_rebuild_hold_through_any_life(make_backend: Callable[[], Backend]) -> None:
    class Bound(Life):
        make = staticmethod(make_backend)

    run_state_machine_as_test(
        Bound,
        settings=settings(
            max_examples=40,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
