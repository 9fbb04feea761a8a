"""The clock on the wall, as sessions want it."""

from __future__ import annotations

import time
from datetime import datetime


class WallClock:
    """Reads the system's clock and its time zone."""

    def now(self) -> int:
        """Milliseconds since 1970 UTC."""
        return time.time_ns() // 1_000_000

    def offset(self, at: int) -> int:
        """Local offset from UTC in minutes at the moment `at`."""
        away = datetime.fromtimestamp(at / 1000).astimezone().utcoffset()
        return round(away.total_seconds() / 60) if away else 0
