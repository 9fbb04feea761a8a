"""The long example of the format's document parses without a fault."""

from collections.abc import Callable
from typing import Any

from quizlab import decks
from quizlab.domain.cards import (
    AnswerField,
    BlankText,
    ComputeField,
    Kind,
    Level,
    OrderField,
    RunField,
    Source,
)
from quizlab.domain.document import Fact

SAMPLE = """---
deck: Foundations/Adam
tags: [optimiser]
---

# Adam

A lesson: shown on request while studying this deck. A 7×7 convolution of stride 2 and padding 3 takes 224 to
{fact}`conv2d.output-side size=224 kernel=7 stride=2 padding=3`.

## Why does Adam divide by 1 − β₁ᵗ? {#adam-bias .core}

Think of the first step.

---

Both averages start at zero and are too small at first; the division undoes exactly that.

- [ ] names the start at zero
- [ ] says that the effect fades with t

source: Kingma & Ba 2015, section 3, https://arxiv.org/abs/1412.6980

## Adam's default decay rates {#adam-defaults}

$\\beta_1 =$ ==0.9==, and the corrected average is $\\hat m = \\frac{m}{\\boxed{1-\\beta_1^t}}$.

## Which of these behave differently in training and inference? {#norm-train-eval}

- [x] Batch norm
  - It swaps batch statistics for running averages.
- [ ] Layer norm
- [ ] Group norm

## Output side of a dilated convolution {#conv-dilated-side}

```{compute} conv2d.output-side
kernel: [3, 5, 7]
size: 16..64
dilation: 2
```

## Receptive field of this stack {#rf-stack}

```{compute} receptive-field.stack
layers: [[3, 1, 1], [3, 2, 1]]
```

## How far does Adam's first step move a weight at lr = 1e-3? {#adam-first-step}

```{answer}
value: 1e-3
tolerance: 1%
unit: per weight
verify: adam.step steps=1 lr=1e-3 part=update
```

## Fill the gap {#unique-move}

```cpp
auto q = ____;   // q takes p's ownership
```

```{answer}
accept: [std::move(p)]
```

## Order one training step {#train-step}

```{order}
- forward
- loss
- backward
- optimizer step
```

## unique_ptr {#unique-ptr .reversed}

Sole owner; movable, not copyable.

## What is printed? {#py-alias}

```{run} python
a = [[0]] * 2
a[0].append(1)
print(a)
```

```{output}
[[0, 1], [0, 1]]
```

Both rows are the same list.
"""


def cards() -> dict[str, Any]:
    divided = decks.split(SAMPLE.encode(), path="adam.md", pack="core", deck="core/adam")
    read = {card.key: decks.read_card(card) for card in divided.cards}
    assert all(faults == () for _, faults in read.values())
    return {key: card for key, (card, _) in read.items()}


def test_it_has_no_fault_of_any_kind(lookup: Callable[[str], Any]) -> None:
    found = decks.check_file(
        SAMPLE.encode(), path="adam.md", pack="core", deck="core/adam", verifiers=lookup
    )
    assert found == ()
    assert decks.check_pack({"adam.md": SAMPLE.encode()}, pack="core") == ()


def test_its_division_is_that_of_the_file() -> None:
    divided = decks.split(SAMPLE.encode(), path="adam.md", pack="core", deck="core/adam")
    lines = SAMPLE.split("\n")
    assert divided.deck_name == "Foundations/Adam"
    assert not divided.structural
    assert [lesson.title for lesson in divided.lessons] == ["Adam"]
    assert [card.line for card in divided.cards] == [
        number for number, line in enumerate(lines, start=1) if line.startswith("## ")
    ]
    assert [card.position for card in divided.cards] == list(range(10))
    for card in divided.cards:
        assert lines[card.line - 1] == card.text.split("\n")[0]
    first = divided.cards[0]
    assert (first.key, first.level, first.tags) == ("core/adam-bias", Level.CORE, ("optimiser",))


def test_each_card_has_its_kind() -> None:
    assert {key.partition("/")[2]: card.kind for key, card in cards().items()} == {
        "adam-bias": Kind.RECALL,
        "adam-defaults": Kind.CLOZE,
        "norm-train-eval": Kind.CHOICE,
        "conv-dilated-side": Kind.COMPUTE,
        "rf-stack": Kind.COMPUTE,
        "adam-first-step": Kind.ANSWER,
        "unique-move": Kind.ANSWER,
        "train-step": Kind.ORDER,
        "unique-ptr": Kind.REVERSED,
        "py-alias": Kind.RUN,
    }


def test_what_is_asked_is_read() -> None:
    read = cards()
    assert read["core/adam-bias"].sources == (
        Source("Kingma & Ba 2015, section 3", "https://arxiv.org/abs/1412.6980"),
    )
    assert len(read["core/adam-bias"].points) == 2
    assert read["core/adam-defaults"].blanks == (
        BlankText(1, "0.9"),
        BlankText(2, "1-\\beta_1^t", maths=True),
    )
    options = read["core/norm-train-eval"].options
    assert [(option.key, option.right) for option in options] == [
        ("a", True),
        ("b", False),
        ("c", False),
    ]
    assert options[0].explanation
    assert read["core/conv-dilated-side"].field == ComputeField(
        "conv2d.output-side", {"kernel": ["3", "5", "7"], "size": "16..64", "dilation": "2"}
    )
    assert read["core/rf-stack"].field == ComputeField(
        "receptive-field.stack", {"layers": [["3", "1", "1"], ["3", "2", "1"]]}
    )
    assert read["core/adam-first-step"].field == AnswerField(
        value="1e-3",
        tolerance=0.01,
        unit="per weight",
        verify=("adam.step", (("steps", "1"), ("lr", "1e-3")), "update"),
    )
    assert read["core/unique-move"].field == AnswerField(accept=("std::move(p)",), code=True)
    assert read["core/train-step"].field == OrderField(
        ("forward", "loss", "backward", "optimizer step")
    )
    assert read["core/py-alias"].field == RunField(
        "python", "a = [[0]] * 2\na[0].append(1)\nprint(a)", "[[0, 1], [0, 1]]"
    )


def test_the_lesson_holds_a_fact_that_is_computed(lookup: Callable[[str], Any]) -> None:
    divided = decks.split(SAMPLE.encode(), path="adam.md", pack="core", deck="core/adam")
    (paragraph,) = decks.read_markdown(divided.lessons[0].text)
    facts = [child for child in paragraph.children if isinstance(child, Fact)]
    # (224 + 2·3 − 7) // 2 + 1, worked by hand
    assert [decks.fact_text(fact, lookup) for fact in facts] == ["112"]
