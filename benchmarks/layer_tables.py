"""Layer tables: recorded and worked out, against one forward pass of the same network on meta.

Prints the ratio for ResNet-50 and DenseNet-121, then the time and the peak memory of making the
tables of all networks in one process on one thread, building them included. Run:
``python benchmarks/layer_tables.py``
"""

import resource
import statistics
import sys
import time
from collections.abc import Callable

import torch

from quizlab_verifiers import models
from quizlab_verifiers.maths.networks.evaluation import evaluate
from quizlab_verifiers.tables.making import make
from quizlab_verifiers.tables.recording import record
from quizlab_verifiers.tables.rows import rows_of, table_of

RUNS = 15
MOST_TIMES = 1.5
MOST_SECONDS = 120


def milliseconds(work: Callable[[], None]) -> float:
    """Return the median of some runs, the first of which does not count."""
    work()
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - start))
    return statistics.median(taken)


def compare(name: str) -> tuple[float, float]:
    """Time a table and a forward pass, turn by turn."""
    with torch.device("meta"):
        network = models.build(name).eval()
        inputs = models.describe(name).example()

    def table() -> None:
        steps, _ = record(network, inputs)
        rows_of(steps, evaluate(steps))

    def forward() -> None:
        with torch.no_grad():
            network(*inputs)

    return milliseconds(table), milliseconds(forward)


def main() -> int:
    """Print the figures; returns 1 where one misses its target."""
    torch.set_num_threads(1)
    slow = False
    for name in ("resnet50", "densenet121"):
        table, forward = compare(name)
        times = table / forward
        slow |= times > MOST_TIMES
        print(
            f"{name}: table {table:.1f} ms, forward on meta {forward:.1f} ms: "
            f"{times:.2f}× (target {MOST_TIMES}×)"
        )
    swapped = resource.getrusage(resource.RUSAGE_SELF).ru_nswap
    start, cpu = time.perf_counter(), time.process_time()
    tables = [table_of(make(name)) for name in models.names()]
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    slow |= seconds > MOST_SECONDS
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    swapped = resource.getrusage(resource.RUSAGE_SELF).ru_nswap - swapped
    rows = sum(len(one.rows) for one in tables)
    print(
        f"all {len(tables)} networks, {rows} rows, recorded at three sizes and three numbers of "
        f"classes, with every published figure counted: {seconds:.0f} s, {cpu:.0f} s of one core "
        f"(target {MOST_SECONDS} s), peak memory {peak:.0f} MB, swapped {swapped}"
    )
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
