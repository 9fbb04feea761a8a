from __future__ import annotations

from dataclasses import replace

import pytest
from toys import DAY, LEARNER, answer, card, counted, derived, draft, file, fold, review, undo

from quizlab.domain.cards import Lesson, Level
from quizlab.domain.events import EventKind
from quizlab.domain.memory import Memory
from quizlab.store import DeckInfo, DueCounts, FileRecord, ImportReport, StaleAnswer, Store


def test_a_card_comes_back_as_it_was_imported(store: Store) -> None:
    whole = card(
        "core/unique-ptr",
        deck="core/cpp",
        position=7,
        path="cpp.md",
        line=12,
        text="## unique_ptr — «ein Besitzer»\n\nSole owner.",
        tags=("two words", "ünïcode"),
        level=Level.DEEP,
        reversed=True,
        was=("auto-ptr", "scoped-ptr"),
    )
    store.import_pack("core", [file("cpp.md", whole)])
    assert store.card_text("core/unique-ptr") == whole
    assert store.card_texts(["core/unique-ptr", "core/nobody"]) == {"core/unique-ptr": whole}
    assert store.all_cards() == (whole,)


def test_an_unknown_card_is_none(store: Store) -> None:
    assert store.card_text("core/nobody") is None
    assert store.memory("core/nobody") is None
    assert store.memories_of("core/nobody") == {}


def test_each_side_of_each_card_gets_a_new_memory_at_its_position(store: Store) -> None:
    store.import_pack(
        "core",
        [file("a.md", card("core/a", position=3), card("core/b", position=4, reversed=True))],
    )
    assert store.memory("core/a") == Memory(LEARNER, "core/a", 1, due=3)
    assert store.memories_of("core/b") == {
        1: Memory(LEARNER, "core/b", 1, due=4),
        2: Memory(LEARNER, "core/b", 2, due=4),
    }


def test_files_are_known_by_what_stat_and_hash_said(store: Store) -> None:
    store.import_pack(
        "core",
        [
            file("a.md", card("core/a"), mtime_ns=5, size=6, digest="x"),
            file("b.md", structural=True),
        ],
    )
    assert store.known_files("core") == {
        "a.md": FileRecord(5, 6, "x", structural=False),
        "b.md": FileRecord(1, 2, "d", structural=True),
    }
    assert store.known_files("other") == {}
    assert store.pack_names() == ("core",)


def test_the_report_names_new_changed_retired_and_returned_cards(store: Store) -> None:
    a, b = card("core/a"), card("core/b")
    assert store.import_pack("core", [file("a.md", a, b)]) == ImportReport(new=("core/a", "core/b"))
    assert store.import_pack("core", [file("a.md", replace(a, text="## other"))]) == ImportReport(
        changed=("core/a",), retired=("core/b",)
    )
    assert store.import_pack("core", [file("a.md", a, b)]) == ImportReport(
        changed=("core/a",), returned=("core/b",)
    )
    assert store.import_pack("core", [file("a.md", a, b)]) == ImportReport()


def test_nothing_read_and_nothing_gone_changes_nothing(store: Store) -> None:
    store.import_pack("core", [file("a.md", card("core/a"))])
    assert store.import_pack("core", [], unchanged=["a.md"]) == ImportReport()
    assert store.next_new((), 0) is not None


def test_a_file_that_is_gone_retires_its_cards_and_its_lessons(store: Store) -> None:
    store.import_pack("core", [file("a.md", card("core/a")), file("b.md", card("core/b"))])
    report = store.import_pack("core", [], unchanged=["b.md"])
    assert report.retired == ("core/a",)
    assert list(store.known_files("core")) == ["b.md"]
    assert [one.key for one in store.all_cards()] == ["core/b"]
    assert len(store.lessons("core/adam")) == 1


def test_an_incomplete_import_leaves_the_files_it_does_not_name(store: Store) -> None:
    store.import_pack("core", [file("a.md", card("core/a")), file("b.md", card("core/b"))])
    report = store.import_pack("core", [file("b.md")], complete=False)
    assert report.retired == ("core/b",)
    assert [one.key for one in store.all_cards()] == ["core/a"]


