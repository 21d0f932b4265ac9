"""The vocabulary of the doors: what somebody is to a thing (Role), what may be asked of it (Right), who may what.

The desks of the news and of the resources add the steps of their workflow (`news.py`, `library.py`).
"""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What somebody is to one thing. What they are for the whole service is `accounts.models.AccountRole`."""

    ANYONE = "anyone"
    """No link with it; perhaps not even signed in."""
    OWNER = "owner"
    """It is their own box."""
    PROFESSIONAL = "professional"
    """Works for some structure, or coordinates some territory."""
    COLLEAGUE = "colleague"
    """Works for a structure of its territory."""
    AGENT = "agent"
    """Works for the structure itself."""
    ORGANISER = "organiser"
    """Works for the structure that organises it, or wrote it and works in its territory."""
    AUTHOR = "author"
    FORMER_AUTHOR = "former_author"
    """Wrote a draft for a territory where they may no longer write: they can move it elsewhere, or drop it."""
    COORDINATOR = "coordinator"
    """Coordinates its territory."""
    AUTHOR_COORDINATOR = "author_coordinator"
    """Both: nobody else needs to decide. A draft without an author has its coordinators for authors."""
    REGIONAL_COORDINATOR = "regional_coordinator"
    """Coordinates the whole region, where a territory's own coordination may do less."""


class Right(StrEnum):
    """What may be asked of a thing."""

    READ = "read"
    PREVIEW = "preview"
    """Read it before it is published, and its history."""
    ADD = "add"
    EDIT = "edit"
    DISCARD = "discard"
    RESTORE = "restore"
    PURGE = "purge"
    SUGGEST = "suggest"
    """Suggest a correction."""
    DECIDE = "decide"
    """Accept or refuse a suggestion."""
    CLOSE = "close"
    """Close a structure, merge it, say that it moved; and reopen it."""
    MANAGE_AGENTS = "manage_agents"
    """Say who looks after a sheet."""
    MANAGE_ATTENDEES = "manage_attendees"
    """See who comes to an event, say who came, read the results."""
    RECEIVE = "receive"
    """The screen of a reception desk."""
    ANSWER_LOCALLY = "answer_locally"
    """Say who answers a question in one's own territory."""
    ANSWER_EVERYWHERE = "answer_everywhere"
    EXCHANGE = "exchange"
    """Export all the questions to a file, or import them."""


_PAPERS = frozenset({Right.READ, Right.ADD, Right.EDIT, Right.DISCARD, Right.RESTORE, Right.PURGE})
_VISITOR = frozenset({Right.READ, Right.SUGGEST})
_RECEPTION = frozenset({Right.READ, Right.RECEIVE})
_LOCAL = _RECEPTION | {Right.PREVIEW, Right.ANSWER_LOCALLY}

SPACE: dict[Role, frozenset[Right]] = {
    Role.ANYONE: frozenset(),
    Role.COLLEAGUE: frozenset({Right.READ, Right.ADD}),
    Role.COORDINATOR: _PAPERS,
    Role.OWNER: _PAPERS,
}
"""A box, or the space of a group: colleagues and coordinators are those of the group's territory."""

SHEET: dict[Role, frozenset[Right]] = {
    Role.ANYONE: _VISITOR,
    Role.AGENT: _VISITOR | {Right.EDIT},
    Role.COORDINATOR: _VISITOR | {Right.EDIT, Right.DECIDE, Right.CLOSE, Right.MANAGE_AGENTS},
}
"""The sheet of a structure."""

EVENT: dict[Role, frozenset[Right]] = {
    Role.ANYONE: frozenset(),
    Role.COLLEAGUE: frozenset({Right.PREVIEW}),
    Role.ORGANISER: frozenset({Right.PREVIEW, Right.EDIT, Right.MANAGE_ATTENDEES}),
    Role.COORDINATOR: frozenset({Right.PREVIEW, Right.EDIT, Right.MANAGE_ATTENDEES}),
}
"""An event; once published, its page is everybody's."""

QUESTIONS: dict[Role, frozenset[Right]] = {
    Role.ANYONE: frozenset({Right.READ}),
    Role.PROFESSIONAL: _RECEPTION,
    Role.COORDINATOR: _LOCAL,
    Role.REGIONAL_COORDINATOR: _LOCAL | {Right.ANSWER_EVERYWHERE, Right.EDIT, Right.EXCHANGE},
}
"""The questions of « Qui peut m'aider ? » and their answers. Here a coordinator is that of any territory."""
