"""Everybody who comes: the cast of the demonstration, an administrator, somebody unknown; each with a secret."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.applications import Starlette

from boite.accounts import sessions
from boite.accounts.guard import cookie_name
from boite.accounts.models import AccountRole, Session, User
from boite.agenda.models import Event, Registration, VisitStop
from boite.clock import now
from boite.demo.cast import CAST
from boite.files.models import NodeKind
from boite.newsletter import links
from boite.newsletter.models import Subscription
from boite.settings import Settings
from tests.boxes.papers import put
from tests.fuzz.wire import Header
from tests.people import open_account
from tests.visitors import FIREFOX, NONCE, Visitor

NOBODY = "nobody"
ADMINISTRATOR = "Ada"
SECRET = "Zibeline"
"""Begins a word that each person's papers hold, and that nobody else may ever be shown."""


@dataclass(slots=True)
class Person:
    """Somebody's browser: what it sends with each request."""

    name: str
    user: User | None = None
    session: Session | None = None
    cookies: str = ""
    token: str = ""

    @property
    def secret(self) -> str:
        """The word of their papers."""
        return f"{SECRET}{self.name}"

    def headers(self) -> list[Header]:
        """Cookies and the name of a browser."""
        agent = FIREFOX["user-agent"].encode()
        return [(b"host", b"testserver"), (b"user-agent", agent), (b"cookie", self.cookies.encode())]


async def everybody(app: Starlette) -> dict[str, Person]:
    """Each person by first name, with a paper and a note of their own that say their secret."""
    await open_account(app.state.settings, ADMINISTRATOR, AccountRole.ADMINISTRATOR)
    found = {NOBODY: Person(NOBODY)}
    for name in [*(character.first_name for character in CAST), ADMINISTRATOR]:
        person = found[name] = Person(name, await User.get(first_name=name))
        await _hide(app, person)
    for person in found.values():
        await sign_in(app, person)
    return found


async def sign_in(app: Starlette, person: Person) -> None:
    """A session for this person, if the last one has ended; their account stays what it was."""
    if person.user is not None:
        await User.filter(id=person.user.id).update(closing_at=None, role=person.user.role)
        if person.session is None or not await Session.exists(id=person.session.id, expires_at__gt=now()):
            person.session, token = await sessions.begin(person.user, app.state.settings, device="Fuzz", shared=False)
            person.cookies = f"{cookie_name(app.state.settings)}={token}; "
    async with Visitor(app, person.session, person.user) as visitor:
        person.token = visitor.csrf_token()
    if "boite_jeton" not in person.cookies:
        person.cookies += f"boite_jeton={NONCE}"


async def _hide(app: Starlette, person: Person) -> None:
    assert person.user is not None
    for name, kind in (("CV.txt", NodeKind.FILE), ("Note", NodeKind.NOTE)):
        content, label = person.secret.encode(), f"{person.secret} {name}"
        await put(person.user, app.state.store, label, content, media_type="text/plain", kind=kind)


async def unlinked(settings: Settings) -> dict[str, dict[str, list[str]]]:
    """Identifiers that no page links to: they come by mail, on a poster, on a ticket. By route and parameter."""
    readers, codes = await Subscription.all(), [one.code for one in await Registration.all() if one.code]
    return {
        "newsletter:confirm": {
            "token": [links.confirming(settings, one.id, None).rpartition("/")[2] for one in readers]
        },
        "newsletter:leave": {
            "token": [links.leaving(settings, one.mailbox_digest).rpartition("/")[2] for one in readers]
        },
        "agenda:entrance": {"token": [one.entrance for one in await Event.all() if one.entrance]},
        "agenda:step": {"token": [one.token for one in await VisitStop.all()]},
        **{f"agenda:{name}": {"code": codes} for name in ("registration", "leave", "answer", "scan")},
    }
