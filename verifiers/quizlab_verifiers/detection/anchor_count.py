"""A question about anchors: how many a detector has."""

from __future__ import annotations

from itertools import product

from quizlab.verify import AnswerPart, Count, Misconception, Verifier
from quizlab_verifiers.detection.anchor_parameters import MOST, AnchorParameters, each
from quizlab_verifiers.maths import anchors
from quizlab_verifiers.notation import shape
from quizlab_verifiers.wording import listed


def _cells(v: AnchorParameters) -> int:
    return sum(height * width for height, width in v.feature_maps)


def _one_per_cell(v: AnchorParameters) -> int | None:
    return _cells(v) if max(v.boxes_per_cell) > 1 else None


def _side_not_squared(v: AnchorParameters) -> int | None:
    if any(height != width for height, width in v.feature_maps):
        return None
    return sum(side * k for (side, _), k in zip(v.feature_maps, each(v), strict=True))


def _always_square(v: AnchorParameters) -> int | None:
    if all(height == width for height, width in v.feature_maps):
        return None
    return sum(height**2 * k for (height, _), k in zip(v.feature_maps, each(v), strict=True))


def _same_everywhere(v: AnchorParameters) -> int | None:
    most = max(v.boxes_per_cell)
    return _cells(v) * most if min(v.boxes_per_cell) < most else None


def _all_boxes_on_all_cells(v: AnchorParameters) -> int | None:
    boxes = v.boxes_per_cell
    return _cells(v) * sum(boxes) if len(boxes) > 1 else None


def _first_map_only(v: AnchorParameters) -> int | None:
    if len(v.feature_maps) == 1:
        return None
    height, width = v.feature_maps[0]
    return height * width * v.boxes_per_cell[0]


def _four_offsets(v: AnchorParameters) -> int:
    return 4 * anchors.count(v.feature_maps, v.boxes_per_cell)


class AnchorCount(Verifier[AnchorParameters]):
    """``anchor.count``: the anchors of all feature maps together."""

    id = "anchor.count"
    version = 1
    title = "Number of anchors"
    Parameters = AnchorParameters
    parts = (AnswerPart("anchors", Count()),)
    convention = (
        "Every cell of a feature map carries the same number of anchors (SSD: default boxes); "
        "those that stick out of the image count too."
    )
    citation = (
        "Liu et al. 2016, SSD: Single Shot MultiBox Detector, sections 2.2 and 3.1, "
        "https://arxiv.org/abs/1512.02325; torchvision/models/detection/anchor_utils.py, "
        "https://github.com/pytorch/vision"
    )
    code = anchors.count
    misconceptions: tuple[Misconception[AnchorParameters], ...] = (
        Misconception(
            "one-per-cell",
            "You counted the cells. Each cell carries several boxes: multiply by their number.",
            _one_per_cell,
        ),
        Misconception(
            "side-not-squared",
            "You multiplied by the side. A square map of side f has f² cells.",
            _side_not_squared,
        ),
        Misconception(
            "always-square",
            "You squared the height. These maps are not square: a map has height times width "
            "cells.",
            _always_square,
        ),
        Misconception(
            "same-everywhere",
            "You took the same number of boxes on all maps. Multiply each map by its own, then "
            "add.",
            _same_everywhere,
        ),
        Misconception(
            "all-boxes-on-all-cells",
            "You added the boxes of all maps and put them on every cell. Multiply map by map, "
            "then add.",
            _all_boxes_on_all_cells,
        ),
        Misconception(
            "first-map-only",
            "You counted the first map only. The detector predicts from every map: add them up.",
            _first_map_only,
        ),
        Misconception(
            "four-offsets",
            "You counted the four offsets of each box. They belong to one anchor.",
            _four_offsets,
        ),
    )

    def where(self, v: AnchorParameters) -> str | None:
        """Refuse numbers of boxes that do not go with the maps, and too many anchors."""
        maps, boxes = v.feature_maps, v.boxes_per_cell
        if len(boxes) not in {1, len(maps)}:
            return (
                f"boxes_per_cell has {len(boxes)} numbers for {len(maps)} feature_maps; give one "
                "for each, or one for all"
            )
        total = anchors.count(maps, boxes)
        if total > MOST:
            return (
                f"feature_maps and boxes_per_cell make {total} anchors; at most {MOST} are "
                "counted, so take smaller maps or fewer boxes"
            )
        return None

    def difficulty(self, v: AnchorParameters) -> int:
        """1: square maps and one number for all. 3: neither, or four maps. 2: the rest."""
        square = all(height == width for height, width in v.feature_maps)
        single = len(set(v.boxes_per_cell)) == 1
        if len(v.feature_maps) > 3 or not (square or single):
            return 3
        return 1 if square and single else 2

    def compute(self, v: AnchorParameters) -> int:
        """Multiply map by map, and add."""
        return anchors.count(v.feature_maps, v.boxes_per_cell)

    def reference(self, v: AnchorParameters) -> int:
        """Go to every cell and count every box on it."""
        found = 0
        for (height, width), boxes in zip(v.feature_maps, each(v), strict=True):
            for _anchor in product(range(height), range(width), range(boxes)):
                found += 1
        return found

    def prompt(self, v: AnchorParameters, language: str = "en") -> str:
        """Name the maps and the boxes."""
        del language
        maps = [f"${shape(sides)}$" for sides in v.feature_maps]
        boxes = v.boxes_per_cell
        if len(maps) == 1:
            said, order = "one feature map", "its cells"
        else:
            said, order = f"{len(maps)} feature maps", "the maps, in this order,"
        if len(set(boxes)) == 1:
            stand = f"Every cell carries ${boxes[0]}$ {'anchor' if boxes[0] == 1 else 'anchors'}"
        else:
            stand = f"A cell of {order} carries {listed([f'${k}$' for k in boxes])} anchors"
        return (
            f"A detector predicts from {said}, height × width: {', '.join(maps)}.\n\n"
            f"{stand}. How many anchors are there in all?"
        )

    def explain(self, v: AnchorParameters, language: str = "en") -> tuple[str, ...]:
        """Multiply map by map, and add."""
        del language
        counts = [
            height * width * k for (height, width), k in zip(v.feature_maps, each(v), strict=True)
        ]
        lines = "\n".join(
            f"- ${shape((*sides, k))} = {count}$"
            for sides, k, count in zip(v.feature_maps, each(v), counts, strict=True)
        )
        method = (
            "Every cell of every feature map carries its boxes. For a map of height $h$ and "
            "width $w$ with $k$ boxes a cell that makes $h \\times w \\times k$ anchors; add up "
            "the maps."
        )
        total = self.compute(v)
        added = f"${' + '.join(map(str, counts))} = {total}$" if len(counts) > 1 else f"${total}$"
        return method, f"Map by map:\n\n{lines}", f"Together: {added} anchors."
