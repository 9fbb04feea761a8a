"""`quizlab study --plain` through a pipe: one line in, each verdict on a line of its own."""

import os
import re
import subprocess
import sys

import pytest

HEAD = "---\ndeck: Test/Basics\n---\n\n"
RECALL = "## Stride {#stride}\n\nThink.\n\n---\n\nThe step.\n\n- [ ] names the step\n\n"
SIDE = (
    "## Side {#side}\n\n```{compute} conv2d.output-side\n"
    "size: 32\nkernel: 3\nstride: 2\npadding: 1\ndilation: 1\n```\n\n"
)
DECAY = "## Decay {#decay}\n\nAdam has ==0.9== and ==both== moments.\n\n"
MATHS = "## Mean {#mean}\n\nThe mean is $\\boxed{m_t}$ of ==gradients==.\n\n"
HALVE = "## Halve {#halve}\n\n- [x] stride 2\n  - Half is kept.\n- [ ] padding 1\n\n"
ORDER = "## Order {#order}\n\n```{order}\n- forward\n- backward\n- update\n```\n\n"
RUN = "## Alias {#alias}\n\n```{run} python\nprint([0] * 2)\n```\n\n```{output}\n[0, 0]\n```\n\n"
TYPED = "## Typed {#typed}\n\n```{answer}\nvalue: 0.0123\ntolerance: 1%\n```\n\n"
TERM = "## Momentum {#momentum .reversed}\n\nA running sum.\n\n"
ADAM = (
    "## Adam {#adam}\n\n```{compute} adam.step\ngradients: [1]\nsteps: 1\nweight: 1\n"
    "lr: 0.001\nbeta1: 0.9\nbeta2: 0.999\neps: 1e-8\neps_form: paper\n```\n\n"
)


@pytest.fixture
def study(quizlab, write):
    """Study one's own cards with the lines that are typed."""

    def run(cards, *typed, options=()):
        write(HEAD + cards)
        return quizlab("study", "--plain", *options, typed="".join(f"{line}\n" for line in typed))

    return run


def stored(ran):
    return [line for line in ran.lines if re.fullmatch(r"ok \d+", line)]


def events(quizlab, home):
    """Grades of the reviews in the log, as submitted."""
    import sqlite3
    from contextlib import closing

    del quizlab
    with closing(sqlite3.connect(home.database)) as database:
        return database.execute("select count(*) from events where kind = 'review'").fetchone()[0]


def test_a_recall_card_is_revealed_and_graded_by_the_learner(study):
    ran = study(RECALL, "", "3")
    assert (ran.code, ran.err) == (0, "")
    before, _, after = ran.out.partition("press Enter to reveal.")
    assert "Think." in before
    assert "The step." not in before
    assert "The step." in after
    assert "[ ] names the step" in after
    assert stored(ran) == ["ok 1"]


def test_a_grade_that_is_none_is_asked_again(study):
    ran = study(RECALL, "", "5", "good", "", "2")
    assert stored(ran) == ["ok 1"]
    assert ran.out.count("1 again, 2 hard, 3 good or 4 easy?") == 3


def test_a_computed_card_is_judged_and_explained(study):
    right = study(SIDE, "16", "")
    assert "right: " in right.out
    assert stored(right) == ["ok 1"]
    assert "Grade: good" in right.out


def test_a_wrong_answer_is_told_the_mistake(study):
    ran = study(SIDE, "17", "")
    assert "wrong: " in ran.out
    assert "Grade: again" in ran.out
    assert stored(ran)[0] == "ok 1"


def test_what_is_no_answer_is_asked_again_and_not_stored(study, quizlab, home):
    ran = study(SIDE, "abc", "1,5", "16", "")
    assert ran.out.count("not understood: ") == 2
    assert stored(ran) == ["ok 1"]
    assert events(quizlab, home) == 1


def test_too_few_digits_are_asked_for_once_more(study, quizlab, home):
    ran = study(TYPED, "0.012", "0.0123", "")
    assert ran.out.count("more digits: ") == 1
    assert "right: " in ran.out
    assert stored(ran) == ["ok 1"]
    assert events(quizlab, home) == 1


def test_too_few_digits_twice_are_wrong(study):
    ran = study(TYPED, "0.012", "0.012", ":q")
    assert "wrong: " in ran.out
    assert stored(ran) == ["ok 1"]


def test_blanks_are_asked_one_by_one_and_stored_once(study, quizlab, home):
    ran = study(DECAY, "0.90", "first", "")
    assert re.search(r"^\[?1\]?: right: ", ran.out, re.MULTILINE)
    assert re.search(r"^\[?2\]?: wrong: ", ran.out, re.MULTILINE)
    assert events(quizlab, home) == 1
    assert "Adam has [1] and [2] moments." in ran.out
    assert "Adam has 0.9 and both moments." in ran.out


def test_blanks_in_formulas_are_graded_by_the_learner(study, quizlab, home):
    ran = study(MATHS, "gradients", "3")
    assert "Grade yourself" in ran.out
    assert stored(ran) == ["ok 1"]
    assert events(quizlab, home) == 1


