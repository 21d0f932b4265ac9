"""What a setting accepts. Each bound reads a text and returns its value, or says in French what to write instead."""

from __future__ import annotations

import re
from collections.abc import Callable
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

Bound = Callable[[str], Any]
"""From what the environment says, never empty, to a value. Raises ValueError with the French end of a sentence."""

_NUMBER = re.compile(r"-?[0-9][0-9 _]{0,30}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_MAILBOX = r"[^@\s<>,;:\"()]{1,64}@[^@\s<>,;:\"()]{1,180}\.[^@\s<>,;:\"().]{1,63}"
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?|[0-9A-Fa-f:.]{2,45}")
_BUCKET = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:/[A-Za-z0-9._-]+)*/?")
"""The names of buckets are those of Amazon; a prefix has only signs that no address changes."""
YES, NO = {"1", "oui", "true", "yes", "vrai"}, {"0", "non", "false", "no", "faux"}
LONGEST = 300
"""Characters of a text that pages show."""
SHORTEST_SECRET = 20
"""Characters: with 8 different ones at least, what nobody guesses by trying."""


def number(low: int, high: int) -> Bound:
    """A whole number from `low` to `high`; spaces may part its thousands."""

    def read(raw: str) -> int:
        value = int(re.sub("[ _]", "", raw)) if _NUMBER.fullmatch(raw) else None
        if value is None or not low <= value <= high:
            raise ValueError(f"donnez un nombre entier, de {low} à {high}")
        return value

    return read


def yes_or_no(raw: str) -> bool:
    """« oui » or « non », or what programs write for them."""
    if raw.lower() not in YES | NO:
        raise ValueError("écrivez « oui » ou « non »")
    return raw.lower() in YES


def one_of(*choices: str) -> Bound:
    """One of these words, however it is capitalised."""

    def read(raw: str) -> str:
        found = next((choice for choice in choices if choice.lower() == raw.lower()), None)
        if found is None:
            raise ValueError("écrivez " + " ou ".join(f"« {choice} »" for choice in choices))
        return found

    return read


def text(raw: str) -> str:
    """One line, for a page."""
    if len(raw) > LONGEST or _CONTROL.search(raw):
        raise ValueError(f"écrivez une seule ligne, de {LONGEST} signes au plus")
    return raw


def mailbox(raw: str) -> str:
    """An address of mail."""
    if not re.fullmatch(_MAILBOX, raw):
        raise ValueError("écrivez une adresse de courriel, par exemple bonjour@exemple.fr")
    return raw


def sender(raw: str) -> str:
    """An address of mail, alone or after a name."""
    if not re.fullmatch(rf"{_MAILBOX}|[^<>\x00-\x1f]{{1,120}}<{_MAILBOX}>", raw):
        raise ValueError("écrivez « Nom <adresse> », par exemple Ma boîte <lettre@exemple.fr>")
    return raw


def mailbox_or_page(raw: str) -> str:
    """Where somebody may write: an address of mail or a page over https."""
    if "://" not in raw:
        return mailbox(raw)
    if not raw.lower().startswith("https://") or not _split(raw).hostname or _CONTROL.search(raw):
        raise ValueError("écrivez une adresse de courriel, ou celle d'une page en https://")
    return raw


def site(raw: str) -> str:
    """The public address: a scheme and a host, in small letters as browsers compare them, and nothing after."""
    parts = _split(raw)
    alone = not (parts.path.strip("/") or parts.query or parts.fragment or parts.username or parts.password)
    if parts.scheme not in {"http", "https"} or not parts.hostname or not alone or not _known_host(parts.hostname):
        raise ValueError("écrivez l'adresse du site sans rien après, par exemple https://boite.exemple.fr")
    port = f":{parts.port}" if parts.port else ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}{port}"


