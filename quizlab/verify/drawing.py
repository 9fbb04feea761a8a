"""Drawing a variant: fresh parameters that are legal, comfortable and instructive."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from math import prod
from random import Random
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from quizlab.verify.best_draw import BestDraw
from quizlab.verify.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from quizlab.verify.draws import Draws
    from quizlab.verify.verifier import Verifier

P = TypeVar("P")

FEW = 256
"""Up to so many combinations all are looked at where something is preferred or avoided."""

MANY = 20_000
"""Up to so many combinations are searched when sampling finds nothing legal."""

_LEGAL_TRIES = 12
_PREFERRED_TRIES = 64
_SAMPLES = 10_000
_SAMPLES_AFTER_FIRST = 400
_MISSES = 50

_NOTHING: Mapping[str, Draws[Any]] = {}


@dataclass(frozen=True, slots=True)
class Variant(Generic[P]):
    """A drawn question.

    Attributes:
        verifier: Id of the verifier.
        version: The verifier's version.
        seed: What `draw` replays it from, with the same overrides and preferences.
        params: The drawn parameters: the record.
    """

    verifier: str
    version: int
    seed: int
    params: P


Maker = Callable[..., P]
"""Makes parameters of one value from each pool."""


def _pools(
    verifier: Verifier[P], overrides: Mapping[str, Draws[Any]] = _NOTHING
) -> tuple[list[Sequence[Any]], Maker[P]]:
    """Return what is drawn from, and what makes parameters of a value of each.

    Without parameters that are drawn together these are the pools of the parameters, in their order.
    """
    together = verifier.together
    if together is None or not overrides.keys().isdisjoint(together.names):
        own = [
            overrides[name].values if name in overrides else spec.pool
            for name, spec in verifier.specs.items()
        ]
        return own, verifier.Parameters
    names, parameters = together.names, verifier.Parameters
    others = [name for name in verifier.specs if name not in names]

    def make(joint: tuple[Any, ...], *rest: Any) -> P:  # noqa: ANN401 - values of any parameters
        return parameters(
            **dict(zip(names, joint, strict=True)), **dict(zip(others, rest, strict=True))
        )

    rest = [
        overrides[name].values if name in overrides else verifier.specs[name].pool
        for name in others
    ]
    return [together.values, *rest], make


def legal_space(
    verifier: Verifier[P], overrides: Mapping[str, Draws[Any]] = _NOTHING, most: int = MANY
) -> list[P] | None:
    """Return all legal parameters that can be drawn, None where there are more than `most` to try."""
    choices, make = _pools(verifier, overrides)
    if prod(map(len, choices)) > most:
        return None
    made = (make(*values) for values in product(*choices))
    return [v for v in dict.fromkeys(made) if verifier.where(v) is None]


def draw(
    verifier: Verifier[P],
    dice: Random | int,
    overrides: Mapping[str, Draws[Any]] = _NOTHING,
    prefer: Collection[str] = (),
    avoid: Collection[P] = (),
) -> P:
    """Draw legal parameters.

    A draw prefers, in this order: arithmetic within head and paper; telling the preferred
    misconceptions apart; what is not to be avoided; telling all misconceptions that can be made
    apart, from the truth and then from each other. All of these yield where they must; `where`
    never does. Beyond that the author's own weights hold: the first draw that is good enough is taken.

    Args:
        verifier: Whose question.
        dice: A generator, or a seed for one. Equal seeds give equal draws.
        overrides: What `bind_overrides` left to draw from.
        prefer: Misconceptions that should be told apart.
        avoid: Parameters that were asked lately.

    Raises:
        Fault: ``no-draws`` when nothing legal is found.
    """
    if not isinstance(dice, Random):
        dice = Random(dice)  # noqa: S311 - questions, not secrets
    choices, make = _pools(verifier, overrides)
    size = prod(map(len, choices))
    search = BestDraw(verifier, prefer, avoid)
    sampled = size > _LEGAL_TRIES
    if sampled:
        tries = _PREFERRED_TRIES if prefer else _LEGAL_TRIES
        for v in _samples(verifier, dice, choices, make, tries):
            if search.offer(v):
                return v
    if not search.content and size <= (FEW if search.found else MANY):
        for v in _all(verifier, dice, choices, make):
            if search.offer(v) or (sampled and search.content):
                break
    if not search.found:
        raise _nothing(verifier, overrides)
    return search.result()


def draw_variant(
    verifier: Verifier[P],
    seed: int,
    overrides: Mapping[str, Draws[Any]] = _NOTHING,
    prefer: Collection[str] = (),
    avoid: Collection[P] = (),
) -> Variant[P]:
    """Draw a variant with all that its record needs."""
    params = draw(verifier, seed, overrides, prefer, avoid)
    return Variant(verifier.id, verifier.version, seed, params)


def draw_distinct(
    verifier: Verifier[P],
    seed: int,
    count: int,
    overrides: Mapping[str, Draws[Any]] = _NOTHING,
) -> Iterator[Variant[P]]:
    """Yield up to `count` different variants, fewer where the space holds no more.

    The whole row replays from `seed`, which is the first variant's own. A later one replays alone
    from its seed too, unless it had to make way for an equal one before it.

    Raises:
        Fault: ``no-draws`` when nothing legal is found.
    """
    dice = Random(seed)  # noqa: S311 - questions, not secrets
    seen: set[P] = set()
    misses = 0
    while len(seen) < count and misses < _MISSES + len(seen):
        variant = draw_variant(verifier, seed, overrides)
        if variant.params in seen:
            variant = draw_variant(verifier, seed, overrides, avoid=seen)
        if variant.params in seen:
            misses += 1
        else:
            seen.add(variant.params)
            yield variant
        seed = dice.getrandbits(48)
    if len(seen) < count:
        # Draws keep to what is comfortable; the rest of a small space is better than repeats.
        rest = [v for v in legal_space(verifier, overrides) or () if v not in seen]
        dice.shuffle(rest)
        for v in rest[: count - len(seen)]:
            yield Variant(verifier.id, verifier.version, dice.getrandbits(48), v)


def sample(
    verifier: Verifier[P], dice: Random, overrides: Mapping[str, Draws[Any]] = _NOTHING
) -> P:
    """Draw legal parameters without any preference.

    Raises:
        Fault: ``no-draws`` when nothing legal is found.
    """
    choices, make = _pools(verifier, overrides)
    v = next(_samples(verifier, dice, choices, make, 1), None)
    if v is None and prod(map(len, choices)) <= MANY:
        v = next(_all(verifier, dice, choices, make), None)
    if v is None:
        raise _nothing(verifier, overrides)
    return v


def _samples(
    verifier: Verifier[P],
    dice: Random,
    choices: Sequence[Sequence[Any]],
    make: Maker[P],
    most: int,
) -> Iterator[P]:
    """Yield up to `most` legal parameters, each drawn anew; fewer where they are rare."""
    where, random = verifier.where, dice.random
    sized = [(values, len(values)) for values in choices]
    found = 0
    for tried in range(_SAMPLES):
        v = make(*[values[int(random() * length)] for values, length in sized])
        if where(v) is None:
            yield v
            found += 1
        if found == most or (found and tried > _SAMPLES_AFTER_FIRST):
            return


def _all(
    verifier: Verifier[P], dice: Random, choices: Sequence[Sequence[Any]], make: Maker[P]
) -> Iterator[P]:
    """Yield all legal parameters in random order."""
    made = (make(*values) for values in product(*choices))
    legal = [v for v in made if verifier.where(v) is None]
    dice.shuffle(legal)
    yield from legal


def _nothing(verifier: Verifier[P], overrides: Mapping[str, Draws[Any]]) -> Fault:
    """Say why nothing could be drawn, with one try as an example."""
    choices, make = _pools(verifier, overrides)
    example = make(*[values[0] for values in choices])
    clash = verifier.where(example) or "the constraints leave too little to be found by sampling"
    shown_values = ", ".join(
        f"{name}={spec.type.text(getattr(example, name))}" for name, spec in verifier.specs.items()
    )
    message = f"{verifier.id}: no legal parameters were found; such as {shown_values}: {clash}"
    return Fault("no-draws", next(iter(overrides), "") if len(overrides) == 1 else "", message)
