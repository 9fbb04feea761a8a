"""Any parameters, hostile ones too: solved or refused by name, and written everywhere alike."""

import json
import math

import pytest

from quizlab import verify
from quizlab.decks import fact_text, read_fact

HOSTILE = {
    "nan": math.nan,
    "inf": -math.inf,
    "null": None,
    "empty text": "",
    "a word": "seven",
    "a huge number": 10**40,
    "a huge text": "9" * 5000,
    "an overflow": "1e400",
    "negative": -(10**9),
    "an underscore": "1_0",
    "other digits": "٨",
    "an empty list": [],
    "a deep list": [[[[[1]]]]],
    "a list of nothing": [None],
    "an object": {"no-such-place": 1},
    "an open bracket": "[1",
    "a control character": "\x1b[2J",
}


def refused(verifier, raw):
    """Return the fault of some parameters, None where they are legal."""
    try:
        verify.bind(verifier, raw)
    except verify.Fault as fault:
        return fault
    return None


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_value_is_refused_by_the_name_of_its_parameter(verifier, raw):
    good = verify.plain(verifier, verify.draw(verifier, 1))
    for name in verifier.specs:
        given = {**good, name: raw}
        fault = refused(verifier, given)
        if fault is None:
            # Legal after all, such as an empty list where a list may be empty: then it is solved.
            values = verify.answers(verifier, verify.bind(verifier, given))
            assert not any(part.answer.fault_of(values[part.name]) for part in verifier.parts)
            continue
        if fault.code != "where":
            assert fault.code in {"type", "range"}
            assert fault.parameter == name
            assert fault.message.startswith(f"{name}: ")
        assert len(fault.message) < 1500
        assert "\x1b" not in fault.message


def test_an_unknown_parameter_is_refused(verifier):
    good = verify.plain(verifier, verify.draw(verifier, 1))
    with pytest.raises(verify.Fault, match="has no parameter 'no-such'") as caught:
        verify.bind(verifier, {**good, "no-such": 1})
    assert (caught.value.code, caught.value.parameter) == ("unknown-parameter", "no-such")


def test_a_missing_parameter_is_named_with_what_is_allowed(verifier):
    good = verify.plain(verifier, verify.draw(verifier, 1))
    for name, spec in verifier.specs.items():
        if spec.required:
            rest = {key: value for key, value in good.items() if key != name}
            with pytest.raises(verify.Fault) as caught:
                verify.bind(verifier, rest)
            assert (caught.value.code, caught.value.parameter) == ("missing", name)
            assert spec.type.describe() in caught.value.message


@pytest.mark.parametrize("seed", range(5))
def test_json_set_and_facts_write_the_same_parameters(verifier, seed):
    v = verify.draw(verifier, seed)
    assert verify.bind(verifier, json.loads(json.dumps(verify.plain(verifier, v)))) == v
    texts = verify.texts(verifier, v)
    assert verify.bind(verifier, texts) == v
    written = " ".join([verifier.id, *(f"{name}={text}" for name, text in texts.items())])
    value = verify.answers(verifier, v)[verifier.part().name]
    shown = fact_text(read_fact(written), lambda _: verifier)
    assert shown
    if not isinstance(value, (int, float)):
        assert shown == verifier.part().answer.format(value)
