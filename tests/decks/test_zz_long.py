"""Whatever a file holds: no exception, every fault inside the file, the division CommonMark's."""

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizlab import decks
from quizlab.decks.division import decode
from quizlab.decks.parser import parse

TRICKY = [
    "", "", "", "text", "  text", "    text", "\ttext", "- a", "- [x] a", "- [ ] b", "  - c", "* d",
    "1. one", "10) ten", "   - deep", "- - twice", "-", "> quote", "> ## in a quote", "> ```",
    "# L", "## Q {#q}", "## R {#r .core}", "## S", "### T", " ## U {#u}", "  ## V {#v}", "    ## W",
    "##X", "#", "##", "## Y {#y", "- ## Z {#z}", "#tag", "## {#e}", "## P ## ", "## O {#o .reversed}",
    "```", "````", "```python", "  ```", "~~~", "~~~~ x", "- ```", "- ~~~", "    ```", "``` a ` b",
    "```{compute} conv2d.output-side", "```{answer}", "```{order}", "```{run} python", "```{output}",
    "kernel: [3, 5]", "value: 1", "verify: adam.step steps=1", "accept: [a]", "kernel: &a *b",
    "$$", "$$ x $$", "$$ x", "x $$", "- $$", "$x$ and $5", "$$ a $$ b", r"$\boxed{x}$", r"\boxed{",
    "<!--", "-->", "<!-- a -->", "a <!-- b", "b --> c", "- <!-- c", "`<!--` d", "<!-->", "    <!--",
    "---", "***", "- ---", "===", "==a==", "a == b", "==`c`==", "== d ==", "====", "{fact}`x y=1`",
    "{fact}`conv2d.output-side size=9`", "{fact}", "{role}`x`", "<b>", "<int>", "</div>", "<http://a>",
    "[a](#q)", "[follow-up](#q)", "[a][b]", "[^1]", "[a]: b", "![](x.png)", "![a](../../x)", ":::",
    "source: a, http://b.c", "| a | b |", "|---|---|", "| 1 |", "**重**点", "a *b* _c_ **d", "\\", "&#27;",
    "a\\", "a  ", "\u202e", "\x1b]52;c;x\x07", "a\x00b", "\u2028", "deck: A", "tags: [x]", "\ufeff",
]  # fmt: skip

ENDS = st.sampled_from(["\n", "\n", "\n", "\r\n", "\r"])
LINES = st.lists(st.tuples(st.sampled_from(TRICKY), ENDS), max_size=24).map(
    lambda lines: "".join(line + end for line, end in lines)
)

# Few lines, so that what opens is often closed: lists, fences and headings within each other.
DIVIDING = st.lists(
    st.sampled_from([
        "", "", "text", "- a", "- a", "  - b", "1. c", "   d", "  e", "    f", "-", "> g", "***",
        "## Q", "## Q", "  ## R", "   ## S", "    ## T", "- ## U", "# L", "### M",
        "```", "```", "  ```", "   ```", "    ```", "- ```", "  - ```", "~~~", "  ~~~", "1. ```",
        "$$", "$$", "  $$", "- $$", "x $$", "$$ y $$", "<!-- a", "-->", "  <!-- b -->", "- <!-- c",
        "\t## V", "\t```", "-\ta", "-     code", "- - a", "- > h", "  > ## i",
    ]),
    max_size=14,
).map("\n".join)  # fmt: skip
FILES = st.one_of(
    LINES,
    LINES.map(lambda body: "---\ndeck: A\n---\n\n" + body),
    LINES.map(lambda body: "---\ndeck: A\n---\n\n## Q {#q}\n\n" + body),
    st.text(alphabet="#`~$<>!-=*_[](){}:.| \n\t\\axé中\x1b", max_size=120),
)
MODEST = settings(
    max_examples=80000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def lines_of(raw: bytes) -> list[str]:
    text = raw.decode("utf-8", "replace").removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


@MODEST
@given(raw=st.one_of(FILES.map(str.encode), st.binary(max_size=80)))
def test_every_fault_lies_within_the_file(raw: bytes, lookup: Callable[[str], Any]) -> None:
    found = decks.check_file(raw, path="a.md", pack="p", deck="p/a", verifiers=lookup)
    lines = lines_of(raw)
    for fault in found:
        assert 1 <= fault.line <= len(lines), fault
        assert 1 <= fault.column <= len(lines[fault.line - 1]) + 1, fault
        assert fault.message
        assert "\x1b" not in fault.message


@MODEST
@given(text=FILES)
def test_a_cleaned_file_divides_like_the_raw_one(text: str) -> None:
    raw = text.encode()
    divided = decks.split(raw, path="a.md", pack="p", deck="p/a")
    again = decks.split(decode(raw).encode(), path="a.md", pack="p", deck="p/a")
    assert divided == again


@MODEST
@given(text=FILES)
def test_a_cards_text_is_its_lines(text: str) -> None:
    raw = text.encode()
    lines = decode(raw).split("\n")
    divided = decks.split(raw, path="a.md", pack="p", deck="p/a")
    for card in (*divided.cards, *divided.withheld):
        own = card.text.split("\n")
        assert [line.rstrip() for line in own] == [
            line.rstrip() for line in lines[card.line - 1 : card.line - 1 + len(own)]
        ]


@MODEST
@given(text=st.one_of(DIVIDING, LINES))
def test_the_division_is_the_one_that_commonmark_makes(text: str) -> None:
    """The line machine and markdown-it find the same headings at the left margin."""
    plain = decode(text.encode())
    if plain.startswith("---"):
        plain = "x" + plain
    divided = decks.split(plain.encode(), path="a.md", pack="p", deck="p/a")
    mine = sorted(card.line for card in (*divided.cards, *divided.withheld))
    if divided.structural:
        return  # what is never closed ends where its author did not mean it to
    theirs = [
        token.map[0] + 1
        for token in parse(plain)
        if token.type == "heading_open" and token.level == 0 and token.tag == "h2" and token.map
    ]
    assert mine == theirs


@MODEST
@given(originals=FILES, translation=LINES)
def test_a_pack_of_anything_is_checked(originals: str, translation: str) -> None:
    files = {"a.md": originals.encode(), "a.zh.md": translation.encode(), "b.md": b"\xff"}
    for fault in decks.check_pack(files, pack="p"):
        lines = lines_of(files[fault.path])
        assert 1 <= fault.line <= len(lines), fault
        assert 1 <= fault.column <= len(lines[fault.line - 1]) + 1, fault
    divided = decks.split(originals.encode(), path="a.md", pack="p", deck="p/a")
    for text in divided.cards:
        card, _ = decks.read_card(text)
        if card is not None:
            decks.read_translation(card, translation.encode(), path="a.zh.md")
