"""Questions about LSTMs: how many parameters they have."""

from __future__ import annotations

from quizlab.verify import AnswerPart, Count
from quizlab_verifiers.maths import recurrent
from quizlab_verifiers.recurrent import stack
from quizlab_verifiers.recurrent.stack import Stack, StackParameterCount


class LstmParameterCount(StackParameterCount):
    """``lstm.parameters``: the parameters of an LSTM of some layers."""

    id = "lstm.parameters"
    version = 1
    title = "Parameters of an LSTM"
    Parameters = Stack
    parts = (AnswerPart("parameters", Count(magnitudes=True)),)
    convention = (
        "No peepholes, no projection. Biases torch: two vectors for each gate; textbook, as in "
        "Keras: one."
    )
    citation = (
        "torch.nn.LSTM, Variables, "
        "https://docs.pytorch.org/docs/stable/generated/torch.nn.LSTM.html; Gers, Schmidhuber & "
        "Cummins 2000, Learning to Forget, https://doi.org/10.1162/089976600300015015"
    )
    code = recurrent.lstm_parameters
    misconceptions = stack.mistakes(
        4,
        "You counted three sets of weights, as a GRU has. An LSTM has four: input, forget and "
        "output gate, and the candidate.",
        "You counted one set of weights, as a plain RNN has. An LSTM has four: input, forget and "
        "output gate, and the candidate.",
    )

    def compute(self, v: Stack) -> int:
        """Add up the layers by the formula."""
        return recurrent.lstm_parameters(*stack.counts(v), biases=stack.biases(v))

    def reference(self, v: Stack) -> int:
        """Count what torch's LSTM holds."""
        import torch

        return stack.numel(torch.nn.LSTM, v)

    def prompt(self, v: Stack, language: str = "en") -> str:
        """Ask for the count."""
        del language
        return stack.prompt(v, "LSTM")

    def explain(self, v: Stack, language: str = "en") -> tuple[str, ...]:
        """Work a layer, the layers above and the sum."""
        del language
        return stack.explain(v, 4, "The input, forget and output gates and the candidate")
