from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from toys import DAY, answer, card, counted, derived, draft, file, fold, review, undo

from quizlab.domain.events import EventKind, SettingsPayload
from quizlab.store import Behind, Merged, StaleAnswer, Store, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

    from toys import Backend


def cards_of(*names: str) -> list[object]:
    return [file("a.md", *(card(f"core/{name}", position=n) for n, name in enumerate(names)))]


@pytest.fixture
def pair(make_backend: Callable[[], Backend]) -> tuple[Store, Store]:
    """Two machines of one learner with the same cards."""
    stores = make_backend().open(), make_backend().open()
    for store in stores:
        store.import_pack("core", cards_of("a", "b"))
    return stores


def test_two_machines_have_two_device_ids(pair: tuple[Store, Store]) -> None:
    assert pair[0].device() != pair[1].device()


def test_after_a_merge_both_ways_both_machines_are_the_same(pair: tuple[Store, Store]) -> None:
    here, there = pair
    answer(here, review("core/a", 3, at=DAY))
    answer(there, review("core/a", 1, at=2 * DAY))
    answer(there, review("core/b", 4, at=2 * DAY))
    answer(here, review("core/a", 2, at=3 * DAY))
    for ours, theirs in ((here, there), (there, here)):
        ours.merge_events(theirs.all_events(ours.last_seqs()))
        ours.refold(fold)
    assert list(here.all_events()) == list(there.all_events())
    assert derived(here) == derived(there)
    assert here.memory("core/a").reviews == 3
    assert here.day_counts(1)["core/adam"].new == 1


def test_a_merge_names_the_cards_it_touched_and_adds_nothing_twice(
    pair: tuple[Store, Store],
) -> None:
    here, there = pair
    answer(there, review("core/b", 3))
    events = list(there.all_events())
    assert here.merge_events(events) == Merged(1, (("ada", "core/b"),))
    assert here.behind() == Behind(1)
    assert here.refold(fold) == 1
    assert here.behind() == Behind()
    before = derived(here)
    assert here.merge_events(events) == Merged()
    assert here.refold(fold) == 0
    assert derived(here) == before


def test_only_what_the_other_side_lacks_is_sent(pair: tuple[Store, Store]) -> None:
    here, there = pair
    first = answer(here, review("core/a", 3))
    second = answer(here, review("core/b", 3, at=2 * DAY))
    assert list(here.all_events({here.device(): 1})) == [second]
    assert list(here.all_events({here.device(): 2, "other": 9})) == []
    assert list(here.all_events(there.last_seqs())) == [first, second]
    assert here.last_seqs() == {here.device(): 2}
    assert there.last_seqs() == {}


def test_a_retraction_that_comes_before_its_review_counts_when_it_comes(
    pair: tuple[Store, Store],
) -> None:
    here, there = pair
    answer(there, review("core/a", 3))
    undo(there, at=2 * DAY)
    reviewed, retracted = there.all_events()
    fresh = derived(here)["memories"]
    for event in (retracted, reviewed):
        here.merge_events([event])
        here.refold(fold)
    assert here.is_retracted(reviewed.device, reviewed.seq)
    assert derived(here)["memories"] == fresh
    assert here.day_counts(1) == {}


def test_an_answer_between_merge_and_refold_is_counted_once(pair: tuple[Store, Store]) -> None:
    here, there = pair
    answer(there, review("core/a", 3, at=DAY))
    here.merge_events(there.all_events())
    answer(here, review("core/a", 1, at=2 * DAY))
    here.refold(fold)
    before = derived(here)
    assert here.memory("core/a").reviews == 2
    here.rebuild(fold)
    assert derived(here) == before


def test_an_undo_between_merge_and_refold_is_refused(pair: tuple[Store, Store]) -> None:
    here, there = pair
    answer(here, review("core/a", 3, at=DAY))
    answer(there, review("core/a", 3, at=2 * DAY))
    here.merge_events(there.all_events())
    with pytest.raises(StaleAnswer, match="merged"):
        undo(here, at=3 * DAY)
    here.refold(fold)
    undo(here, at=3 * DAY)
    before = derived(here)
    here.rebuild(fold)
    assert derived(here) == before


