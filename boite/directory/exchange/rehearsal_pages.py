"""A file tried first: everything is done and rolled back, its report is shown, and the file waits to be confirmed."""

from __future__ import annotations

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from boite.access import directory as door
from boite.accounts.guard import current_user
from boite.accounts.models import User
from boite.clock import now
from boite.directory.exchange.files import LIMIT
from boite.directory.exchange.import_rows import ImportRun
from boite.directory.exchange.imports import import_file, trace
from boite.directory.exchange.report import ImportReport
from boite.errors import Conflict, Forbidden
from boite.files.deposit import once
from boite.files.erasure_promises import break_promise, promise
from boite.web import csrf, forms
from boite.web.flash import redirect
from boite.web.multipart import Part, parts
from boite.web.templating import render
from storage.errors import BlobMissing
from storage.keys import new_key
from storage.store import BlobStore

NO_FILE = "Choisissez un fichier."
TOO_HEAVY = "Ce fichier est trop lourd : 50 Mo au plus."
FORGOTTEN = timedelta(days=1)
"""How long the report of a rehearsal stays. Its file goes sooner: nobody promised to keep it."""
GONE = "Ce fichier n'est plus gardé. Envoyez-le à nouveau."


async def new(request: Request) -> Response:
    """Choose a file. It is only tried: its report says what would change."""
    user = current_user(request)
    await door.region(user)
    if request.method != "POST":
        return _form(request, "")
    name, content = await _file(request)
    if content is None:
        return _form(request, NO_FILE)
    if len(content) > LIMIT:
        return _form(request, TOO_HEAVY)
    try:
        run = await _rehearse(name, content, request.app.state.store, by=user)
    except Conflict as error:
        return _form(request, error.message)
    return redirect(request, request.app.url_path_for("directory:import_report", run=run.id))


def _form(request: Request, fault: str) -> Response:
    errors = {"file": fault} if fault else {}
    return render(request, "directory/data/import-new.html", status=422 if fault else 200, errors=errors)


async def _file(request: Request) -> tuple[str, bytes | None]:
    """The name and the bytes of the file of a form; None where there is none. Raises Forbidden, Invalid."""
    verified, name, content = False, "", None
    async for part in parts(request):
        if part.name == csrf.FIELD and part.filename is None:
            csrf.verify(request, await part.text())
            verified = True
        elif not verified:
            raise Forbidden(csrf.REFUSAL)
        elif part.filename:
            name, content = part.filename, await _bytes(part)
    if not verified:
        raise Forbidden(csrf.REFUSAL)
    return name, content


async def _bytes(part: Part) -> bytes:
    """The bytes of a file, up to one too many."""
    content = bytearray()
    async for chunk in part.chunks:
        content += chunk
        if len(content) > LIMIT:
            break
    return bytes(content)


async def confirm(request: Request) -> Response:
    """Import for good what was tried. Raises Conflict."""
    user = current_user(request)
    run = await door.import_run(user, request.path_params["run"])
    await forms.read(request)
    done = await _for_good(run, request.app.state.store, by=user)
    address = request.app.url_path_for("directory:import_report", run=done.run)
    return redirect(request, address, f"« {done.file_name} » est importé. {done.summary}")


async def _rehearse(name: str, content: bytes, store: BlobStore, *, by: User) -> ImportRun:
    """Try a file, and keep it for an hour. Raises Conflict where it cannot be read at all."""
    report = await import_file(name, content, by=by, dry_run=True)
    if not report.kind:
        raise Conflict(report.lines[0].why)
    await ImportRun.filter(by_id=by.id, at__lt=now() - FORGOTTEN).exclude(paper="").delete()
    key = new_key()
    await promise(key)  # the sweeping erases it by itself where nobody confirms
    await store.put(key, once(content))
    return await trace(report, by, paper=key)


async def _for_good(run: ImportRun, store: BlobStore, *, by: User) -> ImportReport:
    """Import for good what was tried. Raises Conflict where it was done already, or the file is gone."""
    # Claimed first: a button pressed twice imports once.
    if not run.paper or not await ImportRun.filter(id=run.id, paper=run.paper).delete():
        raise Conflict("Ce fichier est déjà importé.")
    try:
        content = b"".join([piece async for piece in store.open(run.paper)])
    except BlobMissing as error:
        raise Conflict(GONE) from error
    report = await import_file(run.file_name, content, by=by)
    await break_promise(run.paper, store)
    return report
