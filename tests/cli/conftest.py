"""The command line, run in this process as `quizlab` would be, with its streams apart."""

import json
from dataclasses import dataclass

import pytest
from click.testing import CliRunner

from quizlab.cli import main


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self):
        return self.out.splitlines()

    @property
    def json(self):
        """The one JSON object."""
        (line,) = self.lines
        return json.loads(line)

    @property
    def all_json(self):
        return [json.loads(line) for line in self.lines]


class Program:
    """What CliRunner takes for a command: the real entry, with its way of telling errors."""

    name = "quizlab"

    def main(self, args, prog_name, **_):
        del prog_name
        main(args)


@pytest.fixture
def quizlab(home, only_own_cards):
    """Run a command in an empty home that sees no installed cards."""
    del only_own_cards

    def run(*arguments, typed=None, env=None):
        result = CliRunner(env={"QUIZLAB_HOME": str(home.root), **(env or {})}).invoke(
            Program(), [str(argument) for argument in arguments], input=typed
        )
        assert isinstance(result.exception, (SystemExit, type(None))), result.exc_info
        return Ran(result.exit_code, result.stdout, result.stderr)

    return run
