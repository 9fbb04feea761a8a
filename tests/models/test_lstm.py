"""LSTM: the same numbers as torch's own, and its gates at their limits."""

import pytest
import torch
from torch import nn

from quizlab_verifiers.models.recurrent.lstm import LSTM
from quizlab_verifiers.networks import measuring

ORDER = ("input_gate", "forget_gate", "candidate", "output_gate")
"""In which torch stacks the rows: i, f, g, o."""


def stacked(module, part, what):
    gates = [getattr(getattr(module, name), part) for name in ORDER]
    return torch.cat([getattr(gate, what).detach() for gate in gates])


def torchs_own(module, inputs, hidden):
    """torch.nn.LSTM with the weights of ours."""
    own = nn.LSTM(inputs, hidden, batch_first=True)
    own.weight_ih_l0.data = stacked(module, "from_input", "weight")
    own.weight_hh_l0.data = stacked(module, "from_hidden", "weight")
    own.bias_ih_l0.data = stacked(module, "from_input", "bias")
    own.bias_hh_l0.data = torch.zeros(4 * hidden)
    if module.input_gate.from_hidden.bias is not None:
        own.bias_hh_l0.data = stacked(module, "from_hidden", "bias")
    return own


@pytest.mark.parametrize("biases", [2, 1])
def test_the_states_are_those_of_torchs_own(biases):
    torch.manual_seed(0)
    module = LSTM(5, 7, biases)
    x = torch.randn(3, 11, 5)
    with torch.no_grad():
        states, h, c = module(x)
        expected, (last, cell) = torchs_own(module, 5, 7)(x)
    assert torch.allclose(states, expected, atol=1e-6)
    assert torch.allclose(h, last[0], atol=1e-6)
    assert torch.allclose(c, cell[0], atol=1e-6)


def test_the_gradients_are_those_of_torchs_own():
    torch.manual_seed(1)
    module = LSTM(4, 3, 2)
    own = torchs_own(module, 4, 3)
    x = torch.randn(2, 6, 4)
    module(x)[0].square().sum().backward()
    own(x)[0].square().sum().backward()
    ours = torch.cat([getattr(module, name).from_hidden.weight.grad for name in ORDER])
    assert torch.allclose(ours, own.weight_hh_l0.grad, atol=1e-6)


@pytest.mark.parametrize(("inputs", "hidden"), [(64, 128), (3, 5), (1, 1)])
def test_parameters_are_torchs_with_two_biases_and_the_textbooks_with_one(inputs, hidden):
    own = nn.LSTM(inputs, hidden)
    two, one = LSTM(inputs, hidden, 2), LSTM(inputs, hidden, 1)
    textbook = 4 * (hidden * (inputs + hidden) + hidden)
    assert measuring.parameters(one) == textbook
    assert measuring.parameters(two) == measuring.parameters(own) == textbook + 4 * hidden


def gates_at(module, **values):
    """Make gates constant: no weights, one bias far on one side."""
    for name, value in values.items():
        gate = getattr(module, name)
        for parameter in gate.parameters():
            nn.init.zeros_(parameter)
        nn.init.constant_(gate.from_input.bias, value)


def test_with_an_open_forget_gate_the_cell_adds_up_what_is_written():
    torch.manual_seed(2)
    module = LSTM(2, 3, 2)
    gates_at(module, forget_gate=100.0, input_gate=100.0)
    nn.init.zeros_(module.candidate.from_hidden.weight)
    x = torch.randn(1, 9, 2)
    with torch.no_grad():
        _, _, c = module(x)
        written = torch.tanh(module.candidate(x, torch.zeros(1, 1, 3)))
    assert torch.allclose(c, written.sum(1), atol=1e-5)


def test_with_f_equal_to_1_the_gradient_through_the_cell_neither_fades_nor_grows():
    """The constant error carousel: what is written first counts like what is written last."""
    torch.manual_seed(3)
    module = LSTM(2, 3, 2)
    gates_at(module, forget_gate=100.0, input_gate=100.0, candidate=0.0)
    nn.init.constant_(module.candidate.from_input.weight, 0.5)
    x = torch.zeros(1, 50, 2, requires_grad=True)
    module(x)[2].sum().backward()
    assert torch.allclose(x.grad, torch.full_like(x, 1.5), atol=1e-5)


def test_with_a_closed_forget_gate_only_the_last_step_counts():
    torch.manual_seed(4)
    module = LSTM(2, 3, 2)
    gates_at(module, forget_gate=-100.0)
    for name in ("input_gate", "candidate"):
        nn.init.zeros_(getattr(module, name).from_hidden.weight)
    x = torch.randn(1, 9, 2)
    with torch.no_grad():
        assert torch.allclose(module(x)[2], module(x[:, -1:])[2], atol=1e-6)
