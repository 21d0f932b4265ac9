"""The environment read as settings: each value within its bounds, and no name that means nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from boite.errors import CannotStart
from boite.settings.bounds import Bound

PREFIX = "BOITE_"
FOREIGN = ("BOITE_TEST_", "BOITE_CHROMIUM", "BOITE_FIREFOX")
"""Variables of the tests, which are no settings of the service."""

ADDRESSES = frozenset({"database", "mail_url", "sms_body", "sms_headers", "sms_url", "storage"})
"""Those that may hold a password: a slip in one of them hides where it is."""


class BadSettings(CannotStart):
    """Settings that make no sense, one French sentence each. Starting again changes nothing."""

    status = 78  # EX_CONFIG of sysexits.h


def values_of(known: Mapping[str, Bound], environ: Mapping[str, str]) -> dict[str, Any]:
    """The values given for these names. An empty variable is as none. Raises BadSettings with every fault at once."""
    values: dict[str, Any] = {}
    faults = []
    for variable in sorted(name for name in environ if name.startswith(PREFIX) and not name.startswith(FOREIGN)):
        name, raw = variable.removeprefix(PREFIX).lower(), environ[variable].strip()
        if name not in known or variable != PREFIX + name.upper():
            faults.append(f"{variable} : ce réglage n'existe pas.{_meant(name.lower(), known)}")
        elif raw:
            try:
                values[name] = known[name](raw)
            except ValueError as error:
                faults.append(f"{variable} : « {_shown(name, raw)} » ne va pas : {error}.")
    if faults:
        raise BadSettings("\n".join([*faults, "Tous les réglages sont décrits dans docs/environnement.md."]))
    return values


def _meant(name: str, known: Iterable[str]) -> str:
    """The names that look like this one, as a question."""
    from difflib import get_close_matches  # only a mistake needs it

    near = get_close_matches(name, known, n=2, cutoff=0.6)
    near = near or [one for one in known if name and (name in one or one in name)][:2]
    return f" Vouliez-vous écrire {' ou '.join(PREFIX + one.upper() for one in near)} ?" if near else ""


def _shown(name: str, raw: str) -> str:
    """What was given, for whoever wrote it; never a secret, nor an address that may hold one."""
    hidden = "secret" in name or name in ADDRESSES or ("@" in raw and "://" in raw)
    return "•••" if hidden else raw[:60]
