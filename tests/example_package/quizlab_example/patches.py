"""How many patches a picture is cut into."""

from dataclasses import dataclass
from typing import Annotated

from quizlab.verify import AnswerPart, Count, Misconception, Verifier, Whole


def patch_count(h: int, w: int, p: int) -> int:
    """Return the number of p × p patches of an h × w picture: (h / p) · (w / p)."""
    return (h // p) * (w // p)


@dataclass(frozen=True, slots=True)
class PatchParameters:
    """A picture and the side of its patches."""

    height: Annotated[int, Whole(1, 4096, draws=range(32, 385, 32))]
    width: Annotated[int, Whole(1, 4096, draws=range(32, 385, 32))]
    patch: Annotated[int, Whole(1, 512, draws=(8, 16, 32))] = 16


class PatchCount(Verifier[PatchParameters]):
    """Patches of a picture, without a class token."""

    id = "patches.count"
    version = 1
    title = "Patches of a picture"
    Parameters = PatchParameters
    parts = (AnswerPart("patches", Count()),)
    convention = "Patches that do not overlap; no class token."
    citation = "Dosovitskiy et al. 2021, section 3.1, https://arxiv.org/abs/2010.11929"
    code = patch_count
    misconceptions = (
        Misconception(
            "class-token",
            "You counted the class token, which is no patch.",
            lambda v: patch_count(v.height, v.width, v.patch) + 1,
        ),
        Misconception(
            "one-axis",
            "You counted along one axis. Patches tile height and width: multiply both counts.",
            lambda v: v.height // v.patch if v.width > v.patch else None,
        ),
    )

    def where(self, v: PatchParameters) -> str | None:
        """Patches must fill the picture."""
        if v.height % v.patch or v.width % v.patch:
            return (
                f"patch {v.patch} does not divide height {v.height} and width {v.width}; "
                "take a side that divides both"
            )
        return None

    def compute(self, v: PatchParameters) -> int:
        """Divide both sides."""
        return patch_count(v.height, v.width, v.patch)

    def reference(self, v: PatchParameters) -> int:
        """Cut the picture, one patch after the other."""
        return sum(1 for _ in range(0, v.height, v.patch) for _ in range(0, v.width, v.patch))

    def prompt(self, v: PatchParameters, language: str = "en") -> str:
        """Ask."""
        del language
        return (
            f"A {v.height} × {v.width} picture is cut into {v.patch} × {v.patch} patches. How many?"
        )

    def explain(self, v: PatchParameters, language: str = "en") -> tuple[str, ...]:
        """Divide both sides, then multiply."""
        del language
        rows, columns = v.height // v.patch, v.width // v.patch
        return (
            f"A side of {v.height} holds {rows} patches, one of {v.width} holds {columns}.",
            f"Together ${rows} \\cdot {columns} = {rows * columns}$.",
        )
