"""Dense CRF: every pixel asks every other, near ones and alike ones most, what they are.

Source:
    Krähenbühl & Koltun 2011, Efficient Inference in Fully Connected CRFs with Gaussian Edge
    Potentials, equation 3 and algorithm 1, https://arxiv.org/abs/1210.5644; the constants of
    DeepLab: Chen et al. 2014, section 4, https://arxiv.org/abs/1412.7062: w₂ = 3, σ_γ = 3, ten
    iterations; w₁, σ_α and σ_β are cross-validated for each of its networks, and here 5, 50 and 3,
    as in the authors' run_densecrf.sh, kept in https://github.com/TheLegendAli/DeepLab-Context

Variants:
    ``normalised=True``, the default, is the code that DeepLab ran: what a pixel hears is an average
    over all pixels, itself included. ``normalised=False`` is the equation as printed: a sum over
    all other pixels, which grows with the image, so the weights above are too large for it.

Counted:
    Nothing is trained: no parameters. Multiply-adds are those of the messages, N² for each class,
    kernel and iteration; making the kernels is pointwise work and does not count.

Deviations:
    Messages are exact, O(N²), for small images; the paper filters on a permutohedral lattice,
    O(N), which approximates the same sums.
    Unary potentials are minus the scores of a network; minus the logarithm of their softmax
    differs by the same number for all classes, which the softmax of each step takes out.
    Probabilities come out, not scores. Colours are meant to run from 0 to 255.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from quizlab_verifiers.models.network import Network, Published
from quizlab_verifiers.models.options import Switch

PAPER = (
    "Krähenbühl & Koltun 2011, Efficient Inference in Fully Connected CRFs with Gaussian Edge "
    "Potentials, https://arxiv.org/abs/1210.5644"
)


def positions(image: Tensor) -> Tensor:
    """Return the row and the column of each pixel: 2 × h × w for each image of the batch."""
    batch, _, height, width = image.shape
    rows = torch.arange(height, device=image.device, dtype=image.dtype)
    columns = torch.arange(width, device=image.device, dtype=image.dtype)
    grid = torch.stack(torch.meshgrid(rows, columns, indexing="ij"))
    return grid.expand(batch, 2, height, width)


class GaussianKernel(nn.Module):
    """How much each pixel listens to each other one.

    Args:
        normalised: Divide by what each pixel hears in all; else a pixel does not hear itself.
    """

    def __init__(self, *, normalised: bool) -> None:
        super().__init__()
        self.normalised = normalised

    def output_shape(self, image: tuple[int, ...]) -> tuple[int, ...]:
        """Return batch × pixels × pixels."""
        batch, _, height, width = image
        return batch, height * width, height * width

    def between(self, features: Tensor) -> Tensor:
        """Return exp(−|fᵢ − fⱼ|²/2) for all pixels i (rows) and j (columns)."""
        f = features.flatten(2)
        distances = (f.unsqueeze(3) - f.unsqueeze(2)).square().sum(dim=1)
        kernel = torch.exp(-distances / 2)
        if self.normalised:
            return kernel / kernel.sum(dim=2, keepdim=True)
        return kernel * (1 - torch.eye(kernel.shape[-1], device=kernel.device))


class AppearanceKernel(GaussianKernel):
    """Near pixels of like colour: 1 at distance 0, falling with σ_α pixels and σ_β of colour."""

    def __init__(self, sigma_alpha: float, sigma_beta: float, *, normalised: bool) -> None:
        super().__init__(normalised=normalised)
        self.sigma_alpha, self.sigma_beta = sigma_alpha, sigma_beta

    def forward(self, image: Tensor) -> Tensor:
        """Return what each pixel (row) takes from each other (column)."""
        place = positions(image) / self.sigma_alpha  # 2 × h × w
        colour = image / self.sigma_beta  # 3 × h × w
        return self.between(torch.cat((place, colour), dim=1))  # h·w × h·w


class SmoothnessKernel(GaussianKernel):
    """Near pixels whatever their colour: it removes small isolated regions."""

    def __init__(self, sigma_gamma: float, *, normalised: bool) -> None:
        super().__init__(normalised=normalised)
        self.sigma_gamma = sigma_gamma

    def forward(self, image: Tensor) -> Tensor:
        """Return what each pixel (row) takes from each other (column)."""
        return self.between(positions(image) / self.sigma_gamma)  # h·w × h·w


class MeanField(nn.Module):
    """Algorithm 1: messages, compatibility, local update, normalisation; again and again.

    The Potts model charges a pixel for what others believe in other labels than its own. That is
    all that they believe, less what they believe in the same label; "all" is the same for each
    label, so the softmax does not see it, and only the agreement is left to add.
    """

    def __init__(self, w1: float, w2: float, iterations: int) -> None:
        super().__init__()
        self.w1, self.w2, self.iterations = w1, w2, iterations

    def forward(self, scores: Tensor, appearance: Tensor, smoothness: Tensor) -> Tensor:
        """Return the probability of each label at each pixel."""
        unary = scores.flatten(2).transpose(1, 2)  # h·w × c: minus the potential
        q = F.softmax(unary, dim=2)  # h·w × c
        for _ in range(self.iterations):
            alike = appearance @ q  # h·w × c: the message of the first kernel
            near = smoothness @ q  # h·w × c: and of the second
            agreement = self.w1 * alike + self.w2 * near  # h·w × c
            q = F.softmax(unary + agreement, dim=2)  # h·w × c
        return q.transpose(1, 2).reshape(scores.shape)  # c × h × w


class DenseCRF(nn.Module):
    """Two kernels made from the image, and mean-field inference with them.

    Args:
        w1: Weight of the appearance kernel.
        w2: Weight of the smoothness kernel.
        sigma_alpha: Range of the appearance kernel in pixels.
        sigma_beta: Range of the appearance kernel in steps of colour, of which there are 256.
        sigma_gamma: Range of the smoothness kernel in pixels.
        iterations: Of the mean field.
        normalised: Average the messages instead of adding them up.
    """

    def __init__(
        self,
        *,
        w1: float = 5,
        w2: float = 3,
        sigma_alpha: float = 50,
        sigma_beta: float = 3,
        sigma_gamma: float = 3,
        iterations: int = 10,
        normalised: bool = True,
    ) -> None:
        super().__init__()
        self.appearance = AppearanceKernel(sigma_alpha, sigma_beta, normalised=normalised)
        self.smoothness = SmoothnessKernel(sigma_gamma, normalised=normalised)
        self.mean_field = MeanField(w1, w2, iterations)

    def forward(self, scores: Tensor, image: Tensor) -> Tensor:
        """Return the probability of each label at each pixel."""
        appearance = self.appearance(image)  # h·w × h·w
        smoothness = self.smoothness(image)  # h·w × h·w
        return self.mean_field(scores, appearance, smoothness)  # c × h × w


def dense_crf(*, normalised: Switch = True) -> DenseCRF:
    """Return the fully connected CRF with the constants of DeepLab."""
    return DenseCRF(normalised=normalised)


NETWORKS = (
    Network(
        name="dense-crf",
        title="Dense CRF",
        year=2011,
        paper=PAPER,
        builder=dense_crf,
        inputs=((21, 24, 32), (3, 24, 32)),
        outputs=((21, 24, 32),),
        published=(
            Published(
                "parameters", 0, "by hand: all constants are chosen, none is trained", by_hand=True
            ),
            Published(
                "macs",
                10 * 2 * (24 * 32) ** 2 * 21,
                "by hand: 10 iterations · 2 kernels · 768 × 768 pairs of pixels · 21 classes",
                by_hand=True,
            ),
        ),
    ),
)
