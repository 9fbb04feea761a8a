"""The networks of deep learning as pages to read and modules to run; plain torch.

``names()`` lists them, ``build(name)`` makes one, ``describe(name)`` says where it comes from. The
file of a family is imported when one of its networks is asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch import nn

    from quizlab_verifiers.models.network import Network

_FAMILIES = {
    "classification.lenet": ("lenet5", "lenet5-modern"),
    "classification.alexnet": ("alexnet", "alexnet-torchvision"),
    "classification.vgg": ("vgg11", "vgg13", "vgg16", "vgg19"),
    "classification.googlenet": ("googlenet",),
    "classification.inception_v2": ("inception-v2",),
    "classification.inception_v3": ("inception-v3",),
    "classification.inception_v4": ("inception-v4",),
    "classification.inception_resnet": ("inception-resnet-v1", "inception-resnet-v2"),
    "classification.xception": ("xception",),
    "classification.resnet": ("resnet18", "resnet34", "resnet50", "resnet101", "resnet152"),
    "classification.resnet_cifar": ("resnet20-cifar", "resnet110-cifar"),
    "classification.preresnet": ("preresnet50", "preresnet101", "preresnet164-cifar"),
    "classification.resnext": ("resnext50-32x4d", "resnext101-32x8d"),
    "classification.wide_resnet": ("wrn-28-10", "wrn-16-8", "wide-resnet50-2"),
    "classification.densenet": ("densenet121", "densenet169", "densenet201", "densenet40-cifar"),
    "classification.senet": ("se-resnet50", "senet154"),
    "classification.mobilenet_v1": ("mobilenet-v1",),
    "classification.mobilenet_v2": ("mobilenet-v2",),
    "segmentation.fcn": ("fcn32s", "fcn16s", "fcn8s"),
    "segmentation.unet": ("unet",),
    "segmentation.segnet": ("segnet",),
    "segmentation.refinenet": ("refinenet",),
    "segmentation.pspnet": ("pspnet",),
    "segmentation.gcn": ("gcn",),
    "segmentation.deeplab_v1": ("deeplab-v1",),
    "segmentation.deeplab_v2": ("deeplab-v2",),
    "segmentation.deeplab_v3": ("deeplab-v3",),
    "segmentation.deeplab_v3plus": ("deeplab-v3plus",),
    "segmentation.dense_crf": ("dense-crf",),
    "recurrent.lstm": ("lstm",),
    "recurrent.gru": ("gru",),
    "detection.yolo_v1": ("yolo-v1",),
    "detection.yolo_v2": ("yolo-v2",),
    "detection.yolo_v3": ("yolo-v3",),
    "detection.ssd": ("ssd300",),
    "detection.rcnn": ("rcnn",),
    "detection.fast_rcnn": ("fast-rcnn",),
    "detection.faster_rcnn": ("faster-rcnn",),
}

_PLACES = {name: family for family, members in _FAMILIES.items() for name in members}


class UnknownNetworkError(LookupError):
    """A name that no network bears."""


def names() -> tuple[str, ...]:
    """Return the names of all networks, families side by side; imports nothing."""
    return tuple(_PLACES)


def family_of(name: str) -> str:
    """Return the module in which a network is written.

    Raises:
        UnknownNetworkError: With the names that come nearest.
    """
    if name not in _PLACES:
        raise UnknownNetworkError(f"there is no network {name!r}{_nearest(name)}")
    return f"{__name__}.{_PLACES[name]}"


def describe(name: str) -> Network:
    """Return what is known of a network; imports torch, builds nothing.

    Raises:
        UnknownNetworkError: With the names that come nearest.
    """
    family: dict[str, Network] = {
        network.name: network for network in import_module(family_of(name)).NETWORKS
    }
    return family[name]


def build(name: str, **options: Any) -> nn.Module:  # noqa: ANN401  # each network has its own
    """Make a network with fresh weights.

    Raises:
        UnknownNetworkError: With the names that come nearest.
        WrongOptionError: An option that it does not have, or a value that it does not take.
    """
    from quizlab_verifiers.models.options import check_options

    network = describe(name)
    check_options(name, network.builder, options)
    return network.builder(**options)


def _nearest(name: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name.lower(), _PLACES, n=3, cutoff=0.5)
    return f"; did you mean {' or '.join(near)}?" if near else "; names() lists them"
