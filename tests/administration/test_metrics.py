"""`/metrics`: closed by default, opened by a token or an address, and nothing of anybody in it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families as parsed
from starlette.applications import Starlette

from boite.accounts.models import User
from boite.files.erasure_hold import erasing_held
from boite.settings import Settings
from boite.web.client_network import is_proven
from boite.worker import TIMETABLE, run_all
from storage.store import BlobStore
from tests.visitors import Visitor

TOKEN = "un-jeton-de-mesure-0123456789"
BEARER = {"authorization": f"Bearer {TOKEN}"}
HOST = "127.0.0.1"


def opened(app: Starlette, settings: Settings, **given: Any) -> None:
    """The same application, with what an operator gives to open the numbers."""
    app.state.settings = replace(settings, **given)


def read(text: str) -> list[Any]:
    """The families of a page, read as a program would: it is refused where it does not follow the format."""
    return list(parsed(text))  # type: ignore[no-untyped-call]  # its types are not said


async def status(client: Visitor, **headers: str | bytes) -> int:
    given = {name.encode(): value if isinstance(value, bytes) else value.encode() for name, value in headers.items()}
    return (await client.get("/metrics", headers=given)).status_code


async def test_only_a_token_or_an_address_opens_them(app: Starlette, client: Visitor, settings: Settings) -> None:
    assert await status(client, **BEARER) == 404
    opened(app, settings, metrics_token=TOKEN)
    assert await status(client, **BEARER) == 200
    assert await status(client, authorization=f"bearer {TOKEN}") == 200
    for wrong in ("", TOKEN, f"Basic {TOKEN}", "Bearer ", f"Bearer {TOKEN}x", "Bearer é".encode()):
        assert await status(client, authorization=wrong) == 404, wrong
    opened(app, settings, metrics_addresses="10.0.0.0/8,192.0.2.1")
    assert await status(client) == 404
    opened(app, settings, metrics_addresses=f"10.0.0.0/8,{HOST}")
    assert await status(client) == 200
    forwarded = {"x-forwarded-for": "198.51.100.7"}
    assert await status(client, **forwarded) == 404, "a proxy that is not ours lends its address to everybody"


def test_an_address_that_the_client_wrote_itself_opens_nothing() -> None:
    def seen(host: str, port: int, proxies: str) -> bool:
        return is_proven({"type": "http", "client": (host, port), "headers": [(b"x-forwarded-for", b"x")]}, proxies)

    assert seen("10.1.2.3", 0, "127.0.0.1")
    assert not seen("10.1.2.3", 0, "*"), "whoever is trusted with everything believes the first word"
    assert not seen("10.1.2.3", 0, "10.0.0.0/8")
    assert not seen("10.1.2.3", 5555, "127.0.0.1")
    assert not is_proven({"type": "http", "client": None, "headers": []}, "127.0.0.1")


@pytest.mark.each_engine
async def test_they_tell_the_service_and_nobody(
    app: Starlette, client: Visitor, person: User, visitor: Visitor, settings: Settings, store: BlobStore
) -> None:
    opened(app, settings, metrics_token=TOKEN)
    await run_all(settings, store)
    await visitor.get("/espace/")
    for _ in range(3):
        await client.get("/jamais/vu/lavande-428")
    await client.request("INVENTÉ".encode().hex().upper(), "/")
    async with erasing_held():
        answer = await client.get("/metrics", headers=BEARER)
    assert answer.headers["content-type"].startswith("application/openmetrics-text")
    families = {family.name: family for family in read(answer.text)}
    requests = {
        (each.labels["method"], each.labels["route"], each.labels["status"]): each.value
        for each in families["boite_requests"].samples
    }
    assert requests["GET", "/espace/", "200"] == 1
    assert requests["GET", "/*", "404"] == 3
    assert {method for method, _, _ in requests} <= {"GET", "POST", "OTHER"}
    counts = {
        each.labels["route"]: each.value
        for each in families["boite_request_seconds"].samples
        if each.name.endswith("_count")
    }
    assert counts["/*"] >= 3
    runs = {each.labels["chore"]: each.value for each in families["boite_chore_runs"].samples}
    assert runs == {chore.name: 1 for chore in TIMETABLE}
    assert [each.value for each in families["boite_boxes"].samples] == [1]
    held = {each.labels["what"]: each.value for each in families["boite_held"].samples}
    assert held == {"erasing": 1, "sending": 0}
    queues = {each.labels["queue"] for each in families["boite_queue_waiting"].samples}
    assert queues == {"mails", "messages:mail", "messages:push", "messages:sms", "previews"}
    pool = {each.labels["state"] for each in families["boite_database_pool"].samples}
    assert pool == (set() if "sqlite" in settings.database_url else {"open", "idle", "most"})
    for theirs in (person.handle, str(person.id), "lavande", str(settings.data)):
        assert theirs not in answer.text
