"""Where settings come from, and how they are kept."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import msgspec

from quizlab.settings.schema import Settings, SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_PREFIX = "QUIZLAB_"
_NOT_SETTINGS = frozenset({"home"})


def load(
    file: Path, environment: Mapping[str, str], flags: Mapping[str, Any] | None = None
) -> Settings:
    """Return the settings: defaults, overlaid by `file`, `environment` and `flags`.

    Args:
        file: A TOML file; it need not exist.
        environment: Variables such as ``QUIZLAB_LEARNER``; others are ignored.
        flags: What the command line gave; None values count as not given.

    Raises:
        SettingsError: When a value or a name cannot be used.
    """
    values = _of_file(file)
    known = frozenset(Settings.__struct_fields__)
    for variable, text in environment.items():
        name = variable.removeprefix(_PREFIX).lower()
        if variable.startswith(_PREFIX) and name in known and name not in _NOT_SETTINGS:
            values[name] = text.split(",") if name == "topics" else text
    values |= {name: value for name, value in (flags or {}).items() if value is not None}
    unknown = sorted(set(values) - known)
    if unknown:
        raise SettingsError(
            f"{file}: there is no setting {unknown[0]!r}; known are {', '.join(sorted(known))}"
        )
    try:
        return msgspec.convert(values, Settings, strict=False)
    except msgspec.ValidationError as error:
        raise SettingsError(f"{file} or the environment: {error}") from error


def changed(settings: Settings, **values: object) -> Settings:
    """Return `settings` with some values changed; numbers may be given as text.

    Raises:
        SettingsError: When a value cannot be used.
    """
    try:
        return msgspec.convert(
            {**msgspec.structs.asdict(settings), **values}, Settings, strict=False
        )
    except msgspec.ValidationError as error:
        raise SettingsError(str(error)) from error


def save(file: Path, **changes: object) -> None:
    """Change `changes` in `file` and leave its other settings; the write is atomic.

    A value of None takes a setting out of the file.

    Raises:
        SettingsError: When the outcome could not be loaded again; nothing is written then.
    """
    import tomli_w  # noqa: PLC0415  # only when something is saved

    # TOML has no word for "none": such a setting is left out.
    kept = _of_file(file) | changes
    values = {name: value for name, value in kept.items() if value is not None}
    try:
        msgspec.convert(values, Settings, strict=False)
    except msgspec.ValidationError as error:
        raise SettingsError(f"{file}: {error}") from error
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(".toml.new")
    fresh.write_text(tomli_w.dumps(values), encoding="utf-8")
    os.replace(fresh, file)  # noqa: PTH105  # the atomic one


def _of_file(file: Path) -> dict[str, Any]:
    if not file.exists():
        return {}
    import tomllib  # noqa: PLC0415  # most people have no file

    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file}: this is not TOML ({error}); mend or remove it") from error
