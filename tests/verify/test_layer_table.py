"""A layer table summed up at a depth."""

from quizlab.verify import LayerRow, LayerTable, NetworkSummary

ROWS = (
    LayerRow("", "input", (3, 8, 8), 0, 0, (1, 1), (1, 1)),
    LayerRow("stem", "conv 3×3, stride 2", (4, 4, 4), 10, 100, (3, 3), (2, 2)),
    LayerRow("body.0.a", "conv 3×3", (4, 4, 4), 20, 200, (7, 7), (2, 2)),
    LayerRow("body.0.b", "conv 3×3, dilation 2", (4, 4, 4), 30, 300, (15, 15), (2, 2)),
    LayerRow("body.0", "add", (4, 4, 4), 0, 0, (15, 15), (2, 2)),
    LayerRow("body.1", "reshape", (16, 4), 0, 0, (15, 15), (2, 2), minor=True),
    LayerRow("", "concatenate", (8, 4, 4), 0, 0, (15, 15), (2, 2)),
    LayerRow("", "concatenate", (9, 4, 4), 0, 0, (15, 15), (2, 2)),
)
TABLE = LayerTable(NetworkSummary("n", "N", 2020, "paper", (3, 8, 8), 60, 600), ((9, 4, 4),), ROWS)


def test_modules_are_summed_up_and_what_stands_between_them_stays():
    rows = TABLE.at_depth(1)
    assert [row.module for row in rows] == ["", "stem", "body", "", ""]
    assert rows[2] == LayerRow(
        "body",
        "conv 3×3; conv 3×3, dilation 2; add",
        (16, 4),
        50,
        500,
        (15, 15),
        (2, 2),
        minor=False,
    )
    assert [row.output for row in rows[3:]] == [(8, 4, 4), (9, 4, 4)]


def test_a_single_row_keeps_its_kind():
    assert TABLE.at_depth(1)[1].kind == "conv 3×3, stride 2"
    assert TABLE.at_depth(3) == ROWS


def test_a_row_that_only_arranges_stays_minor():
    assert [row.minor for row in TABLE.at_depth(2)] == [*[False] * 3, True, False, False]


def test_nothing_is_lost_at_any_depth():
    for depth in range(1, 6):
        rows = TABLE.at_depth(depth)
        assert sum(row.parameters for row in rows) == 60
        assert sum(row.macs for row in rows) == 600
