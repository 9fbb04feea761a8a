"""Adam as torch runs it: the other road of the questions about its steps."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from quizlab_verifiers.maths.optimizers import Adam

if TYPE_CHECKING:
    from quizlab_verifiers.optimizers.adam_rules import Settings


def run_adam(p: Settings) -> list[Adam]:
    """Run torch.optim.Adam in float64, and return where it stands after each step.

    torch has the paper's form. Keras' eps is the paper's times sqrt(1 - beta2^t), so that
    dividing it by this root before each step makes torch take Keras' steps.
    """
    import torch

    # The second number takes the same steps, but is put back to 0 before each: what was subtracted
    # then stays visible to the last digit, however large the weight is.
    weights = torch.tensor([p.weight, 0.0], dtype=torch.float64)
    adam = torch.optim.Adam(
        [weights], lr=p.lr, betas=(float(p.beta1), float(p.beta2)), eps=p.eps, foreach=False
    )
    steps = []
    for t, gradient in enumerate(p.gradients, start=1):
        if p.eps_form == "keras":
            adam.param_groups[0]["eps"] = p.eps / sqrt(1 - p.beta2**t)
        weights[1] = 0.0
        weights.grad = torch.full_like(weights, gradient)
        adam.step()
        state = adam.state[weights]
        moments = state["exp_avg"][0].item(), state["exp_avg_sq"][0].item()
        steps.append(Adam(*moments, -weights[1].item(), weights[0].item()))
    return steps
