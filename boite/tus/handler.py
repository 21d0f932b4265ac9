"""The verbs of tus 1.0 over `boite.files.uploads`. Bodies go straight from the network to the store."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from email.utils import format_datetime
from functools import wraps
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from boite.access import files as door
from boite.access.roles import Right
from boite.accounts.guard import current_user
from boite.clock import now
from boite.database.retries import is_taken_back
from boite.errors import Invalid, Refusal
from boite.files import abandonment, document_types, same_name, uploads
from boite.files.deposit_naming import NAME, PAPER
from boite.files.models import Node, OnConflict, Upload
from boite.files.quota import QuotaExceeded
from boite.text.typed_dates import read_day
from boite.tus import protocol
from boite.tus.protocol import ProtocolError
from boite.web import caching
from boite.web.addresses import addresses
from boite.web.errors import crash, refuse, taken_back
from storage.digests import Verifier
from storage.errors import ChecksumMismatch, OffsetMismatch, StorageError, UploadTooLong
from storage.store import CHECKSUMS, Checksum

Verb = Callable[[Request], Awaitable[Response]]

WHOLE = 256 * 1024
"""Bytes. A body this small, sent whole, is read into memory: many small files are uploaded several times faster."""
LACK = "boite-manque"
"""Header of a refusal for lack of room: how many bytes are missing."""
TAKEN = "boite-deja"
"""Header of the first answer: the identifier of the paper that has this name already, where both will be kept."""

STOPPING = "Le service redémarre. L'envoi reprendra où il en était."


def spoken(verb: Verb) -> Verb:
    """Always answer as tus does: its version on every answer, its status codes for every refusal."""

    @wraps(verb)
    async def answered(request: Request) -> Response:
        try:
            protocol.check_version(request.headers)
            response = await verb(request)
        except ProtocolError as error:
            response = PlainTextResponse(error.message, error.status, error.headers)
        except (Refusal, StorageError) as error:
            response = await refuse(request, error)
            _explain(request, response, error)
        except asyncio.CancelledError:
            # The service is stopping and waits no longer. What was received is kept: the client is told to retry.
            response = PlainTextResponse(STOPPING, 503, {"retry-after": "5", "connection": "close"})
        except (ClientDisconnect, HTTPException):
            raise  # nobody is there to read it; or Starlette's own refusal, answered elsewhere
        except Exception as error:
            response = await (taken_back if is_taken_back(error) else crash)(request, error)
        response.headers["tus-resumable"] = protocol.VERSION
        response.headers["cache-control"] = "no-store"
        return response

    return answered


def _explain(request: Request, response: Response, error: Exception) -> None:
    """Headers that a program can act on, besides the sentence in French."""
    if isinstance(error, QuotaExceeded):
        response.headers[LACK] = str(error.lack)
        if error.size > max(request.app.state.settings.quota_bytes, error.quota or 0):
            response.status_code = 413  # more than Tus-Max-Size: deleting papers cannot help
    if isinstance(error, OffsetMismatch):
        response.headers["upload-offset"] = str(error.actual)


async def options(request: Request) -> Response:
    """What this server supports. Any client may ask, whatever its version."""
    settings, user = request.app.state.settings, getattr(request.state, "user", None)
    # Professionals may send a film to a group's space; nobody else needs to know the larger limit.
    most = settings.group_quota_bytes if user and user.is_professional else settings.quota_bytes
    return Response(
        status_code=204,
        headers={
            "tus-resumable": protocol.VERSION,
            "tus-version": protocol.VERSION,
            "tus-extension": ",".join(protocol.EXTENSIONS),
            "tus-max-size": str(max(most, settings.quota_bytes)),
            "tus-checksum-algorithm": ",".join(CHECKSUMS),
        },
    )


@spoken
async def declare(request: Request) -> Response:
    """Reserve the room and give the address of a new upload, perhaps with its first bytes (POST)."""
    user, settings, store = current_user(request), request.app.state.settings, request.app.state.store
    size, checksum = protocol.length(request.headers), protocol.checksum(request.headers)
    brings_bytes = protocol.body_type(request.headers) == protocol.BODY_TYPE
    if not brings_bytes and (protocol.body_length(request.headers) or "transfer-encoding" in request.headers):
        protocol.check_body_type(request.headers)
    pairs = protocol.metadata(request.headers)
    wish = _wish(pairs, size)
    folder = await _folder(request, pairs.get("folder", ""), door.deposit_right(wish.on_conflict))
    wish = replace(wish, over=caching.expected(request))
    if brings_bytes and 0 < size <= WHOLE and protocol.body_length(request.headers) == size:
        body = await _body(request, checksum)
        found = await uploads.deposit(folder, wish, body, store, by=user.id, days=settings.upload_days)
        return _created(request, found, size)
    twin = await same_name.twin(folder, wish)
    upload = await uploads.declare(folder, wish, store, by=user.id, days=settings.upload_days)
    if brings_bytes and size:
        try:
            await _receive(request, upload, 0, checksum)
        except (Refusal, StorageError, ProtocolError):
            # The client does not know the address yet: nobody would ever resume it.
            await abandonment.abandon(upload, store, by=user.id)
            raise
    answer = _created(request, upload, upload.received if brings_bytes else None)
    if twin is not None:
        answer.headers[TAKEN] = str(twin)
    return answer


async def _body(request: Request, checksum: Checksum | None) -> bytes:
    """A small body, complete. If it is cut, nothing is kept: sending it again costs less than resuming."""
    body = await request.body()
    if checksum is not None:
        verifier = Verifier(checksum)
        verifier.feed([body])
        if not verifier.agrees():
            raise ChecksumMismatch("the body is not the one announced")
    return body


def _created(request: Request, found: Upload, received: int | None) -> Response:
    response = _state(request, found, 201, received)
    response.headers["location"] = addresses(request.app)("tus:upload", upload=str(found.id))
    return response


async def _folder(request: Request, folder: str, right: Right) -> Node:
    user = current_user(request)
    return await door.folder(user, folder, right) if folder else await door.root(user, right)


def _wish(pairs: dict[str, str], size: int) -> uploads.UploadRequest:
    """What the metadata ask for. Raises Invalid."""
    return uploads.UploadRequest(
        name=pairs.get("filename") or pairs.get("name", ""),
        size=size,
        document_type=document_types.known(pairs.get("type") or "autre"),
        valid_until=read_day(pairs.get("valid_until", ""), "valid_until"),
        on_conflict=_conflict(pairs.get("conflict") or OnConflict.KEEP_BOTH),
    )


def _conflict(text: str) -> OnConflict:
    try:
        return OnConflict(text)
    except ValueError as error:
        raise Invalid(fields={"conflict": "Choisissez une réponse dans la liste."}) from error


@spoken
async def upload(request: Request) -> Response:
    """Ask where an upload is (HEAD), go on with it (PATCH), give it up (DELETE)."""
    method = request.headers.get("x-http-method-override", request.method).upper()
    caching.check_expected(request)  # no upload has a tag: « * », or nothing
    if method not in METHODS:
        raise ProtocolError(405, "Cette adresse ne s'utilise pas ainsi.", {"allow": ", ".join(METHODS)})
    return await METHODS[method](request)


async def _tell(request: Request) -> Response:
    """Where it is. A client that says which file it is about to go on with is told whether it is that one (409)."""
    user, store = current_user(request), request.app.state.store
    found = await door.upload(user, request.path_params["upload"], Right.READ)
    if "filename" in (said := protocol.metadata(request.headers)):
        uploads.check_same(found, said["filename"])
    received = await uploads.offset(found, store, by=user.id)
    response = _state(request, found, 200, received)
    response.headers["upload-length"] = str(found.size)
    response.headers["upload-metadata"] = protocol.written(_metadata(found))
    return response


async def _resume(request: Request) -> Response:
    user = current_user(request)
    protocol.check_body_type(request.headers)
    start, checksum = protocol.number(request.headers, "upload-offset"), protocol.checksum(request.headers)
    found = await door.upload(user, request.path_params["upload"], Right.ADD)
    return _state(request, found, 204, await _receive(request, found, start, checksum))


async def _give_up(request: Request) -> Response:
    user, store = current_user(request), request.app.state.store
    found = await door.upload(user, request.path_params["upload"], Right.ADD)
    await abandonment.abandon(found, store, by=user.id)
    return Response(status_code=204)


METHODS: dict[str, Verb] = {"HEAD": _tell, "PATCH": _resume, "DELETE": _give_up}


async def _receive(request: Request, found: Upload, start: int, checksum: Checksum | None) -> int:
    """Pass the body on as it arrives. A body that announces too much is refused before its first byte."""
    announced = protocol.body_length(request.headers)
    user, store = current_user(request), request.app.state.store
    if start > found.size or (found.completed_at is not None and start != found.size):
        raise OffsetMismatch(await uploads.offset(found, store, by=user.id))
    if announced and start + announced > found.size:
        raise UploadTooLong(f"more than {found.size} bytes")
    if found.completed_at is not None:
        return found.size
    days: int = request.app.state.settings.upload_days
    return await uploads.receive(found, start, request.stream(), store, by=user.id, days=days, checksum=checksum)


def _state(request: Request, found: Upload, status: int, received: int | None) -> Response:
    """An answer that says how far an upload is, when it expires, and which paper it became."""
    response = Response(status_code=status)
    if received is not None:
        response.headers["upload-offset"] = str(received)
    if found.completed_at is None:
        response.headers["upload-expires"] = _http_date(found.expires_at)
    elif found.node_id is not None:
        response.headers[PAPER] = addresses(request.app)("files:paper", node=str(found.node_id))
        response.headers[NAME] = quote(found.name, safe="")
    return response


def _http_date(instant: datetime) -> str:
    return format_datetime(instant.astimezone(now().tzinfo), usegmt=True)


def _metadata(found: Upload) -> dict[str, str]:
    """The metadata stored in the row."""
    pairs = {"filename": found.name, "type": found.document_type, "conflict": found.on_conflict.value}
    if found.parent_id is not None:
        pairs["folder"] = str(found.parent_id)
    if found.valid_until is not None:
        pairs["valid_until"] = found.valid_until.isoformat()
    return pairs
