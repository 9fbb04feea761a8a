"""`quizlab check`: every fault at its place, and a file that is broken costs only itself."""

import json
import os
import stat

import pytest

HEAD = "---\ndeck: Test\n---\n\n"
GOOD = HEAD + "## Stride {#stride}\n\nThe step between two windows.\n"
RUN = HEAD + "## Alias {#alias}\n\n```{run} python\nprint(6 * 7)\n```\n\n```{output}\n42\n```\n"


@pytest.fixture
def put(tmp_path):
    """Write a file outside of every pack."""

    def write_file(name, text):
        file = tmp_path / "notes" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    return write_file


def test_a_clean_file_says_nothing_on_stdout(quizlab, put):
    ran = quizlab("check", put("a.md", GOOD))
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "1 file, 1 card, 0 computed, 0 errors, 0 warnings, 0 information\n"


def test_a_fault_stands_at_its_line_and_column_as_an_editor_wants_it(quizlab, put):
    file = put("a.md", GOOD + "\n## No name\n\na\n")
    ran = quizlab("check", file)
    assert ran.code == 1
    (line,) = ran.lines
    assert line.startswith(f"{file}:9:11: error [id-missing] ")


def test_json_holds_what_the_contract_names(quizlab, put):
    file = put("a.md", GOOD + "\n## No name\n\na\n")
    found = quizlab("check", "--json", file).json
    assert list(found) == ["path", "line", "column", "severity", "code", "message"]
    assert (found["path"], found["line"], found["column"]) == (str(file), 9, 11)
    assert (found["severity"], found["code"]) == ("error", "id-missing")


def test_warnings_alone_exit_0(quizlab, put):
    ran = quizlab("check", put("a.md", HEAD + "## What? {#what .reversed}\n\nThat.\n"))
    assert ran.code == 0
    assert "warning [reversed-question]" in ran.out
    assert "0 errors, 1 warning" in ran.err


def test_faults_are_sorted_by_file_and_place(quizlab, put):
    put("b.md", HEAD + "## One\n\n==a ==\n\n## Two\n\nb\n")
    put("a.md", HEAD + "## Three\n\nc\n")
    found = quizlab("check", "--json", put("b.md", HEAD + "## One\n\nx\n\n## Two\n\nb\n").parent)
    places = [(row["path"], row["line"], row["column"]) for row in found.all_json]
    assert len(places) == 3
    assert places == sorted(places)


def test_every_number_is_computed(quizlab, put):
    text = HEAD + (
        "## Side {#side}\n\n```{compute} conv2d.output-side\nkernel: 9\nsize: 4\npadding: 0\n```\n\n"
        "## Fact {#fact}\n\nIt is {fact}`conv2d.output-side size=4 kernel=9`.\n\n"
        "## Typed {#typed}\n\n```{answer}\nvalue: 111\n"
        "verify: conv2d.output-side size=224 kernel=7 stride=2 padding=3\n```\n"
    )
    ran = quizlab("check", "--json", put("a.md", text))
    assert [row["code"] for row in ran.all_json] == ["no-draws", "fact-failed", "fact-mismatch"]
    assert ran.code == 1


def test_a_file_that_is_no_text_costs_only_itself(quizlab, put):
    put("a.md", b"\xff\xfe\x00")
    put("b.md", os.urandom(4096))
    put("c.md", b"\x1b[31m\x00")
    put("d.md", GOOD + "\n## No name\n\na\n")
    ran = quizlab("check", "--json", put("e.md", GOOD.replace("stride", "step")).parent)
    codes = {(row["path"].rsplit("/", 1)[1], row["code"]) for row in ran.all_json}
    assert {("a.md", "not-utf8"), ("b.md", "not-utf8"), ("d.md", "id-missing")} <= codes
    assert not [code for name, code in codes if name == "e.md"]
    assert ran.err.startswith("5 files")


def test_a_file_that_cannot_be_read_costs_only_itself(quizlab, put, monkeypatch):
    from quizlab.sessions.packs import PackFile

    locked = put("a.md", GOOD)
    put("b.md", HEAD + "## No name\n\na\n")
    read = PackFile.read

    def refuse(file):
        if file.path == "a.md":
            raise PermissionError(13, "Permission denied", file.path)
        return read(file)

    monkeypatch.setattr(PackFile, "read", refuse)
    ran = quizlab("check", locked.parent)
    assert ran.code == 1
    assert f"{locked}: cannot be read (Permission denied)" in ran.err
    assert "[id-missing]" in ran.out


def test_a_link_to_nowhere_costs_only_itself(quizlab, put):
    file = put("a.md", GOOD)
    (file.parent / "b.md").symlink_to("nowhere.md")
    assert quizlab("check", file.parent).code == 0


def test_paths_outside_of_packs_see_their_folder(quizlab, put):
    put("a.md", GOOD)
    file = put("b.md", HEAD + "## Link {#link}\n\nSee [it](#stride) and [that](#nowhere).\n")
    ran = quizlab("check", "--json", file)
    assert [row["code"] for row in ran.all_json] == ["link-unknown"]
    assert "nowhere" in ran.json["message"]
    assert ran.err.startswith("1 file, 1 card")


