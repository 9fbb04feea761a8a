"""`quizlab trust`: programs are trusted one by one, as they stand."""

import pytest

HEAD = "---\ndeck: Test\n---\n\n"


def program(name, text, output="```{output}\n1\n```\n"):
    return f"## {name.title()} {{#{name}}}\n\n```{{run}} python\n{text}\n```\n\n{output}\n"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "deck" / "a.md"
    path.parent.mkdir()
    path.write_text(
        HEAD + program("one", "print(1)") + program("two", "x = 2\nprint(x)", output="")
    )
    return path


def test_each_program_is_listed_where_it_stands_with_or_without_output(quizlab, file):
    ran = quizlab("trust", file)
    assert ran.code == 0
    assert [line.split(" ")[0] for line in ran.lines] == [f"{file}:7:", f"{file}:17:"]
    assert "python, 2 lines" in ran.lines[1]
    assert all(line.endswith("trusted from now on") for line in ran.lines)
    assert ran.err == "2 programs, 2 newly trusted\n"


def test_a_changed_program_asks_again_and_its_output_does_not_matter(quizlab, file):
    quizlab("trust", file.parent)
    text = file.read_text()
    file.write_text(text.replace("```{output}\n1", "```{output}\n2"))
    assert quizlab("trust", file.parent).err == "2 programs, 0 newly trusted\n"
    file.write_text(text.replace("print(x)", "print(-x)"))
    ran = quizlab("trust", file.parent)
    assert [line.rsplit(": ")[-1] for line in ran.lines] == [
        "trusted before",
        "trusted from now on",
    ]


def test_the_same_program_elsewhere_is_trusted(quizlab, file, tmp_path):
    quizlab("trust", file)
    other = tmp_path / "other.md"
    other.write_text(HEAD + "\n\n" + program("three", "print(1)"))
    assert quizlab("trust", other).lines[0].endswith("trusted before")


def test_json_gives_the_digest_of_each(quizlab, file):
    from quizlab.sessions.running import fence_digest

    rows = quizlab("trust", "--json", file).all_json
    assert [(row["line"], row["language"], row["new"]) for row in rows] == [
        (7, "python", True),
        (17, "python", True),
    ]
    assert rows[0]["digest"] == fence_digest("python", "print(1)")


def test_what_is_no_program_of_a_card_is_not_trusted(quizlab, tmp_path):
    file = tmp_path / "a.md"
    file.write_text(
        HEAD
        + "# Lesson\n\n```python\nprint(1)\n```\n\n"
        + "## Quoted {#quoted}\n\n````\n```{run} python\nprint(2)\n```\n````\n\n"
        + "## Nested {#nested}\n\n- a\n\n  ```{run} python\n  print(3)\n  ```\n\n"
        + "## Unknown {#unknown}\n\n```{run} cobol\nprint(4)\n```\n"
    )
    ran = quizlab("trust", file)
    assert (ran.code, ran.out, ran.err) == (0, "", "0 programs, 0 newly trusted\n")


def test_trusting_runs_nothing(quizlab, tmp_path):
    mark = tmp_path / "mark"
    file = tmp_path / "a.md"
    file.write_text(HEAD + program("one", f"open({str(mark)!r}, 'w')"))
    quizlab("trust", file)
    assert not mark.exists()


def test_studying_runs_nothing_even_when_trusted(quizlab, write, tmp_path):
    mark = tmp_path / "mark"
    quizlab("trust", write(HEAD + program("one", f"open({str(mark)!r}, 'w')\nprint(1)")))
    ran = quizlab("study", "--plain", typed="1\n\n")
    assert "right" in ran.out
    assert not mark.exists()


def test_a_path_must_be_there_and_be_given(quizlab, tmp_path):
    assert quizlab("trust", tmp_path / "none").code == 2
    assert quizlab("trust").code == 2
