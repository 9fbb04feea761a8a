"""Questions about LSTMs: what of a gradient survives the way back along the cell states."""

from __future__ import annotations

from math import log, log1p

from quizlab.verify import Agreement, AnswerPart, Real, Verifier
from quizlab_verifiers.maths import lstm_cell
from quizlab_verifiers.notation import equals, number, tex
from quizlab_verifiers.recurrent.path_mistakes import MISTAKES
from quizlab_verifiers.recurrent.path_parameters import SMALLEST, PathParameters, crossed, path


class LstmGradientPath(Verifier[PathParameters]):
    """``lstm.gradient-path``: the derivative of a cell state by an earlier one."""

    id = "lstm.gradient-path"
    version = 1
    title = "A gradient along the cell states"
    Parameters = PathParameters
    parts = (AnswerPart("survives", Real(relative=0.01)),)
    convention = (
        "Along the cell states alone, with the gates as constants: further paths through the "
        "hidden states are left out. The initial cell state has number 0, and a gate the number of its step."
    )
    citation = (
        "Hochreiter & Schmidhuber 1997, Long Short-Term Memory, section 3.2, "
        "https://doi.org/10.1162/neco.1997.9.8.1735; Gers, Schmidhuber & Cummins 2000, Learning "
        "to Forget, https://doi.org/10.1162/089976600300015015"
    )
    code = lstm_cell.gradient_path
    # What is left may be tiny, and is to be right all the same.
    agreement = Agreement(relative=1e-9, floor=0.0)
    misconceptions = MISTAKES

    def where(self, v: PathParameters) -> str | None:
        """Say which parameters clash, and what would be too small for a float."""
        if v.since >= v.steps:
            return f"since {v.since} must be below steps {v.steps}"
        if not v.gates:
            if v.forget > 0 and v.forget ** (v.steps - v.since) < SMALLEST:
                return (
                    f"forget {v.forget} over {v.steps - v.since} steps leaves less than "
                    f"{SMALLEST:g}; take fewer steps, or a gate nearer to 1"
                )
            return None
        if v.forget != 1:
            return f"got forget {v.forget} and gates too; give one of them"
        if len(v.gates) != v.steps:
            return (
                f"got {len(v.gates)} gates for {v.steps} steps; give one for each step, or none "
                "for the same forget gate throughout"
            )
        if path(v) < SMALLEST and 0 not in v.gates[v.since :]:
            return f"the gates leave less than {SMALLEST:g}; take fewer, or some nearer to 1"
        return None

    def comfortable(self, v: PathParameters) -> bool:
        """Hold draws to several gates that forget something, but not nearly all."""
        return v.steps - v.since > 1 and 5e-4 < path(v) < 0.99

    def difficulty(self, v: PathParameters) -> int:
        """1: from the start, a constant gate. 2: from a later step. 3: a gate for each step."""
        if v.gates:
            return 3
        return 2 if v.since else 1

    def compute(self, v: PathParameters) -> float:
        """Multiply the forget gates on the way."""
        return lstm_cell.gradient_path(v.gates or (v.forget,) * v.steps, v.since)

    def reference(self, v: PathParameters) -> float:
        """Run torch's LSTM over the steps and differentiate its cell state by the initial one.

        The input of a step sets its forget gate. Input gate and candidate let something in, and
        without recurrent weights nothing goes another way than along the cell states.
        """
        import torch

        lstm = torch.nn.LSTM(1, 1, dtype=torch.float64).requires_grad_(requires_grad=False)
        lstm.load_state_dict(
            {
                "weight_ih_l0": torch.tensor([[0.0], [1.0], [0.0], [0.0]]),
                "weight_hh_l0": torch.zeros(4, 1),
                "bias_ih_l0": torch.tensor([0.3, 0.0, 0.5, 0.1]),
                "bias_hh_l0": torch.zeros(4),
            }
        )
        inputs = torch.tensor([_logit(f) for f in crossed(v)], dtype=torch.float64)[:, None]
        before = torch.full((1, 1), 0.7, dtype=torch.float64, requires_grad=True)
        _, (_, after) = lstm(inputs, (torch.zeros_like(before), before))
        (gradient,) = torch.autograd.grad(after, before)
        return float(gradient.item())

    def prompt(self, v: PathParameters, language: str = "en") -> str:
        """Ask for the derivative."""
        del language
        if v.gates:
            listed = ", ".join(f"$f_{{{t}}} = {tex(f)}$" for t, f in enumerate(v.gates, start=1))
            said = f"The forget gates of an LSTM cell are {listed}."
        else:
            said = f"The forget gate of an LSTM cell is $f = {tex(v.forget)}$ at every step."
        return (
            f"{said} Follow a gradient back along the cell states alone, with the gates as "
            f"constants.\n\nWhat is $\\partial c_{{{v.steps}}} / \\partial c_{{{v.since}}}$?"
        )

    def explain(self, v: PathParameters, language: str = "en") -> tuple[str, ...]:
        """Work the chain rule, the number of gates and the product."""
        del language
        gates, answer = crossed(v), self.compute(v)
        n, first, last = len(gates), v.since + 1, v.steps
        count = (
            f"From $c_{{{v.since}}}$ to $c_{{{last}}}$ lies the gate of one step, $f_{{{last}}}$."
            if n == 1
            else f"From $c_{{{v.since}}}$ to $c_{{{last}}}$ lie the gates of ${n}$ steps, "
            f"$f_{{{first}}}$ to $f_{{{last}}}$."
        )
        left = f"\\frac{{\\partial c_{{{last}}}}}{{\\partial c_{{{v.since}}}}}"
        if not v.gates:
            worked = f"{tex(v.forget)}^{{{n}}}"
        elif n <= _MOST_SHOWN:
            worked = " \\cdot ".join(map(tex, gates))
        else:
            shown = " \\cdot ".join(map(tex, gates[: _MOST_SHOWN - 1]))
            worked = f"{shown} \\cdots {tex(gates[-1])}"
        result = f"Multiply them:\n\n$${left} = {worked} {equals(answer)}$$\n\n{_share(answer)}"
        return _METHOD, count, result


_MOST_SHOWN = 8

_METHOD = (
    "A step keeps the share $f_t$ of the cell state and adds something to it:\n\n"
    "$$c_t = f_t \\, c_{t-1} + i_t \\, g_t$$\n\n"
    "So on the way back it multiplies a gradient by $f_t$ and by nothing else, no weight and no "
    "slope of an activation. By the chain rule the factors of all steps on the way multiply:\n\n"
    "$$\\frac{\\partial c_n}{\\partial c_s} = f_{s+1} \\, f_{s+2} \\cdots f_n$$"
)


def _share(answer: float) -> str:
    """Say in a sentence how much is left."""
    if answer == 1:
        return "So all of the gradient survives: $1$, the constant error carousel."
    if answer == 0:
        return "So nothing of the gradient survives: $0$."
    return f"So ${number(answer)}$ of the gradient survives."


def _logit(f: float) -> float:
    """Return what the sigmoid makes `f` of; 0 and 1 as good as a float can tell."""
    if f == 0:
        return -800.0
    return 40.0 if f == 1 else log(f) - log1p(-f)
