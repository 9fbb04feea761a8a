"""Steps without kernels: where paths meet, and where cells are moved, cut off or made."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor, prod

from quizlab_verifiers.maths.networks.layers import Layer, Pair, Shape
from quizlab_verifiers.maths.networks.seen import WHOLE, Seen, View, widest


@dataclass(frozen=True, slots=True)
class Input(Layer):
    """What a network is given."""

    sizes: Shape

    def shape(self, *_: Shape) -> Shape:
        """Return the shape that it was given with."""
        return self.sizes

    def view(self, seen: tuple[View, ...], x: Shape, y: Shape) -> View:
        """Of an image, a pixel sees itself; nothing else has a receptive field."""
        del seen, x
        return (Seen(), Seen()) if len(y) == 4 else ()


@dataclass(frozen=True, slots=True)
class Pointwise(Layer):
    """Cell by cell: norms at inference, sums and products of maps; smaller ones are repeated."""

    weights: int = 0
    like: Shape = ()

    def shape(self, *shapes: Shape) -> Shape:
        """Broadcast: axes are compared from the last on, and an axis of 1 is repeated."""
        longest = max(map(len, shapes))
        padded = [(1,) * (longest - len(one)) + one for one in shapes]
        if self.like:
            padded.append((1,) * (longest - len(self.like)) + self.like)
        for axis in zip(*padded, strict=True):
            if len({side for side in axis if side != 1}) > 1:
                raise ValueError(f"it joins maps of {' and '.join(map(_told, shapes))}")
        return tuple(map(max, zip(*padded, strict=True)))

    def parameters(self) -> int:
        """Return its scales and shifts."""
        return self.weights


@dataclass(frozen=True, slots=True)
class Concatenation(Layer):
    """Maps side by side along an axis; all other sides must agree."""

    axis: int = 1

    def shape(self, *shapes: Shape) -> Shape:
        """Add up the sides along the axis."""
        first = shapes[0]
        axis = self.axis % len(first)
        for one in shapes:
            if (*one[:axis], *one[axis + 1 :]) != (*first[:axis], *first[axis + 1 :]):
                raise ValueError(f"it puts {_told(first)} and {_told(one)} side by side")
        return *first[:axis], sum(one[axis] for one in shapes), *first[axis + 1 :]


@dataclass(frozen=True, slots=True)
class Stack(Layer):
    """Equal shapes along a new axis."""

    axis: int = 0

    def shape(self, *shapes: Shape) -> Shape:
        """Put the number of inputs in as the new axis."""
        first = shapes[0]
        axis = self.axis % (len(first) + 1)
        return *first[:axis], len(shapes), *first[axis:]


@dataclass(frozen=True, slots=True)
class Resize(Layer):
    """Interpolation: by a factor, to a size, or to the size of a second input.

    Attributes:
        scale: The factor, where there is one.
        size: The size, where there is one.
        taps: Cells that an output looks at along an axis: 1 if nearest, 2 if bilinear, 4 if bicubic.
    """

    scale: float | None = None
    size: Pair | None = None
    taps: int = 2

    def shape(self, x: Shape, *others: Shape) -> Shape:
        """Return the new sides; a factor rounds down."""
        if others:
            return *x[:2], *others[0][2:]
        if self.size is not None:
            return *x[:2], *self.size
        return *x[:2], *(floor(side * (self.scale or 1)) for side in x[2:])

    def view(self, seen: tuple[View, ...], x: Shape, y: Shape) -> View:
        """Look at `taps` cells; new cells lie closer together by the factor.

        Where a map is brought to the size of another, its cells then lie as that one's do.
        """
        if len(seen) > 1 and all(one.jump for one in seen[1]):
            return tuple(
                one if one == WHOLE else Seen(one.through(self.taps).field, other.jump)
                for one, other in zip(seen[0], seen[1], strict=True)
            )
        return tuple(
            one.through(self.taps if i != o else 1, Fraction(i, o))
            for one, i, o in zip(seen[0], x[2:], y[2:], strict=True)
        )


@dataclass(frozen=True, slots=True)
class Unpool(Layer):
    """Max unpooling: values go back to where the maxima stood, in a map as large as it was."""

    kernel: Pair
    stride: Pair
    padding: Pair = (0, 0)

    def shape(self, x: Shape, *others: Shape) -> Shape:
        """Return the size of the second input, where one is given; else (i - 1) s - 2p + k."""
        if others:
            return *x[:2], *others[0][2:]
        axes = zip(x[2:], self.kernel, self.stride, self.padding, strict=True)
        return *x[:2], *((i - 1) * s - 2 * p + k for i, k, s, p in axes)

    def view(self, seen: tuple[View, ...], x: Shape, y: Shape) -> View:
        """Each cell comes from one; they lie closer together by the stride."""
        del x, y
        axes = zip(seen[0], self.stride, strict=True)
        return tuple(one.through(1, Fraction(1, s)) for one, s in axes)


@dataclass(frozen=True, slots=True)
class Cut(Layer):
    """A window of a map, as large as a second input."""

    offset: int | None = None
    """Cells above it and left of it; None for the centre."""

    def shape(self, x: Shape, *others: Shape) -> Shape:
        """Take height and width of the second input, which has to fit into the first."""
        wanted = others[0][2:]
        for has, wants in zip(x[2:], wanted, strict=True):
            if (self.offset or 0) + wants > has:
                raise ValueError(f"it would cut {_told(wanted)} out of {_told(x[2:])}")
        return *x[:2], *wanted

    def view(self, seen: tuple[View, ...], x: Shape, y: Shape) -> View:
        """Cells see what they saw; the second input only lends its size."""
        del x, y
        return seen[0]


@dataclass(frozen=True, slots=True)
class Padding(Layer):
    """Cells added at the ends of the last axes, or taken away: (before, after), last axis first."""

    amounts: tuple[int, ...]

    def shape(self, x: Shape, *others: Shape) -> Shape:
        """Add both amounts to each side."""
        del others
        sides = list(x)
        for place in range(len(self.amounts) // 2):
            sides[-1 - place] += self.amounts[2 * place] + self.amounts[2 * place + 1]
        return tuple(sides)


@dataclass(frozen=True, slots=True)
class Slice(Layer):
    """A part of an axis, as Python slices it; a single place drops the axis."""

    axis: int
    start: int | None = None
    stop: int | None = None
    step: int | None = None
    drop: bool = False

    def shape(self, x: Shape, *others: Shape) -> Shape:
        """Count the places that are left."""
        del others
        left = len(range(*slice(self.start, self.stop, self.step).indices(x[self.axis])))
        kept = () if self.drop else (left,)
        return *x[: self.axis], *kept, *x[self.axis + 1 :]

    def view(self, seen: tuple[View, ...], x: Shape, y: Shape) -> View:
        """Where places are skipped, those that are left lie further apart."""
        del x, y
        return tuple(
            one.through(1, self.step or 1) if axis == self.axis else one
            for axis, one in enumerate(seen[0], start=2)
        )


@dataclass(frozen=True, slots=True)
class Reshape(Layer):
    """The same numbers in other axes; -1 takes what is left, a 0 keeps the axis in its place."""

    sizes: tuple[int, ...]

    def shape(self, x: Shape, *others: Shape) -> Shape:
        """Fill in what is left."""
        del others
        sizes = [x[place] if side == 0 else side for place, side in enumerate(self.sizes)]
        known = prod(side for side in sizes if side != -1)
        left, over = divmod(prod(x), known)
        if over or (-1 not in sizes and left != 1):
            raise ValueError(f"it cannot arrange {_told(x)} as {_told(tuple(sizes))}")
        return tuple(left if side == -1 else side for side in sizes)

    def view(self, seen: tuple[View, ...], x: Shape, y: Shape) -> View:
        """A map laid out as one vector, or as a map of other sides, sees the whole image together."""
        laid_out = len(y) < 3 or (len(x) == len(y) == 4 and x[2:] != y[2:])
        if len(x) == 4 and laid_out and prod(x[2:]) > 1:
            return tuple(WHOLE for _ in seen[0])
        return seen[0]


@dataclass(frozen=True, slots=True)
class Permutation(Layer):
    """The same numbers with their axes in another order."""

    axes: tuple[int, ...]

    def shape(self, x: Shape, *others: Shape) -> Shape:
        """Take the sides in the new order."""
        del others
        return tuple(x[axis] for axis in self.axes)

    def view(self, seen: tuple[View, ...], x: Shape, y: Shape) -> View:
        """A transposed map sees along height what it saw along width."""
        del x, y
        return seen[0][::-1] if self.axes == (0, 1, 3, 2) else seen[0]


@dataclass(frozen=True, slots=True)
class Mean(Layer):
    """A mean or a sum over whole axes."""

    axes: tuple[int, ...]
    keep: bool = False

    def shape(self, x: Shape, *others: Shape) -> Shape:
        """Drop the axes, or leave 1 of each."""
        del others
        gone = {axis % len(x) for axis in self.axes}
        return tuple(
            1 if axis in gone else side
            for axis, side in enumerate(x)
            if self.keep or axis not in gone
        )

    def view(self, seen: tuple[View, ...], x: Shape, y: Shape) -> View:
        """Over height and width it sees the whole image; so it may where those were laid out."""
        del y
        gone = {axis % len(x) for axis in self.axes}
        return tuple(
            WHOLE if len(x) != 4 or place in gone else one for place, one in enumerate(seen[0], 2)
        )


@dataclass(frozen=True, slots=True)
class Product(Layer):
    """A matrix product of two inputs, or of one with a fixed matrix of this shape."""

    fixed: Shape = ()
    weights: int = 0

    def shape(self, x: Shape, *others: Shape) -> Shape:
        """(…, n, k) · (…, k, m) -> (…, n, m)."""
        other = others[0] if others else self.fixed
        if x[-1] != other[-2]:
            raise ValueError(f"it multiplies {_told(x)} with {_told(other)}")
        leading = Pointwise().shape(x[:-2], other[:-2])
        return *leading, x[-2], other[-1]

    def parameters(self) -> int:
        """Return the size of a trained matrix."""
        return self.weights

    def macs(self, x: Shape, y: Shape) -> int:
        """Each output takes k products."""
        return prod(y) * x[-1]

    def view(self, seen: tuple[View, ...], x: Shape, y: Shape) -> View:
        """Every unit may look at every other."""
        del x, y
        return tuple(WHOLE for _ in widest(seen))


@dataclass(frozen=True, slots=True)
class BlackBox(Layer):
    """A step that looks at values, such as choosing regions: of a fixed shape, without weights."""

    sizes: Shape
    whole: bool = True

    def shape(self, *_: Shape) -> Shape:
        """Return the shape that it always has."""
        return self.sizes

    def view(self, seen: tuple[View, ...], x: Shape, y: Shape) -> View:
        """Which part it looks at depends on the image: up to the whole of it."""
        del x, y
        return tuple(WHOLE for _ in widest(seen)) if self.whole else widest(seen)


def _told(shape: Shape) -> str:
    return " × ".join(map(str, shape))
