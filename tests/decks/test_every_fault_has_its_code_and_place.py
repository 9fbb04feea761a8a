"""For every code of the format: a file that has just this fault, and one that nearly has it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from quizlab import decks
from quizlab.decks import SEVERITIES, STRUCTURAL, RunResult
from quizlab.domain.cards import RunField
from quizlab.domain.diagnostics import Severity

# Copied from the format's document: what there is, by severity.
STRUCTURAL_ERRORS = """
not-utf8 front-matter fence-open comment-open math-open heading-hidden heading-space attributes
"""
ERRORS = """
front-matter-key deck-name html reference-link colon-fence directive-unknown role-unknown table-cells
id-missing id-form id-duplicate level heading-empty lesson-attributes
answer-missing rule-second two-fields field-nested rule-with-field blank-with-field blank-place
blank-form literal-equals task-form choice-none points-ticked reversed-kind order-form order-duplicate
source-place link-unknown
yaml-syntax yaml-feature yaml-duplicate field-form field-key field-value verifier-unknown no-draws
answer-form tolerance fact-form fact-failed fact-mismatch output-missing output-differs run-language
run-failed image-missing image-outside link-scheme
translation-orphan translation-front-matter translation-differs
"""
WARNINGS = """
heading-crowded rule-crowded html-inline literal-emphasis literal-dollar tag-near blank-in-code
blanks-many reversed-question source-missing image-alt
"""
INFORMATION = "card-commented math-crowded run-untrusted translation-missing"

HEAD = "---\ndeck: A/B\n---\n\n"
CARD = HEAD + "## Q {#q}\n\n"  # what follows is line 7
SECOND = "\n\n## R {#r}\n\nr\n"


class Case(NamedTuple):
    """A fault, where it is, and a file that nearly has it."""

    code: str
    text: str
    line: int
    column: int
    near_miss: str


def card(code: str, body: str, place: tuple[int, int], near_miss: str) -> Case:
    """A case within the body of a card."""
    return Case(code, CARD + body, *place, CARD + near_miss)


FIELD = "```{compute} conv2d.output-side\n"
RUN = "```{run} python\nprint(1)\n```\n\n```{output}\n1\n```\n"

CASES = [
    # file
    Case("front-matter", "---\ndeck: A\n\n# L\n\nx\n", 1, 1, "---\ndeck: A\n---\n\n# L\n\nx\n"),
    Case("front-matter", "\n---\ndeck: A\n---\n\nx\n", 2, 1, "---\ndeck: A\n---\n\nx\n"),
    Case("front-matter", "---\ndeck: [a\n---\n\nx\n", 3, 1, "---\ndeck: 'a'\n---\n\nx\n"),
    Case("front-matter-key", "---\ndeck: A\nlang: en\n---\n", 3, 1, "---\ndeck: A\ntags: []\n---\n"),
    Case("front-matter-key", "---\ndeck: A\ntags: x y\n---\n", 3, 7, "---\ndeck: A\ntags: [x, y]\n---\n"),
    Case("deck-name", "---\ntags: [x]\n---\n", 1, 1, "---\ndeck: Ω\ntags: [x]\n---\n"),
    Case("deck-name", "---\ndeck: A/B/C\n---\n", 2, 7, "---\ndeck: A b/C d\n---\n"),
    Case("deck-name", "---\n---\n", 1, 1, HEAD),
    Case("front-matter", "---\n- A\n---\n", 1, 1, HEAD),
    Case("deck-name", "# L\n\nx\n", 1, 1, HEAD + "# L\n\nx\n"),
    card("fence-open", "```python\nx = 1\n\n## R {#r}\n", (7, 1), "```python\nx = 1\n```\n" + SECOND),
    card("fence-open", "a\n\n- ```\n  x\n" + SECOND, (9, 3), "a\n\n- ```\n  x\n  ```\n" + SECOND),
    card("fence-open", "~~~\nx\n```\n", (7, 1), "~~~\nx\n~~~~\n"),
    card("comment-open", "a\n\n<!-- b\n\n## R {#r}\n", (9, 1), "a\n\n<!-- b -->\n\n`<!--`\n"),
    card("comment-open", "a <!-- b\n\nc -->\n", (7, 3), "a <!-- b\nc --> d\n"),
    card("math-open", "a\n\n$$\nx\n\ny\n", (9, 1), "a\n\n$$\nx\n$$\n\n$$ y $$\n"),
    card("heading-hidden", "a\n\n$$\nx\n## R {#r}\n$$\n", (11, 1), "a\n\n$$\nx\n$$\n" + SECOND),
    card("heading-hidden", "```\n## R {#r}\n```\n", (8, 1), "```python\n## a comment\n```\n"),
    card("heading-space", "a\n\n##R {#r}\n", (9, 1), "a\n\n## R {#r}\n\nr\n"),
    card("card-commented", "a\n\n<!--\n## R {#r}\n-->\n", (10, 1), "a\n\n<!--\n### R\n-->\n"),
    card("heading-crowded", "a\n## R {#r}\n\nr\n", (8, 1), "a\n\n## R {#r}\n\nr\n"),
    Case("heading-crowded", HEAD + "## Q {#q}\na\n", 5, 1, HEAD + "## Q {#q}\n\na\n"),
    card("rule-crowded", "a\n---\n\nb\n", (8, 1), "a\n\n---\n\nb\n"),
    card("rule-crowded", "a\n\n***\nb\n", (9, 1), "a\n\n***\n\nb\n"),
    card("html", "a<br>b\n", (7, 2), "`a<br>b` and a < b > c\n"),
    card("html", "<div class='x'>\n\nb\n", (7, 1), "\\<div>\n"),
    card("html", "<!-- a --> b\n\nc\n", (7, 12), "<!-- a -->\n\nb\n"),
    card("html-inline", "vector<int> v\n", (7, 7), "`vector<int>` v\n"),
    card("reference-link", "see [a][b]\n", (7, 5), "see `[a][b]` and x[0][1]\n"),
    card("reference-link", "a[^1] b\n", (7, 2), "a \\[^1] b\n"),
    card("reference-link", "a\n\n[b]: http://c.d\n", (9, 1), "a\n\n[b] : c\n"),
    card("colon-fence", "a\n\n:::note\nb\n:::\n", (9, 1), "a :: b\n"),
    card("directive-unknown", "```{note}\nx\n```\n", (7, 1), "```note\nx\n```\n"),
    card("role-unknown", "a {math}`x`\n", (7, 3), "a {math} `x`\n"),
    card("table-cells", "| a | b |\n|---|---|\n| 1 |\n", (9, 1), "| a | b |\n|---|---|\n| 1 | x\\|y |\n"),
    card("table-cells", "| a | b |\n|---|---|\n| 1 | 2 |\nx\n", (10, 1), "| a | b |\n|---|---|\n| 1 | 2 |\n\nx\n"),
    card("literal-emphasis", "这是**重点：**内容\n", (7, 3), "这是**重点**：内容 2 * 3 \\*\\*\n"),
    card("literal-emphasis", "a *b\n", (7, 3), "a *b*\n"),
    card("literal-dollar", "a $ 5\n", (7, 3), "a \\$ 5, `$x` and $x$\n"),
    card("math-crowded", "a $n$th\n", (7, 3), "a $n$-th, $x$系数\n"),
    card("math-crowded", "a\n$$\nx\n$$\n", (8, 1), "a\n\n$$\nx\n$$\n"),
    # heading
    Case("id-missing", HEAD + "## Q\n\na\n", 5, 5, HEAD + "## Q {#q}\n\na\n"),
    Case("id-missing", HEAD + "## Q {.core}\n\na\n\nsource: b\n", 5, 13, HEAD + "## The set {1, 2} {#q}\n\na\n"),
    Case("id-form", HEAD + "## Q {#A_b}\n\na\n", 5, 7, HEAD + "## Q {#a-b}\n\na\n"),
    Case("id-form", HEAD + "## Q {#" + "a" * 65 + "}\n\na\n", 5, 7, HEAD + "## Q {#" + "a" * 64 + "}\n\na\n"),
    Case("id-form", HEAD + "## Q {#q .was-A}\n\na\n", 5, 10, HEAD + "## Q {#q .was-a}\n\na\n"),
    card("id-duplicate", "a\n\n## R {#q}\n\nb\n", (9, 7), "a\n\n## R {#q-2}\n\nb\n"),
    Case("attributes", HEAD + "## Q {#q\n\na\n", 5, 6, HEAD + "## Q {#q}\n\na\n"),
    Case("attributes", HEAD + "## Q {#q} more\n\na\n", 5, 6, HEAD + "## Q `{#a}` {#q} ##\n\na\n"),
    Case("attributes", HEAD + "## Q {#q key=1}\n\na\n", 5, 10, HEAD + "## Q { #q .key }\n\na\n"),
    Case("attributes", HEAD + "## Q {#q #r}\n\na\n", 5, 10, HEAD + "## Q {#q .r}\n\na\n"),
    Case("level", HEAD + "## Q {#q .basic .deep}\n\na\n", 5, 17, HEAD + "## Q {#q .deep}\n\na\n"),
    Case("tag-near", HEAD + "## Q {#q .cores}\n\na\n", 5, 10, HEAD + "## Q {#q .score-board}\n\na\n"),
    Case("heading-empty", HEAD + "## {#q}\n\na\n", 5, 1, HEAD + "## ? {#q}\n\na\n"),
    Case("lesson-attributes", HEAD + "# L {#l}\n\na\n", 5, 5, HEAD + "# L {l}\n\na\n"),
    # card
    Case("answer-missing", HEAD + "## Q {#q}\n", 5, 1, HEAD + "## Q {#q}\n\na\n"),
    card("answer-missing", "a\n\n---\n", (9, 1), "a\n\n---\n\n- [ ] b\n"),
    card("rule-second", "a\n\n---\n\nb\n\n---\n\nc\n", (13, 1), "a\n\n---\n\nb\n\n> ---\n"),
    card("two-fields", FIELD + "```\n\n```{answer}\nvalue: 1\n```\n", (10, 1), FIELD + "```\n"),
    card("field-nested", "a\n\n- b\n\n  ```{order}\n  ```\n", (11, 3), "- b\n\n  ```yaml\n  ```\n"),
    card("rule-with-field", "a\n\n---\n\n```{answer}\nvalue: 1\n```\n", (9, 1), "a\n\n```{answer}\nvalue: 1\n```\n"),
    card("blank-with-field", "==a==\n\n```{answer}\nvalue: 1\n```\n", (7, 1), "a\n\n```{answer}\nvalue: 1\n```\n\n$\\boxed{1}$\n"),
    card("blank-place", "a\n\n---\n\nb ==c==\n", (11, 3), "a ==c==\n\n---\n\n$\\boxed{c}$\n"),
    Case("blank-place", HEAD + "## A ==b== {#q}\n\na\n", 5, 6, HEAD + "## A `a == b` {#q}\n\n`c`\n"),
    card("blank-form", "a ==b ==, c\n", (7, 3), "a ==b==, c 是==d==的\n"),
    card("blank-form", "a==b==\n", (7, 2), "a-==b==\n"),
    card("blank-form", "a $\\boxed b$\n", (7, 4), "a $\\boxed{b}$\n"),
    card("literal-equals", "x == 1\n", (7, 3), "`x == 1` and ==`a == b`==\n"),
    card("task-form", "- [x] a\n- b\n", (8, 1), "- [x] a\n- [X] b\n"),
    card("task-form", "- [x] a\n- []b\n", (8, 1), "- [x] a\n- [ ] []b\n"),
    card("choice-none", "- [ ] a\n- [ ] b\n", (7, 1), "- [ ] a\n- [x] b\n"),
    card("points-ticked", "a\n\n---\n\n- [ ] b\n- [x] c\n", (12, 1), "a\n\n---\n\n- [ ] b\n- [ ] c\n"),
    Case("reversed-kind", HEAD + "## Q {#q .reversed}\n\n==a==\n", 5, 1, HEAD + "## Q {#q .reversed}\n\na\n"),
    Case("reversed-question", HEAD + "## Q? {#q .reversed}\n\na\n", 5, 1, HEAD + "## Q? {#q}\n\na\n"),
    card("order-form", "```{order}\n- a\n```\n", (7, 1), "```{order}\n- a\n- b\n```\n"),
    card("order-form", "```{order}\n- a\n- b: c\n```\n", (9, 3), "```{order}\n- a\n- 'b: c'\n```\n"),
    card("order-duplicate", "```{order}\n- a\n- b\n- a\n```\n", (10, 3), "```{order}\n- a\n- b\n- A\n```\n"),
    card("source-place", "source: a\n\nb\n", (7, 1), "b\n\nsource: a\n"),
    card("source-place", "b\nsource: a\n", (8, 1), "b\n\nsource: a\nsource: c\n"),
    card("source-place", "b\n\nsource: a\nmore\n", (10, 1), "b\n\nsource: a\n\n[follow-up](#q)\n"),
    Case("source-missing", HEAD + "## Q {#q .core}\n\na\n", 5, 1, HEAD + "## Q {#q .core}\n\na\n\nsource: b\n"),
    card("blank-in-code", "`a ==b== c`\n", (7, 1), "`a == b == c` and `a==b`\n"),
    card("blank-in-code", "```\nx = ==y==\n```\n", (8, 5), "```\nx == y == z\n```\n"),
    card("blanks-many", "==a== ==b== ==c== ==d== ==e== ==f==\n", (5, 1), "==a== ==b== ==c== ==d== ==e==\n"),
    # data
    card("yaml-syntax", FIELD + "kernel: [3\n```\n", (9, 1), FIELD + "kernel: [3]\n```\n"),
    card("yaml-feature", FIELD + "kernel: &a 3\n```\n", (8, 9), FIELD + "kernel: '3'\n```\n"),
    card("yaml-feature", FIELD + "kernel: *a\n```\n", (8, 9), FIELD + "kernel: 3\n```\n"),
    card("yaml-feature", FIELD + "kernel: !!int 3\n```\n", (8, 9), FIELD + "kernel: 3\n```\n"),
    card("yaml-duplicate", FIELD + "kernel: 3\nkernel: 5\n```\n", (9, 1), FIELD + "kernel: 3\nstride: 1\n```\n"),
    card("field-form", FIELD + "- 3\n```\n", (8, 1), FIELD + "# a comment\n```\n"),
    card("field-form", "```{compute}\n```\n", (7, 1), FIELD + "```\n"),
    card("field-form", "a\n\n```{output}\nb\n```\n", (9, 1), RUN),
    card("field-key", FIELD + "kernels: 3\n```\n", (8, 1), FIELD + "kernel: 3\n```\n"),
    card("field-key", "```{answer}\nvalue: 1\nhint: 2\n```\n", (9, 1), "```{answer}\nvalue: 1\nunit: 2\n```\n"),
    card("field-key", "```{answer}\naccept: [a]\nunit: b\n```\n", (9, 1), "```{answer}\naccept: [a]\n```\n"),
    card("field-value", FIELD + "kernel: 65\n```\n", (8, 1), FIELD + "kernel: 1..5\n```\n"),
    card("field-value", "```{answer}\nvalue: 1\ntolerance: 2\n```\n", (9, 12), "```{answer}\nvalue: 1\ntolerance: 2%\n```\n"),
    card("verifier-unknown", "```{compute} conv.output\n```\n", (7, 1), FIELD + "```\n"),
    card("verifier-unknown", "a {fact}`conv.output x=1`\n", (7, 3), "a {fact}`conv2d.output-side size=8`\n"),
    card("no-draws", FIELD + "kernel: 64\nsize: 8\n```\n", (7, 1), FIELD + "kernel: 64\nsize: 64\n```\n"),
    card("answer-form", "```{answer}\nunit: m\n```\n", (7, 1), "```{answer}\nvalue: 3\nunit: m\n```\n"),
    card("answer-form", "```{answer}\nvalue: three\n```\n", (8, 8), "```{answer}\naccept: [three]\n```\n"),
    card("answer-form", "```{answer}\naccept: three\n```\n", (8, 9), "```{answer}\naccept: [three]\n```\n"),
    card("tolerance", "```{answer}\nvalue: 0\ntolerance: 1%\n```\n", (9, 12), "```{answer}\nvalue: 0\ntolerance: 1%\nfloor: 0.1\n```\n"),
    card("tolerance", "```{answer}\nvalue: 0.0\n```\n", (8, 8), "```{answer}\nvalue: 0\n```\n"),
    card("fact-form", "a {fact}`conv2d.output-side 8`\n", (7, 29), "a {fact}`conv2d.output-side size=8`\n"),
    card("fact-form", "a {fact} b\n", (7, 3), "a `{fact}` b\n"),
    card("fact-form", "```{answer}\nvalue: 1\nverify: adam.step as=plain\n```\n", (9, 19), "```{answer}\nvalue: 0.1\nverify: adam.step steps=1 part=moment\n```\n"),
    card("fact-failed", "a {fact}`conv2d.output-side kernel=3`\n", (7, 3), "a {fact}`conv2d.output-side size=9 as=plain`\n"),
    card("fact-failed", "a {fact}`image.shape as=millions`\n", (7, 3), "a {fact}`image.shape`\n"),
    card("fact-failed", "a {fact}`broken.one`\n", (7, 3), "a {fact}`image.shape part=shape`\n"),
    card("fact-mismatch", "```{answer}\nvalue: 0.11\nverify: adam.step steps=1 part=moment\n```\n", (8, 1), "```{answer}\nvalue: 0.10\nverify: adam.step steps=1 part=moment\n```\n"),
    card("output-missing", "```{run} python\nprint(1)\n```\n", (7, 1), RUN),
    card("run-language", "```{run} cobol\n1\n```\n\n```{output}\n1\n```\n", (7, 1), "```{run} cpp\n1\n```\n\n```{output}\n1\n```\n"),
    card("image-missing", "![a](b.png)\n", (7, 1), "![a](here.png)\n"),
    card("image-outside", "![a](../../b.png)\n", (7, 1), "![a](../topic/here.png)\n"),
    card("image-outside", "![a](https://b.c/d.png)\n", (7, 1), "[a](https://b.c/d.png)\n"),
    card("image-alt", "![](here.png)\n", (7, 1), "![a *kernel*](here.png)\n"),
    card("link-scheme", "[a](ftp://b.c)\n", (7, 1), "[a](HTTPS://b.c)\n"),
    card("link-scheme", "<javascript:alert>\n", (7, 1), "<https://b.c>\n"),
    card("link-scheme", "a\n\nsource: b, file:///etc/passwd\n", (9, 1), "a\n\nsource: b, http://c.d\n"),
    card("source-place", "a\n\n- b\nsource: c\n", (10, 1), "a\n\n- b\n\nsource: c\n"),
    # more ways to the same codes
    card("comment-open", "> a\n> <!-- b\n", (8, 3), "> a\n> <!-- b -->\n"),
    card("comment-open", "> a <!-- b\n", (7, 5), "> a <!-- b --> c\n"),
    Case("comment-open", HEAD + "## Q <!-- {#q}\n\na\n", 5, 6, HEAD + "## Q <!-- a --> {#q}\n\na\n"),
    card("fence-open", "a\n\n```\nb\n    ```\n", (9, 1), "a\n\n```\nb\n   ```\n"),
    card("heading-hidden", "a\n\n- $$\n  x\n  ## R {#r}\n  $$\n", (11, 3), "a\n\n- ## R {#r}\n"),
    card("math-open", "a\n\n- $$\n  x\nb\n", (9, 3), "a\n\n- $$\n  x\n  $$\nb\n"),
    card("html", "a</span>\n", (7, 2), "a \\</span>\n"),
    card("html", "a <!DOCTYPE html>\n", (7, 3), "a <! b\n"),
    card("html-inline", "a </T> b\n", (7, 3), "a `</T>` b\n"),
    card("blank-form", "a ==`b` c== d\n", (7, 3), "a ==`b`== d\n"),
    card("blank-form", "a ==$b$== d\n", (7, 3), "a ==\\$b== d\n"),
    card("blank-form", "a ==**b**== d\n", (7, 3), "a **==b==** d\n"),
    card("blank-form", "a $\\boxed{b$\n", (7, 4), "a $\\{\\boxed{b\\}}$\n"),
    card("blank-form", "a $\\boxed{ }$\n", (7, 4), "a $\\boxedeq \\boxed{c}$\n"),
    card("blank-place", "- [x] ==a==\n- [ ] b\n", (7, 7), "- [x] a\n- [ ] `==b ==`\n"),
    card("blank-place", "$\\boxed{a}$\n\n- [x] a\n- [ ] b\n", (7, 2), "$a$\n\n- [x] a\n- [ ] b\n"),
    card("blank-with-field", "$\\boxed{a}$\n\n" + FIELD + "```\n", (7, 2), "$a$\n\n" + FIELD + "```\n"),
    card("task-form", "- [x] a\n", (7, 1), "- [x] a\n- [ ] b\n"),
    card("task-form", "- [x] a\n- [ ]\n", (8, 1), "- [x] a\n- [ ] -\n"),
    card("task-form", "- [x] a\n\n  b\n- [ ] c\n", (7, 1), "- [x] a\n  b\n- [ ] c\n"),
    card("task-form", "- [x] a\n  - [ ] b\n- [ ] c\n", (7, 1), "- [x] a\n  - b\n- [ ] c\n"),
    card("task-form", "- [x] a\n- [ ] b\n\nc\n\n- [ ] d\n- [ ] e\n", (12, 1), "- [x] a\n- [ ] b\n\nc\n\n- d\n- e\n"),
    card("task-form", "a\n\n---\n\n- [ ] b\n  - c\n", (11, 1), "a\n\n---\n\n- [ ] b\n  c\n"),
    card("field-form", "```{answer} x\nvalue: 1\n```\n", (7, 1), "```{answer}  \nvalue: 1\n```\n"),
    card("field-form", "```{run} cpp\n1\n```\n\n```{output} x\n1\n```\n", (11, 1), "```{run} cpp\n1\n```\n\n~~~{output}\n1\n~~~\n"),
    card("field-form", FIELD + "kernel: {a: b}\n```\n", (8, 1), FIELD + "kernel: [3, 5]\n```\n"),
    card("field-form", FIELD + "[a]: 3\n```\n", (8, 1), FIELD + "kernel: [3]\n```\n"),
    card("field-value", "```{answer}\nvalue: 1\nunit: [a]\n```\n", (9, 7), "```{answer}\nvalue: 1\nunit: a\n```\n"),
    card("field-value", "```{answer}\nvalue: 1\nfloor: -1\n```\n", (9, 8), "```{answer}\nvalue: 1\nfloor: 1\n```\n"),
    card("field-value", "```{answer}\nvalue: 1\nmagnitudes: maybe\n```\n", (9, 13), "```{answer}\nvalue: 1\nmagnitudes: on\n```\n"),
    card("answer-form", "```{answer}\nvalue: 1\naccept: [a]\n```\n", (9, 9), "```{answer}\naccept: [a]\n```\n"),
    card("yaml-feature", FIELD + "kernel: 3\n--- # next\nsize: 8\n```\n", (9, 1), FIELD + "kernel: 3\n# next\nsize: 8\n```\n"),
    card("no-draws", "```{compute} broken.one\n```\n", (7, 1), "```{compute} image.shape\n```\n"),
    card("fact-failed", "```{answer}\nvalue: 1\nverify: broken.one\n```\n", (9, 1), "```{answer}\nvalue: 5\nverify: receptive-field.stack layers=[[5,1,1]]\n```\n"),
    card("fact-failed", "```{answer}\nvalue: 1\nverify: adam.step\n```\n", (9, 1), "```{answer}\nvalue: 0.001\nverify: adam.step steps=1\n```\n"),
    card("verifier-unknown", "```{answer}\nvalue: 1\nverify: adam.stop\n```\n", (9, 1), "```{answer}\nvalue: 1\n```\n"),
    card("directive-unknown", "a\n\n> ```{note}\n> ```\n", (9, 1), "a\n\n> ```\n> ```\n"),
]  # fmt: skip

PACK_CASES: list[tuple[str, dict[str, str], str, int, int]] = [
    ("id-duplicate", {"a.md": CARD + "a\n", "b.md": CARD + "b\n"}, "b.md", 5, 7),
    ("link-unknown", {"a.md": CARD + "see [r](#r)\n"}, "a.md", 7, 5),
    ("link-unknown", {"a.md": CARD + "a\n\n[follow-up](#r)\n"}, "a.md", 9, 1),
    ("translation-orphan", {"b.zh.md": "## 问 {#q}\n\n答\n"}, "b.zh.md", 1, 1),
    ("translation-orphan", {"a.md": CARD + "a\n", "a.zh.md": "## 问 {#q}\n\n答\n\n## 问 {#r}\n\n答\n"}, "a.zh.md", 5, 1),
    ("translation-differs", {"a.md": CARD + "a\n", "a.zh.md": "## 问 {#q}\n\n==答==\n"}, "a.zh.md", 1, 1),
    ("translation-differs", {"a.md": CARD + "a\n", "a.zh.md": "## 问 {#q .core}\n\n答\n"}, "a.zh.md", 1, 1),
    ("translation-missing", {"a.md": CARD + "a" + SECOND, "a.zh.md": "## 问 {#q}\n\n答\n"}, "a.zh.md", 1, 1),
]  # fmt: skip
PACK_NEAR_MISSES = [
    {"a.md": CARD + "a\n", "b.md": HEAD + "## Q {#q2}\n\nb\n"},
    {"a.md": CARD + "see [q](#q)\n", "b.md": HEAD + "## Q {#q2}\n\n`[r](#r)`\n\n[follow-up](#q)\n"},
    {"a.md": CARD + "a" + SECOND, "a.zh.md": "## 问 {#q}\n\n答\n\n## 问 {#r}\n\n答\n"},
    {"a.md": CARD + "- [x] a\n- [ ] b\n", "a.zh.md": "## 问 {#q}\n\n- [x] 甲\n- [ ] 乙\n"},
]


@pytest.fixture
def check(tmp_path: Path, lookup: Callable[[str], Any]) -> Callable[[str], list[Any]]:
    (tmp_path / "topic").mkdir()
    (tmp_path / "topic" / "here.png").write_bytes(b"")

    def run(text: str) -> list[Any]:
        return list(
            decks.check_file(
                text.encode(),
                path="topic/a.md",
                pack="p",
                deck="p/topic/a",
                verifiers=lookup,
                root=tmp_path,
            )
        )

    return run


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code} in {case.text[-24:]!r}")
def test_a_fault_is_reported_once_at_its_place(case: Case, check: Callable[[str], Any]) -> None:
    found = [(fault.code, fault.line, fault.column) for fault in check(case.text)]
    assert found == [(case.code, case.line, case.column)]


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: f"{case.code} not in {case.near_miss[-24:]!r}"
)
def test_what_nearly_is_a_fault_is_none(case: Case, check: Callable[[str], Any]) -> None:
    assert check(case.near_miss) == []


@pytest.mark.parametrize(("code", "files", "path", "line", "column"), PACK_CASES)
def test_a_fault_between_files_is_reported_once_at_its_place(
    code: str, files: dict[str, str], path: str, line: int, column: int
) -> None:
    found = decks.check_pack({name: text.encode() for name, text in files.items()}, pack="p")
    assert [(f.code, f.path, f.line, f.column) for f in found] == [(code, path, line, column)]


@pytest.mark.parametrize("files", PACK_NEAR_MISSES)
def test_files_that_fit_together_have_no_fault(files: dict[str, str]) -> None:
    assert decks.check_pack({name: text.encode() for name, text in files.items()}, pack="p") == ()


def test_bytes_that_are_no_text_are_placed(lookup: Callable[[str], Any]) -> None:
    for raw, line, column in [(b"a\nb\xff", 2, 2), (b"\xef\xbb\xbfa\r\n\xc3", 2, 1)]:
        (found,) = decks.check_file(raw, path="a.md", pack="p", deck="p/a", verifiers=lookup)
        assert (found.code, found.line, found.column) == ("not-utf8", line, column)
        assert decks.split(raw, path="a.md", pack="p", deck="p/a").structural


def test_a_translation_has_no_front_matter(lookup: Callable[[str], Any]) -> None:
    raw = (HEAD + "## 问 {#q}\n\n答\n").encode()
    (found,) = decks.check_file(raw, path="a.zh.md", pack="p", deck="p/a", verifiers=lookup)
    assert (found.code, found.line, found.column) == ("translation-front-matter", 1, 1)


@pytest.mark.parametrize(
    ("result", "code"),
    [
        (None, "run-untrusted"),
        (RunResult(trouble="exit status 1"), "run-failed"),
        (RunResult(output="2"), "output-differs"),
        (RunResult(output="1"), None),
        (RunResult(output="\x1b[31m1\r\n"), "output-differs"),
        (RunResult(trouble="\x1b]52;c;x\x07"), "run-failed"),
    ],
)
def test_a_program_is_run_and_compared(
    result: RunResult | None, code: str | None, lookup: Callable[[str], Any]
) -> None:
    asked: list[RunField] = []

    def run(field: RunField) -> RunResult | None:
        asked.append(field)
        return result

    found = decks.check_file(
        (CARD + RUN).encode(), path="a.md", pack="p", deck="p/a", verifiers=lookup, runner=run
    )
    assert [(fault.code, fault.line, fault.column) for fault in found] == (
        [(code, 7, 1)] if code else []
    )
    assert asked == [RunField("python", "print(1)", "1")]
    assert all("\x1b" not in fault.message for fault in found)


def test_the_codes_are_those_of_the_format() -> None:
    severities = {
        **dict.fromkeys((STRUCTURAL_ERRORS + ERRORS).split(), Severity.ERROR),
        **dict.fromkeys(WARNINGS.split(), Severity.WARNING),
        **dict.fromkeys(INFORMATION.split(), Severity.INFORMATION),
    }
    assert severities == SEVERITIES
    assert frozenset(STRUCTURAL_ERRORS.split()) == STRUCTURAL


def test_every_code_is_tried() -> None:
    tried = {case.code for case in CASES} | {code for code, *_ in PACK_CASES}
    elsewhere = [
        "not-utf8",
        "translation-front-matter",
        "run-untrusted",
        "run-failed",
        "output-differs",
    ]
    assert tried | set(elsewhere) == set(SEVERITIES)


def test_a_card_heading_within_code_is_only_a_warning(check: Callable[[str], Any]) -> None:
    (in_code,) = check(CARD + "```\n## R {#r}\n```\n")
    (in_maths,) = check(CARD + "a\n\n$$\nx\n## R {#r}\n$$\n")
    assert (in_code.severity, in_code.structural) == (Severity.WARNING, False)
    assert (in_maths.severity, in_maths.structural) == (Severity.ERROR, True)


def test_a_name_that_no_file_can_have_is_a_missing_image(check: Callable[[str], Any]) -> None:
    (fault,) = check(CARD + f"![a]({'b' * 300}.png)\n")
    assert fault.code == "image-missing"


def test_a_link_out_of_the_pack_is_no_image(check: Callable[[str], Any], tmp_path: Path) -> None:
    (tmp_path / "topic" / "out.png").symlink_to("/etc/passwd")
    (fault,) = check(CARD + "![a](out.png)\n")
    assert fault.code == "image-missing"
