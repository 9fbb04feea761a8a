"""Parameters and multiply-adds of the Inception-ResNets, added up from the paper's figures.

Nobody published figures for the networks that the paper draws, so these stand in for them. Each
term is one kind of layer: places of the kernel · channels in · channels out. The weights are
sorted by the side of the map that leaves the layer: each is used once for every place of it.

Source:
    Szegedy, Ioffe, Vanhoucke & Alemi 2016, Inception-v4, Inception-ResNet and the Impact of
    Residual Connections on Learning, figures 3, 7 and 10 to 19, https://arxiv.org/abs/1602.07261
"""

from __future__ import annotations

# 149 to 71 is the stem; 35 its end, five modules A and what reduction A does before its stride; 17
# its stride, ten modules B and what reduction B does before its stride; 8 its stride and five
# modules C; 1 the classes.
V1_WEIGHTS = {
    149: 9 * 3 * 32,
    147: 9 * 32 * 32 + 9 * 32 * 64,
    73: 64 * 80,
    71: 9 * 80 * 192,
    35: 9 * 192 * 256
    + 5 * (3 * 256 * 32 + 3 * 9 * 32 * 32 + 96 * 256)
    + (256 * 192 + 9 * 192 * 192),
    17: (9 * 256 * 384 + 9 * 192 * 256)
    + 10 * (2 * 896 * 128 + 2 * 7 * 128 * 128 + 256 * 896)
    + (3 * 896 * 256 + 9 * 256 * 256),
    8: (9 * 256 * 384 + 2 * 9 * 256 * 256) + 5 * (2 * 1792 * 192 + 2 * 3 * 192 * 192 + 384 * 1792),
    1: 1792 * 1000,
}

V2_WEIGHTS = {
    149: 9 * 3 * 32,
    147: 9 * 32 * 32 + 9 * 32 * 64,
    73: 9 * 64 * 96 + 2 * 160 * 64 + 2 * 7 * 64 * 64,
    71: 2 * 9 * 64 * 96,
    35: 9 * 192 * 192
    + 5 * (3 * 384 * 32 + 9 * (32 * 32 + 32 * 48 + 48 * 64) + 128 * 384)
    + (384 * 256 + 9 * 256 * 256),
    17: (9 * 384 * 384 + 9 * 256 * 384)
    + 10 * (1152 * 192 + 1152 * 128 + 7 * 128 * 160 + 7 * 160 * 192 + 384 * 1152)
    + (3 * 1152 * 256 + 9 * 256 * 288),
    8: (9 * 256 * 384 + 9 * 256 * 288 + 9 * 288 * 320)
    + 5 * (2 * 2144 * 192 + 3 * 192 * 224 + 3 * 224 * 256 + 448 * 2144),
    1: 2144 * 1000,
}

# Two for each channel that is normalised, then one for each bias.
V1_REST = (
    2 * (32 + 32 + 64 + 80 + 192 + 256)
    + 2 * (5 * 6 * 32 + (192 + 192 + 256 + 384) + 10 * 4 * 128)
    + 2 * ((3 * 256 + 384 + 3 * 256) + 5 * 4 * 192)
    + (5 * 256 + 10 * 896 + 5 * 1792 + 1000)
)

V2_REST = (
    2 * (32 + 32 + 64 + 96 + (64 + 96) + (64 + 64 + 64 + 96) + 192)
    + 2 * (5 * (4 * 32 + 48 + 64) + (256 + 256 + 384 + 384) + 10 * (192 + 128 + 160 + 192))
    + 2 * ((3 * 256 + 384 + 288 + 288 + 320) + 5 * (192 + 192 + 224 + 256))
    + (5 * 384 + 10 * 1152 + 5 * 2144 + 1000)
)

V1_PARAMETERS = sum(V1_WEIGHTS.values()) + V1_REST
V2_PARAMETERS = sum(V2_WEIGHTS.values()) + V2_REST
V1_MACS = sum(side**2 * weights for side, weights in V1_WEIGHTS.items())
V2_MACS = sum(side**2 * weights for side, weights in V2_WEIGHTS.items())
