"""Auditing a verifier: all that its contract promises, over many variants."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from random import Random
from typing import TYPE_CHECKING, TypeVar

from quizlab.verify.answering import answers, differs, misconception_answers
from quizlab.verify.audit_findings import Findings, said
from quizlab.verify.audit_report import AuditReport
from quizlab.verify.drawing import draw, draw_distinct, legal_space, sample
from quizlab.verify.faults import Fault
from quizlab.verify.proving import missing_programs

if TYPE_CHECKING:
    from collections.abc import Callable

    from quizlab.verify.verifier import Verifier

P = TypeVar("P")

LEAST_RATE = 0.5
"""Share of the draws in which it can be made that must tell each misconception apart."""

_BATCH = 32
_RATE_DRAWS = 200


def audit(
    verifier: Verifier[P],
    count: int = 1000,
    seed: int = 0,
    *,
    prove: bool = True,
    progress: Callable[[int], None] | None = None,
) -> AuditReport:
    """Look at up to `count` distinct variants; spaces that hold no more are enumerated.

    Args:
        verifier: What to audit.
        count: How many variants, at least 1.
        seed: Equal seeds audit equal variants.
        prove: Whether the reference runs.
        progress: Called with the number of variants done.
    """
    found = Findings(verifier)
    variants, exhaustive = _variants(verifier, count, seed, found)
    unproved = missing_programs(verifier) if prove else "the reference was not asked for"
    proved = 0
    for start in range(0, len(variants), _BATCH):
        batch = variants[start : start + _BATCH]
        computed = [(v, values) for v in batch if (values := found.inspect(v)) is not None]
        if not unproved:
            try:
                proved += found.prove(computed)
            except ImportError as error:
                unproved = f"the reference cannot be run: {error}"
        if progress is not None:
            progress(start + len(batch))
    rates, reach = _rates(verifier, seed, found) if variants else ({}, {})
    return AuditReport(
        verifier=verifier.id,
        version=verifier.version,
        variants=len(variants),
        exhaustive=exhaustive,
        proved=proved,
        unproved=unproved,
        rates=rates,
        reach=reach,
        problems=tuple(found.problems),
        count=dict(found.count),
    )


def _variants(
    verifier: Verifier[P], count: int, seed: int, found: Findings[P]
) -> tuple[list[P], bool]:
    """Return distinct variants, and whether these are all there are."""
    variants: dict[P, None] = {}
    try:
        space = legal_space(verifier)
        if space is not None and 0 < len(space) <= count:
            return space, True
        try:
            # Half as learners get them, half without preference, so that plain ones are proved too.
            half = islice(draw_distinct(verifier, seed, count), (count + 1) // 2)
            variants.update((variant.params, None) for variant in half)
        except Fault:
            raise
        except Exception as error:  # noqa: BLE001 - samples below show what fails
            found.add("compute", f"drawing failed: {said(error)}")
        dice = Random(seed)  # noqa: S311 - questions, not secrets
        for _ in range(4 * count):
            if len(variants) >= count:
                break
            variants[sample(verifier, dice)] = None
    except Fault as fault:
        found.add("parameters", fault.message)
    except Exception as error:  # noqa: BLE001 - a verifier's own failure is a finding
        found.add("compute", f"the constraint failed: {said(error)}")
    return list(variants), False


def _rates(
    verifier: Verifier[P], seed: int, found: Findings[P]
) -> tuple[dict[str, float], dict[str, float]]:
    """Return how often draws tell each misconception apart, and in how many it can be made."""
    possible: Counter[str] = Counter()
    apart: Counter[str] = Counter()
    dice = Random(seed)  # noqa: S311 - questions, not secrets
    try:
        for _ in range(_RATE_DRAWS):
            v = draw(verifier, dice)
            right = answers(verifier, v)
            for name, wrong in misconception_answers(verifier, v).items():
                possible[name] += 1
                apart[name] += differs(verifier, right, wrong)
    except Exception as error:  # noqa: BLE001 - a verifier's own failure is a finding
        found.add("compute", f"drawing failed: {said(error)}")
        return {}, {}
    rates = {
        misconception.id: apart[misconception.id] / max(1, possible[misconception.id])
        for misconception in verifier.misconceptions
    }
    for name, rate in rates.items():
        if rate < LEAST_RATE:
            found.add(
                "rate",
                f"{name} is told apart in {rate:.0%} of the draws in which it can be made; "
                f"at least {LEAST_RATE:.0%} should",
            )
    reach = {name: possible[name] / _RATE_DRAWS for name in rates}
    return rates, reach
