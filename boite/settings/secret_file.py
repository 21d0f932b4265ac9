"""The secret of an installation that was given none: made once in its data, readable by its owner only.

Its first line signs. The lines below are former ones, by which what they signed is still read.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from boite.settings import bounds
from boite.settings.reading import BadSettings

NAME = "secret"
WRONG = """{path} : ce fichier ne contient pas de secret sûr. Le disque était peut-être plein quand il a été écrit.
Remettez-le d'une sauvegarde. Si vous n'en avez pas, supprimez-le : un autre sera fait au prochain départ."""

UNWRITTEN = """{path} : le secret ne peut pas être écrit ({why}).
Vérifiez que le dossier des données existe, qu'il reste de la place et que le service a le droit d'y écrire."""


@lru_cache(maxsize=4)
def read(data: Path) -> list[str]:
    """The secrets of this folder, read once. Raises BadSettings for a file that holds none: nothing is signed by it."""
    path = data / NAME
    try:
        if not path.exists():
            make(path, secrets.token_urlsafe(48))
    except OSError as error:
        raise BadSettings(UNWRITTEN.format(path=path, why=error.strerror)) from error
    found = path.read_text().split()
    try:
        if found and all(map(bounds.secret, found)):
            return found
    except ValueError:
        pass
    raise BadSettings(WRONG.format(path=path))


def make(path: Path, text: str) -> None:
    """A file of this text, readable by its owner only, unless another process made it meanwhile. Raises OSError.

    On the disk before it bears its name: a full disk leaves none, rather than an empty one.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # another process was first: its own is read
            os.link(partial, path)
    finally:
        partial.unlink(missing_ok=True)
