"""From raw settings to legal parameters, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from quizlab.verify.faults import Fault, shown
from quizlab.verify.spelling import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quizlab.verify.answer_type import Value
    from quizlab.verify.draws import Draws
    from quizlab.verify.specs import ParameterSpec
    from quizlab.verify.verifier import Verifier

P = TypeVar("P")


def parameters_of(verifier: Verifier[P] | type[Verifier[P]]) -> Mapping[str, ParameterSpec]:
    """Return the verifier's parameters by name, in their order."""
    return verifier.specs


def bind(verifier: Verifier[P], raw: Mapping[str, object]) -> P:
    """Return legal parameters from raw settings; defaults fill what is not given.

    Args:
        verifier: Whose parameters.
        raw: Values by name: text as ``--set``, fences and ``{fact}`` have it, or JSON values.

    Raises:
        Fault: ``unknown-parameter``, ``type``, ``range``, ``missing`` or ``where``.
    """
    _refuse_unknown(verifier, raw)
    values: dict[str, Any] = {}
    for name, spec in verifier.specs.items():
        if name in raw:
            try:
                values[name] = spec.type.parse(raw[name])
            except Fault as fault:
                raise fault.about(name) from None
        elif spec.required:
            raise Fault("missing", name, f"{name}: missing; allowed is {spec.describe()}")
        else:
            values[name] = spec.default
    bound = verifier.Parameters(**values)
    _refuse_clash(verifier, bound)
    return bound


def check(verifier: Verifier[P], v: P) -> None:
    """Refuse parameters that a program made and that are not legal.

    Raises:
        Fault: ``type``, ``range`` or ``where``.
    """
    for name, spec in verifier.specs.items():
        try:
            spec.type.check(getattr(v, name))
        except Fault as fault:
            raise fault.about(name) from None
    _refuse_clash(verifier, v)


def bind_overrides(verifier: Verifier[P], raw: Mapping[str, object]) -> dict[str, Draws[Any]]:
    """Return what overrides leave to draw from, by parameter; others are drawn freely.

    Raises:
        Fault: ``unknown-parameter``, ``type`` or ``range``. Whether anything legal is left only a
            draw can tell (``no-draws``).
    """
    _refuse_unknown(verifier, raw)
    found: dict[str, Draws[Any]] = {}
    for name, value in raw.items():
        try:
            found[name] = verifier.specs[name].type.candidates(value)
        except Fault as fault:
            raise fault.about(name) from None
    return found


def plain(verifier: Verifier[P], v: P) -> dict[str, Any]:
    """Return parameters as JSON values; `bind` reads them back."""
    return {name: spec.type.plain(getattr(v, name)) for name, spec in verifier.specs.items()}


def texts(verifier: Verifier[P], v: P) -> dict[str, str]:
    """Return parameters as ``--set`` and ``{fact}`` write them; `bind` reads them back."""
    return {name: spec.type.text(getattr(v, name)) for name, spec in verifier.specs.items()}


def plain_answers(verifier: Verifier[P], values: Mapping[str, Value]) -> Any:  # noqa: ANN401 - JSON
    """Return answers as JSON has them: one value, or an object where there are several parts."""
    by_name = {
        part.name: part.answer.plain(values[part.name])
        for part in verifier.parts
        if part.name in values
    }
    return by_name[verifier.parts[0].name] if len(verifier.parts) == 1 else by_name


def _refuse_unknown(verifier: Verifier[P], raw: Mapping[str, object]) -> None:
    for name in raw:
        if name not in verifier.specs:
            known = ", ".join(verifier.specs)
            hint = nearest(str(name), verifier.specs)
            said = f"did you mean {hint}? It takes" if hint else "it takes"
            message = f"{verifier.id} has no parameter {shown(name)}; {said} {known}"
            raise Fault("unknown-parameter", str(name), message)


def _refuse_clash(verifier: Verifier[P], v: P) -> None:
    clash = verifier.where(v)
    if clash is not None:
        raise Fault("where", "", clash)
