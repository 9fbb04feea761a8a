"""Packages that load their modules when a name is first asked for.

A first question should not wait for what only the tenth one needs. Type checkers see the names by
an ``if TYPE_CHECKING`` import beside it.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def exports(package: str, modules: Mapping[str, str]) -> Callable[[str], object]:
    """Return a ``__getattr__`` for `package`.

    Args:
        package: ``__name__`` of the package.
        modules: The submodules, each with the names that it offers, separated by blanks. No
            name may be that of a submodule: importing the one would hide the other.
    """
    homes = {name: module for module, names in modules.items() for name in names.split()}
    assert homes.keys().isdisjoint(modules), package  # noqa: S101  # a fault of ours, at import

    def load(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value: object = getattr(import_module(f"{package}.{homes[name]}"), name)
        # The next look-up finds it as an ordinary attribute.
        setattr(sys.modules[package], name, value)
        return value

    return load
