"""The one table from a family of refusal to an answer: a French page, or a bare status for a protocol face."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ExceptionHandler
from tortoise.exceptions import ValidationError

from boite import errors
from boite.database.connection import nothing_committed
from boite.database.disk_full import lacks_room
from boite.database.overtaken import overtaken
from boite.database.retries import pause
from boite.database.unavailable import is_away
from boite.languages.messages import _, translated
from boite.log_context import short_code
from boite.web import versions
from boite.web.templating import environment, render
from storage import errors as stored

log = logging.getLogger("boite.errors")

STATUS: dict[type[Exception], int] = {
    errors.NotFound: 404,
    errors.Forbidden: 403,
    errors.Conflict: 409,
    errors.Unmatched: 412,
    errors.Full: 413,
    errors.Invalid: 422,
    errors.TooMany: 429,
    errors.Busy: 503,
    errors.Gone: 410,
    errors.Damaged: 500,
    stored.BlobMissing: 500,
    stored.BlobCorrupted: 500,
    stored.StorageFull: 507,
    stored.StorageUnavailable: 503,
    stored.OffsetMismatch: 409,
    stored.UploadTooLong: 413,
    stored.UploadTaken: 423,
    stored.UploadMissing: 404,
    stored.ChecksumMismatch: 460,
}
FOR_PROTOCOLS = {413: 507}
"""A protocol says « no room » with 507 (RFC 4918); a page with 413 (RFC 9110)."""

TOO_LONG = _("Ce que vous envoyez est trop long.")
OWN = ("files:home", "boxes:leave", "accounts:profile", "journal:mine", "notifications:messages")
"""A page of each place that is about the box and the account of who reads."""
AWHILE = 30
"""Seconds after which somebody sent away may come back."""
MESSAGES = {
    500: _("Le service a eu un problème. Recommencez dans un moment."),
    503: _("Le service se repose un instant. Recommencez dans quelques minutes."),
    507: _("Nos disques sont pleins. Vos papiers sont à l'abri. Recommencez plus tard."),
    409: _("L'envoi a changé de place. Rechargez la page : il reprendra où il en était."),
    423: _("Cet envoi se fait déjà ailleurs. Attendez qu'il se termine."),
    404: errors.NotFound.message,
    405: _("Cette page ne s'utilise pas ainsi."),
}


def speaks_protocol(request: Request) -> bool:
    """Whether a program, and not a page, asked (tus announces itself)."""
    return "tus-resumable" in request.headers


async def refuse(request: Request, error: Exception) -> Response:
    """The answer to a refusal."""
    family = next(kind for kind in type(error).__mro__ if kind in STATUS)
    status = STATUS[family]
    if isinstance(error, errors.Busy):
        log.warning("busy")
    elif status >= 500:
        log.error("storage", exc_info=error)
    message = error.message if isinstance(error, errors.Refusal) else MESSAGES.get(status, MESSAGES[500])
    if speaks_protocol(request):
        full = isinstance(error, errors.Full)
        response: Response = PlainTextResponse(
            translated(message) or message, FOR_PROTOCOLS.get(status, status) if full else status
        )
    else:
        response = page(request, status, message, error, written=await versions.written(request))
    if isinstance(error, errors.TooMany):
        response.headers["retry-after"] = str(error.seconds)
    return waiting(response)


def waiting(response: Response) -> Response:
    """Say when to come back, where the service is away (RFC 9110, 10.2.3)."""
    if response.status_code == 503:
        response.headers.setdefault("retry-after", str(AWHILE))
    return response


def page(
    request: Request, status: int, message: str, error: Exception | None = None, *, written: Sequence[str] = ()
) -> Response:
    """The French page of a status: its own where there is one, else the general one. `written`: what it gives back."""
    template = environment().select_template([f"errors/{status}.html", "errors/generic.html"])
    return render(
        request,
        str(template.name),
        status=status,
        message=message,
        code=status,
        error=error,
        written=written,
        at_desk=_at_desk(request),
        reference=short_code() if status >= 500 and not isinstance(error, errors.Busy) else "",
    )


def _at_desk(request: Request) -> bool:
    """Whether this is a page of a professional at work: their own box looks like everybody's."""
    user = getattr(request.state, "user", None)
    return user is not None and user.is_professional and _place(request.url.path) not in _own_places(request)


def _own_places(request: Request) -> set[str]:
    return {_place(str(request.app.url_path_for(name))) for name in OWN}


def _place(path: str) -> str:
    """The first step of an address: « espace » of `/espace/corbeille`."""
    return path.split("/", 2)[1]


async def http_error(request: Request, error: Exception) -> Response:
    """What Starlette itself refuses: an unknown address, a wrong method."""
    if not isinstance(error, HTTPException):
        raise error
    if speaks_protocol(request):
        return PlainTextResponse("", error.status_code, headers=error.headers)
    response = page(request, error.status_code, MESSAGES.get(error.status_code, error.detail))
    response.headers.update(error.headers or {})
    return response


async def crash(request: Request, error: Exception) -> Response:
    """An unexpected error: shown without details, logged with all of them.

    A full disk (507), a database that does not answer (503), a row that another session took away (404) or wrote first
    (409), a text that no column holds (422) are reported as such, wherever they were met.
    """
    if lacks_room(error):
        return await refuse(request, stored.StorageFull(str(error)))
    refusal = overtaken(error)
    if refusal is not None:
        log.warning("overtaken by another session", exc_info=error)
        return await refuse(request, refusal)
    if isinstance(error, ValidationError):  # longer than its column: no such row, and none may be written
        log.warning("longer than its column", exc_info=error)
        return await refuse(request, errors.Invalid(TOO_LONG))
    status = 503 if is_away(error) else 500
    log.error("unexpected", exc_info=error)
    if speaks_protocol(request):
        return waiting(PlainTextResponse(MESSAGES[status], status))
    try:
        return waiting(page(request, status, MESSAGES[status]))
    except Exception as another:  # the page itself is what fails: words alone, rather than nothing
        log.error("no page for it", exc_info=another)
        return waiting(PlainTextResponse(MESSAGES[status], status))


async def taken_back(request: Request, error: Exception) -> Response:
    """The database took the transaction of a view back for another one's sake: the view is done again, once.

    Not where something was committed before, nor where the body is gone: then the person, or their program, does it.
    """
    body_is_there = not request._stream_consumed or hasattr(request, "_body") or hasattr(request.state, "form")
    if nothing_committed() and body_is_there and not getattr(request.state, "again", False):
        request.state.again = True
        await pause()
        answer: Response = await request.scope["endpoint"](request)
        return answer
    log.warning("transaction taken back", exc_info=error)
    if speaks_protocol(request):
        return waiting(PlainTextResponse(MESSAGES[503], 503))
    return waiting(page(request, 503, MESSAGES[503]))


async def left(request: Request, error: Exception) -> Response:
    """The other side hung up: nobody reads this answer."""
    return Response(status_code=499)


def handlers(*, postgresql: bool) -> dict[int | type[Exception], ExceptionHandler]:
    """What `create_app` is given. Any other exception is for `boite.web.unexpected_errors`."""
    table: dict[int | type[Exception], ExceptionHandler] = dict.fromkeys(STATUS, refuse)
    if postgresql:
        # Not on SQLite: 15 ms and 2 MiB of a start.
        from asyncpg.exceptions import DeadlockDetectedError, SerializationError

        table |= dict.fromkeys((DeadlockDetectedError, SerializationError), taken_back)
    return table | {HTTPException: http_error, ClientDisconnect: left}
