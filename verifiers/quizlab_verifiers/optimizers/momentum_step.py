"""What the questions about plain momentum and Nesterov's share."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, TypeVar

from quizlab.verify import Agreement, AnswerPart, Real, Verifier
from quizlab_verifiers.notation import number, tex
from quizlab_verifiers.optimizers import momentum_parameters, step_text
from quizlab_verifiers.optimizers.momentum_parameters import Answers, MomentumParameters
from quizlab_verifiers.optimizers.step_parameters import clash

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from quizlab.verify import Value
    from quizlab_verifiers.maths.momentum import Momentum
    from quizlab_verifiers.optimizers.momentum_parameters import Rule

P = TypeVar("P", bound=MomentumParameters)


class MomentumStep(Verifier[P], abstract=True):
    """Velocity, update and weight after some steps of a rule that a subclass names."""

    # The weight is held tighter, since most of it was there before the step.
    parts = (
        AnswerPart("velocity", Real(relative=0.01, floor=1e-12), "velocity"),
        AnswerPart("update", Real(relative=0.01, floor=1e-12), "update", builds_on=("velocity",)),
        AnswerPart("weight", Real(relative=0.001, floor=1e-9), "weight", builds_on=("update",)),
    )
    # Steps may carry a weight to a million and back to 0, which leaves some 1e-9 of rounding.
    agreement = Agreement(floor=1e-8)

    @abstractmethod
    def rule(self, v: P) -> Rule:
        """Return the step of the form that is asked for."""

    @abstractmethod
    def after(self, v: P, steps: int) -> Momentum:
        """Take that many steps, at least one."""

    def where(self, v: P) -> str | None:
        """Say where the gradients do not fit the steps, or carry the weight too far."""
        return clash(v.gradients, v.steps) or momentum_parameters.too_far(v, self.rule(v))

    def difficulty(self, v: P) -> int:
        """Rate by the steps: 1, 2, or 3 and more."""
        return min(v.steps, 3)

    def compute(self, v: P) -> Answers:
        """Take the steps."""
        velocity, update, weight = self.after(v, v.steps)
        return {"velocity": velocity, "update": update, "weight": weight}

    def follow(self, v: P, part: str, earlier: Mapping[str, Value]) -> Value | None:
        """Carry the learner's velocity into the update, and the update into the weight."""
        before = self.after(v, v.steps - 1).w if v.steps > 1 else v.weight
        return momentum_parameters.follow(v, self.rule(v), before, part, earlier)

    def asked(self, v: P, name: str, letter: str, form: str) -> str:
        """Return the question.

        Args:
            v: The parameters.
            name: What the method is called.
            letter: What the momentum is called.
            form: Whose way of writing it, in a sentence.
        """
        return (
            f"{name} takes {step_text.times(v.steps)} on one weight; the velocity starts at "
            "$0$.\n\n"
            f"- weight $w = {tex(v.weight)}$, {step_text.gradients(v.gradients)}\n"
            f"- learning rate ${tex(v.lr)}$, momentum ${letter} = {tex(v.momentum)}$\n"
            f"- {form}\n\n"
            f"What are then the velocity, the {step_text.last(v.steps)}update that was "
            "subtracted, and the weight?"
        )

    def worked(
        self,
        v: P,
        intro: str,
        velocity: Callable[[float, float], str],
        update: Callable[[float, float], str],
    ) -> tuple[str, ...]:
        """Return the worked steps: the rule, the velocities, the updates and the weights.

        Args:
            v: The parameters.
            intro: The rule of the form, explained.
            velocity: The work of a velocity, from the one before and the gradient.
            update: The work of an update, from the new velocity and the gradient.
        """
        shown = step_text.shown(v.steps)
        last = self.after(v, v.steps)
        velocities, updates = [], []
        for t in shown:
            before = self.after(v, t - 1).v if t > 1 else 0.0
            now, g = self.after(v, t), v.gradients[t - 1]
            velocities.append((t, velocity(before, g), now.v))
            updates.append((t, update(now.v, g), now.update))
        return (
            intro,
            (
                f"The velocity starts at $0${step_text.skipped(v.steps)}:\n\n"
                f"{step_text.lines('v', velocities)}"
            ),
            f"Each step subtracts\n\n{step_text.lines('u', updates)}",
            (
                "So the weight becomes\n\n"
                f"{step_text.weights(v.steps, v.weight, lambda t: self.after(v, t)[1:])}\n\n"
                f"Velocity ${number(last.v)}$, update ${number(last.update)}$, weight "
                f"${number(last.w)}$."
            ),
        )
