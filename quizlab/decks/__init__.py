"""Decks: Markdown files -> lessons and cards, and every fault in them with its place.

Dividing files is quick and imports no parser; bodies are read when a card is shown or checked.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from quizlab.decks.codes import SEVERITIES, STRUCTURAL
from quizlab.decks.division import SplitFile, split
from quizlab.decks.identity import (
    deck_identity,
    is_card_id,
    language_of,
    original_path,
    slug,
)

if TYPE_CHECKING:
    from quizlab.decks.checking import Runner, RunResult, check_file
    from quizlab.decks.facts import VerifierLookup, fact_text, fact_value, read_fact
    from quizlab.decks.fields import RUN_LANGUAGES
    from quizlab.decks.formatter import Formatted, format_file
    from quizlab.decks.packs import check_pack
    from quizlab.decks.reading import read_card, read_markdown
    from quizlab.decks.templates import new_card
    from quizlab.decks.translations import read_translation

# Loaded when asked for: markdown-it and YAML cost more than dividing a thousand files.
_LAZY = {
    "RUN_LANGUAGES": "fields",
    "Formatted": "formatter",
    "RunResult": "checking",
    "Runner": "checking",
    "VerifierLookup": "facts",
    "check_file": "checking",
    "check_pack": "packs",
    "fact_text": "facts",
    "format_file": "formatter",
    "fact_value": "facts",
    "new_card": "templates",
    "read_card": "reading",
    "read_fact": "facts",
    "read_markdown": "reading",
    "read_translation": "translations",
}


def __getattr__(name: str) -> object:
    """Load what reads bodies."""
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LAZY[name]}"), name)


__all__ = [
    "RUN_LANGUAGES",
    "SEVERITIES",
    "STRUCTURAL",
    "Formatted",
    "RunResult",
    "Runner",
    "SplitFile",
    "VerifierLookup",
    "check_file",
    "check_pack",
    "deck_identity",
    "fact_text",
    "fact_value",
    "format_file",
    "is_card_id",
    "language_of",
    "new_card",
    "original_path",
    "read_card",
    "read_fact",
    "read_markdown",
    "read_translation",
    "slug",
    "split",
]
