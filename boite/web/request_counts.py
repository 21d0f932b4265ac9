"""What this process answered, for whoever measures it: how many requests by route and status, how fast by route.

Plain numbers in memory, some microseconds a request: what exposes them is loaded when it is asked for.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
"""Any other word that a stranger makes up is counted as `OTHER`: what is counted has an end."""
LIMITS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
"""Seconds: the upper ends of the classes of latency. Beyond, one more class."""


class Latencies:
    """How long the answers of one route took."""

    __slots__ = ("classes", "seconds")

    def __init__(self) -> None:
        self.classes = [0] * (len(LIMITS) + 1)
        self.seconds = 0.0


class RequestCounts:
    """Since the process began."""

    def __init__(self) -> None:
        self.times: Counter[tuple[str, str, int]] = Counter()
        """By method, route and status."""
        self.latencies: dict[str, Latencies] = defaultdict(Latencies)

    def note(self, method: str, route: str, status: int, seconds: float | None) -> None:
        """One more. `route` is the pattern of the address; `seconds` is None for a line that stays open."""
        self.times[method if method in METHODS else "OTHER", route, status] += 1
        if seconds is not None:
            found = self.latencies[route]
            found.classes[bisect_left(LIMITS, seconds)] += 1
            found.seconds += seconds
