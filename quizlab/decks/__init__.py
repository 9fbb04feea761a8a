"""Decks: Markdown files -> lessons and cards, and every fault in them with its place.

Dividing files is quick and imports no parser; bodies are read when a card is shown or checked.
"""

from typing import TYPE_CHECKING

from quizlab.domain.lazily import exports

if TYPE_CHECKING:
    from quizlab.decks.checking import Runner, RunResult, check_file
    from quizlab.decks.codes import SEVERITIES, STRUCTURAL
    from quizlab.decks.division import SplitFile, split
    from quizlab.decks.facts import VerifierLookup, fact_text, fact_value, read_fact
    from quizlab.decks.fields import RUN_LANGUAGES
    from quizlab.decks.formatter import Formatted, format_file
    from quizlab.decks.identity import deck_identity, is_card_id, language_of, original_path, slug
    from quizlab.decks.packs import check_pack
    from quizlab.decks.reading import read_card, read_markdown
    from quizlab.decks.templates import new_card
    from quizlab.decks.translations import read_translation

# Dividing files imports no parser; markdown-it and YAML cost more than dividing a thousand files.
__getattr__ = exports(
    __name__,
    {
        "codes": "SEVERITIES STRUCTURAL",
        "division": "SplitFile split",
        "identity": "deck_identity is_card_id language_of original_path slug",
        "checking": "Runner RunResult check_file",
        "facts": "VerifierLookup fact_text fact_value read_fact",
        "fields": "RUN_LANGUAGES",
        "formatter": "Formatted format_file",
        "packs": "check_pack",
        "reading": "read_card read_markdown",
        "templates": "new_card",
        "translations": "read_translation",
    },
)

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
