"""The first screen and the first run."""

from quizlab.settings import load

TWO_DECKS = "## A {#a}\n\nB.\n"
BETA = "---\ndeck: Beta/Second\n---\n\n## C {#c}\n\nD.\n"


def test_decks_are_listed_with_what_is_due(at_home, cards, write):
    cards(TWO_DECKS)
    write(BETA, "second.md")

    async def act(person):
        assert "2 due today" in person.text
        assert [row.split() for row in person.rows if "/" in row] == [
            ["Beta/Second", "1", "·", "·", "1"],
            ["Test/Basics", "1", "·", "·", "1"],
        ]

    at_home(act)


def test_an_empty_home_says_where_cards_go(at_home, home):
    async def act(person):
        flat = "".join(person.text.split())
        assert "There are no cards yet." in person.text
        assert "".join(str(home.cards).split()) in flat
        await person.press("f1")
        assert "Keys" in person.text

    at_home(act)


def test_files_that_changed_are_read_after_the_first_paint(at_home, write):
    write("---\ndeck: Test/New\n---\n\n## A {#a}\n\nB.\n")

    async def act(person):
        assert "Test/New" in person.text

    at_home(act)


def test_enter_studies_the_deck_under_the_cursor_and_a_all_of_them(at_home, cards, write):
    cards(TWO_DECKS)
    write(BETA, "second.md")

    async def act(person):
        await person.press("down", "enter")
        assert person.card == "a"
        await person.press("escape")
        assert person.screen.registry_name == "home"
        await person.press("a", "enter", "4", "enter", "4")
        assert person.phase == "OVER"
        assert "2 answers stored" in person.text
        await person.press("enter")
        assert "Nothing is due." in person.text

    at_home(act)


def test_undo_at_home_takes_the_newest_review_back(at_home, cards, reviews):
    cards(TWO_DECKS)

    async def act(person):
        await person.press("enter", "enter", "4", "q")
        assert reviews("a") == [4]
        await person.press("u")
        assert "Taken back: the answer to own/a." in person.text
        assert reviews("a") == []
        assert "1 due today" in person.text
        await person.press("u")
        assert "There is nothing to undo." in person.text

    at_home(act)


def test_a_wide_deck_name_is_cut_by_cells(at_home, write):
    write("---\ndeck: " + "深" * 40 + "\n---\n\n## A {#a}\n\nB.\n")

    async def act(person):
        [row] = [row for row in person.rows if "深" in row]
        assert "…" in row
        assert row.split()[-4:] == ["1", "·", "·", "1"]

    at_home(act, size=(60, 18))


def test_the_first_run_asks_two_questions_and_keeps_the_answers(at_home, write, workspace):
    write("---\ndeck: Alpha/First\n---\n\n## A {#a}\n\nB.\n", "first.md")
    write(BETA, "second.md")

    async def act(person):
        assert "Welcome" in person.text
        await person.press("b", "tab")
        await person.press("backspace", "backspace")
        await person.type("45")
        await person.press("enter")
        assert person.screen.registry_name == "home"
        assert "Beta/Second" in person.text
        assert "Alpha/First" not in person.text

    at_home(act, welcomed=False)
    kept = load(workspace.home.settings, {})
    assert (kept.topics, kept.minutes, kept.welcomed) == (("Beta",), 45, True)
    assert workspace.settings.minutes == 45
    assert workspace.settings.new_per_day == 50


def test_one_key_skips_the_questions_for_good(at_home, cards, workspace):
    cards(TWO_DECKS)

    async def act(person):
        await person.press("escape")
        assert person.screen.registry_name == "home"

    at_home(act, welcomed=False)
    kept = load(workspace.home.settings, {})
    assert (kept.topics, kept.minutes, kept.welcomed) == ((), 20, True)


def test_minutes_that_are_no_number_of_minutes_are_not_kept(at_home, cards, workspace):
    cards(TWO_DECKS)

    async def act(person):
        await person.press("tab", "backspace", "backspace", "0", "enter")
        assert "Welcome" in person.text
        await person.press("enter")
        assert person.screen.registry_name == "home"

    at_home(act, welcomed=False)
    assert load(workspace.home.settings, {}).minutes == 20


def test_the_first_run_without_cards_asks_for_minutes_only(at_home, workspace):
    async def act(person):
        assert "practise" not in person.text
        await person.press("enter")
        assert person.screen.registry_name == "home"

    at_home(act, welcomed=False)
    assert workspace.settings.welcomed


def test_settings_that_cannot_be_written_hold_until_the_end(at_home, cards, workspace, monkeypatch):
    cards(TWO_DECKS)

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("quizlab.settings.save", full)

    async def act(person):
        await person.press("enter")
        assert "could not be kept" in person.text

    at_home(act, welcomed=False)
    assert workspace.settings.welcomed


def test_more_decks_than_rows_keep_all_their_columns(at_home, write):
    for number in range(30):
        write(f"---\ndeck: Deck {number:02}\n---\n\n## A {{#a{number}}}\n\na\n", f"d{number}.md")

    async def act(person):
        head = next(row for row in person.rows if row.lstrip().startswith("Deck  "))
        row = next(row for row in person.rows if "Deck 03" in row)
        assert head.endswith("cards")
        # The count of cards stands right under its head.
        assert row.rstrip(" ▁▂▃▄▅▆▇█").rindex("1") == len(head) - 1

    at_home(act)
