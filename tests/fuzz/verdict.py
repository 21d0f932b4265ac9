"""What is a fault of ours, whatever was asked."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from boite.log_context import request_id
from tests.fuzz import hostile
from tests.fuzz.people import Person
from tests.fuzz.site import Site
from tests.fuzz.wire import Answer, Shot

PROMISED = ("content-security-policy", "x-content-type-options", "referrer-policy", "cache-control", "x-request-id")
"""Headers of every answer."""
SLOW = 10.0
"""Seconds of processor. What only waits is a fault after `wire.LONGEST`."""
REFUSED = frozenset({507})
"""Statuses above 500 that tell the truth: no room left in a box, said to a program (RFC 4918)."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault. `key` is the same for all those of one mechanism."""

    key: str
    number: int
    detail: str


class Traces(logging.Handler):
    """Exceptions that the service logged, by the identifier of their request."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.seen: dict[str, BaseException] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the exception of this line."""
        if record.exc_info and record.exc_info[1]:
            self.seen[request_id.get()] = record.exc_info[1]

    def take(self, identifier: str) -> BaseException | None:
        """The exception of a request, once."""
        return self.seen.pop(identifier, None)


def place(error: BaseException) -> str:
    """The kind of an exception, and where our code let it out."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/boite/" in frame.filename or "/storage/" in frame.filename]
    ours = [frame for frame in ours if "site-packages" not in frame.filename and "/web/" not in frame.filename] or ours
    where = f"{ours[-1].filename.rpartition('/')[2]}:{ours[-1].lineno} {ours[-1].name}" if ours else "outside"
    return f"{type(error).__name__} at {where}"


def judge(
    shot: Shot, answer: Answer, site: Site, people: dict[str, Person], logged: BaseException | None
) -> Iterator[tuple[str, str]]:
    """The faults of one answer: what it is, and what shows it."""
    leaf = site.leaf(shot.path, shot.method)
    route = leaf.name if leaf else "?"
    error = answer.error or logged
    trace = "".join(traceback.format_exception(error)) if error else ""
    if answer.error or (answer.status >= 500 and answer.status not in REFUSED) or answer.status == 0:
        yield f"{answer.status} {place(error) if error else route}", trace
        return
    if logged:
        yield f"logged {place(logged)}", trace
    if answer.seconds > SLOW:
        yield f"slow {route}", f"{answer.seconds:.1f} s"
    yield from _headers(answer, route)
    yield from _content(shot, answer, route, people)


def _headers(answer: Answer, route: str) -> Iterator[tuple[str, str]]:
    missing = [name for name in PROMISED if not answer.header(name)]
    if missing:
        yield f"headers missing {missing} {route}", str(answer.headers)
    if any(sign in name + value for name, value in answer.headers for sign in (b"\r", b"\n", b"\x00")):
        yield f"a header breaks {route}", str(answer.headers)
    target = answer.header("location")
    if target and not leads_home(target):
        yield f"leads away {route}", target[:500]


def leads_home(target: str) -> bool:
    """Whether a redirection stays on the site."""
    if target[:1] == "/":
        return target[1:2] not in {"/", "\\"}
    return target[:1] == "?" or urlsplit(target).netloc == "testserver"


def _content(shot: Shot, answer: Answer, route: str, people: dict[str, Person]) -> Iterator[tuple[str, str]]:
    length = answer.header("content-length")
    if length and shot.method != "HEAD" and answer.status not in {204, 304} and int(length) != answer.length:
        yield f"length {route}", f"{length} said, {answer.length} sent"
    if answer.status in {204, 304} and answer.length:
        yield f"a body where none may be {route}", str(answer.length)
    if answer.is_page and hostile.PROBE.encode() in answer.body:
        yield f"markup {route}", answer.text[max(0, answer.text.find(hostile.PROBE) - 200) :][:500]
    for person in people.values():
        if person.name != shot.who and person.secret.encode() in answer.body:
            yield f"papers of another {route}", f"{person.secret} shown to {shot.who}"
