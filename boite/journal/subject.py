"""What an entry of the journal is about: the closed list, one word for each kind of thing."""

from __future__ import annotations

from enum import StrEnum

LONGEST = 160
"""Characters of an identifier in the column."""


class SubjectKind(StrEnum):
    """Each says what `Entry.subject_id` then holds."""

    ACCOUNT = "account"
    """Somebody's account: its identifier."""
    ARTICLE = "article"
    """A piece of news: its identifier."""
    BOX = "box"
    """The whole box of somebody: the identifier of its account."""
    EVENT = "event"
    """An event of the agenda: its slug, which never changes."""
    GROUP = "group"
    """The space of a group: the identifier of its account."""
    IMPORT = "import"
    """An imported file: its name."""
    ISSUE = "issue"
    """An issue of the letter: its identifier."""
    NODE = "node"
    """A file or a folder: its identifier."""
    PORTRAIT = "portrait"
    """The portrait of a territory: the code of the territory."""
    PROPOSAL = "proposal"
    """What a partner proposed to the news: its identifier."""
    QUESTION = "question"
    """A question of « Qui peut m'aider ? », with its answers: its identifier."""
    RESOURCE = "resource"
    """A resource: its identifier."""
    SESSION = "session"
    """A device where somebody signed in: the identifier of its session. That session is not told of itself."""
    STRUCTURE = "structure"
    """A structure of the directory, with its points and services: its slug, which never changes."""
    TERRITORY = "territory"
    """A territory, or the letter of a territory: its code."""
    UPLOAD = "upload"
    """An upload that was not completed: its identifier."""
