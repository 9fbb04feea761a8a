"""Make the recordings that are shipped: ``python -m quizlab_verifiers.tables.generate``.

``--check`` makes them and compares, writes nothing, and fails where a file is not what it would be.
Names of networks hold it to these.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from quizlab_verifiers import models
from quizlab_verifiers.tables.files import read, written
from quizlab_verifiers.tables.making import make
from quizlab_verifiers.tables.rows import table_of
from quizlab_verifiers.tables.shipped import FOLDER, INDEX

if TYPE_CHECKING:
    from collections.abc import Iterable

_FOLDER = Path(__file__).with_name(FOLDER)


def main(arguments: list[str]) -> int:
    """Write or check the recordings; returns the exit code."""
    check = "--check" in arguments
    chosen = [one for one in arguments if one != "--check"]
    made = {f"{name}.json": written(make(name)) for name in chosen or models.names()}
    if not chosen:
        made[INDEX] = _index(made.values())
    differ = [name for name, text in made.items() if _present(name) != text]
    left_over = [] if chosen else _left_over(made)
    sys.stdout.write(f"differ: {', '.join([*differ, *left_over]) or 'none'}\n")
    if check:
        return 1 if differ or left_over else 0
    _FOLDER.mkdir(exist_ok=True)
    for name in differ:
        (_FOLDER / name).write_text(made[name], encoding="utf-8")
    for name in left_over:
        (_FOLDER / name).unlink()
    return 0


def _present(name: str) -> str | None:
    file = _FOLDER / name
    return file.read_text(encoding="utf-8") if file.is_file() else None


def _index(recordings: Iterable[str]) -> str:
    """Return the list of networks as JSON, a line each."""
    lines = [asdict(table_of(read(text)).summary) for text in recordings]
    return "[\n" + ",\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + "\n]\n"


def _left_over(made: Iterable[str]) -> list[str]:
    """Return the files of networks that are no more."""
    known = set(made)
    return [file.name for file in sorted(_FOLDER.glob("*.json")) if file.name not in known]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
