"""Questions about shared_ptr: how many owners there are at the end of a program."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from quizlab.verify import AnswerPart, Count, Verifier
from quizlab_verifiers.maths.ownership import Owners
from quizlab_verifiers.programming import shared_ptr_text
from quizlab_verifiers.programming.shared_ptr_mistakes import MISTAKES, counted
from quizlab_verifiers.programming.shared_ptr_parameters import (
    DIRECT,
    SharedPtrParameters,
    clash,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizlab.verify import Answered

_HEADERS = "#include <iostream>\n#include <memory>\n#include <vector>\n"
_TIMEOUT_S = 120
_TWISTS = frozenset({"open", "watch", "alias", "raw", "store", "lock", "assign"})


class SharedPtrUseCount(Verifier[SharedPtrParameters]):
    """``cpp.shared-ptr-use-count``: what ``use_count()`` shows at the end of a program."""

    id = "cpp.shared-ptr-use-count"
    version = 1
    title = "Owners of a shared object"
    Parameters = SharedPtrParameters
    parts = (AnswerPart("use-count", Count()),)
    convention = (
        "C++17, one thread. use_count() of an empty pointer is 0; that of a weak_ptr is the "
        "number of shared_ptrs that own what it watches."
    )
    citation = (
        "std::shared_ptr, https://en.cppreference.com/w/cpp/memory/shared_ptr; C++ draft, "
        "[util.smartptr.shared.obs], https://eel.is/c++draft/util.smartptr.shared.obs"
    )
    code = Owners
    misconceptions = MISTAKES
    needs = ("g++",)

    def where(self, v: SharedPtrParameters) -> str | None:
        """Say which line makes no sense."""
        return clash(v)

    def comfortable(self, v: SharedPtrParameters) -> bool:
        """Hold draws to programs on which two mistakes show in two numbers; few with nobody left."""
        if len(v.operations) > 5 and self.compute(v) == 0:
            return False
        shown = (count for one in MISTAKES if (count := one.wrong(v)) is not None)
        first = next(shown, None)
        return any(count != first for count in shown)

    def difficulty(self, v: SharedPtrParameters) -> int:
        """1: copies, moves, resets. 2: one kind of line or call beside them. 3: several."""
        twists = {verb for verb, _, _ in v.operations if verb in _TWISTS}
        return min(3, 1 + len(twists) + (v.call != DIRECT))

    def compute(self, v: SharedPtrParameters) -> int:
        """Keep the counters."""
        return counted(v, Owners())

    def reference(self, v: SharedPtrParameters) -> Answered:
        """Compile and run the program."""
        return self.reference_many((v,))[0]

    def reference_many(self, vs: Sequence[SharedPtrParameters]) -> list[Answered]:
        """Compile all programs at once, each in a namespace of its own, and run them in a row."""
        spaces = [
            f"namespace program_{place} {{\n{shared_ptr_text.program(v)}\n}}\n"
            for place, v in enumerate(vs)
        ]
        calls = "".join(f"program_{place}::main();" for place in range(len(vs)))
        source = f"{_HEADERS}{''.join(spaces)}int main() {{ {calls} }}\n"
        with TemporaryDirectory(prefix="quizlab-") as folder:
            binary = Path(folder) / "programs"
            compiler = shutil.which("g++") or "g++"
            options = ("-std=c++17", "-O0", "-w", "-pipe", "-x", "c++", "-", "-o", str(binary))
            _run([compiler, *options], source)
            printed = _run([str(binary)])
        return [int(line) for line in printed.split()]

    def prompt(self, v: SharedPtrParameters, language: str = "en") -> str:
        """Show the program."""
        del language
        return shared_ptr_text.prompt(v)

    def explain(self, v: SharedPtrParameters, language: str = "en") -> tuple[str, ...]:
        """Count the owners line by line."""
        del language
        return shared_ptr_text.explain(v, self.compute(v))


def _run(command: list[str], typed: str = "") -> str:
    """Run a program and return what it prints.

    Raises:
        subprocess.SubprocessError: It failed, or ran too long.
    """
    done = subprocess.run(  # noqa: S603 - the compiler, and programs made of known lines
        command,
        input=typed,
        capture_output=True,
        check=True,
        text=True,
        encoding="utf-8",
        timeout=_TIMEOUT_S,
    )
    return done.stdout
