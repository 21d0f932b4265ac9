"""Accounts in bulk, from a table that a structure or a territory prepared: all of them, or none and why.

The passphrases go on slips to print and to seal, and nowhere else: the slips are on the disk before any account counts.
"""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from boite.accounts.credentials import hash_passphrase, propose_handle, propose_passphrase
from boite.accounts.models import AccountRole, User
from boite.administration import people, posts
from boite.administration.posts import Posts
from boite.boxes.creation import open_under
from boite.database.connection import transaction
from boite.database.long_lists import parts
from boite.errors import Invalid, Refusal
from boite.settings import Settings
from boite.settings.secret_file import make

COLUMNS = ("prenom", "role", "structure", "territoire", "place")
"""What a line may say, all of it optional. Several structures, or territories, are set apart by spaces."""
MOST = 2_000
"""Lines of one file: half a minute of argon2 for each hundred."""
AT_ONCE = 20
"""Passphrases hashed together."""
LARGEST = 1_000_000
"""Bytes of one file."""
ROLES = {word: role for role, word in people.ROLES.items()} | {role.value: role for role in people.ROLES}
"""What a line may call a role: the French word of the pages, or that of the commands."""
SLIP = """{line}

Ma boîte SPRO

Identifiant : {handle}
Phrase secrète : {passphrase}
Adresse : {site}

Gardez ce papier chez vous. Nous ne connaissons pas votre phrase secrète.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """One line that makes sense."""

    number: int
    """Its line in the file, the head being the first."""
    first_name: str
    posts: Posts
    role: AccountRole
    quota: int


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """One that does not, and why in French."""

    number: int
    why: str


async def read(content: bytes, settings: Settings) -> tuple[list[NewAccount], list[RefusedLine]]:
    """What a file asks for, and what it cannot have. Raises Invalid for a file that is no such table."""
    found: list[NewAccount] = []
    refused: list[RefusedLine] = []
    for number, cells in _rows(content):
        try:
            found.append(await _newcomer(number, cells, settings))
        except Refusal as refusal:
            refused.append(RefusedLine(number, refusal.message))
    return found, refused


def _rows(content: bytes) -> list[tuple[int, dict[str, str]]]:
    if len(content) > LARGEST:
        raise Invalid("Ce fichier est trop lourd : 1 Mo au plus.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid("Ce fichier n'est pas écrit en UTF-8. Enregistrez-le en UTF-8, puis recommencez.") from None
    head = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if ";" in head or "," not in head else ",", strict=True)
    try:
        names = [(name or "").strip().lower() for name in reader.fieldnames or ()]
        unknown = [name for name in names if name not in COLUMNS]
        if not names or unknown or len(set(names)) < len(names):
            known = ", ".join(COLUMNS)
            raise Invalid(f"La première ligne nomme les colonnes, chacune une fois, parmi : {known}.")
        reader.fieldnames = names
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        raise Invalid(f"Ce fichier n'est pas un tableau CSV (ligne {reader.line_num} : {error}).") from None
    if not rows or len(rows) > MOST:
        raise Invalid(f"Ce fichier demande {len(rows)} comptes : de 1 à {MOST}.")
    return rows


async def _newcomer(number: int, cells: dict[str, str], settings: Settings) -> NewAccount:
    if None in cells or None in cells.values():
        raise Invalid("Cette ligne n'a pas le nombre de colonnes de la première.")
    said = {name: " ".join(value.split()) for name, value in cells.items()}
    role = said.get("role", "").lower()
    if role and role not in ROLES:
        raise Invalid(f"Le rôle « {role} » n'existe pas : {', '.join(people.ROLES.values())}.")
    wanted = Posts(
        role=ROLES.get(role),
        structures=said.get("structure", "").split(),
        territories=said.get("territoire", "").split(),
    )
    if len(said.get("prenom", "")) > 80:
        raise Invalid("Ce prénom est trop long : 80 signes au plus.")
    became = wanted.role_of(AccountRole.PERSON)
    await posts.check(wanted)
    quota = people.read_room(said["place"]) if said.get("place") else settings.quota_bytes
    return NewAccount(number=number, first_name=said.get("prenom", ""), posts=wanted, role=became, quota=quota)


async def create(newcomers: Sequence[NewAccount], slips: Path, settings: Settings) -> list[str]:
    """All of them, or none. Returns their handles; `slips` holds what goes in the envelopes, for its owner's eyes.

    Raises Invalid where that file exists, or cannot be written: nothing is created then.
    """
    passphrases = [propose_passphrase() for _ in newcomers]
    handles = await _free(len(newcomers))
    papers = [
        SLIP.format(line="-" * 72, handle=handle, passphrase=passphrase, site=settings.base_url)
        for handle, passphrase in zip(handles, passphrases, strict=True)
    ]
    with _written(slips, "\f".join(papers)):
        batches = [await asyncio.gather(*map(hash_passphrase, some)) for some in parts(passphrases, AT_ONCE)]
        digests = [digest for batch in batches for digest in batch]
        async with transaction():
            for each, handle, digest in zip(newcomers, handles, digests, strict=True):
                user = await open_under(handle, digest, each.quota, each.first_name, each.role)
                await posts.appoint(user, each.posts)
    return handles


@contextmanager
def _written(slips: Path, text: str) -> Iterator[None]:
    """The slips, on the disk before what follows, and gone where it fails."""
    if slips.exists():
        raise Invalid(f"{slips} existe déjà. Donnez un autre nom : ces phrases ne seront écrites qu'une fois.")
    try:
        make(slips, text)
    except OSError as error:
        raise Invalid(f"{slips} ne peut pas être écrit ({error.strerror}). Aucun compte n'est créé.") from error
    try:
        yield
    except BaseException:
        slips.unlink(missing_ok=True)
        raise


async def _free(count: int) -> list[str]:
    """So many handles that nobody has."""
    found: dict[str, None] = {}
    while len(found) < count:
        handle = propose_handle()
        if handle not in found and not await User.exists(handle=handle):
            found[handle] = None
    return list(found)
