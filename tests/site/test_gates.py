"""Every route of the site: closed unless public, and deaf to a form that is not ours."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount, Route

from boite.accounts.models import AccountRole, User
from boite.files import previews, uploads
from boite.files.models import NodeKind, OnConflict
from boite.files.uploads import UploadRequest
from boite.groups import public_files
from boite.groups.public_files import Showing
from boite.notifications.end_links import EndScope, ending, short_path
from boite.notifications.keep_links import keeping
from boite.notifications.models import Channel
from boite.routes import PUBLIC, site_map
from boite.settings import Settings
from boite.statistics.models import PeriodState, StatPeriod
from boite.support import supports
from storage.store import BlobStore
from tests.boxes.papers import put, root
from tests.directory.sheets import make_structure
from tests.each_of import each_asked
from tests.groups import groups
from tests.groups.groups import ORLEANS
from tests.notifications.reaching import contact
from tests.pictures import png
from tests.visitors import Visitor

Named = tuple[str, Route]


def named(routes: list[BaseRoute], prefix: str = "") -> Iterator[Named]:
    for route in routes:
        if isinstance(route, Mount):
            yield from named(list(route.routes), f"{prefix}{route.name}:")
        elif isinstance(route, Route):
            yield prefix + route.name, route


SITE = list(named(site_map(Settings(environment="dev"))))
NAMES = sorted({(name, method) for name, route in SITE for method in route.methods or ()})
POSTS = [name for name, method in NAMES if method == "POST"]
GETS = [name for name, method in NAMES if method == "GET"]
OF_THE_GROUP = ("directory:", "orientation:", "portraits:", "news:", "newsletter:", "library:", "agenda:")
"""Tried with the rows of the demonstration, in test_gates_of_the_demonstration.py."""
ONE_CLICK = {"notifications:end", "ends:end", "notifications:keep"}
"""What a mail program asks for, without a page (RFC 8058): the signed address is the token."""
FORMS = [name for name in POSTS if not name.startswith(("tus:", *OF_THE_GROUP)) and name not in ONE_CLICK]
OPENED = {"site:metrics"}
"""Nobody signs in there, and nothing is there until an operator opens it: tests/administration/test_metrics.py."""
SHOWN = sorted(name for name in PUBLIC & set(GETS) - OPENED if not name.startswith(OF_THE_GROUP))
TAKES_BOTH = {"files:add", "files:deposit"}
"""A page and its gesture that share an address under two names."""


def address(app: Starlette, name: str, /, **known: object) -> str:
    """The address of a route, with these identifiers in it, or senseless ones."""
    values = {"number": 1, "code": "cv", "page": "actions", "width": "1", "name": "x"} | known
    wanted = {key for route_name, route in SITE if route_name == name for key in route.param_convertors}
    return str(app.url_path_for(name, **{key: values.get(key, "0") for key in wanted}))


async def belongings(person: User, store: BlobStore, name: str) -> dict[str, object]:
    """One of each thing that a person can have; the node is of the kind that this route is about."""
    top = await root(person)
    folder = await top.add_folder("Dossier", by=person)
    note = await put(person, store, "Note", b"mardi", kind=NodeKind.NOTE, media_type="text/plain")
    for content in (b"un", b"deux"):
        paper = await put(person, store, "CV.txt", content, on_conflict=OnConflict.NEW_VERSION)
    lost = await put(person, store, "perdu.txt", b"perdu")
    discard = await lost.discard(by=person, days=30)
    upload = await uploads.declare(top, UploadRequest(name="film.mp4", size=10), store, by=person.id, days=7)
    if name.startswith("groups:"):
        await coordinate(person)
    if name.startswith("administration:"):
        await User.filter(id=person.id).update(role=AccountRole.ADMINISTRATOR)
    helped = await supports.add(await make_structure(), by=person) if name == "support:support" else None
    about_folders = name == "files:browse" or name.endswith("_new")
    return {
        "support": str(helped.id if helped else 0),
        "handle": person.handle,
        "node": folder.id if about_folders else note.id if name == "files:edit" else paper.id,
        "nodes": paper.id,
        "discard": discard.id,
        "discards": discard.id,
        "upload": upload.id,
        "preview": "0",
    } | ({"code": ORLEANS} if name.startswith("groups:") else {})


async def coordinate(person: User) -> None:
    """Make somebody the coordinator of a territory whose group is opened."""
    await groups.group(ORLEANS)
    await groups.coordinate(person, ORLEANS)
    await User.filter(id=person.id).update(role=AccountRole.COORDINATOR)


async def shown(app: Starlette, name: str) -> dict[str, object]:
    """What a public page of this name needs to have something to show."""
    if name in ONE_CLICK:
        somebody = await User.create(handle=uuid4().hex, secret_hash="-")
        mailbox = await contact(app.state.settings, somebody, Channel.MAIL)
        settings = app.state.settings
        link = short_path(settings, mailbox) if name == "ends:end" else ending(settings, mailbox, EndScope.CHANNEL)
        if name == "notifications:keep":
            link = await keeping(settings, mailbox)
        return {"token": link.rpartition("/")[2]}
    if name in {"statistics:open_csv", "statistics:open_json"}:
        await StatPeriod.create(code="2026", state=PeriodState.FINAL, mark="")
        return {"period": "2026"}
    if not name.startswith("medias:"):
        return {}
    orleans = await groups.group(ORLEANS)
    picture = await groups.put(orleans, app.state.store, "Affiche.png", png())
    await public_files.expose(
        public_files.PageUse("article", uuid4(), "Forum"), [Showing(picture, "Un stand")], by=None
    )
    await groups.draw(app.state.settings, app.state.store)
    while await previews.make_due(app.state.settings, app.state.store):
        pass
    return {"node": picture.id, "width": "320", "name": "affiche.png" if name == "medias:file" else "affiche.webp"}


def test_there_are_routes_to_try() -> None:
    assert len(POSTS) > 15
    assert {name for name, _ in SITE} >= PUBLIC


@pytest.mark.parametrize("name", FORMS)
async def test_a_gesture_without_the_form_s_token_is_refused(
    app: Starlette, visitor: Visitor, person: User, store: BlobStore, name: str
) -> None:
    assert visitor.session
    url = address(app, name, session=visitor.session.id, **await belongings(person, store, name))
    for fields in ({"name": "x"}, {"csrf": "0" * 64}):
        files = {"papers": b"x"} if name == "files:deposit" else None
        assert (await visitor.post(url, data=fields, files=files)).status_code == 403


@pytest.mark.parametrize("name", [name for name in POSTS if name.startswith("tus:")])
async def test_a_form_cannot_speak_to_the_protocol(
    app: Starlette, visitor: Visitor, person: User, store: BlobStore, name: str
) -> None:
    """tus wants a header that no form can send, and that a script of another site may not."""
    url = address(app, name, **await belongings(person, store, name))
    assert (await visitor.submit(url)).status_code == 412


@each_asked("name", POSTS)
async def test_a_gesture_from_another_site_is_refused(app: Starlette, visitor: Visitor, name: str) -> None:
    answer = await visitor.post(address(app, name), data={}, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403


@each_asked("name", [name for name in POSTS if name not in PUBLIC])
async def test_a_gesture_of_nobody_is_refused(app: Starlette, client: Visitor, name: str) -> None:
    assert (await client.submit(address(app, name))).status_code == 401


@each_asked("name", [name for name in GETS if name not in PUBLIC])
async def test_a_page_of_nobody_asks_to_sign_in(app: Starlette, client: Visitor, name: str) -> None:
    answer = await client.get(address(app, name))
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/compte/connexion?suite=")


@pytest.mark.parametrize("name", SHOWN)
async def test_a_public_page_opens_to_anybody(app: Starlette, client: Visitor, name: str) -> None:
    url = address(app, name, **await shown(app, name))
    assert (await client.get(url, follow_redirects=True)).status_code == 200


@each_asked("name", [name for name in GETS if name not in {*POSTS, *PUBLIC, *TAKES_BOTH}])
async def test_a_page_takes_no_form(app: Starlette, visitor: Visitor, name: str) -> None:
    assert (await visitor.submit(address(app, name))).status_code == 405


@each_asked("name", [name for name in POSTS if name not in {*GETS, *TAKES_BOTH}])
async def test_a_gesture_is_not_a_link(app: Starlette, visitor: Visitor, name: str) -> None:
    assert (await visitor.get(address(app, name))).status_code == 405
