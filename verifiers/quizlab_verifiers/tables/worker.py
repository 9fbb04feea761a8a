"""Compute a table that was not shipped: ``python -m quizlab_verifiers.tables.worker NAME [H W]``.

Prints one JSON text: a recording, or ``{"fault": …}`` where the network cannot take the input.
"""

from __future__ import annotations

import json
import sys


def main(arguments: list[str]) -> int:
    """Print the recording of a network; returns the exit code, 1 where stderr says why not."""
    try:
        import torch  # noqa: F401  # what its absence means is said here
    except (ImportError, OSError) as error:
        sys.stderr.write(f"it is computed by torch, which cannot be imported ({error})\n")
        return 1
    from quizlab_verifiers import models
    from quizlab_verifiers.tables.files import written
    from quizlab_verifiers.tables.making import make, make_at
    from quizlab_verifiers.tables.recording import NotRecordedError
    from quizlab_verifiers.tables.shelf import refusal

    name, *sides = arguments
    size = (int(sides[0]), int(sides[1])) if sides else None
    try:
        made = make(name) if size is None else make_at(name, size)
    except (ValueError, RuntimeError) as error:
        usual = models.describe(name).inputs[0]
        sys.stdout.write(json.dumps({"fault": refusal(name, usual, size, error)}))
        return 0
    except NotRecordedError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(written(made))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
