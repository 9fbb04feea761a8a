from math import exp

import pytest
import torch

from quizlab_verifiers.models.segmentation.dense_crf import DenseCRF
from quizlab_verifiers.networks.measuring import parameters


def plain_python(scores, image, crf, *, normalised):
    """Equation 3 and algorithm 1 with loops: labels l, pixels (y, x), no matrices."""
    alpha, beta = crf.appearance.sigma_alpha, crf.appearance.sigma_beta
    gamma = crf.smoothness.sigma_gamma
    labels, height, width = len(scores), len(scores[0]), len(scores[0][0])
    pixels = [(y, x) for y in range(height) for x in range(width)]

    def normal(energies):
        weights = [exp(-e) for e in energies]
        return [weight / sum(weights) for weight in weights]

    def kernel(which, p, q):
        space = (p[0] - q[0]) ** 2 + (p[1] - q[1]) ** 2
        if which == "smoothness":
            return exp(-space / (2 * gamma**2))
        colour = sum((c[p[0]][p[1]] - c[q[0]][q[1]]) ** 2 for c in image)
        return exp(-space / (2 * alpha**2) - colour / (2 * beta**2))

    unary = {p: [-scores[k][p[0]][p[1]] for k in range(labels)] for p in pixels}
    belief = {p: normal(unary[p]) for p in pixels}
    for _ in range(crf.mean_field.iterations):
        new = {}
        for p in pixels:
            energies = list(unary[p])
            for which, weight in (
                ("appearance", crf.mean_field.w1),
                ("smoothness", crf.mean_field.w2),
            ):
                others = [q for q in pixels if normalised or q != p]
                heard = sum(kernel(which, p, q) for q in others) if normalised else 1
                for mine in range(labels):
                    energies[mine] += weight * sum(
                        kernel(which, p, q) * belief[q][theirs] / heard
                        for q in others
                        for theirs in range(labels)
                        if theirs != mine
                    )
            new[p] = normal(energies)
        belief = new
    return torch.tensor(
        [[[belief[y, x][k] for x in range(width)] for y in range(height)] for k in range(labels)]
    )


@pytest.mark.parametrize("normalised", [True, False])
def test_it_is_the_mean_field_of_the_paper_written_out(normalised):
    torch.manual_seed(0)
    scores, image = torch.randn(1, 3, 4, 4), torch.rand(1, 3, 4, 4) * 20
    # Unnormalised messages add up over 15 pixels: small weights keep the labels undecided.
    w1, w2 = (5, 3) if normalised else (0.3, 0.2)
    crf = DenseCRF(
        w1=w1,
        w2=w2,
        sigma_alpha=4,
        sigma_beta=9,
        sigma_gamma=1.5,
        iterations=3,
        normalised=normalised,
    )
    expected = plain_python(scores[0].tolist(), image[0].tolist(), crf, normalised=normalised)
    torch.testing.assert_close(crf(scores, image)[0], expected)
    assert expected.max() < 0.999


def test_probabilities_sum_to_one():
    torch.manual_seed(0)
    probabilities = DenseCRF()(torch.randn(2, 21, 6, 8), torch.rand(2, 3, 6, 8) * 255)
    torch.testing.assert_close(probabilities.sum(dim=1), torch.ones(2, 6, 8))


def test_a_lone_wrong_label_in_a_region_of_one_colour_flips():
    scores = torch.zeros(1, 2, 7, 7)
    scores[:, 0] = 1.0
    scores[0, :, 3, 3] = torch.tensor([0.0, 1.0])
    before = scores.argmax(dim=1)
    after = DenseCRF()(scores, torch.full((1, 3, 7, 7), 100.0)).argmax(dim=1)
    assert before[0, 3, 3] == 1
    assert not after.any()


def half_known():
    """The left half is sure of label 0; the right half knows nothing."""
    scores = torch.zeros(1, 2, 6, 8)
    scores[:, 0, :, :4] = 4.0
    image = torch.full((1, 3, 6, 8), 100.0)
    return scores, image


def test_an_edge_of_colour_stops_the_appearance_kernel():
    scores, image = half_known()
    crf = DenseCRF(w2=0)
    without_edge = crf(scores, image)
    image[..., 4:] = 200.0
    with_edge = crf(scores, image)
    assert (without_edge[0, 0, :, 4:] > 0.9).all()
    torch.testing.assert_close(with_edge[0, 0, :, 4:], torch.full((6, 4), 0.5))


def test_the_smoothness_kernel_does_not_see_colours():
    scores, image = half_known()
    crf = DenseCRF(w1=0)
    flat = crf(scores, image)
    image[..., 4:] = 200.0
    assert torch.equal(crf(scores, image), flat)


def test_scores_and_their_logarithmic_softmax_are_the_same_unary():
    torch.manual_seed(0)
    scores, image = torch.randn(1, 4, 5, 5), torch.rand(1, 3, 5, 5) * 255
    crf = DenseCRF()
    torch.testing.assert_close(crf(scores, image), crf(scores.log_softmax(dim=1), image))


def test_without_weights_it_is_the_softmax():
    torch.manual_seed(0)
    scores, image = torch.randn(1, 4, 5, 5), torch.rand(1, 3, 5, 5) * 255
    torch.testing.assert_close(DenseCRF(w1=0, w2=0)(scores, image), scores.softmax(dim=1))


@pytest.mark.parametrize("normalised", [True, False])
def test_the_kernels_say_their_shape_and_are_not_trained(normalised):
    crf, image = DenseCRF(normalised=normalised), torch.rand(2, 3, 4, 5) * 255
    for kernel in (crf.appearance, crf.smoothness):
        made = kernel(image)
        assert tuple(made.shape) == kernel.output_shape(tuple(image.shape)) == (2, 20, 20)
        if normalised:
            torch.testing.assert_close(made.sum(dim=2), torch.ones(2, 20))
        else:
            assert not made.diagonal(dim1=1, dim2=2).any()
    assert parameters(crf) == 0
