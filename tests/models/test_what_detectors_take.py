"""`detect` takes one image; anything else is refused before a forward pass."""

import pytest
import torch

from quizlab_verifiers import models

DETECTORS = ("ssd300", "yolo-v1", "yolo-v2", "yolo-v3", "rcnn", "fast-rcnn", "faster-rcnn")


@pytest.mark.parametrize("name", DETECTORS)
@pytest.mark.parametrize("shape", [(2, 3, 300, 300), (3, 300, 300), (1, 1, 300, 300)])
def test_what_is_not_one_image_is_refused(name, shape):
    with torch.device("meta"):
        network = models.build(name)
        inputs = (torch.empty(shape), *models.describe(name).example()[1:])
    with pytest.raises(ValueError, match=r"takes one image of \(1, 3, height, width\); got \("):
        network.detect(*inputs)


@pytest.mark.parametrize(("name", "side"), [("ssd300", 300), ("yolo-v1", 448)])
def test_a_fixed_size_is_told(name, side):
    with torch.device("meta"):
        network = models.build(name)
        image = torch.empty(1, 3, side + 20, side)
    with pytest.raises(ValueError, match=rf"takes images of {side} × {side}; got \({side + 20}, "):
        network.detect(image)
