"""``ssd.prior-count``: the paper's number, other sizes, refusals and each misconception."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.detection.ssd_prior_count import SsdPriorCount
from quizlab_verifiers.networks import built

VERIFIER = SsdPriorCount()


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        # "8732 per class" in the paper, as also torchvision and the released model have.
        ({}, 8732),
        # 4 · 1444 + 4 · 361 + 4 · 100 + 4 · 25 + 4 · 9 + 4 · 1
        ({"ratios": [1] * 6}, 7760),
        # 40, 20, 10, 5, 3, 1: 6400 + 2400 + 600 + 150 + 36 + 4
        ({"size": 320}, 9590),
        # 64, 32, 16, 8, 6, 4: 16384 + 6144 + 1536 + 384 + 144 + 64
        ({"size": 512}, 24656),
        # 33, 17, 9, 5, 3, 1: 4356 + 1734 + 486 + 150 + 36 + 4, the smallest
        ({"size": "257"}, 6766),
        # 6 boxes on 16384 + 4096 + 1024 + 256 + 196 + 144 cells
        ({"size": 1024, "ratios": "[2,2,2,2,2,2]"}, 132_600),
    ],
    ids=str,
)
def test_boxes_are_counted_on_both_roads(raw, expected):
    v = verify.bind(VERIFIER, raw)
    assert VERIFIER.compute(v) == expected
    assert VERIFIER.reference(v) == expected


def test_the_network_itself_answers_for_so_many_boxes():
    for size in (300, 500):
        (locations, _) = built.outputs("ssd300", (size, size))
        assert locations == (VERIFIER.compute(verify.bind(VERIFIER, {"size": size})), 4)


@settings(max_examples=25, deadline=None)
@given(
    size=st.integers(257, 1024), ratios=st.lists(st.sampled_from((1, 2)), min_size=6, max_size=6)
)
def test_both_roads_agree_on_any_legal_image(size, ratios):
    v = SsdPriorCount.Parameters(size, tuple(ratios))
    verify.check(VERIFIER, v)
    assert VERIFIER.compute(v) == VERIFIER.reference(v)


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        (
            {"size": 256},
            "where",
            "size 256 is too small: conv11_2 vanishes, .* get a map of 2 x 2; take at least 257",
        ),
        ({"size": 100}, "where", "conv10_2 vanishes, .* 2 x 2; take at least 257"),
        ({"size": 1}, "where", "get a map of 1 x 1; take at least 257"),
        ({"size": 0}, "range", "size: got 0; allowed is a whole number, 1 to 1024"),
        ({"size": 2048}, "range", "size: got 2048"),
        ({"ratios": [1, 2]}, "range", "ratios: got 2 items; allowed is a list of 6"),
        ({"ratios": [1, 2, 3, 2, 1, 1]}, "range", "ratios: .*got 3"),
        ({"width": 300}, "unknown-parameter", "width"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_by_name(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("misconception", "wrong"),
    [
        # 37, 18, 9, 5, 3, 1: 5476 + 1944 + 486 + 150 + 36 + 4
        ("pooling-rounded-down", 8096),
        # 3 · 1444 + 5 · 486 + 3 · 10
        ("one-square-only", 6792),
        # 1940 cells
        ("one-per-cell", 1940),
        ("six-everywhere", 11_640),
        ("four-everywhere", 7760),
        # 2 × 2 instead of 1 × 1 at the end: 12 boxes more
        ("halved-to-the-end", 8744),
        # 152 + 114 + 60 + 30 + 12 + 4
        ("side-not-squared", 372),
        ("first-map-only", 5776),
        ("finest-map-left-out", 2956),
        ("coarsest-map-left-out", 8728),
        ("four-offsets", 34_928),
    ],
)
def test_a_misconception_gives_the_number_that_people_really_type(misconception, wrong):
    v = verify.bind(VERIFIER, {})
    assert verify.misconception_answers(VERIFIER, v)[misconception] == {"boxes": wrong}
    assert misconception in verify.told_apart(VERIFIER, v)


@pytest.mark.parametrize(
    ("raw", "misconception", "wrong"),
    [
        ({"size": 320}, "by-heart", 8732),
        ({"ratios": [1] * 6}, "by-heart", 8732),
        # 4 · 4096 + 6 · (1024 + 256 + 64 + 16) + 4 · (4 + 1), on seven maps
        ({"size": 512}, "ssd512", 24_564),
    ],
    ids=str,
)
def test_numbers_of_the_paper_are_recognised(raw, misconception, wrong):
    found = verify.misconception_answers(VERIFIER, verify.bind(VERIFIER, raw))
    assert found[misconception] == {"boxes": wrong}


@pytest.mark.parametrize(
    ("raw", "absent"),
    [
        ({}, {"by-heart", "ssd512"}),
        ({"size": 320}, {"pooling-rounded-down", "ssd512"}),
        # 272 // 16 is 17, 257 // 16 only 16, which leaves 4 × 4 to conv10_2.
        ({"size": 257}, {"pooling-rounded-down"}),
        ({"ratios": [2] * 6}, {"six-everywhere"}),
        ({"ratios": [1] * 6}, {"four-everywhere"}),
    ],
    ids=str,
)
def test_mistakes_that_cannot_show_are_not_claimed(raw, absent):
    assert not absent & set(verify.misconception_answers(VERIFIER, verify.bind(VERIFIER, raw)))


@pytest.mark.parametrize(
    ("size", "level"), [(320, 1), (640, 1), (608, 2), (264, 2), (300, 3), (332, 3)]
)
def test_sides_that_are_halved_with_a_rest_are_harder(size, level):
    assert VERIFIER.difficulty(verify.bind(VERIFIER, {"size": size})) == level


def test_the_question_says_what_the_maps_are_made_by():
    prompt = VERIFIER.prompt(verify.bind(VERIFIER, {}))
    assert "image of $300 \\times 300$" in prompt
    assert "| `conv4_3` | three 2 × 2 max poolings, stride 2 | 1 |" in prompt
    assert "| `fc7` | a fourth one, stride 2 | 2 |" in prompt
    assert prompt.endswith("How many default boxes (priors) are there in all?")


def test_the_steps_follow_the_side_and_add_the_maps():
    _, sides, table, last = VERIFIER.explain(verify.bind(VERIFIER, {}))
    assert "half of $75$ is rounded up to $38$ and half of $19$ is rounded up to $10$" in sides
    assert "$$300 \\to 150 \\to 75 \\to 38 \\to 19 \\to 10 \\to 5$$" in sides
    assert "| `conv8_2` | 10 × 10 = 100 | 2 + 2 · 2 = 6 | 600 |" in table
    assert last == ("Together:\n\n$$5{,}776 + 2{,}166 + 600 + 150 + 36 + 4 = 8{,}732$$")
    even = VERIFIER.explain(verify.bind(VERIFIER, {"size": 640}))
    assert "every half is a whole number" in even[1]
