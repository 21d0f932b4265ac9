"""`python -m tests.migrations.dying`: migrates the database of the environment, and dies further each time.

One process by death, forked before any connection; each begins where the one before left the database. Says the
number of the step of each death, then that it came to its end.
"""

from __future__ import annotations

import asyncio
import os
import sys

from boite.bootstrap import say
from boite.database.schema import migrate
from boite.settings import Settings
from tests.crash.dying import Death

FURTHER = 3
"""Deaths at the 1st, 3rd, 9th… statement: at the copy, at the first tables, in the middle, near the end."""


def die(step: int) -> None:
    """One migration, killed at its `step`-th statement."""
    sys.setprofile(Death(step))
    asyncio.run(migrate(Settings.from_environment()))
    sys.setprofile(None)


def main() -> int:
    """Returns 0 once a migration came to its end, 1 where one failed."""
    step = 1
    while True:
        child = os.fork()
        if not child:
            die(step)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            return os.waitstatus_to_exitcode(status)
        say(f"killed at {step}")
        step *= FURTHER


if __name__ == "__main__":
    sys.exit(main())
