"""What stops a backup or a restoration, in words for whoever runs it. Each family has its exit status."""

from __future__ import annotations

from boite.errors import CannotStart


class NoBackup(CannotStart):
    """There is no such folder, or no whole backup in it."""

    status = 66  # EX_NOINPUT of sysexits.h


class SpoiltBackup(CannotStart):
    """The backup is not what its manifest says."""

    status = 65  # EX_DATAERR


class Occupied(CannotStart):
    """The place holds something already, or somebody is at work in it."""

    status = 3


class MissingTool(CannotStart):
    """A program of PostgreSQL is not on this machine, or too old."""

    status = 69  # EX_UNAVAILABLE


class NotWritten(CannotStart):
    """The folder cannot be written: no room, or no right."""

    status = 73  # EX_CANTCREAT


class Interrupted(CannotStart):
    """It cannot be told that nothing was erased meanwhile, or another one is at work: run it again."""

    status = 75  # EX_TEMPFAIL
