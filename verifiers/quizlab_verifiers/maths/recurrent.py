"""How many parameters recurrent layers have.

    i  input size, features of one step     layers      recurrent layers on top of each other
    h  hidden size, features of the state   directions  1, or 2 where the sequence is read both ways

An LSTM or GRU is a few small networks side by side, one for each gate and one for the candidate
that the gates let in. All of them look at the same two vectors, the step's input and the hidden
state of the step before, and give a vector of h numbers. So all have equally many parameters, and
these are shared by all steps: the length of the sequence does not count.
"""


def gated_parameters(i: int, h: int, gates: int, biases: int = 2) -> int:
    """Return the parameters of one layer that reads in one direction.

    Formula:
        gates (h i + h h + biases h)

        h i  from the input, a matrix of shape (h, i)
        h h  from the hidden state, a matrix of shape (h, h)
        h    a bias. One would do, since two are only ever added; PyTorch keeps one for each
             matrix all the same, as cuDNN does.

    Args:
        i: Input size, at least 1.
        h: Hidden size, at least 1.
        gates: Gates and candidates together: 4 in an LSTM, 3 in a GRU.
        biases: Bias vectors of each gate: 2 in PyTorch, 1 in the textbook.

    Returns:
        The number of parameters.

    Raises:
        ValueError: A number is below 1.

    Source:
        torch.nn.LSTM, "Variables",
        https://docs.pytorch.org/docs/stable/generated/torch.nn.LSTM.html
    """
    if min(i, h, gates, biases) < 1:
        raise ValueError(
            f"got i={i}, h={h}, gates={gates}, biases={biases}; each must be at least 1"
        )
    return gates * (h * i + h * h + biases * h)


def lstm_parameters(
    i: int, h: int, layers: int = 1, directions: int = 1, *, biases: int = 2
) -> int:
    """Return the parameters of an LSTM of some layers.

    Formula:
        directions (first + (layers - 1) later)

        first = 4 (h i + h h + biases h)
        later = 4 (h directions h + h h + biases h)

        The four are the input gate, the forget gate, the candidate and the output gate. Layers
        after the first read the hidden states of the layer below: directions h numbers. Each
        direction has parameters of its own.

    Args:
        i: Input size, at least 1.
        h: Hidden size, at least 1.
        layers: Layers on top of each other, at least 1.
        directions: 1, or 2 for a bidirectional LSTM.
        biases: Bias vectors of each gate: 2 in PyTorch, 1 in the textbook and in Keras.

    Returns:
        The number of parameters.

    Raises:
        ValueError: A number is below 1, or there are more than two directions.

    Source:
        torch.nn.LSTM, "Variables",
        https://docs.pytorch.org/docs/stable/generated/torch.nn.LSTM.html;
        Gers, Schmidhuber & Cummins 2000, "Learning to Forget: Continual Prediction with LSTM",
        https://doi.org/10.1162/089976600300015015
    """
    if layers < 1 or directions not in (1, 2):
        raise ValueError(
            f"got layers={layers}, directions={directions}; needed are at least 1 layer and 1 or "
            "2 directions"
        )
    first = gated_parameters(i, h, 4, biases)
    later = gated_parameters(directions * h, h, 4, biases)
    return directions * (first + (layers - 1) * later)


def gru_parameters(i: int, h: int, layers: int = 1, directions: int = 1, *, biases: int = 2) -> int:
    """Return the parameters of a GRU of some layers.

    Formula:
        directions (first + (layers - 1) later)

        first = 3 (h i + h h + biases h)
        later = 3 (h directions h + h h + biases h)

        The three are the reset gate, the update gate and the candidate: a quarter less than an
        LSTM, which has one gate more. Layers after the first read the hidden states of the layer
        below: directions h numbers. Each direction has parameters of its own.

    Args:
        i: Input size, at least 1.
        h: Hidden size, at least 1.
        layers: Layers on top of each other, at least 1.
        directions: 1, or 2 for a bidirectional GRU.
        biases: Bias vectors of each gate: 2 in PyTorch and in Keras' default, 1 in the textbook.
            In a GRU the second one matters: the reset gate scales the candidate's recurrent half,
            its bias included.

    Returns:
        The number of parameters.

    Raises:
        ValueError: A number is below 1, or there are more than two directions.

    Source:
        torch.nn.GRU, "Variables",
        https://docs.pytorch.org/docs/stable/generated/torch.nn.GRU.html;
        Cho et al. 2014, "Learning Phrase Representations using RNN Encoder-Decoder for
        Statistical Machine Translation", https://arxiv.org/abs/1406.1078
    """
    if layers < 1 or directions not in (1, 2):
        raise ValueError(
            f"got layers={layers}, directions={directions}; needed are at least 1 layer and 1 or "
            "2 directions"
        )
    first = gated_parameters(i, h, 3, biases)
    later = gated_parameters(directions * h, h, 3, biases)
    return directions * (first + (layers - 1) * later)
