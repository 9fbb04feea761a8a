"""What people get wrong about a step of an LSTM, each mistake as the numbers that it leads to."""

from __future__ import annotations

from math import tanh

from quizlab.verify import Misconception
from quizlab_verifiers.maths.lstm_cell import sigmoid
from quizlab_verifiers.recurrent.cell_parameters import (
    CellParameters,
    Four,
    has_biases,
    has_memory,
    pre_activations,
)

Answers = dict[str, float]


def _gates(v: CellParameters) -> Four:
    i, f, g, o = pre_activations(v)
    return sigmoid(i), sigmoid(f), tanh(g), sigmoid(o)


def _all(v: CellParameters, z: Four) -> Answers:
    """Return all parts from wrong pre-activations."""
    i, f, g, o = sigmoid(z[0]), sigmoid(z[1]), tanh(z[2]), sigmoid(z[3])
    cell = f * v.c + i * g
    return {
        "input-gate": i,
        "forget-gate": f,
        "candidate": g,
        "output-gate": o,
        "cell": cell,
        "hidden": o * tanh(cell),
    }


def _states(cell: float, o: float) -> Answers:
    """Return what follows from a wrong cell state."""
    return {"cell": cell, "hidden": o * tanh(cell)}


def _sigmoid_candidate(v: CellParameters) -> Answers:
    i, f, _, o = _gates(v)
    g = sigmoid(pre_activations(v)[2])
    return {"candidate": g, **_states(f * v.c + i * g, o)}


def _forget_first(v: CellParameters) -> Answers | None:
    i, f, g, o = pre_activations(v)
    return _all(v, (f, i, g, o)) if i != f else None


def _candidate_last(v: CellParameters) -> Answers | None:
    i, f, third, fourth = pre_activations(v)
    return _all(v, (i, f, fourth, third)) if third != fourth else None


def _onnx_order(v: CellParameters) -> Answers | None:
    first, second, third, fourth = pre_activations(v)
    if second == third == fourth:
        return None
    return _all(v, (first, third, fourth, second))


def _forgetting_reversed(v: CellParameters) -> Answers | None:
    i, f, g, o = _gates(v)
    return _states((1 - f) * v.c + i * g, o) if v.c and f != 0.5 else None


def _input_open(v: CellParameters) -> Answers | None:
    _, f, g, o = _gates(v)
    return _states(f * v.c + g, o) if g else None


def _coupled(v: CellParameters) -> Answers | None:
    i, f, g, o = _gates(v)
    return _states(f * v.c + (1 - f) * g, o) if g and i != 1 - f else None


def _hidden_without_tanh(v: CellParameters) -> Answers | None:
    i, f, g, o = _gates(v)
    cell = f * v.c + i * g
    return {"hidden": o * cell} if cell else None


def _hidden_of_old_cell(v: CellParameters) -> Answers | None:
    return {"hidden": _gates(v)[3] * tanh(v.c)} if v.c else None


def _no_memory(v: CellParameters) -> Answers | None:
    return _all(v, pre_activations(v, memory=False)) if has_memory(v) else None


def _no_biases(v: CellParameters) -> Answers | None:
    return _all(v, pre_activations(v, biases=False)) if has_biases(v) else None


MISTAKES: tuple[Misconception[CellParameters], ...] = (
    Misconception(
        "candidate-by-sigmoid",
        "You put the candidate through a sigmoid. It is no gate: tanh lets it be negative, so that "
        "the memory can also shrink.",
        _sigmoid_candidate,
    ),
    Misconception(
        "forget-gate-first",
        "You read the numbers in the order f, i, g, o. PyTorch has the input gate first: "
        "i, f, g, o.",
        _forget_first,
    ),
    Misconception(
        "candidate-last",
        "You read the numbers in the order i, f, o, g, the gates before the candidate. PyTorch has "
        "the candidate third: i, f, g, o.",
        _candidate_last,
    ),
    Misconception(
        "order-of-onnx",
        "You read the numbers in the order i, o, f, g, as ONNX stores them. PyTorch's order is "
        "i, f, g, o.",
        _onnx_order,
    ),
    Misconception(
        "forgetting-reversed",
        "You kept the share 1 − f of the memory. The forget gate says how much is kept: 1 keeps "
        "all, 0 forgets all.",
        _forgetting_reversed,
    ),
    Misconception(
        "input-gate-open",
        "You added the whole candidate. The input gate scales it first: i · g.",
        _input_open,
    ),
    Misconception(
        "coupled-gates",
        "You let in the share 1 − f, as a GRU does with its one gate. An LSTM has an input gate of "
        "its own.",
        _coupled,
    ),
    Misconception(
        "hidden-without-tanh",
        "You showed the cell state itself. It goes through tanh before the output gate scales it.",
        _hidden_without_tanh,
    ),
    Misconception(
        "hidden-from-old-cell",
        "You took the cell state from before the step. The hidden state shows the new one.",
        _hidden_of_old_cell,
    ),
    Misconception(
        "no-recurrent-part",
        "You left out the hidden state: every gate adds its weight times h.",
        _no_memory,
    ),
    Misconception(
        "no-biases",
        "You left out the biases.",
        _no_biases,
    ),
)
"""Most typical first. Parts that a mistake leaves right are left out."""
