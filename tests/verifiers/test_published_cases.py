"""Figures printed in papers, documentation and course notes, and what our verifiers answer.

A figure is written as it was published, with as many digits; a value agrees when it rounds to them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from math import log

import pytest

from quizlab import verify
from quizlab_verifiers import CATALOGUE

CS231N = "https://cs231n.github.io/"
CONVNETS = f"{CS231N}convolutional-networks/"
SOFTMAX = f"{CS231N}linear-classify/"
BACKPROP = f"{CS231N}optimization-2/"
GUIDE = "https://arxiv.org/abs/1603.07285"
MOBILENETS = "https://arxiv.org/abs/1704.04861"
DEEPLAB = "https://arxiv.org/abs/1706.05587"
RECTIFIERS = "https://arxiv.org/abs/1502.01852"
DISTILL = "https://distill.pub/2019/computing-receptive-fields/"
SSD = "https://arxiv.org/abs/1512.02325"
PADILLA = "https://github.com/rafaelpadilla/Object-Detection-Metrics"
ONNX = "https://github.com/onnx/onnx/blob/main/onnx/backend/test/case/node/"
TORCH = "https://docs.pytorch.org/docs/stable/generated/torch.nn."
KERAS = "https://keras.io/api/"
KERAS_RNN = "https://keras.io/guides/working_with_rnns/"
TENSORFLOW = "https://www.tensorflow.org/versions/r2.4/api_docs/python/tf/keras/"
TORCHMETRICS = "https://lightning.ai/docs/torchmetrics/stable/"

COUNTED_TO_25 = [list(range(start, start + 5)) for start in range(1, 26, 5)]
ZERO_EDGED = [[1, 2, 0], [3, 4, 0], [0, 0, 0]]

ALEXNET_V2 = [[11, 4], [3, 2], [5, 1], [3, 2], [3, 1], [3, 1], [3, 1], [3, 2]]
VGG16 = [*[[3, 1], [3, 1], [2, 2]] * 2, *[[3, 1], [3, 1], [3, 1], [2, 2]] * 3]
# TF-Slim strides in the last unit of a block, and not at all in the fourth block.
RESNET50_UNITS = [
    *[[3, 1]] * 2,
    [3, 2],
    *[[3, 1]] * 3,
    [3, 2],
    *[[3, 1]] * 5,
    [3, 2],
    *[[3, 1]] * 3,
]
RESNET50 = [[7, 2], [3, 2], *RESNET50_UNITS]

# Hits of Padilla's 24 detections, the highest confidence first.
RANKED = [int(mark == "+") for mark in "+-+------+-+++--------+-"]
# ONNX's boxes times ten, since our corners are whole numbers; IoU does not see the unit.
ONNX_BOXES = [
    [0, 0, 10, 10, 0.9], [0, 1, 10, 11, 0.75], [0, -1, 10, 9, 0.6],
    [0, 100, 10, 110, 0.95], [0, 101, 10, 111, 0.5], [0, 1000, 10, 1010, 0.3],
]  # fmt: skip
MAGIC_SQUARE = [
    [31, 2, 4, 33, 5, 36], [12, 26, 9, 10, 29, 25], [13, 17, 21, 22, 20, 18],
    [24, 23, 15, 16, 14, 19], [30, 8, 28, 27, 11, 7], [1, 35, 34, 3, 32, 6],
]  # fmt: skip
JPEG_BLOCK = [
    52, 55, 61, 66, 70, 61, 64, 73, 63, 59, 55, 90, 109, 85, 69, 72,
    62, 59, 68, 113, 144, 104, 66, 73, 63, 58, 71, 122, 154, 106, 70, 69,
    67, 61, 68, 104, 126, 88, 68, 70, 79, 65, 60, 70, 77, 68, 58, 75,
    85, 71, 64, 59, 55, 61, 65, 83, 87, 79, 69, 68, 65, 76, 78, 94,
]  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A published figure, and the question that it answers."""

    name: str
    verifier: str
    raw: dict[str, object]
    part: str
    published: str
    source: str
    link: str
    scale: float = 1.0
    """Unit of the published figure: 100 for per cent, 1e-6 for millions."""
    cells: tuple[int, ...] = ()
    """Which numbers of a list were published, counted row by row from 0; () means all."""


