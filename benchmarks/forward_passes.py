"""A real forward pass of every network at its real input: one thread, batch 1.

Prints what came out, whether all of it is finite, and how many multiply-adds a second that made;
the floor is a large matrix product in the same run. Run ``python benchmarks/forward_passes.py [NAME…]``.
"""

import sys
import time

import torch

from quizlab_verifiers import models
from quizlab_verifiers.networks.measuring import shapes
from quizlab_verifiers.tables.shelf import table


def floor() -> float:
    """Return the billions of multiply-adds a second of a 2048 × 2048 matrix product."""
    one = torch.randn(2048, 2048)
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        one @ one
        best = min(best, time.perf_counter() - start)
    return 2048**3 / best / 1e9


def main(names: list[str]) -> int:
    """Run the networks; returns 1 where something is not finite."""
    torch.set_num_threads(1)
    torch.manual_seed(0)
    fastest = floor()
    print(f"matrix product: {fastest:.1f} G multiply-adds a second")
    bad = []
    for name in names or models.names():
        network = models.build(name).eval()
        inputs = models.describe(name).example()
        start = time.perf_counter()
        with torch.no_grad():
            made = network(*inputs)
        seconds = time.perf_counter() - start
        tensors = [made] if isinstance(made, torch.Tensor) else list(made)
        finite = all(bool(torch.isfinite(one).all()) for one in tensors)
        if not finite:
            bad.append(name)
        known = table(name)
        speed = known.summary.macs / seconds / 1e9 if known else 0
        told = ", ".join("×".join(map(str, shape)) for shape in shapes(made))
        print(
            f"{name:<20} {told:<28} {'finite' if finite else 'NOT FINITE'}  "
            f"{seconds:6.2f} s  {speed:6.1f} G/s  {speed / fastest:.2f} of the floor"
        )
    print(f"{len(names or models.names()) - len(bad)} finite, not finite: {bad or 'none'}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
