"""`quizlab check` suggests ``.was-old`` for a card that looks renamed, and guesses nothing."""

import pytest

HEAD = "---\ndeck: Test\n---\n\n"
STRIDE = "## What is the stride? {#stride}\n\nThe step between two neighbouring windows.\n\n"
OTHER = "## Padding {#padding}\n\nCells around the input.\n"


@pytest.fixture
def studied(quizlab, write):
    """The card `stride`, answered once."""
    write(HEAD + STRIDE + OTHER)
    assert "ok 1" in quizlab("study", "--plain", typed="\n3\n:q\n").lines


@pytest.mark.parametrize("seen", [False, True], ids=["at once", "after an import"])
def test_a_card_under_a_new_id_is_suggested_to_be_the_old_one(quizlab, write, studied, seen):
    del studied
    file = write(HEAD + STRIDE.replace("#stride", "#step").replace("two ", "") + OTHER)
    if seen:
        quizlab("decks")
    ran = quizlab("check")
    assert ran.code == 0
    assert f"{file}:5: step looks like stride" in ran.err
    assert "`{#step .was-stride}`" in ran.err


@pytest.mark.parametrize(
    "cards",
    [
        STRIDE + OTHER,
        STRIDE.replace("{#stride}", "{#step .was-stride}") + OTHER,
        OTHER,
        "## Something else {#else}\n\nIt has nothing to do with it.\n\n" + OTHER,
        STRIDE.replace("#stride", "#step") + "```\n" + OTHER,
    ],
    ids=["unchanged", "said", "removed", "another card", "hidden by a structural fault"],
)
def test_nothing_is_suggested_where_nothing_looks_renamed(quizlab, write, studied, cards):
    del studied
    write(HEAD + cards)
    assert "looks like" not in quizlab("check").err


def test_without_a_database_none_is_made_by_a_check(quizlab, write, home):
    write(HEAD + STRIDE)
    assert quizlab("check").code == 0
    assert not home.database.exists()


def test_a_damaged_database_stops_no_check(quizlab, write, home, studied):
    del studied
    write(HEAD + STRIDE)
    home.database.write_bytes(b"a coffee was spilt over it")
    ran = quizlab("check")
    assert ran.code == 0
    assert "renamed cards were not looked for" in ran.err
