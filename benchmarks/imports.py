"""Speed of dividing card files, against reading and hashing them: ``python benchmarks/imports.py``.

Makes 10,000 files in a temporary folder and prints medians and ratios. The target is at most 3 for
dividing (6 for the whole import, with the store's part); the second run only asks for the times of
the files.
"""

from __future__ import annotations

import hashlib
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from quizlab import decks

FILES = 10_000
ROUNDS = 5
BODIES = (
    "Think of the first step.\n\n---\n\nBoth averages start at zero and are too small at first; the\n"
    "division undoes exactly that, and fades after some steps.\n\n- [ ] names the start at zero\n",
    "$\\beta_1 =$ ==0.9==, and the average is $\\hat m = \\frac{m}{\\boxed{1-\\beta_1^t}}$.\n",
    "- [x] Batch norm\n  - It swaps batch statistics for running averages.\n- [ ] Layer norm\n",
    "```{compute} conv2d.output-side\nkernel: [3, 5, 7]\nsize: 16..64\ndilation: 2\n```\n",
    "```{run} python\na = [[0]] * 2\nprint(a)\n```\n\n```{output}\n[[0], [0]]\n```\n\nThe same list.\n",
    "$$\nv_t = \\beta v_{t-1} + (1-\\beta) x_t\n$$\n\nKeep a share β, add a share 1 − β.\n",
)


def make(folder: Path) -> list[str]:
    """Write the files; return their paths."""
    dice = random.Random(1)
    paths: list[str] = []
    for number in range(FILES):
        body = dice.choice(BODIES)
        tags = " .core" if number % 3 == 0 else " .derivation"
        text = (
            f"---\ndeck: Bench/Part {number % 40}\ntags: [bench]\n---\n\n"
            f"## Question {number}: what is asked here, in so many words? {{#q-{number}{tags}}}\n\n"
            f"{body}\nsource: Kingma & Ba 2015, section 3, https://arxiv.org/abs/1412.6980\n"
        )
        path = folder / f"{number % 40:02}" / f"{number:05}-card.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        paths.append(str(path))
    return paths


def read_and_hash(paths: list[str]) -> list[bytes]:
    """The floor: what every import must do."""
    raws: list[bytes] = []
    for path in paths:
        with open(path, "rb") as file:
            raw = file.read()
        hashlib.sha256(raw).digest()
        raws.append(raw)
    return raws


def divide(raws: list[bytes]) -> int:
    """Our part."""
    cards = 0
    for number, raw in enumerate(raws):
        path = f"{number % 40:02}/{number:05}-card.md"
        divided = decks.split(raw, path=path, pack="bench", deck=decks.deck_identity("bench", path))
        cards += len(divided.cards)
        assert not divided.diagnostics
    return cards


def stat_only(paths: list[str]) -> int:
    """What an unchanged pack costs."""
    return sum(os.stat(path).st_mtime_ns & 1 for path in paths)


def median(work: Callable[[], object]) -> float:
    """Return the median of some rounds in milliseconds."""
    times: list[float] = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        paths = make(Path(folder))
        raws = read_and_hash(paths)
        assert divide(raws) == FILES
        floor = median(lambda: read_and_hash(paths))
        ours = median(lambda: divide(raws))
        stat = median(lambda: stat_only(paths))
    print(f"files {FILES}, {sum(map(len, raws)) / FILES:.0f} bytes each, Python {sys.version.split()[0]}")
    print(f"read + hash   {floor:8.1f} ms   1.00")
    print(f"divide        {ours:8.1f} ms   {ours / floor:.2f} of read + hash (target: 3)")
    print(f"both          {ours + floor:8.1f} ms   {(ours + floor) / floor:.2f} (target with the store: 6)")
    print(f"stat only     {stat:8.1f} ms   {stat / floor:.2f}")


if __name__ == "__main__":
    main()