def test_one_id_in_two_files_is_a_fault_of_the_second(quizlab, put):
    put("a.md", GOOD)
    ran = quizlab("check", "--json", put("b.md", GOOD).parent)
    assert (ran.json["code"], ran.json["path"].rsplit("/", 1)[1]) == ("id-duplicate", "b.md")
    assert "a.md:5" in ran.json["message"]


def test_without_a_path_ones_own_cards_are_checked(quizlab, write):
    file = write(HEAD + "## No name\n\na\n", "deck/cards.md")
    ran = quizlab("check")
    assert ran.code == 1
    assert ran.out.startswith(f"{file}:5:11: error [id-missing]")


def test_no_cards_are_no_fault(quizlab, tmp_path):
    assert quizlab("check").err.startswith("0 files, 0 cards")
    assert quizlab("check", tmp_path).code == 0


def test_a_path_that_is_not_there_is_wrong_usage(quizlab, tmp_path):
    ran = quizlab("check", tmp_path / "none.md")
    assert (ran.code, ran.out) == (2, "")
    assert "none.md: there is no such file or folder" in ran.err


def test_images_are_looked_for_beside_the_file(quizlab, put):
    file = put("deck/a.md", HEAD + "## Map {#map}\n\n![a map](map.png) ![b](other.png)\n")
    (file.parent / "map.png").write_bytes(b"png")
    for path in (file, file.parent, file.parent.parent):
        found = quizlab("check", "--json", path).json
        assert (found["code"], "other.png" in found["message"]) == ("image-missing", True)


def test_translations_are_compared_with_their_original(quizlab, put):
    put("a.md", GOOD)
    file = put(
        "a.zh.md", "## 步幅 {#stride}\n\n==两个窗口==之间的距离。\n\n## 没有 {#none}\n\n无\n"
    )
    codes = [row["code"] for row in quizlab("check", "--json", file).all_json]
    assert codes == ["translation-differs", "translation-orphan"]


def test_control_characters_of_a_file_never_reach_the_terminal(quizlab, put):
    text = HEAD + "## \x1b]0;title\x07Evil {#bad!\x1b[2J}\n\n\x9b31m ==a ==\n"
    ran = quizlab("check", put("a.md", text))
    assert ran.code == 1
    assert not [c for c in ran.out if c != "\n" and (ord(c) < 32 or 127 <= ord(c) < 160)]


def test_programs_are_left_alone_unless_asked_for(quizlab, put, tmp_path):
    mark = tmp_path / "mark"
    text = RUN.replace("print(6 * 7)", f"open({str(mark)!r}, 'w')\nprint(42)")
    file = put("a.md", text)
    assert (quizlab("check", file).out, quizlab("check", file).code) == ("", 0)
    ran = quizlab("check", "--run", file)
    assert (ran.code, "information [run-untrusted]" in ran.out) == (0, True)
    assert not mark.exists()


def test_trusted_programs_are_run_and_compared(quizlab, put):
    file = put("a.md", RUN)
    assert quizlab("trust", file).code == 0
    assert quizlab("check", "--run", file).out == ""
    file.write_text(RUN.replace("\n42\n", "\n41\n"))
    ran = quizlab("check", "--run", file)
    assert (ran.code, "[output-differs]" in ran.out, "42" in ran.out) == (1, True, True)
    file.write_text(RUN.replace("6 * 7", "6 * 8"))
    assert "[run-untrusted]" in quizlab("check", "--run", file).out


def test_a_trusted_program_that_fails_says_how(quizlab, put):
    file = put("a.md", RUN.replace("6 * 7", "6 / 0"))
    quizlab("trust", file)
    ran = quizlab("check", "--run", file)
    assert ran.code == 1
    assert "ZeroDivisionError: division by zero" in ran.out


def test_nothing_is_written(quizlab, put, home):
    file = put("a.md", GOOD + "\n## No name\n\na")
    before = (file.read_bytes(), stat.S_IMODE(file.stat().st_mode), sorted(file.parent.iterdir()))
    quizlab("check", file)
    after = (file.read_bytes(), stat.S_IMODE(file.stat().st_mode), sorted(file.parent.iterdir()))
    assert after == before
    assert not home.root.exists()


def test_an_edited_copy_stands_for_the_original(quizlab, home, monkeypatch, tmp_path):
    from quizlab.sessions import packs

    root = tmp_path / "installed"
    (root / "deck").mkdir(parents=True)
    (root / "deck" / "a.md").write_text(HEAD + "## Map {#map}\n\n![map](map.png)\n")
    (root / "deck" / "map.png").write_bytes(b"png")
    copy = home.overlay / "core" / "deck" / "a.md"
    copy.parent.mkdir(parents=True)
    copy.write_text(HEAD + "## Map {#map}\n\n![map](map.png) ![b](none.png) [c](#none)\n")
    pack = packs.Pack("core", root, home.overlay / "core")
    monkeypatch.setattr(packs, "discover", lambda _: ((pack,), ()))
    for paths in ((), (copy,), (home.overlay,)):
        rows = [json.loads(line) for line in quizlab("check", "--json", *paths).lines]
        assert [(row["code"], row["path"]) for row in rows] == [
            ("image-missing", str(copy)),
            ("link-unknown", str(copy)),
        ]
    assert quizlab("check", root).code == 0
