"""The shapes written beside the steps of `forward` are those that come out."""

import ast
import importlib
import inspect
import math
import pkgutil
import re
import tokenize
from collections import Counter
from io import StringIO
from textwrap import dedent

import pytest
import torch
from torch import nn

from quizlab_verifiers import models
from quizlab_verifiers.models.options import OneOf, allowed

SHAPE = re.compile(r"# *([^:]*)")


def modules_of_networks():
    """Every class under models/ that has its own `forward`."""
    for found in pkgutil.walk_packages(models.__path__, f"{models.__name__}."):
        module = importlib.import_module(found.name)
        for cls in vars(module).values():
            if (
                inspect.isclass(cls)
                and issubclass(cls, nn.Module)
                and cls.__module__ == module.__name__
                and "forward" in vars(cls)
            ):
                yield cls


def comments_by_line(source):
    tokens = tokenize.generate_tokens(StringIO(source).readline)
    return {t.start[0]: t.string for t in tokens if t.type == tokenize.COMMENT}


def steps(body):
    """Assignments and returns, those inside of loops and branches too; not the docstring."""
    for statement in body:
        if isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign | ast.Return):
            yield statement
        for inner in ("body", "orelse"):
            yield from steps(getattr(statement, inner, []))


def expected(text, names):
    """``2·width × h/2 × ⌈w/2⌉`` as numbers."""
    for mark, code in (("·", "*"), ("⌈", "ceil("), ("⌉", ")"), ("⌊", "floor("), ("⌋", ")")):
        text = text.replace(mark, code)
    sides = []
    for side in text.split("×"):
        value = eval(side, {"ceil": math.ceil, "floor": math.floor}, names)  # noqa: S307
        assert value == int(value), f"{side.strip()} is {value}"
        sides.append(int(value))
    return tuple(sides)


class Checking:
    """Runs a `forward` with every step followed by a look at what came out."""

    def __init__(self, cls, run):
        self.cls, self.run = cls, run
        source = dedent(inspect.getsource(cls.forward))
        tree = ast.parse(source)
        function = tree.body[0]
        comments = comments_by_line(source)
        self.places = [
            (f"{cls.__module__}.{cls.__name__}:{one.lineno}", comments.get(one.end_lineno))
            for one in steps(function.body)
        ]
        numbers = iter(range(len(self.places)))
        function.body = self.watched(function.body, numbers)
        ast.fix_missing_locations(tree)
        space = {**vars(inspect.getmodule(cls)), "_look": self.look}
        exec(compile(tree, f"<{cls.__name__}>", "exec"), space)  # noqa: S102
        self.forward = space["forward"]

    def watched(self, body, numbers):
        new = []
        for statement in body:
            if isinstance(statement, ast.Return):
                number = next(numbers)
                keep = ast.parse("_result = 0").body[0]
                keep.value = statement.value
                new += [keep, ast.parse(f"_look({number}, _result, locals())").body[0]]
                new += ast.parse("return _result").body
                continue
            if isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign):
                number = next(numbers)
                target = getattr(statement, "target", None) or statement.targets[0]
                seen = ast.unparse(target)
                new += [statement, ast.parse(f"_look({number}, ({seen}), locals())").body[0]]
                continue
            for inner in ("body", "orelse"):
                if getattr(statement, inner, None):
                    setattr(statement, inner, self.watched(getattr(statement, inner), numbers))
            new.append(statement)
        return new

    def look(self, number, value, names):
        place, comment = self.places[number]
        found = [value] if isinstance(value, torch.Tensor) else value
        if not isinstance(found, tuple | list) or not all(
            isinstance(one, torch.Tensor) for one in found
        ):
            self.run.looked[place] += 1  # no tensors: a number, a size, a list still empty
            return
        assert comment, f"{place}: this step says no shape"
        text = SHAPE.match(comment).group(1).strip()
        texts = text.split(",")
        this = names["self"]
        known = {k: v for k, v in vars(this).items() if isinstance(v, int | float)}
        known |= {k: v for k, v in names.items() if isinstance(v, int)}
        first = self.run.inputs[-1]
        known |= dict(zip(("c", "h", "w"), first, strict=False)) if len(first) == 3 else {}
        assert len(texts) == len(found), f"{place}: {len(found)} tensors, {len(texts)} shapes"
        for one, said in zip(found, texts, strict=True):
            got = tuple(one.shape[1:])
            assert expected(said, known) == got, f"{place} says {said.strip()}, got {got}"
        self.run.looked[place] += 1


class Run:
    def __init__(self):
        self.looked = Counter()
        self.inputs = []

    def wrap(self, checking):
        def forward(module, *args, **options):
            shape = next((a.shape[1:] for a in args if isinstance(a, torch.Tensor)), ())
            self.inputs.append(tuple(shape))
            try:
                return checking.forward(module, *args, **options)
            finally:
                self.inputs.pop()

        return forward


RUN = Run()
CHECKS = {}


@pytest.fixture
def _watched(monkeypatch):
    for cls in modules_of_networks():
        if cls not in CHECKS:
            CHECKS[cls] = Checking(cls, RUN)
        monkeypatch.setattr(cls, "forward", RUN.wrap(CHECKS[cls]))


@pytest.fixture(params=models.names())
def name(request):
    return request.param


@pytest.mark.usefixtures("_watched")
def test_every_step_says_the_shape_that_comes_out(name):
    network = models.describe(name)
    choices = [
        {option: value}
        for option, what in allowed(network.builder).items()
        if isinstance(what, OneOf)
        for value in what.values
    ]
    with torch.device("meta"), torch.no_grad():
        for options in ({}, *choices):
            models.build(name, **options).eval()(*network.example())


def test_every_step_was_taken():
    """Runs after the tests above: a step that no network takes is dead, or its option is missing."""
    never = [place for one in CHECKS.values() for place, _ in one.places if not RUN.looked[place]]
    assert not never
