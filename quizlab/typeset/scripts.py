"""Sub- and superscripts in Unicode's own small characters, where all of them exist."""

from quizlab.typeset.nodes import Node, Operator, Row, Space, StyleSwitch, Symbol, Text

_SUPERSCRIPTS = dict(
    zip(
        "0123456789+−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφ",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠ",
        strict=True,
    )
) | {
    # Raised by nature, or with a raised form that everybody reads: the transpose, the degree.
    "′": "′",
    "″": "″",
    "‴": "‴",
    "∗": "*",
    "†": "†",
    "‡": "‡",
    "⊤": "ᵀ",
    "⊺": "ᵀ",
    "𝖳": "ᵀ",
    "∘": "°",
    "°": "°",
}
_SUBSCRIPTS = dict(
    zip(
        "0123456789+−=()aehijklmnoprstuvxβγφ",
        "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵩ",
        strict=True,
    )
)


def superscript(node: Node) -> str | None:
    """Return `node` in raised characters, None where one is missing or it is not flat."""
    return _translated(node, _SUPERSCRIPTS)


def subscript(node: Node) -> str | None:
    """Return `node` in lowered characters, None where one is missing or it is not flat."""
    return _translated(node, _SUBSCRIPTS)


def _translated(node: Node, table: dict[str, str]) -> str | None:
    text = _flat(node)
    if text is None:
        return None
    try:
        return "".join([table[character] for character in text])
    except KeyError:
        return None


def _flat(node: Node) -> str | None:
    """The characters of a node that is nothing but characters."""
    if isinstance(node, Symbol | Text):
        return node.text
    if isinstance(node, Operator):
        return _flat(node.body)
    if isinstance(node, Space | StyleSwitch):
        return ""
    if not isinstance(node, Row):
        return None
    parts = [_flat(child) for child in node.children]
    return None if None in parts else "".join(part for part in parts if part)
