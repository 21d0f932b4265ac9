"""`python -m tests.days.year`: a year of the people of the demonstration, and the sheet of all that they received."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from datetime import date, datetime, time
from pathlib import Path

import boite.routes  # noqa: F401 - says the addresses that mails and the demonstration write
from boite import clock
from boite.accounts.models import User
from boite.clock import PARIS, now
from boite.database.schema import migrate
from boite.demo.cast import CAST, seed
from boite.files.store_identity import own_store
from boite.settings import Settings
from tests.days.year_carriers import Carriers, carriers, has_mail, has_push, has_telephone
from tests.days.year_life import YearLife
from tests.days.year_plan import FIRST, LAST, LINES
from tests.days.year_rules import broken
from tests.days.year_sheet import drawn
from tests.days.year_walk import Walk
from tests.people import open_account

SHEET = Path(__file__).resolve().parents[2] / "docs" / "annee-de-messages.md"
PEOPLE = {
    "Inès": "Dix-huit ans, sans solution. Un courriel. Elle vient une fois par mois et ne lit pas ses messages.",
    "Marc": "Il cherche un emploi. Un courriel et un téléphone avec les alertes. Il lit tout une fois par mois.",
    "Olga": "Un numéro de téléphone, rien d'autre.",
    "Sophie": "Un courriel. Elle va à tout, et beaucoup de ses papiers finissent.",
    "Lina": "Elle partage sa boîte aux lettres avec Karim.",
    "Karim": "Il partage sa boîte aux lettres avec Lina.",
    "Fatou": "Ni courriel, ni téléphone : elle passe tous les deux mois.",
    "Denis": "Un courriel et un téléphone. Il n'est pas venu depuis le 10 mars 2025.",
    "Gaël": "Un courriel. En juin, il demande que sa boîte soit effacée.",
    "Paul": "Il tient la fiche d'une structure. Un courriel.",
    "Nadia": "Elle coordonne un territoire. Un courriel.",
    "Samira": "Elle coordonne la région et organise les événements. Un courriel.",
    "Hugo": "Il observe. Un courriel.",
}
AT_WORK = ("Paul", "Nadia", "Samira")
LAST_SEEN = date(2025, 3, 10)


async def walked(folder: Path, first: date = FIRST, last: date = LAST) -> tuple[Walk, Carriers]:
    """The year in this folder. Gives what was sent."""
    clock.advance(datetime.combine(first, time(), PARIS) - now())
    own = Settings(
        data=folder,
        secret="le-secret-de-l-annee",
        base_url="https://boite.exemple.fr",
        chores=False,
        log_level="WARNING",
    )
    await migrate(own)
    await seed(own)
    async with carriers(own) as on, own_store(on.settings) as store:
        people = await _enter(on)
        life = YearLife(on.settings, store, people, host="Samira")
        walk = Walk(store, on, life.plan(LINES))
        await walk.through(first, last)
        return walk, on


async def _enter(on: Carriers) -> dict[str, User]:
    """Everybody, and where they are told."""
    people = {who.first_name: await User.get(handle=who.handle) for who in CAST}
    people |= {name: await open_account(on.settings, name) for name in PEOPLE if name not in people}
    await User.filter(id__in=[person.id for person in people.values()]).update(seen_on=clock.today())
    await User.filter(id=people["Denis"].id).update(seen_on=LAST_SEEN, created_at=clock.midnight(LAST_SEEN))
    for name in ("Inès", "Marc", "Sophie", "Denis", "Gaël", "Paul", "Nadia", "Samira", "Hugo"):
        await has_mail(on.settings, people[name], f"{people[name].handle}@exemple.fr")
    for name in ("Lina", "Karim"):
        await has_mail(on.settings, people[name], "famille@exemple.fr")
    for name, number in (("Olga", "+33612345678"), ("Denis", "+33712345678")):
        await has_telephone(on.settings, people[name], number)
    await has_push(on, people["Marc"])
    return people


def main() -> None:
    """Walk, then write the page (or where the first argument says)."""
    with tempfile.TemporaryDirectory(prefix="annee-") as folder:
        walk, on = asyncio.run(walked(Path(folder)))
    if faults := broken(walk.sent, at_work=AT_WORK):
        sys.exit("\n".join(faults))
    page = drawn(walk.sent, PEOPLE, FIRST, LAST, sum(on.others.values()))
    Path(sys.argv[1] if len(sys.argv) > 1 else SHEET).write_text(page)


if __name__ == "__main__":
    main()
