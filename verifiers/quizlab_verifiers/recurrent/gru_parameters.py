"""Questions about GRUs: how many parameters they have."""

from __future__ import annotations

from quizlab.verify import AnswerPart, Count
from quizlab_verifiers.maths import recurrent
from quizlab_verifiers.recurrent import stack
from quizlab_verifiers.recurrent.stack import Stack, StackParameterCount


class GruParameterCount(StackParameterCount):
    """``gru.parameters``: the parameters of a GRU of some layers."""

    id = "gru.parameters"
    version = 1
    title = "Parameters of a GRU"
    Parameters = Stack
    parts = (AnswerPart("parameters", Count(magnitudes=True)),)
    convention = (
        "Biases torch, as in Keras' default: two vectors for each gate; textbook, as in Keras "
        "with reset_after=False: one."
    )
    citation = (
        "torch.nn.GRU, Variables, "
        "https://docs.pytorch.org/docs/stable/generated/torch.nn.GRU.html; Cho et al. 2014, "
        "https://arxiv.org/abs/1406.1078; keras.layers.GRU, "
        "https://keras.io/api/layers/recurrent_layers/gru/"
    )
    code = recurrent.gru_parameters
    misconceptions = stack.mistakes(
        3,
        "You counted four sets of weights, as an LSTM has. A GRU has three: reset gate, update "
        "gate and the candidate.",
        "You counted one set of weights, as a plain RNN has. A GRU has three: reset gate, update "
        "gate and the candidate.",
    )

    def compute(self, v: Stack) -> int:
        """Add up the layers by the formula."""
        return recurrent.gru_parameters(*stack.counts(v), biases=stack.biases(v))

    def reference(self, v: Stack) -> int:
        """Count what torch's GRU holds."""
        import torch

        return stack.numel(torch.nn.GRU, v)

    def prompt(self, v: Stack, language: str = "en") -> str:
        """Ask for the count."""
        del language
        return stack.prompt(v, "GRU")

    def explain(self, v: Stack, language: str = "en") -> tuple[str, ...]:
        """Work a layer, the layers above and the sum."""
        del language
        return stack.explain(v, 3, "The reset gate, the update gate and the candidate")
