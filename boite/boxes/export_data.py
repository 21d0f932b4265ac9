"""What the service knows of somebody, for machines: one JSON document, written piece by piece."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from boite.accounts.models import Session, User
from boite.accounts.profile import profile_of
from boite.agenda.models import Registration
from boite.clock import now
from boite.files.document_types import label
from boite.files.models import Space
from boite.journal.models import Entry
from boite.journal.record import sentence
from boite.library.models import Favourite, ToRead
from boite.newsletter.models import Subscription
from boite.notifications.models import Channel, ContactPoint, Notice, Preference, Rhythm
from boite.support.models import Support

if TYPE_CHECKING:
    from boite.boxes.export import Filed

BATCH = 500


async def document(user: User, space: Space, filed: list[Filed]) -> AsyncGenerator[bytes, None]:
    """The JSON document. Keys are French words: it is for the person."""
    head = {"service": "Ma boîte SPRO", "fait_le": now(), "compte": _account(user), "boite": _box(space)}
    yield _json(head)[:-1] + b', "appareils": '
    yield _json(await Session.filter(user_id=user.id).values("device", "shared", "created_at", "seen_at"))
    yield b', "structures": ' + _json(await _supports(user))
    yield b', "rendez_vous": ' + _json(await _registrations(user))
    yield b', "lettres": ' + _json(await _letters(user))
    yield b', "messages": ' + _json(await _messages(user))
    yield b', "ressources": ' + _json(await _resources(user)) + b', "papiers": [\n'
    for number, item in enumerate(filed):
        yield (b",\n" if number else b"") + _json(_node(item))
    yield b'\n], "journal": [\n'
    async for piece in _journal(user):
        yield piece
    yield b"\n]}\n"


async def _registrations(user: User) -> list[dict[str, Any]]:
    """Where the person registered, the oldest first, and what they said of it."""
    rows = await Registration.filter(user_id=user.id).order_by("at").select_related("event")
    return [
        {
            "rendez_vous": row.event.title,
            "commence_le": row.event.begins_at,
            "inscription_le": row.at,
            "annulee_le": row.cancelled_at,
            "venue_le": row.came_at,
            "avis": row.answer,
        }
        for row in rows
    ]


async def _letters(user: User) -> list[dict[str, Any]]:
    """The letters asked for from the account, and what was said of oneself for them."""
    rows = await Subscription.filter(user_id=user.id).order_by("asked_at").prefetch_related("territory", "publics")
    return [
        {
            "territoire": row.territory.name,
            "courriel": row.address,
            "publics": sorted(public.code for public in row.publics),
            "demandee_le": row.asked_at,
            "confirmee_le": row.confirmed_at,
            "finie_le": row.ended_at,
        }
        for row in rows
    ]


async def _messages(user: User) -> dict[str, Any]:
    """What the service told of itself, and what the person wants otherwise than everybody."""
    told = await Notice.filter(recipient_id=user.id).order_by("at").values("kind", "at", "read_at")
    wanted = await Preference.filter(user_id=user.id).order_by("id").values("kind", "channel", "wanted")
    mine = ContactPoint.filter(user_id=user.id, channel__in=[Channel.MAIL, Channel.SMS]).order_by("id")
    where = await mine.values("channel", "address", "confirmed_at", "closed_at")
    hours = await Rhythm.filter(user_id=user.id).values(
        "digest", "weekday", "at", "quiet_from", "quiet_to", "paused_until"
    )
    return {"recus": told, "preferences": wanted, "canaux": where, "heures": hours}


async def _resources(user: User) -> dict[str, Any]:
    """What the person marked, and the list to read in its order."""
    marked = await Favourite.filter(user_id=user.id).order_by("at").prefetch_related("resource")
    lines = await ToRead.filter(user_id=user.id).order_by("rank", "added_at").prefetch_related("resource")
    return {
        "favoris": [{"titre": row.resource.title, "depuis_le": row.at} for row in marked],
        "a_lire": [{"titre": row.resource.title, "depuis_le": row.added_at, "lu_le": row.read_at} for row in lines],
    }


PROFILE = {
    "first_name": "prenom",
    "email": "courriel",
    "birth_year": "annee_de_naissance",
    "situation": "situation",
    "traits": "ce_qui_compte_aussi",
    "theme": "couleurs",
    "language": "langue",
}


def _account(user: User) -> dict[str, Any]:
    dates = {"ouvert_le": user.created_at, "derniere_venue_le": user.seen_on, "fermeture_prevue_le": user.closing_at}
    dates["hors_des_statistiques_depuis_le"] = user.statistics_refused_on
    answers = {PROFILE[name]: value for name, value in asdict(profile_of(user)).items()}
    lives = {"commune": user.commune, "code_insee": user.commune_code, "structure": user.structure}
    return {"identifiant": user.handle, "role": user.role, **answers, **lives, **dates}


async def _supports(user: User) -> list[dict[str, Any]]:
    """Who the person says helps them along."""
    return [
        {"structure": row.structure.name, "depuis": row.since, "jusqu_a": row.until, "referente": row.lead}
        for row in await Support.filter(user_id=user.id).select_related("structure").order_by("id")
    ]


def _box(space: Space) -> dict[str, Any]:
    return {"place_octets": space.quota_bytes, "occupe_octets": space.used_bytes, "promis_octets": space.reserved_bytes}


def _node(item: Filed) -> dict[str, Any]:
    row = item.row
    return {
        "id": str(row["id"]),
        "chemin": item.path,
        "sorte": row["kind"],
        "nom": row["name"],
        "type": row["document_type"],
        "type_en_clair": label(row["document_type"]) if row["document_type"] else "",
        "valable_jusqu_au": row["valid_until"],
        "taille_octets": row["size"],
        "format": row["media_type"],
        "ajoute_le": row["created_at"],
        "change_le": row["changed_at"],
        "corbeille": item.discarded,
        "versions": [
            {
                "numero": version["number"],
                "chemin": version["path"],
                "taille_octets": version["size"],
                "format": version["media_type"],
                "sha256": version["sha256"],
                "ajoutee_le": version["created_at"],
            }
            for version in item.versions
        ],
    }


async def _journal(user: User) -> AsyncGenerator[bytes, None]:
    """The entries, oldest first, by batches: a journal may be long."""
    last, first = 0, True
    while batch := await Entry.filter(owner_id=user.id, id__gt=last).order_by("id").limit(BATCH):
        lines = [
            {"le": row.at, "sorte": row.kind, "phrase": sentence(row, user.id), "details": row.details} for row in batch
        ]
        yield (b"" if first else b",\n") + b",\n".join(map(_json, lines))
        last, first = batch[-1].id, False


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, default=_plain).encode()


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, (date, datetime)) else str(value)
