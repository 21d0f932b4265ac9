"""Portraits as anybody reads them, and as those who coordinate a territory write them."""

from __future__ import annotations

import asyncio
import csv
import re
from pathlib import Path

import pytest
from starlette.applications import Starlette

import boite
from boite.accounts.models import AccountRole, User
from boite.directory.models import REGION, Coordination
from boite.journal.models import Entry
from boite.portraits.demo import load_demo_portraits
from boite.portraits.models import FICTIONAL, Figure, PortraitRevision, PortraitText
from boite.publishing import prose
from tests.conftest import OpenAccount, SignIn
from tests.directory.data_files import enter_demo
from tests.news.desks import agent
from tests.news.hostile import PAYLOADS
from tests.visitors import Visitor

FOLDER = Path(boite.__file__).parent / "demo" / "data" / "portraits"
PAGE, WORDS = "/portraits/spro-41", "/portraits/spro-41/habitants"


@pytest.fixture
async def nadia(app: Starlette, new_person: OpenAccount) -> User:
    """The coordinator of Loir-et-Cher, over the portraits of the demonstration."""
    await enter_demo()
    user = await new_person("Nadia", AccountRole.COORDINATOR)
    await Coordination.create(user_id=user.id, territory_id="SPRO-41")
    await load_demo_portraits(FOLDER)
    return user


async def test_anybody_reads_a_portrait_and_its_figures(nadia: User, client: Visitor) -> None:
    before = await Figure.all().count(), await PortraitRevision.all().count()
    await load_demo_portraits(FOLDER)
    assert (await Figure.all().count(), await PortraitRevision.all().count()) == before == (2004, 7)
    answer = await client.get(PAGE)
    page = answer.text
    assert page.count('<h2 id="') == 8
    assert page.count(f"Source&nbsp;: {FICTIONAL}.") == 8
    assert "Ces chiffres ne sont pas vrais." in page
    assert "<strong>Trois bassins, trois quotidiens.</strong>" in page
    assert "Nadia" not in page, "a group speaks, never a person"
    assert WORDS not in page, "no door for who may not write"
    assert '<svg class="bars" viewBox="0 0 200 30" role="img" aria-labelledby="barre-habitants-1-titre' in page
    assert (await client.get("/portraits/SPRO-41")).status_code == 200
    region = (await client.get("/portraits/r24")).text
    assert "En image" not in region
    assert "1\u202f038\u202f810" in region

    for address in (PAGE, "/portraits/", "/portraits/spro-41/chiffres.csv"):
        first = await client.get(address)
        tag = {"if-none-match": first.headers["etag"]}
        assert first.headers["cache-control"] == "public, max-age=60"
        assert (await client.get(address, headers=tag)).status_code == 304
    table = await client.get("/portraits/spro-41/chiffres.csv")
    rows = list(csv.DictReader(table.content.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert len(rows) == 2 * 34
    assert all(row["Source"] == FICTIONAL and row["Année"] for row in rows)
    assert rows[0]["Valeur"] == "91460"
    for nowhere in ("/portraits/spro-99", "/portraits/é%20", "/portraits/" + "x" * 90):
        assert (await client.get(nowhere)).status_code == 404
    linked = (await client.get("/annuaire/territoires/SPRO-41")).text
    assert f'href="{PAGE}"' in linked


async def test_who_may_write_and_who_may_not(
    nadia: User, client: Visitor, sign_in: SignIn, new_person: OpenAccount
) -> None:
    samira, elsewhere = (
        await new_person("Samira", AccountRole.COORDINATOR),
        await new_person("Ali", AccountRole.COORDINATOR),
    )
    await Coordination.create(user_id=samira.id, territory_id=REGION)
    await Coordination.create(user_id=elsewhere.id, territory_id="SPRO-37")
    paul = await agent(new_person, "SPRO-41")
    for user, status in ((nadia, 200), (samira, 200), (elsewhere, 403), (paul, 403), (await new_person(), 403)):
        visitor = await sign_in(user)
        assert (await visitor.get(WORDS)).status_code == status, user.first_name
        sent = await visitor.submit(WORDS, body=f"Par {user.first_name}", version="0")
        assert sent.status_code == (409 if status == 200 else 403)
    assert (await client.get(WORDS)).status_code == 303
    desk = await sign_in(nadia)
    assert (await desk.submit("/portraits/spro-41/chiens", body="x", version="0")).status_code == 404
    assert (await desk.submit("/portraits/nulle-part/habitants", body="x", version="0")).status_code == 404
    assert (await desk.put(WORDS)).status_code == 405
    assert (await desk.post(WORDS, data={"body": "x"})).status_code == 403
    assert (await desk.submit(PAGE)).status_code == 405
    assert await PortraitRevision.all().count() == 7


async def test_a_text_is_written_seen_corrected_and_its_past_is_kept(
    nadia: User, client: Visitor, sign_in: SignIn
) -> None:
    desk, address = await sign_in(nadia), "/portraits/spro-41/habitants"
    tag = (await client.get(PAGE)).headers["etag"]
    seen = await desk.submit(address, body="Un **essai**", version="1", gesture="preview")
    assert "<strong>essai</strong>" in seen.text
    assert ">Un **essai**</textarea>" in seen.text
    assert (await desk.submit(address, body="x" * 5001, version="1", gesture="preview")).status_code == 422
    assert (await PortraitText.get(question="habitants")).version == 1, "a preview keeps nothing"
    hostile = "\n\n".join(PAYLOADS)[:4900]
    for number, body in enumerate((hostile, "", "Enfin."), 1):
        answer = await desk.submit(address, body=body, version=str(number))
        assert answer.headers["location"] == f"{PAGE}#habitants"
        page = (await client.get(PAGE)).text
        assert "Trois bassins" not in page
        assert not re.search(r"<script(?! src=\"/static/)|<[a-z][^>]*(?:\s(?:on\w+|style)=|=\"\s*javascript:)", page)
    assert "<p>Enfin.</p>" in page
    assert (await client.get(PAGE, headers={"if-none-match": tag})).status_code == 200
    stale = await desk.submit(address, body="Sans avoir lu", version="1")
    assert stale.status_code == 409
    assert ">Sans avoir lu</textarea>" in stale.text
    assert "Enfin." in stale.text
    assert (await desk.submit(address, body="x" * 5001, version="4")).status_code == 422
    history = (await desk.get(address)).text
    assert history.count("par Nadia") == 4
    assert "texte retiré" in history
    old = (await desk.get(address + "?version=1")).text
    assert "Trois bassins, trois quotidiens.** On ne vit pas" in old
    assert (await desk.get(address + "?version=99999999999999999999")).status_code == 200
    assert (await desk.submit(address, body="Enfin.", version="4")).status_code == 303
    assert await PortraitRevision.filter(text__question="habitants").count() == 4, "the same text changes nothing"
    assert await Entry.filter(kind="portraits.written", owner_id=nadia.id).count() == 7 + 3

    answers = await asyncio.gather(*(desk.submit(address, body=f"Version {n}", version="4") for n in range(3)))
    assert sorted(answer.status_code for answer in answers) == [303, 409, 409]
    await PortraitText.filter(question="habitants").update(rendered_with=0, body_html="<b>ancien</b>")
    assert "<b>ancien</b>" not in (await client.get(PAGE)).text
    assert await prose.renew(PortraitText) == 1
    assert await prose.renew(PortraitText) == 0
