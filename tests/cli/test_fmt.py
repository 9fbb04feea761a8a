"""`quizlab fmt`: the usual form, written whole or not at all."""

import stat

import pytest

HEAD = "---\ndeck: Test\n---\n\n"
UNTIDY = HEAD + "## What is stride?\nPrompt.\n\n***\n\n- [X] no\n\n## 步幅\n\nb"
TIDY = (
    HEAD + "## What is stride? {#what-is-stride}\n\nPrompt.\n\n---\n\n- [x] no\n\n"
    "## 步幅 {#a-0aa6b9}\n\nb\n"
)
RUN = HEAD + "## Alias {#alias}\n\n```{run} python\nprint(6 * 7)\n```\n"


@pytest.fixture
def put(tmp_path):
    """Write a file outside of every pack."""

    def write_file(name, text):
        file = tmp_path / "notes" / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    return write_file


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_each_added_id_is_told_of(quizlab, put):
    file = put("a.md", UNTIDY)
    ran = quizlab("fmt", file)
    assert ran.code == 0
    assert f"{file}: line 5: added the id `what-is-stride`" in ran.lines
    assert sum("added the id" in line for line in ran.lines) == 2
    assert ran.err == "1 file, 1 changed\n"
    assert file.read_text().split("{#")[0] == TIDY.split("{#")[0]


def test_a_second_time_changes_nothing(quizlab, put):
    file = put("a.md", UNTIDY)
    quizlab("fmt", file)
    before = file.read_bytes()
    ran = quizlab("fmt", file)
    assert (ran.code, ran.out, ran.err) == (0, "", "1 file, 0 changed\n")
    assert file.read_bytes() == before


def test_diff_shows_and_writes_nothing(quizlab, put):
    file = put("a.md", UNTIDY)
    before = file.read_bytes()
    ran = quizlab("fmt", "--diff", file)
    assert ran.code == 1
    assert ran.lines[:2] == [f"--- {file}", f"+++ {file}"]
    assert "-## What is stride?" in ran.lines
    assert "+## What is stride? {#what-is-stride}" in ran.lines
    assert file.read_bytes() == before
    quizlab("fmt", file)
    assert (quizlab("fmt", "--diff", file).code, quizlab("fmt", "--diff", file).out) == (0, "")


def test_a_file_with_a_structural_fault_is_left_alone_and_the_rest_is_done(quizlab, put):
    broken = put("a.md", HEAD + "## A\nb\n\n```python\nnever closed\n")
    good = put("b.md", UNTIDY)
    nonsense = put("c.md", b"\xff\xfe")
    before = broken.read_bytes(), nonsense.read_bytes()
    ran = quizlab("fmt", good.parent)
    assert ran.code == 1
    assert f"{broken}:8:1: error [fence-open]" in ran.err
    assert f"{nonsense}:1:1: error [not-utf8]" in ran.err
    assert (broken.read_bytes(), nonsense.read_bytes()) == before
    assert "{#what-is-stride}" in good.read_text()


def test_ids_differ_from_those_of_all_files_of_the_folder(quizlab, put):
    put("a.md", HEAD + "## Stride\n\na\n")
    put("b.md", HEAD + "## Stride\n\nb\n")
    file = put("c.md", HEAD + "## Stride {#stride}\n\nc\n")
    quizlab("fmt", file.parent)
    assert quizlab("check", file.parent).code == 0
    assert file.read_text() == HEAD + "## Stride {#stride}\n\nc\n"


def test_ids_of_one_file_differ_from_its_neighbours(quizlab, put):
    put("a.md", HEAD + "## Stride {#stride}\n\na\n")
    file = put("b.md", HEAD + "## Stride\n\nb\n")
    quizlab("fmt", file)
    assert "{#stride-2}" in file.read_text()


def test_a_translation_gets_no_ids(quizlab, put):
    put("a.md", HEAD + "## Stride {#stride}\n\na\n")
    file = put("a.zh.md", "## 步幅\n\na\n")
    quizlab("fmt", file)
    assert file.read_text() == "## 步幅\n\na\n"


def test_a_file_that_names_no_deck_is_taken_for_no_deck(quizlab, put):
    readme = put("README.md", "# Project\n\n## Install\npip\n")
    translated = put("README.zh.md", "## 安装\npip\n")
    put("a.md", UNTIDY)
    ran = quizlab("fmt", readme.parent)
    assert ran.code == 1
    assert f"{readme}: left alone, since it names no deck" in ran.err
    assert f"{translated}: left alone" in ran.err
    assert readme.read_text() == "# Project\n\n## Install\npip\n"
    assert translated.read_text() == "## 安装\npip\n"
    assert ran.err.endswith("3 files, 1 changed\n")


