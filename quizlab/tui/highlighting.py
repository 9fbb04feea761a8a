"""Colours for code. Pygments is loaded after the first paint; until then code is plain."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.content import Content

# A lexer runs on what a card holds: bounded, and named by something like a name.
_LONGEST = 20_000
_LANGUAGE = re.compile(r"[a-z0-9+#-]{1,20}", re.IGNORECASE)


class Highlighter:
    """Highlights code once `load` has run; `load` may run in a thread."""

    def __init__(self) -> None:
        self._highlight: Callable[[str, str], Content] | None = None

    @property
    def is_loaded(self) -> bool:
        """Whether code is coloured."""
        return self._highlight is not None

    def load(self) -> None:
        """Import what knows languages."""
        if self._highlight is not None:
            return
        from textual import highlight as library

        token = library.Token  # type: ignore[attr-defined]  # pygments' own

        class Quiet(library.HighlightTheme):
            """No underlines, and nothing in a gap's place that looks like an error."""

            STYLES = {  # noqa: RUF012  # as in the class it derives from
                **library.HighlightTheme.STYLES,
                token.Error: "",
                token.Keyword.Namespace: "$text-accent",
                token.Name.Function: "$text-warning",
                token.Name.Function.Magic: "$text-warning",
            }

        def coloured(code: str, language: str) -> Content:
            return library.highlight(code, language=language, theme=Quiet)

        self._highlight = coloured

    def lines(self, code: str, language: str) -> list[Content] | None:
        """Return `code` in colours, a `Content` for each line; None where it stays plain."""
        if self._highlight is None or len(code) > _LONGEST or not _LANGUAGE.fullmatch(language):
            return None
        coloured = self._highlight(code, language)
        if coloured.plain != code:
            return None
        return list(coloured.split("\n", allow_blank=True))


HIGHLIGHTER = Highlighter()
"""The one of this process."""
