"""``lstm.parameters`` and ``gru.parameters``: published layers, torch, refusals, mistakes."""

from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.recurrent.gru_parameters import GruParameterCount
from quizlab_verifiers.recurrent.lstm_parameters import LstmParameterCount
from quizlab_verifiers.recurrent.stack import Stack

LSTM, GRU = LstmParameterCount(), GruParameterCount()
BOTH = pytest.mark.parametrize("verifier", [LSTM, GRU], ids=lambda one: one.id)


@pytest.mark.parametrize(
    ("layer", "verifier", "raw", "expected"),
    [
        (
            "Keras' guide to RNNs: LSTM(128) over an embedding of 64",
            LSTM,
            {"input_size": 64, "hidden_size": 128, "biases": "textbook"},
            98_816,
        ),
        (
            "Keras' IMDB example: Bidirectional(LSTM(64)) over 128 features",
            LSTM,
            {"input_size": 128, "hidden_size": 64, "bidirectional": "yes", "biases": "TEXTBOOK"},
            98_816,
        ),
        (
            "the example of torch.nn.LSTM: 10 to 20, 2 layers",
            LSTM,
            {"input_size": "10", "hidden_size": "20", "layers": "2"},
            # Four sets of 20 rows: 10 + 20 + 2 numbers each below, 20 + 20 + 2 above.
            2560 + 3360,
        ),
        ("Keras' GRU(64) over 128", GRU, {"input_size": 128, "hidden_size": 64}, 37_248),
        ("Keras' GRU(10) over 1", GRU, {"input_size": 1, "hidden_size": 10}, 390),
        (
            "the same, reset before the product",
            GRU,
            {"input_size": 1, "hidden_size": 10, "biases": "textbook"},
            360,
        ),
        (
            "the largest",
            LSTM,
            {"input_size": 65536, "hidden_size": 65536, "layers": 64, "bidirectional": True},
            2 * 4 * 65536 * (64 * 65538 + 65536 + 63 * 131072),
        ),
        ("the smallest", GRU, {"input_size": 1, "hidden_size": 1}, 12),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_published_layers_have_their_published_parameters_on_both_roads(
    layer, verifier, raw, expected
):
    v = verify.bind(verifier, raw)
    assert verifier.compute(v) == expected, layer
    assert verifier.reference(v) == expected, layer


@settings(max_examples=50, deadline=None)
@given(
    v=st.builds(
        Stack,
        input_size=st.integers(1, 65536),
        hidden_size=st.integers(1, 65536),
        layers=st.integers(1, 6),
        bidirectional=st.booleans(),
        biases=st.sampled_from(["torch", "textbook"]),
    )
)
def test_torch_holds_as_many_in_any_legal_layers(v):
    for verifier in (LSTM, GRU):
        assert verifier.compute(v) == verifier.reference(v)


@BOTH
@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({"input_size": 4}, "missing", "hidden_size"),
        ({"input_size": 0, "hidden_size": 4}, "range", "input_size"),
        ({"input_size": 4, "hidden_size": -4}, "range", "hidden_size"),
        ({"input_size": 4, "hidden_size": 4, "layers": 65}, "range", "1 to 64"),
        ({"input_size": inf, "hidden_size": 4}, "type", "input_size"),
        ({"input_size": "nan", "hidden_size": 4}, "type", "input_size"),
        ({"input_size": 10**40, "hidden_size": 4}, "range", "input_size"),
        ({"input_size": 4, "hidden_size": 4, "bidirectional": 1}, "type", "true or false"),
        ({"input_size": 4, "hidden_size": 4, "biases": "keras"}, "type", "torch, textbook"),
        ({"input_size": 4, "hidden_size": 4, "num_layers": 2}, "unknown-parameter", "layers"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_by_name(verifier, raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(verifier, raw)
    assert caught.value.code == code


# Input 3, hidden 5, two layers, both directions, two biases. Each direction and set has
# 5 * (3 + 5 + 2) = 50 in the first layer and 5 * (10 + 5 + 2) = 85 in the second: 270 for both.
TWO_WAYS = {"input_size": 3, "hidden_size": 5, "layers": 2, "bidirectional": True}


@pytest.mark.parametrize(
    ("misconception", "wrong_for_one_set"),
    [
        ("other-biases", 2 * (45 + 80)),
        ("no-recurrent-weights", 2 * (25 + 60)),
        ("no-biases", 2 * (40 + 75)),
        ("all-layers-alike", 2 * (50 + 50)),
        ("one-direction", 50 + 60),
        ("upper-layers-too-narrow", 2 * (50 + 60)),
    ],
)
@BOTH
def test_a_misconception_gives_the_number_that_people_really_type(
    verifier, misconception, wrong_for_one_set
):
    gates = 4 if verifier is LSTM else 3
    v = verify.bind(verifier, TWO_WAYS)
    assert verifier.compute(v) == gates * 270
    found = verify.misconception_answers(verifier, v)[misconception]
    assert found == {"parameters": gates * wrong_for_one_set}
    assert misconception in verify.told_apart(verifier, v)


def test_who_counts_the_gates_of_the_other_or_of_none_is_recognised():
    lstm = verify.misconception_answers(LSTM, verify.bind(LSTM, TWO_WAYS))
    gru = verify.misconception_answers(GRU, verify.bind(GRU, TWO_WAYS))
    assert lstm["other-gates"] == {"parameters": 810}
    assert gru["other-gates"] == {"parameters": 1080}
    assert lstm["one-set-of-weights"] == gru["one-set-of-weights"] == {"parameters": 270}


@BOTH
def test_mistakes_that_cannot_be_made_are_not_claimed(verifier):
    one = verify.bind(verifier, {"input_size": 3, "hidden_size": 5, "biases": "textbook"})
    found = set(verify.misconception_answers(verifier, one))
    assert not {"all-layers-alike", "one-direction", "upper-layers-too-narrow"} & found
    alike = verify.bind(verifier, {"input_size": 5, "hidden_size": 5, "layers": 2})
    assert "all-layers-alike" not in verify.misconception_answers(verifier, alike)


def test_a_large_count_may_be_rounded():
    v = verify.bind(LSTM, {"input_size": 1024, "hidden_size": 1024})
    kind = LSTM.parts[0].answer
    assert LSTM.compute(v) == 8_396_800
    assert kind.accepts(LSTM.compute(v), kind.parse("8.40M"))
    assert not kind.accepts(LSTM.compute(v), kind.parse("8.41M"))


def test_the_question_names_layers_directions_and_biases():
    assert LSTM.prompt(verify.bind(LSTM, TWO_WAYS)).startswith(
        "A bidirectional LSTM of $2$ layers has input size $3$"
    )
    plain = {"input_size": 3, "hidden_size": 5}
    assert LSTM.prompt(verify.bind(LSTM, plain)).startswith("An LSTM has input size $3$")
    assert GRU.prompt(verify.bind(GRU, plain)).startswith("A GRU has input size $3$")
    assert "two bias vectors" in GRU.prompt(verify.bind(GRU, plain))
    textbook = verify.bind(GRU, plain | {"biases": "textbook"})
    assert "one bias vector" in GRU.prompt(textbook)
