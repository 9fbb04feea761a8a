"""Layers with weights, and windows without: the shape, cost and view of each from its settings.

A shape is (N, C, H, W): batch, channels, height, width; or (N, …, F) where a linear layer reads F
features. Multiply-adds are those of convolutions and matrix products; nothing else counts.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from fractions import Fraction
from math import prod

from quizlab_verifiers.maths import convolution, pooling
from quizlab_verifiers.maths.networks.seen import WHOLE, Seen, View, widest
from quizlab_verifiers.maths.transposed_convolution import transposed_output_side

Shape = tuple[int, ...]
Pair = tuple[int, int]
"""A setting along height and width."""


class Layer(ABC):
    """One step of a network. What a layer does not say, it does not do."""

    __slots__ = ()

    @abstractmethod
    def shape(self, x: Shape, *others: Shape) -> Shape:
        """Return the shape of the output for inputs of these shapes.

        Raises:
            ValueError: The layer cannot take them.
        """

    def parameters(self) -> int:
        """Return how many trainable numbers it holds."""
        return 0

    def macs(self, x: Shape, y: Shape) -> int:
        """Return its multiply-adds from the shapes of its input and its output."""
        del x, y
        return 0

    def view(self, seen: tuple[View, ...], x: Shape, y: Shape) -> View:
        """Return what its units see, given what those of its inputs see."""
        del x, y
        return widest(seen)


@dataclass(frozen=True, slots=True)
class Convolution(Layer):
    """A convolution: K kernels of k × k over C / g channels each."""

    inputs: int
    outputs: int
    kernel: Pair
    stride: Pair = (1, 1)
    padding: Pair = (0, 0)
    dilation: Pair = (1, 1)
    groups: int = 1
    bias: bool = False
    fixed: bool = False

    def shape(self, x: Shape, *others: Shape) -> Shape:
        """(N, C, H, W) -> (N, K, o(H), o(W)) with o = floor((i + 2p - d(k - 1) - 1) / s) + 1."""
        del others
        _refuse_other_channels(x[1], self.inputs)
        axes = zip(x[2:], self.kernel, self.stride, self.padding, self.dilation, strict=True)
        return x[0], self.outputs, *(convolution.output_side(*axis) for axis in axes)

    def parameters(self) -> int:
        """K · (C / g) · k² + K."""
        if self.fixed:
            return 0
        weights = self.outputs * (self.inputs // self.groups) * prod(self.kernel)
        return weights + (self.outputs if self.bias else 0)

    def macs(self, x: Shape, y: Shape) -> int:
        """Each of the N · K · H' · W' output cells takes (C / g) · k² products."""
        del x
        return prod(y) * (self.inputs // self.groups) * prod(self.kernel)

    def view(self, seen: tuple[View, ...], x: Shape, y: Shape) -> View:
        """Look through the kernel."""
        del x, y
        axes = zip(seen[0], self.kernel, self.stride, self.dilation, strict=True)
        return tuple(one.through(k, s, d) for one, k, s, d in axes)


@dataclass(frozen=True, slots=True)
class TransposedConvolution(Layer):
    """A transposed convolution: every input cell prints K kernels into the output."""

    inputs: int
    outputs: int
    kernel: Pair
    stride: Pair = (1, 1)
    padding: Pair = (0, 0)
    output_padding: Pair = (0, 0)
    dilation: Pair = (1, 1)
    groups: int = 1
    bias: bool = False
    fixed: bool = False

    def shape(self, x: Shape, *others: Shape) -> Shape:
        """Along each axis, o = (i - 1) s - 2p + d(k - 1) + a + 1."""
        del others
        _refuse_other_channels(x[1], self.inputs)
        sides = (
            transposed_output_side(i, k, s, p=p, a=a, d=d)
            for i, k, s, p, a, d in zip(
                x[2:],
                self.kernel,
                self.stride,
                self.padding,
                self.output_padding,
                self.dilation,
                strict=True,
            )
        )
        return x[0], self.outputs, *sides

    def parameters(self) -> int:
        """C · (K / g) · k² + K."""
        if self.fixed:
            return 0
        weights = self.inputs * (self.outputs // self.groups) * prod(self.kernel)
        return weights + (self.outputs if self.bias else 0)

    def macs(self, x: Shape, y: Shape) -> int:
        """Each of the N · C · H · W input cells prints (K / g) · k² products."""
        del y
        return prod(x) * (self.outputs // self.groups) * prod(self.kernel)

    def view(self, seen: tuple[View, ...], x: Shape, y: Shape) -> View:
        """Prints of k cells, s apart, overlap in up to ⌈k / s⌉ places: so many inputs are seen."""
        del x, y
        axes = zip(seen[0], self.kernel, self.stride, self.dilation, strict=True)
        return tuple(_printed(one, k, s, d) for one, k, s, d in axes)


def _printed(one: Seen, k: int, s: int, d: int) -> Seen:
    """Return what an output cell sees of the input cells whose prints reach it.

    Output o gets input i through tap t where i s + t d = o. Of the k taps those count whose
    distance to o is a multiple of s; the most of them fall together where o ≡ 0.
    """
    reached = [t * d for t in range(k)]
    widest_span = 0
    for phase in range(s):
        cells = [(phase - offset) // s for offset in reached if (phase - offset) % s == 0]
        if cells:
            widest_span = max(widest_span, max(cells) - min(cells))
    return one.through(widest_span + 1, Fraction(1, s))


@dataclass(frozen=True, slots=True)
class Linear(Layer):
    """A fully connected layer over the last axis."""

    inputs: int
    outputs: int
    bias: bool = False
    fixed: bool = False

    def shape(self, x: Shape, *others: Shape) -> Shape:
        """(N, …, in) -> (N, …, out)."""
        del others
        if x[-1] != self.inputs:
            raise ValueError(f"it reads {self.inputs:,} numbers and would get {x[-1]:,}")
        return *x[:-1], self.outputs

    def parameters(self) -> int:
        """In · out + out."""
        if self.fixed:
            return 0
        return self.inputs * self.outputs + (self.outputs if self.bias else 0)

    def macs(self, x: Shape, y: Shape) -> int:
        """Each output takes all inputs once."""
        del x
        return prod(y) * self.inputs


@dataclass(frozen=True, slots=True)
class Pool(Layer):
    """A maximum or a mean over windows."""

    kernel: Pair
    stride: Pair
    padding: Pair = (0, 0)
    dilation: Pair = (1, 1)
    ceil: bool = False

    def shape(self, x: Shape, *others: Shape) -> Shape:
        """Count the windows, rounded down, or up where `ceil` says so."""
        del others
        axes = zip(x[2:], self.kernel, self.stride, self.padding, self.dilation, strict=True)
        return *x[:2], *(pooling.output_side(*axis, ceil=self.ceil) for axis in axes)

    def view(self, seen: tuple[View, ...], x: Shape, y: Shape) -> View:
        """Look through the window."""
        del x, y
        axes = zip(seen[0], self.kernel, self.stride, self.dilation, strict=True)
        return tuple(one.through(k, s, d) for one, k, s, d in axes)


@dataclass(frozen=True, slots=True)
class AdaptivePool(Layer):
    """A mean over a fixed number of bins; one bin is global pooling."""

    size: Pair

    def shape(self, x: Shape, *others: Shape) -> Shape:
        """(N, C, H, W) -> (N, C, bins, bins)."""
        del others
        return *x[:2], *self.size

    def view(self, seen: tuple[View, ...], x: Shape, y: Shape) -> View:
        """Bin number b of B takes the cells from ⌊bi/B⌋ to ⌈(b+1)i/B⌉; one bin takes all."""
        del y
        return tuple(
            WHOLE
            if bins == 1
            else one.through(
                max(-(-(b + 1) * side // bins) - b * side // bins for b in range(bins)),
                Fraction(side, bins),
            )
            for one, side, bins in zip(seen[0], x[2:], self.size, strict=True)
        )


def _refuse_other_channels(got: int, wanted: int) -> None:
    if got != wanted:
        raise ValueError(f"it reads {wanted} channels and would get {got}")
