"""A question about networks: the shape of what leaves a stage."""

from __future__ import annotations

from quizlab.verify import AnswerPart, Shape
from quizlab_verifiers.maths.networks import totals
from quizlab_verifiers.networks import inside, known, naming
from quizlab_verifiers.networks.about_networks import AboutNetworks
from quizlab_verifiers.networks.image_asked import image, is_usual, refusal, size_of
from quizlab_verifiers.networks.layer_output_shape_branches import joined
from quizlab_verifiers.networks.layer_output_shape_mistakes import MISTAKES
from quizlab_verifiers.networks.layer_output_shape_parameters import (
    TOGETHER,
    LayerOutputShapeParameters,
    is_even,
    made_of_image,
    refused,
)
from quizlab_verifiers.networks.layer_output_shape_text import METHOD, steps_of
from quizlab_verifiers.wording import listed

_MOST_BRANCHES = 8


class LayerOutputShape(AboutNetworks[LayerOutputShapeParameters]):
    """``model.layer-output-shape``: the shape of what leaves a stage of a network."""

    id = "model.layer-output-shape"
    version = 1
    title = "Output shape of a stage of a network"
    Parameters = LayerOutputShapeParameters
    parts = (AnswerPart("shape", Shape()),)
    convention = (
        "Channels × height × width of one image, without the batch axis; convolutions round down, "
        "and pooling does unless its network rounds up (GoogLeNet and others from Caffe)."
    )
    citation = (
        "Dumoulin & Visin, A guide to convolution arithmetic for deep learning, "
        "https://arxiv.org/abs/1603.07285; the layers are those of each network's paper, which "
        "`quizlab model NETWORK` names"
    )
    code = totals.output_shape
    misconceptions = MISTAKES
    together = TOGETHER

    def where(self, v: LayerOutputShapeParameters) -> str | None:
        """Refuse stages that a network has not, and images that it cannot take."""
        return refused(v.network, v.stage) or refusal(v.network, v.size)

    def difficulty(self, v: LayerOutputShapeParameters) -> int:
        """1: the usual image. 2: another one that is halved without rest. 3: rounding matters."""
        if is_usual(v.network, v.size):
            return 1
        return 2 if is_even(v) else 3

    def compute(self, v: LayerOutputShapeParameters) -> tuple[int, ...]:
        """Work the shape out, layer by layer from the image on."""
        return made_of_image(v)[inside.modules(v.network)[v.stage].last][1:]

    def reference(self, v: LayerOutputShapeParameters) -> tuple[int, ...]:
        """Run the built network on a tensor without numbers and look at what leaves the stage."""
        from quizlab_verifiers.networks import built

        return built.shapes(v.network, size_of(v.network, v.size))[v.stage]

    def prompt(self, v: LayerOutputShapeParameters, language: str = "en") -> str:
        """Name the network, the image and the stage among the others."""
        del language
        return (
            f"An image of ${image(v.network, v.size)}$ runs through "
            f"{naming.named(v.network)}, stage by stage: {naming.listing(inside.stages(v.network))}.\n\n"
            f"In `{v.stage}` there is: {naming.contents(v.network, v.stage)}."
            f"{self._branches(v)}\n\n"
            f"What is the shape of what leaves `{v.stage}`, as channels × height × width?"
        )

    def _branches(self, v: LayerOutputShapeParameters) -> str:
        """Tell how wide branches are, which few know by heart."""
        shapes = known.shapes(v.network)
        widths = [str(shapes[place][1]) for place in joined(v)]
        if not 1 < len(widths) <= _MOST_BRANCHES:
            return ""
        return f" The branches that it concatenates have {listed(widths)} channels."

    def explain(self, v: LayerOutputShapeParameters, language: str = "en") -> tuple[str, ...]:
        """Go to the stage, then work its sides and channels."""
        del language
        return (METHOD, *steps_of(v))
