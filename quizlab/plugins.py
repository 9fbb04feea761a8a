"""Packages of verifiers, networks and content, found by entry points.

Asking for names imports nothing; a package that is broken costs only itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

VERIFIERS = "quizlab.verifiers"
CONTENT = "quizlab.content"
MODELS = "quizlab.models"


class PluginError(Exception):
    """A package that is installed and cannot be used; the message names it."""


@dataclass(frozen=True, slots=True)
class Plugin:
    """An entry point: `name` is unique in its group, `target` is what it names."""

    group: str
    name: str
    target: str
    distribution: str


@lru_cache(maxsize=8)
def installed(group: str) -> tuple[Plugin, ...]:
    """The entry points of `group` by name, imported by nobody; the first of a name wins."""
    from importlib import metadata  # noqa: PLC0415  # 10 ms that most starts can do without

    found: dict[str, Plugin] = {}
    for point in metadata.entry_points(group=group):
        source = point.dist.name if point.dist else "?"
        found.setdefault(point.name, Plugin(group, point.name, point.value, source))
    return tuple(found[name] for name in sorted(found))


def catalogue(plugin: Plugin) -> Mapping[str, str]:
    """Return what a verifier package offers: id -> ``module:Class``.

    Raises:
        PluginError: When the package cannot be imported or has no ``CATALOGUE``.
    """
    offered = getattr(module(plugin), "CATALOGUE", None)
    if not isinstance(offered, Mapping) or not all(
        isinstance(key, str) and isinstance(value, str) and value.count(":") == 1
        for key, value in offered.items()
    ):
        raise PluginError(
            f"the package {plugin.distribution} ({plugin.target}) has no CATALOGUE "
            "of id -> 'module:Class'; it was left out"
        )
    return offered


def load_object(plugin: Plugin, address: str) -> Any:  # noqa: ANN401  # the caller checks it
    """Import ``module:name`` for `plugin`.

    Raises:
        PluginError: When that fails, with the reason.
    """
    from importlib import import_module  # noqa: PLC0415

    place, _, name = address.partition(":")
    try:
        return getattr(import_module(place), name)
    except Exception as error:  # a plug-in may raise anything while it is imported
        raise PluginError(
            f"{address} of the package {plugin.distribution} cannot be loaded: "
            f"{type(error).__name__}: {error}"
        ) from error


def resources(plugin: Plugin) -> Traversable:
    """Return the folder of a content package.

    Raises:
        PluginError: When the package cannot be imported.
    """
    from importlib.resources import files  # noqa: PLC0415

    return files(module(plugin))


def module(plugin: Plugin) -> Any:  # noqa: ANN401  # a module
    """Import what an entry point names.

    Raises:
        PluginError: When that fails, with the reason.
    """
    from importlib import import_module  # noqa: PLC0415

    try:
        return import_module(plugin.target)
    except Exception as error:  # a plug-in may raise anything while it is imported
        raise PluginError(
            f"the package {plugin.distribution} ({plugin.target}) cannot be loaded: "
            f"{type(error).__name__}: {error}; it was left out"
        ) from error
