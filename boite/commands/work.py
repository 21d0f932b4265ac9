"""`boite work`: the background chores, in a process of their own (with BOITE_CHORES=non for the site)."""

from __future__ import annotations

import argparse
import asyncio
import signal

import boite.routes  # noqa: F401 - says the addresses that mails and the demonstration write
from boite.administration import retrying
from boite.bootstrap import say
from boite.database.upgrade.migration_state import check_current, opened_current
from boite.files.restored_past import held_words, sending_held_since
from boite.files.store_identity import own_store
from boite.settings import Settings
from boite.web.logs import configure
from boite.worker import Worker, run_all


def run(arguments: list[str]) -> int:
    """Do the chores until stopped, or each once."""
    parser = argparse.ArgumentParser("boite work", description="Fait les tâches de fond.")
    parser.add_argument("--once", action="store_true", help="fait chaque tâche une fois, puis s'arrête")
    parser.add_argument("--retry", action="store_true", help="réessaie ce qui a échoué sans attendre, puis s'arrête")
    options = parser.parse_args(arguments)
    settings = Settings.from_environment()
    configure(settings.log_level, settings.log_format)
    if options.retry:
        asyncio.run(try_again(settings))
        return 0
    asyncio.run(work(settings, once=options.once))
    return 0


async def try_again(settings: Settings) -> None:
    """What failed is due at once: whoever does the chores does it."""
    async with opened_current(settings):
        say(f"Repris : {await retrying.retry(settings)} (courriels, messages, aperçus).")


async def work(settings: Settings, *, once: bool) -> None:
    """The chores, with the connections they need. Raises CannotStart where base and store are not its own."""
    await check_current(settings)
    async with own_store(settings) as store:
        if since := await sending_held_since():
            say(held_words(since))
        if once:
            for name, done in (await run_all(settings, store)).items():
                say(f"{name} : {done}")
            return
        await work_until_stopped(Worker(settings, store))


async def work_until_stopped(worker: Worker) -> None:
    """Run until SIGTERM or Ctrl+C, then let each chore end."""
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    worker.start()
    await stopped.wait()
    await worker.stop()
