"""A question about a whole network: how many parameters it has."""

from __future__ import annotations

from quizlab.verify import AnswerPart, Together
from quizlab_verifiers.maths.networks import totals
from quizlab_verifiers.networks import built, known, parameters_text
from quizlab_verifiers.networks.about_networks import AboutNetworks
from quizlab_verifiers.networks.classes import classes_of
from quizlab_verifiers.networks.parameters_asked import (
    TOGETHER,
    ParametersAsked,
    is_fresh,
    refusal,
    tally_of,
)
from quizlab_verifiers.networks.parameters_mistakes import ANSWER, MISTAKES
from quizlab_verifiers.networks.tally import heads


class Parameters(AboutNetworks[ParametersAsked]):
    """``model.parameters``: the parameters of a network, usual or with a new last layer."""

    id = "model.parameters"
    version = 1
    title = "Parameters of a network"
    Parameters = ParametersAsked
    parts = (AnswerPart("parameters", ANSWER),)
    convention = (
        "All numbers that training changes: weights, biases, scales and shifts of norms. No "
        "running statistics, no fixed upsampling, no auxiliary classifiers, which help in "
        "training alone. Three figures will do: 25.6M."
    )
    citation = (
        "torch.nn.Module.parameters, "
        "https://docs.pytorch.org/docs/stable/generated/torch.nn.Module.html; each network's "
        "paper stands with `quizlab model`"
    )
    code = totals.parameters
    misconceptions = MISTAKES
    together = Together(("network", "classes"), TOGETHER)

    def where(self, v: ParametersAsked) -> str | None:
        """Refuse numbers of classes that the network cannot be built for."""
        return refusal(v)

    def difficulty(self, v: ParametersAsked) -> int:
        """1: plain layers. 2: a batch norm at each. 3: groups, gates or several score layers."""
        found = tally_of(v)
        gates = found.connected and found.norms
        if found.between_groups or gates or len(heads(v.network)) > 1:
            return 3
        return 2 if found.norms else 1

    def compute(self, v: ParametersAsked) -> int:
        """Add up the layers of the recording."""
        return known.parameters(v.network, classes_of(v.network, v.classes))

    def reference(self, v: ParametersAsked) -> int:
        """Build the network without memory for its weights, and count what it holds."""
        return built.parameters(v.network, v.classes if is_fresh(v) else None)

    def prompt(self, v: ParametersAsked, language: str = "en") -> str:
        """Name the network, what it reads and how many classes it has."""
        del language
        return parameters_text.prompt(v)

    def explain(self, v: ParametersAsked, language: str = "en") -> tuple[str, ...]:
        """Say what a layer holds, where the parameters lie, what the last layer holds, and add."""
        del language
        return parameters_text.explain(v)
