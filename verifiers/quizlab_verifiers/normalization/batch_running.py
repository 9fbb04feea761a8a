"""Questions about what batch norm remembers of a batch: the running mean and variance."""

from __future__ import annotations

from quizlab.verify import Agreement, AnswerPart, Real, Verifier
from quizlab_verifiers.maths import running_statistics
from quizlab_verifiers.normalization.running_mistakes import MISTAKES
from quizlab_verifiers.normalization.running_parameters import (
    RunningParameters,
    divisor_of,
    moments,
    weights,
)
from quizlab_verifiers.notation import added, equals, factor, number, squared, tex

_LONG = 48
"""Characters of a numerator up to which it is written out."""


class BatchRunning(Verifier[RunningParameters]):
    """``norm.batch-running``: running mean and variance after one more batch."""

    id = "norm.batch-running"
    version = 1
    title = "Running statistics of batch norm"
    Parameters = RunningParameters
    parts = (
        AnswerPart("running-mean", Real(relative=0.005, floor=1e-9), "running mean"),
        AnswerPart("running-variance", Real(relative=0.005, floor=1e-9), "running variance"),
    )
    # Values of 1,000 whose mean cancels to 0 leave some 1e-13; their variance of 1e6 more.
    agreement = Agreement(relative=1e-9, floor=1e-10)
    convention = (
        "PyTorch: momentum weighs the new value, the stored variance is unbiased (n − 1). "
        "Keras 3: momentum weighs the old value, the variance is biased (n)."
    )
    citation = (
        "torch.nn.BatchNorm1d, "
        "https://docs.pytorch.org/docs/stable/generated/torch.nn.BatchNorm1d.html; Keras 3, "
        "keras/src/layers/normalization/batch_normalization.py, "
        "https://github.com/keras-team/keras"
    )
    code = running_statistics.running_update
    misconceptions = MISTAKES

    def comfortable(self, v: RunningParameters) -> bool:
        """Hold draws to a memory that is weighed more than the batch, as everybody has it."""
        return weights(v)[0] > 0.5

    def difficulty(self, v: RunningParameters) -> int:
        """1: two values. 2: three. 3: more."""
        return min(len(v.values) - 1, 3)

    def compute(self, v: RunningParameters) -> dict[str, float]:
        """Mix the batch into the averages."""
        mean, variance = running_statistics.running_update(
            v.values, v.running_mean, v.running_var, v.momentum, v.framework
        )
        return {"running-mean": mean, "running-variance": variance}

    def reference(self, v: RunningParameters) -> dict[str, float]:
        """Run torch's batch norm once in training mode, which moves what it is given to remember.

        Keras' momentum is the rest of torch's. Its biased variance is half the mean square of
        all differences between two values, each with itself too.
        """
        import torch
        from torch.nn import functional

        mean, variance, batch = (
            torch.tensor(numbers, dtype=torch.float64)
            for numbers in ((v.running_mean,), (v.running_var,), v.values)
        )
        if v.framework == "torch":
            functional.batch_norm(
                batch[:, None], mean, variance, training=True, momentum=v.momentum
            )
        else:
            biased = (batch[:, None] - batch).square().mean() / 2
            remembered = torch.lerp(variance, biased, 1 - v.momentum)
            functional.batch_norm(
                batch[:, None], mean, variance, training=True, momentum=1 - v.momentum
            )
            variance = remembered
        return {"running-mean": mean.item(), "running-variance": variance.item()}

    def prompt(self, v: RunningParameters, language: str = "en") -> str:
        """Name the batch and what is remembered; ask for both averages."""
        del language
        framework = "PyTorch" if v.framework == "torch" else "Keras 3"
        values = ", ".join(f"${tex(x)}$" for x in v.values)
        return (
            f"A batch norm layer of {framework} sees one batch in training. For one feature:\n\n"
            f"- values in the batch: {values}\n"
            f"- running mean so far ${tex(v.running_mean)}$, running variance so far "
            f"${tex(v.running_var)}$\n"
            f"- `momentum` ${tex(v.momentum)}$\n\n"
            "What are the running mean and the running variance after this batch?"
        )

    def explain(self, v: RunningParameters, language: str = "en") -> tuple[str, ...]:
        """Work the batch's statistics, then mix them in."""
        del language
        mean, squares = moments(v)
        old, new = weights(v)
        divisor = divisor_of(v)
        variance = squares / divisor
        after = self.compute(v)
        gaps = [x - mean for x in v.values]
        above = _written(added(v.values), sum(v.values))
        square_sum = _written(" + ".join(map(squared, gaps)), squares)
        statistics = (
            "Mean and variance of the batch:\n\n"
            f"$$m = \\frac{{{above}}}{{{len(v.values)}}} {equals(mean)}$$\n\n"
            f"$$s^2 = \\frac{{{square_sum}}}{{{_below(v)}}} = {number(squares)} / {divisor} "
            f"{equals(variance)}$$"
        )
        mixed = (
            f"Mix them in: the old value has the weight ${number(old)}$, the new one "
            f"${number(new)}$.\n\n"
            f"$$\\mu = {number(old)} \\cdot {factor(v.running_mean)} + {number(new)} \\cdot "
            f"{factor(mean)} {equals(after['running-mean'])}$$\n\n"
            f"$$\\sigma^2 = {number(old)} \\cdot {number(v.running_var)} + {number(new)} \\cdot "
            f"{number(variance)} {equals(after['running-variance'])}$$"
        )
        return _method(v.framework), statistics, mixed


def _method(framework: str) -> str:
    if framework == "torch":
        return (
            "Batch norm keeps a running average of each batch's mean $m$ and variance $s^2$. In "
            "PyTorch momentum $p$ is the weight of the new value, and the variance that is "
            "stored is unbiased, divided by $n - 1$:\n\n"
            "$$\\mu \\leftarrow (1 - p) \\, \\mu + p \\, m \\qquad "
            "\\sigma^2 \\leftarrow (1 - p) \\, \\sigma^2 + p \\, s^2$$\n\n"
            "$$s^2 = \\frac{1}{n - 1} \\sum_{i=1}^{n} (x_i - m)^2$$"
        )
    return (
        "Batch norm keeps a running average of each batch's mean $m$ and variance $s^2$. In "
        "Keras 3 momentum $p$ is the weight of the old value, and the variance is the biased one, "
        "divided by $n$:\n\n"
        "$$\\mu \\leftarrow p \\, \\mu + (1 - p) \\, m \\qquad "
        "\\sigma^2 \\leftarrow p \\, \\sigma^2 + (1 - p) \\, s^2$$\n\n"
        "$$s^2 = \\frac{1}{n} \\sum_{i=1}^{n} (x_i - m)^2$$"
    )


def _below(v: RunningParameters) -> str:
    """Return the variance's divisor, unworked."""
    return f"{len(v.values)} - 1" if v.framework == "torch" else str(len(v.values))


def _written(terms: str, total: float) -> str:
    """Return a sum as its `terms` where they fit on a line, else what it comes to."""
    return terms if len(terms) <= _LONG else number(total)
