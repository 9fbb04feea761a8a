"""`quizlab audit`: every verifier proved by its reference over many variants."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizlab.cli.context import Context
    from quizlab.verify import AuditReport


@click.command("audit")
@click.argument("names", metavar="[ID]...", nargs=-1)
@click.option(
    "-n", "count", type=click.IntRange(1), default=200, show_default=True, help="Variants of each."
)
@click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes.")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="A JSON object a verifier.")
@click.pass_obj
def command(
    context: Context, *, names: tuple[str, ...], count: int, jobs: int, seed: int, as_json: bool
) -> None:
    """Prove the verifiers named, or all of them; exits 1 when one does not hold."""
    from quizlab.cli.faults import FOUND
    from quizlab.cli.output import say_json
    from quizlab.sessions.auditing import as_plain, audit_all

    for name in names:
        context.verifiers.get(name)
    reports = []
    for report in audit_all(names or context.verifiers.ids(), count, seed, jobs):
        reports.append(report)
        if as_json:
            say_json(as_plain(report))
        else:
            _tell(report)
    if len(reports) > 1 and not as_json:
        _sum_up(reports)
    if not all(report.ok for report in reports):
        raise click.exceptions.Exit(FOUND)


def _tell(report: AuditReport) -> None:
    from quizlab.cli.output import say

    word = "holds" if report.ok else "DOES NOT HOLD"
    every = ", all there are" if report.exhaustive else ""
    say(
        f"{report.verifier} version {report.version}: {word}; "
        f"{report.variants} distinct variants{every}, {report.proved} proved"
    )
    if report.unproved:
        say(f"  not proved: {report.unproved}")
    for name, rate in report.rates.items():
        share = f"{report.reach[name]:.0%} of all"
        say(f"  {name}: told apart in {rate:.1%} of the draws that allow it ({share})")
    for problem in report.problems:
        say(f"  {problem}")


def _sum_up(reports: Sequence[AuditReport]) -> None:
    from quizlab.cli.output import say

    broken = [report.verifier for report in reports if not report.ok]
    verdict = f"{len(broken)} do not hold: {', '.join(broken)}" if broken else "all hold"
    variants, proved = sum(r.variants for r in reports), sum(r.proved for r in reports)
    mistakes = sum(len(report.rates) for report in reports)
    unproved = [report.verifier for report in reports if report.unproved and report.ok]
    left = f"; not proved here: {', '.join(unproved)}" if unproved else ""
    say(
        f"{len(reports)} verifiers with {mistakes} misconceptions: {verdict}; "
        f"{variants:,} distinct variants, {proved:,} proved{left}"
    )
