"""Kill -9 in the middle of studying, again and again: is any acknowledged answer lost?

A session is fed answers as fast as it takes them and killed at a random moment. Acknowledged is
what it has shown: the `ok N` lines of `study --plain`, the "N done" of the app's screen. After
each kill the log must hold at least that many reviews more than before, the database must be
sound, and rebuilding every derived table from the log must change nothing.

    python benchmarks/kill_sessions.py [--plain 100] [--app 20]
"""

import argparse
import fcntl
import os
import pty
import random
import re
import select
import signal
import sqlite3
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

import pyte

from quizlab.cli.clock import WallClock
from quizlab.sessions.deriving import rebuild
from quizlab.sessions.home import Home
from quizlab.sessions.workspace import Workspace
from quizlab.settings import Settings

QUIZLAB = str(Path(sys.executable).with_name("quizlab"))
DERIVED = ("memories", "due_counts", "day_counts")


def main() -> None:
    """Kill, check, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--plain", type=int, default=100)
    options.add_argument("--app", type=int, default=20)
    options.add_argument("--seed", type=int, default=0)
    given = options.parse_args()
    dice = random.Random(given.seed)  # noqa: S311  # moments, not secrets
    for name, kills, run in (("study --plain", given.plain, plain), ("app", given.app, app)):
        with tempfile.TemporaryDirectory() as folder:
            total = acknowledged = 0
            # The home exists before anything is killed, with more cards than will be answered.
            stock(Path(folder) / "cards")
            subprocess.run(
                [QUIZLAB, "--home", folder, "study", "--plain"],
                input=b"",
                check=True,
                stdout=subprocess.DEVNULL,
            )
            for number in range(kills):
                shown = run(folder, dice.uniform(0.25, 2.5), dice)
                stored = check(folder)
                assert stored >= total + shown, (
                    f"kill {number}: {shown} shown, {stored - total} kept"
                )
                acknowledged += shown
                total = stored
            print(
                f"{name}: {kills} kills, {acknowledged} answers acknowledged, {total} in the log, "
                "none lost; database sound and derived tables equal to a rebuild every time"
            )


def stock(folder: Path) -> None:
    """Write 20,000 cards of one's own, recall and computed."""
    folder.mkdir()
    for number in range(200):
        cards = [
            f"## Card {number}.{place}? {{#c{number}-{place}}}\n\nAn answer.\n"
            if place % 4
            else f"## Side {number}.{place}? {{#c{number}-{place}}}\n\n"
            "```{compute} conv2d.output-side\nsize: 16..64\n```\n"
            for place in range(100)
        ]
        text = "---\ndeck: Kill\n---\n\n" + "\n".join(cards)
        (folder / f"{number:03}.md").write_text(text, encoding="utf-8")


def plain(folder: str, seconds: float, dice: random.Random) -> int:
    """Kill a session in a pipe; return the highest N of its `ok N`."""
    with subprocess.Popen(
        [QUIZLAB, "--home", folder, "study", "--plain", "--new", "9999", "Kill"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        os.set_blocking(child.stdin.fileno(), False)
        os.set_blocking(child.stdout.fileno(), False)
        end = time.perf_counter() + seconds
        heard = b""
        while time.perf_counter() < end and child.poll() is None:
            feed(child.stdin.fileno(), f"\n{dice.randint(1, 4)}\n".encode())
            select.select([child.stdout], [], [], 0.005)
            heard += child.stdout.read() or b""
        child.send_signal(signal.SIGKILL)
        child.wait()
        os.set_blocking(child.stdout.fileno(), True)
        heard += child.stdout.read()
    return max(map(int, re.findall(rb"^ok (\d+)$", heard, re.MULTILINE)), default=0)


def feed(pipe: int, lines: bytes) -> None:
    """Write what the session will take; a full or broken pipe waits for the kill."""
    try:
        os.write(pipe, lines)
    except (BlockingIOError, BrokenPipeError):
        return


def app(folder: str, seconds: float, dice: random.Random) -> int:
    """Kill the app on a terminal; return the N of "N done" on its screen."""
    screen = pyte.Screen(80, 24)
    stream = pyte.ByteStream(screen)
    child, terminal = pty.fork()
    if child == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        os.environ["TERM"] = "xterm-256color"
        os.execv(QUIZLAB, [QUIZLAB, "--home", folder, "study", "--new", "9999", "Kill"])  # noqa: S606
    end = None
    shown = 0
    while end is None or time.perf_counter() < end:
        if select.select([terminal], [], [], 0.02)[0]:
            stream.feed(os.read(terminal, 65536))
        found = re.search(r"(\d+) done", "\n".join(screen.display))
        if found:
            shown = max(shown, int(found[1]))
            # The clock of the kill starts with the first question.
            end = end or time.perf_counter() + seconds
            os.write(terminal, dice.choice((b"\r", b"\r", b"1", b"3", b"4", b"7\r")))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(terminal)
    return shown


def check(folder: str) -> int:
    """Check the database; return how many reviews its log holds."""
    workspace = Workspace(Home(Path(folder)), Settings(), WallClock())
    try:
        assert workspace.store.integrity() == ()
        database = workspace.home.database
        before = dump(database)
        rebuild(workspace.store)
        assert dump(database) == before, "derived tables differ from a rebuild"
    finally:
        workspace.close()
    with sqlite3.connect(database) as raw:
        (reviews,) = raw.execute("SELECT count(*) FROM events WHERE kind = 'review'").fetchone()
    raw.close()
    return int(reviews)


def dump(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of the derived tables; counts of nothing are no rows."""
    with sqlite3.connect(database) as raw:
        tables = {
            table: sorted(raw.execute(f"SELECT * FROM {table}"), key=repr)  # noqa: S608
            for table in DERIVED
        }
    raw.close()
    return tables


if __name__ == "__main__":
    main()