CONVOLUTIONS = [
    Case("AlexNet: the first layer makes 55 × 55",
         "conv2d.output-side", {"size": 227, "kernel": 11, "stride": 4}, "side", "55",
         "CS231n, Convolutional Networks, Real-world example", CONVNETS),
    Case("AlexNet: the first layer has 34,944 parameters",
         "conv2d.parameters", {"in_channels": 3, "out_channels": 96, "kernel": 11},
         "parameters", "34,944",
         "CS231n, Convolutional Networks, Parameter Sharing", CONVNETS),
    Case("VGG: the second layer has 36,864 weights", "conv2d.parameters",
         {"in_channels": 64, "out_channels": 64, "kernel": 3, "bias": False},
         "parameters", "36,864",
         "CS231n, Convolutional Networks, VGGNet in detail", CONVNETS),
    Case("CS231n's demo: 5 × 5 × 3 becomes 3 × 3 × 2", "conv2d.output-shape",
         {"shape": "3x5x5", "out_channels": 2, "kernel": 3, "stride": 2, "padding": 1},
         "shape", "2 × 3 × 3",
         "CS231n, Convolutional Networks, Convolution Demo", CONVNETS),
    Case("Keras: Conv2D(32, 3) makes 8 of 10",
         "conv2d.output-side-tf", {"size": 10, "kernel": 3, "padding": "valid"}, "side", "8",
         "Keras, Conv2D, Example", f"{KERAS}layers/convolution_layers/convolution2d/"),
    Case("Half padding: 3 × 3 over 5 × 5 has a border of 1",
         "conv2d.same-padding", {"kernel": 3, "size": 5}, "padding", "1",
         "Dumoulin & Visin, A guide to convolution arithmetic, Half (same) padding", GUIDE),
    Case("Dilation 2 gives 3 × 3 the view of 5 × 5",
         "conv2d.effective-kernel", {"kernel": 3, "dilation": 2}, "span", "5",
         "Pröve, An Introduction to different Types of Convolutions, Dilated Convolutions",
         "https://towardsdatascience.com/types-of-convolutions-in-deep-learning-717013397f4d"),
    Case("MobileNet: a full layer costs 462 million multiply-adds", "conv2d.macs",
         {"shape": "512x14x14", "out_channels": 512, "kernel": 3, "padding": 1},
         "macs", "462", "Howard et al. 2017, MobileNets, table 3", MOBILENETS, scale=1e-6),
    Case("MobileNet: a full layer has 2.36 million parameters", "conv2d.parameters",
         {"in_channels": 512, "out_channels": 512, "kernel": 3, "bias": False},
         "parameters", "2.36", "Howard et al. 2017, MobileNets, table 3", MOBILENETS, scale=1e-6),
    Case("MobileNet: a separable layer has 0.27 million parameters",
         "separable.parameters", {"in_channels": 512, "out_channels": 512, "kernel": 3},
         "parameters", "0.27", "Howard et al. 2017, MobileNets, table 3", MOBILENETS, scale=1e-6),
    Case("MobileNet: a separable layer costs 52.3 million of those multiply-adds",
         "separable.cost-ratio", {"in_channels": 512, "out_channels": 512, "kernel": 3},
         "ratio", "52.3", "Howard et al. 2017, MobileNets, table 3", MOBILENETS,
         scale=512 * 512 * 3**2 * 14**2 / 1e6),
    Case("Transposed: 3 × 3 goes back to 5 × 5", "conv-transpose2d.output-side",
         {"size": 3, "kernel": 3, "stride": 2, "padding": 1}, "side", "5",
         "Dumoulin & Visin, Zero padding, non-unit strides, transposed", GUIDE),
    Case("PyTorch: ConvTranspose2d goes back from 6 to 12", "conv-transpose2d.output-side",
         {"size": 6, "kernel": 3, "stride": 2, "padding": 1, "output_padding": 1}, "side", "12",
         "PyTorch, ConvTranspose2d, Examples", f"{TORCH}ConvTranspose2d.html"),
]  # fmt: skip

