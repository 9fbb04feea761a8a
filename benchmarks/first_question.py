"""From exec to the first question on a terminal's screen, against an empty Textual app.

Both run in turn over a pty of 80×24 with a screen model, so that the text counts when a person
could read it. Prints medians and the ratio (target: at most 2.5), then where the time goes.

    python benchmarks/first_question.py [--runs 15]
"""

import argparse
import fcntl
import os
import pty
import re
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

import pyte

EMPTY_APP = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("READY")
Empty().run()
"""
ENDS_FRAME = b"\x1b[?2026l"


def until_shown(command: list[str], wanted: str, environment: dict[str, str]) -> float:
    """Start `command` on a pty; milliseconds from before fork until `wanted` is on the screen."""
    screen = pyte.Screen(80, 24)
    stream = pyte.ByteStream(screen)
    start = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        os.execvpe(command[0], command, environment)  # noqa: S606
    try:
        while time.perf_counter() - start < 30:
            if not select.select([terminal], [], [], 0.5)[0]:
                continue
            data = os.read(terminal, 65536)
            seen = time.perf_counter()
            # A terminal that knows synchronised output says so at once.
            if b"\x1b[?2026$p" in data:
                os.write(terminal, b"\x1b[?2026;2$y")
            stream.feed(data)
            if re.search(wanted, "\n".join(screen.display)):
                return (seen - start) * 1000
        raise TimeoutError("\n".join(screen.display))
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)
        os.close(terminal)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=15)
    runs = options.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "QUIZLAB_HOME": folder,
            "QUIZLAB_WELCOMED": "true",
            # As installed: byte code is there from the second start on.
            "PYTHONDONTWRITEBYTECODE": "",
        }
        quizlab = [str(Path(sys.executable).with_name("quizlab")), "study"]
        empty = [sys.executable, "-c", EMPTY_APP]
        plain = [*quizlab, "--plain", "--limit", "1"]
        subprocess.run(plain, env=environment, input=b":q\n", stdout=subprocess.DEVNULL, check=True)
        pairs = []
        for number in range(runs + 2):
            floor = until_shown(empty, "READY", environment)
            ours = until_shown(quizlab, r"enter (reveal|submit)", environment)
            if number >= 2:
                pairs.append((floor, ours))
        floor = statistics.median(pair[0] for pair in pairs)
        ours = statistics.median(pair[1] for pair in pairs)
        ratio = statistics.median(ours / floor for floor, ours in pairs)
        print(f"empty Textual app   {floor:7.1f} ms")
        print(f"first question      {ours:7.1f} ms")
        print(f"ratio               {ratio:7.2f}   (target 2.5)")
        _say_where(environment, quizlab[0])


def _say_where(environment: dict[str, str], quizlab: str) -> None:
    """Print what is imported on the way, by the time it takes itself."""
    script = Path(quizlab).read_text(encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", script, "study", "--plain"],
        env=environment,
        input="",
        capture_output=True,
        text=True,
        check=False,
    )
    own: dict[str, int] = {}
    for line in done.stderr.splitlines():
        found = re.match(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)", line)
        if found:
            top = found[2].split(".")[0]
            own[top] = own.get(top, 0) + int(found[1])
    print("\nimports of the plain session, by package (ms; the app adds Textual's)")
    for name, micro in sorted(own.items(), key=lambda pair: -pair[1])[:14]:
        print(f"  {name:24} {micro / 1000:6.1f}")


if __name__ == "__main__":
    main()
