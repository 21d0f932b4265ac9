"""The table of the verbs: what each leaves in the journals, to be tried one by one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from starlette.applications import Starlette
from tortoise.models import Model

from boite.accounts.models import AccountRole, User
from boite.settings import Settings
from storage.store import BlobStore
from tests.news.desks import agent, coordinator
from tests.people import open_account


@dataclass(frozen=True, slots=True)
class Left:
    """One entry that a verb leaves: of which kind, in whose journal, by whom, about what."""

    kind: str
    owner: UUID
    by: UUID | None
    subject: str
    """« event:atelier-cv »: its kind and which one."""


@dataclass
class Verb:
    """A verb ready to be done. `do` reads its rows again: it is done several times, the last one only for good."""

    do: Callable[[], Awaitable[object]]
    leaves: list[Left]
    apart: frozenset[str] = field(default=frozenset())
    """Tables that keep something of a verb that failed, on purpose: a promise of bytes, which a chore cleans."""
    tidies: bool = False
    """Whether it goes on once its transaction is over, with what a chore would do otherwise: then it is done."""


class World:
    """The people of the table: Inès, a person; Paul, an agent; Nadia, who coordinates Orléans."""

    def __init__(self, app: Starlette) -> None:
        self.app = app
        self.settings: Settings = app.state.settings
        self.store: BlobStore = app.state.store
        self.ines: User
        self.paul: User
        self.nadia: User

    async def begin(self) -> None:
        """Give them an account."""

        async def opened(first_name: str = "Inès", role: AccountRole = AccountRole.PERSON) -> User:
            return await open_account(self.settings, first_name, role)

        self.ines = await opened()
        self.paul = await agent(opened)
        self.nadia = await coordinator(opened)


Preparing = Callable[[World], Awaitable[Verb]]
VERBS: dict[str, Preparing] = {}
"""Each verb by its name, entered by `verb`."""


def verb(prepare: Preparing) -> Preparing:
    """Enter a verb in the table, under the name of the function that prepares it."""
    VERBS[prepare.__module__.rsplit(".", 1)[-1] + "." + prepare.__name__] = prepare
    return prepare


def own(kind: str, user: User, subject: str) -> Left:
    """What somebody did themselves."""
    return Left(kind, user.id, user.id, subject)


def told(kind: str, user: User, by: User | None, subject: str) -> Left:
    """What somebody else did, told to this person."""
    return Left(kind, user.id, by.id if by else None, subject)


def account(user: User) -> str:
    """This account as a subject."""
    return f"account:{user.id}"


def box(user: User) -> str:
    """The whole box of this account as a subject."""
    return f"box:{user.id}"


Row = TypeVar("Row", bound=Model)


async def again(row: Row) -> Row:
    """The row as it is now: a verb that failed has changed the one that it was given."""
    return await type(row).get(pk=row.pk)
