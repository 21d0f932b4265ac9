"""What can be asked of a space, by whom: the table."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    """What can be asked of a row."""

    READ = "read"
    ADD = "add"
    CHANGE = "change"
    DISCARD = "discard"
    RESTORE = "restore"
    PURGE = "purge"


class Relation(StrEnum):
    """What somebody is to a space."""

    OWNER = "owner"
    EDITOR = "editor"
    """Coordinates the territory whose group's space it is."""
    CONTRIBUTOR = "contributor"
    """Works for a structure of that territory."""
    STRANGER = "stranger"


ALLOWED: dict[Relation, frozenset[Action]] = {
    Relation.OWNER: frozenset(Action),
    Relation.EDITOR: frozenset(Action),
    Relation.CONTRIBUTOR: frozenset({Action.READ, Action.ADD}),
    Relation.STRANGER: frozenset(),
}
