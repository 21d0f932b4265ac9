"""What those who come are told: on their home page and in their journal, or by mail for who has no account.

Called inside the verb's transaction: told once, and never of what did not happen. Who gave their place back is told
nothing. Who left neither an account nor an address reads it on the page of the event.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from boite import clock
from boite.agenda import journal_kinds as kinds
from boite.agenda.event_words import when, where
from boite.agenda.models import Event, Registration
from boite.database.connection import fetch
from boite.database.rows import typed
from boite.errors import Invalid
from boite.journal.catalogue import in_a_sentence
from boite.journal.record import tell
from boite.mail import links, outbox
from boite.mail.addresses import checked
from boite.mail.messages import Letter, render
from boite.text.french import plural, sentence_case

NEAR = timedelta(hours=24)
"""What is told of an event that begins within this is told at any hour: the next morning may be too late."""
HOUR = frozenset({"begins_at", "ends_at"})
PLACE = frozenset({"place", "address", "city"})
LINK = frozenset({"online"})
CODE = "CODEDELINSCRIPTION"
"""Stands for the code of each registration: the words of a mail are made once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How many of those who come are told, and how."""

    boxes: int
    mails: int
    alone: int
    """Neither an account nor an address."""

    @property
    def words(self) -> str:
        """In French, for the organiser: who learns it by us, then whom they tell themselves. Nothing for nobody."""
        parts = (
            (self.boxes, "le voit dans sa boîte", "le voient dans leur boîte"),
            (self.mails, "le reçoit par courriel", "le reçoivent par courriel"),
        )
        said = [f"{plural(count, 'personne')} {one if count == 1 else many}." for count, one, many in parts if count]
        if self.alone:
            said.append(f"Prévenez vous-même {plural(self.alone, 'personne')}, sans compte ni courriel.")
        return " ".join(said)


async def reach(event: Event, *, mails: bool) -> Reach:
    """How those who come are told of a change. Without `mails`, none of ours leaves."""
    rows = await Registration.filter(event_id=event.id, cancelled_at=None).values("user_id", "email")
    boxes = sum(row["user_id"] is not None for row in rows)
    written = sum(row["user_id"] is None and bool(row["email"]) for row in rows) if mails else 0
    return Reach(boxes=boxes, mails=written, alone=len(rows) - boxes - written)


async def cancelled(event: Event, reason: str) -> None:
    """The event will not take place."""
    told = kinds.EventCalledOff(title=event.title, slug=event.slug, reason=in_a_sentence(reason))
    await _everybody(event, told, "cancelled", said=reason)


def moves(changed: Collection[str]) -> str:
    """« d'heure et de lieu »: what the change of these fields means for who comes; nothing where it is the same."""
    parts = [
        words for fields, words in ((HOUR, "d'heure"), (PLACE, "de lieu"), (LINK, "de lien")) if fields & {*changed}
    ]
    return " et ".join(parts) if len(parts) < 3 else "d'heure, de lieu et de lien"


async def moved(event: Event, what: str, these: Collection[Mapping[str, Any]], *, near: bool) -> None:
    """An event has another hour or place than these people know: rows with `user_id`, `email` and `code`.

    `near`: the hour that they know is near.
    """
    held = ", ".join(filter(None, (when(event), where(event))))
    now = in_a_sentence(sentence_case(held))
    told = kinds.EventMoved(title=event.title, slug=event.slug, what=what, now=now)
    await _these(event, told, "moved", these, said=what, near=near)


async def seated(event: Event, called: Collection[Mapping[str, Any]]) -> None:
    """These, who waited, have a seat from now on: rows with `user_id`, `email` and `code`."""
    await _these(event, kinds.SeatFreed(title=event.title, slug=event.slug), "seated", called)


async def reminded(event: Event, visitors: Collection[Mapping[str, Any]]) -> None:
    """These, who have no account, come soon: rows with `email` and `code`. Inside the caller's transaction."""
    letter = _letter(event, "reminder", "")
    mails = [
        (_address(row["email"]), _to(letter, str(row["code"]))) for row in visitors if row["email"] and row["code"]
    ]
    await outbox.post_all([(address, words) for address, words in mails if address])


async def taken_off(event: Event, registration: Registration, *, by: UUID) -> None:
    """The organiser took somebody off the list."""
    row = {"user_id": registration.user_id, "email": registration.email, "code": registration.code}
    await _these(event, kinds.TakenOff(title=event.title, slug=event.slug), "taken-off", [row], by=by)


async def _everybody(event: Event, told: kinds.OfEvent, what: str, *, said: str) -> None:
    living = "SELECT user_id, email, code FROM agenda_registration WHERE event_id = ? AND cancelled_at IS NULL"
    await _these(event, told, what, await fetch(living, event.id), said=said)


async def _these(
    event: Event,
    told: kinds.OfEvent,
    what: str,
    rows: Collection[Mapping[str, Any]],
    *,
    said: str = "",
    by: UUID | None = None,
    near: bool = False,
) -> None:
    people = [person for row in rows if (person := typed(row["user_id"], UUID)) is not None]
    pressing = near or event.begins_at - clock.now() < NEAR
    await tell(told, to=people, by=by, pressing=pressing)
    visitors = [row for row in rows if row["user_id"] is None and row["email"] and row["code"]]
    if visitors:
        letter = _letter(event, what, said)
        mails = [(_address(row["email"]), _to(letter, str(row["code"]))) for row in visitors]
        await outbox.post_all([(address, words) for address, words in mails if address])


def _letter(event: Event, what: str, said: str) -> Letter:
    link = links.to("agenda:registration", code=CODE)
    return render(
        "event",
        what=what,
        said=said,
        title=event.title,
        when=when(event),
        where=where(event),
        link=link,
        site=links.to("site:home"),
    )


def _to(letter: Letter, code: str) -> Letter:
    return Letter(letter.subject, letter.text.replace(CODE, code), letter.html.replace(CODE, code))


def _address(typed: str) -> str:
    """As mail is written to it; empty for what no mail reaches, typed before addresses were checked."""
    try:
        return checked(typed)
    except Invalid:
        return ""
