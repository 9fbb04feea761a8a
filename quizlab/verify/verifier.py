"""The contract of a verifier: a question whose answer is computed, and proved by another road.

A verifier module looks like this (without ``from __future__ import annotations`` linters keep the
imports that the annotations need at run time)::

    @dataclass(frozen=True, slots=True)
    class SideParameters:
        size: Annotated[int, Whole(1, 4096, draws=range(16, 65))]
        stride: Annotated[int, Whole(1, 64, draws=(1, 2))] = 1

    class Side(Verifier[SideParameters]):
        id = "pooling.side"
        version = 1
        title = "Side after subsampling"
        Parameters = SideParameters
        parts = (AnswerPart("side", Count()),)
        convention = "No padding; the last cells that fill no window are dropped."
        citation = "…"
        code = output_side
        misconceptions = (Misconception("ceil", "You rounded up.", side_rounded_up),)
        ...
"""

from __future__ import annotations

import inspect
from abc import ABC, abstractmethod
from types import FunctionType, MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from quizlab.verify.specs import ParameterSpec, read_specs
from quizlab.verify.verifier_checks import check_class, check_together
from quizlab.verify.verifier_parts import (
    Agreement,
    Answered,
    AnswerPart,
    Misconception,
    Together,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from quizlab.verify.answer_type import Value

P = TypeVar("P")


class Verifier(ABC, Generic[P]):
    """A question whose answer is computed. Subclasses are stateless; one instance serves all.

    A subclass that only shares code with others says ``abstract=True`` and is not validated.

    Attributes:
        id: ``topic.name`` in lower case, at most 64 characters.
        version: Bumped when equal parameters give another answer, convention or answer type.
        title: A short heading.
        Parameters: Frozen dataclass; each field is ``Annotated`` with its parameter type.
        parts: What is asked, at least one part.
        convention: The convention that the numbers follow: ``PyTorch: floor``.
        citation: Where the method stands.
        code: The function whose source a learner may read, or None.
        misconceptions: Wrong formulas, most typical first.
        needs: Programs that `reference` runs, such as ``g++``.
        agreement: How near `compute` and `reference` must be.
        together: Parameters that are drawn together, None where each is drawn alone.
        specs: The parameters as read from `Parameters`; set by the class itself.
    """

    id: ClassVar[str]
    version: ClassVar[int]
    title: ClassVar[str]
    Parameters: type[P]
    parts: ClassVar[tuple[AnswerPart, ...]]
    convention: ClassVar[str]
    citation: ClassVar[str]
    code: ClassVar[Callable[..., object] | None] = None
    misconceptions: tuple[Misconception[P], ...] = ()
    needs: ClassVar[tuple[str, ...]] = ()
    agreement: ClassVar[Agreement] = Agreement()
    together: ClassVar[Together | None] = None
    specs: ClassVar[Mapping[str, ParameterSpec]] = MappingProxyType({})

    def __init_subclass__(cls, *, abstract: bool = False, **rest: Any) -> None:  # noqa: ANN401 - handed on
        super().__init_subclass__(**rest)
        if abstract:
            return
        if isinstance(cls.__dict__.get("code"), FunctionType):
            # Else reading it from an instance would bind the function as a method.
            cls.code = staticmethod(cls.__dict__["code"])
        check_class(cls)
        if any(part.builds_on for part in cls.parts) and cls.follow is Verifier.follow:
            raise TypeError(f"{cls.id}: parts build on others, so `follow` is needed")
        cls.specs = read_specs(cls.Parameters)
        check_together(cls)

    @abstractmethod
    def compute(self, v: P) -> Answered:
        """Return the answer by the method that is taught, in microseconds and without torch."""

    @abstractmethod
    def reference(self, v: P) -> Answered:
        """Return the answer by another road: a real implementation or brute force."""

    def reference_many(self, vs: Sequence[P]) -> list[Answered]:
        """Return the reference of each; override where a batch is cheaper."""
        return [self.reference(v) for v in vs]

    @abstractmethod
    def prompt(self, v: P, language: str = "en") -> str:
        """Return the question as Markdown."""

    @abstractmethod
    def explain(self, v: P, language: str = "en") -> tuple[str, ...]:
        """Return the worked steps as Markdown; hints are their prefixes, the last has the answer."""

    def follow(self, v: P, part: str, earlier: Mapping[str, Value]) -> Value | None:
        """Return what `part` would be if the parts that it builds on came out as in `earlier`.

        This carries a learner's error forward: later parts are graded on what follows from her own
        earlier answers. Only asked for parts with `builds_on`, with all of those in `earlier`, each in
        the form that `compute` gives: an int or float, or as many of them, nested alike.

        Returns:
            The value, or None where nothing follows, such as from a division by zero.
        """
        del v, part, earlier
        return None

    def where(self, v: P) -> str | None:
        """Return None for legal parameters, else which of them clash and what is possible."""
        del v
        return None

    def comfortable(self, v: P) -> bool:
        """Whether the arithmetic stays within head and paper; draws hold to it when they can."""
        del v
        return True

    def difficulty(self, v: P) -> int:
        """Return 1 (easy) to 3 (hard)."""
        del v
        return 2

    def part(self, name: str = "") -> AnswerPart:
        """Return the part called `name`, the last where none is named.

        Raises:
            KeyError: There is no such part.
        """
        if not name:
            return self.parts[-1]
        for part in self.parts:
            if part.name == name:
                return part
        raise KeyError(name)

    def source(self) -> str:
        """Return the source of `code`, "" where there is none to show."""
        code = type(self).code
        try:
            return inspect.getsource(code) if code is not None else ""
        except (OSError, TypeError):
            return ""