RECEPTIVE_FIELDS = [
    Case("Three layers of 3 × 3 see 7 × 7",
         "receptive-field.stack", {"layers": [[3], [3], [3]]}, "size", "7",
         "CS231n, Convolutional Networks, Prefer a stack of small filter CONV", CONVNETS),
    Case("alexnet_v2 sees 195 pixels",
         "receptive-field.stack", {"layers": ALEXNET_V2}, "size", "195",
         "Araujo et al., Computing Receptive Fields, table of modern networks", DISTILL),
    Case("vgg_16 sees 212 pixels", "receptive-field.stack", {"layers": VGG16}, "size", "212",
         "Araujo et al., Computing Receptive Fields, table of modern networks", DISTILL),
    Case("resnet_v1_50 sees 483 pixels",
         "receptive-field.stack", {"layers": RESNET50}, "size", "483",
         "Araujo et al., Computing Receptive Fields, table of modern networks", DISTILL),
    Case("resnet_v1_50 has an effective stride of 32",
         "receptive-field.jump", {"layers": RESNET50}, "jump", "32",
         "Araujo et al., Computing Receptive Fields, table of modern networks", DISTILL),
]  # fmt: skip

POOLING = [
    Case("2 × 2 pooling halves 224",
         "pool2d.output-side", {"size": 224, "kernel": 2, "stride": 2}, "side", "112",
         "CS231n, Convolutional Networks, Pooling Layer, figure", CONVNETS),
    Case("ONNX: the average with the padding counted", "avg-pool.values",
         {"values": COUNTED_TO_25, "kernel": 5, "stride": 1, "padding": 2}, "values",
         """2.5200 3.6000 4.8000 4.0800 3.2400 4.5600 6.4000 8.4000 7.0400 5.5200
            7.2000 10.0000 13.0000 10.8000 8.4000 6.9600 9.6000 12.4000 10.2400 7.9200
            6.1200 8.4000 10.8000 8.8800 6.8400""",
         "ONNX, averagepool_2d_precomputed_pads_count_include_pad", f"{ONNX}averagepool.py"),
    Case("ONNX: the average without the padding", "avg-pool.values",
         {"values": COUNTED_TO_25, "kernel": 5, "stride": 1, "padding": 2,
          "count_include_pad": False}, "values",
         """7 7.5 8 8.5 9 9.5 10 10.5 11 11.5 12 12.5 13 13.5 14
            14.5 15 15.5 16 16.5 17 17.5 18 18.5 19""",
         "ONNX, averagepool_2d_precomputed_pads", f"{ONNX}averagepool.py"),
    Case("ONNX: the maximum with padding", "max-pool.values",
         {"values": COUNTED_TO_25, "kernel": 5, "stride": 1, "padding": 2}, "values",
         "13 14 15 15 15 18 19 20 20 20 23 24 25 25 25 23 24 25 25 25 23 24 25 25 25",
         "ONNX, maxpool_2d_precomputed_pads", f"{ONNX}maxpool.py"),
    Case("PyTorch: MaxUnpool2d with an output size", "max-unpool.values",
         {"values": [[7, 9], [17, 19]], "indices": [[6, 8], [16, 18]], "output_size": [4, 5]},
         "values", "0. 0. 0. 0. 0. 0. 7. 0. 9. 0. 0. 0. 0. 0. 0. 0. 17. 0. 19. 0.",
         "PyTorch, MaxUnpool2d, Example", f"{TORCH}MaxUnpool2d.html"),
    Case("PyTorch: bilinear upsampling keeps the edges", "upsample.bilinear-value",
         {"values": ZERO_EDGED, "height": 6, "width": 6, "row": 3, "column": 2},
         "value", "2.8125", "PyTorch, Upsample, Examples", f"{TORCH}Upsample.html"),
    Case("PyTorch: bilinear upsampling with aligned corners", "upsample.bilinear-value",
         {"values": ZERO_EDGED, "height": 6, "width": 6, "row": 3, "column": 2,
          "align_corners": True},
         "value", "3.0400", "PyTorch, Upsample, Examples", f"{TORCH}Upsample.html"),
]  # fmt: skip

