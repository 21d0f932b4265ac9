"""The pages where the region's coordination takes the questions out as a file, and brings one in."""

from __future__ import annotations

import base64
import binascii

from starlette.requests import Request
from starlette.responses import Response

from boite.access import orientation as door
from boite.access.roles import Right
from boite.accounts.guard import current_user
from boite.clock import today
from boite.directory.exchange.report import WORDS, ImportReport, LineOutcome
from boite.errors import Forbidden, Invalid, StaleVersion
from boite.orientation.steering import question_files, question_import
from boite.web import csrf, forms, versions
from boite.web.flash import redirect
from boite.web.multipart import parts
from boite.web.templating import render

SMALL = 600_000
"""Bytes of a file that travels inside a page, between its report and the import. Larger ones go by the command line."""


async def files(request: Request) -> Response:
    """Take the questions out, or bring a file in."""
    return await _page(request)


async def _page(
    request: Request, report: ImportReport | None = None, content: bytes = b"", *, wrong: str = "", moved: bool = False
) -> Response:
    rights = await door.admit(current_user(request), Right.EXCHANGE)
    return render(
        request,
        "orientation/files.html",
        status=422 if wrong else (409 if moved else 200),
        rights=rights,
        report=report,
        lines=_lines(report) if report else [],
        content=base64.b64encode(content).decode(),
        wrong=wrong,
        moved=moved,
    )


def _lines(report: ImportReport) -> list[dict[str, object]]:
    return [line | {"words": WORDS[LineOutcome(line["outcome"])][0]} for line in report.sorted_lines()]


async def download(request: Request) -> Response:
    """Every question, for a French spreadsheet."""
    await door.admit(current_user(request), Right.EXCHANGE)
    name = f"questions-{today().isoformat()}.csv"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(await question_files.written(), media_type="text/csv; charset=utf-8", headers=headers)


async def check(request: Request) -> Response:
    """What a file would change, line by line. Nothing is written."""
    user = current_user(request)
    await door.admit(user, Right.EXCHANGE)
    name, content = await _sent(request)
    try:
        report = await question_import.import_questions(content, file_name=name, by=user, dry=True)
    except Invalid as error:
        return await _page(request, wrong=error.message)
    return await _page(request, report, content)


async def _sent(request: Request) -> tuple[str, bytes]:
    """The name and the bytes of the file. Raises Forbidden, Invalid."""
    verified, name, content = False, "", b""
    async for part in parts(request):
        if part.name == csrf.FIELD and part.filename is None:
            csrf.verify(request, await part.text())
            verified = True
        elif part.name == "file" and part.filename:
            name = part.filename
            async for chunk in part.chunks:
                content += chunk
                if len(content) > SMALL:
                    raise Invalid("Ce fichier est trop lourd pour cette page : 600 ko au plus.")
    if not verified:
        raise Forbidden(csrf.REFUSAL)
    return name, content


async def bring_in(request: Request) -> Response:
    """Import the file whose report was just read."""
    user = current_user(request)
    await door.admit(user, Right.EXCHANGE)
    form = await forms.read(request)
    try:
        content = base64.b64decode(form.raw("content").encode(), validate=True)
    except binascii.Error as error:
        raise Invalid("Ce fichier s'est abîmé en route. Choisissez-le de nouveau.") from error
    name = form.text("name", 200)
    try:
        report = await question_import.import_questions(content, file_name=name, by=user, read=versions.mark(form))
    except StaleVersion:
        # Somebody changed a question after the report was made: nothing is written until a new one is read.
        return await _page(
            request,
            await question_import.import_questions(content, file_name=name, by=user, dry=True),
            content,
            moved=True,
        )
    return redirect(request, request.app.url_path_for("orientation:files"), f"C'est fait. {report.summary}")
