"""Audits of several verifiers, side by side where there are processors for it."""

from __future__ import annotations

import os
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Any

from quizlab.sessions.verifiers import Verifiers
from quizlab.verify import AuditReport, Fault, Problem, audit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def audit_all(names: Sequence[str], count: int, seed: int, jobs: int) -> Iterator[AuditReport]:
    """Yield a report for each of `names`, in their order.

    Args:
        names: Ids of verifiers.
        count: Variants of each.
        seed: Equal seeds audit equal variants.
        jobs: Processes; with more than one, each has one torch thread.
    """
    run = partial(_audited, count=count, seed=seed)
    if jobs == 1 or len(names) == 1:
        yield from map(run, names)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    workers = min(jobs, len(names))
    with ProcessPoolExecutor(workers, get_context("spawn"), initializer=_one_thread) as pool:
        yield from pool.map(run, names)


def as_plain(report: AuditReport) -> dict[str, Any]:
    """Return a report as JSON values."""
    plain = asdict(report)
    return {**plain, "ok": report.ok, "rates": dict(report.rates)}


def _audited(name: str, count: int, seed: int) -> AuditReport:
    try:
        verifier = Verifiers().get(name)
    except Fault as fault:
        # One package that cannot be loaded must not hide what the others are worth.
        why = fault.message
        return AuditReport(name, 0, 0, False, 0, why, {}, {}, (Problem("load", why),), {"load": 1})
    return audit(verifier, count, seed)


def _one_thread() -> None:
    for variable in ("OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[variable] = "1"