TRAINING = [
    Case("The softmax of 1, −2, 0",
         "softmax.probabilities", {"logits": [1, -2, 0]}, "probabilities", "0.7, 0.04, 0.26",
         "CS231n, Linear Classification, SVM vs. Softmax", SOFTMAX),
    Case("Half the weights make a softmax more diffuse", "softmax.probabilities",
         {"logits": [1, -2, 0], "temperature": 2}, "probabilities", "0.55, 0.12, 0.33",
         "CS231n, Linear Classification, SVM vs. Softmax", SOFTMAX),
    Case("CS231n: a softmax loss of 1.04", "cross-entropy.value",
         {"values": [-2.85, 0.86, 0.28], "target": 2}, "loss", "1.04",
         "CS231n, Linear Classification, SVM vs. Softmax, figure", SOFTMAX),
    Case("Keras: the cross-entropy of a probability of 0.1", "cross-entropy.value",
         {"values": [0.1, 0.8, 0.1], "target": 2, "given": "probabilities"}, "loss", "2.303",
         "Keras, CategoricalCrossentropy, Examples", f"{KERAS}losses/probabilistic_losses/"),
    Case("The gradient of a softmax loss is p − y", "cross-entropy.gradient",
         {"logits": [log(0.2), log(0.3), log(0.5)], "target": 1}, "gradient", "0.2, -0.7, 0.5",
         "CS231n, Minimal Neural Network Case Study, Computing the Analytic Gradient",
         f"{CS231N}neural-networks-case-study/"),
    Case("A sigmoid at 1.0 passes 0.20 on", "sigmoid.gradient", {"value": 1.0}, "gradient", "0.20",
         "CS231n, Backpropagation, Modularity: Sigmoid example, circuit", BACKPROP),
    Case("dW has the shape of W", "backprop.gradient-shape",
         {"widths": [10, 5], "batch": 3, "layer": 1, "storage": "torch"}, "shape", "5 × 10",
         "CS231n, Backpropagation, Gradients for vectorized operations", BACKPROP),
    Case("He: a deviation of 0.059 for 64 filters", "init.he-normal-std",
         {"inputs": 64, "outputs": 64, "kernel": 3, "mode": "fan_out"}, "std", "0.059",
         "He et al. 2015, Delving Deep into Rectifiers, section 2.2", RECTIFIERS),
    Case("He: a deviation of 0.021 for 512 filters", "init.he-normal-std",
         {"inputs": 512, "outputs": 512, "kernel": 3, "mode": "fan_out"}, "std", "0.021",
         "He et al. 2015, Delving Deep into Rectifiers, section 2.2", RECTIFIERS),
    Case("Keras: Adam's first step is the learning rate", "adam.step",
         {"weight": 10, "gradients": [10], "lr": 0.1, "eps": 1e-7, "eps_form": "keras"},
         "weight", "9.9", "TensorFlow 2.4, Adam, Usage", f"{TENSORFLOW}optimizers/Adam"),
    Case("Keras: RMSprop's first step", "rmsprop.step",
         {"weight": 10, "gradients": [10], "lr": 0.1, "alpha": 0.9, "eps": 1e-7,
          "eps_place": "inside"},
         "weight", "9.683772", "Keras, RMSprop, Example", f"{KERAS}optimizers/rmsprop/"),
    Case("γ = 0.9 averages over 10 observations", "ewma.horizon", {"beta": 0.9}, "horizon", "10",
         "Dive into Deep Learning, RMSProp",
         "https://d2l.ai/chapter_optimization/rmsprop.html"),
    Case("Keras: LayerNormalization of 20 and 30",
         "norm.layer", {"values": [20, 30], "eps": 0.001}, "output", "-1. 1.",
         "TensorFlow 2.4, LayerNormalization, Example", f"{TENSORFLOW}layers/LayerNormalization"),
    Case("Keras: LSTM(128) over 64 features", "lstm.parameters",
         {"input_size": 64, "hidden_size": 128, "biases": "textbook"}, "parameters", "98816",
         "Keras guide, Working with RNNs, A simple example", KERAS_RNN),
    Case("Keras: Bidirectional(LSTM(64)) over 10 features", "lstm.parameters",
         {"input_size": 10, "hidden_size": 64, "bidirectional": True, "biases": "textbook"},
         "parameters", "38400", "Keras guide, Working with RNNs, Bidirectional RNNs", KERAS_RNN),
    Case("Keras: GRU(256) over 64 features", "gru.parameters",
         {"input_size": 64, "hidden_size": 256, "biases": "torch"}, "parameters", "247296",
         "Keras guide, Working with RNNs, Outputs and states", KERAS_RNN),
]  # fmt: skip

