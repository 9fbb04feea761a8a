"""How many numbers a HOG descriptor has (histograms of oriented gradients).

The detection window is divided into square cells. Each cell has a histogram of gradient directions.
Square blocks of several cells are normalised together; they start one block stride apart and
usually overlap, so that most cells enter the descriptor several times, normalised differently
each time.
"""


def hog_descriptor_length(
    width: int, height: int, cell: int = 8, block: int = 16, stride: int = 8, *, bins: int = 9
) -> int:
    """Return the length of the descriptor of one detection window.

    Formula:
        blocks across = floor((width - block) / stride) + 1      blocks down: likewise with height
        cells a block = (block / cell)^2

        length = blocks across * blocks down * cells a block * bins

        The paper's detector: 64 x 128 pixels make 7 * 15 blocks of 2 * 2 cells with 9 bins, 3780.

    Args:
        width: Width of the window in pixels.
        height: Height of the window in pixels.
        cell: Side of a cell in pixels.
        block: Side of a block in pixels, a multiple of the cell's.
        stride: Distance from block to block in pixels, a multiple of the cell's side.
        bins: Directions of a histogram.

    Returns:
        How many numbers there are. Pixels that fill no further block are left out, as in
        scikit-image; OpenCV refuses such a window.

    Raises:
        ValueError: Blocks or strides are no multiples of the cell, or no block fits.

    Source:
        Dalal & Triggs, "Histograms of Oriented Gradients for Human Detection", 2005, section 6,
        https://hal.inria.fr/inria-00548512/document; HOGDescriptor::getDescriptorSize,
        https://docs.opencv.org/4.x/d5/d33/structcv_1_1HOGDescriptor.html
    """
    if min(cell, stride, bins) < 1 or block % cell or stride % cell:
        raise ValueError(
            f"got cell={cell}, block={block}, stride={stride}; block and stride must be multiples "
            "of cell"
        )
    if block > min(width, height):
        raise ValueError(f"a block of {block} pixels does not fit into {width} x {height}")
    across = (width - block) // stride + 1
    down = (height - block) // stride + 1
    return across * down * (block // cell) ** 2 * bins
