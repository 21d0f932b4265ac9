"""What people do in a year: papers that end, events that move, a box that fills, somebody who comes no more."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from boite.accounts import sessions
from boite.accounts.models import User
from boite.accounts.passphrase import change_passphrase
from boite.agenda import attendance, event_editing, publication, registration
from boite.agenda.event_editing import EventDraft, draft_of
from boite.agenda.models import Event, EventKind, Registering, Registration
from boite.boxes import closing
from boite.clock import PARIS, now
from boite.directory.maintenance import suggestions
from boite.directory.maintenance.suggestion_rows import Suggestion
from boite.directory.models import REGION, Structure
from boite.notifications import inbox
from boite.settings import Settings
from boite.statistics.models import PeriodState, StatPeriod
from storage.store import BlobStore
from tests.days.year_walk import Happening
from tests.files.papers import put
from tests.notifications.mailing import damaged
from tests.notifications.telling import used
from tests.people import PASSPHRASE

Line = tuple[str, str, str, tuple[Any, ...]]
"""A day, an hour, what is done, with what."""
HOUSEHOLD_DEVICE = "Firefox sur Android"
TWO_HOURS = timedelta(hours=2)


class YearLife:
    """The people by their first names, and what each can do."""

    def __init__(self, settings: Settings, store: BlobStore, people: Mapping[str, User], host: str) -> None:
        self.settings, self.store, self.people, self.host = settings, store, people, people[host]

    def plan(self, lines: Iterable[Line]) -> dict[date, list[tuple[time, Happening]]]:
        """These lines by day."""
        found: dict[date, list[tuple[time, Happening]]] = {}
        for day, hour, verb, given in lines:
            do: Callable[..., Awaitable[None]] = getattr(self, verb)
            found.setdefault(date.fromisoformat(day), []).append((time.fromisoformat(hour), partial(do, *given)))
        return found

    async def paper(self, who: str, name: str, document_type: str, valid_until: str) -> None:
        """A paper is put in a box, with the day when it ends ("" for none)."""
        ends = date.fromisoformat(valid_until) if valid_until else None
        await put(self.people[who], self.store, name, document_type=document_type, valid_until=ends)

    async def figures(self, month: str) -> None:
        """The figures of a month come out."""
        await StatPeriod.get_or_create(
            {"state": PeriodState.PROVISIONAL, "published_at": now(), "mark": ""}, code=month
        )

    async def event(self, title: str, begins: str, capacity: int | None, *goers: str) -> None:
        """An event is published, and these register in this order."""
        begins_at = _paris(begins)
        draft = EventDraft(
            territory_id=REGION,
            organiser_id=None,
            kind=EventKind.WORKSHOP,
            title=title,
            summary="On vient comme on est.",
            place="Maison de l'emploi",
            city="Orléans",
            begins_at=begins_at,
            ends_at=begins_at + TWO_HOURS,
            registering=Registering.OPEN,
            capacity=capacity,
        )
        event = await event_editing.create(draft, by=self.host)
        await publication.publish(event, by=self.host)
        for who in goers:
            await self.join(who, title)

    async def join(self, who: str, title: str) -> None:
        """Somebody registers."""
        await registration.register(await Event.get(title=title), self.people[who])

    async def leave(self, who: str, title: str) -> None:
        """Somebody gives their place back."""
        mine = await Registration.get(event__title=title, user_id=self.people[who].id, cancelled_at=None)
        await registration.leave(mine, by=self.people[who])

    async def move(self, title: str, begins: str) -> None:
        """An event has another hour."""
        event, begins_at = await Event.get(title=title), _paris(begins)
        values = {name: getattr(draft_of(event), name) for name in EventDraft.__dataclass_fields__}
        draft = EventDraft(**values | {"begins_at": begins_at, "ends_at": begins_at + TWO_HOURS})
        await event_editing.edit(event, draft, version=event.version, by=self.host)

    async def cancel(self, title: str, reason: str) -> None:
        """An event will not take place."""
        await publication.cancel(await Event.get(title=title), reason, by=self.host)

    async def came(self, title: str, *who: str) -> None:
        """The list of an event is ticked."""
        event = await Event.get(title=title)
        rows = Registration.filter(event_id=event.id, cancelled_at=None)
        there = await rows.filter(user_id__in=[self.people[each].id for each in who])
        await attendance.tick(event, [row.id for row in there], [], by=self.host)

    async def signs_in(self, who: str, device: str = HOUSEHOLD_DEVICE) -> None:
        """Somebody comes, from this device."""
        person = await User.get(id=self.people[who].id)
        await sessions.begin(person, self.settings, device=device, shared=False)

    async def reads(self, who: str) -> None:
        """Somebody comes and reads all of their messages."""
        await self.signs_in(who)
        owner = self.people[who].id
        while fresh := (await inbox.page(owner)).fresh:
            await inbox.read(owner, [line.mark for line in fresh])

    async def new_secret(self, who: str) -> None:
        """Somebody changes their passphrase."""
        person = await User.get(id=self.people[who].id)
        session, _ = await sessions.begin(person, self.settings, device=HOUSEHOLD_DEVICE, shared=False)
        new = "girafe violon parapluie montagne dentelle"
        await change_passphrase(person, PASSPHRASE, new, session=session, settings=self.settings)

    async def fills(self, who: str, per_cent: int) -> None:
        """So much of a box is taken."""
        await used(self.people[who].id, per_cent)

    async def spoils(self, who: str, name: str) -> None:
        """A paper cannot be opened any more."""
        await damaged(self.people[who], name)

    async def corrects(self, who: str, sheet: str, words: str) -> None:
        """Somebody says that a sheet is wrong."""
        await suggestions.suggest(await Structure.get(slug=sheet), {}, words, by=self.people[who])

    async def accepts(self, sheet: str, by: str) -> None:
        """The corrections of a sheet are accepted."""
        for each in await Suggestion.filter(structure__slug=sheet, decided_at=None):
            await suggestions.accept(each, by=self.people[by])

    async def refuses(self, sheet: str, by: str, reason: str) -> None:
        """The corrections of a sheet are refused."""
        for each in await Suggestion.filter(structure__slug=sheet, decided_at=None):
            await suggestions.refuse(each, reason, by=self.people[by])

    async def asks_to_close(self, who: str) -> None:
        """Somebody asks that their box be erased."""
        await closing.ask_closing(await User.get(id=self.people[who].id), PASSPHRASE, self.settings)


def _paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)
