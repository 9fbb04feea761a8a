"""Edited copies of installed cards: an upgrade that changes the originals is told."""

import pytest

from quizlab.sessions.editing import editable
from quizlab.sessions.packs import Pack

CARD = "---\ndeck: D\n---\n\n## Q? {#q}\n\nAn answer.\n"


@pytest.fixture
def installed(workspace, tmp_path, monkeypatch):
    """The folder of an installed pack with one card, copied for an edit."""
    root = tmp_path / "decks"
    root.mkdir()
    (root / "d.md").write_text(CARD)
    pack = Pack("p", root, workspace.home.overlay / "p")
    monkeypatch.setattr(type(workspace.library), "packs", property(lambda _: (pack,)))
    workspace.library.sync()
    copy = editable(workspace.library, "p/q").path
    copy.write_text(CARD.replace("An answer", "My answer"))
    return root


def test_an_original_that_is_as_it_was_is_not_mentioned(workspace, installed):
    del installed
    assert workspace.library.sync().faults == []


def test_an_original_that_an_upgrade_changed_is_told_until_the_copy_is_edited_again(
    workspace, installed
):
    (installed / "d.md").write_text(CARD.replace("An answer", "A better answer"))
    (fault,) = workspace.library.sync().faults
    assert fault.startswith("p:d.md was changed by an upgrade")
    assert str(workspace.home.overlay / "p" / "d.md") in fault
    assert "My answer" in workspace.store.card_text("p/q").text
    assert workspace.library.sync().faults == [fault]
    editable(workspace.library, "p/q")
    assert workspace.library.sync().faults == []


def test_a_copy_that_is_deleted_gives_way_to_the_new_original(workspace, installed):
    (installed / "d.md").write_text(CARD.replace("An answer", "A better answer"))
    (workspace.home.overlay / "p" / "d.md").unlink()
    assert workspace.library.sync().faults == []
    assert "A better answer" in workspace.store.card_text("p/q").text


def test_an_original_that_is_gone_is_told_and_the_copy_still_asked(workspace, installed):
    (installed / "d.md").unlink()
    (fault,) = workspace.library.sync().faults
    assert "no longer installed" in fault
    assert workspace.store.card_text("p/q") is not None


def test_a_record_that_is_garbage_stops_nothing(workspace, installed):
    del installed
    for garbage in ("{", "[]", '{"d.md": 3}'):
        (workspace.home.overlay / "p" / ".originals.json").write_text(garbage)
        assert workspace.library.sync().faults == []


def test_a_copy_that_changed_nothing_is_dropped_again(workspace, tmp_path, monkeypatch):
    from quizlab.sessions.editing import drop_unchanged, editable
    from quizlab.sessions.packs import Pack

    root = tmp_path / "plain"
    root.mkdir()
    text = "---\ndeck: D\n---\n\n## Q? {#q}\n\nA.\n"
    (root / "d.md").write_text(text)
    pack = Pack("p", root, workspace.home.overlay / "p")
    monkeypatch.setattr(type(workspace.library), "packs", property(lambda _: (pack,)))
    workspace.library.sync()
    copy = editable(workspace.library, "p/q").path
    assert drop_unchanged(workspace.library, "p/q")
    assert not copy.exists()
    editable(workspace.library, "p/q").path.write_text(text.replace("A.", "B."))
    assert not drop_unchanged(workspace.library, "p/q")
    assert copy.exists()
