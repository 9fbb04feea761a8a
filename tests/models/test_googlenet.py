"""GoogLeNet against table 1 and section 5 of its paper."""

import pytest
import torch
from torch import nn
from torch.nn import functional

from quizlab_verifiers import models

ROWS = {
    # columns of table 1: inputs, 1×1, 3×3 reduce, 3×3, 5×5 reduce, 5×5, pool proj; side; Mops
    "3a": ((192, 64, 96, 128, 16, 32, 32), 28, 128),
    "3b": ((256, 128, 128, 192, 32, 96, 64), 28, 304),
    "4a": ((480, 192, 96, 208, 16, 48, 64), 14, 73),
    "4b": ((512, 160, 112, 224, 24, 64, 64), 14, 88),
    "4c": ((512, 128, 128, 256, 24, 64, 64), 14, 100),
    "4d": ((512, 112, 144, 288, 32, 64, 64), 14, 119),
    "4e": ((528, 256, 160, 320, 32, 128, 128), 14, 170),
    "5a": ((832, 256, 160, 320, 32, 128, 128), 7, 51),  # the table prints 54
    "5b": ((832, 384, 192, 384, 48, 128, 128), 7, 71),
}
PARAMS = {"3a": 159, "3b": 380, "4a": 364, "4b": 437, "4c": 463}
PARAMS |= {"4d": 580, "4e": 840, "5a": 1072, "5b": 1388}
OPS = 34 + 360 + sum(row[2] for row in ROWS.values()) + 3 + 1


@pytest.fixture(scope="module")
def network():
    with torch.device("meta"):
        return models.build("googlenet").eval()


def weights(module):
    return sum(one.numel() for one in module.parameters() if one.dim() > 1)


@pytest.mark.parametrize("row", ROWS)
def test_the_weights_of_a_module_follow_from_the_columns_of_its_row(network, row):
    (c, one, reduce3, three, reduce5, five, proj), side, ops = ROWS[row]
    by_hand = c * (one + reduce3 + reduce5 + proj) + 9 * reduce3 * three + 25 * reduce5 * five
    assert weights(getattr(network, f"inception_{row}")) == by_hand
    assert abs(by_hand * side**2 / 1e6 - ops) < 1
    if row not in {"4c", "5a"}:
        assert by_hand / 1024 == pytest.approx(PARAMS[row], rel=0.02)


def test_the_columns_of_the_paper_sum_up_to_what_is_published():
    assert 2.7 + 112 + sum(PARAMS.values()) + 1000 == pytest.approx(6797.7)
    assert OPS == 1502


def test_the_first_row_of_the_table_is_that_of_a_separable_convolution(network):
    separable = 3 * 8 * 7 * 7 + 3 * 8 * 64
    assert round(separable / 1000, 1) == 2.7
    assert round(separable * 112**2 / 1e6) == 34
    assert weights(network.conv1) == 3 * 64 * 7 * 7 == 9408


def test_two_layers_and_nine_modules_and_a_linear_one_make_22_layers(network):
    modules = [name for name, _ in network.named_children() if name.startswith("inception")]
    deep = [1 + len(getattr(network, name).branch_5x5) - 1 for name in modules]
    assert 1 + len(network.conv2) + sum(deep) + 1 == 22


def test_there_is_no_batch_normalisation_and_a_5x5_in_every_module(network):
    assert not any(isinstance(one, nn.BatchNorm2d) for one in network.modules())
    fives = [m for m in network.modules() if isinstance(m, nn.Conv2d) and m.kernel_size == (5, 5)]
    assert len(fives) == 9


def test_a_module_joins_what_its_four_branches_find():
    torch.manual_seed(0)
    module = models.build("googlenet").inception_3a
    x = torch.randn(1, 192, 6, 6)
    p = dict(module.named_parameters())

    def convolved(y, name, padding=0):
        return functional.relu(
            functional.conv2d(y, p[f"{name}.0.weight"], p[f"{name}.0.bias"], padding=padding)
        )

    expected = (
        convolved(x, "branch_1x1"),
        convolved(convolved(x, "branch_3x3.0"), "branch_3x3.1", padding=1),
        convolved(convolved(x, "branch_5x5.0"), "branch_5x5.1", padding=2),
        convolved(functional.max_pool2d(x, 3, 1, 1), "branch_pool.1"),
    )
    torch.testing.assert_close(module(x), torch.cat(expected, dim=1))


def test_the_last_window_of_a_pool_hangs_over_the_edge(network):
    rows = torch.arange(112.0).reshape(1, 1, 112, 1).expand(1, 1, 112, 112)
    pooled = network.pool1(rows)
    assert pooled.shape == (1, 1, 56, 56)
    assert pooled[0, 0, -2, 0] == 110, "rows 108 to 110"
    assert pooled[0, 0, -1, 0] == 111, "rows 110 and 111"


def test_the_auxiliary_classifiers_leave_the_main_one_alone():
    torch.manual_seed(0)
    trained = models.build("googlenet", classes=3, auxiliary=True).eval()
    used = models.build("googlenet", classes=3).eval()
    used.load_state_dict(trained.state_dict(), strict=False)
    x = torch.randn(1, 3, 224, 224)
    with torch.no_grad():
        scores, lower, upper = trained(x)
        assert torch.equal(used(x), scores)
    assert lower.shape == upper.shape == scores.shape


def test_the_auxiliary_classifiers_average_14_to_4_and_sit_on_4a_and_4d():
    with torch.device("meta"):
        network = models.build("googlenet", auxiliary=True)
        assert network.auxiliary_4a.pool(torch.empty(1, 512, 14, 14)).shape[-2:] == (4, 4)
    assert weights(network.auxiliary_4a) == 512 * 128 + 2048 * 1024 + 1024 * 1000
    assert weights(network.auxiliary_4d) == 528 * 128 + 2048 * 1024 + 1024 * 1000
