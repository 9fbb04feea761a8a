"""``backprop.mlp-gradient``: networks worked by hand, torch, carried errors, each misconception."""

from math import exp

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab.sessions.computed import graded
from quizlab_verifiers.backprop.mlp_gradient import MlpGradient

VERIFIER = MlpGradient()

# z = (1*1 + 1*2 + 0, 2*1 - 1*2 - 1) = (3, -1): the second unit is off under ReLU.
NET = {
    "inputs": [1, 2],
    "weights": [[1, 1], [2, -1]],
    "biases": [0, -1],
    "output_weights": [2, 3],
    "output_bias": -1,
    "target": 2,
}


def solve(**raw: object) -> dict[str, object]:
    return verify.answers(VERIFIER, verify.bind(VERIFIER, NET | raw))


@pytest.mark.parametrize(
    ("case", "raw", "expected"),
    [
        # y = 2*3 - 1 = 5, error 3.
        ("the unit that is on", {}, ((3, 0), 5, 3, 9, 6, 6)),
        ("its other input", {"source": 2}, ((3, 0), 5, 3, 9, 6, 12)),
        ("the unit that is off", {"unit": 2}, ((3, 0), 5, 3, 0, 0, 0)),
        ("the whole squared error", {"loss": "squared"}, ((3, 0), 5, 6, 18, 12, 12)),
        (
            "one unit, one input",
            {"inputs": "2", "weights": [[3]], "biases": [], "output_weights": "1"},
            ((6,), 5, 3, 18, 3, 6),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_networks_worked_by_hand_on_both_roads(case, raw, expected):
    v = verify.bind(VERIFIER, NET | raw)
    assert tuple(VERIFIER.compute(v).values()) == expected, case
    assert verify.prove(VERIFIER, v).agrees, case


def test_the_sigmoid_at_zero_is_a_half_with_a_slope_of_a_quarter():
    right = solve(weights=[[0, 0], [2, -1]], biases=[0, 0], activation="sigmoid")
    # h = (1/2, 1/2), y = 1 + 1.5 - 1 = 1.5, error -0.5, delta = -0.5 * 2 / 4.
    assert right["hidden"] == (0.5, 0.5)
    assert right["output"] == pytest.approx(1.5)
    assert right["delta-hidden"] == pytest.approx(-0.25)
    assert right["input-weight"] == pytest.approx(-0.25)


def test_at_its_kink_relu_passes_nothing_on():
    v = verify.bind(VERIFIER, NET | {"weights": [[1, 1], [2, -1]], "biases": [0, 0], "unit": 2})
    assert VERIFIER.compute(v)["delta-hidden"] == VERIFIER.reference(v)["delta-hidden"] == 0


def test_the_parts_come_in_the_order_of_working_them():
    names = [part.name for part in VERIFIER.parts]
    assert names == [
        "hidden",
        "output",
        "delta-output",
        "output-weight",
        "delta-hidden",
        "input-weight",
    ]


@st.composite
def legal(draw: st.DrawFn) -> object:
    units, inputs = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    number = st.one_of(st.integers(-10, 10).map(float), st.floats(-10, 10))

    def row(length: int) -> tuple[float, ...]:
        return tuple(draw(number) for _ in range(length))

    v = MlpGradient.Parameters(
        inputs=row(inputs),
        weights=tuple(row(inputs) for _ in range(units)),
        output_weights=row(units),
        target=draw(st.floats(-100, 100)),
        biases=row(units),
        output_bias=draw(number),
        activation=draw(st.sampled_from(["relu", "sigmoid"])),
        loss=draw(st.sampled_from(["half-squared", "squared"])),
        unit=draw(st.integers(1, units)),
        source=draw(st.integers(1, inputs)),
    )
    assume(VERIFIER.where(v) is None)
    return v


@settings(max_examples=80, deadline=None)
@given(v=legal())
def test_torch_agrees_on_any_legal_network(v):
    proof = verify.prove(VERIFIER, v)
    assert proof.agrees, proof.message


@settings(max_examples=50, deadline=None)
@given(v=legal())
def test_from_the_right_earlier_parts_follows_the_right_answer(v):
    right = verify.answers(VERIFIER, v)
    for part in VERIFIER.parts:
        if part.builds_on:
            follows = verify.followed(VERIFIER, v, part, right)
            assert VERIFIER.agreement.agrees(right[part.name], follows), part.name


@pytest.mark.parametrize(
    ("part", "earlier", "follows"),
    [
        ("output", {"hidden": (3.0, -1.0)}, 2.0),  # no ReLU: 2*3 - 3 - 1
        ("delta-output", {"output": 4.0}, 2.0),
        ("output-weight", {"hidden": (4.0, 0.0), "delta-output": -3.0}, -12.0),
        ("delta-hidden", {"hidden": (4.0, 0.0), "delta-output": -3.0}, -6.0),
        ("delta-hidden", {"hidden": (0.0, 0.0), "delta-output": -3.0}, 0.0),
        ("input-weight", {"delta-hidden": 5.0}, 5.0),
    ],
)
def test_later_parts_follow_from_the_learners_own(part, earlier, follows):
    v = verify.bind(VERIFIER, NET)
    assert verify.followed(VERIFIER, v, VERIFIER.part(part), earlier) == follows


def test_activations_may_be_typed_as_a_column():
    typed = {"hidden": [[4], [0]], "output": 4, "delta-output": 2, "output-weight": 8}
    typed |= {"delta-hidden": 4, "input-weight": 4}
    feedback = graded(VERIFIER, NET, typed)["feedback"]
    assert "Right: 8 follows from your own" in feedback
    part = VERIFIER.part("output")
    v = verify.bind(VERIFIER, NET)
    assert verify.followed(VERIFIER, v, part, {"hidden": ((3.0,), (-1.0,))}) == 2


def test_nothing_follows_from_too_few_activations():
    v = verify.bind(VERIFIER, NET)
    assert verify.followed(VERIFIER, v, VERIFIER.part("output"), {"hidden": (3.0,)}) is None


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({"inputs": [1, 2, 3]}, "where", "weights have 2 numbers a row for 3 inputs"),
        ({"output_weights": [1]}, "where", "1 output_weights"),
        ({"biases": [1, 2, 3]}, "where", "3 biases"),
        ({"unit": 3}, "where", "unit can be 1 to 2"),
        ({"source": 4}, "where", "source 1 to 2"),
        ({"inputs": [0.1, 0.2], "weights": [[3, -1.5], [1, 1]]}, "where", "hidden unit 1 gets 0"),
        ({"weights": [[1, 2], [3]]}, "range", "equal length"),
        ({"weights": [[1, "nan"], [3, 4]]}, "type", "weights"),
        ({"inputs": [float("inf"), 1]}, "type", "inputs"),
        ({"inputs": [1e300, 1]}, "range", "inputs"),
        ({"target": -101}, "range", "target"),
        ({"activation": "tanh"}, "type", "relu, sigmoid"),
        ({"loss": "mse"}, "type", "half-squared, squared"),
        ({"learning_rate": 1}, "unknown-parameter", "learning_rate"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_by_name(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, NET | raw)
    assert caught.value.code == code


def test_a_network_without_weights_is_refused():
    raw = {name: value for name, value in NET.items() if name != "weights"}
    with pytest.raises(verify.Fault, match="weights") as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.code == "missing"


@pytest.mark.parametrize(
    ("misconception", "raw", "wrong"),
    [
        ("slope-forgotten", {"unit": 2}, {"delta-hidden": 9, "input-weight": 9}),
        (
            "sign-flipped",
            {"source": 2},
            {"delta-output": -3, "output-weight": -9, "delta-hidden": -6, "input-weight": -12},
        ),
        (
            "other-loss",
            {},
            {"delta-output": 6, "output-weight": 18, "delta-hidden": 12, "input-weight": 12},
        ),
        ("output-weight-forgotten", {"source": 2}, {"delta-hidden": 3, "input-weight": 6}),
        ("weight-for-activation", {}, {"output-weight": 6}),
        ("activation-for-input", {}, {"input-weight": 18}),
        (
            # y = 6 - 3 - 1 = 2 hits the target exactly; with target 1 the error is 1.
            "no-activation",
            {"target": 1, "unit": 2, "source": 2},
            {
                "hidden": (3, -1),
                "output": 2,
                "delta-output": 1,
                "output-weight": -1,
                "delta-hidden": 3,
                "input-weight": 6,
            },
        ),
        (
            # z = (3, 0): y = 6, error 4.
            "no-biases",
            {},
            {
                "hidden": (3, 0),
                "output": 6,
                "delta-output": 4,
                "output-weight": 12,
                "delta-hidden": 8,
                "input-weight": 8,
            },
        ),
        (
            # Columns: z = (1 + 4, 1 - 2 - 1) = (5, -2), y = 10 - 1 = 9, error 7.
            "weights-transposed",
            {},
            {
                "hidden": (5, 0),
                "output": 9,
                "delta-output": 7,
                "output-weight": 35,
                "delta-hidden": 14,
                "input-weight": 14,
            },
        ),
    ],
)
def test_a_misconception_gives_the_numbers_that_people_really_type(misconception, raw, wrong):
    v = verify.bind(VERIFIER, NET | raw)
    found = verify.misconception_answers(VERIFIER, v)[misconception]
    assert found == pytest.approx(wrong)
    assert misconception in verify.told_apart(VERIFIER, v)


def test_the_slope_of_the_sigmoid_is_not_worked_with_z():
    v = verify.bind(VERIFIER, NET | {"activation": "sigmoid"})
    h = [1 / (1 + exp(-3)), 1 / (1 + exp(1))]
    error = 2 * h[0] + 3 * h[1] - 1 - 2
    found = verify.misconception_answers(VERIFIER, v)["slope-at-z"]
    assert found["delta-hidden"] == pytest.approx(error * 2 * 3 * (1 - 3))
    assert verify.answers(VERIFIER, v)["delta-hidden"] == pytest.approx(
        error * 2 * h[0] * (1 - h[0])
    )


@pytest.mark.parametrize(
    ("raw", "absent"),
    [
        ({}, {"slope-forgotten", "slope-at-z"}),
        ({"biases": [], "output_bias": 0}, {"no-biases"}),
        ({"weights": [[1, 1], [2, 1]]}, {"no-activation"}),
        ({"inputs": [1, 2, 3], "weights": [[1, 1, 1], [1, 1, 1]]}, {"weights-transposed"}),
        ({"output_weights": [1, 3]}, {"output-weight-forgotten"}),
    ],
    ids=str,
)
def test_mistakes_that_cannot_be_made_are_not_claimed(raw, absent):
    found = verify.misconception_answers(VERIFIER, verify.bind(VERIFIER, NET | raw))
    assert not absent & set(found)


def test_draws_are_worked_on_paper():
    for variant in verify.draw_distinct(VERIFIER, 11, 60):
        assert VERIFIER.comfortable(variant.params)


def test_values_of_the_sigmoid_are_offered_where_they_help():
    z_is_one = {"weights": [[1, 0], [0, 0]], "biases": [], "activation": "sigmoid"}
    assert "0.731059" in VERIFIER.prompt(verify.bind(VERIFIER, NET | z_is_one))
    far_away = {"activation": "sigmoid", "biases": [5, 0.5]}
    assert "0.731059" not in VERIFIER.prompt(verify.bind(VERIFIER, NET | far_away))


def test_given_numbers_are_shown_as_given():
    prompt = VERIFIER.prompt(
        verify.bind(
            VERIFIER,
            NET
            | {"inputs": [1.2345678, 2], "output_weights": [2, 0.7654321]}
            | {"weights": [[1.0000001, -1], [1, 1]], "biases": [0, 0.11111111]},
        )
    )
    for number in ("1.2345678", "0.7654321", "1.0000001", "0.11111111"):
        assert number in prompt


@pytest.mark.parametrize(
    ("raw", "typed", "misconception"),
    [
        # The gradient -8 with the activation 2, 8 with the weight -2, 8 with the sign flipped.
        (
            {"inputs": [2, 3], "weights": [[-2, 1], [-1, 1]], "biases": [0, 1], "target": 0}
            | {"output_weights": [2, -2], "output_bias": 0, "unit": 2, "source": 2},
            {"output-weight": 8},
            "weight-for-activation",
        ),
        (
            {"inputs": [2, 3], "weights": [[-2, 1], [-1, 1]], "biases": [0, 1], "target": 0}
            | {"output_weights": [2, -2], "output_bias": 0, "unit": 2, "source": 2},
            {"delta-output": 4, "output-weight": 8, "delta-hidden": -8, "input-weight": -24},
            "sign-flipped",
        ),
        # The gradient 7 * -1 with the input -1; with the activation 1 it is 7, without v = -1 too.
        (
            {"inputs": [-1, 3], "weights": [[1, 1], [2, 1]], "biases": [], "target": 5}
            | {"output_weights": [-1, -1], "output_bias": 1, "unit": 2},
            {"input-weight": 7},
            "activation-for-input",
        ),
    ],
)
def test_who_got_the_error_right_did_not_flip_its_sign(raw, typed, misconception):
    v = verify.bind(VERIFIER, raw)
    typed = verify.plain_answers(VERIFIER, verify.answers(VERIFIER, v)) | typed
    assert graded(VERIFIER, raw, typed)["misconception"] == misconception
