"""What a walk met: statuses by route, and each fault once, with the first request that showed it."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from tests.fuzz.people import Person
from tests.fuzz.site import Site
from tests.fuzz.verdict import Finding, Traces, judge
from tests.fuzz.wire import Answer, Shot

LOGGERS = ("boite.errors", "boite.worker")
"""Where the service says what it did not expect."""


class Record:
    """Counts and judges the answers of one walk."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.fired = 0
        self.statuses: Counter[int] = Counter()
        self.by_route: dict[str, Counter[int]] = {leaf.name: Counter() for leaf in site.leaves}
        self.findings: dict[str, Finding] = {}
        self.times: Counter[str] = Counter()
        self.traces = Traces()

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Take the exceptions that the service logs, instead of showing them."""
        loggers = [logging.getLogger(name) for name in LOGGERS]
        before = [(logger.level, logger.propagate) for logger in loggers]
        for logger in loggers:
            logger.addHandler(self.traces)
            logger.setLevel(logging.WARNING)
            logger.propagate = False
        try:
            yield
        finally:
            for logger, (level, propagate) in zip(loggers, before, strict=True):
                logger.removeHandler(self.traces)
                logger.setLevel(level)
                logger.propagate = propagate

    def answered(self, shot: Shot, answer: Answer, people: dict[str, Person], *, alone: bool = True) -> None:
        """Count one answer, and judge it. Only a request that is not `alone` may be overtaken by another."""
        self.statuses[answer.status] += 1
        leaf = self.site.leaf(shot.path, shot.method)
        if leaf is not None:
            self.by_route[leaf.name][answer.status] += 1
        logged = self.traces.take(answer.header("x-request-id"))
        if logged and not alone and answer.status < 500:
            logged = None
        self.note(shot, judge(shot, answer, self.site, people, logged))

    def note(self, shot: Shot, faults: Iterable[tuple[str, str]]) -> None:
        """Keep these faults of one request."""
        for key, detail in faults:
            self.times[key] += 1
            self.findings.setdefault(key, Finding(key, self.fired, f"{shot.told()}\n{detail}"))
