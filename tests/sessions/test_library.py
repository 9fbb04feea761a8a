"""Cards from files to store: read when changed, a broken file costs only itself."""

import os
import zipfile
from pathlib import Path

import pytest

from quizlab import plugins
from quizlab.domain.untrusted import is_clean
from quizlab.sessions.packs import Pack, discover

GOOD = "---\ndeck: Other/Deck\n---\n\n## A question? {#other}\n\nAn answer.\n"


def keys(workspace):
    return {text.key for text in workspace.store.all_cards()}


def test_unchanged_files_are_not_read_again(filled):
    assert filled.library.sync().read == 0


def test_a_changed_file_is_read_and_keeps_its_history(filled, write):
    filled.progress.suspend("own/stride")
    file = write((filled.home.cards / "basics.md").read_text().replace("The step", "A step"))
    os.utime(file, ns=(1, 1))
    assert filled.library.sync().read == 1
    assert filled.store.memory("own/stride", 1).suspended
    assert "A step" in filled.store.card_text("own/stride").text


def test_a_file_that_is_not_utf8_costs_only_itself(filled, write):
    (filled.home.cards / "bad.md").write_bytes(b"---\ndeck: X\n---\n\n## \xff\xfe {#a}\n\nb\n")
    write(GOOD, "good.md")
    report = filled.library.sync()
    assert [d.code for d in report.diagnostics] == ["not-utf8"]
    assert "own/other" in keys(filled)
    assert "own/stride" in keys(filled)


def test_a_file_that_vanishes_between_listing_and_reading_is_said(filled, write, monkeypatch):
    from quizlab.sessions.packs import PackFile

    write(GOOD, "gone.md")
    read = PackFile.read

    def fails(self):
        if self.path == "gone.md":
            raise FileNotFoundError(2, "No such file")
        return read(self)

    monkeypatch.setattr(PackFile, "read", fails)
    assert filled.library.sync().faults == [
        f"{filled.home.cards / 'gone.md'}: cannot be read (No such file)"
    ]
    assert "own/stride" in keys(filled)


def test_garbage_of_every_kind_never_stops_an_import(filled):
    for number, raw in enumerate((b"", b"\x00" * 100, os.urandom(4000), b"```\n" * 99, b"---\n")):
        (filled.home.cards / f"garbage{number}.md").write_bytes(raw)
    filled.library.sync()
    assert "own/stride" in keys(filled)


def test_a_structural_fault_retires_nothing(filled, write):
    broken = (
        (filled.home.cards / "basics.md").read_text().replace("## Momentum", "```\n## Momentum")
    )
    os.utime(write(broken), ns=(1, 1))
    report = filled.library.sync()
    assert any(d.structural for d in report.diagnostics)
    assert "own/momentum" in keys(filled)


def test_a_card_that_is_gone_retires_and_comes_back_with_its_history(filled, write, clock):
    text = (filled.home.cards / "basics.md").read_text()
    filled.progress.suspend("own/momentum")
    clock.pass_time(1)
    os.utime(write(text[: text.index("## Momentum")]), ns=(1, 1))
    filled.library.sync()
    assert "own/momentum" not in keys(filled)
    os.utime(write(text), ns=(2, 2))
    filled.library.sync()
    assert filled.store.memory("own/momentum", 1).suspended


def test_a_renamed_card_takes_its_history_along(filled, write):
    filled.progress.suspend("own/stride")
    text = (filled.home.cards / "basics.md").read_text()
    os.utime(write(text.replace("{#stride}", "{#step .was-stride}")), ns=(1, 1))
    filled.library.sync()
    assert filled.store.memory("own/step", 1).suspended
    assert "own/stride" not in keys(filled)


def test_an_error_in_one_card_withholds_that_card_alone(filled, write):
    write("---\ndeck: Half\n---\n\n## Half {#half}\n\na ==b\n\n## Whole {#whole}\n\nb\n", "half.md")
    filled.library.sync()
    assert filled.library.card("own/half") is None
    assert filled.library.card("own/whole") is not None


def test_control_characters_never_reach_the_store(filled, write):
    evil = "\x1b]52;c;ZXZpbA==\x07\x9b31m\u202e"
    write(GOOD.replace("An answer", f"An {evil} answer").replace("A question", f"A {evil}"), "e.md")
    filled.library.sync()
    assert is_clean(filled.store.card_text("own/other").text)


def test_another_pack_is_found_by_its_entry_point_even_inside_a_zip(
    workspace, tmp_path, monkeypatch
):
    archive = tmp_path / "pack.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("decks/topic/01-deck.md", GOOD)
    point = plugins.Plugin(plugins.CONTENT, "third", "third_party", "third-party")
    monkeypatch.setattr(plugins, "installed", lambda g: (point,) if g == plugins.CONTENT else ())
    monkeypatch.setattr(plugins, "resources", lambda _: zipfile.Path(archive))
    workspace.library.sync()
    assert keys(workspace) == {"third/other"}
    assert workspace.library.sync().read == 0
    assert workspace.library.card("third/other") is not None


def test_a_broken_package_of_cards_costs_only_itself(home, monkeypatch):
    point = plugins.Plugin(plugins.CONTENT, "broken", "no_such_module", "broken-pack")
    monkeypatch.setattr(plugins, "installed", lambda _: (point,))
    packs, faults = discover(home)
    assert [pack.name for pack in packs] == ["own"]
    assert "broken-pack" in faults[0]


