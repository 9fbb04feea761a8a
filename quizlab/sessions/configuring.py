"""What a person can set, under one set of names: settings of the program and of memory.

Settings of the program stand in a TOML file of the home. What memory depends on is an event in the
log, so that every machine and every rebuild schedules alike; it holds from that moment on.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from quizlab.settings import Settings, SettingsError, changed
from quizlab.verify import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from quizlab.domain.events import SettingsPayload
    from quizlab.sessions.workspace import Workspace

_DECK = "retention:"


def _number(text: str) -> float:
    return float(text)


def _numbers(text: str) -> tuple[float, ...]:
    return tuple(float(part) for part in text.split(",") if part.strip())


_MEMORY: Mapping[str, Callable[[str], Any]] = {
    "retention": _number,
    "learning_steps": _numbers,
    "relearning_steps": _numbers,
    "maximum_interval": int,
    "rollover": int,
}
# `welcomed` is no wish but a fact; the learner is chosen by --learner or the environment.
_PROGRAM = tuple(name for name in Settings.__struct_fields__ if name != "welcomed")


def configured(workspace: Workspace) -> dict[str, Any]:
    """Return every setting by name."""
    memory = workspace.progress.settings
    decks = {f"{_DECK}{deck}": share for deck, share in sorted(memory.deck_retention.items())}
    return {
        **{name: getattr(workspace.settings, name) for name in _PROGRAM},
        **{name: getattr(memory, name) for name in _MEMORY},
        **decks,
    }


def configure(workspace: Workspace, changes: Mapping[str, str]) -> None:
    """Change settings given as text; either all of them or none.

    Args:
        workspace: Whose settings.
        changes: Values by name; ``retention:DECK`` is the retention of one deck, by identity.

    Raises:
        SettingsError: When a name is unknown or a value cannot be used.
    """
    program: dict[str, object] = {}
    memory = workspace.progress.settings
    for name, text in changes.items():
        if name in _PROGRAM:
            program[name] = _given(name, text)
        else:
            memory = _changed(memory, name, text, workspace)
    from quizlab.scheduling import MemorySettingsError, checked

    settings = changed(workspace.settings, **program)
    try:
        checked(memory)
    except MemorySettingsError as error:
        raise SettingsError(str(error)) from error
    if program:
        workspace.keep_settings(**{name: getattr(settings, name) for name in program})
    if memory != workspace.progress.settings:
        workspace.progress.change_memory(memory)


def _given(name: str, text: str) -> object:
    if name == "topics":
        return [topic.strip() for topic in text.split(",") if topic.strip()]
    return None if name == "new_per_day" and not text else text


def _changed(
    memory: SettingsPayload, name: str, text: str, workspace: Workspace
) -> SettingsPayload:
    if name.startswith(_DECK):
        deck = name.removeprefix(_DECK)
        known = [info.deck for info in workspace.store.deck_list()]
        if deck not in known:
            raise SettingsError(f"{name}: there is no such deck; there are {', '.join(known)}")
        share = _read(name, text, _number)
        return replace(memory, deck_retention={**memory.deck_retention, deck: share})
    if name not in _MEMORY:
        names = (*_PROGRAM, *_MEMORY, f"{_DECK}DECK")
        near = nearest(name, names)
        hint = f" Did you mean {near!r}?" if near else ""
        raise SettingsError(f"there is no setting {name!r}.{hint} There are {', '.join(names)}.")
    return replace(memory, **{name: _read(name, text, _MEMORY[name])})


def _read(name: str, text: str, read: Callable[[str], Any]) -> Any:  # noqa: ANN401  # by name
    try:
        return read(text)
    except ValueError as error:
        what = "numbers between commas" if read is _numbers else "a number"
        raise SettingsError(f"{name}: got {text!r}; {what} is needed") from error