def test_options_have_letters_and_an_option_that_is_not_there_is_not_stored(study):
    ran = study(HALVE, "z", "a", "")
    shown = letters(ran.lines[:6])
    assert sorted(shown) == ["padding 1", "stride 2"]
    assert "not understood: " in ran.out
    assert ("right: " in ran.out) is (shown["stride 2"] == "a")
    assert stored(ran)[:1] == ["ok 1"]


def test_a_program_is_answered_by_its_output(study):
    ran = study(RUN, "[0,0]", "")
    assert "print([0] * 2)" in ran.out.split("> ")[0]
    assert "right: " in ran.out


def test_both_sides_of_a_term_are_asked_but_not_on_one_day(study):
    ran = study(TERM, "", "3")
    assert "A running sum." in ran.out
    assert stored(ran) == ["ok 1"]


def test_parts_are_asked_by_name(study, quizlab, home):
    ran = study(ADAM, "0.1", "0.001", "0.001", "0.999", "")
    assert stored(ran) == ["ok 1"]
    assert ran.out.count("right: ") == 4
    assert events(quizlab, home) == 1


def test_while_a_part_is_asked_again_no_answer_of_another_is_told(study):
    # 0.9 is wrong, and "abc" no answer; the step builds on what replaces it.
    ran = study(ADAM, "0.9", "abc", "0.001", "0.999", "0.001", "")
    before, after = ran.out.split("not understood: ")
    assert "wrong: " not in before
    assert "right: " not in before
    assert "first moment: wrong: " in after
    assert stored(ran) == ["ok 1"]


def test_an_empty_answer_reveals_and_the_learner_grades(study):
    ran = study(SIDE, "", "1")
    assert "Grade yourself" in ran.out
    assert stored(ran)[0] == "ok 1"


def test_a_grade_can_be_overruled(study, quizlab, home):
    ran = study(SIDE, "16", "4")
    assert stored(ran) == ["ok 1"]
    assert events(quizlab, home) == 1


def test_a_hint_makes_a_right_answer_hard(study):
    ran = study(SIDE, ":h", "16", "")
    assert "Grade: hard" in ran.out
    many = study(SIDE, *[":h"] * 20, ":q")
    assert "There is no further hint." in many.out


def test_undo_takes_the_last_answer_back_and_asks_it_again(study):
    ran = study(RECALL + SIDE, "", "3", ":u", "", "2")
    assert "undone: own/stride" in ran.out
    assert ran.out.count("Think.") == 2


def test_there_is_nothing_to_undo_at_first(study):
    assert "There is nothing to undo." in study(RECALL, ":u", ":q").out


def test_suspended_and_buried_cards_are_not_asked(study):
    ran = study(RECALL + SIDE + DECAY, ":s", ":b", ":q")
    assert "suspended" in ran.out
    assert "buried until tomorrow" in ran.out
    asked = re.findall(r"^Question (\d+) ", ran.out, re.MULTILINE)
    assert asked == ["1", "2", "3"]
    again = study(RECALL + SIDE + DECAY, ":q")
    assert "Decay" in again.out


def test_a_flag_is_kept(study, quizlab):
    study(RECALL, ":f the step is too long", ":q")
    assert quizlab("flag", "--json").json["note"] == "the step is too long"


def test_an_unknown_command_and_an_empty_flag_explain_the_commands(study):
    ran = study(RECALL, ":x", ":f", ":?", ":q")
    assert ran.out.count(":h hint | :u undo") == 3


def test_the_lesson_is_shown_on_request(study):
    assert "A lesson." in study("# Strides\n\nA lesson.\n\n" + RECALL, ":l", ":q").out
    assert "no lesson" in study(RECALL.replace("stride", "other"), ":l", ":q").out


@pytest.mark.parametrize("cards", [RECALL, SIDE, DECAY, HALVE, ORDER, RUN, TYPED, TERM, ADAM])
@pytest.mark.parametrize("lines", [0, 1])
def test_the_input_may_end_anywhere(cards, lines, study):
    ran = study(cards, *["1"] * lines)
    assert ran.code == 0
    assert ran.lines[-1].endswith("stored.")


def test_nothing_due_is_said(study, quizlab):
    assert "Done for now: 0 stored." in quizlab("study", "--plain", typed="").out
    study(RECALL, "", "4")
    assert "0 stored." in study(RECALL).out


def test_a_limit_ends_the_session(study):
    ran = study(RECALL + TYPED, "", "4", "", "4", options=("--limit", "1"))
    assert stored(ran) == ["ok 1"]
    assert ran.lines[-1] == "Done for now: 1 stored."


