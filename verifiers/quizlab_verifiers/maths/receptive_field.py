"""How much of the input a unit sees, and how far apart neighbouring units look.

One axis is enough, since height and width do not know of each other. Layers are numbered from
the input; convolutions and poolings count alike. Layer l has

    k_l  kernel side     s_l  stride     d_l  dilation

and two numbers are carried from layer to layer:

    r  receptive field: cells from the first to the last that a unit sees, holes included
    j  jump: distance, in input cells, between what neighbouring units see

Padding moves receptive fields but does not change their size.
"""

from collections.abc import Iterable

Layer = tuple[int, int, int]  # kernel, stride, dilation


def jump(layers: Iterable[Layer]) -> int:
    """Return the jump after a stack of layers.

    Formula:
        j_0 = 1
        j_l = j_(l-1) * s_l          so j is the product of all strides

        Neighbouring units of a layer start s_l units apart in the layer below, and each of these
        steps is j_(l-1) input cells wide.

    Args:
        layers: (k, s, d) of each layer, from the input on. Only strides matter.

    Returns:
        The distance in input cells, 1 for no layers; also called effective or output stride.

    Raises:
        ValueError: A number is below 1.

    Source:
        Araujo, Norris & Sim, "Computing Receptive Fields of Convolutional Neural Networks",
        Distill 2019, https://distill.pub/2019/computing-receptive-fields/
    """
    j = 1
    for k, s, d in layers:
        if min(k, s, d) < 1:
            raise ValueError(f"got layer ({k}, {s}, {d}); all numbers must be at least 1")
        j *= s
    return j


def receptive_field(layers: Iterable[Layer]) -> int:
    """Return the receptive field of a unit on top of a stack of layers.

    Formula:
        r_0 = 1
        r_l = r_(l-1) + d_l (k_l - 1) * j_(l-1)          j as in `jump`

        From its first to its last tap a kernel moves on by d_l (k_l - 1) units of the layer
        below, each j_(l-1) input cells wide. A layer's own stride widens only what comes later.

    Args:
        layers: (k, s, d) of each layer, from the input on.

    Returns:
        The side of the receptive field in input cells, 1 for no layers.

    Raises:
        ValueError: A number is below 1.

    Source:
        Araujo, Norris & Sim, "Computing Receptive Fields of Convolutional Neural Networks",
        Distill 2019, https://distill.pub/2019/computing-receptive-fields/, with the dilated
        kernel in the place of k
    """
    r = j = 1
    for k, s, d in layers:
        if min(k, s, d) < 1:
            raise ValueError(f"got layer ({k}, {s}, {d}); all numbers must be at least 1")
        r += d * (k - 1) * j
        j *= s
    return r