@pytest.mark.parametrize("name", ["own", "path"])
def test_a_package_may_not_take_a_reserved_name(home, monkeypatch, name):
    point = plugins.Plugin(plugins.CONTENT, name, "x", "greedy")
    monkeypatch.setattr(plugins, "installed", lambda _: (point,))
    _, faults = discover(home)
    assert "reserved" in faults[0]


def test_the_copy_in_the_overlay_stands_in_place_of_the_original(tmp_path):
    root, overlay = tmp_path / "root", tmp_path / "overlay"
    for folder, text in ((root, "old"), (overlay, "new")):
        (folder / "a").mkdir(parents=True)
        (folder / "a" / "x.md").write_text(text)
    (root / "a" / "y.md").write_text("y")
    files = Pack("p", root, overlay).files()
    assert [(f.path, f.read()) for f in files] == [("a/x.md", b"new"), ("a/y.md", b"y")]


def test_editing_a_card_of_an_installed_pack_copies_its_file(workspace, tmp_path, monkeypatch):
    from quizlab.sessions.editing import editable

    root = tmp_path / "decks"
    root.mkdir()
    (root / "d.md").write_text(GOOD)
    pack = Pack("p", root, workspace.home.overlay / "p")
    monkeypatch.setattr(type(workspace.library), "packs", property(lambda _: (pack,)))
    workspace.library.sync()
    place = editable(workspace.library, "p/other")
    assert place.path == workspace.home.overlay / "p" / "d.md"
    assert place.line == 5
    place.path.write_text(GOOD.replace("An answer", "My answer"))
    workspace.library.sync()
    assert "My answer" in workspace.store.card_text("p/other").text
    assert (root / "d.md").read_text() == GOOD


def test_ones_own_card_is_edited_in_place(filled):
    from quizlab.sessions.editing import editable

    assert editable(filled.library, "own/stride").path == filled.home.cards / "basics.md"
    assert editable(filled.library, "own/nothing") is None


def test_a_translation_is_shown_where_there_is_one(filled, write):
    write("## 什么是步长？ {#stride}\n\n两个窗口之间的距离。\n", "basics.zh.md")
    filled.library.sync()
    assert "步长" in str(filled.library.card("own/stride", "zh").heading)
    assert "decay" in str(filled.library.card("own/decay", "zh").heading)
    assert "stride" in str(filled.library.card("own/stride").heading)


def test_files_with_a_leading_dot_or_underscore_and_links_to_folders_are_passed_over(
    filled, tmp_path
):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "x.md").write_text(GOOD)
    Path(filled.home.cards / "link").symlink_to(tmp_path / "elsewhere")
    (filled.home.cards / ".hidden.md").write_text(GOOD)
    (filled.home.cards / "_draft.md").write_text(GOOD)
    assert filled.library.sync().read == 0


def test_a_card_withheld_for_a_missing_verifier_is_asked_again_once_there_is_one(filled):
    filled.store.withhold("own/side", True)
    assert filled.store.withheld() == ("own/side",)
    filled.library.sync()
    assert filled.store.withheld() == ()


def test_undo_finds_a_card_that_was_renamed_since(filled, write):
    from quizlab.domain.events import ReviewPayload

    memory = filled.store.memory("own/stride", 1)
    filled.progress.review(memory, ReviewPayload(deck="own/basics", grade=3))
    text = (filled.home.cards / "basics.md").read_text()
    os.utime(write(text.replace("{#stride}", "{#step .was-stride}")), ns=(1, 1))
    filled.library.sync()
    assert filled.store.memory("own/step", 1).reviews == 1
    assert filled.progress.undo() is not None
    assert filled.store.memory("own/step", 1).reviews == 0


def test_new_cards_come_in_the_order_of_the_files_whenever_a_file_was_added(filled, write):
    def order():
        return [text.key.partition("/")[2] for text in filled.store.all_cards()]

    basics = order()
    write(GOOD, "a.md")
    filled.library.sync()
    assert order() == ["other", *basics]
    (filled.home.cards / "a.md").unlink()
    filled.library.sync()
    write(GOOD.replace("#other", "#last"), "z.md")
    filled.library.sync()
    assert order() == [*basics, "last"]


def test_a_folder_that_may_not_be_looked_into_costs_only_itself_and_retires_nothing(
    filled, write, monkeypatch
):
    write(GOOD, "closed/deck.md")
    filled.library.sync()
    write(GOOD.replace("#other", "#new"), "open/deck.md")
    closed = filled.home.cards / "closed"
    scan = os.scandir

    def refuses(folder):
        if Path(folder) == closed:
            raise PermissionError(13, "Permission denied", str(folder))
        return scan(folder)

    monkeypatch.setattr(os, "scandir", refuses)
    assert filled.library.sync().faults == [f"{closed}: cannot be read (Permission denied)"]
    assert {"own/other", "own/new", "own/stride"} <= keys(filled)
    closed = filled.home.cards
    assert len(filled.library.sync().faults) == 1
    assert {"own/other", "own/new", "own/stride"} <= keys(filled)
