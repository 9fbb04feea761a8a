"""Questions about initialisation: the bound that PyTorch's layers draw their weights in."""

from __future__ import annotations

from math import sqrt

from quizlab.verify import Agreement, AnswerPart, Misconception, Real, Verifier
from quizlab_verifiers.initialization.fan_mistakes import fan_mistakes
from quizlab_verifiers.initialization.layer import (
    Layer,
    clash,
    described,
    fans_of,
    has_easy_root,
    level,
    worked_fans,
)
from quizlab_verifiers.initialization.measuring import UNIFORM_SAMPLES, measured_bound
from quizlab_verifiers.maths import initialization
from quizlab_verifiers.notation import equals


def _bound(v: Layer, n_in: int, n_out: int) -> float:
    del v, n_out
    return 1 / sqrt(n_in)


def _he(v: Layer) -> float:
    return sqrt(6 / fans_of(v)[0])


def _xavier(v: Layer) -> float | None:
    n_in, n_out = fans_of(v)
    # With fan_out = 5 fan_in the sum happens to be 6 fan_in.
    return sqrt(6 / (n_in + n_out)) if n_out and n_out != 5 * n_in else None


def _other_fan(v: Layer) -> float | None:
    n_in, n_out = fans_of(v)
    return 1 / sqrt(n_out) if n_out and n_in != n_out else None


def _as_std(v: Layer) -> float:
    return sqrt(3 / fans_of(v)[0])


def _no_root(v: Layer) -> float | None:
    n_in = fans_of(v)[0]
    return 1 / n_in if n_in > 1 else None


class TorchDefaultBound(Verifier[Layer]):
    """``init.torch-default-bound``: how far PyTorch's own initial weights reach."""

    id = "init.torch-default-bound"
    version = 1
    title = "PyTorch's default initialisation"
    Parameters = Layer
    parts = (AnswerPart("bound", Real(relative=0.01, floor=1e-12)),)
    convention = (
        "torch.nn.Linear and torch.nn.Conv2d: weights from U(−a, a); asked is a. The fan in is "
        "given or counted: fan_in = inputs / groups · k², with k the kernel's side; kernel 0 "
        "means fully connected, k = 1."
    )
    citation = (
        "torch.nn.Linear, Variables, "
        "https://docs.pytorch.org/docs/stable/generated/torch.nn.Linear.html; torch.nn.Conv2d, "
        "Variables, https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv2d.html"
    )
    code = initialization.torch_default_bound
    agreement = Agreement(relative=1e-3, samples=UNIFORM_SAMPLES)
    misconceptions: tuple[Misconception[Layer], ...] = (
        Misconception(
            "he",
            "That is He's uniform bound for ReLU. PyTorch calls the same function with slope √5, "
            "which turns √(6 / fan in) into 1 / √(fan in).",
            _he,
        ),
        Misconception(
            "xavier",
            "That is Xavier's bound, which Keras starts with. PyTorch's layers use the fan in "
            "alone: 1 / √(fan in).",
            _xavier,
        ),
        *fan_mistakes(_bound, uses_out=False, root_three=True),
        Misconception(
            "other-fan",
            "You took the fan out. The fan in counts: what one output adds up.",
            _other_fan,
        ),
        Misconception(
            "bound-from-std",
            "You took 1 / √(fan in) for the standard deviation and multiplied by √3. It is "
            "already the bound.",
            _as_std,
        ),
        Misconception(
            "no-root",
            "You left out the root: a is 1 / √(fan in), not 1 / fan in.",
            _no_root,
        ),
    )

    def where(self, v: Layer) -> str | None:
        """Say what is contradictory or missing."""
        return clash(v, needed=("fan_in",))

    def comfortable(self, v: Layer) -> bool:
        """Hold draws to roots that can be taken on paper; the kernel stands outside of them."""
        return has_easy_root(v.inputs / v.groups or v.fan_in)

    def difficulty(self, v: Layer) -> int:
        """1: a fully connected layer. 2: a convolution. 3: a grouped one."""
        return level(v, plain=True)

    def compute(self, v: Layer) -> float:
        """Apply the formula to the fan in."""
        return initialization.torch_default_bound(fans_of(v)[0])

    def reference(self, v: Layer) -> float:
        """Build the layer in torch and look how far its weights reach."""
        import torch

        def build() -> torch.nn.Module:
            if v.kernel:
                return torch.nn.Conv2d(
                    v.inputs, v.outputs, v.kernel, groups=v.groups, bias=False, device="meta"
                )
            inputs, outputs = v.inputs or v.fan_in, v.outputs or v.fan_out or 1
            return torch.nn.Linear(inputs, outputs, bias=False, device="meta")

        return measured_bound(build)

    def prompt(self, v: Layer, language: str = "en") -> str:
        """Ask for the bound."""
        del language
        return (
            f"{described(v)} PyTorch initialises it by default: the weights are drawn uniformly "
            "from $(-a, a)$.\n\nWhat is the bound $a$?"
        )

    def explain(self, v: Layer, language: str = "en") -> tuple[str, ...]:
        """Work the formula, the fan in and the root."""
        del language
        n_in = fans_of(v)[0]
        method = (
            "PyTorch's linear and convolutional layers call He's uniform initialisation with slope "
            "$\\sqrt{5}$, which leaves one over the root of the fan in:\n\n"
            "$$a = \\sqrt{\\frac{6}{(1 + 5) \\, n_{\\text{in}}}} "
            "= \\frac{1}{\\sqrt{n_{\\text{in}}}}$$\n\n"
            "$n_{\\text{in}}$ is how many inputs an output adds up."
        )
        result = f"Put it in:\n\n$$a = \\frac{{1}}{{\\sqrt{{{n_in}}}}} {equals(self.compute(v))}$$"
        return method, worked_fans(v, uses_out=False), result
