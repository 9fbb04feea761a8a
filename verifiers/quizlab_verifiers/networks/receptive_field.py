"""A question about networks: how much of the image a unit of a layer sees."""

from __future__ import annotations

from quizlab.verify import AnswerPart, Count
from quizlab_verifiers.maths.networks import totals
from quizlab_verifiers.networks import naming
from quizlab_verifiers.networks.about_networks import AboutNetworks
from quizlab_verifiers.networks.receptive_field_mistakes import MISTAKES, way
from quizlab_verifiers.networks.receptive_field_parameters import (
    TOGETHER,
    ReceptiveFieldParameters,
    refused,
    seen,
)
from quizlab_verifiers.networks.receptive_field_text import METHOD, splits, steps_of, told

_FEW, _SOME = 6, 16
"""Windows on the way to layers that are easy, and not hard yet."""


class ReceptiveField(AboutNetworks[ReceptiveFieldParameters]):
    """``model.receptive-field``: the receptive field of a layer of a network."""

    id = "model.receptive-field"
    version = 1
    title = "Receptive field of a layer of a network"
    Parameters = ReceptiveFieldParameters
    parts = (AnswerPart("field", Count()),)
    convention = (
        "The theoretical receptive field in pixels along one side: all that can change the unit, "
        "as if the image had no border, so it may be larger than the image."
    )
    citation = (
        "Araujo, Norris & Sim 2019, Computing Receptive Fields of Convolutional Neural Networks, "
        "Distill, https://distill.pub/2019/computing-receptive-fields/; the layers are those of "
        "each network's paper, which `quizlab model NETWORK` names"
    )
    code = totals.view
    misconceptions = MISTAKES
    together = TOGETHER

    def where(self, v: ReceptiveFieldParameters) -> str | None:
        """Refuse layers that a network has not, and those without a field of their own."""
        return refused(v.network, v.layer)

    def difficulty(self, v: ReceptiveFieldParameters) -> int:
        """1: few windows on the way. 2: some. 3: many, or dilation."""
        wide = [window for window in way(v) if window.kernel > 1]
        if len(wide) > _SOME or any(window.dilation > 1 for window in wide):
            return 3
        return 1 if len(wide) <= _FEW else 2

    def compute(self, v: ReceptiveFieldParameters) -> int:
        """Widen the field window by window, from the image on."""
        return int(seen(v.network, v.layer)[0].field)

    def reference(self, v: ReceptiveFieldParameters) -> int:
        """Walk back from a unit of the built network through torch's own graph."""
        from quizlab_verifiers.networks import looking_back

        return looking_back.receptive_field(v.network, v.layer)

    def prompt(self, v: ReceptiveFieldParameters, language: str = "en") -> str:
        """Name the network, the layer and the windows up to it."""
        del language
        branches = ", those of all branches and shortcuts" if splits(v) else ""
        return (
            f"{naming.named(v.network)} looks at an image through these windows{branches}, stage "
            f"by stage up to `{v.layer}`:\n\n{told(v)}\n\n"
            f"How many pixels along each side does a unit see in what leaves `{v.layer}` (its "
            "receptive field)?"
        )

    def explain(self, v: ReceptiveFieldParameters, language: str = "en") -> tuple[str, ...]:
        """Go along the widest way, then work the layer itself."""
        del language
        return (METHOD, *steps_of(v))
