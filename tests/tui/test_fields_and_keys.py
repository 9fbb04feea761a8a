"""Which key acts where: fields take letters, F-keys act in them, escape leaves them."""

TYPED = "## Side? {#side}\n\n```{answer}\nvalue: 16\n```\n\n"
TEXT = "## Who? {#who}\n\n```{answer}\naccept: [suspend]\n```\n\n"
CHOICE = "## Which? {#which}\n\n- [x] one\n- [ ] two\n- [ ] three\n\n"
TWO = "## Both {#both}\n\nFirst ==alpha==, then ==beta==.\n\n"
RECALL = "## What is stride? {#stride}\n\nThe step.\n\n"


def field(person, name="answer"):
    return person.screen.page.form.values()[name]


def test_every_letter_that_is_a_command_elsewhere_is_typed_into_a_field(study, workspace):
    async def act(person):
        await person.type("suspend bury flag ehlmqtuvjk?1234")
        assert field(person) == "suspend bury flag ehlmqtuvjk?1234"
        assert person.card == "who"
        assert person.phase == "ASKING"

    study(TEXT, act)
    assert not workspace.store.memory("own/who", 1).suspended


def test_f_keys_act_inside_a_field(study):
    async def act(person):
        await person.type("sus")
        await person.press("f1")
        assert "Keys" in person.text
        await person.press("escape")
        assert field(person) == "sus"
        assert person.screen.page.form.is_typing
        await person.press("f9")
        assert "Buried" in person.text

    study(TEXT, act)


def test_escape_leaves_the_field_and_tab_goes_back(study):
    async def act(person):
        await person.type("1")
        assert "esc leave field" in person.foot
        await person.press("escape")
        assert not person.screen.page.form.is_typing
        assert field(person) == "1"
        assert "tab to the field" in person.foot
        await person.press("tab")
        await person.type("6")
        assert field(person) == "16"

    study(TYPED, act)


def test_outside_the_field_space_submits_what_was_typed(study, reviews):
    async def act(person):
        await person.type("16")
        await person.press("escape", "space")
        assert person.phase == "ANSWERED"

    study(TYPED, act)
    assert reviews("side") == [3]


def test_the_palette_opens_from_inside_a_field_and_acts(study):
    async def act(person):
        await person.type("1")
        await person.press("ctrl+p")
        await person.type("Bury")
        await person.pilot.pause(0.3)
        await person.press("enter")
        await person.pilot.pause(0.1)
        await person.settle()
        assert "Buried" in person.text

    study(TYPED, act)


def test_enter_goes_to_the_next_empty_field_before_it_submits(study):
    async def act(person):
        await person.type("alpha")
        await person.press("enter")
        assert person.phase == "ASKING"
        await person.type("beta")
        assert dict(person.screen.page.form.values()) == {"1": "alpha", "2": "beta"}
        await person.press("enter")
        assert person.phase == "ANSWERED"

    study(TWO, act)


def test_keys_typed_ahead_of_the_next_question_are_text_and_no_commands(study, workspace):
    async def act(person):
        await person.press("enter")
        assert person.phase == "GRADING"
        person.send("enter")
        for letter in "suspend":
            person.send(letter)
        await person.settle()
        assert person.card == "who"
        assert field(person) == "suspend"

    study(RECALL + TEXT, act)
    assert not workspace.store.memory("own/who", 1).suspended


def test_a_whole_session_typed_ahead_is_the_same_as_one_typed_slowly(study, reviews):
    async def act(person):
        for key in ("1", "6", "enter", "2", *"suspend", "enter", "enter", "enter", "4"):
            person.send(key)
        await person.settle()

    study(TYPED + TEXT + RECALL, act)
    assert reviews("side") == [2]
    assert reviews("who") == [3]
    assert reviews("stride") == [4]


def test_pages_open_and_close_typed_ahead(study):
    async def act(person):
        for key in ("f1", "j", "escape", "b"):
            person.send(key)
        await person.settle()
        assert "Buried" in person.text

    study(RECALL, act)


def test_letters_typed_ahead_of_options_pick(study):
    async def act(person):
        await person.press("enter")
        person.send("enter")
        person.send("b")
        await person.settle()
        assert person.card == "which"
        assert field(person) == "b"

    study(RECALL + CHOICE, act)


def test_fields_are_empty_for_the_next_question(study):
    async def act(person):
        await person.type("16")
        await person.press("enter", "enter")
        assert person.card == "who"
        assert field(person) == ""
        assert person.screen.page.form.is_typing

    study(TYPED + TEXT, act)


def test_letters_pick_options_and_other_letters_act(study):
    async def act(person):
        await person.press("c")
        assert field(person) == "c"
        await person.press("a")
        assert field(person) == "a"
        assert "enter submit" in person.foot
        await person.press("question_mark")
        assert "Keys" in person.text

    study(CHOICE, act)


def test_help_opens_and_closes_with_the_same_key(study):
    async def act(person):
        await person.press("f1")
        assert person.screen.registry_name == "page"
        await person.press("f1")
        assert person.screen.registry_name == "study"

    study(RECALL, act)
