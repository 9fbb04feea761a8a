"""A question about networks: how many multiply-adds one image takes."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from quizlab.verify import AnswerPart, Together, in_words
from quizlab_verifiers.maths.networks import totals
from quizlab_verifiers.networks import known, versions
from quizlab_verifiers.networks.about_networks import AboutNetworks
from quizlab_verifiers.networks.costs import by_area
from quizlab_verifiers.networks.image_asked import image, size_of
from quizlab_verifiers.networks.macs_asked import (
    ANSWER,
    BY_HEART,
    TOGETHER,
    MacsAsked,
    costs_of,
    is_usual_image,
    shrinks_evenly,
    usual_costs,
    where,
)
from quizlab_verifiers.networks.macs_mistakes import MISTAKES
from quizlab_verifiers.networks.naming import named
from quizlab_verifiers.notation import digits, equals, shape
from quizlab_verifiers.wording import sides, table

if TYPE_CHECKING:
    from quizlab_verifiers.networks.known import Size
    from quizlab_verifiers.networks.parts import Part

_LINE_BY_LINE = (
    "A convolution takes, for each cell of its output, as many multiply-adds as a kernel has "
    "weights; a fully connected layer takes one for each weight:\n\n"
    "$$K H' W' \\, \\frac{C}{g} \\, k^2 \\qquad\\qquad n_{in} \\cdot n_{out}$$\n\n"
    "Follow the sides $H'$ and $W'$ from layer to layer, and add up."
)
_BY_AREA = (
    "Kernels stay what they are; there are only more or fewer cells for them to work at. So the "
    "multiply-adds of convolutions scale with the area of the image, the square of its side, as "
    "long as every map scales evenly. Layers behind a global pooling see one vector, and take as "
    "many as before."
)


class Macs(AboutNetworks[MacsAsked]):
    """``model.macs``: the multiply-adds of a whole network."""

    id = "model.macs"
    version = 1
    title = "Multiply-adds of a network"
    Parameters = MacsAsked
    parts = (AnswerPart("macs", ANSWER),)
    convention = (
        "Multiply-adds (MACs) of convolutions and fully connected layers for one image, at "
        "inference; a FLOP count is twice as large. Biases, norms, activations, pooling, additions "
        "and auxiliary heads are not counted, taps on padding are. The network is the one that "
        "quizlab model NAME describes, with its usual classes."
    )
    citation = (
        "He et al. 2015, Deep Residual Learning, table 1 (FLOPs there are multiply-adds), "
        "https://arxiv.org/abs/1512.03385; torch.utils.flop_counter, "
        "https://github.com/pytorch/pytorch/blob/main/torch/utils/flop_counter.py"
    )
    code = totals.macs
    misconceptions = MISTAKES
    together = Together(("network", "size", "anchor"), TOGETHER)

    def where(self, v: MacsAsked) -> str | None:
        """Refuse images that the network cannot take, and a question that holds its answer."""
        return where(v)

    def comfortable(self, v: MacsAsked) -> bool:
        """Hold draws to the usual image, and to images that scale every map evenly."""
        return is_usual_image(v) or shrinks_evenly(v.network, v.size)

    def difficulty(self, v: MacsAsked) -> int:
        """1: the usual count is told, and scales evenly. 2: known by heart. 3: neither."""
        if v.anchor:
            return 1 if shrinks_evenly(v.network, v.size) else 3
        return 2 if is_usual_image(v) or v.network in BY_HEART else 3

    def compute(self, v: MacsAsked) -> int:
        """Add up the layers of the recorded network."""
        return costs_of(v).total

    def reference(self, v: MacsAsked) -> int:
        """Have torch count while the real network runs without numbers."""
        from quizlab_verifiers.networks import built

        return built.macs(v.network, size_of(v.network, v.size))

    def prompt(self, v: MacsAsked, language: str = "en") -> str:
        """Name the network and its image."""
        del language
        classes = digits(known.usual_classes(v.network))
        version = versions.which(v.network)
        version = f" {version}" if version else ""
        given = f"one image of ${image(v.network, v.size)}$"
        if not v.anchor:
            return (
                f"{named(v.network)} is built for its usual ${classes}$ classes.{version}\n\n"
                f"How many multiply-adds (MACs, not FLOPs) does it take for {given}?"
            )
        return (
            f"{named(v.network)}, built for its usual ${classes}$ classes, takes "
            f"${digits(usual_costs(v).total)}$ multiply-adds (MACs) for an image of "
            f"${image(v.network, 0)}$.{version}\n\nHow many does it take for {given}?"
        )

    def explain(self, v: MacsAsked, language: str = "en") -> tuple[str, ...]:
        """Scale the usual count where that is exact, else add up part by part."""
        del language
        if not is_usual_image(v) and shrinks_evenly(v.network, v.size):
            return (_BY_AREA, *self._scaled(v), self._result(v))
        return (_LINE_BY_LINE, *self._added(v), self._result(v))

    def _scaled(self, v: MacsAsked) -> tuple[str, ...]:
        size, usual = size_of(v.network, v.size), known.usual_size(v.network)
        all_of_usual, fixed = usual_costs(v).total, costs_of(v).fixed
        start = (
            f"At ${shape(usual)}$ the network takes ${digits(all_of_usual)}$ multiply-adds"
            + (
                f". Of these, ${digits(fixed)}$ lie behind a global pooling and stay."
                if fixed
                else ", and all of them scale with the area."
            )
            + "\n\n"
            + _table(usual_costs(v).parts)
        )
        moving = f"({digits(all_of_usual)} - {digits(fixed)})" if fixed else digits(all_of_usual)
        rest = f" + {digits(fixed)}" if fixed else ""
        ratio = f"\\frac{{{_area(size)}}}{{{_area(usual)}}}"
        scaled = (
            f"Every side divides evenly on the way, so {'the rest' if fixed else 'all'} scales by "
            f"${ratio} {equals(prod(size) / prod(usual), 5)}$:\n\n"
            f"$${moving} \\cdot {ratio}{rest}$$"
        )
        return start, scaled

    def _added(self, v: MacsAsked) -> tuple[str, ...]:
        found = costs_of(v)
        dearest = (
            f"The layer that takes most, `{found.dearest}`, shows how it is counted; its factors "
            "are output channels, height and width, then input channels that a kernel sees, and "
            "the kernel's sides:\n\n"
            f"$${shape(found.product)} = {digits(prod(found.product))}$$"
        )
        parts = (
            f"Part by part, at ${shape(size_of(v.network, v.size))}$ (what takes no multiply-adds "
            f"is left out):\n\n{_table(found.parts)}"
        )
        if is_usual_image(v):
            return dearest, parts
        rough = round(by_area(v.network, size_of(v.network, v.size)))
        rounded = (
            f"The sides of some maps are rounded, or edges are added or lost, so scaling the usual "
            f"count by the area would give ${digits(rough)}$ instead."
        )
        return dearest, f"{parts}\n\n{rounded}"

    def _result(self, v: MacsAsked) -> str:
        total = self.compute(v)
        style = "billions" if total >= 10**9 else "millions" if total >= 10**6 else "thousands"
        return (
            f"Together ${digits(total)}$ multiply-adds, about {in_words(total, style)}; as FLOPs "
            "they would count twice."
        )


def _area(size: Size) -> str:
    return f"{size[0]}^2" if size[0] == size[1] else " \\cdot ".join(map(str, size))


def _table(parts: tuple[Part, ...]) -> str:
    rows = [(part.name, sides(part.shape), f"{part.macs:,}") for part in parts]
    return table(("part", "output", "MACs"), rows, counts=1)
