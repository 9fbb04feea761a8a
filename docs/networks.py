"""Write docs/networks.md again, our counts of every network beside published ones.

``python docs/networks.py``; a test holds the page to what this would write.
"""

import re
from pathlib import Path

from quizlab_verifiers import models
from quizlab_verifiers.tables import shelf

TARGET = Path(__file__).with_name("networks.md")
SCALES = {"": 1, "K": 1e3, "M": 1e6, "G": 1e9}
HEAD = """# The networks

Our counts beside those that others printed. Parameters are trainable numbers; MACs are multiply-adds of convolutions and matrix
products for one image of the stated size; FLOPs count each of them as two operations. "By hand" means that the sum over the paper's
table is written out in the network's file, mostly since nobody printed a figure that we could find. The difference is ours over the printed one; *met* means that ours rounds to it, or is cut
off to it, at the digits printed. This page is written by `python docs/networks.py`.

| network | input | counted | ours | published | difference | source |
|---|---|---|---|---|---|---|
"""


def main() -> None:
    """Write the page."""
    TARGET.write_text(page(), encoding="utf-8")


def page() -> str:
    """Return the page: a line for each figure."""
    return HEAD + "".join(line for name in models.names() for line in lines(name))


def lines(name: str) -> list[str]:
    """Return the lines of one network."""
    table = shelf.table(name)
    if table is None:
        raise SystemExit(f"the recording of {name} is stale: run quizlab_verifiers.tables.generate")
    told = []
    for figure in table.published:
        what = {"macs": "MACs", "flops": "FLOPs"}.get(figure.what, figure.what)
        conditions = f" ({figure.conditions})" if figure.conditions else ""
        source = figure.source.removeprefix("by hand: ")
        cells = (
            f"`{name}`",
            "×".join(map(str, table.summary.input)),
            f"{what}{conditions}",
            f"{figure.ours:,}",
            f"{figure.figure}{' by hand' if figure.by_hand else ''}",
            difference(figure.ours, figure.figure, figure.difference),
            source.replace("|", "\\|"),
        )
        told.append(f"| {' | '.join(cells)} |\n")
    return told


def difference(ours: int, printed: str, why: str) -> str:
    """Return how far ours is from a printed figure."""
    if not why:
        return "met"
    found = re.fullmatch(r"([\d,.]+) ?([KMG]?)", printed)
    assert found, printed  # noqa: S101
    value = float(found[1].replace(",", "")) * SCALES[found[2]]
    return f"{100 * (ours / value - 1):+.2f} %: {why}".replace("|", "\\|")


if __name__ == "__main__":
    main()
