"""ChoiceOf and OrderOf: keys to pick or to put in order."""

from __future__ import annotations

import re
from dataclasses import dataclass

from quizlab.verify.answer_type import AnswerType, Value, items_of
from quizlab.verify.faults import InvalidAnswer, shown
from quizlab.verify.numerals import plain_text

_MOST_CHARACTERS = 400


@dataclass(frozen=True, slots=True)
class ChoiceOf(AnswerType):
    """One of some keys, or with `many` exactly the right ones of them.

    Attributes:
        keys: What there is to choose from.
        many: Whether several may be right; the truth is then a tuple of keys.

    Raises:
        ValueError: Keys are missing, or differ in no more than case.
    """

    keys: tuple[str, ...]
    many: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "keys", tuple(self.keys))
        check_keys(self.keys)

    @property
    def expects(self) -> str:
        """List the keys."""
        return f"{'all that apply of' if self.many else 'one of'} {', '.join(self.keys)}"

    def parse(self, text: str) -> str | tuple[str, ...]:
        """Read a key, or with `many` keys separated by commas or spaces; case is ignored."""
        plain = plain_text(text, _MOST_CHARACTERS)
        if not self.many:
            return self._key(plain)
        return self._ordered([self._key(part) for part in split_keys(plain, self.keys)])

    def read_json(self, raw: object) -> str | tuple[str, ...]:
        """Read a JSON array of keys."""
        if not self.many or not isinstance(raw, (list, tuple)) or len(raw) > len(self.keys):
            raise self.unlike(raw)
        return self._ordered([self._key(part) for part in raw])

    def _ordered(self, picked: list[str]) -> tuple[str, ...]:
        return tuple(key for key in self.keys if key in picked)

    def _key(self, raw: object) -> str:
        return find_key(raw, self.keys, self)

    def accepts(self, truth: Value, value: Value) -> bool:
        """Compare the key, or the set of keys."""
        if isinstance(truth, tuple) and isinstance(value, tuple):
            return set(truth) == set(value)
        return truth == value

    def format(self, value: Value) -> str:
        """Return the keys."""
        return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)

    def plain(self, value: Value) -> object:
        """Return the key, or an array of keys."""
        return list(value) if isinstance(value, tuple) else value

    def fault_of(self, truth: Value) -> str:
        """Refuse what is no key, or no tuple of keys."""
        keys = truth if self.many and isinstance(truth, tuple) else (truth,)
        if self.many is isinstance(truth, tuple) and keys and set(keys) <= set(self.keys):
            return ""
        return f"a ChoiceOf is {self.expects}, got {shown(truth)}"


@dataclass(frozen=True, slots=True)
class OrderOf(AnswerType):
    """All keys in the right order.

    Attributes:
        keys: What there is to put in order.

    Raises:
        ValueError: Keys are missing, or differ in no more than case.
    """

    keys: tuple[str, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "keys", tuple(self.keys))
        check_keys(self.keys)

    @property
    def expects(self) -> str:
        """List the keys."""
        return f"all of {', '.join(self.keys)}, in order"

    def parse(self, text: str) -> tuple[str, ...]:
        """Read the keys, separated by commas, spaces or ``>``; case is ignored."""
        plain = plain_text(text, _MOST_CHARACTERS)
        return self.read_json(split_keys(plain, self.keys))

    def read_json(self, raw: object) -> tuple[str, ...]:
        """Read a JSON array of all keys."""
        if not isinstance(raw, (list, tuple)):
            raise self.unlike(raw)
        if len(raw) > 2 * len(self.keys):
            raise InvalidAnswer(f"{len(raw)} given; there are {len(self.keys)} to put in order.")
        order = tuple(find_key(part, self.keys, self) for part in raw)
        missing = [key for key in self.keys if key not in order]
        if missing:
            raise InvalidAnswer(f"Missing: {', '.join(missing)}. Put all of them in order.")
        if len(order) > len(self.keys):
            twice = next(key for key in self.keys if order.count(key) > 1)
            raise InvalidAnswer(f"{twice} is given twice; each comes once.")
        return order

    def accepts(self, truth: Value, value: Value) -> bool:
        """Compare the order."""
        return truth == value

    def format(self, value: Value) -> str:
        """Return the keys in order."""
        return ", ".join(map(str, items_of(value)))

    def plain(self, value: Value) -> list[object]:
        """Return an array of keys."""
        return list(items_of(value))

    def feedback(self, truth: Value, value: Value) -> str:
        """Say from where on the order is wrong."""
        for place, (there, here) in enumerate(
            zip(items_of(truth), items_of(value), strict=False), start=1
        ):
            if there != here:
                return f"Right up to place {place - 1}." if place > 1 else "The first is wrong."
        return ""

    def fault_of(self, truth: Value) -> str:
        """Refuse what is no order of all keys."""
        if isinstance(truth, tuple) and sorted(map(str, truth)) == sorted(self.keys):
            return ""
        return f"an OrderOf is {self.expects}, got {shown(truth)}"


def check_keys(keys: tuple[str, ...]) -> None:
    """Refuse keys that a learner could not type apart.

    Raises:
        ValueError: They are missing, empty, hold separators or differ in no more than case.
    """
    if not keys or len({key.casefold() for key in keys}) != len(keys):
        raise ValueError(f"got keys {keys}; allowed are different words, and at least one")
    for key in keys:
        if not re.fullmatch(r"[^\s,>]+(?: [^\s,>]+)*", key):
            raise ValueError(f"got the key {key!r}; a key holds no comma and no outer space")


def find_key(raw: object, keys: tuple[str, ...], kind: AnswerType) -> str:
    """Return the key that `raw` names; case is ignored.

    Raises:
        InvalidAnswer: It names none.
    """
    if isinstance(raw, str):
        folded = raw.strip().casefold()
        for key in keys:
            if key.casefold() == folded:
                return key
    raise kind.unlike(raw)


def split_keys(plain: str, keys: tuple[str, ...]) -> list[str]:
    """Split typed keys: at commas or ``>``, else at spaces, else letter by letter."""
    plain = plain.strip("[]() ")
    parts = [part.strip() for part in re.split(r"->|[,;>→]", plain) if part.strip()]
    if len(parts) > 1:
        return parts
    known = {key.casefold() for key in keys}
    if plain.casefold() in known:
        return [plain]
    if " " in plain:
        return plain.split(" ")
    return list(plain) if all(len(key) == 1 for key in keys) else parts
