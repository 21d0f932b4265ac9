"""The exact security headers of every kind of answer, refusals and mistakes of ours included.

What is expected is written here in full, not read from the code: a header that goes must be seen.
"""

from __future__ import annotations

import logging
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from uuid import uuid4

import httpx2
import pytest
from starlette.applications import Starlette
from tortoise.contrib.starlette import RegisterTortoise

from boite.accounts.models import User
from boite.app import create_app
from boite.database.commit_count import Pulse
from boite.database.connection import execute, tortoise_config
from boite.files.models import Preview
from boite.groups.file_views import public_name
from boite.groups.public_files import PageUse, Showing, expose
from boite.settings import Settings
from boite.web.page_cache import Memory
from storage.keys import new_key
from storage.store import BlobStore
from tests.files.papers import put
from tests.groups import groups
from tests.live import free_port
from tests.pictures import png
from tests.tus.speaking import TUS, declare, pieces
from tests.visitors import Visitor, signed_in

PAGE = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
    " media-src 'self' blob:; connect-src 'self'; font-src 'self'; manifest-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}
BYTES = PAGE | {"content-security-policy": "sandbox; default-src 'none'; style-src 'none'; frame-ancestors 'self'"}
PICTURE = PAGE | {"cache-control": "private, max-age=86400"}
ASSET = PAGE | {"content-security-policy": "default-src 'self'; frame-ancestors 'none'"}
STAMPED = ASSET | {"cache-control": "public, max-age=31536000, immutable"}
MINUTE = PAGE | {"cache-control": "public, max-age=60"}
FEED = MINUTE | {"cross-origin-resource-policy": "cross-origin"}
OPEN_DATA = FEED | {"cache-control": "public, max-age=600"}
MEDIA = BYTES | {"cross-origin-resource-policy": "cross-origin", "cache-control": "public, max-age=3600"}
OTHERS = {"clear-site-data", "strict-transport-security", "x-frame-options", "cross-origin-embedder-policy"}
"""Expected nowhere but where a test says so."""


def security(answer: httpx2.Response) -> dict[str, str]:
    """The headers of an answer that protect somebody."""
    return {name: value for name, value in answer.headers.items() if name in PAGE.keys() | OTHERS}


def check(answer: httpx2.Response, status: int, expected: dict[str, str]) -> None:
    """This status, exactly these headers, and the number of the request."""
    assert answer.status_code == status, answer.text[:300]
    assert security(answer) == expected, answer.url
    assert re.fullmatch(r"[A-Za-z0-9-]{8,64}", answer.headers["x-request-id"])


ANYBODY = [
    ("GET", "/", 200, PAGE | {"cache-control": "public, max-age=60"}),
    ("HEAD", "/aide", 200, PAGE),
    ("GET", "/nulle-part", 404, PAGE),
    ("GET", "/annuaire/structures/nulle-part", 404, PAGE),
    ("PUT", "/aide", 405, PAGE),
    ("GET", "/espace/", 303, PAGE),
    ("POST", "/espace/ajouter", 401, PAGE),
    ("POST", "/compte/connexion", 403, PAGE),
    ("GET", "/favicon.ico", 301, PAGE),
    ("GET", "/robots.txt", 200, PAGE),
    ("GET", "/.well-known/security.txt", 200, PAGE),
    ("GET", "/static/css/boite.css?v=1", 200, STAMPED),
    ("GET", "/static/js/upload.js", 200, ASSET),
    ("GET", "/static/nulle-part.js", 404, PAGE),
    ("GET", "/medias/nulle-part/x.png", 404, PAGE),
    ("GET", "/actualites/", 200, MINUTE),
    ("GET", "/actualites/flux.atom", 200, FEED),
    ("GET", "/actualites/flux.json", 200, FEED),
    ("GET", "/annuaire/communes?debut=or", 200, PAGE | {"cache-control": "public, max-age=3600"}),
    ("OPTIONS", "/depots/", 204, PAGE),
    ("GET", "/sante", 200, PAGE),
    ("GET", "/sante/prete", 200, PAGE),
]