def test_only_the_deck_or_tag_named_is_asked(study, quizlab, write):
    write("---\ndeck: Other\ntags: [far]\n---\n\n## Far {#far}\n\nfar away\n", "other.md")
    assert "Far" not in study(RECALL, ":q", options=("test",)).out
    assert "Far" in study(RECALL, ":q", options=("OTHER",)).out
    assert "Far" in study(RECALL, ":q", options=("--tag", "far")).out
    ran = quizlab("study", "--plain", "Nowhere", typed="")
    assert (ran.code, ran.out) == (2, "")
    assert "Test/Basics" in ran.err


def test_cramming_leaves_the_memory_alone(study, quizlab):
    before = quizlab("due", "--json")
    ran = study(RECALL, "", "4", ":q", options=("--cram",))
    assert ran.code == 0
    del before
    assert quizlab("due", "--json").json["new"] == 1


def test_bytes_that_are_no_text_are_no_answer(home, write):
    write(HEAD + SIDE)
    done = subprocess.run(
        [sys.executable, "-m", "quizlab", "study", "Test/Basics", "--plain"],
        input=b"\xff\xfe\n16\n\n",
        capture_output=True,
        env=os.environ | {"QUIZLAB_HOME": str(home.root)},
        check=True,
    )
    assert b"not understood" in done.stdout
    assert b"\nok 1\n" in done.stdout
    assert done.stderr == b""


class Conversation:
    """A session in a process of its own, answered as its questions come."""

    def __init__(self, home):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "quizlab", "study", "--plain", "Test/Basics"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"QUIZLAB_HOME": str(home.root)},
        )

    def heard(self):
        """Lines up to the next prompt, or to the end."""
        lines = []
        for line in self.process.stdout:
            lines.append(line.rstrip("\n"))
            if line.startswith("> "):
                break
        return lines

    def say(self, line):
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        return self.heard()

    def end(self):
        self.process.stdin.close()
        with self.process:
            return self.process.stdout.read()


def letters(lines):
    return {m[2]: m[1] for line in lines if (m := re.match(r"  ([a-z])\) (.+)", line))}


def test_what_is_asked_can_be_answered_right_whatever_the_order(home, write):
    write(HEAD + HALVE + ORDER)
    talk = Conversation(home)
    shown = letters(talk.heard())
    said = talk.say(shown["stride 2"])
    assert any(line.startswith("right: ") for line in said)
    assert "ok 1" in said
    assert any("Half is kept." in line for line in said)
    shown = letters(talk.say(""))
    said = talk.say(" ".join(shown[item] for item in ("forward", "backward", "update")))
    assert any(line.startswith("right: ") for line in said)
    assert "ok 2" in said
    talk.end()
    assert talk.process.returncode == 0


def test_an_answer_is_stored_when_ok_is_read_even_if_the_session_is_killed(home, write):
    write(HEAD + RECALL)
    talk = Conversation(home)
    talk.heard()
    talk.say("")
    assert "ok 1" in talk.say("3")
    talk.process.kill()
    talk.end()
    assert events(None, home) == 1


def test_a_reader_that_leaves_ends_the_session_without_a_word(home, write):
    write(HEAD + RECALL + TYPED)
    process = subprocess.Popen(
        [sys.executable, "-m", "quizlab", "study", "--plain", "Test/Basics"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"QUIZLAB_HOME": str(home.root)},
    )
    process.stdout.readline()
    process.stdout.close()
    _, err = process.communicate("\n3\n0.0123\n\n")
    assert "Traceback" not in err


def test_the_lesson_shows_its_numbers(study):
    lesson = (
        "# Sides\n\n224 become {fact}`conv2d.output-side size=224 kernel=7 stride=2 padding=3`."
    )
    ran = study(f"{lesson}\n\n{RECALL}", ":l", ":q")
    assert "Sides\n\n224 become 112." in ran.out


def test_a_lesson_with_a_number_that_cannot_be_computed_is_still_read(study):
    ran = study(f"# Sides\n\nSee {{fact}}`no.such size=1` here.\n\n{RECALL}", ":l", "", "3")
    assert ran.code == 0
    assert "See {no.such} here." in ran.out
    assert stored(ran) == ["ok 1"]


def test_an_answer_that_another_window_was_quicker_with_is_said_and_the_session_goes_on(
    study, monkeypatch
):
    from quizlab.sessions.progress import Progress
    from quizlab.store import StaleAnswer

    review = Progress.review
    windows = iter((StaleAnswer("Another window answered it first."),))

    def stale_once(self, memory, payload):
        for error in windows:
            raise error
        return review(self, memory, payload)

    monkeypatch.setattr(Progress, "review", stale_once)
    ran = study(RECALL, "", "3", "", "3")
    assert ran.code == 0
    assert "not stored: Another window answered it first." in ran.lines
    assert stored(ran) == ["ok 1"]


def test_that_an_answer_could_not_be_proved_is_said_at_the_end(study, monkeypatch):
    from quizlab.sessions.prover import Prover

    monkeypatch.setattr(Prover, "ask", lambda self, _: self._fail("there is no torch"))
    ran = study(SIDE, "16", "", ":q")
    assert ran.code == 0
    assert stored(ran) == ["ok 1"]
    assert "not every answer was proved: there is no torch" in ran.err
