"""Verifiers that come with quizlab: questions whose answers are computed and proved.

Asking for names imports nothing: the catalogue holds where each verifier lives.
"""

from collections.abc import Mapping
from types import MappingProxyType

CATALOGUE: Mapping[str, str] = MappingProxyType(
    {
        "adam.step": "quizlab_verifiers.optimizers:AdamStep",
        "conv2d.output-side": "quizlab_verifiers.conv:OutputSide",
        "pool2d.output-side": "quizlab_verifiers.pooling:OutputSide",
    }
)
"""Id of each verifier -> ``module:Class``."""
