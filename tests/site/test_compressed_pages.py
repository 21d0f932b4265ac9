"""Pages go compressed; papers, streams and pages for who does not read gzip go as they are."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from boite.files.models import NodeKind
from boite.web.compression import SMALLEST, CompressedPages
from storage.store import BlobStore
from tests.boxes.papers import put
from tests.visitors import Visitor

LONG = "<p>Une phrase qui revient.</p>" * 200


async def _whole(request: Request) -> Response:
    return HTMLResponse("é" * int(request.query_params.get("long", "0")) or LONG, headers={"vary": "Cookie"})


async def _stream(request: Request) -> Response:
    async def parts() -> AsyncIterator[str]:
        yield LONG
        yield LONG

    return StreamingResponse(parts(), media_type="text/html")


async def _paper(request: Request) -> Response:
    return HTMLResponse(LONG, headers={"content-disposition": "attachment"})


async def _part(request: Request) -> Response:
    return HTMLResponse(LONG, status_code=206, headers={"content-range": "bytes 0-9/10"})


@pytest.fixture
def site() -> TestClient:
    """Four pages that each answer in their way."""
    ways = {"whole": _whole, "stream": _stream, "paper": _paper, "part": _part}
    routes = [Route(f"/{name}", page) for name, page in ways.items()]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(CompressedPages)]))


def test_a_page_is_a_tenth_on_the_line(site: TestClient) -> None:
    answer = site.get("/whole")
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) < len(LONG) / 10
    assert {part.strip() for part in answer.headers["vary"].split(",")} == {"Cookie", "Accept-Encoding"}
    assert answer.text == LONG


@pytest.mark.parametrize("read", ["identity", "gzip;q=0", "br, gzip; q=0.000, deflate", "x-gzipped"])
def test_who_does_not_read_gzip_receives_the_page(site: TestClient, read: str) -> None:
    answer = site.get("/whole", headers={"accept-encoding": read})
    assert "content-encoding" not in answer.headers
    assert "Accept-Encoding" in answer.headers["vary"]
    assert answer.content == LONG.encode()


@pytest.mark.parametrize("way", ["stream", "paper", "part"])
def test_what_is_no_whole_page_is_left_as_it_is(site: TestClient, way: str) -> None:
    answer = site.get(f"/{way}")
    assert "content-encoding" not in answer.headers
    assert answer.text.startswith(LONG)


@pytest.mark.parametrize("read", ["GZIP", "br;q=0, gzip;q=0.1", "gzip;q=1, *;q=0"])
def test_who_reads_gzip_a_little_receives_it(site: TestClient, read: str) -> None:
    assert site.get("/whole", headers={"accept-encoding": read}).headers["content-encoding"] == "gzip"


def test_a_short_answer_is_left_as_it_is(site: TestClient) -> None:
    assert "content-encoding" not in site.get(f"/whole?long={SMALLEST // 2 - 1}").headers
    assert "content-encoding" in site.get(f"/whole?long={SMALLEST // 2}").headers


def test_the_same_page_has_several_lengths(site: TestClient) -> None:
    """Who measures what passes on the line does not read what a page holds (BREACH)."""
    assert len({site.get("/whole").headers["content-length"] for _ in range(12)}) > 3


async def test_a_token_never_has_the_same_letters(visitor: Visitor) -> None:
    """And each of them is good; one that was altered, cut or lengthened is not."""
    pages = [(await visitor.get("/espace/ajouter")).text for _ in range(2)]
    tokens = [page.split('name="csrf" value="')[1].split('"')[0] for page in pages]
    assert len(set(tokens)) == 2
    assert tokens[0][64:] != tokens[1][64:]
    way_out, (good, other) = visitor.address("accounts:sign_out"), tokens
    half = len(good) // 2
    for wrong in (good[:half] + other[half:], good[:-2], good + "00", good[half:], good[:half], "é" * 128, "z" * 128):
        assert (await visitor.post(way_out, data={"csrf": wrong})).status_code == 403, wrong
    assert (await visitor.post(way_out, data={"csrf": other})).status_code == 303


async def test_a_paper_that_is_a_page_is_never_compressed_here(visitor: Visitor, store: BlobStore) -> None:
    assert visitor.user is not None
    paper = await put(visitor.user, store, "page.html", LONG.encode(), kind=NodeKind.FILE, media_type="text/html")
    answer = await visitor.get(visitor.address("files:content", node=paper.id))
    assert answer.status_code == 200
    assert "content-encoding" not in answer.headers
    assert answer.content == LONG.encode()