def test_without_a_path_only_ones_own_cards_are_tidied(quizlab, write, home):
    file = write(UNTIDY)
    copy = home.overlay / "core" / "a.md"
    copy.parent.mkdir(parents=True)
    copy.write_text(UNTIDY)
    assert quizlab("fmt").err == "1 file, 1 changed\n"
    assert "{#" in file.read_text()
    assert copy.read_text() == UNTIDY


def test_no_cards_are_no_fault(quizlab):
    assert quizlab("fmt").err == "0 files, 0 changed\n"


def test_mode_and_link_stay_and_nothing_is_left_beside_the_file(quizlab, put, tmp_path):
    target = tmp_path / "target.md"
    target.write_text(UNTIDY)
    target.chmod(0o640)
    link = put("a.md", "")
    link.unlink()
    link.symlink_to(target)
    quizlab("fmt", link)
    assert link.is_symlink()
    assert "{#" in target.read_text()
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert [path.name for path in link.parent.iterdir()] == ["a.md"]


def test_a_write_that_fails_leaves_the_old_file(quizlab, put, monkeypatch):
    from pathlib import Path

    file = put("a.md", UNTIDY)
    before = contents(file.parent)

    def refuse(path, target):
        del path
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr(Path, "replace", refuse)
    ran = quizlab("fmt", file)
    assert ran.code == 2
    assert "No space left on device" in ran.err
    assert contents(file.parent) == before


def test_a_change_that_was_not_seen_is_not_overwritten(tmp_path):
    from quizlab.sessions.writing import FileChangedError, replace_file

    file = tmp_path / "a.md"
    file.write_bytes(b"newer")
    with pytest.raises(FileChangedError, match="another program"):
        replace_file(file, b"formatted", was=b"older")
    assert contents(tmp_path) == {"a.md": b"newer"}


def test_outputs_are_written_for_trusted_programs_only(quizlab, put):
    file = put("a.md", RUN)
    ran = quizlab("fmt", "--run", file)
    assert (ran.code, ran.out) == (1, "")
    assert "not run, since it is not trusted: print(6 * 7)" in ran.err
    assert file.read_text() == RUN
    quizlab("trust", file)
    assert quizlab("fmt", file).out == ""
    assert quizlab("fmt", "--run", file).code == 0
    assert file.read_text() == RUN + "\n```{output}\n42\n```\n"
    ran = quizlab("fmt", "--run", file)
    assert (ran.code, ran.out) == (0, "")
    assert quizlab("check", "--run", file).code == 0


def test_what_a_program_prints_cannot_break_the_file(quizlab, put):
    program = "print('```')\nprint('## Not a card {#evil}')\nprint('\\x1b[31m````')"
    file = put("a.md", RUN.replace("print(6 * 7)", program))
    quizlab("trust", file)
    quizlab("fmt", "--run", file)
    assert quizlab("check", "--run", "--json", file).all_json in (
        [],
        [row for row in quizlab("check", "--json", file).all_json if row["severity"] != "error"],
    )
    assert "\x1b" not in file.read_text()
    before = file.read_bytes()
    assert quizlab("fmt", "--run", file).out == ""
    assert file.read_bytes() == before


def test_a_program_that_fails_writes_nothing(quizlab, put):
    file = put("a.md", RUN.replace("6 * 7", "6 / 0"))
    quizlab("trust", file)
    before = file.read_bytes()
    ran = quizlab("fmt", "--run", file)
    assert ran.code == 1
    assert "ZeroDivisionError" in ran.err
    assert file.read_bytes() == before


def test_an_installed_pack_is_never_written(quizlab, tmp_path, monkeypatch):
    from quizlab import plugins

    site = tmp_path / "site"
    deck = site / "their_cards" / "decks" / "a.md"
    deck.parent.mkdir(parents=True)
    (deck.parent.parent / "__init__.py").write_text("")
    deck.write_text(UNTIDY)
    info = site / "their_cards-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: their-cards\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[quizlab.content]\ntheirs = their_cards\n")
    monkeypatch.syspath_prepend(site)
    plugin = plugins.Plugin(plugins.CONTENT, "theirs", "their_cards", "their-cards")
    monkeypatch.setattr(plugins, "installed", lambda _: (plugin,))
    for path in (deck, deck.parent, site):
        ran = quizlab("fmt", path)
        assert ran.code == 1
        assert "installed pack theirs, which is never written" in ran.err
        assert deck.read_text() == UNTIDY
    assert quizlab("fmt").code == 0
    assert deck.read_text() == UNTIDY