DETECTION_AND_SEGMENTATION = [
    Case("SSD300 has 8732 default boxes", "anchor.count",
         {"feature_maps": [38, 19, 10, 5, 3, 1], "boxes_per_cell": [4, 6, 6, 6, 4, 4]},
         "anchors", "8732", "Liu et al. 2016, SSD: Single Shot MultiBox Detector, table 7", SSD),
    Case("SSD512 has 24564 default boxes", "anchor.count",
         {"feature_maps": [64, 32, 16, 8, 4, 2, 1], "boxes_per_cell": [4, 6, 6, 6, 6, 4, 4]},
         "anchors", "24564", "Liu et al. 2016, SSD: Single Shot MultiBox Detector, table 7", SSD),
    Case("TinySSD has 5444 anchors", "anchor.count",
         {"feature_maps": [32, 16, 8, 4, 1], "boxes_per_cell": [4]}, "anchors", "5444",
         "Dive into Deep Learning, Single Shot Multibox Detection, The Complete Model",
         "https://d2l.ai/chapter_computer-vision/ssd.html"),
    Case("YOLO predicts 7 × 7 × 30", "yolo.output-shape",
         {"size": 448, "stride": 64, "boxes": 2, "classes": 20, "version": "v1"},
         "shape", "7 × 7 × 30",
         "Redmon et al. 2016, You Only Look Once, Unified Detection",
         "https://arxiv.org/abs/1506.02640"),
    # Padilla's 24.56 % under the whole curve is the sum of truncated products; exact is 24.57 %.
    Case("Padilla: 26.84 % at eleven levels", "average-precision.value",
         {"hits": RANKED, "objects": 15, "form": "11-point"}, "ap", "26.84",
         "Padilla, Object Detection Metrics, An illustrated example", PADILLA, scale=100),
    Case("TorchMetrics: an IoU of 0.6898", "box.iou",
         {"first": [296.55, 93.96, 314.97, 152.79], "second": [300, 100, 315, 150]},
         "iou", "0.6898", "TorchMetrics, Intersection Over Union, functional, Example",
         f"{TORCHMETRICS}detection/intersection_over_union.html"),
    Case("ONNX: NonMaxSuppression keeps 3, 0 and 5",
         "nms.kept", {"boxes": ONNX_BOXES, "threshold": 0.5}, "kept", "D, A, F",
         "ONNX, nonmaxsuppression_suppress_by_IOU", f"{ONNX}nonmaxsuppression.py"),
    Case("TorchMetrics: a mean Jaccard index of 0.6667",
         "miou.value", {"confusion": [[1, 1, 0], [0, 1, 0], [0, 0, 1]]}, "miou", "0.6667",
         "TorchMetrics, Jaccard Index, multiclass_jaccard_index, Example",
         f"{TORCHMETRICS}classification/jaccard_index.html"),
    Case("DeepLabv3: the last block gives its stride for rate 2", "atrous.output-stride",
         {"size": 513, "dilated": 1}, "output-stride", "16",
         "Chen et al. 2017, Rethinking Atrous Convolution, section 3.1", DEEPLAB),
    Case("DeepLabv3: output stride 8 takes rate 4", "atrous.output-stride",
         {"size": 513, "dilated": 2}, "dilation", "4",
         "Chen et al. 2017, Rethinking Atrous Convolution, section 4", DEEPLAB),
    Case("DeepLabv3: rate 65 leaves one tap on 65 × 65",
         "aspp.effective-kernel", {"rate": 65, "side": 65}, "taps", "1",
         "Chen et al. 2017, Rethinking Atrous Convolution, section 3.3", DEEPLAB),
]  # fmt: skip

