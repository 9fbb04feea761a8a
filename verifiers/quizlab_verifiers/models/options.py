"""Options of a network: what its builder's annotations allow, and the refusal of the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from inspect import signature
from typing import Annotated, Any, get_args, get_type_hints


class WrongOptionError(ValueError):
    """An option that a network does not have, or a value that it does not take."""


@dataclass(frozen=True, slots=True)
class AtLeast:
    """A whole number from `least` on, up to `most`."""

    least: int
    most: int = 100_000

    def __str__(self) -> str:
        return f"a whole number from {self.least} to {self.most}"

    def allows(self, value: object) -> bool:
        """Say whether `value` is one of them; True and False are no numbers here."""
        return (
            isinstance(value, int)
            and not isinstance(value, bool)
            and self.least <= value <= self.most
        )


@dataclass(frozen=True, slots=True, init=False)
class OneOf:
    """One of a few values."""

    values: tuple[object, ...]

    def __init__(self, *values: object) -> None:
        object.__setattr__(self, "values", values)

    def __str__(self) -> str:
        *most, last = (repr(value) for value in self.values)
        return f"{', '.join(most)} or {last}" if most else last

    def allows(self, value: object) -> bool:
        """Say whether `value` is one of them: 1.0 may be written 1, True may not."""
        alike = [one for one in self.values if isinstance(one, bool) == isinstance(value, bool)]
        return value in alike


Classes = Annotated[int, AtLeast(1)]
"""How many classes the last layer tells apart."""

Switch = Annotated[bool, OneOf(True, False)]
"""A part that is there or is not."""


def allowed(builder: Callable[..., object]) -> dict[str, AtLeast | OneOf]:
    """Return what each option of `builder` allows, by name."""
    hints = get_type_hints(builder, include_extras=True)
    return {name: get_args(hints[name])[1] for name in signature(builder).parameters}


def check_options(network: str, builder: Callable[..., object], given: Mapping[str, Any]) -> None:
    """Refuse options that `builder` does not take.

    Raises:
        WrongOptionError: Which option of which network, what was got, what is possible.
    """
    options = allowed(builder)
    for name, value in given.items():
        if name not in options:
            known = "; ".join(f"{known} ({what})" for known, what in options.items())
            takes = f"its options are {known}" if known else "it takes none"
            raise WrongOptionError(f"{network} has no option {name!r}: {takes}")
        if not options[name].allows(value):
            raise WrongOptionError(
                f"the option {name} of {network} must be {options[name]}, not {value!r}"
            )
