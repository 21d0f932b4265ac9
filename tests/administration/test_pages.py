"""The pages of the administration: for administrators only, by identifier only, and written where people read it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from starlette.applications import Starlette

from boite.accounts.models import AccountRole, User
from boite.administration import mail_trial, people
from boite.administration.routes import routes
from boite.clock import now
from boite.database.connection import opened
from boite.directory.models import Membership, Structure
from boite.errors import Invalid
from boite.files.models import Blob, PreviewState
from boite.journal.models import Entry
from boite.settings import Settings
from boite.settings.hiding import HIDDEN
from storage.store import BlobStore
from tests.accessibility import assert_accessible, assert_fits
from tests.boxes.papers import put
from tests.conftest import OpenAccount, OpenPage, SignIn
from tests.directory.sheets import make_structure
from tests.live import Server, free_port
from tests.people import PASSPHRASE
from tests.visitors import Visitor

ACCOUNT = "/exploitation/comptes"


@pytest.fixture
async def samir(new_person: OpenAccount) -> User:
    """Who runs the service."""
    return await new_person("Samir", AccountRole.ADMINISTRATOR)


def kept(folder: Path) -> list[str]:
    """The names of what a folder holds."""
    return [path.name for path in folder.iterdir()]


def asked(visitor: Visitor, handle: str) -> list[tuple[str, str]]:
    """Every method and address of the administration, about this account."""
    found = []
    for route in routes:
        known = {"handle": handle} if "{handle}" in route.path else {}  # type: ignore[attr-defined]
        path = visitor.address(f"administration:{route.name}", **known)  # type: ignore[attr-defined]
        found.append(("POST" if "POST" in route.methods else "GET", path))  # type: ignore[attr-defined]
    return found


async def test_nobody_else_opens_them_and_no_form_of_another_is_taken(
    app: Starlette, sign_in: SignIn, new_person: OpenAccount, samir: User, person: User
) -> None:
    others = [role for role in people.ROLES if role != AccountRole.ADMINISTRATOR]
    visitors = [await sign_in(await new_person("Ana", role)) for role in others]
    for visitor in visitors:
        for method, path in asked(visitor, person.handle):
            answer = await (visitor.submit(path) if method == "POST" else visitor.get(path))
            assert answer.status_code == (404 if person.handle in path else 403), (visitor.user, path)
    operator = await sign_in(samir)
    for method, path in asked(operator, person.handle):
        if method == "POST":
            assert (await operator.post(path, data={"reason": "x", "wanted": "on"})).status_code == 403, path
    assert (await User.get(id=person.id)).disabled_at is None


@pytest.mark.each_engine
async def test_an_account_is_found_and_mended_from_pages(
    app: Starlette, sign_in: SignIn, samir: User, person: User, client: Visitor, store: BlobStore
) -> None:
    await put(person, store, "Lettre secrète.txt", b"mardi")
    sheet: Structure = await make_structure()
    operator = await sign_in(samir)
    assert "Personne n" in (await operator.get(ACCOUNT, params={"identifiant": "personne-000"})).text
    found = await operator.get(ACCOUNT, params={"identifiant": person.handle.upper().replace("-", " ")})
    here = found.headers["location"]
    page = await operator.get(here)
    assert "personne" in page.text
    assert "Lettre" not in page.text
    assert person.first_name not in page.text

    async def gesture(what: str, **fields: str) -> int:
        return (await operator.submit(f"{here}/{what}", **fields)).status_code

    assert await gesture("suspension") == 422  # no reason
    assert await gesture("suspension", reason="Prêt d'identifiant") == 303
    assert await gesture("suspension", reason="Encore") == 409
    assert "Prêt d" in (await operator.get(here)).text
    assert await gesture("reprise") == 303
    assert await gesture("place", room="2 Go") == 303
    assert await gesture("place", room="beaucoup") == 422
    assert await gesture("role", role="person", structure=sheet.slug) == 422
    assert await gesture("role", role="group") == 422
    assert await gesture("role", role="professional", structure=sheet.slug) == 303
    assert await Membership.filter(user_id=person.id, structure_id=sheet.id).exists()
    assert await gesture("essais") == await gesture("appareils") == 303
    given = await operator.submit(f"{here}/phrase-secrete")
    assert given.headers["cache-control"] == "no-store"
    words = given.text.partition('class="passphrase-words"')[2].partition("</p>")[0]
    passphrase = " ".join(part.partition("</span>")[0] for part in words.split("<span>")[1:])
    assert (await client.submit("/compte/connexion", handle=person.handle, passphrase=PASSPHRASE)).status_code == 422
    assert (await client.submit("/compte/connexion", handle=person.handle, passphrase=passphrase)).status_code == 303

    mine = [row.kind for row in await Entry.filter(owner_id=samir.id, kind="account.administered")]
    assert len(mine) == 7
    journal = (await operator.get("/journal/")).text.replace("\xa0", " ")
    assert f"Vous avez administré le compte {person.handle} : suspendu." in journal
    theirs = set(await Entry.filter(owner_id=person.id).values_list("kind", flat=True))
    gestures = ("disabled", "enabled", "quota_changed", "role_changed", "unlocked", "all_sessions_closed")
    assert {f"account.{each}" for each in (*gestures, "passphrase_given")} <= theirs
    own = await operator.submit(f"{ACCOUNT}/{samir.handle}/suspension", reason="x")
    assert own.status_code == 409
    assert "votre propre compte" in own.text


async def test_the_service_is_rested_and_woken_from_a_page(
    sign_in: SignIn, samir: User, visitor: Visitor, settings: Settings
) -> None:
    operator = await sign_in(samir)
    page = "/exploitation/entretien"
    assert (await operator.submit(page, wanted="on", until="25:99")).status_code == 422
    assert (await operator.submit(page, wanted="on", until="14:30")).status_code == 303
    assert "14:30" in (await operator.get(page)).text
    assert (await visitor.submit("/compte/profil", first_name="Olga")).status_code == 503
    assert (await operator.submit(page, wanted="off")).status_code == 303
    assert "Pas d" in (await operator.get(page)).text


async def test_what_failed_is_tried_again_and_settings_hide_what_is_secret(
    sign_in: SignIn, samir: User, person: User, store: BlobStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await put(person, store, "CV.txt", b"mardi")
    await Blob.all().update(preview_state=PreviewState.FAILED, preview_tries=9, preview_due=now())
    operator = await sign_in(samir)
    assert "aperçus" in (await operator.get("/exploitation/taches")).text
    assert (await operator.submit("/exploitation/taches/reprise")).status_code == 303
    blob = await Blob.first()
    assert blob
    assert (blob.preview_state, blob.preview_tries) == (PreviewState.DUE, 0)
    monkeypatch.setenv("BOITE_SECRET", "a-secret-that-nobody-may-read")
    page = (await operator.get("/exploitation/reglages")).text
    assert "BOITE_BASE_URL" in page
    assert HIDDEN in page
    assert "a-secret-that" not in page


async def test_the_mail_settings_are_tried_at_once(settings: Settings) -> None:
    said = await mail_trial.try_mail(settings, "samir@exemple.fr")
    assert said.handed
    [written] = kept(settings.data / "courriels")
    assert "samir@exemple.fr" in written
    away = replace(settings, mail_url=f"smtp://127.0.0.1:{free_port()}")
    said = await mail_trial.try_mail(away, "samir@exemple.fr")
    assert not said.handed
    assert "ne nous reçoit pas" in said.words
    with pytest.raises(Invalid):
        await mail_trial.try_mail(settings, "samir")


async def test_they_fit_a_narrow_screen_and_everybody(new_page: OpenPage, live_server: Server) -> None:
    samir = await live_server.person("Samir", AccountRole.ADMINISTRATOR)
    ines = await live_server.person("Inès")
    async with opened(live_server.settings):
        await people.disable(ines, "Prêt d'identifiant")
    page = await new_page(width=320, token=await live_server.session(samir))
    for path in (f"comptes/{ines.handle}", f"comptes/{samir.handle}", "comptes", "reglages", "taches", "entretien"):
        await page.goto(f"/exploitation/{path}")
        await assert_fits(page)
        await assert_accessible(page)
    page = await new_page(width=320, token=await live_server.session(samir), javascript=False)
    await page.goto("/")
    await page.get_by_role("link", name="Le compte de quelqu'un").click()
    await page.get_by_label("Son identifiant").fill(ines.handle)
    await page.get_by_role("button", name="Voir ce compte").click()
    await page.get_by_role("button", name="Rouvrir ce compte").click()
    assert await page.get_by_text("Le compte est rouvert.").is_visible()
