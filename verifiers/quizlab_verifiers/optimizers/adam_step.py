"""Questions about optimisers: steps of Adam on one weight, by hand."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from quizlab.verify import Agreement, Verifier
from quizlab_verifiers.maths import optimizers
from quizlab_verifiers.optimizers import adam_answers, adam_rules, adam_text
from quizlab_verifiers.optimizers.adam_mistakes import MISTAKES
from quizlab_verifiers.optimizers.adam_parameters import AdamParameters, clash, is_round
from quizlab_verifiers.optimizers.adam_run import run_adam
from quizlab_verifiers.optimizers.following import number_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quizlab.verify import Value


def _adam(p: AdamParameters) -> optimizers.Adam:
    return _after(p, p.steps)


def _after(p: AdamParameters, steps: int) -> optimizers.Adam:
    return optimizers.adam(
        p.weight, p.gradients[:steps], p.lr, p.beta1, p.beta2, eps=p.eps, form=p.eps_form
    )


class AdamStep(Verifier[AdamParameters]):
    """``adam.step``: moments, update and weight after some steps of Adam."""

    id = "adam.step"
    version = 1
    title = "A step of Adam"
    Parameters = AdamParameters
    parts = adam_answers.parts("update")
    convention = (
        "Moments start at 0 and are asked before bias correction; steps count from 1; the update "
        "is what the last step subtracts. No weight decay."
    )
    citation = adam_text.CITATION
    code = optimizers.adam
    # Steps and gradients of opposite signs cancel; what rounding leaves of large ones is up to 1e-10.
    agreement = Agreement(floor=1e-9)
    misconceptions = MISTAKES

    def where(self, v: AdamParameters) -> str | None:
        """Say which parameters clash."""
        return clash(v)

    def comfortable(self, v: AdamParameters) -> bool:
        """Hold draws to round roots, and to answers that are not near zero."""
        last = _adam(v)
        fade = 1 - v.beta2**v.steps
        root = sqrt(last.v / fade) if v.eps_form == "paper" else sqrt(last.v)
        return (
            is_round(root)
            and (v.eps_form == "paper" or is_round(sqrt(fade)))
            and abs(last.m) > 1e-3
            and abs(last.w) > 0.05
        )

    def difficulty(self, v: AdamParameters) -> int:
        """1: one step with a negligible eps. 2: one step with a large eps, or two. 3: the rest."""
        large = v.eps > adam_rules.NEGLIGIBLE_EPS
        if v.steps == 1:
            return 2 if large else 1
        return 2 if v.steps == 2 and not large else 3

    def compute(self, v: AdamParameters) -> dict[str, float]:
        """Take the steps."""
        return adam_answers.named(_adam(v))

    def follow(self, v: AdamParameters, part: str, earlier: Mapping[str, Value]) -> Value | None:
        """Carry the learner's moments into the update, and the update into the weight."""
        if part == "update":
            second = number_in(earlier, "second-moment")
            if second < 0:
                return None
            return adam_rules.right(v, v.steps, number_in(earlier, "first-moment"), second)
        before = _after(v, v.steps - 1).w if v.steps > 1 else v.weight
        return before - number_in(earlier, "update")

    def reference(self, v: AdamParameters) -> dict[str, float]:
        """Run torch.optim.Adam."""
        return adam_answers.named(run_adam(v)[-1])

    def prompt(self, v: AdamParameters, language: str = "en") -> str:
        """Ask for both moments, the update and the weight."""
        del language
        return adam_text.prompt(v)

    def explain(self, v: AdamParameters, language: str = "en") -> tuple[str, ...]:
        """Work the averages, the update and the weight."""
        del language
        return adam_text.explain(v, lambda steps: _after(v, steps))