@pytest.mark.parametrize(("method", "path", "status", "expected"), ANYBODY, ids=lambda value: str(value)[:40])
async def test_what_anybody_receives(
    client: Visitor, method: str, path: str, status: int, expected: dict[str, str]
) -> None:
    check(await client.request(method, path), status, expected)


async def test_an_answer_that_did_not_change(client: Visitor) -> None:
    tag = (await client.get("/actualites/")).headers["etag"]
    check(await client.get("/actualites/", headers={"if-none-match": tag}), 304, MINUTE)


async def test_a_gesture_of_another_site(client: Visitor) -> None:
    check(await client.post("/compte/connexion", headers={"sec-fetch-site": "cross-site"}), 403, PAGE)


async def test_open_data_and_their_programs(client: Visitor) -> None:
    for name in ("structures_json", "structures_csv", "communes_json"):
        check(await client.get(client.address(f"directory:{name}")), 200, OPEN_DATA)
    check(await client.get(client.address("directory:api_search")), 200, OPEN_DATA)


async def test_a_calendar(client: Visitor) -> None:
    await groups.group()
    answer = await client.get(f"/agenda/territoires/{groups.ORLEANS}.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    check(answer, 200, MINUTE)


async def test_papers_and_their_previews(visitor: Visitor, person: User, store: BlobStore) -> None:
    paper = await put(person, store, "Photo.png", png(20, 20))
    content = visitor.address("files:content", node=paper.id)
    check(await visitor.get(content), 200, BYTES)
    check(await visitor.get(content, headers={"range": "bytes=0-3"}), 206, BYTES)
    check(await visitor.get(content, headers={"range": "bytes=999999-"}), 416, PAGE)
    check(await visitor.get(visitor.address("files:zip", nodes=paper.id)), 200, PAGE)
    key = new_key()
    seal = await store.put(key, pieces(png(10, 10)))
    row = await Preview.create(blob_id=paper.blob_id, page=1, key=key, size=seal.size, blocks=seal.blocks)
    check(await visitor.get(visitor.address("files:picture", preview=row.id)), 200, PICTURE)


async def test_files_that_a_page_shows_to_anybody(client: Visitor, store: BlobStore) -> None:
    film = await groups.put(await groups.group(), store, "Atelier.webm", b"\x1aE\xdf\xa3" + b"webm" * 100)
    await expose(PageUse("article", uuid4(), "Forum"), [Showing(film)], by=None)
    address = f"/medias/{film.id}/{public_name(film.name)}"
    check(await client.get(address), 200, MEDIA)
    check(await client.get(address, headers={"range": "bytes=0-3"}), 206, MEDIA)


async def test_gestures_and_what_they_refuse(visitor: Visitor, person: User) -> None:
    check(await visitor.get("/espace/"), 200, PAGE)
    check(await visitor.submit("/compte/profil", birth_year="hier"), 422, PAGE)
    check(await visitor.get("/qui-peut-m-aider/accueil"), 403, PAGE)
    check(await visitor.submit("/compte/deconnexion"), 303, PAGE | {"clear-site-data": '"cache", "storage"'})


async def test_a_paper_that_has_no_room(visitor: Visitor, person: User) -> None:
    await execute("UPDATE files_space SET quota_bytes = 10 WHERE owner_id = ?", person.id)
    sent = {"csrf": visitor.csrf_token(), "document_type": "cv"}
    answer = await visitor.post("/espace/ajouter", data=sent, files={"papers": ("CV.pdf", b"%PDF-1.7" * 10)})
    check(answer, 413, PAGE)
    check(await declare(visitor, 80), 507, PAGE)


async def test_a_deposit_by_pieces(visitor: Visitor) -> None:
    created = await declare(visitor, 4)
    check(created, 201, PAGE)
    address = created.headers["location"]
    check(await visitor.head(address, headers=TUS), 200, PAGE)
    check(await visitor.patch(address, content=b"%PDF", headers=TUS), 415, PAGE)
    check(await visitor.head(f"/depots/{uuid4()}", headers=TUS), 404, PAGE)
    check(await visitor.delete(address, headers=TUS), 204, PAGE)


async def test_https_is_asked_for_where_the_site_has_it(settings: Settings) -> None:
    app = create_app(replace(settings, base_url="https://boite.exemple.fr"))
    async with app.router.lifespan_context(app), Visitor(app) as client:
        check(
            await client.get("/aide"), 200, PAGE | {"strict-transport-security": "max-age=31536000; includeSubDomains"}
        )


# ── mistakes of ours, and a database that is not there ────────────────────────


@pytest.fixture
async def broken(app: Starlette, person: User) -> AsyncIterator[Visitor]:
    """A visitor signed in on a site that lost a table of its database."""
    async with await signed_in(app, person) as visitor:
        await execute("ALTER TABLE journal_entry RENAME TO journal_lost")
        yield visitor


async def test_a_mistake_of_ours_has_its_page_its_headers_and_its_line(
    broken: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        answer = await broken.get("/journal/", headers={"x-request-id": "asked-for-this"})
    check(answer, 500, PAGE)
    assert "Le service a rencontré un problème" in answer.text
    assert answer.headers["x-request-id"] == "asked-for-this"
    told = [record for record in caplog.records if record.exc_info and record.message == "unexpected"]
    assert len(told) == 1
    [line] = [vars(record)["fields"] for record in caplog.records if record.message == "request"]
    assert (line["route"], line["status"]) == ("/journal/", 500)


async def test_a_mistake_of_ours_is_told_to_programs_in_a_few_words(broken: Visitor) -> None:
    answer = await broken.get("/journal/", headers=TUS)
    check(answer, 500, PAGE)
    assert answer.headers["content-type"].startswith("text/plain")


async def test_a_mistake_while_somebody_is_recognised(app: Starlette, person: User) -> None:
    """Before any page: whose session it is cannot be read."""
    async with await signed_in(app, person) as visitor:
        await execute("ALTER TABLE account_session RENAME TO sessions_lost")
        check(await visitor.get("/"), 500, PAGE)
        check(await declare(visitor, 4), 500, PAGE)


@pytest.fixture
async def alone(settings: Settings) -> AsyncIterator[Visitor]:
    """Somebody who comes with a session to a site whose PostgreSQL stopped since it started.

    Nothing starts on a database that is away (`boite.files.store_identity` asks it first): so without that question.
    """
    nobody = replace(settings, database=f"asyncpg://boite:x@127.0.0.1:{free_port()}/boite")
    app = create_app(nobody)
    async with RegisterTortoise(app, config=tortoise_config(nobody)), Visitor(app) as client:
        app.state.memory = Memory(Pulse(nobody))
        client.cookies.set("boite", "a-session")
        yield client
        app.state.memory.pulse.close()
        await app.state.store.close()


@pytest.mark.parametrize("path", ["/", "/annuaire/", "/espace/"])
async def test_a_database_that_is_away_says_when_to_come_back(alone: Visitor, path: str) -> None:
    answer = await alone.get(path)
    check(answer, 503, PAGE)
    assert answer.headers["retry-after"] == "30"
    assert "Recommencez dans quelques minutes" in answer.text


async def test_what_needs_no_database_still_answers(alone: Visitor) -> None:
    check(await alone.get("/sante"), 200, PAGE)
    ready = await alone.get("/sante/prete")
    check(ready, 503, PAGE)
    assert ready.headers["retry-after"] == "30"
    deposit = await declare(alone, 4)
    check(deposit, 503, PAGE)
    assert deposit.headers["retry-after"] == "30"
