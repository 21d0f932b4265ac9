"""What the pages of readers share: who sees the way to the desk, and what counts as a reading."""

from __future__ import annotations

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response

from boite.access import publishing as door
from boite.access.roles import Role
from boite.accounts.models import User
from boite.database.counters import DailyCounter
from boite.publishing.rows import P
from boite.web import crawlers


def writes(user: User | None) -> bool:
    """Whether the page shows the way to the desk."""
    return user is not None and user.is_professional


async def manages(user: User | None, of: door.Door[P], publication: P) -> bool:
    """Whether this person is of the team that wrote it, or decides on it."""
    return user is not None and await of.role(user, publication) != Role.ANYONE


async def counted(
    request: Request, response: Response, counter: DailyCounter, of: door.Door[P], publication: P
) -> Response:
    """The same answer, counted once it is sent: neither a program, nor a browser that looks ahead, nor the team."""
    seen = response.status_code == 200 and crawlers.by_somebody(request)
    if seen and not await manages(request.state.user, of, publication):
        response.background = BackgroundTask(counter.count, publication.id)
    return response
