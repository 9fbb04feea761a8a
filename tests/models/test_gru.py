"""GRU: the same numbers as torch's own, both places of the reset, and its gates at their limits."""

import pytest
import torch
from torch import nn

from quizlab_verifiers.models.recurrent.gru import GRU
from quizlab_verifiers.networks import measuring

ORDER = ("reset_gate", "update_gate", "candidate")
"""In which torch stacks the rows: r, z, n."""


def stacked(module, part, what):
    return torch.cat(
        [getattr(getattr(getattr(module, name), part), what).detach() for name in ORDER]
    )


def torchs_own(module, inputs, hidden):
    """torch.nn.GRU with the weights of ours."""
    own = nn.GRU(inputs, hidden, batch_first=True)
    own.weight_ih_l0.data = stacked(module, "from_input", "weight")
    own.weight_hh_l0.data = stacked(module, "from_hidden", "weight")
    own.bias_ih_l0.data = stacked(module, "from_input", "bias")
    own.bias_hh_l0.data = stacked(module, "from_hidden", "bias")
    return own


def test_the_states_are_those_of_torchs_own():
    torch.manual_seed(0)
    module = GRU(5, 7, reset_after=True)
    x = torch.randn(3, 11, 5)
    with torch.no_grad():
        states, h = module(x)
        expected, last = torchs_own(module, 5, 7)(x)
    assert torch.allclose(states, expected, atol=1e-6)
    assert torch.allclose(h, last[0], atol=1e-6)


def test_with_the_reset_before_the_map_the_states_are_those_of_the_papers_equations():
    torch.manual_seed(1)
    module = GRU(4, 3, reset_after=False)
    w_r, w_z, w = stacked(module, "from_input", "weight").split(3)
    u_r, u_z, u = stacked(module, "from_hidden", "weight").split(3)
    b_r, b_z, b = stacked(module, "from_input", "bias").split(3)
    x = torch.randn(6, 4)
    h, expected = torch.zeros(3), []
    for x_t in x:
        r = torch.sigmoid(w_r @ x_t + u_r @ h + b_r)
        z = torch.sigmoid(w_z @ x_t + u_z @ h + b_z)
        h = z * h + (1 - z) * torch.tanh(w @ x_t + u @ (r * h) + b)
        expected += [h]
    with torch.no_grad():
        states, last = module(x[None])
    assert torch.allclose(states[0], torch.stack(expected), atol=1e-6)
    assert torch.equal(last, states[:, -1])


def test_the_place_of_the_reset_makes_a_difference():
    torch.manual_seed(2)
    after, before = GRU(4, 3, reset_after=True), GRU(4, 3, reset_after=False)
    for name in ORDER:
        nn.init.zeros_(getattr(after, name).from_hidden.bias)
    before.load_state_dict(
        {name: one for name, one in after.state_dict().items() if "hidden.bias" not in name}
    )
    x = torch.randn(1, 6, 4)
    with torch.no_grad():
        assert torch.allclose(after(x[:, :1])[1], before(x[:, :1])[1])  # the first state is zero
        assert not torch.allclose(after(x)[1], before(x)[1], atol=1e-3)


@pytest.mark.parametrize(("inputs", "hidden"), [(64, 128), (3, 5), (1, 1)])
def test_parameters_are_torchs_with_two_biases_and_the_textbooks_with_one(inputs, hidden):
    own = nn.GRU(inputs, hidden)
    two, one = GRU(inputs, hidden, reset_after=True), GRU(inputs, hidden, reset_after=False)
    textbook = 3 * (hidden * (inputs + hidden) + hidden)
    assert measuring.parameters(one) == textbook
    assert measuring.parameters(two) == measuring.parameters(own) == textbook + 3 * hidden


def test_it_has_three_quarters_of_an_lstms_weights():
    from quizlab_verifiers.models.recurrent.lstm import LSTM

    assert 4 * measuring.parameters(GRU(8, 6, reset_after=True)) == 3 * measuring.parameters(
        LSTM(8, 6, 2)
    )


@pytest.mark.parametrize("reset_after", [True, False])
def test_an_update_gate_of_1_keeps_the_old_state_and_of_0_takes_the_new_one(reset_after):
    torch.manual_seed(3)
    module = GRU(2, 3, reset_after=reset_after)
    for parameter in module.update_gate.parameters():
        nn.init.zeros_(parameter)
    x = torch.randn(1, 5, 2)
    with torch.no_grad():
        nn.init.constant_(module.update_gate.from_input.bias, 100.0)
        assert torch.equal(module(x)[1], torch.zeros(1, 3))
        nn.init.constant_(module.update_gate.from_input.bias, -100.0)
        states, _ = module(x)
        before, now = states[:, 3], x[:, 4]
        r = torch.sigmoid(module.reset_gate(now, before))
        assert torch.allclose(states[:, 4], torch.tanh(module.candidate(now, before, r)))
