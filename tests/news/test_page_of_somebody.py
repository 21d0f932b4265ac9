"""A page drawn once for everybody signed in: whoever reads it finds themselves in it, and nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from http.cookies import SimpleCookie

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st
from jinja2 import UndefinedError
from starlette.applications import Starlette
from starlette.requests import Request

from boite.accounts.models import User
from boite.clock import now
from boite.web import csrf, flash, token_placeholder
from boite.web.page_cache import Memory
from boite.web.templating import environment
from tests.conftest import OpenAccount, SignIn
from tests.visitors import NONCE, Visitor

FRONT = "/actualites/"
THEMES = ("", "light", "dark")
CLOSING, WORD = "Votre boîte sera supprimée", "Un mot pour une seule personne"
READERS = range(4)
GESTURES = st.one_of(st.sampled_from(THEMES), st.sampled_from(["close", "stay", "word", "write", "read"]))
STORIES = st.lists(st.tuples(st.sampled_from(READERS), GESTURES), min_size=4, max_size=14)


@dataclass
class Reader:
    """Somebody in front of a device, and what their page must say."""

    visitor: Visitor
    user: User
    word: bool = False

    async def do(self, gesture: str) -> None:
        """One gesture; reading is the only one that shows anything."""
        person = User.filter(id=self.user.id)
        if gesture in THEMES:
            await person.update(theme=gesture)
        elif gesture in {"close", "stay"}:
            await person.update(closing_at=now() + timedelta(days=30) if gesture == "close" else None)
        elif gesture == "write":  # something, somewhere: every fact is asked again
            await person.update(first_name="Inès")
        elif gesture == "word":
            self.hear()

    def hear(self) -> None:
        """Be told something on the next page, as after any gesture."""
        request = Request({"type": "http", "headers": [], "app": self.visitor.app, "state": {}})
        said: SimpleCookie = SimpleCookie(flash.redirect(request, "/", WORD).headers["set-cookie"])
        self.visitor.cookies.set(flash.COOKIE, said[flash.COOKIE].value)
        self.word = True


@pytest.fixture
async def readers(sign_in: SignIn, new_person: OpenAccount) -> list[Reader]:
    """Three people, then the first of them again on a shared computer."""
    people = [await new_person(name) for name in ("Inès", "Lou", "Zoé")]
    devices = [(person, False) for person in people] + [(people[0], True)]
    return [Reader(await sign_in(person, shared=shared), person) for person, shared in devices]


@profile(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STORIES)
async def test_everybody_finds_themselves(readers: list[Reader], story: list[tuple[int, str]]) -> None:
    """Whoever read before: the colours, the closing, the word and the token are those of whoever reads."""
    for number, gesture in story:
        await readers[number].do(gesture)
        for reader in (readers[number], *readers):
            await _finds_themselves(reader, readers)


async def _finds_themselves(reader: Reader, readers: list[Reader]) -> None:
    user, page = await User.get(id=reader.user.id), await reader.visitor.get(FRONT)
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    assert ('data-theme="' in page.text) == bool(user.theme)
    assert not user.theme or f'data-theme="{user.theme}"' in page.text
    assert (CLOSING in page.text) == (user.closing_at is not None)
    assert (WORD in page.text) == reader.word
    assert ("Ordinateur partagé" in page.text) == (reader is readers[-1])
    for other in readers:
        assert other.visitor.has_token_in(page.text) == (other is reader)
    assert csrf.STAND_IN not in page.text
    if reader.word:
        assert f'{flash.COOKIE}=""' in page.headers["set-cookie"]
        reader.visitor.cookies.delete(flash.COOKIE)  # put there by hand, so without its host
        reader.word = False


async def test_a_browser_without_a_token_receives_one_that_is_good(visitor: Visitor) -> None:
    """Even where the page comes from memory."""
    given_before: set[str] = set()
    for _ in range(3):
        visitor.cookies.delete(csrf.COOKIE)
        page = await visitor.get(FRONT)
        assert visitor.cookies[csrf.COOKIE] not in {NONCE, *given_before}
        given_before.add(visitor.cookies[csrf.COOKIE])
        token = page.text.split('name="csrf" value="')[1].split('"')[0]
    way_out = visitor.address("accounts:sign_out")
    assert (await visitor.post(way_out, data={csrf.FIELD: visitor.csrf_token()})).status_code == 403
    assert (await visitor.post(way_out, data={csrf.FIELD: csrf.STAND_IN})).status_code == 403
    assert (await visitor.post(way_out, data={csrf.FIELD: token})).status_code == 303
    assert "Se connecter" in (await visitor.get(FRONT)).text


async def test_nothing_of_anybody_is_in_memory(app: Starlette, visitor: Visitor) -> None:
    """The shelf holds a page of somebody, and neither a token, nor a name, nor a handle."""
    assert visitor.user is not None
    memory: Memory = app.state.memory
    await visitor.get(FRONT)
    whole = [drawn for tag, drawn in memory.shelf._rows.items() if tag.startswith("somebody")]
    assert len(whole) == 1
    assert not visitor.has_token_in(b"".join(memory.shelf._rows.values()).decode())
    for secret in (visitor.user.first_name, visitor.user.handle, str(visitor.user.id)):
        assert secret.encode() not in b"".join(memory.shelf._rows.values())


@pytest.mark.parametrize("asked", ["{{ user.first_name }}", "{{ user.id }}", "{{ session.id }}"])
async def test_a_page_that_asks_who_reads_fails(visitor: Visitor, asked: str) -> None:
    """Drawn for somebody, a template that would show a person shows an error: it cannot be kept by mistake."""
    own = {"type": "http", "app": visitor.app, "path": FRONT, "query_string": b"q=1", "headers": [(b"cookie", b"a=1")]}
    request = token_placeholder.request_of(token_placeholder.Somebody("dark", "person"), Request(own))
    assert not request.cookies
    assert not request.url.query
    with pytest.raises(UndefinedError):
        environment().from_string(asked).render(user=request.state.user, session=request.state.session)
