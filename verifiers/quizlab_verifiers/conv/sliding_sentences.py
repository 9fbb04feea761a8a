"""What to say to mistakes that people make with every kind of sliding kernel."""

CEIL = (
    "You rounded up. Round down: a last step that would carry the kernel over the end is not taken."
)

NO_PLUS_ONE = (
    "You counted the steps instead of the positions: before its first step the kernel "
    "already stands somewhere, hence the + 1."
)

NO_DILATION = (
    "You left out the dilation: with taps d cells apart the kernel spans d(k − 1) + 1 cells, not k."
)
