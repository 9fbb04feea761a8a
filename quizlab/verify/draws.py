"""What a parameter may be drawn from: ranges and products stay unexpanded."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import prod
from random import Random
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

if TYPE_CHECKING:
    from fractions import Fraction

T = TypeVar("T")

MOST_VALUES = 10**9
"""Largest number of values that one parameter is drawn from."""

MOST_COMBINATIONS = 10**18
"""Largest number of lists or combinations that are drawn from; a sequence can hold no more."""


@dataclass(frozen=True, slots=True)
class Draws(Generic[T]):
    """What an override leaves of a parameter: one value where it fixes, several to draw from."""

    values: Sequence[T]

    def __len__(self) -> int:
        return len(self.values)

    @property
    def fixed(self) -> bool:
        """Whether there is nothing to draw."""
        return len(self.values) == 1


class _Computed(Sequence[T]):
    """A sequence whose items are computed from their index."""

    __slots__ = ("_size",)
    _size: int

    def __len__(self) -> int:
        return self._size

    @abstractmethod
    def _at(self, index: int) -> T:
        """Return the item at an index that is in range."""

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...
    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        if isinstance(index, slice):
            return [self._at(i) for i in range(*index.indices(self._size))]
        if not -self._size <= index < self._size:
            raise IndexError(index)
        return self._at(index % self._size)


class Steps(_Computed[float]):
    """The floats from `low` to `high` in steps of `step`, each the shortest decimal that names it."""

    __slots__ = ("_low", "_step")

    def __init__(self, low: Fraction, high: Fraction, step: Fraction) -> None:
        self._low = low
        self._step = step
        self._size = int((high - low) / step) + 1

    def _at(self, index: int) -> float:
        return float(self._low + index * self._step)


class Lists(_Computed[tuple[T, ...]]):
    """All lists of `least` to `most` items, each one of `items`."""

    __slots__ = ("_items", "_least")

    def __init__(self, items: Sequence[T], least: int, most: int) -> None:
        self._items = items
        self._least = least
        self._size = sum(len(items) ** length for length in range(least, most + 1))

    def _at(self, index: int) -> tuple[T, ...]:
        base = len(self._items)
        length = self._least
        while index >= base**length:
            index -= base**length
            length += 1
        picked: list[T] = []
        for _ in range(length):
            index, digit = divmod(index, base)
            picked.append(self._items[digit])
        return tuple(picked)


class Products(_Computed[tuple[Any, ...]]):
    """All tuples with one item of each pool."""

    __slots__ = ("_pools",)

    def __init__(self, pools: Sequence[Sequence[Any]]) -> None:
        self._pools = pools
        self._size = prod(map(len, pools))

    def _at(self, index: int) -> tuple[Any, ...]:
        picked: list[Any] = []
        for pool in self._pools:
            index, place = divmod(index, len(pool))
            picked.append(pool[place])
        return tuple(picked)


class Generated(_Computed[T]):
    """Values that dice make: images, score lists, programs. Equal places hold equal values.

    Args:
        make: Makes a legal value; it uses no other dice than the ones it is given.
        size: How many places there are.
    """

    __slots__ = ("_make",)

    def __init__(self, make: Callable[[Random], T], size: int = 1_000_000) -> None:
        self._make = make
        self._size = size

    def _at(self, index: int) -> T:
        return self._make(Random(index))  # noqa: S311 - questions, not secrets


def too_many(items: int, least: int, most: int) -> bool:
    """Whether the lists of `least` to `most` out of `items` are more than can be drawn from."""
    if items <= 1:
        return False
    return most > 64 or sum(items**length for length in range(least, most + 1)) > MOST_COMBINATIONS
