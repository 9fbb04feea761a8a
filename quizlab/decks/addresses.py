"""What a link or an image may lead to."""

from __future__ import annotations

import re

from quizlab.domain.untrusted import is_clean

_WEB = re.compile(r"https?://[^\s/?#]+\S*", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|[/\\]")


def is_web_address(target: str) -> bool:
    """Whether `target` is an http or https address, and nothing that only looks like one."""
    return _WEB.fullmatch(target) is not None and is_clean(target)


def in_pack(path: str, source: str) -> str | None:
    """Return an image's path in the pack, None where it leads outside or is an address."""
    if not source or _SCHEME.match(source):
        return None
    parts = path.replace("\\", "/").split("/")[:-1]
    for part in source.replace("\\", "/").split("/"):
        if part == "..":
            if not parts or parts[-1] in {"", ".."}:
                return None
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts)