def test_positions_name_the_sides_that_only_the_log_knows(pair: tuple[Store, Store]) -> None:
    here, _ = pair
    foreign = replace(review("core/b", 3, side=2), device="x", seq=1)
    assert here.positions("core/b") == {1: 1}
    assert here.positions("core/b", [foreign]) == {1: 1, 2: 1}
    assert here.positions("core/nobody") == {1: 0}


def test_settings_that_come_along_ask_for_a_rebuild(pair: tuple[Store, Store]) -> None:
    here, there = pair
    there.append(draft(EventKind.SETTINGS, "", SettingsPayload(retention=0.8)))
    answer(there, review("core/a", 3))
    assert here.merge_events(there.all_events()).rebuild
    assert here.behind() == Behind(1, rebuild=True)
    here.refold(fold)
    assert here.behind() == Behind()
    assert here.memory("core/a") == there.memory("core/a")


def test_a_learner_who_comes_along_is_known_from_then_on(pair: tuple[Store, Store]) -> None:
    here, _there = pair
    event = replace(review("core/a", 3), learner="bob", device="x", seq=1)
    here.merge_events([event])
    here.refold(fold)
    assert here.learners() == ("ada", "bob")
    rows = [row for row in derived(here)["memories"] if row[:2] == ("bob", "core/a")]
    assert len(rows) == 1
    assert counted(here)[0] == counted(here)[1]


def test_a_history_without_its_card_counts_in_the_statistics(pair: tuple[Store, Store]) -> None:
    here, _ = pair
    here.merge_events([replace(review("gone/x", 3), device="x", seq=1)])
    here.refold(fold)
    assert here.day_counts(1)["core/adam"].reviews == 1
    before = derived(here)
    here.rebuild(fold)
    assert derived(here) == before


def test_answers_may_be_committed_while_the_log_is_read(pair: tuple[Store, Store]) -> None:
    here, _ = pair
    first = answer(here, review("core/a", 3))
    events = here.all_events()
    assert next(events) == first
    answer(here, review("core/b", 3))
    assert list(events) == []
    assert len(list(here.all_events())) == 2


def test_a_new_device_counts_from_one_and_undoes_only_its_own(pair: tuple[Store, Store]) -> None:
    here, _ = pair
    answer(here, review("core/a", 3))
    old = here.device()
    assert here.new_device() != old
    assert here.newest_review() is None
    event = answer(here, review("core/b", 3))
    assert (event.device, event.seq) == (here.device(), 1)
    assert here.newest_review() == event


def test_a_rebuild_tells_how_far_it_is(pair: tuple[Store, Store]) -> None:
    here, _ = pair
    answer(here, review("core/a", 3))
    answer(here, review("core/b", 3))
    told: list[tuple[int, int]] = []
    here.rebuild(fold, lambda done, total: told.append((done, total)))
    assert told[-1] == (2, 2)


def test_a_rebuild_that_fails_leaves_everything_as_it_was(pair: tuple[Store, Store]) -> None:
    here, _ = pair
    answer(here, review("core/a", 3))
    before = derived(here)

    def broken(*_: object) -> object:
        raise RuntimeError("no scheduler today")

    with pytest.raises(RuntimeError, match="today"):
        here.rebuild(broken)
    assert derived(here) == before
    answer(here, review("core/b", 3))


def test_the_rebuild_leaves_texts_files_and_log_alone(pair: tuple[Store, Store]) -> None:
    here, _ = pair
    answer(here, review("core/a", 3))
    kept = here.all_cards(), here.known_files("core"), tuple(here.all_events()), here.device()
    here.rebuild(fold)
    assert kept == (
        here.all_cards(),
        here.known_files("core"),
        tuple(here.all_events()),
        here.device(),
    )


def test_a_backup_is_whole_and_never_overwrites(
    pair: tuple[Store, Store], tmp_path: object
) -> None:
    here, _ = pair
    answer(here, review("core/a", 3))
    target = tmp_path / "deep" / "copy.db"
    here.backup(target)
    with Store.open(target, learner="ada", now=0) as copy:
        assert derived(copy) == derived(here)
        assert list(copy.all_events()) == list(here.all_events())
    with pytest.raises(StoreError, match="exists already"):
        here.backup(target)


def test_a_sound_store_has_no_faults(pair: tuple[Store, Store]) -> None:
    assert pair[0].integrity() == ()
