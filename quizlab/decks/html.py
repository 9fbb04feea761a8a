"""HTML, which cards have none of: what is a tag, and what only looks like one."""

from __future__ import annotations

import re

from markdown_it.common.html_blocks import block_names

_TAG_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")
_INLINE_NAMES = """
a abbr audio b bdi bdo br button canvas cite code data del dfn em embed font i img input ins kbd label
map mark meter object output picture pre progress q rp rt ruby s samp select slot small span strike
strong sub sup svg template textarea time tt u var video wbr
"""
_NAMES = frozenset(_INLINE_NAMES.split()) | frozenset(block_names)


def is_html(tag: str) -> bool:
    """Whether a tag is HTML; else it is text such as ``<int>``, which a host would swallow."""
    name = _TAG_NAME.match(tag)
    return name is None or name[1].lower() in _NAMES or " " in tag.strip()
