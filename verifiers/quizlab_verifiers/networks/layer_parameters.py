"""A question about one layer of a network: how many parameters it has."""

from __future__ import annotations

from quizlab.verify import AnswerPart, Count, Together
from quizlab_verifiers.maths.networks import totals
from quizlab_verifiers.maths.networks.layers import Convolution
from quizlab_verifiers.networks import built, layer_parameters_text
from quizlab_verifiers.networks.about_networks import AboutNetworks
from quizlab_verifiers.networks.layer_parameters_mistakes import MISTAKES
from quizlab_verifiers.networks.weighted_layers import (
    TOGETHER,
    LayerAsked,
    found,
    is_instructive,
    refusal,
)

_COMFORTABLE = 5_000_000


class LayerParameters(AboutNetworks[LayerAsked]):
    """``model.layer-parameters``: the parameters of a layer inside of a network."""

    id = "model.layer-parameters"
    version = 1
    title = "Parameters of a layer of a network"
    Parameters = LayerAsked
    parts = (AnswerPart("parameters", Count()),)
    convention = (
        "Trained numbers alone, every digit of them, for the usual number of classes. A layer has "
        "biases unless a batch norm follows at once; exceptions are said. Shapes are channels × "
        "height × width."
    )
    citation = (
        "torch.nn.Conv2d, Variables, "
        "https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv2d.html; Ioffe & Szegedy "
        "2015, Batch Normalization, section 3.2, https://arxiv.org/abs/1502.03167"
    )
    code = totals.parameters
    misconceptions = MISTAKES
    together = Together(("network", "layer"), TOGETHER)

    def where(self, v: LayerAsked) -> str | None:
        """Refuse what is no layer with weights of the network."""
        return refusal(v)

    def comfortable(self, v: LayerAsked) -> bool:
        """Hold draws to what can be multiplied on paper."""
        return self.compute(v) <= _COMFORTABLE

    def difficulty(self, v: LayerAsked) -> int:
        """1: norms, linear layers, 1 × 1. 3: groups, lines, transposed. 2: all other kernels."""
        layer = found(v.network, v.layer).step.layer
        if is_instructive(layer):
            return 3
        return 2 if isinstance(layer, Convolution) and max(layer.kernel) > 1 else 1

    def compute(self, v: LayerAsked) -> int:
        """Work the one step of the recording that the layer takes."""
        return totals.parameters((found(v.network, v.layer).step,))

    def reference(self, v: LayerAsked) -> int:
        """Build the network without memory for its weights, and count what the module holds."""
        return built.layer_parameters(v.network, v.layer)

    def prompt(self, v: LayerAsked, language: str = "en") -> str:
        """Name the network and the layer, and say what it does."""
        del language
        return layer_parameters_text.prompt(v)

    def explain(self, v: LayerAsked, language: str = "en") -> tuple[str, ...]:
        """Say what such a layer holds, then count."""
        del language
        return layer_parameters_text.explain(v)
