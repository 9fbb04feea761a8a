"""``--batch``: a JSON object a line in, an answer a line out."""

import json

import pytest

SIDE = {"id": "conv2d.output-side", "params": {"size": 10, "kernel": 3}}


def lines_of(*requests):
    return "".join(line if isinstance(line, str) else json.dumps(line) + "\n" for line in requests)


def test_answers_come_in_order_and_one_that_fails_does_not_stop_the_rest(quizlab):
    typed = lines_of(
        SIDE, {"id": "nope", "params": {}}, SIDE | {"params": {"size": 12, "kernel": 5}}
    )
    ran = quizlab("solve", "--batch", "-", typed=typed)
    first, second, third = ran.all_json
    assert (first["answer"], third["answer"]) == (8, 8)
    assert second["error"]["code"] == "unknown-verifier"
    assert ran.code == 1


def test_a_batch_without_faults_exits_0_and_skips_empty_lines(quizlab, tmp_path):
    file = tmp_path / "requests.jsonl"
    file.write_text(lines_of("\n", SIDE, "  \n", SIDE).rstrip())
    ran = quizlab("solve", "--batch", file)
    assert [found["answer"] for found in ran.all_json] == [8, 8]
    assert (ran.code, ran.err) == (0, "")


def test_numbers_as_text_mean_the_same(quizlab):
    typed = lines_of(SIDE | {"params": {"size": "10", "kernel": "3"}})
    assert quizlab("solve", "--batch", "-", typed=typed).json["answer"] == 8


@pytest.mark.parametrize(
    ("request_", "code", "parameter"),
    [
        ({"id": "conv2d.output-sid", "params": {}}, "unknown-verifier", ""),
        ({"params": {}}, "missing", "id"),
        ({"id": "conv2d.output-side"}, "missing", "params"),
        ({"id": "conv2d.output-side", "params": {}}, "missing", "size"),
        ({"id": "conv2d.output-side", "params": {"size": 10}}, "missing", "kernel"),
        (SIDE | {"params": {"size": 10, "kernel": 3, "strde": 1}}, "unknown-parameter", "strde"),
        (SIDE | {"params": {"size": "ten", "kernel": 3}}, "type", "size"),
        (SIDE | {"params": {"size": True, "kernel": 3}}, "type", "size"),
        (SIDE | {"params": {"size": None, "kernel": 3}}, "type", "size"),
        (SIDE | {"params": {"size": 10.5, "kernel": 3}}, "type", "size"),
        (SIDE | {"params": {"size": float("nan"), "kernel": 3}}, "type", "size"),
        (SIDE | {"params": {"size": float("inf"), "kernel": 3}}, "type", "size"),
        (SIDE | {"params": {"size": {}, "kernel": 3}}, "type", "size"),
        (SIDE | {"params": {"size": 0, "kernel": 3}}, "range", "size"),
        (SIDE | {"params": {"size": -10, "kernel": 3}}, "range", "size"),
        (SIDE | {"params": {"size": 10**40, "kernel": 3}}, "range", "size"),
        ({"id": 3, "params": {}}, "type", "id"),
        ({"id": "adam.step", "params": []}, "type", "params"),
        ([1, 2], "type", ""),
        ("no json\n", "type", ""),
        ("{\n", "type", ""),
        ('{"id": "conv2d.output-side", "params": {"size": 1' + "0" * 5000 + "}}\n", "type", ""),
        ("[" * 100_000 + "\n", "type", ""),
    ],
    ids=lambda case: repr(case)[:60],
)
@pytest.mark.parametrize("command", ["solve", "grade"])
def test_a_line_that_cannot_be_done_says_why(command, request_, code, parameter, quizlab):
    if command == "grade" and isinstance(request_, dict):
        request_ = request_ | {"answer": 1}
    ran = quizlab(command, "--batch", "-", typed=lines_of(request_))
    assert set(ran.json) == {"error"}
    error = ran.json["error"]
    assert (error["code"], error["parameter"]) == (code, parameter)
    assert 0 < len(error["message"]) < 400
    assert (ran.code, ran.err) == (1, "")


