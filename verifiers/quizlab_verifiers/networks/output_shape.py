"""A question about networks: the shape of what they return."""

from __future__ import annotations

from quizlab.verify import AnswerPart, Shape, Together
from quizlab_verifiers.maths.networks import totals
from quizlab_verifiers.networks.about_networks import AboutNetworks
from quizlab_verifiers.networks.classes import classes_of, counted_for, task
from quizlab_verifiers.networks.image_asked import image, size_of
from quizlab_verifiers.networks.naming import named
from quizlab_verifiers.networks.output_shape_asked import (
    SCORES,
    TOGETHER,
    OutputAsked,
    traced,
    where,
)
from quizlab_verifiers.networks.output_shape_mistakes import MISTAKES
from quizlab_verifiers.networks.output_shape_text import explained
from quizlab_verifiers.notation import digits, shape

_WANTED = {
    "unet": "Its convolutions have no padding, as in the paper. What shape does it return",
    "yolo-v1": "What shape do its predictions have, height and width of the grid first",
    "yolo-v2": "What shape do its predictions have, before boxes are decoded",
    "yolo-v3": "It returns three maps of predictions. What shape does the coarsest have, before "
    "boxes are decoded",
    "ssd300": "It returns offsets and class scores of all default boxes. What shape do the class "
    "scores have",
}
_REST = "What shape does it return"


class OutputShape(AboutNetworks[OutputAsked]):
    """``model.output-shape``: the shape of what a network returns for one image."""

    id = "model.output-shape"
    version = 1
    title = "Output shape of a network"
    Parameters = OutputAsked
    parts = (AnswerPart("shape", Shape()),)
    convention = (
        "PyTorch: channels x height x width, without the batch axis; a classifier returns a vector. "
        "Scores are those before softmax or argmax, predictions those before boxes are decoded. "
        "Where the background is scored, the number of classes counts it."
    )
    citation = (
        "Dumoulin & Visin, A guide to convolution arithmetic for deep learning, "
        "https://arxiv.org/abs/1603.07285; each network's paper stands in `quizlab model NAME`"
    )
    code = totals.output_shape
    misconceptions = MISTAKES
    together = Together(("network", "size", "classes"), TOGETHER)

    def where(self, v: OutputAsked) -> str | None:
        """Refuse images and classes that the network cannot take."""
        return where(v)

    def difficulty(self, v: OutputAsked) -> int:
        """1: classifiers. 2: segmentation with padding. 3: grids, default boxes, U-Net."""
        if task(v.network) == "classification":
            return 1
        return 2 if task(v.network) == "segmentation" and v.network != "unet" else 3

    def compute(self, v: OutputAsked) -> tuple[int, ...]:
        """Follow the shape through the recorded network."""
        return traced(v).output

    def reference(self, v: OutputAsked) -> tuple[int, ...]:
        """Run the real network without numbers."""
        from quizlab_verifiers.networks import built

        made = built.outputs(
            v.network, size_of(v.network, v.size), classes_of(v.network, v.classes)
        )
        return made[SCORES.get(v.network, 0)]

    def prompt(self, v: OutputAsked, language: str = "en") -> str:
        """Name the network, its classes and its image."""
        del language
        classes = counted_for(v.network, classes_of(v.network, v.classes))
        return (
            f"{named(v.network)} is built for {classes} and given one image of ${image(v.network, v.size)}$.\n\n"
            f"{_WANTED.get(v.network, _REST)}, without the batch axis?"
        )

    def explain(self, v: OutputAsked, language: str = "en") -> tuple[str, ...]:
        """Show the maps on the way, and what becomes of the last."""
        del language
        output = traced(v).output
        if len(output) == 1:
            count = digits(output[0])
            result = f"One score for each of the ${count}$ classes: a vector of ${count}$."
        else:
            result = f"So the shape is ${shape(output)}$."
        return (*explained(v), result)
