"""A row that another session took away or wrote first, a text that no column holds: refused, never a 500."""

from __future__ import annotations

from uuid import uuid4

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from boite.accounts.models import Session, User
from boite.clock import now
from boite.database.connection import execute, transaction
from boite.files.models import Node
from tests.visitors import Visitor

pytestmark = pytest.mark.anyio


async def reads_what_is_gone(request: Request) -> Response:
    await Node.get(id=uuid4())
    return Response()


async def writes_about_what_is_gone(request: Request) -> Response:
    async with transaction():
        await Session.create(user_id=uuid4(), token_digest="x", expires_at=now())
    return Response()


async def writes_what_is_there(request: Request) -> Response:
    await User.create(handle=(await User.all().first() or User()).handle, secret_hash="x")
    return Response()


async def looks_for_what_no_column_holds(request: Request) -> Response:
    await User.get_or_none(handle="a" * 121)
    return Response()


async def is_wrong(request: Request) -> Response:
    await execute("UPDATE account_user SET handle = NULL")
    return Response()


VIEWS = {
    reads_what_is_gone: 404,
    writes_about_what_is_gone: 404,
    writes_what_is_there: 409,
    looks_for_what_no_column_holds: 422,
    is_wrong: 500,
}


@pytest.mark.parametrize(("view", "status"), VIEWS.items(), ids=lambda given: getattr(given, "__name__", str(given)))
async def test_what_nobody_thought_of_is_refused(
    app: Starlette, visitor: Visitor, view: object, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    app.router.routes.insert(0, Route("/essai", view, methods=["GET", "POST"]))  # type: ignore[arg-type]
    page = await visitor.get("/essai")
    assert (page.status_code, page.headers["content-security-policy"][:11]) == (status, "default-src")
    assert "<h1" in page.text
    program = await visitor.post("/essai", headers={"tus-resumable": "1.0.0"})
    assert program.status_code == status
    assert "<h1" not in program.text
    wanted = "ERROR" if status == 500 else "WARNING"
    assert {record.levelname for record in caplog.records if record.name == "boite.errors"} == {wanted}, "still told"
