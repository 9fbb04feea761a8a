import pytest
import torch
from torch import nn
from torch.nn import functional

from quizlab_verifiers import models
from quizlab_verifiers.models.segmentation import gcn
from quizlab_verifiers.networks import measuring


def on_meta():
    with torch.device("meta"):
        return models.build("gcn").eval()


def noting(name, shapes):
    """A hook that keeps the shape of what leaves a module."""

    def hook(_, __, output):
        shapes[name] = tuple(output.shape[1:])

    return hook


def test_the_two_paths_are_one_convolution_with_a_full_square_kernel():
    k = 7
    layer = gcn.LargeKernel(3, 2, k).double()
    for one in layer.children():
        nn.init.zeros_(one.bias)
    x = torch.randn(1, 3, 20, 20, dtype=torch.float64)
    tall, wide = layer.left1.weight[..., 0], layer.left2.weight[:, :, 0]
    square = torch.einsum("mci,omj->ocij", tall, wide)
    wide, tall = layer.right1.weight[:, :, 0], layer.right2.weight[..., 0]
    square = square + torch.einsum("mcj,omi->ocij", wide, tall)
    assert square.shape == (2, 3, k, k)
    assert torch.allclose(layer(x), functional.conv2d(x, square, padding=k // 2))


def test_at_the_coarsest_map_a_kernel_of_15_sees_all_but_a_corner_of_16():
    layer = gcn.LargeKernel(1, 1)
    for one in layer.children():
        nn.init.ones_(one.weight)
    x = torch.zeros(1, 1, 16, 16, requires_grad=True)
    layer(x)[0, 0, 8, 8].backward()
    assert (x.grad != 0).sum() == 15 * 15


@pytest.mark.parametrize(("k", "printed"), [(3, 260), (5, 434), (7, 608), (9, 782)])
def test_a_large_kernel_has_the_parameters_of_table_2(k, printed):
    with torch.device("meta"):
        layer = gcn.LargeKernel(2048, 21, k)
    assert measuring.parameters(layer) // 1000 == printed
    assert measuring.parameters(layer) == 2 * k * 21 * (2048 + 21) + 4 * 21


def test_boundary_refinement_is_a_residual_on_score_maps():
    refinement = gcn.BoundaryRefinement(4)
    scores = torch.randn(1, 4, 8, 8)
    residual = refinement.conv2(functional.relu(refinement.conv1(scores)))
    assert torch.equal(refinement(scores), scores + residual)
    assert measuring.parameters(refinement) == 2 * (9 * 4 * 4 + 4)


def test_a_deconvolution_starts_as_bilinear_interpolation_of_each_class():
    scores = torch.randn(1, 3, 6, 6)
    doubled = gcn.deconvolution(3)(scores)
    smooth = functional.interpolate(scores, scale_factor=2, mode="bilinear")
    # At the rim the one extends the map by zeros, the other by its last values.
    assert torch.allclose(doubled[..., 1:-1, 1:-1], smooth[..., 1:-1, 1:-1], atol=1e-6)


def test_scores_are_added_from_the_coarsest_map_to_the_finest():
    network, added = on_meta(), {}
    for name in ("refine4", "refine3", "refine2", "refine1", "refine0"):
        network.get_submodule(name).register_forward_hook(noting(name, added))
    with torch.device("meta"):
        network(*models.describe("gcn").example())
    assert list(added.values()) == [(21, side, side) for side in (32, 64, 128, 256, 512)]


def thin():
    """GCN with single convolutions of four channels for stages and large kernels."""
    with torch.device("meta"):
        network = gcn.GCN(3)
    network.conv1, network.bn1 = nn.Conv2d(3, 4, 7, stride=2, padding=3), nn.Identity()
    for number in (2, 3, 4, 5):
        stage = nn.Conv2d(4, 4, 1, stride=1 if number == 2 else 2)
        setattr(network, f"res{number}", stage)
        setattr(network, f"score{number}", nn.Conv2d(4, 3, 1))
    for number in range(5):
        setattr(network, f"up{number + 1}", gcn.deconvolution(3))
        setattr(network, f"refine{number}", gcn.BoundaryRefinement(3))
    return network.eval()


def test_what_is_refined_is_the_doubled_map_plus_the_scores_of_its_own_stage():
    torch.manual_seed(0)
    network, given, made = thin(), {}, {}
    for name, child in network.named_children():
        child.register_forward_hook(lambda _, args, __, name=name: given.update({name: args[0]}))
        child.register_forward_hook(lambda _, __, out, name=name: made.update({name: out}))
    with torch.no_grad():
        scores = network(torch.randn(1, 3, 64, 96))
    for number in (4, 3, 2):
        expected = made[f"up{number + 1}"] + made[f"score{number}"]
        assert torch.equal(given[f"refine{number}"], expected)
    assert given["up5"] is made["score5"]
    assert given["refine1"] is made["up2"]
    assert given["refine0"] is made["up1"]
    assert scores is made["refine0"]


def test_four_large_kernels_look_at_the_four_stages_of_resnet_152():
    network = on_meta()
    depths = [len(network.get_submodule(f"res{number}")) for number in (2, 3, 4, 5)]
    assert depths == [3, 8, 36, 3]
    kernels = [network.get_submodule(f"score{number}")[0] for number in (2, 3, 4, 5)]
    assert [one.left1.in_channels for one in kernels] == [256, 512, 1024, 2048]
    assert {one.left1.kernel_size for one in kernels} == {(15, 1)}
    assert sum(isinstance(m, gcn.BoundaryRefinement) for m in network.modules()) == 9