def test_parameters_that_do_not_go_together_are_a_where(quizlab):
    ran = quizlab(
        "solve", "--batch", "-", typed=lines_of(SIDE | {"params": {"size": 3, "kernel": 9}})
    )
    assert ran.json["error"]["code"] == "where"


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (8, "right"),
        ("8", "right"),
        (" 8 ", "right"),
        (8.0, "right"),
        ({"side": 8}, "right"),
        (9, "wrong"),
        (8.5, "invalid"),
        (True, "invalid"),
        (None, "invalid"),
        ([8], "invalid"),
        (float("nan"), "invalid"),
        ("eight", "invalid"),
    ],
)
def test_answers_are_read_as_typed_or_as_json(answer, verdict, quizlab):
    ran = quizlab("grade", "--batch", "-", typed=lines_of(SIDE | {"answer": answer}))
    assert (ran.json["verdict"], ran.code) == (verdict, 0)


@pytest.mark.parametrize(
    "request_",
    [
        SIDE | {"answer": {"height": 8}},
        {"id": "adam.step", "params": {}, "answer": 1},
        {"id": "adam.step", "params": {}, "answer": {"nothing": 1}},
    ],
)
def test_an_answer_by_parts_that_are_none_is_an_answer_error(request_, quizlab):
    ran = quizlab("grade", "--batch", "-", typed=lines_of(request_))
    assert (ran.json["error"]["code"], ran.code) == ("answer", 1)


def test_a_missing_answer_is_missing(quizlab):
    ran = quizlab("grade", "--batch", "-", typed=lines_of(SIDE))
    assert (ran.json["error"]["code"], ran.json["error"]["parameter"]) == ("missing", "answer")


def test_several_parts_are_graded_together(quizlab):
    parts = {"first-moment": 0.1, "second-moment": "0.001", "update": 1e-3, "weight": "0.999"}
    request = {"id": "adam.step", "params": {"gradients": [1]}, "answer": parts}
    wrong = request | {"answer": parts | {"update": 0.1}}
    ran = quizlab("grade", "--batch", "-", typed=lines_of(request, wrong))
    assert [found["verdict"] for found in ran.all_json] == ["right", "wrong"]


def test_places_of_a_list_may_be_named(quizlab):
    lines = [
        {"layers": [{"kernel": 3, "stride": 2}, {"kernel": 3, "dilation": 2}, [5]]},
        {"layers": [[3, 2, 1], [3, 1, 2], [5, 1, 1]]},
        {"layers": [{"kernl": 3}]},
    ]
    typed = lines_of(*({"id": "receptive-field.stack", "params": params} for params in lines))
    named, plain, misnamed = quizlab("solve", "--batch", "-", typed=typed).all_json
    assert named == plain
    assert named["params"] == lines[1]
    assert (misnamed["error"]["code"], misnamed["error"]["parameter"]) == ("type", "layers")
    assert "did you mean kernel?" in misnamed["error"]["message"]


def test_bytes_that_are_no_text_cost_one_line(quizlab, tmp_path):
    file = tmp_path / "requests.jsonl"
    good = json.dumps(SIDE).encode()
    file.write_bytes(b"\xef\xbb\xbf" + good + b'\n{"id": "\xff"}\r\n' + good + b"\r\n")
    ran = quizlab("solve", "--batch", file)
    assert ["answer" in found for found in ran.all_json] == [True, False, True]
    assert ran.code == 1


def test_half_a_surrogate_in_a_name_can_be_answered(quizlab):
    ran = quizlab("solve", "--batch", "-", typed='{"id": "\\ud800", "params": {}}\n')
    assert ran.json["error"]["code"] == "unknown-verifier"


def test_a_batch_that_cannot_be_read_is_wrong_usage(quizlab, tmp_path):
    for file in (tmp_path / "none.jsonl", tmp_path):
        ran = quizlab("solve", "--batch", file)
        assert (ran.code, ran.out) == (2, "")
        assert str(file) in ran.err


def test_lists_nested_without_end_cost_one_line(quizlab):
    deep = "[" * 900 + "]" * 900
    solved = quizlab(
        "solve", "--batch", "-", typed=f'{{"id": "{SIDE["id"]}", "params": {{"size": {deep}}}}}\n'
    )
    assert (solved.json["error"]["code"], solved.json["error"]["parameter"]) == ("type", "size")
    line = json.dumps(SIDE)[:-1]
    graded = quizlab("grade", "--batch", "-", typed=f'{line}, "answer": {deep}}}\n')
    assert graded.json["verdict"] == "invalid"
