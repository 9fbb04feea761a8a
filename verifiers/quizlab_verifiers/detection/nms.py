"""A question about non-maximum suppression: which boxes are kept."""

from __future__ import annotations

from quizlab.verify import AnswerPart, ChoiceOf, Verifier
from quizlab_verifiers.detection.nms_mistakes import MISTAKES
from quizlab_verifiers.detection.nms_parameters import (
    LETTERS,
    PLACES,
    NmsParameters,
    by_score,
    clash,
    letters,
    overlap,
)
from quizlab_verifiers.maths import suppression
from quizlab_verifiers.notation import equals, row, tex
from quizlab_verifiers.wording import listed


class NmsKept(Verifier[NmsParameters]):
    """``nms.kept``: the boxes that greedy non-maximum suppression keeps."""

    id = "nms.kept"
    version = 1
    title = "Boxes kept by non-maximum suppression"
    Parameters = NmsParameters
    parts = (AnswerPart("kept", ChoiceOf(LETTERS, many=True)),)
    convention = (
        "Greedy and class-agnostic: all boxes compete, as if of one class. A box is dropped "
        "where its IoU with a kept one is above the threshold, not where it equals it. "
        "Continuous corners [x1, y1, x2, y2], no + 1. The order of the letters does not matter."
    )
    citation = (
        "torchvision.ops.nms, "
        "https://pytorch.org/vision/stable/generated/torchvision.ops.nms.html; Girshick et al. "
        "2014, Rich feature hierarchies, section 2.2, https://arxiv.org/abs/1311.2524"
    )
    code = suppression.kept
    misconceptions = MISTAKES

    def where(self, v: NmsParameters) -> str | None:
        """Refuse boxes without area, equal scores and thresholds that rounding could reach."""
        return clash(v)

    def comfortable(self, v: NmsParameters) -> bool:
        """Hold draws to something kept, something dropped, and no two equal boxes."""
        stay = len(self.compute(v))
        places = {box[:4] for box in v.boxes}
        return 1 < stay < len(v.boxes) and len(places) == len(v.boxes)

    def difficulty(self, v: NmsParameters) -> int:
        """1: three boxes. 3: five, or four of different sizes or shifted along both axes."""
        if len(v.boxes) <= 3:
            return 1
        rows = {(box[0], box[2]) for box in v.boxes}, {(box[1], box[3]) for box in v.boxes}
        plain = min(map(len, rows)) == 1
        return 2 if plain and len(v.boxes) == 4 else 3

    def compute(self, v: NmsParameters) -> tuple[str, ...]:
        """Go through the boxes by falling score."""
        return letters(
            suppression.kept([box[:4] for box in v.boxes], [box[4] for box in v.boxes], v.threshold)
        )

    def reference(self, v: NmsParameters) -> tuple[str, ...]:
        """Suppress all at once by a matrix, again and again until nothing changes.

        The matrix says which box would suppress which of a lower score. A first guess keeps all
        boxes; what the kept ones suppress is dropped anew in each round. After a round the best
        box is settled, after two the second, so that it ends. All in whole numbers.
        """
        import torch

        order = torch.tensor([box[4] for box in v.boxes], dtype=torch.float64).argsort(
            descending=True
        )
        corners = torch.tensor([box[:4] for box in v.boxes])[order]
        low, high = corners[:, :2], corners[:, 2:]
        shared = (torch.min(high[:, None], high) - torch.max(low[:, None], low)).clamp(0).prod(2)
        area = (high - low).prod(1)
        scale = 10**PLACES
        limit = round(v.threshold * scale)
        above = shared * scale > limit * (area[:, None] + area - shared)
        suppresses = above.triu(1)
        keep = torch.ones(len(v.boxes), dtype=torch.bool)
        while True:
            again = ~(suppresses & keep[:, None]).any(0)
            if torch.equal(again, keep):
                return tuple(LETTERS[i] for i in sorted(order[keep].tolist()))
            keep = again

    def prompt(self, v: NmsParameters, language: str = "en") -> str:
        """List the boxes with their scores."""
        del language
        listing = "\n".join(
            f"- {letter}: ${row(box[:4])}$, score ${tex(box[4])}$"
            for letter, box in zip(LETTERS, v.boxes, strict=False)
        )
        return (
            "A detector gives these boxes of one class, by their corners "
            "$[x_1,\\ y_1,\\ x_2,\\ y_2]$:\n\n"
            f"{listing}\n\n"
            "Greedy non-maximum suppression drops a box where its IoU with a kept one is above "
            f"${tex(v.threshold)}$.\n\nWhich boxes are kept?"
        )

    def explain(self, v: NmsParameters, language: str = "en") -> tuple[str, ...]:
        """Sort, then compare each box with the kept ones before it."""
        del language
        order, kept = by_score(v), self.compute(v)
        method = (
            "Sort the boxes by score, the highest first. Go down that list: keep a box unless "
            "its IoU with a box that is kept already is above the threshold. A dropped box "
            "drops no others."
        )
        lines = [
            _compared(v, i, [k for k in order[:place] if LETTERS[k] in kept])
            for place, i in enumerate(order)
        ]
        return (
            method,
            f"By falling score: {', '.join(LETTERS[i] for i in order)}.",
            "Compare each with the kept ones before it, intersection over union:\n\n"
            + "\n".join(lines),
            f"So {listed(kept)} {'is' if len(kept) == 1 else 'are'} kept.",
        )


def _compared(v: NmsParameters, i: int, before: list[int]) -> str:
    """Work what becomes of a box, up to the kept one that drops it."""
    if not before:
        return f"- {LETTERS[i]} has the highest score and is kept."
    said: list[str] = []
    for k in before:
        shared, union = overlap(v.boxes[k], v.boxes[i])
        pair = f"\\mathrm{{IoU}}({LETTERS[k]}, {LETTERS[i]})"
        if not shared:
            said.append(f"${pair} = 0$")
            continue
        dropped = shared / union > v.threshold
        sign = ">" if dropped else "\\le"
        said.append(
            f"${pair} = {shared}/{union} {equals(shared / union, 4)} {sign} {tex(v.threshold)}$"
        )
        if dropped:
            return f"- {LETTERS[i]}: {', '.join(said)}, dropped."
    return f"- {LETTERS[i]}: {', '.join(said)}, kept."
