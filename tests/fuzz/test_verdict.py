"""The judge of the fuzz sees what it is there for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from tests.fuzz import hostile
from tests.fuzz.people import Person
from tests.fuzz.site import Site
from tests.fuzz.verdict import PROMISED, judge, leads_home
from tests.fuzz.wire import Answer, Header, Shot

SITE = Site(Starlette(routes=[Route("/papiers/{node}", lambda request: PlainTextResponse(), name="paper")]))
PEOPLE = {name: Person(name) for name in ("Inès", "Marc")}
HEADERS: list[Header] = [(name.encode(), b"x") for name in PROMISED] + [(b"content-type", b"text/html")]
GOOD = Answer(status=200, headers=HEADERS, body=b"<p>", length=3)


def faults(answer: Answer, logged: BaseException | None = None) -> list[str]:
    return [key for key, _ in judge(Shot("Inès", "GET", "/papiers/1"), answer, SITE, PEOPLE, logged)]


def test_a_good_answer_has_no_fault() -> None:
    assert faults(GOOD) == []
    assert faults(replace(GOOD, body=PEOPLE["Inès"].secret.encode())) == [], "one's own papers"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (replace(GOOD, status=500), "500 paper"),
        (replace(GOOD, status=0), "0 paper"),
        (replace(GOOD, error=ValueError()), "200 ValueError"),
        (replace(GOOD, headers=HEADERS[1:]), "headers missing"),
        (replace(GOOD, headers=[*HEADERS, (b"x", b"a\nb")]), "a header breaks"),
        (replace(GOOD, status=303, headers=[*HEADERS, (b"location", b"//mal.exemple")]), "leads away"),
        (replace(GOOD, seconds=11.0), "slow"),
        (replace(GOOD, headers=[*HEADERS, (b"content-length", b"4")]), "length"),
        (replace(GOOD, status=204), "a body where none"),
        (replace(GOOD, body=hostile.PROBE.encode()), "markup"),
        (replace(GOOD, body=PEOPLE["Marc"].secret.encode()), "papers of another"),
    ],
)
def test_each_fault_is_seen(answer: Answer, said: str) -> None:
    found = faults(answer)
    assert len(found) == 1
    assert found[0].startswith(said)


def test_what_was_only_logged_is_seen() -> None:
    assert faults(GOOD, ValueError()) == ["logged ValueError at outside"]


def test_redirections_stay_home() -> None:
    assert all(map(leads_home, ("/", "/a?b", "?page=2", "http://testserver/a")))
    assert not any(
        map(leads_home, ("//mal.exemple", "/\\mal.exemple", "http://mal.exemple/testserver", "javascript:x"))
    )
