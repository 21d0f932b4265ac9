"""What somebody wants to be told, kind by kind. Without a word of theirs, everything."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from boite.accounts.models import AccountRole, User
from boite.database.announcements import announce
from boite.database.connection import execute, transaction
from boite.database.long_lists import few
from boite.notifications.kinds import KINDS, OF_ENTRY
from boite.notifications.message_kind import MessageKind
from boite.notifications.models import Channel, Preference

SET = (
    "INSERT INTO notifications_preference (user_id, kind, channel, wanted) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (user_id, kind, channel) DO UPDATE SET wanted = excluded.wanted"
)
_OF_ENTRY = " ".join(f"WHEN '{entry}' THEN '{kind.code}'" for entry, kind in OF_ENTRY.items())
_UNWANTED = (
    "EXISTS (SELECT 1 FROM notifications_preference p WHERE p.user_id = {who} AND p.channel = 'service'"
    " AND NOT p.wanted AND p.kind = {kind})"
)
SILENT = tuple(kind for kind in KINDS if Channel.SERVICE in kind.silent)
"""Those that are told to nobody who did not ask for them, even in the service."""
ASKED = "EXISTS (SELECT 1 FROM notifications_preference p WHERE p.user_id = {who} AND p.wanted AND p.kind = {kind})"
"""SQL: whether somebody asked for such messages, on one channel at least."""
_SILENT = ", ".join(f"'{kind.code}'" for kind in SILENT)
NOTICE_WANTED = (
    "NOT "
    + _UNWANTED.format(who="n.recipient_id", kind="n.kind")
    + f" AND (n.kind NOT IN ({_SILENT}) OR "
    + ASKED.format(who="n.recipient_id", kind="n.kind")
    + ")"
)
ENTRY_WANTED = "NOT " + _UNWANTED.format(who="e.owner_id", kind=f"CASE e.kind {_OF_ENTRY} END")
"""SQL over `n`, a notice, and `e`, a line of a journal: whether its person wants such messages in the service."""


async def unwanted(user_id: UUID) -> set[str]:
    """The codes of the kinds that this person does not want in the service."""
    said = {row.kind: row.wanted for row in await Preference.filter(user_id=user_id, channel=Channel.SERVICE)}
    silent = {kind.code for kind in SILENT} - said.keys()
    return silent | {code for code, wanted in said.items() if not wanted}


async def unwanted_by(people: Collection[UUID], kind: MessageKind) -> set[UUID]:
    """Those of these people who do not want this kind in the service, and so are told it nowhere. One query."""
    rows = await Preference.filter(user_id__in=few(people), kind=kind.code)
    if kind in SILENT:
        return set(people) - {row.user_id for row in rows if row.wanted}
    return {row.user_id for row in rows if row.channel == Channel.SERVICE and not row.wanted}


async def chosen(user_id: UUID) -> dict[tuple[str, Channel], bool]:
    """What this person said of a kind on a channel, where they said it."""
    return {(row.kind, row.channel): row.wanted for row in await Preference.filter(user_id=user_id)}


async def unwanted_entries(user_id: UUID) -> list[str]:
    """The kinds of lines of the journal that this person wants no more to be told."""
    codes = await unwanted(user_id)
    return [entry for entry, kind in OF_ENTRY.items() if kind.code in codes]


async def want(user_id: UUID, kind: MessageKind, wanted: bool, channel: Channel = Channel.SERVICE) -> None:
    """Say it or say it no more, on this channel. Said twice, it is the same.

    What is not wanted in the service is told nowhere.
    """
    async with transaction():
        await execute(SET, user_id, kind.code, channel.value, wanted)
        announce(user_id)


async def choose(user_id: UUID, offered: Collection[MessageKind], wanted: Mapping[Channel, Collection[str]]) -> None:
    """What is ticked of the kinds offered, channel by channel. Channels that are not named stay as they were.

    Whoever ticks a channel wants to be told: in the service too, without which nothing goes anywhere.
    """
    async with transaction():
        said = await chosen(user_id)
        ticked = {
            kind.code
            for channel, codes in wanted.items()
            for kind in offered
            if kind.code in codes and not said.get((kind.code, channel), channel not in kind.silent)
        }
        for kind in offered:
            if Channel.SERVICE in wanted:
                await want(user_id, kind, kind.code in ticked.union(wanted[Channel.SERVICE]))
            for channel in wanted.keys() - {Channel.SERVICE}:
                if kind.goes_by(channel):  # else it has no box there: nothing was said of it
                    await _choose_on(user_id, channel, kind, kind.code in wanted[channel])


async def _choose_on(user_id: UUID, channel: Channel, kind: MessageKind, wanted: bool) -> None:
    """On a channel outside the service, what is as for everybody keeps no row."""
    if wanted == (channel not in kind.silent):
        await Preference.filter(user_id=user_id, kind=kind.code, channel=channel).delete()
    else:
        await want(user_id, kind, wanted, channel)


def offered(user: User) -> list[MessageKind]:
    """The kinds that this person's page of settings is about."""
    return [kind for kind in KINDS if concerns(kind, user) and not kind.always]


def concerns(kind: MessageKind, user: User) -> bool:
    """Whether somebody of this role may be told such messages."""
    if kind.operators:
        return user.role == AccountRole.ADMINISTRATOR
    return user.is_professional or not kind.at_work or (kind.observers and user.role == AccountRole.OBSERVER)
