"""Fields: a short list whose places have names, such as a layer's kernel, stride and dilation."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Any, NamedTuple

from quizlab.verify.draws import MOST_COMBINATIONS, Products
from quizlab.verify.faults import Fault, shown
from quizlab.verify.literals import unfold
from quizlab.verify.number_types import Number, Whole
from quizlab.verify.parameter_type import ParameterType
from quizlab.verify.specs import NO_DEFAULT
from quizlab.verify.spelling import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence


class Place(NamedTuple):
    """A place of a `Fields` value.

    Attributes:
        name: What an object in JSON calls it.
        type: Its legal values.
        default: Its value where it is left out; only the last places may have one.
    """

    name: str
    type: ParameterType[Any]
    default: Any = NO_DEFAULT


@dataclass(frozen=True, slots=True, init=False)
class Fields(ParameterType[tuple[Any, ...]]):
    """One value of each place, in order: ``[3,2,1]``, in JSON also ``{"kernel": 3, "stride": 2}``.

    Raises:
        ValueError: Names are equal, a place holds lists, a place with a default stands before one
            without, a default is not legal, or there is too much to draw from.
    """

    places: tuple[Place, ...]
    draws: Sequence[tuple[Any, ...]]

    def __init__(self, *places: Place) -> None:
        names = [place.name for place in places]
        if not places or len(set(names)) != len(names):
            raise ValueError(f"Fields: got the places {names}; allowed are different names")
        optional = [place.default is not NO_DEFAULT for place in places]
        if optional != sorted(optional):
            raise ValueError("Fields: places with a default must come last")
        for place in places:
            _check_place(place)
        object.__setattr__(self, "places", places)
        object.__setattr__(self, "draws", _all_combinations(places))

    @property
    def depth(self) -> int:
        """A value is one list, of scalars."""
        return 1

    @property
    def numeric(self) -> bool:
        """Whether all places are numbers, so that ``3x2x1`` is one value."""
        return all(isinstance(place.type, (Whole, Number)) for place in self.places)

    def parse(self, raw: object) -> tuple[Any, ...]:
        """Read a list in the order of the places, or an object by their names."""
        if isinstance(raw, dict):
            return self._named(raw)
        tree = unfold(raw, times=self.numeric)
        if not isinstance(tree, list):
            raise self.refuse(raw)
        if len(tree) > len(self.places):
            raise Fault("range", "", f"got {len(tree)} items; allowed is {self.describe()}")
        return self._completed({place.name: item for place, item in zip(self.places, tree)})  # noqa: B905 - the last may be left out

    def _named(self, raw: dict[Any, Any]) -> tuple[Any, ...]:
        known = [place.name for place in self.places]
        for name in raw:
            if name not in known:
                hint = nearest(str(name), known)
                meant = f"did you mean {hint}? There are" if hint else "there are"
                message = f"got the name {shown(name)}; {meant} {', '.join(known)}"
                raise Fault("type", "", message)
        return self._completed(raw)

    def _completed(self, given: dict[str, Any]) -> tuple[Any, ...]:
        values = []
        for place in self.places:
            if place.name in given:
                try:
                    values.append(place.type.parse(given[place.name]))
                except Fault as fault:
                    raise fault.about(place.name) from None
            elif place.default is NO_DEFAULT:
                raise Fault("type", "", f"{place.name} is missing; allowed is {self.describe()}")
            else:
                values.append(place.default)
        return tuple(values)

    def check(self, value: object) -> None:
        """Refuse what is no tuple of one legal value for each place."""
        if not isinstance(value, tuple) or len(value) != len(self.places):
            raise self.refuse(value)
        for place, item in zip(self.places, value, strict=True):
            try:
                place.type.check(item)
            except Fault as fault:
                raise fault.about(place.name) from None

    def text(self, value: tuple[Any, ...]) -> str:
        """Return the values in brackets, without spaces."""
        parts = zip(self.places, value, strict=True)
        return f"[{','.join(place.type.text(item) for place, item in parts)}]"

    def plain(self, value: tuple[Any, ...]) -> list[object]:
        """Return the values in order."""
        parts = zip(self.places, value, strict=True)
        return [place.type.plain(item) for place, item in parts]

    def describe(self) -> str:
        """Name the places and what is allowed in each."""
        said = []
        for place in self.places:
            default = (
                ""
                if place.default is NO_DEFAULT
                else f"; {place.type.text(place.default)} where left out"
            )
            said.append(f"{place.name} ({place.type.describe()}{default})")
        return f"[{', '.join(said)}]"


def _check_place(place: Place) -> None:
    """Refuse a place that could not be read.

    Raises:
        ValueError: It holds lists, or its default is not legal.
    """
    if place.type.depth:
        raise ValueError(f"Fields: {place.name} holds lists; allowed are numbers and words")
    if place.default is not NO_DEFAULT:
        try:
            place.type.check(place.default)
        except Fault as fault:
            raise ValueError(f"Fields: default of {place.name}: {fault.message}") from None


def _all_combinations(places: tuple[Place, ...]) -> Sequence[tuple[Any, ...]]:
    """Return what is drawn from: nothing where a place has neither draws nor a default.

    Raises:
        ValueError: There are too many.
    """
    if any(not place.type.draws and place.default is NO_DEFAULT for place in places):
        return ()
    pools = [place.type.draws or (place.default,) for place in places]
    if prod(map(len, pools)) > MOST_COMBINATIONS:
        raise ValueError("Fields: too many combinations to draw from; state fewer draws")
    return Products(pools)
