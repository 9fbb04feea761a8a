r"""Mathematical alphabets: ``\mathbb{R}`` is the character ℝ.

Source: Unicode, block Mathematical Alphanumeric Symbols; the letters that older blocks already
held (ℝ, ℒ, ℭ …) are left out there and taken from Letterlike Symbols.
"""

from functools import cache

_A_TO_Z = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DIGITS = "0123456789"
_GREEK = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡϴΣΤΥΦΧΨΩ∇αβγδεζηθικλμνξοπρςστυφχψω∂ϵϑϰϕϱϖ"


def _run(first: int, letters: str, older: str = "", characters: str = "") -> dict[str, str]:
    table = {letter: chr(first + index) for index, letter in enumerate(letters)}
    return table | dict(zip(older, characters, strict=True))


_a_to_z = _A_TO_Z.lower()
_TABLES: dict[str, dict[str, str]] = {
    "bold": _run(0x1D400, _A_TO_Z)
    | _run(0x1D41A, _a_to_z)
    | _run(0x1D7CE, _DIGITS)
    | _run(0x1D6A8, _GREEK),
    "double": _run(0x1D538, _A_TO_Z, "CHNPQRZ", "ℂℍℕℙℚℝℤ")
    | _run(0x1D552, _a_to_z)
    | _run(0x1D7D8, _DIGITS),
    "script": _run(0x1D49C, _A_TO_Z, "BEFHILMR", "ℬℰℱℋℐℒℳℛ") | _run(0x1D4B6, _a_to_z, "ego", "ℯℊℴ"),
    "fraktur": _run(0x1D504, _A_TO_Z, "CHIRZ", "ℭℌℑℜℨ") | _run(0x1D51E, _a_to_z),
    "sans": _run(0x1D5A0, _A_TO_Z) | _run(0x1D5BA, _a_to_z) | _run(0x1D7E2, _DIGITS),
}

# Command to alphabet; "upright" joins its letters into one word, "italic" is how letters are.
FONTS: dict[str, str] = {
    "mathbf": "bold",
    "boldsymbol": "bold",
    "bm": "bold",
    "pmb": "bold",
    "mathbb": "double",
    "mathbbm": "double",
    "mathds": "double",
    "Bbb": "double",
    "mathcal": "script",
    "mathscr": "script",
    "mathfrak": "fraktur",
    "mathsf": "sans",
    "mathrm": "upright",
    "mathtt": "upright",
    "mathnormal": "italic",
    "mathit": "upright",
}

# The old switches, which hold to the end of their group.
SWITCHES: dict[str, str] = {
    "bf": "bold",
    "rm": "upright",
    "it": "upright",
    "cal": "script",
    "sf": "sans",
    "tt": "upright",
}


@cache
def styled(text: str, alphabet: str) -> str:
    """Return `text` in `alphabet`; characters that it lacks stay as they are."""
    table = _TABLES.get(alphabet)
    return text if table is None else "".join(table.get(letter, letter) for letter in text)
