"""Import hygiene, proved at run time: dividing files loads neither markdown-it nor YAML."""

import subprocess
import sys

PROGRAM = """
import sys
from quizlab import decks
divided = decks.split(
    b"---\\ndeck: A/B\\ntags: [x, y]\\n---\\n\\n## Q {#q .core}\\n\\na\\n", path="a.md", pack="p", deck="d"
)
assert len(divided.cards) == 1 and not divided.diagnostics
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def test_dividing_imports_no_parser() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], check=True, capture_output=True, text=True
    )
    loaded = set(done.stdout.split())
    assert "quizlab" in loaded
    assert not loaded & {"markdown_it", "mdit_py_plugins", "yaml", "msgspec", "linkify_it", "mdurl"}
