"""From the first question to the end of a session."""

RECALL = "## What is stride? {#stride}\n\nThe step between two windows.\n\n"
TYPED = "## Side? {#side}\n\n```{answer}\nvalue: 16\n```\n\nHalf of 32.\n\n"
REAL = "## Step? {#step}\n\n```{answer}\nvalue: 0.123456\ntolerance: 0.1%\nunit: per weight\n```\n"
COMPUTED = """## Side of a convolution {#conv}

```{compute} conv2d.output-side
size: 32
kernel: 3
stride: 2
padding: 1
dilation: 1
```

"""
MIXED = "## Decay {#decay}\n\nIt is ==0.9== and $m/\\boxed{1-x}$.\n"


def test_enter_reveals_and_a_digit_grades(study, reviews):
    async def act(person):
        assert "The step between" not in person.text
        await person.press("enter")
        assert "The step between two windows." in person.text
        assert person.phase == "GRADING"
        await person.press("4")
        assert person.phase == "OVER"

    study(RECALL, act)
    assert reviews("stride") == [4]


def test_enter_takes_the_grade_that_the_foot_shows(study, reviews):
    async def act(person):
        await person.press("space")
        assert "enter good" in person.foot
        await person.press("enter")

    study(RECALL, act)
    assert reviews("stride") == [3]


def test_a_right_answer_is_stored_before_its_verdict_is_shown(study, reviews):
    async def act(person):
        await person.type("16")
        await person.press("enter")
        assert reviews("side") == [3]
        assert "✓ Right" in person.text
        assert "Half of 32." in person.text
        assert person.phase == "ANSWERED"

    study(TYPED, act)


def test_another_grade_overrules_the_one_given(study, reviews):
    async def act(person):
        await person.type("16")
        await person.press("enter", "2")

    study(TYPED, act)
    assert reviews("side") == [2]


def test_a_known_mistake_is_named_and_worked_through(study, reviews):
    async def act(person):
        await person.type("17")
        await person.press("enter")
        assert "✗ Wrong" in person.text
        assert "You rounded up." in person.text
        await person.press("pagedown")
        assert "31" in person.text

    study(COMPUTED, act)
    assert reviews("conv") == [1]


def test_what_is_no_number_is_asked_again_and_stored_nowhere(study, reviews):
    async def act(person):
        await person.type("abc")
        await person.press("enter")
        assert "? Not understood" in person.text
        assert "16" not in person.text
        assert person.screen.page.form.is_typing
        await person.press(*["backspace"] * 3)
        await person.type("16")
        await person.press("enter")
        assert person.phase == "ANSWERED"

    study(TYPED, act)
    assert reviews("side") == [3]


def test_too_few_digits_are_asked_for_once(study, reviews):
    async def act(person):
        await person.type("0.12")
        await person.press("enter")
        assert "≈ More digits" in person.text
        assert reviews("step") == []
        await person.press("enter")
        assert "✗ Wrong" in person.text

    study(REAL, act)
    assert reviews("step") == [1]


def test_an_empty_field_reveals_the_answer_and_suggests_again(study, reviews):
    async def act(person):
        assert "enter reveal" in person.foot
        await person.press("enter")
        assert "Answer  0.12346 per weight" in person.text
        assert "enter again" in person.foot
        await person.press("enter")

    study(REAL, act)
    assert reviews("step") == [1]


def test_while_one_blank_is_asked_again_the_others_tell_nothing(study):
    async def act(person):
        await person.type("x")
        await person.press("enter")
        await person.type("wrong")
        await person.press("enter")
        assert "[1]  ? Not understood" in person.text
        assert "both" not in person.text

    study("## Decay {#decay}\n\nIt is ==0.9== and uses ==both==.\n", act)


def test_a_wrong_blank_suggests_again_for_the_formula_too(study, reviews):
    async def act(person):
        await person.type("0.8")
        await person.press("enter")
        assert person.phase == "GRADING"
        assert "enter again" in person.foot
        await person.press("enter")

    study(MIXED, act)
    assert reviews("decay") == [1]


def test_hints_come_one_by_one_and_make_a_right_answer_hard(study, reviews):
    async def act(person):
        await person.press("f2")
        assert "Hint 1" in person.text
        await person.press("f2")
        assert "Hint 2" in person.text
        await person.type("16")
        await person.press("enter")

    study(COMPUTED, act)
    assert reviews("conv") == [2]