def test_a_pack_leaves_other_packs_alone(store: Store) -> None:
    store.import_pack("core", [file("a.md", card("core/a"))])
    report = store.import_pack("own", [file("a.md", card("own/a", deck="own/a"))])
    assert report == ImportReport(new=("own/a",))
    assert store.import_pack("own", []).retired == ("own/a",)
    assert [one.key for one in store.all_cards()] == ["core/a"]


def test_a_structural_file_retires_nothing_and_keeps_the_last_good_text(store: Store) -> None:
    a, b = card("core/a"), card("core/b")
    store.import_pack("core", [file("a.md", a, b)])
    newer = replace(a, text="## newer")
    report = store.import_pack("core", [file("a.md", newer, structural=True)])
    assert report == ImportReport(changed=("core/a",))
    assert store.card_text("core/b") == replace(b, path="a.md")
    assert store.due_counts(0)["core/adam"] == DueCounts(new=2)


def test_a_retired_card_is_not_asked_and_comes_back_with_its_memory(store: Store) -> None:
    a = card("core/a")
    store.import_pack("core", [file("a.md", a)])
    answer(store, review("core/a", 3))
    learned = store.memory("core/a")
    assert learned is not None
    store.import_pack("core", [file("a.md")])
    assert store.next_review((), learned.due) is None
    assert store.due_counts(learned.due_day) == {}
    assert store.memory("core/a") == learned
    assert len(store.events_of("core/a")) == 1
    store.import_pack("core", [file("a.md", a)])
    assert store.next_review((), learned.due) == learned
    assert store.due_counts(learned.due_day) == {"core/adam": DueCounts(review=1)}


def test_a_card_that_moves_takes_its_new_place_and_deck(store: Store) -> None:
    a = card("core/a", position=1, deck="core/old")
    store.import_pack("core", [file("a.md", a)])
    store.import_pack("core", [file("b.md", replace(a, position=9, deck="core/new"))])
    assert store.memory("core/a") == Memory(LEARNER, "core/a", due=9)
    assert store.due_counts(0) == {"core/new": DueCounts(new=1)}
    assert store.next_new(["core/old"], 10) is None
    assert store.next_new(["core/new"], 10) is not None


def test_a_card_that_moves_keeps_the_day_of_a_learned_memory(store: Store) -> None:
    a = card("core/a", position=1)
    store.import_pack("core", [file("a.md", a)])
    answer(store, review("core/a", 3))
    learned = store.memory("core/a")
    store.import_pack("core", [file("a.md", replace(a, position=5))])
    assert store.memory("core/a") == learned


def test_a_side_that_a_card_loses_is_not_asked_and_comes_back(store: Store) -> None:
    both = card("core/a", reversed=True)
    store.import_pack("core", [file("a.md", both)])
    store.import_pack("core", [file("a.md", replace(both, reversed=False))])
    assert store.due_counts(0) == {"core/adam": DueCounts(new=1)}
    assert set(store.memories_of("core/a")) == {1, 2}
    store.import_pack("core", [file("a.md", both)])
    assert store.due_counts(0) == {"core/adam": DueCounts(new=2)}


def test_a_side_that_a_studied_card_gains_is_folded_from_its_history(store: Store) -> None:
    one = card("core/a")
    store.import_pack("core", [file("a.md", one)])
    answer(store, review("core/a", 3))
    report = store.import_pack("core", [file("a.md", replace(one, reversed=True))])
    assert report.refold
    assert store.behind().cards == 1
    assert store.refold(fold) == 1
    before = derived(store)
    # The review buried the sibling that came later, as a rebuild has it.
    assert store.memories_of("core/a")[2].due_day == 2
    store.rebuild(fold)
    assert derived(store) == before


def test_the_first_holder_of_a_key_keeps_it_and_the_second_file_is_read_again(store: Store) -> None:
    first, second = card("core/a", text="first"), card("core/a", text="second")
    report = store.import_pack("core", [file("a.md", first), file("b.md", second)])
    assert report.duplicates == ("core/a",)
    assert store.card_text("core/a") == replace(first, path="a.md")
    assert store.known_files("core")["b.md"].mtime_ns == -1
    assert store.known_files("core")["a.md"].mtime_ns == 1


