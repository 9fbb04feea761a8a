"""Importing card files against reading and hashing them: ``python benchmarks/imports.py``.

Makes 10,000 files of one card each and prints medians and ratios: dividing alone, the whole import
into a new database, and the import again when nothing has changed, against the stats alone.
"""

from __future__ import annotations

import hashlib
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from quizlab import decks
from quizlab.cli.clock import WallClock
from quizlab.sessions.home import Home
from quizlab.sessions.packs import OWN, Pack
from quizlab.sessions.workspace import Workspace
from quizlab.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

FILES = 10_000
ROUNDS = 5
RECALL = """Think of the first step.

---

Both averages start at zero and are too small at first; the
division undoes exactly that, and fades after some steps.

- [ ] names the start at zero
"""
CLOZE = """$\\beta_1 =$ ==0.9==, and the average is $\\hat m = \\frac{m}{\\boxed{1-\\beta_1^t}}$.
"""
CHOICE = """- [x] Batch norm
  - It swaps batch statistics for running averages.
- [ ] Layer norm
"""
COMPUTE = """```{compute} conv2d.output-side
kernel: [3, 5, 7]
size: 16..64
dilation: 2
```
"""
RUN = """```{run} python
a = [[0]] * 2
print(a)
```

```{output}
[[0], [0]]
```

The same list.
"""
MATHS = """$$
v_t = \\beta v_{t-1} + (1-\\beta) x_t
$$

Keep a share β, add a share 1 − β.
"""
BODIES = (RECALL, CLOZE, CHOICE, COMPUTE, RUN, MATHS)


def make(folder: Path) -> list[Path]:
    """Write the files; return their paths."""
    paths: list[Path] = []
    for number in range(FILES):
        body = BODIES[number * 7 % len(BODIES)]
        tags = " .core" if number % 3 == 0 else " .derivation"
        text = (
            f"---\ndeck: Bench/Part {number % 40}\ntags: [bench]\n---\n\n"
            f"## Question {number}: what is asked here, in so many words? {{#q-{number}{tags}}}\n\n"
            f"{body}\nsource: Kingma & Ba 2015, section 3, https://arxiv.org/abs/1412.6980\n"
        )
        path = folder / f"{number % 40:02}" / f"{number:05}-card.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        paths.append(path)
    return paths


def read_and_hash(paths: list[Path]) -> list[bytes]:
    """The floor: what every import must do."""
    raws: list[bytes] = []
    for path in map(str, paths):
        with open(path, "rb") as file:  # noqa: PTH123  # the floor, so without Path
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


def stat_only(paths: list[Path]) -> int:
    """What an unchanged pack costs."""
    return sum(os.stat(path).st_mtime_ns & 1 for path in map(str, paths))  # noqa: PTH116


def median(work: Callable[[], object]) -> float:
    """Return the median of some rounds in milliseconds."""
    times: list[float] = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def whole(folder: Path) -> tuple[float, float]:
    """Import the folder into a new home as one's own cards; milliseconds, first and again."""
    with tempfile.TemporaryDirectory() as home:
        # Only these cards: the packs that happen to be installed stay out.
        workspace = Workspace(Home(Path(home)), Settings(), WallClock())
        workspace.library._packs = (Pack(OWN, folder),)  # noqa: SLF001
        workspace.store.checkpoint()
        start = time.perf_counter()
        report = workspace.library.sync()
        first = time.perf_counter()
        assert report.cards == FILES
        assert not report.diagnostics
        assert workspace.library.sync().read == 0
        again = time.perf_counter()
        workspace.close()
    return 1000 * (first - start), 1000 * (again - first)


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = make(folder)
        raws = read_and_hash(paths)
        assert divide(raws) == FILES
        floor = median(lambda: read_and_hash(paths))
        ours = median(lambda: divide(raws))
        stat = median(lambda: stat_only(paths))
        runs = [whole(folder) for _ in range(ROUNDS)]
    first, again = (statistics.median(times) for times in zip(*runs, strict=True))
    size = sum(map(len, raws)) / FILES
    print(f"{FILES} files of {size:.0f} bytes, a card each, Python {sys.version.split()[0]}")
    print(f"read + hash          {floor:8.1f} ms")
    print(f"divide               {ours:8.1f} ms  {ours / floor:5.2f} x read + hash")
    print(f"import, first time   {first:8.1f} ms  {first / floor:5.2f} x read + hash  (target 6)")
    print(f"stat                 {stat:8.1f} ms")
    print(f"import, unchanged    {again:8.1f} ms  {again / stat:5.2f} x stat         (target 3)")


if __name__ == "__main__":
    main()
