"""What a dozen screens look like at 80×24; `pytest --snapshot-update` accepts a change."""

from random import Random

import pytest

from quizlab.domain.query import Query
from quizlab.tui.app import QuizlabApp

RECALL = """# Adam

The average $m_t$ starts at zero:

$$
m_t = \\beta_1 m_{t-1} + (1 - \\beta_1) g_t
$$

```python
m = beta * m + (1 - beta) * g
```

## Why does Adam divide by $1 - \\beta_1^t$? {#bias}

Think of the first step.

---

Both averages start at zero and are *too small* at first; the division undoes **exactly** that.

$$
\\hat m_t = \\frac{m_t}{1-\\beta_1^t}, \\qquad \\hat v_t = \\frac{v_t}{1-\\beta_2^t}
$$

- [ ] names the start at zero
- [ ] says that the effect fades with $t$

source: Kingma & Ba 2015, section 3, https://arxiv.org/abs/1412.6980
"""
COMPUTED = """## Side of a convolution {#side}

```{compute} conv2d.output-side
size: 32
kernel: 3
stride: 2
padding: 1
dilation: 1
```
"""
CLOZE = """## The corrected average {#cloze}

$\\beta_1 =$ ==0.9== by default, and

$$
\\hat m = \\frac{m}{\\boxed{1-\\beta_1^t}}
$$
"""
CHOICE = """## Which behave differently in training and inference? {#modes}

- [x] Batch norm
  - It swaps batch statistics for running averages.
- [ ] Layer norm
- [x] Dropout
- [ ] `ReLU`
"""
ORDER = """## Order one training step {#order}

```{order}
- forward
- loss
- backward
- optimizer step
```
"""
MATHS = """## What does attention compute? {#attention}

$$
\\mathrm{Attention}(Q, K, V) = \\mathrm{softmax}\\left(\\frac{Q K^\\top}{\\sqrt{d_k}}\\right) V, \\qquad \\sum_{i=1}^{n} \\begin{pmatrix} a_i & b \\\\ c & \\frac{x}{y} \\end{pmatrix}
$$
"""
LONG = """## A wide table in Chinese: 优化器 {#table}

| 优化器 | state | rule |
|---|--:|---|
| 随机梯度下降 | 0 | subtracts the gradient times the learning rate, and nothing else at all |
| Adam | 2 | divides the average gradient by the root of the average square |
"""

SCREENS = {
    "recall-asked": (RECALL, []),
    "recall-revealed": (RECALL, ["enter", "space"]),
    "lesson": (RECALL, ["l"]),
    "computed-wrong-with-misconception": (COMPUTED, ["1", "7", "enter"]),
    "source": (COMPUTED, ["1", "6", "enter", "v"]),
    "hint-in-a-question": (COMPUTED, ["f2", "1"]),
    "cloze-in-maths-asked": (CLOZE, []),
    "cloze-in-maths-answered": (CLOZE, ["0", ".", "9", "enter"]),
    "maths-in-two-dimensions": (MATHS, []),
    "choice-answered": (CHOICE, ["a", "b", "enter"]),
    "order-half-built": (ORDER, ["c", "a"]),
    "order-answered": (ORDER, ["a", "b", "c", "d", "enter"]),
    "table-in-chinese": (LONG, []),
    "help": (RECALL, ["f1"]),
    "end-of-session": (COMPUTED, ["1", "6", "enter", "4"]),
}


@pytest.fixture
def looks_as_before(snap_compare, workspace, driver):
    """Compare the screen after some keys with what was accepted before."""

    def compare(keys, query=None):
        workspace.dice = Random(1)
        app = QuizlabApp(workspace, query)
        app.animation_level = "none"

        async def press(pilot):
            person = driver(app, pilot)
            await person.settle()
            await person.press(*keys)

        return snap_compare(app, terminal_size=(80, 24), run_before=press)

    return compare


@pytest.mark.parametrize("name", SCREENS)
def test_a_card_looks_as_it_did(looks_as_before, cards, name):
    text, keys = SCREENS[name]
    cards(text)
    assert looks_as_before(keys, Query())


def test_home_looks_as_it_did(looks_as_before, cards, write, workspace):
    cards(RECALL)
    write(f"---\ndeck: Convolution/Output size\n---\n\n{COMPUTED}\n{CHOICE}", "second.md")
    workspace.keep_settings(welcomed=True)
    assert looks_as_before([])


def test_the_first_run_looks_as_it_did(looks_as_before, cards, write):
    cards(RECALL)
    write(f"---\ndeck: Convolution/Output size\n---\n\n{COMPUTED}", "second.md")
    assert looks_as_before(["a"])
