"""A cursor over the tokens of one formula."""

from __future__ import annotations

from quizlab.typeset.errors import MathError
from quizlab.typeset.tokens import END, tokenize


class Cursor:
    """Where the parser stands in a formula.

    Attributes:
        source: The cleaned source.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self._texts, self._positions = tokenize(source)
        self._index = 0

    @property
    def current(self) -> str:
        """The token under the cursor."""
        return self._texts[self._index]

    @property
    def position(self) -> int:
        """Where the token under the cursor starts in the source."""
        return self._positions[self._index]

    def advance(self) -> str:
        """Return the token under the cursor and step over it."""
        text = self._texts[self._index]
        if text == END:
            raise MathError("the formula ends too early; an argument is missing", self.position)
        self._index += 1
        return text

    def accept(self, text: str) -> bool:
        """Step over the token if it is `text`; say whether it was."""
        if self._texts[self._index] != text:
            return False
        self._index += 1
        return True

    def expect(self, text: str, opened_at: int) -> None:
        """Step over `text`, which what began at `opened_at` needs.

        Raises:
            MathError: Another token stands there.
        """
        if not self.accept(text):
            got = self.current or "the end"
            message = f"expected {text} to close what opened at {opened_at}, got {got}"
            raise MathError(message, self.position)

    def raw_argument(self) -> str:
        """Return the source of a group in braces as it stands, without the braces.

        Raises:
            MathError: No brace opens here, or it is never closed.
        """
        start = self.position
        if not self.accept("{"):
            raise MathError(f"expected {{, got {self.current or 'the end'}", start)
        inside = start + 1
        open_braces = 1
        while True:
            end = self.position
            text = self.current
            if text == END:
                raise MathError("this brace is never closed", start)
            self._index += 1
            if text == "{":
                open_braces += 1
            elif text == "}":
                open_braces -= 1
                if not open_braces:
                    return self.source[inside:end]
