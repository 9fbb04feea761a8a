"""Hearing a process out: no longer, and no more, than agreed."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from selectors import EVENT_READ, DefaultSelector
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from subprocess import Popen

_PIECE = 64 << 10
_PAUSE = 0.02
_ERRORS = 4 << 10


@dataclass(slots=True)
class Heard:
    """What a process said.

    Attributes:
        output: Its standard output, up to the limit.
        errors: The end of its standard error.
        flooded: Whether it was left because it printed too much.
        late: Whether it was left because its time was over.
    """

    output: bytearray = field(default_factory=bytearray)
    errors: bytearray = field(default_factory=bytearray)
    flooded: bool = False
    late: bool = False


def listen(process: Popen[bytes], seconds: float, most: int) -> Heard:
    """Read a process' pipes until it ends, its time is over, or it printed more than `most` bytes.

    The process is not killed. Children that hold its pipes open are not waited for.
    """
    heard = Heard()
    end = time.monotonic() + seconds
    with DefaultSelector() as selector:
        for pipe, into in ((process.stdout, heard.output), (process.stderr, heard.errors)):
            assert pipe is not None  # noqa: S101  # both were asked for
            os.set_blocking(pipe.fileno(), False)
            selector.register(pipe, EVENT_READ, into)
        while not heard.flooded:
            ended = (
                process.poll() is not None
            )  # asked before reading: what it wrote is then all there
            read = 0
            for key, _ in selector.select(0 if ended else _PAUSE):
                piece = _read(key.fd)
                read += len(piece)
                if not piece:
                    selector.unregister(key.fileobj)
                key.data.extend(piece)
            del heard.errors[:-_ERRORS]
            heard.flooded = len(heard.output) > most
            if ended and not read:
                break
            if time.monotonic() > end:
                heard.late = not ended
                break
            if not selector.get_map():
                time.sleep(0 if ended else _PAUSE)
    return heard


def _read(number: int) -> bytes:
    try:
        return os.read(number, _PIECE)
    except BlockingIOError:
        return b""