def test_an_unchanged_file_keeps_its_key_against_a_new_one(store: Store) -> None:
    store.import_pack("core", [file("b.md", card("core/a", text="first"))])
    report = store.import_pack(
        "core", [file("a.md", card("core/a", text="second"))], unchanged=["b.md"]
    )
    assert report.duplicates == ("core/a",)
    assert store.card_text("core/a").text == "first"


def test_decks_are_listed_by_name_with_the_cards_that_may_be_asked(store: Store) -> None:
    store.import_pack(
        "core",
        [
            file("z.md", card("core/z", deck="core/zeta")),
            file("a.md", card("core/a", deck="core/alpha"), card("core/b", deck="core/alpha")),
        ],
    )
    store.withhold("core/b", withheld=True)
    assert store.deck_list() == (
        DeckInfo("core/alpha", "Core/Alpha", 1),
        DeckInfo("core/zeta", "Core/Zeta", 1),
    )


def test_lessons_stand_in_file_order_and_follow_the_file(store: Store) -> None:
    lessons = (Lesson("core/adam", "One", "x", 3), Lesson("core/adam", "Two", "y", 9))
    store.import_pack("core", [file("a.md", card("core/a"), lessons=lessons)])
    assert store.lessons("core/adam") == lessons
    assert store.lessons("core/other") == ()
    store.import_pack("core", [file("a.md", card("core/a"), lessons=lessons[1:])])
    assert store.lessons("core/adam") == lessons[1:]


def test_a_withheld_card_is_not_asked_until_its_text_changes(store: Store) -> None:
    a = card("core/a")
    store.import_pack("core", [file("a.md", a)])
    store.withhold("core/a", withheld=True)
    store.withhold("core/a", withheld=True)
    assert store.next_new((), 0) is None
    assert store.due_counts(0) == {}
    store.import_pack("core", [file("a.md", replace(a, line=8))])
    assert store.next_new((), 0) is None
    store.import_pack("core", [file("a.md", replace(a, text="## mended"))])
    assert store.next_new((), 0) is not None
    assert store.deck_list() == (DeckInfo("core/adam", "Core/Adam", 1),)


def test_withholding_can_be_lifted_and_an_unknown_card_is_left_alone(store: Store) -> None:
    store.import_pack("core", [file("a.md", card("core/a"))])
    store.withhold("core/a", withheld=True)
    store.withhold("core/a", withheld=False)
    store.withhold("core/nobody", withheld=True)
    assert store.next_new((), 0) is not None


def test_a_renamed_card_carries_its_history_and_memory(store: Store) -> None:
    store.import_pack("core", [file("a.md", card("core/old"))])
    event = answer(store, review("core/old", 3))
    learned = store.memory("core/old")
    assert learned is not None
    renamed = card("core/new", was=("old",))
    report = store.import_pack("core", [file("a.md", renamed)])
    assert report.refold
    assert not report.rebuild
    store.refold(fold)
    assert store.memory("core/new") == replace(learned, card="core/new")
    assert store.memory("core/old") == Memory(LEARNER, "core/old")
    assert store.events_of("core/new") == (event,)
    assert store.recent_reviews(card="core/new") == (event.payload,)
    before = derived(store)
    store.rebuild(fold)
    assert derived(store) == before


def test_an_answer_to_a_card_that_was_renamed_meanwhile_is_stale(store: Store) -> None:
    store.import_pack("core", [file("a.md", card("core/old"))])
    shown = store.memories_of("core/old")
    store.import_pack("core", [file("a.md", card("core/new", was=("old",)))])
    with pytest.raises(StaleAnswer):
        store.commit(review("core/old"), shown, {1: replace(shown[1], reviews=1)}, None)
    assert store.present_key("core/old") == "core/new"
    assert store.present_key("core/new") == "core/new"
    assert store.last_seq() == 0


