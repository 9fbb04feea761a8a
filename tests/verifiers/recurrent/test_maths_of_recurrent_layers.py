"""Parameters of LSTM and GRU: published counts, counting matrix by matrix, refusals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizlab_verifiers.maths.recurrent import gated_parameters, gru_parameters, lstm_parameters

sizes = st.integers(1, 300)


@pytest.mark.parametrize(
    ("layer", "count", "expected"),
    [
        (
            "Keras' guide to RNNs: LSTM(128) over an embedding of 64",
            lstm_parameters(64, 128, biases=1),
            98_816,
        ),
        (
            "Keras' IMDB example: Bidirectional(LSTM(64)) over 128 features",
            lstm_parameters(128, 64, directions=2, biases=1),
            98_816,
        ),
        ("Keras' GRU(64) over 128 features, two biases", gru_parameters(128, 64), 37_248),
        ("Keras' GRU(10) over 1 feature", gru_parameters(1, 10), 390),
        ("the same with one bias, as people expect it", gru_parameters(1, 10, biases=1), 360),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_published_layers_have_their_published_parameters(layer, count, expected):
    assert count == expected, layer


@given(
    i=sizes,
    h=sizes,
    layers=st.integers(1, 5),
    directions=st.sampled_from([1, 2]),
    biases=st.sampled_from([1, 2]),
)
def test_the_formula_counts_every_matrix_and_vector(i, h, layers, directions, biases):
    for formula, gates in ((lstm_parameters, "ifgo"), (gru_parameters, "rzn")):
        held = 0
        for layer in range(layers):
            width = directions * h if layer else i
            for _direction in range(directions):
                for _gate in gates:
                    held += sum(1 for _column in range(width)) * h + h**2 + biases * h
        assert formula(i, h, layers, directions, biases=biases) == held


@given(i=sizes, h=sizes)
def test_a_gru_has_three_quarters_of_an_lstm(i, h):
    assert 4 * gru_parameters(i, h) == 3 * lstm_parameters(i, h)


@pytest.mark.parametrize(
    ("function", "arguments", "sentence"),
    [
        (gated_parameters, (0, 1, 4), "i=0"),
        (gated_parameters, (1, 0, 4), "h=0"),
        (gated_parameters, (1, 1, 4, 0), "biases=0"),
        (lstm_parameters, (1, 1, 0), "layers=0"),
        (lstm_parameters, (1, 1, 1, 3), "directions=3"),
        (gru_parameters, (1, 1, 0), "layers=0"),
        (gru_parameters, (1, 1, 1, 0), "directions=0"),
    ],
    ids=str,
)
def test_impossible_layers_are_refused_with_what_was_got(function, arguments, sentence):
    with pytest.raises(ValueError, match=sentence):
        function(*arguments)
