"""The parameters of a verifier, read once from the annotations of its dataclass."""

from __future__ import annotations

import dataclasses
import typing
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Any, Final, get_args, get_origin

from quizlab.verify.faults import Fault
from quizlab.verify.parameter_type import ParameterType

if typing.TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NO_DEFAULT: Final = dataclasses.MISSING
"""Stands where a parameter has no default."""

# `{fact}` and `verify:` say these beside the parameters.
_RESERVED = frozenset({"part"})


@dataclass(frozen=True, slots=True)
class ParameterSpec:
    """One parameter.

    Attributes:
        name: As in ``--set name=value``.
        type: Its legal values.
        default: Its value where none is given, or `NO_DEFAULT`.
    """

    name: str
    type: ParameterType[Any]
    default: Any = NO_DEFAULT

    @property
    def required(self) -> bool:
        """Whether a value must be given."""
        return self.default is NO_DEFAULT

    @property
    def pool(self) -> Sequence[Any]:
        """What it is drawn from: its type's draws, else its default alone."""
        return self.type.draws or (self.default,)

    def describe(self) -> str:
        """Say what is allowed and what holds by default."""
        allowed = self.type.describe()
        return allowed if self.required else f"{allowed}; {self.type.text(self.default)} by default"


def read_specs(parameters: type) -> Mapping[str, ParameterSpec]:
    """Return the parameters of a dataclass in their order.

    Raises:
        TypeError: It is no frozen dataclass, or a field says too little.
    """
    name = parameters.__name__
    options = getattr(parameters, "__dataclass_params__", None)
    if options is None or not options.frozen:
        raise TypeError(f"{name} must be a frozen dataclass: @dataclass(frozen=True, slots=True)")
    hints = typing.get_type_hints(parameters, include_extras=True)
    specs = [_spec(name, field, hints[field.name]) for field in dataclasses.fields(parameters)]
    if not specs:
        raise TypeError(f"{name} has no parameters; a question needs something to vary")
    return MappingProxyType({spec.name: spec for spec in specs})


def _spec(owner: str, field: dataclasses.Field[Any], hint: object) -> ParameterSpec:
    """Read one field."""
    where = f"{owner}.{field.name}"
    if field.name in _RESERVED or field.name.startswith("_"):
        raise TypeError(f"{where}: a parameter is not called {field.name}; facts use that word")
    if not field.init or field.kw_only:
        raise TypeError(f"{where} must be an ordinary positional field")
    found = [
        extra
        for extra in (get_args(hint)[1:] if get_origin(hint) is Annotated else ())
        if isinstance(extra, ParameterType)
    ]
    if len(found) != 1:
        raise TypeError(
            f"{where} needs one parameter type: {field.name}: Annotated[int, Whole(1, 9, draws=...)]"
        )
    if field.default_factory is not dataclasses.MISSING:
        raise TypeError(f"{where}: defaults are immutable values, not factories")
    spec = ParameterSpec(field.name, found[0], field.default)
    if spec.required and not spec.type.draws:
        raise TypeError(f"{where} has neither draws nor a default, so nothing could be drawn")
    if not spec.required:
        try:
            spec.type.check(spec.default)
        except Fault as fault:
            raise TypeError(f"{where}: its default is not legal: {fault.message}") from None
    return spec
