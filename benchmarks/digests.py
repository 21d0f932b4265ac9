"""A digest to thousands of mailboxes: prepared, then handed over by one worker. And how soon an urgent one leaves."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from datetime import time as hour
from typing import Final

from tortoise.queryset import QuerySet

import boite.routes  # noqa: F401 - says the addresses that mails write
from benchmarks import many_boxes
from benchmarks.bench import Bench
from benchmarks.peers import mail_server
from benchmarks.report import at_most, number
from benchmarks.sweeps import apart, resident
from boite import clock
from boite.accounts import sessions
from boite.accounts.journal_kinds import NewDevice
from boite.accounts.models import User
from boite.clock import PARIS, midnight, now, today
from boite.database.connection import opened, transaction
from boite.database.schema import migrate
from boite.journal.models import Entry
from boite.mail.drawn import draw_with
from boite.mail.messages import Letter
from boite.notifications import dispatch
from boite.notifications.contact_points import digest_of
from boite.notifications.kinds_for_people import PAPER_VALIDITY
from boite.notifications.mail_posting import MessageDrawer
from boite.notifications.message_kind import Urgency
from boite.notifications.models import Channel, ContactPoint, MessageDelivery, MessageFate
from boite.notifications.reminder import Planned, write
from boite.quiet_hours import USUAL
from boite.settings import Settings
from boite.worker import Worker
from storage.memory import MemoryStore
from tests import postgresql

MINUTES: Final = 20
FLAT: Final = 1.1
"""Memory at the end, over memory at a tenth of the way."""
SOON: Final = 5
"""Seconds from what happened to the answer of the mail server."""
FEWER: Final = 3_000
"""Mails of the plain loop."""
URGENT: Final = 20
"""Devices that somebody signs in from, one after the other, while the digest leaves."""
EVERY: Final = 1.0
PATIENCE: Final = 4 * 3600


@dataclass(frozen=True, slots=True)
class Handed:
    """Seconds to prepare and to hand over; MiB along the way; seconds that each urgent one took; one letter."""

    preparing: float
    sending: float
    along: tuple[float, ...]
    waits: tuple[float, ...]
    letter: Letter


def measure(bench: Bench) -> None:
    """Print a line for each engine, and the plain loop with the same words."""
    settings = Settings(data=bench.place("groupes"), chores=False, log_level="WARNING", base_url="https://exemple.fr")
    print(
        f"\n### Un courriel groupé à {bench.letters} personnes, remis à un serveur SMTP (aiosmtpd, autre processus)\n"
    )
    print("| qui | courriels | préparer (s) | remettre (s) | courriels par seconde | mémoire à 10, 50, 100 % (Mio) |")
    print("|---|---|---|---|---|---|")
    with mail_server.listening() as port:
        ready = replace(settings, mail_url=f"smtp://127.0.0.1:{port}")
        ours = {"SQLite": _line("Ma boîte, SQLite", apart(handed, ready, bench.letters), port, bench.letters)}
        server = postgresql.Server()
        try:
            postgresql.run("CREATE DATABASE groupes")
            shared = replace(ready, data=bench.place("groupes-pg"), database=postgresql.address("groupes"))
            ours["PostgreSQL"] = _line(
                "Ma boîte, PostgreSQL", apart(handed, shared, bench.letters), port, bench.letters
            )
        finally:
            server.stop()
        seconds = apart(_plainly, port, ours["SQLite"].letter)
        print(f"| smtplib, boucle simple | {FEWER} | – | {number(seconds)} | {number(FEWER / seconds)} | – |\n")
    for name, each in ours.items():
        took = (each.preparing + each.sending) / bench.letters * 42_000 / 60
        at_most(f"{name} : minutes pour 42 000 courriels", took, MINUTES)
        at_most(f"{name} : mémoire à la fin sur mémoire à 10 %", each.along[2] / each.along[0], FLAT)
        at_most(f"{name} : secondes du plus lent des urgents, pendant ce temps", max(each.waits), SOON)
    bench.forget("groupes")


def _line(name: str, each: Handed, port: int, wanted: int) -> Handed:
    """Print a line. Raises RuntimeError where somebody has no message, or two."""
    if mail_server.counted(port) != (wanted + 1, URGENT - 1):  # whoever is told of devices has them all
        raise RuntimeError(f"{name}: somebody has no message, or two")
    memory = ", ".join(map(number, each.along))
    rate = number(wanted / each.sending)
    print(f"| {name} | {wanted} | {number(each.preparing)} | {number(each.sending)} | {rate} | {memory} |", flush=True)
    return each


def handed(settings: Settings, people: int) -> Handed:
    """The digest of so many people, from what was told to the last answer of the server."""
    return asyncio.run(_handed(settings, people))


async def _handed(settings: Settings, people: int) -> Handed:
    await migrate(settings)
    draw_with(MessageDrawer())
    store = MemoryStore()
    async with opened(settings):
        tuesday = _tuesday()
        _go_to(datetime.combine(tuesday - timedelta(days=1), hour(12), PARIS))
        await many_boxes.fill(people + 1, tuesday)
        await many_boxes.calm(tuesday)
        await _mailboxes(settings, people + 1)
        await _tell(people, tuesday)
        begin = time.perf_counter()
        while await dispatch.dispatch(settings, store):
            pass
        preparing = time.perf_counter() - begin
        _go_to(datetime.combine(tuesday, hour(11), PARIS))
        letter = await _drawn(settings)
        worker, memory = Worker(settings, store), list[float]()
        worker.start()
        begin = time.perf_counter()
        signing_in = asyncio.create_task(_sign_in(settings, many_boxes.person_of(people)))
        while await _waiting(tuesday).exists() and time.perf_counter() - begin < PATIENCE:
            memory.append(resident())
            await asyncio.sleep(EVERY)
        sending = time.perf_counter() - begin
        waits = await signing_in
        await worker.stop()
        await _all_handed(people, tuesday)
    along = tuple(memory[min(len(memory) - 1, len(memory) * part // 100)] for part in (10, 50, 100))
    return Handed(preparing, sending, along, tuple(waits), letter)


def _tuesday() -> date:
    """The next first Tuesday of a month when anybody may be written to."""
    day = today() + timedelta(days=2)
    while day.weekday() != 1 or day.day > 7 or not USUAL.day_is_open(day):
        day += timedelta(days=1)
    return day


def _go_to(at: datetime) -> None:
    clock.advance(at - now())


async def _mailboxes(settings: Settings, people: int) -> None:
    """Each confirmed an address."""
    addresses = [f"lectrice.{rank}@exemple{rank % 97}.fr" for rank in range(people)]
    rows = [
        ContactPoint(
            user_id=many_boxes.person_of(rank),
            channel=Channel.MAIL,
            address=address,
            digest=digest_of(settings, Channel.MAIL, address),
            confirmed_at=now(),
        )
        for rank, address in enumerate(addresses)
    ]
    await ContactPoint.bulk_create(rows, batch_size=500)


async def _tell(people: int, day: date) -> None:
    """A paper of each ends in a month."""
    ends = day + timedelta(days=30)
    planned = [
        Planned(
            recipient=many_boxes.person_of(rank),
            subject=many_boxes.first_paper_of(rank),
            step=f"{ends.isoformat()}/30",
            expires_at=midnight(ends),
            urgency=Urgency.DIGEST,
        )
        for rank in range(people)
    ]
    async with transaction():
        await many_boxes.end_first_papers(ends)
        await write(PAPER_VALIDITY, planned)


async def _drawn(settings: Settings) -> Letter:
    """The words of one of them."""
    first = await MessageDelivery.all().order_by("id").first()
    drawn = (await MessageDrawer().draw(settings, [first.id]))[first.id] if first else None
    if drawn is None:
        raise RuntimeError("nothing is due")
    return drawn.letter


def _waiting(day: date) -> QuerySet[MessageDelivery]:
    """The digests of this day that have not left: what is said meanwhile waits for the next one, and is no fault."""
    return MessageDelivery.filter(once__startswith="digest:", once__contains=f":{day}T", fate=MessageFate.DUE)


async def _sign_in(settings: Settings, who: object) -> list[float]:
    """Somebody signs in from new devices while the digest leaves; seconds from each to the server's answer."""
    person = await User.get(id=who)
    for number_ in range(URGENT):
        await sessions.begin(person, settings, device=f"Navigateur {number_} sur Linux", shared=False)
        await asyncio.sleep(EVERY)
    rows = MessageDelivery.filter(contact__user_id=person.id, urgency=Urgency.NOW.value)
    for _ in range(int(PATIENCE / EVERY)):
        if not await rows.filter(fate=MessageFate.DUE).exists():
            break
        await asyncio.sleep(EVERY)
    caused = {f"e{row.id}": row.at for row in await Entry.filter(owner_id=person.id, kind=NewDevice.code)}
    ended = [(row.once.rpartition(":")[2], row.ended_at) for row in await rows]
    return [(at - caused[mark]).total_seconds() for mark, at in ended if at]


async def _all_handed(people: int, day: date) -> None:
    digests = MessageDelivery.filter(once__startswith="digest:", once__contains=f":{day}T")
    if await digests.filter(fate=MessageFate.HANDED).count() != people:
        raise RuntimeError(
            f"not everybody was handed: {await digests.exclude(fate=MessageFate.HANDED).limit(3).values()}"
        )


def _plainly(port: int, words: Letter) -> float:
    addresses = [f"lectrice.{rank}@exemple{rank % 97}.fr" for rank in range(FEWER)]
    begin = time.perf_counter()
    mail_server.write_plainly(port, addresses, words.subject, words.text, words.html)
    return time.perf_counter() - begin
