"""`python -m tests.fuzz --requests 20000 --seed 1 --database sqlite`: the long walk. Ends with 1 if it found faults."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.fuzz.walk import Walk

LEG = 10_000
"""Requests after which another walk begins, over new rows: a long one would have closed and erased everything."""
CHORES = 500
"""Requests after which every chore is done once."""


def main() -> int:
    """Walk, then say what was asked, what was answered, and each fault with its request."""
    parser = argparse.ArgumentParser("python -m tests.fuzz", description=__doc__)
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--leg", type=int, help="play this leg alone again")
    parser.add_argument("--routes", action="store_true", help="say the statuses of each route")
    given = parser.parse_args()
    os.environ["BOITE_TEST_DATABASE"] = given.database  # read when the modules of the tests are imported

    from tests import postgresql
    from tests.databases import Template
    from tests.fuzz import legs

    server = postgresql.Server(in_memory=True) if given.database == "postgres" else None
    started = time.monotonic()
    try:
        with tempfile.TemporaryDirectory(prefix="boite-fuzz-") as folder:
            wanted = [given.leg] if given.leg is not None else range((given.requests + LEG - 1) // LEG)
            template, walks = Template(Path(folder)), list["Walk"]()
            for leg in wanted:
                size = LEG if given.leg is not None else min(LEG, given.requests - leg * LEG)
                with template.copy(legs.settings_of(Path(folder) / f"{leg}")) as settings:
                    walk = asyncio.run(legs.walk(settings, f"{given.seed}/{leg}", size, chores=CHORES))
                walks.append(walk)
                print(legs.line(walk), flush=True)
                for finding in legs.findings([walk]):
                    print(f"\n== {finding.key}\n{finding.detail}", flush=True)
    finally:
        if server is not None:
            server.stop()
    return tell(walks, time.monotonic() - started, given)


def tell(walks: Sequence[Walk], seconds: float, given: argparse.Namespace) -> int:
    """Say it all. Returns 1 where there are faults."""
    from tests.fuzz import legs

    found = legs.findings(walks)
    if given.routes:
        for name in walks[0].record.by_route:
            print(f"{name:40} {dict(sum((walk.record.by_route[name] for walk in walks), Counter[int]()))}")
    statuses = sum((walk.record.statuses for walk in walks), Counter[int]())
    classes: Counter[str] = Counter()
    for status, times in statuses.items():
        classes[f"{status // 100}xx"] += times
    print(f"\n{sum(statuses.values())} requests in {seconds:.0f} s, {given.database}, seed {given.seed}")
    print(dict(sorted(classes.items())), dict(sorted(statuses.items())))
    print(f"{len(found)} faults")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