def test_undo_reaches_a_review_from_before_a_renaming(store: Store) -> None:
    store.import_pack("core", [file("a.md", card("core/old"))])
    answer(store, review("core/old", 3))
    store.import_pack("core", [file("a.md", card("core/new", was=("old",)))])
    store.refold(fold)
    undo(store, at=9 * DAY)
    assert store.memory("core/new") == Memory(LEARNER, "core/new")
    assert store.day_counts(1) == {}
    before = derived(store)
    store.rebuild(fold)
    assert derived(store) == before


def test_a_former_id_that_is_still_a_card_keeps_its_own_history(store: Store) -> None:
    old, new = card("core/old"), card("core/new", was=("old",))
    store.import_pack("core", [file("a.md", old)])
    answer(store, review("core/old", 3))
    assert not store.import_pack("core", [file("a.md", old, new)]).refold
    assert store.events_of("core/new") == ()
    # The old card goes later: now its history moves, and back again when it returns.
    assert store.import_pack("core", [file("a.md", new)]).refold
    store.refold(fold)
    assert store.memory("core/new").reviews == 1
    assert store.import_pack("core", [file("a.md", old, new)]).refold
    store.refold(fold)
    assert store.memory("core/new").reviews == 0
    assert store.memory("core/old").reviews == 1
    before = derived(store)
    store.rebuild(fold)
    assert derived(store) == before


def test_a_chain_of_renamings_ends_at_the_last_card(store: Store) -> None:
    store.import_pack("core", [file("a.md", card("core/a"))])
    answer(store, review("core/a", 3))
    for new, old in (("core/b", "a"), ("core/c", "b")):
        store.import_pack("core", [file("a.md", card(new, was=(old,)))])
        store.refold(fold)
    assert [event.card for event in store.events_of("core/c")] == ["core/a"]
    assert store.memory("core/c").reviews == 1


def test_two_histories_that_become_one_ask_for_a_rebuild(store: Store) -> None:
    old, new = card("core/old"), card("core/new")
    store.import_pack("core", [file("a.md", old, new)])
    answer(store, review("core/old", 3))
    answer(store, review("core/new", 3, at=2 * DAY))
    report = store.import_pack("core", [file("a.md", replace(new, was=("old",)))])
    assert report.rebuild
    assert store.behind().rebuild
    store.refold(fold)  # does the rebuild that is owed
    assert not store.behind().rebuild
    assert store.memory("core/new").reviews == 2
    assert store.day_counts(2)["core/adam"].new == 0


def test_a_card_that_arrives_after_its_history_is_folded_from_it(store: Store) -> None:
    foreign = replace(review("core/a", 3), device="other", seq=1)
    store.merge_events([foreign])
    store.refold(fold)
    assert store.import_pack("core", [file("a.md", card("core/a"))]).refold
    store.refold(fold)
    assert store.memory("core/a").reviews == 1
    assert counted(store)[0] == counted(store)[1]


def test_every_known_learner_has_every_card(backend) -> None:
    ada, bob = backend.open("ada"), backend.open("bob")
    ada.import_pack("core", [file("a.md", card("core/a"))])
    assert bob.memory("core/a") == Memory("bob", "core/a")
    cyd = backend.open("cyd")
    assert cyd.memory("core/a") == Memory("cyd", "core/a")
    assert cyd.due_counts(0) == {"core/adam": DueCounts(new=1)}
    ada.add_learner("dan")
    ada.add_learner("dan")
    assert ada.learners() == ("ada", "bob", "cyd", "dan")


def test_a_suspended_new_card_that_moves_keeps_up_with_its_place(store: Store) -> None:
    a = card("core/a", position=1)
    store.import_pack("core", [file("a.md", a)])
    answer(store, draft(EventKind.SUSPEND, "core/a"))
    store.import_pack("core", [file("a.md", replace(a, position=5))])
    before = derived(store)
    store.rebuild(fold)
    assert derived(store) == before


def test_trust_is_kept_by_hash(backend) -> None:
    backend.open().trust("abc")
    again = backend.open()
    again.trust("abc")
    assert again.is_trusted("abc")
    assert not again.is_trusted("abd")
