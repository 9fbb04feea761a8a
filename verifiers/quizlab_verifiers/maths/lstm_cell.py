"""One step of an LSTM cell, and what its memory hands back to the past.

Everything here has hidden size 1, so that each letter is a number:

    x  input of the step               i  input gate     how much of the candidate is let in
    h  hidden state, what others see   f  forget gate    how much of the cell state is kept
    c  cell state, the memory          g  candidate      what could be added to the memory
                                       o  output gate    how much of the memory is shown

In a larger cell the same happens to every component of c, while each gate sees all of x and h.
"""

from collections.abc import Sequence
from math import exp, prod, tanh
from typing import NamedTuple


class Step(NamedTuple):
    """What a step computes.

    Attributes:
        i: Input gate, between 0 and 1.
        f: Forget gate, between 0 and 1.
        g: Candidate, between -1 and 1.
        o: Output gate, between 0 and 1.
        c: The new cell state.
        h: The new hidden state, between -1 and 1.
    """

    i: float
    f: float
    g: float
    o: float
    c: float
    h: float


def sigmoid(z: float) -> float:
    """Return the logistic function of z.

    Formula:
        1 / (1 + e^-z) = e^z / (1 + e^z)

        The second form is for negative z, where e^-z could be too large for a float.

    Args:
        z: Any number.

    Returns:
        A number between 0 and 1; 1/2 at z = 0.

    Raises:
        Nothing.

    Source:
        torch.nn.Sigmoid, https://docs.pytorch.org/docs/stable/generated/torch.nn.Sigmoid.html
    """
    if z >= 0:
        return 1 / (1 + exp(-z))
    return exp(z) / (1 + exp(z))


def lstm_step(
    x: float,
    h: float,
    c: float,
    *,
    w: Sequence[float],
    u: Sequence[float],
    b: Sequence[float],
) -> Step:
    """Take one step of an LSTM cell of input and hidden size 1.

    Formula:
        i = sigmoid(w_i x + u_i h + b_i)
        f = sigmoid(w_f x + u_f h + b_f)
        g = tanh(w_g x + u_g h + b_g)
        o = sigmoid(w_o x + u_o h + b_o)

        c' = f c + i g
        h' = o tanh(c')

    Args:
        x: Input of the step.
        h: Hidden state before the step.
        c: Cell state before the step.
        w: Weights of x, in PyTorch's order i, f, g, o.
        u: Weights of h, in the same order.
        b: Biases, in the same order; where there are two of them, as in PyTorch, their sum.

    Returns:
        The gates, the candidate and both new states.

    Raises:
        ValueError: There are not four weights or biases.

    Source:
        torch.nn.LSTMCell, https://docs.pytorch.org/docs/stable/generated/torch.nn.LSTMCell.html;
        Gers, Schmidhuber & Cummins 2000, "Learning to Forget: Continual Prediction with LSTM",
        https://doi.org/10.1162/089976600300015015
    """
    if not len(w) == len(u) == len(b) == 4:
        raise ValueError(
            f"got {len(w)}, {len(u)} and {len(b)} numbers; each gate needs one of each"
        )
    z_i, z_f, z_g, z_o = (w[k] * x + u[k] * h + b[k] for k in range(4))
    i, f, g, o = sigmoid(z_i), sigmoid(z_f), tanh(z_g), sigmoid(z_o)
    c = f * c + i * g
    return Step(i, f, g, o, c, o * tanh(c))


def gradient_path(gates: Sequence[float], since: int = 0) -> float:
    """Return what of a gradient survives the way back along the cell states.

    Formula:
        dc_n / dc_s = f_{s+1} f_{s+2} ... f_n        f^(n - s) where all gates are f

        c_t = f_t c_{t-1} + i_t g_t, so each step multiplies by its forget gate, and by nothing
        else: there is no weight and no derivative of an activation in between. The gates depend
        on h_{t-1} and thereby on c_{t-1} as well; these further paths are not counted here.

        The cell of 1997 had no forget gate, that is f = 1: the constant error carousel. With
        f < 1 the gradient fades, only slowly where f is near 1.

    Args:
        gates: The forget gates f_1 to f_n, each from 0 to 1.
        since: The step s whose cell state the gradient is taken by, 0 for the initial one.

    Returns:
        The derivative, from 0 to 1.

    Raises:
        ValueError: A gate is not between 0 and 1, or there is no step after `since`.

    Source:
        Hochreiter & Schmidhuber 1997, "Long Short-Term Memory", section 3.2,
        https://doi.org/10.1162/neco.1997.9.8.1735;
        Gers, Schmidhuber & Cummins 2000, https://doi.org/10.1162/089976600300015015
    """
    if not all(0 <= f <= 1 for f in gates):
        raise ValueError(f"got gates={list(gates)}; each must be from 0 to 1")
    if not 0 <= since < len(gates):
        raise ValueError(f"got since={since} with {len(gates)} gates; it must be 0 or more, below")
    return prod(gates[since:])
