"""How many variants a core draws, computes and renders in a second, without torch.

Run ``python benchmarks/variants.py [COUNT]``. The floor is what no question can do without: three
dice and one sentence, in the same run. Each figure is the best of several rounds, since other
work on the machine only ever slows a round down.
"""

from __future__ import annotations

import sys
from functools import partial
from importlib import import_module
from random import Random
from time import perf_counter
from typing import TYPE_CHECKING, Any

from quizlab.verify import ChoiceOf, Count, Real, Verifier, answers, draw
from quizlab_verifiers import CATALOGUE

if TYPE_CHECKING:
    from collections.abc import Callable

TARGET = 10_000
ROUNDS = 5


def floor(count: int) -> None:
    """Draw three numbers and put them into a sentence, `count` times."""
    dice = Random(0)  # noqa: S311 - questions, not secrets
    pick = dice.randrange
    for _ in range(count):
        a, b, c = pick(1, 100), pick(1, 100), pick(1, 100)
        f"A {a} x {a} convolution with stride {b} runs over a {c} x {c} input."


def variants(verifier: Verifier[Any], count: int) -> None:
    """Draw, compute and render `count` variants, as study and `generate` do."""
    dice = Random(0)  # noqa: S311 - questions, not secrets
    for _ in range(count):
        v = draw(verifier, dice)
        answers(verifier, v)
        verifier.prompt(v)


def rate(work: Callable[[], None], count: int) -> float:
    """Return how many of `count` are done in a second, in the best of some rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = perf_counter()
        work()
        best = min(best, perf_counter() - start)
    return count / best


def is_scalar(verifier: Verifier[Any]) -> bool:
    """Whether a variant is a handful of numbers and words: no lists to draw and to write out."""
    answered = (Count, Real, ChoiceOf)
    return all(spec.type.depth == 0 for spec in verifier.specs.values()) and all(
        isinstance(part.answer, answered) for part in verifier.parts
    )


def main() -> int:
    """Print a line for the floor and for each verifier; 1 where a scalar one misses the target."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    fastest = rate(lambda: floor(count), count)
    print(f"{'floor: three dice and a sentence':34} {fastest:10,.0f}/s")
    missed = []
    for name, place in CATALOGUE.items():
        module, _, cls = place.partition(":")
        verifier = getattr(import_module(module), cls)()
        scalar = is_scalar(verifier)
        few = count if scalar else max(1, count // 10)
        found = rate(partial(variants, verifier, few), few)
        kind = f"{found / TARGET:5.2f} of the target" if scalar else "      lists"
        print(f"{name:34} {found:10,.0f}/s   1/{fastest / found:<6,.0f} of the floor   {kind}")
        if scalar and found < TARGET:
            missed.append(name)
    loaded = sorted({"torch", "numpy"} & set(sys.modules))
    print(f"torch or NumPy imported: {', '.join(loaded) or 'none'}")
    if missed:
        print(f"below {TARGET:,}/s: {', '.join(missed)}")
    return 1 if missed or loaded else 0


if __name__ == "__main__":
    sys.exit(main())
