"""What questions about momentum vary, and what each form does with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, NamedTuple

from quizlab.verify import Number, OneOf
from quizlab_verifiers.optimizers.following import number_in
from quizlab_verifiers.optimizers.limits import FARTHEST
from quizlab_verifiers.optimizers.step_parameters import StepParameters

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quizlab.verify import Value

Answers = dict[str, float]


@dataclass(frozen=True, slots=True)
class MomentumParameters(StepParameters):
    """Some steps of SGD with momentum on one weight.

    Attributes:
        lr: Learning rate.
        momentum: Share of the old velocity that is kept.
        form: Whose way of writing it.
    """

    lr: Annotated[float, Number(0, 10, draws=(0.1, 0.1, 0.2, 0.01))] = 0.01
    momentum: Annotated[float, Number(0, 0.999, draws=(0.9, 0.9, 0.8, 0.5))] = 0.9
    form: Annotated[str, OneOf("torch", "keras", "ng")] = "torch"


@dataclass(frozen=True, slots=True)
class NesterovParameters(MomentumParameters):
    """Some steps of SGD with Nesterov's momentum on one weight.

    Attributes:
        momentum: Share of the old velocity that is kept; torch refuses 0.
        form: Whose way of writing it.
    """

    momentum: Annotated[float, Number(0, 0.999, draws=(0.9, 0.9, 0.8, 0.5), low_open=True)] = 0.9
    form: Annotated[str, OneOf("torch", "keras", "sutskever")] = "torch"


class Rule(NamedTuple):
    """A step that is linear in the velocity and the gradient, as all forms are.

    Attributes:
        keep: The new velocity holds this much of the old one,
        take: and this much of the gradient.
        along: The update holds this much of the new velocity,
        direct: and this much of the gradient itself.
    """

    keep: float
    take: float
    along: float
    direct: float = 0.0


def walk(v: StepParameters, rule: Rule) -> Answers:
    """Take all steps by a rule."""
    keep, take, along, direct = rule
    velocity = update = 0.0
    weight = v.weight
    for g in v.gradients:
        velocity = keep * velocity + take * g
        update = along * velocity + direct * g
        weight -= update
    return {"velocity": velocity, "update": update, "weight": weight}


def too_far(v: StepParameters, rule: Rule) -> str | None:
    """Say where the steps may carry the weight too far, None where they do not."""
    keep, take, along, direct = map(abs, rule)
    velocity, far = 0.0, abs(v.weight)
    # As it would be, were all steps of one sign.
    for g in map(abs, v.gradients):
        velocity = keep * velocity + take * g
        far += along * velocity + direct * g
    if far <= FARTHEST:
        return None
    return (
        f"gradients: these may carry the weight as far as {far:.2g}; take a smaller lr, smaller "
        f"gradients or fewer steps, so that it stays within {FARTHEST:.0f}"
    )


def without(answers: Answers, part: str) -> Answers:
    """Leave out the part that a mistake does not touch."""
    return {name: value for name, value in answers.items() if name != part}


def follow(
    v: StepParameters, rule: Rule, before: float, part: str, earlier: Mapping[str, Value]
) -> float:
    """Return the update from the learner's velocity, or the weight from the learner's update.

    Args:
        v: The parameters.
        rule: The right step.
        before: The weight before the last step.
        part: What is asked.
        earlier: The learner's own earlier answers.
    """
    if part == "update":
        return rule.along * number_in(earlier, "velocity") + rule.direct * v.gradients[-1]
    return before - number_in(earlier, "update")


class Run(NamedTuple):
    """What torch's SGD came to.

    Attributes:
        before: Its momentum buffer before the last step.
        buffer: Its momentum buffer after the last step.
        update: What the last step subtracted.
        weight: The weight.
    """

    before: float
    buffer: float
    update: float
    weight: float


def run_sgd(v: StepParameters, lr: float, momentum: float, *, nesterov: bool = False) -> Run:
    """Run torch.optim.SGD in float64."""
    import torch

    # The second number takes the same steps, but is put back to 0 before the last: what was
    # subtracted then stays visible to the last digit, however large the weight is.
    weights = torch.tensor([v.weight, 0.0], dtype=torch.float64)
    sgd = torch.optim.SGD([weights], lr=lr, momentum=momentum, nesterov=nesterov, foreach=False)
    before = buffer = 0.0
    for gradient in v.gradients:
        weights[1] = 0.0
        weights.grad = torch.full_like(weights, gradient)
        sgd.step()
        # Without momentum torch keeps no buffer: the gradient itself is the velocity.
        kept = sgd.state[weights].get("momentum_buffer", weights.grad)
        before, buffer = buffer, kept[0].item()
    return Run(before, buffer, -weights[1].item(), weights[0].item())
