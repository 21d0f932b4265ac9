"""What is asked of a gateway, and what its answers mean: taken, refused, not sent for sure, or in doubt."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boite.settings import Settings
from boite.sms import gateway as asked
from boite.sms.gateway import GatewayReply, SmsOutcome
from tests.sms import gateways
from tests.sms.gateways import HANG, HANG_UP, with_sms

pytestmark = pytest.mark.anyio
PLAIN = Settings(data=Path("nowhere"), secret="the-secret-of-the-tests")
IN_CHUNKS = b'8\r\n{"messag\r\nc\r\neId": "m-1"}\r\n0\r\n\r\n'
TEXT = 'Un "mot" & {to} à 100 %\\'


async def sent(url: str, **others: object) -> GatewayReply:
    return await asked.send(with_sms(PLAIN, url, **others), "+33612345678", TEXT, "boite-1-1")


async def test_json_is_filled_whatever_the_text_holds() -> None:
    async with gateways.gateway() as one:
        body = '{"recipient": "{to}", "content": "{text}", "tag": "{reference}", "sender": "{sender}"}'
        reply = await sent(one.url, sms_body=body, sms_headers='{"api-key": "k", "Accept": "application/json"}')
    assert reply == GatewayReply(outcome=SmsOutcome.HANDED, code=201, words="m-1")
    [(first, headers, read)] = one.asked
    assert first == "POST /v3/sms HTTP/1.1"
    assert (headers["api-key"], headers["accept"], headers["content-type"]) == (
        "k",
        "application/json",
        "application/json",
    )
    assert json.loads(read) == {
        "recipient": "+33612345678",
        "content": TEXT,
        "tag": "boite-1-1",
        "sender": "MaBoiteSPRO",
    }


@pytest.mark.parametrize("method", ["POST", "GET"])
async def test_a_form_is_filled_too(method: str) -> None:
    async with gateways.gateway() as one:
        reply = await sent(one.url, sms_method=method, sms_body="numero={to}&message={text}&de=a")
    assert reply.outcome == SmsOutcome.HANDED
    [(first, _, read)] = one.asked
    said = read.decode() if method == "POST" else first.split()[1].partition("?")[2]
    assert parse_qs(said) == {"numero": ["+33612345678"], "message": [TEXT], "de": ["a"]}


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ({"status": 200}, SmsOutcome.HANDED),
        (
            {"status": 200, "head": "Transfer-Encoding: chunked", "body": IN_CHUNKS},
            SmsOutcome.HANDED,
        ),
        ({"status": 200, "head": "Connection: close"}, SmsOutcome.HANDED),
        ({"status": 400, "body": b'{"code": "bad"}'}, SmsOutcome.REFUSED),
        ({"status": 401}, SmsOutcome.REFUSED),
        ({"status": 302}, SmsOutcome.REFUSED),
        ({"status": 400, "body": b'{"code": "unknown_number"}'}, SmsOutcome.NO_SUCH_NUMBER),
        ({"status": 200, "body": b'{"code": "unknown_number"}'}, SmsOutcome.NO_SUCH_NUMBER),
        ({"status": 200, "body": b'{"error": "no credit", "messageId": ""}'}, SmsOutcome.REFUSED),
        ({"status": 429}, SmsOutcome.LATER),
        ({"status": 503}, SmsOutcome.LATER),
        # From here on, nobody knows.
        ({"status": 500}, SmsOutcome.UNKNOWN),
        ({"status": 502}, SmsOutcome.UNKNOWN),
        ({"status": HANG_UP}, SmsOutcome.UNKNOWN),
        ({"status": HANG}, SmsOutcome.UNKNOWN),
        ({"status": 200, "body": b""}, SmsOutcome.UNKNOWN),
        ({"status": 200, "body": b"<html>welcome</html>"}, SmsOutcome.UNKNOWN),
        ({"status": 200, "body": b"[" * 60_000}, SmsOutcome.UNKNOWN),
        ({"status": 200, "body": b"x" * 3_000_000}, SmsOutcome.UNKNOWN),
        ({"status": 200, "head": "X: " + "y" * 3_000_000}, SmsOutcome.UNKNOWN),
        ({"status": 200, "head": "Content-Length: a lot"}, SmsOutcome.UNKNOWN),
        ({"status": 200, "head": "Transfer-Encoding: chunked", "body": b"zz\r\n"}, SmsOutcome.UNKNOWN),
        ({"status": 200, "head": "Content-Length: 999"}, SmsOutcome.UNKNOWN),
    ],
    ids=lambda value: str(value)[:60],
)
async def test_what_an_answer_means(
    said: dict[str, object], outcome: SmsOutcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asked, "SECONDS", 0.3 if said["status"] == HANG or "999" in str(said) else 10)
    async with gateways.gateway(**said) as one:
        reply = await sent(one.url, sms_refused='"error"')
    assert reply.outcome == outcome, reply
    assert len(one.asked) == 1
    assert len(reply.words) <= 200


async def test_a_gateway_that_is_not_there_took_nothing() -> None:
    async with gateways.gateway() as one:
        pass
    assert (await sent(one.url)).outcome == SmsOutcome.LATER
    assert (await sent("http://nulle-part.invalid/")).outcome == SmsOutcome.LATER


@given(text=st.text(max_size=200))
def test_no_text_gets_out_of_its_place(text: str) -> None:
    values = {"to": "+336", "text": text, "reference": "r", "sender": "s"}
    assert json.loads(asked.filled('{"a": "{text}", "b": "{to}"}', values, as_json=True)) == {"a": text, "b": "+336"}
    if text < "\ud800" or text.isprintable():
        form = asked.filled("a={text}&b={to}", values, as_json=False)
        assert parse_qs(form, keep_blank_values=True) == {"a": [text], "b": ["+336"]}


@given(text=st.text(max_size=60), pointer=st.from_regex(r"(/[a-z0-9~/]{0,5}){0,4}", fullmatch=True))
def test_a_pointer_leads_somewhere_or_nowhere(text: str, pointer: str) -> None:
    asked.pointed(text, pointer)
    assert asked.pointed('{"a": [{"b/c": 7}]}', "/a/0/b~1c") == "7"
    assert asked.pointed('{"a": [{"b/c": 7}]}', "/a/1/b~1c") is None
