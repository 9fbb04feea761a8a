"""Questions about Python programs: what is printed where names share lists."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

from quizlab.verify import AnswerPart, TextOf, Verifier
from quizlab_verifiers.maths.object_model import Objects
from quizlab_verifiers.maths.python_reader import Reader
from quizlab_verifiers.programming import python_text
from quizlab_verifiers.programming.python_mistakes import MISTAKES
from quizlab_verifiers.programming.python_programs import (
    FLAT,
    AliasingParameters,
    clash,
    program,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizlab.verify import Answered

_RUNNER = """
import io, json, sys
from contextlib import redirect_stdout
printed = []
for source in json.load(sys.stdin):
    with redirect_stdout(io.StringIO()) as out:
        exec(source, {"__name__": "__main__"})
    printed.append(out.getvalue())
json.dump(printed, sys.stdout)
"""

_TIMEOUT_S = 60


class PythonAliasing(Verifier[AliasingParameters]):
    """``python.aliasing``: what a small program with shared lists prints."""

    id = "python.aliasing"
    version = 1
    title = "Names that share lists"
    Parameters = AliasingParameters
    parts = (AnswerPart("printed", TextOf(code=True, asks="what is printed")),)
    convention = "Python 3; what print shows, on one line; spaces do not matter."
    citation = (
        "Python FAQ, Why did changing list y also change list x?, and default values shared "
        "between objects, https://docs.python.org/3/faq/programming.html; the copy module, "
        "https://docs.python.org/3/library/copy.html"
    )
    code = Objects
    misconceptions = MISTAKES

    def where(self, v: AliasingParameters) -> str | None:
        """Say which parameters make no program."""
        return clash(v)

    def difficulty(self, v: AliasingParameters) -> int:
        """1: numbers in one list or tuple. 2: lists in lists, calls. 3: two rules at once."""
        if v.pattern in {"deepcopy-shared", "repeat-replaced", "default-mixed", "argument-rebound"}:
            return 3
        return 1 if v.pattern in {*FLAT, "tuple", "element"} else 2

    def compute(self, v: AliasingParameters) -> str:
        """Follow the arrows."""
        return Reader().run(program(v))

    def reference(self, v: AliasingParameters) -> Answered:
        """Run the program."""
        return self.reference_many((v,))[0]

    def reference_many(self, vs: Sequence[AliasingParameters]) -> list[Answered]:
        """Run all programs in one Python of their own, each with its own names and output."""
        done = subprocess.run(  # noqa: S603 - our own programs, made of numbers in range
            [sys.executable, "-I", "-c", _RUNNER],
            input=json.dumps([program(v) for v in vs]),
            capture_output=True,
            check=True,
            text=True,
            encoding="utf-8",
            timeout=_TIMEOUT_S,
        )
        return [str(printed).rstrip("\n") for printed in json.loads(done.stdout)]

    def prompt(self, v: AliasingParameters, language: str = "en") -> str:
        """Show the program."""
        del language
        return python_text.prompt(program(v))

    def explain(self, v: AliasingParameters, language: str = "en") -> tuple[str, ...]:
        """Follow the program line by line."""
        del language
        return python_text.explain(v.pattern, program(v), self.compute(v))