SCORES_AND_IMAGES = [
    Case("scikit-learn: an area under the ROC curve of 0.75", "roc.auc-value",
         {"scores": [0.1, 0.4, 0.35, 0.8], "labels": [0, 0, 1, 1]}, "auc", "0.75",
         "scikit-learn, roc_auc_score (auc_score in 0.13), Examples",
         "https://scikit-learn.sourceforge.net/0.13/modules/generated/sklearn.metrics.auc_score.html"),
    Case("TorchMetrics: a precision of 0.6667",
         "confusion.precision-recall-f1", {"tp": 2, "fp": 1, "fn": 1, "tn": 2},
         "precision", "0.6667", "TorchMetrics, Precision, binary_precision, Example",
         f"{TORCHMETRICS}classification/precision.html"),
    Case("HOG: 3780 numbers in a window of 64 × 128",
         "hog.descriptor-length", {"width": 64, "height": 128}, "length", "3780",
         "OpenCV answers, What is the HOG descriptor's shape?",
         "https://answers.opencv.org/question/86023/what-is-the-hog-descriptors-shape"),
    Case("Wikipedia: a Gaussian of 7 × 7", "gaussian.kernel",
         {"sigma": 0.84089642, "size": 7, "dimensions": 2}, "weights",
         """0.00000067 0.00002292 0.00019117 0.00038771 0.00019117 0.00002292 0.00000067
            0.00002292 0.00078633 0.00655965 0.01330373 0.00655965 0.00078633 0.00002292
            0.00019117 0.00655965 0.05472157 0.11098164 0.05472157 0.00655965 0.00019117
            0.00038771 0.01330373 0.11098164 0.22508352 0.11098164 0.01330373 0.00038771""",
         "Wikipedia, Gaussian blur, Sample Gaussian matrix",
         "https://en.wikipedia.org/wiki/Gaussian_blur", cells=tuple(range(28))),
    Case("Wikipedia: six cells of a magic square sum to 111", "integral-image.sum",
         {"values": MAGIC_SQUARE, "top": 3, "left": 2, "bottom": 4, "right": 4}, "sum", "111",
         "Wikipedia, Summed-area table, figure", "https://en.wikipedia.org/wiki/Summed-area_table"),
    Case("Eight levels equalised", "histogram.equalise",
         {"histogram": [0, 50, 100, 200, 400, 200, 50, 0]}, "levels", "0, 0, 1, 2, 5, 7, 7, 7",
         "Ques10, Perform histogram equalization, table",
         "https://www.ques10.com/p/5683/the-grey-distribution-of-an-image-is-shown-in-th-1/"),
    Case("Wikipedia: a block of 8 × 8 equalised", "histogram.equalise",
         {"histogram": [JPEG_BLOCK.count(level) for level in range(256)], "form": "opencv"},
         "levels",
         """0 12 20 32 36 53 57 65 73 85 93 97 117 130 146 154 158 166 170 174 178 182 190 194
            202 206 210 215 219 227 231 235 239 243 247 251 255""",
         "Wikimedia Commons, JPEG example subimage - equalized",
         "https://commons.wikimedia.org/wiki/File:JPEG_example_subimage_-_equalized.svg",
         cells=tuple(sorted(set(JPEG_BLOCK)))),
]  # fmt: skip

CASES = [
    *CONVOLUTIONS,
    *RECEPTIVE_FIELDS,
    *POOLING,
    *TRAINING,
    *DETECTION_AND_SEGMENTATION,
    *SCORES_AND_IMAGES,
]

NUMBER = re.compile(r"-?\d+(?:,\d{3})*(?:\.\d*)?")


def flat(answer: verify.Value) -> Iterator[verify.Value]:
    if isinstance(answer, tuple):
        for item in answer:
            yield from flat(item)
    else:
        yield answer


def agree(answer: verify.Value, case: Case) -> bool:
    """Whether an answer rounds to every number that was published; letters may stand in any order."""
    values = list(flat(answer))
    if isinstance(values[0], str):
        return sorted(values) == sorted(re.findall(r"\w", case.published))
    if case.cells:
        values = [values[cell] for cell in case.cells]
    texts = [text.replace(",", "") for text in NUMBER.findall(case.published)]
    return len(values) == len(texts) and all(
        f"{value * case.scale + 0.0:.{len(text.partition('.')[2])}f}" == text.rstrip(".")
        for value, text in zip(values, texts, strict=True)
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_both_roads_lead_to_the_published_figure(case):
    module, _, name = CATALOGUE[case.verifier].partition(":")
    verifier = getattr(import_module(module), name)()
    v = verify.bind(verifier, case.raw)
    for road in (verify.answers(verifier, v), verify.by_part(verifier, verifier.reference(v))):
        assert agree(road[case.part], case), f"{road[case.part]} is not {case.published}"


def test_the_cases_are_many_from_many_topics_and_say_where_they_stand():
    assert len(CASES) >= 26
    assert len({case.verifier.partition(".")[0] for case in CASES}) >= 12
    assert len({case.name for case in CASES}) == len(CASES)
    assert all(case.link.startswith("https://") and case.source for case in CASES)