def test_a_card_without_hints_says_so(study):
    async def act(person):
        await person.press("h")
        assert "This card has no hints." in person.text

    study(RECALL, act)


def test_undo_takes_one_review_back_after_the_other(study, reviews):
    async def act(person):
        await person.press("enter", "3")
        await person.type("16")
        await person.press("enter", "enter", "u")
        assert person.card == "side"
        assert reviews("side") == []
        await person.press("f3")
        assert person.card == "stride"
        assert reviews("stride") == []
        await person.press("u")
        assert "There is nothing to undo." in person.text

    study(RECALL + TYPED, act)


def test_undo_works_at_the_end_and_across_home(at_home, cards, reviews):
    cards(RECALL)

    async def act(person):
        await person.press("enter", "enter", "4", "q", "enter")
        assert person.phase == "OVER"
        await person.press("u")
        assert person.card == "stride"

    at_home(act)
    assert reviews("stride") == []


def test_a_buried_card_waits_and_a_suspended_one_is_gone(study, workspace):
    async def act(person):
        await person.press("b")
        assert "Buried until tomorrow." in person.text
        assert person.card == "side"
        await person.press("f10")
        assert "Suspended" in person.text
        assert person.phase == "OVER"

    study(RECALL + TYPED, act)
    assert workspace.store.memory("own/side", 1).suspended
    assert not workspace.store.memory("own/stride", 1).suspended


def test_a_leech_is_mentioned_when_it_becomes_one(study, monkeypatch):
    monkeypatch.setattr("quizlab.scheduling.leech_to_mention", lambda *_: True)

    async def act(person):
        await person.type("1")
        await person.press("enter")
        assert person.phase == "ANSWERED"
        assert "own/side is a leech" in person.text
        await person.press("enter", "enter", "1")
        assert "own/stride is a leech" in person.text

    study(TYPED + RECALL, act)


def test_a_flag_keeps_its_note(study, workspace):
    async def act(person):
        await person.press("f")
        await person.type("wrong unit")
        await person.press("enter")
        assert "Flagged" in person.text
        assert person.card == "stride"

    study(RECALL, act)
    flags = [e for e in workspace.store.events_of("own/stride") if e.kind == "flag"]
    assert [flag.payload.note for flag in flags] == ["wrong unit"]


def test_a_flag_that_is_left_by_escape_is_none(study, workspace):
    async def act(person):
        await person.press("f8")
        await person.type("never mind")
        await person.press("escape")
        assert person.card == "stride"

    study(RECALL, act)
    assert not workspace.store.events_of("own/stride")


def test_formulas_turn_into_their_source_and_back(study):
    async def act(person):
        assert "β₁" in person.text
        await person.press("m")
        assert r"$\beta_1$" in person.text
        await person.press("m")
        assert "β₁" in person.text

    study("## What is $\\beta_1$? {#beta}\n\nA decay.\n", act)


def test_q_quits_where_study_was_opened_directly(study):
    async def act(person):
        await person.press("q")
        assert not person.app.is_running or person.app._exit

    study(RECALL, act)


def test_q_and_enter_at_the_end_lead_home_where_study_came_from(at_home, cards):
    cards(RECALL)

    async def act(person):
        await person.press("enter")
        assert person.card == "stride"
        await person.press("q")
        assert person.screen.registry_name == "home"
        await person.press("enter", "enter", "4")
        assert "Enter goes back." in person.text
        await person.press("enter")
        assert person.screen.registry_name == "home"
        assert "Nothing is due." in person.text

    at_home(act)


def test_a_card_that_is_due_in_a_minute_is_waited_for(study, clock, reviews):
    async def act(person):
        await person.press("enter", "4")
        await person.press("enter", "1")
        person.screen._count_down()
        await person.settle()
        if person.phase == "OVER":
            assert "The next card comes in 1 min." in person.text
            clock.pass_time(60_000)
            person.screen._count_down()
            await person.settle()
            assert "Enter asks it" in person.text
            await person.press("enter")
        assert person.card == "stride"

    study("## Other {#other}\n\nText.\n\n" + RECALL, act)
    assert reviews("stride") == [1]
