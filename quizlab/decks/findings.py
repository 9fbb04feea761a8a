"""What reading a body collects beside the tree: faults, facts, links, images, blanks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from quizlab.decks.blanks import boxed_in
from quizlab.domain.cards import BlankText

if TYPE_CHECKING:
    from collections.abc import Callable

    from quizlab.decks.codes import Faults
    from quizlab.domain.document import Fact


@dataclass(slots=True)
class Findings:
    """What reading collects beside the tree.

    Attributes:
        faults: The faults.
        path: The file, for what is named relative to it.
        facts: Each fact and its place.
        images: Each image's path in the pack and its place.
        links: The id of each link to a card and its place.
        blanks: The blanks, in order.
        misplaced: Code to report for ``==text==``, "" where blanks are asked.
        misplaced_boxed: Code to report for a boxed formula, "" where it is asked or mere decoration.
        asking: Whether blanks are asked here.
    """

    faults: Faults
    path: str
    facts: list[tuple[Fact, int, int]] = field(default_factory=list)
    images: list[tuple[str, int, int]] = field(default_factory=list)
    links: list[tuple[str, int, int]] = field(default_factory=list)
    blanks: list[BlankText] = field(default_factory=list)
    misplaced: str = "blank-place"
    misplaced_boxed: str = ""
    asking: bool = False

    def ask(self) -> None:
        """From here on blanks are asked."""
        self.misplaced, self.misplaced_boxed, self.asking = "", "", True

    def refuse(self, code: str, *, boxed: bool) -> None:
        """From here on blanks are a fault; boxed formulas too, or they are mere decoration."""
        self.misplaced, self.misplaced_boxed, self.asking = code, code if boxed else "", False

    def boxed(self, latex: str, place: Callable[[int], tuple[int, int]]) -> int:
        r"""Take the ``\boxed`` of a formula; return the number of its first blank, or 0."""
        if "\\boxed" not in latex or not (self.asking or self.misplaced_boxed):
            return 0
        first = 0
        for box in boxed_in(latex):
            line, column = place(box.at)
            if self.misplaced_boxed:
                self.faults.add(self.misplaced_boxed, line, column, MISPLACED[self.misplaced_boxed])
            elif box.inner is None or not box.inner.strip():
                message = r"A blank in maths is `\boxed{…}` with something within closed braces."
                self.faults.add("blank-form", line, column, message)
            else:
                number = len(self.blanks) + 1
                first = first or number
                self.blanks.append(BlankText(number, box.inner.strip(), maths=True))
        return first


MISPLACED = {
    "blank-place": (
        "A blank is asked only in running text or maths above the reveal line: "
        "move it there, or put literal `==` in backticks."
    ),
    "blank-with-field": (
        "A card with a field has no blanks: keep one of the two, or put literal `==` in backticks."
    ),
}
