"""« À faire »: what a person has to do or to know first, the most pressing first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from boite.accounts.models import User
from boite.agenda import event_lists
from boite.agenda.models import Registration
from boite.clock import day_of, now, today
from boite.files import names, node_lists, uploads
from boite.files.list_rows import SOON
from boite.languages.messages import _, counted
from boite.notifications import inbox
from boite.notifications.inbox import InboxLine
from boite.notifications.kinds_for_people import (
    ACCOUNT_CLOSING,
    BOX_FILLING,
    CV_OLD,
    EVENT_OPINION,
    STRUCTURE_CHANGED,
)
from boite.text.french import hour_of_day, weekday_fr

SINCE = timedelta(days=90)
"""How long a paper that is no longer valid is still told."""
WITHIN = timedelta(days=14)
"""How early an event that somebody goes to is told."""
MOST = 5
PRESSING = (ACCOUNT_CLOSING, BOX_FILLING, STRUCTURE_CHANGED)
WAITING = (EVENT_OPINION, CV_OLD)
"""The reminders that are told as they stand, for who has neither address nor telephone: what presses, then the rest."""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do. `day` or `icon` is its label; `gesture` the words of its button, where it comes first."""

    title: str
    fact: str
    route: str
    values: dict[str, Any] = field(default_factory=dict)
    day: date | None = None
    icon: str = ""
    soon: bool = False
    gesture: str = _("Ouvrir")


async def of(user: User, space_id: UUID) -> list[Task]:
    """What waits for this person, at most `MOST` lines. Four queries."""
    ending = await node_lists.ending(space_id, today() - SINCE, today() + SOON, MOST)
    deposits = await uploads.unfinished(user.id)
    going = [row for row in await event_lists.of_person(user.id) if _is_near(row)]
    said = await inbox.fresh(user.id, (*PRESSING, *WAITING))  # the others are the lines below, as long as they hold
    lines = [*map(_message, said), *_deposits(len(deposits)), *map(_paper, ending), *map(_event, going)]
    lines += _typed_before(user)
    return sorted(lines, key=lambda line: (not line.soon, line.day or today()))[:MOST]


def _message(line: InboxLine) -> Task:
    soon = line.kind in PRESSING
    return Task(line.title, line.body, line.route, dict(line.values), icon=line.icon, soon=soon, gesture=line.action)


def _deposits(count: int) -> Iterator[Task]:
    if count:
        fact = _("L'envoi s'est arrêté. Vous pouvez le reprendre.")
        title = counted("%(num)s dépôt à terminer", "%(num)s dépôts à terminer", count)
        yield Task(title, fact, "files:uploads", icon="upload", soon=True, gesture=_("Reprendre"))


def _typed_before(user: User) -> Iterator[Task]:
    """What was typed freely of oneself and could not be matched, until its person chooses, or lets it go."""
    if user.free_text_tried and (user.structure or (user.commune and not user.commune_code)):
        fact = _("Ce que vous aviez écrit peut désigner plusieurs lieux, ou aucun.")
        yield Task(_("Où je vis, qui m'accompagne"), fact, "support:mine", icon="place", gesture=_("Choisir"))


def _paper(row: dict[str, Any]) -> Task:
    days = (row["valid_until"] - today()).days
    if days < 0:
        fact = _("Il n'est plus valable.")
    elif days == 0:
        fact = _("C'est son dernier jour.")
    else:
        fact = counted("Il n'est plus valable dans %(num)s jour.", "Il n'est plus valable dans %(num)s jours.", days)
    values = {"node": row["id"]}
    return Task(
        names.title(row["name"], row["kind"]),
        fact,
        "files:paper",
        values,
        day=row["valid_until"],
        soon=True,
        gesture=_("Remplacer"),
    )


def _is_near(row: Registration) -> bool:
    return row.event.ends_at > now() and row.event.begins_at < now() + WITHIN


def _event(row: Registration) -> Task:
    event = row.event
    day = max(day_of(event.begins_at), today())
    when = f"{weekday_fr(day).split()[0].capitalize()} à {hour_of_day(event.begins_at)}"
    if event.cancelled_at is not None:
        said = "Il est annulé."
    else:
        said = "Vous avez votre place." if row.seated_at is not None else "Vous êtes sur la liste d'attente."
    soon = day <= today() + timedelta(days=1)
    return Task(event.title, f"{when}. {said}", "agenda:registration", {"code": row.code}, day=day, soon=soon)
