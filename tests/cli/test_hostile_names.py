"""Names of others, of files and decks, reach no terminal with what could act on it."""

import json

import pytest

from quizlab.domain.untrusted import is_clean

EVIL = "n\x1b]52;c;ZXZpbA==\x07\x9b31m\u202e"
BROKEN_FRONT = "---\ndeck: [\n---\n\n## Q {#q}\n\n<b>\n"


@pytest.fixture
def hostile(write):
    write(BROKEN_FRONT, f"{EVIL}.md")
    write("---\ndeck: Good\n---\n\n## Q {#q}\n\na\n", "z.md")


@pytest.mark.parametrize(
    "command",
    [
        ("check",),
        ("check", "--json"),
        ("decks",),
        ("decks", "--json"),
        ("study", "--plain"),
        ("study", "--plain", "Nope"),
        ("doctor",),
        ("check", f"{EVIL}.md"),
    ],
)
def test_no_command_writes_them_raw(quizlab, hostile, command):
    del hostile
    ran = quizlab(*command, typed=":q\n")
    assert is_clean(ran.out)
    assert is_clean(ran.err)


def test_in_json_they_are_escaped_and_so_not_lost(quizlab, hostile):
    del hostile
    names = [fault["path"] for fault in quizlab("check", "--json").all_json]
    assert any(EVIL in name for name in names)


def test_a_note_keeps_its_text_in_json(quizlab, hostile):
    del hostile
    quizlab("check")
    quizlab("decks")
    quizlab("flag", "own/q", "--note", f"wrong {EVIL}")
    listed = quizlab("flag", "--json")
    assert is_clean(listed.out)
    assert json.loads(listed.out)["note"] == f"wrong {EVIL}"
