"""Everything that can be said about one file: its division, its cards, its data, its facts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from quizlab.decks.codes import Faults, in_order, quoted
from quizlab.decks.division import split
from quizlab.decks.facts import VerifierLookup, fact_text, fact_value
from quizlab.decks.places import on_original
from quizlab.decks.reading import Reading, read_body, read_lesson
from quizlab.domain.cards import AnswerField, CardText, ComputeField, RunField
from quizlab.domain.untrusted import clean
from quizlab.verify import Fault, answers, bind_overrides, draw

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from quizlab.domain.diagnostics import Diagnostic
    from quizlab.domain.document import Fact

_DRAWS = 3
_DEFAULT_TOLERANCE = 0.01
"""Relative tolerance of a number that states none; grading's default for Real."""

_COMPUTE_CODES = {
    "unknown-verifier": "verifier-unknown",
    "unknown-parameter": "field-key",
    "type": "field-value",
    "range": "field-value",
    "missing": "no-draws",
    "where": "no-draws",
    "no-draws": "no-draws",
    "answer": "no-draws",
}


@dataclass(frozen=True, slots=True)
class RunResult:
    """What became of a program.

    Attributes:
        output: What it printed, without the last line feed.
        trouble: Why it has no output: "exit status 1: …", "stopped after 10 s"; "" where it has.
    """

    output: str = ""
    trouble: str = ""


Runner = Callable[[RunField], RunResult | None]
"""Runs a program within limits; None where its folder is not trusted."""


def check_file(
    raw: bytes,
    *,
    path: str,
    pack: str,
    deck: str,
    verifiers: VerifierLookup,
    root: Traversable | None = None,
    runner: Runner | None = None,
) -> tuple[Diagnostic, ...]:
    """Return every fault of a file, by place.

    Args:
        raw: The file's bytes.
        path: The file; in a pack, relative to its root.
        pack: Name of the pack.
        deck: Identity of the deck.
        verifiers: Gives the verifier of an id.
        root: The pack's folder, for images; None leaves them unseen.
        runner: Runs ``{run}`` fences; None leaves them alone.
    """
    divided = split(raw, path=path, pack=pack, deck=deck)
    found = list(divided.diagnostics)
    check = _Check(path, verifiers, root, runner)
    for lesson in divided.lessons:
        found += check.reading(read_lesson(lesson, path), None)
    for card in sorted(divided.cards + divided.withheld, key=lambda card: card.line):
        found += check.reading(read_body(card), card)
    # The dollars of a formula that is never closed are text, which says no more than `math-open`.
    unclosed = {fault.line for fault in found if fault.code == "math-open"}
    kept = [f for f in found if f.code != "literal-dollar" or f.line not in unclosed]
    return on_original(raw, in_order(kept))


