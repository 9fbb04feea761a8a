"""How many means and how many parameters a normalisation layer has.

For the activations of a convolution, with

    N  samples in the batch       C  channels       H, W  height and width       G  groups
"""

Shape = tuple[int, int, int, int]


def statistics_count(kind: str, shape: Shape, G: int = 1, layer_over: str = "chw") -> int:
    """Return how many means a layer computes for a batch; there are as many variances.

    Formula:
        batch      C          a channel shares its mean over samples and positions
        layer      N          a sample over all it has, C H W values
                   N H W      where "c" says that it is over the channels of a position only
        instance   N C        every sample and channel has its own, over positions
        group      N G        a sample's C / G neighbouring channels share one

        Or: all N C H W values, divided by how many share a mean.

    Args:
        kind: "batch" (in training), "layer", "instance" or "group".
        shape: (N, C, H, W).
        G: Groups of channels, for kind "group"; it divides C.
        layer_over: "chw" or "c", for kind "layer".

    Returns:
        The number of means.

    Raises:
        ValueError: The kind is unknown, or the groups do not divide the channels.

    Source:
        Wu & He, "Group Normalization", section 3 and figure 2, https://arxiv.org/abs/1803.08494
    """
    N, C, H, W = shape
    if kind == "batch":
        return C
    if kind == "layer":
        return N if layer_over == "chw" else N * H * W
    if kind == "instance":
        return N * C
    if kind == "group" and C % G == 0:
        return N * G
    raise ValueError(
        f"got kind {kind!r} with {C} channels and {G} groups; possible are 'batch', 'layer', "
        "'instance', and 'group' with groups that divide the channels"
    )


def parameter_count(
    kind: str, shape: Shape, layer_over: str = "chw", counted: str = "trainable"
) -> int:
    """Return how many numbers a layer with scale and shift stores.

    Formula:
        batch      2 C          gamma and beta for each channel
                   4 C          where "all" counts the running mean and variance too
        layer      2 C H W      gamma and beta for each cell that it normalises over
                   2 C          over the channels of a position only ("c")
        instance   2 C          gamma and beta for each channel
        group      2 C          for each channel, not for each group

        Neither N nor the number of groups plays a role.

    Args:
        kind: "batch", "layer", "instance" or "group".
        shape: (N, C, H, W).
        layer_over: "chw" or "c", for kind "layer".
        counted: "trainable", or "all" with batch norm's running mean and variance.

    Returns:
        The number of parameters; torch's counter of batches is none of them.

    Raises:
        ValueError: The kind is unknown.

    Source:
        torch.nn.BatchNorm2d, LayerNorm, InstanceNorm2d and GroupNorm, "Parameters",
        https://docs.pytorch.org/docs/stable/nn.html#normalization-layers
    """
    _, C, H, W = shape
    if kind not in ("batch", "layer", "instance", "group"):
        raise ValueError(
            f"got kind {kind!r}; possible are 'batch', 'layer', 'instance' and 'group'"
        )
    if kind == "batch" and counted == "all":
        return 4 * C
    if kind == "layer" and layer_over == "chw":
        return 2 * C * H * W
    return 2 * C
