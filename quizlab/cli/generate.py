"""`quizlab generate`: computed questions with fresh numbers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from quizlab.cli.output import json_line
from quizlab.cli.settings_given import parsed, set_option
from quizlab.domain.untrusted import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quizlab.cli.context import Context

FORMATS = ("md", "json", "csv")
_FIELDS = ("id", "version", "seed", "params", "prompt", "answer", "steps", "misconceptions")


@click.command("generate")
@click.argument("name", metavar="ID")
@click.option("-n", "count", type=click.IntRange(1, 1_000_000), default=1, help="How many.")
@click.option("--seed", type=click.IntRange(0), metavar="S", help="Replays the same questions.")
@set_option
@click.option("--format", "form", type=click.Choice(FORMATS), default="md", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("-o", "file", type=click.Path(dir_okay=False), help="Write to a file.")
@click.pass_obj
def command(
    context: Context,
    *,
    name: str,
    count: int,
    seed: int | None,
    given: tuple[str, ...],
    form: str,
    as_json: bool,
    file: str | None,
) -> None:
    """Make questions of the verifier ID, with answers, steps and recognised mistakes."""
    from random import SystemRandom

    from quizlab.cli.output import warn
    from quizlab.sessions.computed import generated

    verifier = context.verifiers.get(name)
    if seed is None:
        seed = SystemRandom().getrandbits(32)
    questions = list(generated(verifier, parsed(given), count, seed))
    if len(questions) < count:
        warn(f"{name}: only {len(questions)} different questions can be drawn so")
    with click.open_file(file or "-", "w", encoding="utf-8") as out:
        for line in _WRITERS["json" if as_json else form](questions):
            out.write(clean(line) + "\n")


def _as_json(questions: Iterable[dict[str, Any]]) -> Iterable[str]:
    for question in questions:
        yield json_line(question)


def _as_markdown(questions: Iterable[dict[str, Any]]) -> Iterable[str]:
    for number, question in enumerate(questions, start=1):
        settings = " ".join(f"{k}={_inline(v)}" for k, v in question["params"].items())
        yield f"## Question {number}\n"
        yield f"{question['prompt']}\n"
        yield "---\n"
        for step in question["steps"]:
            yield f"{step}\n"
        yield f"source: `{question['id']} {settings}`, version {question['version']}\n"


def _as_csv(questions: Iterable[dict[str, Any]]) -> Iterable[str]:
    import csv
    from io import StringIO

    for row in [dict(zip(_FIELDS, _FIELDS, strict=True)), *questions]:
        out = StringIO()
        cells = [
            row[field]
            if isinstance(row[field], str)
            else json.dumps(row[field], ensure_ascii=False)
            for field in _FIELDS
        ]
        csv.writer(out, lineterminator="\n").writerow(cells)
        yield out.getvalue().removesuffix("\n")


def _inline(value: object) -> str:
    """Return a parameter as ``--set`` takes it: ``[3,1]``, ``[[copy,b]]``, ``0.5``, ``true``."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return f"[{','.join(map(_inline, value))}]"
    # 2 is easier to read than 2.0, and reads back the same.
    return json.dumps(value).removesuffix(".0")


_WRITERS = {"json": _as_json, "md": _as_markdown, "csv": _as_csv}
