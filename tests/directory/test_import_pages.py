"""The pages of the imports: try a file, read its report, confirm it; the coordination of the region alone."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import httpx2
import pytest
from starlette.applications import Starlette

from boite import clock
from boite.accounts.models import AccountRole, User
from boite.directory.keepers import keepers
from boite.directory.models import ImportRun, Structure
from boite.files.expiry import erase_blobs
from boite.files.models import Blob
from boite.journal.models import Entry
from boite.web import csrf
from storage.store import BlobStore
from tests.conftest import OpenAccount, SignIn
from tests.directory.data_files import enter, structure, written
from tests.directory.sheets import make_territory
from tests.visitors import Visitor

LINE = r">Ligne \d"
NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
async def region(new_person: OpenAccount) -> User:
    """Somebody of the coordination of the whole region."""
    user = await new_person("Hélène", role=AccountRole.COORDINATOR)
    await keepers.coordinate(user, await make_territory("R24"))
    return user


@pytest.fixture
async def desk(sign_in: SignIn, region: User) -> Visitor:
    """Their browser."""
    return await sign_in(region)


async def send(visitor: Visitor, content: bytes, name: str = "mai.json", **fields: str) -> httpx2.Response:
    """The form of a new file, its token first, as the page has it."""
    data = {csrf.FIELD: visitor.csrf_token(), **fields}
    address = visitor.address("directory:import_new")
    return await visitor.post(address, data=data, files={"file": (name, content, "application/json")})


async def tried(visitor: Visitor, content: bytes) -> ImportRun:
    """A file tried, not yet confirmed."""
    answer = await send(visitor, content)
    assert answer.status_code == 303, answer.text
    run = await ImportRun.exclude(paper="").order_by("-at").first()
    assert run is not None
    assert answer.headers["location"] == visitor.address("directory:import_report", run=run.id)
    return run


async def test_a_file_is_tried_then_imported(desk: Visitor, region: User, store: BlobStore) -> None:
    run = await tried(desk, written([structure(), structure("dora--2", nom="x")]))
    assert await Structure.all().count() == 0
    page = (await desk.get(desk.address("directory:import_report", run=run.id))).text
    for said in ("Voici ce qui changera", "Mission locale de Vierzon", "trop court", "Importer pour de bon"):
        assert said in page
    answer = await desk.submit(desk.address("directory:import_confirm", run=run.id))
    done = await ImportRun.get(paper="")
    assert answer.headers["location"] == desk.address("directory:import_report", run=done.id)
    assert (done.file_name, done.by_id, done.counts) == ("mai.json", region.id, {"created": 1, "refused": 1})
    assert await Structure.all().count() == 1
    page = (await desk.get(answer.headers["location"])).text
    assert "Ce que l&#39;import a fait" in page
    assert "Importer pour de bon" not in page
    assert (await ImportRun.all().count(), await Entry.filter(kind="directory.imported").count()) == (1, 1)
    assert await Blob.all().count() == 0, "the bytes went with the confirmation"


async def test_a_confirmation_pressed_twice_imports_once(desk: Visitor) -> None:
    run = await tried(desk, written([structure()]))
    address = desk.address("directory:import_confirm", run=run.id)
    assert (await desk.submit(address)).status_code == 303
    assert (await desk.submit(address)).status_code == 404
    assert await ImportRun.all().count() == 1
    [done] = await ImportRun.all()
    assert (await desk.submit(desk.address("directory:import_confirm", run=done.id))).status_code == 409


async def test_a_file_that_nobody_confirms_is_erased(desk: Visitor, app: Starlette, store: BlobStore) -> None:
    run = await tried(desk, written([structure()]))
    clock.advance(timedelta(hours=2))
    assert await erase_blobs(app.state.settings, store) == 1
    answer = await desk.submit(desk.address("directory:import_confirm", run=run.id))
    assert answer.status_code == 409
    assert "plus gardé" in answer.text
    assert await Structure.all().count() == 0


async def test_old_rehearsals_go_by_themselves(desk: Visitor, region: User) -> None:
    old = await tried(desk, written([structure()]))
    await ImportRun.filter(id=old.id).update(at=clock.now() - timedelta(days=2))
    new = await tried(desk, written([structure("dora--2")]))
    assert [row.id for row in await ImportRun.all()] == [new.id]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"{", "incomplet ou mal écrit"),
        ("é".encode("latin-1"), "pas écrit en UTF-8"),
        (b"", "Ce fichier est vide."),
        (b" " * 50_000_001, "trop lourd"),
    ],
)
async def test_a_file_that_cannot_be_read_is_said_beside_its_field(desk: Visitor, content: bytes, why: str) -> None:
    answer = await send(desk, content)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert re.sub("&#39;", "'", answer.text).count(why) == 2, "in the summary and beside the field"
    assert await ImportRun.all().count() == 0


async def test_no_file_at_all_is_said(desk: Visitor) -> None:
    address = desk.address("directory:import_new")
    answer = await desk.post(address, data={csrf.FIELD: desk.csrf_token()}, files={"file": ("", b"")})
    assert answer.status_code == 422
    assert "Choisissez un fichier." in answer.text


async def test_a_file_before_its_token_is_refused(desk: Visitor) -> None:
    address = desk.address("directory:import_new")
    answer = await desk.post(address, files={"file": ("a.json", b"{}"), csrf.FIELD: (None, desk.csrf_token())})
    assert answer.status_code == 403
    assert (await desk.post(address, files={"file": ("a.json", b"{}")})).status_code == 403
    assert (await desk.submit(address)).status_code == 422, "a plain form has no file"


async def test_the_report_narrows_to_one_outcome(desk: Visitor) -> None:
    done = await enter(*(structure(f"dora--{number}") for number in range(60)), structure("x", nom="x"))
    address = desk.address("directory:import_report", run=done.run)
    everything = (await desk.get(address)).text
    assert "Refusées (1)" in everything
    assert len(re.findall(LINE, everything)) == 50
    assert len(re.findall(LINE, (await desk.get(address, params={"page": "2"})).text)) == 11
    refused = (await desk.get(address, params={"resultat": "refused"})).text
    assert len(re.findall(LINE, refused)) == 1
    assert (await desk.get(address, params={"resultat": "magie"})).status_code == 422


async def test_the_report_is_a_table_too(desk: Visitor) -> None:
    done = await enter(structure(nom="=1+1"), structure("x", nom="x"))
    answer = await desk.get(desk.address("directory:import_table", run=done.run))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows[0][0] == "Ligne"
    assert [row[3] for row in rows[1:]] == ["'=1+1", "x"]
    assert "attachment" in answer.headers["content-disposition"]


async def test_the_list_tells_each_import(desk: Visitor) -> None:
    empty = await desk.get(desk.address("directory:imports"))
    assert "Aucun import" in empty.text
    await enter(structure(), name="avril.json")
    await tried(desk, written([structure()]))
    page = (await desk.get(desk.address("directory:imports"))).text
    for said in ("avril.json", "1\u202fligne lue", "Essai", "Structures et services"):
        assert said in page


async def test_markup_in_a_file_is_shown_as_text(desk: Visitor) -> None:
    done = await enter(structure(nom="<script>alert(1)</script>"), structure("<b>", nom="x"), name="<i>.json")
    page = (await desk.get(desk.address("directory:import_report", run=done.run))).text
    assert "<script>alert" not in page
    assert "&lt;i&gt;.json" in page


# ── the six questions ─────────────────────────────────────────────────────────

PAGES = {
    "imports": "GET",
    "import_new": "GET POST",
    "import_report": "GET",
    "import_table": "GET",
    "import_confirm": "POST",
}


def where(visitor: Visitor, name: str, run: object) -> str:
    parameters = {} if name in {"imports", "import_new"} else {"run": run}
    return visitor.address(f"directory:{name}", **parameters)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    "role",
    [
        AccountRole.PERSON,
        AccountRole.PROFESSIONAL,
        AccountRole.COORDINATOR,
        AccountRole.OBSERVER,
        AccountRole.ADMINISTRATOR,
    ],
)
async def test_nobody_else_imports(name: str, role: AccountRole, new_person: OpenAccount, sign_in: SignIn) -> None:
    """Not even the coordination of one territory: a file may change the sheets of all."""
    done = await enter(structure())
    user = await new_person("Nadia", role=role)
    if role == AccountRole.COORDINATOR:
        await keepers.coordinate(user, await make_territory())
    visitor = await sign_in(user)
    for method in PAGES[name].split():
        address = where(visitor, name, done.run)
        answer = await (visitor.get(address) if method == "GET" else visitor.submit(address))
        assert answer.status_code == 403, method


@pytest.mark.parametrize("name", PAGES)
async def test_somebody_unknown_is_asked_to_sign_in(name: str, client: Visitor) -> None:
    answer = await client.request(PAGES[name].split()[0], where(client, name, NOBODY))
    assert answer.status_code == (303 if "GET" in PAGES[name] else 401)


@pytest.mark.parametrize("name", [name for name in PAGES if name not in {"imports", "import_new"}])
@pytest.mark.parametrize("run", [NOBODY, "0", "é", "%00"])
async def test_an_unknown_report_is_not_found(name: str, run: str, desk: Visitor) -> None:
    address = where(desk, name, run)
    answer = await (desk.submit(address) if PAGES[name] == "POST" else desk.get(address))
    assert answer.status_code == 404


@pytest.mark.parametrize("name", PAGES)
async def test_a_wrong_method_is_refused(name: str, desk: Visitor) -> None:
    for method in {"GET", "POST", "PUT", "DELETE"} - set(PAGES[name].split()):
        assert (await desk.request(method, where(desk, name, NOBODY))).status_code == 405, method


async def test_a_confirmation_without_its_token_is_refused(desk: Visitor) -> None:
    run = await tried(desk, written([structure()]))
    assert (await desk.post(desk.address("directory:import_confirm", run=run.id))).status_code == 403
    assert await Structure.all().count() == 0
