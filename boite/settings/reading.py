"""The environment read as settings: each value within its bounds, and no name that means nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from boite.errors import CannotStart
from boite.settings.bounds import Bound

PREFIX = "BOITE_"
FOREIGN = ("BOITE_TEST_", "BOITE_CHROMIUM", "BOITE_FIREFOX")
"""Variables of the tests, which are no settings of the service."""

ADDRESSES = frozenset({"database", "mail_url", "sms_body", "sms_headers", "sms_url", "storage", "storage_other"})
"""Those that may hold a password: a slip in one of them hides where it is."""
SECRETS = ADDRESSES | {"secret", "former_secrets", "metrics_token", "s3_access_key", "s3_secret_key"}
"""Those that may be given by a file instead: `BOITE_<NAME>_FILE` is its path. No page, log or command shows them."""
FILE = "_file"
SEVERAL_LINES = frozenset({"former_secrets", "sms_headers"})
LONGEST_FILE = 65_536
"""Bytes: more is not a secret, but another file given by mistake."""


class BadSettings(CannotStart):
    """Settings that make no sense, one French sentence each. Starting again changes nothing."""

    status = 78  # EX_CONFIG of sysexits.h


@dataclass(frozen=True, slots=True)
class Given:
    """What was given for a setting: its text, and the path of the file that holds it; empty for the environment."""

    raw: str
    file: str = ""


def values_of(known: Mapping[str, Bound], environ: Mapping[str, str]) -> dict[str, Any]:
    """The values given for these names. An empty variable is as none. Raises BadSettings with every fault at once."""
    values: dict[str, Any] = {}
    found, faults = _given(known, environ)
    for name, given in found.items():
        try:
            values[name] = known[name](given.raw)
        except ValueError as error:
            variable = variable_of(name, from_file=bool(given.file))
            faults[variable] = f"{variable} : « {_shown(name, given.raw)} » ne va pas : {error}."
    if faults:
        told = [faults[variable] for variable in sorted(faults)]
        raise BadSettings("\n".join([*told, "Tous les réglages sont décrits dans docs/environnement.md."]))
    return values


def files_of(known: Iterable[str], environ: Mapping[str, str]) -> dict[str, str]:
    """For each setting that was given: the path of the file that holds it, empty where the environment does."""
    return {name: given.file for name, given in _given(known, environ)[0].items()}


def variable_of(name: str, *, from_file: bool = False) -> str:
    """The variable of a setting, or that of the path of its file."""
    return PREFIX + (name + FILE * from_file).upper()


def _given(known: Iterable[str], environ: Mapping[str, str]) -> tuple[dict[str, Given], dict[str, str]]:
    """What is given for each name, and the fault of each variable that says nothing of use."""
    found: dict[str, Given] = {}
    faults: dict[str, str] = {}
    for variable in sorted(name for name in environ if name.startswith(PREFIX) and not name.startswith(FOREIGN)):
        name, raw = variable.removeprefix(PREFIX).lower(), environ[variable].strip()
        secret = name.removesuffix(FILE)
        if name in known and variable == variable_of(name):
            if raw:
                found[name] = Given(raw)
        elif name.endswith(FILE) and secret in SECRETS and variable == variable_of(name):
            if raw and secret in found:  # sorted: its own variable came first
                faults[variable] = f"{variable_of(secret)} est donné deux fois. Retirez-le, ou retirez {variable}."
            elif raw:
                try:
                    found[secret] = Given(_content(secret, raw), raw)
                except ValueError as error:
                    faults[variable] = f"{variable} : {error}."
        else:
            faults[variable] = f"{variable} : ce réglage n'existe pas.{_meant(name, known)}"
    return found, faults


def _content(name: str, path: str) -> str:
    """What a file says, without its last line's end. Raises ValueError with a French sentence, its content unsaid."""
    try:
        with Path(path).open("rb") as file:
            text = file.read(LONGEST_FILE + 1).decode().strip()
    except OSError as error:
        raise ValueError(f"le fichier « {path} » ne peut pas être lu ({error.strerror})") from error
    except ValueError as error:
        raise ValueError(f"le fichier « {path} » n'est pas un texte") from error
    if not text:
        raise ValueError(f"le fichier « {path} » est vide")
    if len(text) > LONGEST_FILE or ("\n" in text and name not in SEVERAL_LINES):
        raise ValueError(f"le fichier « {path} » doit tenir sur une ligne")
    return text


def _meant(name: str, known: Iterable[str]) -> str:
    """The names that look like this one, as a question."""
    if name.endswith(FILE) and name.removesuffix(FILE) in known:
        return f" Seul un secret se lit dans un fichier : écrivez {variable_of(name.removesuffix(FILE))}."
    from difflib import get_close_matches  # only a mistake needs it

    near = get_close_matches(name, known, n=2, cutoff=0.6)
    near = near or [one for one in known if name and (name in one or one in name)][:2]
    return f" Vouliez-vous écrire {' ou '.join(PREFIX + one.upper() for one in near)} ?" if near else ""


def _shown(name: str, raw: str) -> str:
    """What was given, for whoever wrote it; never a secret, nor an address that may hold one."""
    hidden = name in SECRETS or ("@" in raw and "://" in raw)
    return "•••" if hidden else raw[:60]