class _Check:
    """What needs more than the text: verifiers, the pack's folder, a runner."""

    def __init__(
        self,
        path: str,
        verifiers: VerifierLookup,
        root: Traversable | None,
        runner: Runner | None,
    ) -> None:
        self.path = path
        self.verifiers = verifiers
        self.root = root
        self.runner = runner

    def reading(self, reading: Reading, card: CardText | None) -> list[Diagnostic]:
        """Return the faults of a reading, with those of its data."""
        faults = Faults(self.path, card.key if card else "")
        faults.found += reading.findings.faults.found
        for fact, line, column in reading.findings.facts:
            self._fact(fact, line, column, faults)
        for target, line, column in reading.findings.images:
            self._image(target, line, column, faults)
        if reading.field is not None:
            field, places = reading.field.field, reading.field.places
            if isinstance(field, ComputeField):
                self._compute(field, places, faults)
            elif isinstance(field, AnswerField) and reading.field.verify is not None:
                self._verify(field, reading.field.verify, places, faults)
            elif isinstance(field, RunField) and self.runner is not None:
                self._run(field, self.runner, places, faults)
        return faults.found

    def _fact(self, fact: Fact, line: int, column: int, faults: Faults) -> None:
        """Compute a fact."""
        try:
            fact_text(fact, self.verifiers)
        except Fault as fault:
            code = "verifier-unknown" if fault.code == "unknown-verifier" else "fact-failed"
            faults.add(code, line, column, fault.message)
        except Exception as error:  # noqa: BLE001 - a verifier is anybody's code; it must not end the check
            faults.add("fact-failed", line, column, _broken(fact.verifier, error))

    def _image(self, target: str, line: int, column: int, faults: Faults) -> None:
        """Look for an image."""
        if self.root is not None and not _is_file(self.root, target):
            message = (
                f"There is no image {quoted(target)} in the pack: copy it there, or mend the path."
            )
            faults.add("image-missing", line, column, message)

    def _compute(
        self, field: ComputeField, places: dict[str, tuple[int, int]], faults: Faults
    ) -> None:
        """Draw and compute a few variants."""
        try:
            verifier = self.verifiers(field.verifier)
            overrides = bind_overrides(verifier, field.overrides)
            for seed in range(_DRAWS):
                answers(verifier, draw(verifier, seed, overrides))
        except Fault as fault:
            place = places.get(fault.parameter, places[""])
            faults.add(_COMPUTE_CODES[fault.code], *place, fault.message)
        except Exception as error:  # noqa: BLE001 - as above
            faults.add("no-draws", *places[""], _broken(field.verifier, error))

    def _verify(
        self, field: AnswerField, fact: Fact, places: dict[str, tuple[int, int]], faults: Faults
    ) -> None:
        """Compare a written value with the computed one."""
        try:
            _, value = fact_value(fact, self.verifiers)
        except Fault as fault:
            code = "verifier-unknown" if fault.code == "unknown-verifier" else "fact-failed"
            faults.add(code, *places["verify"], fault.message)
            return
        except Exception as error:  # noqa: BLE001 - as above
            faults.add("fact-failed", *places["verify"], _broken(fact.verifier, error))
            return
        if field.value is not None and not agrees(field, value):
            message = (
                f"Written {quoted(field.value)}, computed {quoted(str(value))}: correct the value."
            )
            faults.add("fact-mismatch", *places["value"], message)

    def _run(
        self,
        field: RunField,
        runner: Runner,
        places: dict[str, tuple[int, int]],
        faults: Faults,
    ) -> None:
        """Run a program and compare what it prints."""
        result = runner(field)
        if result is None:
            message = (
                "Not run: its folder is not trusted; `quizlab trust PATH` after reading the code."
            )
            faults.add("run-untrusted", *places[""], message)
        elif result.trouble:
            message = f"The program failed: {quoted(clean(result.trouble), 200)}; correct it."
            faults.add("run-failed", *places[""], message)
        elif clean(result.output).rstrip() != field.output.rstrip():
            message = (
                f"Written {quoted(field.output)}, printed {quoted(clean(result.output))}: "
                "`quizlab fmt --run` writes what is printed."
            )
            faults.add("output-differs", *places[""], message)


def agrees(field: AnswerField, computed: Any) -> bool:  # noqa: ANN401 - of any answer type
    """Whether a written value is the computed one, as far as it is written.

    It must be the computed value rounded to the digits that are written, and the computed value must
    be graded as right against it; a whole number without tolerance must be equal.
    """
    if isinstance(computed, bool) or not isinstance(computed, int | float) or field.value is None:
        return False
    written = Decimal(field.value)
    truth = Fraction(computed) if computed == computed and abs(computed) != float("inf") else None  # noqa: PLR0124 - NaN
    if truth is None:
        return False
    difference = abs(Fraction(written) - truth)
    exponent = written.as_tuple().exponent
    whole = isinstance(exponent, int) and exponent == 0 and "e" not in field.value.lower()
    if field.tolerance is None and whole and "." not in field.value:
        return difference == 0
    last_digit = Fraction(10) ** (exponent if isinstance(exponent, int) else 0)
    share = _DEFAULT_TOLERANCE if field.tolerance is None else field.tolerance
    allowed = max(Fraction(share) * abs(truth), Fraction(field.floor))
    noise = abs(truth) / 10**9
    return difference <= last_digit / 2 + noise and difference <= allowed + noise


def _is_file(root: Traversable, target: str) -> bool:
    """Whether `target` is a file below `root`, reached without leaving it."""
    place = root.joinpath(target)
    try:
        if not place.is_file():
            return False
        # A link in the pack may lead out of it; what is read from an archive has no links.
        resolve, outer = getattr(place, "resolve", None), getattr(root, "resolve", None)
        return resolve is None or outer is None or resolve().is_relative_to(outer())
    except (OSError, ValueError):  # a name that the file system does not take
        return False


def _broken(verifier: str, error: Exception) -> str:
    """Say that a verifier is broken."""
    text = quoted(clean(f"{type(error).__name__}: {error}"), 200)
    return f"The verifier {verifier} is broken: {text}; report it to its author."
