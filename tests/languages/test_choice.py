"""Choosing a language: seen on the first screen, kept by the device and the account, never guessed from the browser."""

from __future__ import annotations

import re

from starlette.applications import Starlette

from boite.accounts.models import User
from boite.languages.offered import BY_CODE, offered
from boite.web.page_language import COOKIE
from tests.people import PASSPHRASE
from tests.visitors import Visitor, signed_in


async def test_every_language_is_on_the_first_screen_by_its_own_name(client: Visitor) -> None:
    page = (await client.get("/")).text
    for language in offered():
        assert f'value="{language.code}" lang="{language.tag}"' in page
        assert f">{language.name}</button>" in page


async def test_what_a_browser_asks_for_is_not_a_choice(client: Visitor) -> None:
    page = (await client.get("/", headers={"accept-language": "ar"})).text
    assert '<html lang="fr">' in page


async def test_a_choice_comes_back_to_the_same_page(client: Visitor) -> None:
    page = "http://testserver/chercher?mots=logement"
    answer = await client.post("/compte/langue", data={"langue": "ar", "suite": "/chercher"}, headers={"referer": page})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/chercher?mots=logement"
    assert '<html lang="ar" dir="rtl"' in (await client.get("/")).text


async def test_a_choice_leads_nowhere_else(client: Visitor) -> None:
    sent = {"langue": "ar", "suite": "//ailleurs.exemple/"}
    answer = await client.post("/compte/langue", data=sent, headers={"referer": "http://ailleurs.exemple//x?y"})
    assert answer.headers["location"] == "/"


async def test_a_choice_survives_an_address_that_is_none(client: Visitor) -> None:
    sent = {"langue": "ar", "suite": "/chercher"}
    answer = await client.post("/compte/langue", data=sent, headers={"referer": "http://["})
    assert (answer.status_code, answer.headers["location"]) == (303, "/chercher")


async def test_a_language_that_is_not_offered_is_refused(client: Visitor) -> None:
    assert (await client.post("/compte/langue", data={"langue": "xx"})).status_code == 422
    client.cookies.set(COOKIE, "xx")
    assert '<html lang="fr">' in (await client.get("/")).text


async def test_an_account_remembers_it_on_another_device(app: Starlette, visitor: Visitor) -> None:
    assert visitor.user is not None
    await visitor.submit("/compte/langue", langue="uk", suite="/")
    assert (await User.get(id=visitor.user.id)).language == "uk"
    elsewhere = await signed_in(app, await User.get(id=visitor.user.id))
    assert '<html lang="uk"' in (await elsewhere.get("/aide")).text


async def test_somebody_on_a_borrowed_device_has_their_own(app: Starlette, person: User) -> None:
    await User.filter(id=person.id).update(language="ar")
    theirs = await signed_in(app, await User.get(id=person.id))
    theirs.cookies.set(COOKIE, "uk")
    assert '<html lang="ar"' in (await theirs.get("/aide")).text


async def test_a_choice_of_somebody_signed_in_needs_their_token(visitor: Visitor) -> None:
    assert (await visitor.post("/compte/langue", data={"langue": "uk", "suite": "/"})).status_code == 403


async def test_a_page_kept_in_memory_is_kept_by_language(client: Visitor) -> None:
    french = await client.get("/")
    client.cookies.set(COOKIE, "ar")
    arabic = await client.get("/", headers={"if-none-match": french.headers["etag"]})
    assert arabic.status_code == 200
    assert BY_CODE["ar"].name in arabic.text
    assert '<html lang="ar"' in arabic.text
    client.cookies.delete(COOKIE)
    assert '<html lang="fr"' in (await client.get("/")).text


async def test_news_kept_in_memory_stay_french_in_a_frame_by_language(client: Visitor) -> None:
    client.cookies.set(COOKIE, "ar")
    page = (await client.get("/actualites/")).text
    assert '<html lang="ar" dir="rtl"' in page
    assert '<main id="contenu" tabindex="-1" lang="fr" dir="ltr">' in page
    assert "هذه الصفحة بالفرنسية." in page
    client.cookies.delete(COOKIE)
    assert "هذه" not in (await client.get("/actualites/")).text


async def test_a_refusal_is_said_in_the_language(client: Visitor) -> None:
    client.cookies.set(COOKIE, "en")
    sent = await client.submit("/compte/connexion", handle="personne-1", passphrase="rien")
    assert "The user name or the secret phrase is not right." in sent.text


async def test_a_word_said_after_a_gesture_is_in_the_language(app: Starlette, person: User) -> None:
    await User.filter(id=person.id).update(language="en")
    visitor = await signed_in(app, await User.get(id=person.id))
    sent = await visitor.submit("/boite/carte")
    assert "Welcome to your box." in (await visitor.get(sent.headers["location"])).text


async def test_a_box_opened_in_a_language_keeps_it(client: Visitor) -> None:
    client.cookies.set(COOKIE, "fa")
    form = re.search(r'name="phrase" value="([^"]+)"', (await client.get("/boite/nouvelle")).text)
    assert form is not None
    await client.submit("/boite/nouvelle", phrase=form[1], first_name="Zahra")
    assert (await User.get(first_name="Zahra")).language == "fa"


async def test_a_shared_computer_keeps_the_language_of_nobody(client: Visitor, person: User) -> None:
    await client.submit("/compte/connexion", handle=person.handle, passphrase=PASSPHRASE, shared="oui")
    page = (await client.get("/aide")).text
    token = re.search(r'name="csrf" value="([^"]*)"', page)
    assert token
    await client.post("/compte/langue", data={"langue": "ar", "suite": "/aide", "csrf": token[1]})
    assert (await User.get(id=person.id)).language == "ar"
    assert COOKIE not in client.cookies
