"""`python -m tests.crash.dying_chore NAME`: for each line of its input, does this chore and dies at that step.

A line is the step, then by how many seconds the clock is ahead. One process by death, forked once all is imported and
declared, before any connection.
Answers « died », or « ended » where it came to its end.
"""

from __future__ import annotations

import asyncio
import os
import sys
import traceback
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

from tortoise import Tortoise

import boite.routes  # noqa: F401 - says the addresses that mails write
from boite import clock
from boite.database.connection import tortoise_config
from boite.mail import outbox
from boite.mail.drawn import draw_with
from boite.notifications import dispatch, mail_posting, planning, push_sending, sms
from boite.notifications.mail_posting import MessageDrawer
from boite.notifications.reminder import Reminder
from boite.notifications.reminders import BY_DAY
from boite.settings import Settings
from boite.statistics.due import publish_due
from storage.memory import MemoryStore
from storage.store import BlobStore
from tests.crash.dying import STATEMENTS, Death
from tests.notifications.push_service import here

ON_THE_WIRE = {
    "hand",
    "_ask",
    "_give",
    "_write_through",
    "_written",
    "_settle",
    "_end",
    "exchange",
    "_final",
    "_answer",
}
WRITES = {"execute_many", "commit"}
"""What changes figures: they ask hundreds of questions before, and a death there is like one before them."""
SMTP = {"write", "data_received", "connection_made", "close"}
HTTP = {"write", "drain", "readuntil", "readexactly", "feed_data", "open_connection"}
"""What goes to a push service or to a gateway, and comes back."""


class DeathOfAChore(Death):
    """Comes at the n-th step: a statement for the database, a word on the wire or its answer, begun or taken up."""

    def named(self) -> frozenset[str]:
        return frozenset({*self.statements, *ON_THE_WIRE, *SMTP, *HTTP})

    def counts(self, file: str, name: str) -> bool:
        return (
            ("tortoise/backends" in file and name in self.statements)
            or ("/boite/" in file and name in ON_THE_WIRE)
            or ("aiosmtplib" in file and name in SMTP)
            or ("asyncio/streams" in file and name in HTTP)
        )


async def messages(settings: Settings, store: BlobStore) -> int:
    """From what was told to the wire of the mails."""
    draw_with(MessageDrawer())
    await dispatch.dispatch(settings, store)
    await mail_posting.post_others(settings, store)
    return await outbox.send_due(settings, store)


async def pushes(settings: Settings, store: BlobStore) -> int:
    """Those that are due, to a push service of this machine."""
    return await push_sending.send_due(settings, allowed=here)


async def figures(settings: Settings, store: BlobStore) -> int:
    """All the periods that are due."""
    done = 0
    while await publish_due(settings, store):
        done += 1
    return done


PARTS = 4
"""A whole day takes too long to die at each of its steps, so each of these tests has its share of the kinds."""


def share(part: int) -> tuple[Reminder, ...]:
    """The kinds of one part of a day: all the parts together are the day."""
    return BY_DAY[part::PARTS]


async def day(part: int, settings: Settings, store: BlobStore) -> int:
    """What a day says, of these kinds."""
    return await planning.sweep_due(settings, store, share(part))


CHORES: dict[str, Callable[[Settings, BlobStore], Awaitable[int]]] = {
    "mails": outbox.send_due,
    **{f"day-{part}": partial(day, part) for part in range(PARTS)},
    "events": planning.tell_events,
    "messages": messages,
    "pushes": pushes,
    "sms": sms.send_due,
    "figures": figures,
}


async def do(name: str, step: int, ahead: float) -> None:
    """What is due, up to the death."""
    clock.advance(timedelta(seconds=ahead))
    sys.setprofile(DeathOfAChore(step, statements=WRITES if name == "figures" else STATEMENTS))
    await CHORES[name](Settings.from_environment(), MemoryStore())
    sys.setprofile(None)


def fork(name: str, step: int, ahead: float) -> str:
    """What became of one process."""
    child = os.fork()
    if not child:
        try:
            asyncio.run(do(name, step, ahead))
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise SystemExit("it ended by an error, not by death")
    return "ended" if os.WIFEXITED(status) else "died"


async def declare() -> None:
    """What all of them share: the models, without a connection."""
    await Tortoise.init(config=tortoise_config(Settings.from_environment()), _enable_global_fallback=True)


if __name__ == "__main__":
    asyncio.run(declare())
    for line in sys.stdin:
        at, ahead_by = line.split()
        sys.stdout.write(fork(sys.argv[1], int(at), float(ahead_by)) + "\n")
        sys.stdout.flush()
