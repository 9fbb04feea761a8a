"""LeNet-5 of 1998 is what its paper counts, and not what is called LeNet-5 today."""

import pytest
import torch
from torch.nn import functional

from quizlab_verifiers import models
from quizlab_verifiers.models.classification import lenet
from quizlab_verifiers.models.options import WrongOptionError
from quizlab_verifiers.networks import measuring

# Section II.B, from C1 to the output.
CONNECTIONS = (122_304, 5_880, 151_600, 2_000, 48_120, 10_164, 840)
PARAMETERS = (156, 12, 1_516, 32, 48_120, 10_164, 0)


@pytest.fixture
def lenet5():
    torch.manual_seed(0)
    return models.build("lenet5").eval()


def test_each_layer_has_the_parameters_that_the_paper_gives_it(lenet5):
    assert tuple(measuring.parameters(layer) for layer in lenet5.children()) == PARAMETERS
    assert sum(PARAMETERS) == 60_000


def test_the_connections_of_the_paper_are_multiply_adds_and_three_things_more(lenet5):
    biases = 6 * 28**2 + 16 * 10**2 + 120 + 84
    sub_sampling = (4 + 1) * (6 * 14**2 + 16 * 5**2)
    distances = 10 * 84
    ours = measuring.macs(lenet5, models.describe("lenet5").example())
    assert ours + biases + sub_sampling + distances == sum(CONNECTIONS) == 340_908


def test_maps_of_c3_see_what_the_paper_says_in_words(lenet5):
    seen = [set(one.seen) for one in lenet5.C3.maps]
    threes = [{first, (first + 1) % 6, (first + 2) % 6} for first in range(6)]
    fours = [one | {(first + 3) % 6} for first, one in enumerate(threes)]
    assert sorted(seen[:6], key=sorted) == sorted(threes, key=sorted)  # every contiguous three
    assert sorted(seen[6:12], key=sorted) == sorted(fours, key=sorted)  # every contiguous four
    assert all(len(one) == 4 and one not in fours for one in seen[12:15])  # discontinuous fours
    assert seen[15] == set(range(6))
    assert [sum(source in one for one in seen) for source in range(6)] == [10] * 6


def test_c3_is_a_dense_convolution_with_holes(lenet5):
    x = torch.rand(2, 6, 14, 14)
    weight, bias = torch.zeros(16, 6, 5, 5), torch.zeros(16)
    for number, one in enumerate(lenet5.C3.maps):
        weight[number, one.seen] = one.conv.weight[0]
        bias[number] = one.conv.bias[0]
    assert torch.allclose(lenet5.C3(x), functional.conv2d(x, weight, bias), atol=1e-6)
    assert weight.count_nonzero() == 60 * 25


def test_sub_sampling_adds_four_neighbours_and_starts_as_their_average(lenet5):
    x = torch.rand(2, 6, 28, 28)
    assert torch.allclose(lenet5.S2(x), functional.avg_pool2d(x, 2))
    with torch.no_grad():
        lenet5.S2.coefficient[3], lenet5.S2.bias[3] = 2.0, -1.0
    four = x[:, 3, 0:2, 4:6].sum((1, 2))
    assert torch.allclose(lenet5.S2(x)[:, 3, 0, 2], 2.0 * four - 1.0)


def test_squashing_keeps_plus_and_minus_one_and_saturates_beyond():
    one = torch.tensor([-1.0, 0.0, 1.0])
    assert torch.allclose(lenet.squash(one), one, atol=1e-4)
    assert torch.allclose(lenet.squash(torch.tensor(50.0)), torch.tensor(1.7159))


def test_a_code_is_nowhere_from_itself_and_as_far_from_others_as_cells_differ():
    codes = lenet.codes(10)
    distances = lenet.RadialBasis(10)(codes)
    cells = (codes.unsqueeze(1) != codes.unsqueeze(0)).sum(2)
    assert torch.equal(distances, 4.0 * cells)
    assert (distances + 1000 * torch.eye(10)).min() >= 4 * 5
    x = torch.randn(3, 84)
    expanded = (x**2).sum(1, keepdim=True) - 2 * x @ codes.T + 84
    assert torch.allclose(lenet.RadialBasis(10)(x), expanded, atol=1e-4)


def test_codes_are_seven_by_twelve_pictures_of_plus_and_minus_one():
    assert lenet.codes(10).shape == (10, 84)
    assert set(lenet.codes(10).flatten().tolist()) == {-1.0, 1.0}
    assert torch.equal(lenet.codes(3), lenet.codes(10)[:3])
    assert not list(lenet.RadialBasis(10).parameters())


def test_there_are_codes_for_ten_digits_and_no_more():
    with pytest.raises(WrongOptionError, match="whole number from 1 to 10, not 11"):
        models.build("lenet5", classes=11)


def test_modern_lenet_is_dense_in_c3_and_trains_its_output():
    modern = models.build("lenet5-modern")
    layers = {name: measuring.parameters(layer) for name, layer in modern.named_children()}
    assert layers == {
        "conv1": 6 * (25 + 1),
        "pool1": 0,
        "conv2": 16 * (6 * 25 + 1),
        "pool2": 0,
        "fc1": 120 * (400 + 1),
        "fc2": 84 * (120 + 1),
        "fc3": 10 * (84 + 1),
    }
    more_in_c3 = (96 - 60) * 25
    pooling_less, output_more = 12 + 32, 850
    assert sum(layers.values()) == 60_000 + more_in_c3 - pooling_less + output_more == 61_706
