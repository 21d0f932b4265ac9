"""Who may do what: the only door from an identifier to a row. Not yours: NotFound. Not allowed: Forbidden."""

from __future__ import annotations

from boite.access.box import (
    ALLOWED,
    Action,
    Relation,
    discard,
    discards,
    folder,
    may,
    node,
    nodes,
    paper,
    preview,
    relation,
    root,
    session,
    space,
    upload,
)
from boite.access.guide import question, steered_question
from boite.access.sheets import (
    DUTIES,
    Duty,
    Post,
    duties,
    member_structures,
    steering,
    structure,
    suggestion,
    territory,
)

__all__ = [
    "ALLOWED",
    "DUTIES",
    "Action",
    "Duty",
    "Post",
    "Relation",
    "discard",
    "discards",
    "duties",
    "folder",
    "may",
    "member_structures",
    "node",
    "nodes",
    "paper",
    "preview",
    "question",
    "relation",
    "root",
    "session",
    "space",
    "steered_question",
    "steering",
    "structure",
    "suggestion",
    "territory",
    "upload",
]
