"""Which files a network is written in, and hashes of what they say."""

from __future__ import annotations

import ast
from functools import lru_cache
from hashlib import sha256
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_MODELS = "quizlab_verifiers.models"
_RECORDERS = tuple(
    f"quizlab_verifiers.tables.{name}"
    for name in (
        "recording",
        "call_settings",
        "operations",
        "axis_operations",
        "weighted_operations",
        "window_operations",
    )
)


def hashes(family: str) -> dict[str, str]:
    """Return the hash of each file that a recording depends on: its models', and the recorder's."""
    return {module: hash_of(module) for module in (*files_of(family), *_RECORDERS)}


def hash_of(module: str) -> str:
    """Return the hash of what a module's file says."""
    return sha256(text_of(module).encode()).hexdigest()[:16]


def are_unchanged(noted: dict[str, str]) -> bool:
    """Say whether all files still say what they said when these hashes were noted.

    A file that was installed without its source cannot have been changed; one that is gone has.
    """
    for module, noted_hash in noted.items():
        try:
            if hash_of(module) != noted_hash:
                return False
        except ModuleNotFoundError:
            return False
        except OSError:
            continue
    return True


@lru_cache(maxsize=128)
def files_of(module: str) -> tuple[str, ...]:
    """Return a module of `models` and all of `models` that it imports, its own name first."""
    found: dict[str, None] = {module: None}
    waiting = [module]
    while waiting:
        for name in _imports(waiting.pop()):
            if name not in found:
                found[name] = None
                waiting.append(name)
    first, *rest = found
    return first, *sorted(rest)


@lru_cache(maxsize=128)
def text_of(module: str) -> str:
    """Return the source of a module without importing it, from a folder or from a zip.

    Raises:
        ModuleNotFoundError: There is no such module.
        OSError: It was installed without its source, or that cannot be read.
    """
    spec = find_spec(module)
    if spec is None:
        raise ModuleNotFoundError(f"there is no module {module}")
    # Loaders of zips are of no common class.
    read: Callable[[str], str | None] = getattr(spec.loader, "get_source", lambda _: None)
    text = read(module)
    if text is None:
        raise FileNotFoundError(f"the source of {module} is not installed")
    return text


@lru_cache(maxsize=128)
def _imports(module: str) -> tuple[str, ...]:
    imports = [
        node for node in ast.walk(ast.parse(text_of(module))) if isinstance(node, ast.ImportFrom)
    ]
    named = [node.module or "" for node in imports]
    return tuple(name for name in named if name.startswith(f"{_MODELS}."))