def web_address(raw: str) -> str:
    """The address of a page or of a service, with nothing secret before its host."""
    parts = _split(raw)
    plain = raw.isascii() and raw.isprintable() and " " not in raw and not parts.fragment
    if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc or not plain:
        raise ValueError("écrivez une adresse en https://, sans nom ni mot de passe devant la machine")
    return raw


def host(raw: str) -> str:
    """The name or the number of a machine."""
    if not _known_host(raw):
        raise ValueError("écrivez le nom ou l'adresse d'une machine, par exemple 127.0.0.1")
    return raw


def machines(raw: str) -> str:
    """Names of machines, parted by spaces or commas, with their port where it is not the usual one."""
    found = raw.replace(",", " ").lower().split()
    for each in found:
        name, _, port = each.removeprefix(".").partition(":")
        if not _HOST.fullmatch(name) or not (port.isdigit() or each.endswith(name)):
            raise ValueError("écrivez des noms de machines, par exemple web.push.apple.com .notify.windows.com")
    return " ".join(found)


def networks(raw: str) -> str:
    """Addresses or networks of machines, parted by commas; « * » for all of them."""
    found = [part.strip() for part in raw.split(",")]
    for part in found:
        try:
            if part != "*":
                ip_network(part)
        except ValueError as error:
            raise ValueError("écrivez des adresses ou des réseaux, par exemple 127.0.0.1,10.0.0.0/8") from error
    return ",".join(found)


def folder(raw: str) -> Path:
    """The path of a folder, there or not yet."""
    if "\x00" in raw or Path(raw).is_file():
        raise ValueError("donnez le chemin d'un dossier")
    return Path(raw)


def database(raw: str) -> str:
    """The address of a base: its scheme, and where it is."""
    parts = _split(raw)
    if parts.scheme == "sqlite":
        complete = parts.path.startswith("/")
    else:  # a socket of the machine is named after the question mark
        complete = bool(parts.hostname or "host=" in parts.query) and bool(parts.path.strip("/"))
    if parts.scheme not in {"sqlite", "postgres", "postgresql", "asyncpg"} or not complete:
        raise ValueError("écrivez par exemple postgres://personne:secret@machine/base, ou laissez vide")
    return raw


def storage(raw: str) -> str:
    """The address of a store of bytes."""
    parts = _split(raw)
    in_memory = raw == "memory:"
    on_disk = parts.scheme == "file" and parts.netloc in {"", "localhost"} and len(parts.path) > 1
    in_bucket = _BUCKET.fullmatch(raw) is not None
    if not (in_memory or on_disk or in_bucket):
        raise ValueError("écrivez par exemple file:///srv/papiers ou s3://seau/papiers, ou laissez vide")
    return raw


def key(raw: str) -> str:
    """A key that a service gave."""
    if not raw.isascii() or not raw.isprintable() or " " in raw:
        raise ValueError("recopiez la clé telle que le service l'a donnée")
    return raw


def mail_server(raw: str) -> str:
    """The address of a server of mail."""
    parts = _split(raw)
    if parts.scheme not in {"smtp", "smtps", "smtp+starttls"} or not parts.hostname:
        raise ValueError("écrivez par exemple smtp+starttls://nom:mot@hôte:587")
    return raw


def secret(raw: str) -> str:
    """A secret that nobody guesses."""
    if len(raw) < SHORTEST_SECRET or len(set(raw)) < 8 or _CONTROL.search(raw):
        raise ValueError(f"ce secret se devine : donnez au moins {SHORTEST_SECRET} signes tirés au hasard")
    return raw


def secrets(raw: str) -> str:
    """Several of them, parted by spaces."""
    return " ".join(map(secret, raw.split()))


def _split(raw: str) -> SplitResult:
    """The parts of an address; those of nothing where it is none."""
    try:
        parts = urlsplit(raw)
        _ = parts.port
    except ValueError:
        return urlsplit("")
    return parts


def _known_host(name: str) -> bool:
    return bool(_HOST.fullmatch(name))
