"""The pages of somebody's papers, in Arabic: nothing of ours stays French, not even the word said after a gesture."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest

from boite.accounts.models import User
from boite.clock import today
from boite.files import uploads
from boite.files.models import Node, NodeKind
from boite.files.uploads import UploadRequest
from boite.web.templating import folder
from boite.web.translation import SCREENS
from storage.store import BlobStore
from tests.conftest import SignIn
from tests.files.papers import put, top
from tests.languages.screens import french_left
from tests.visitors import Visitor

FRENCH_ONLY = {
    "site/accessibility.html",
    "site/legal.html",
    "site/privacy.html",
    "site/no-post.html",
    "site/offline.html",
}
SCRIPT = Path("boite/static/js/upload.js")
DESKS = {"site/administrator.html", "site/desk.html", "site/observer.html"}
WAY = ("accounts", "boxes", "files", "notifications", "site")


def test_each_page_of_a_person_is_among_the_translated_screens() -> None:
    for domain in WAY:
        for path in Path(folder(), domain).glob("[!_]*.html"):
            name = f"{domain}/{path.name}"
            if re.search(r'{% extends "(base|files/_question)', path.read_text(encoding="utf-8")):
                assert name in SCREENS or name in FRENCH_ONLY | DESKS, name


@pytest.fixture
async def olga(person: User, sign_in: SignIn) -> Visitor:
    await User.filter(id=person.id).update(language="ar")
    return await sign_in(await User.get(id=person.id))


@pytest.fixture
async def papers(person: User, store: BlobStore) -> dict[str, Node]:
    """One of each kind, in a folder; one about to end, one in the trash, one being sent."""
    emploi = await (await top(person)).add_folder("RQTH", by=person)
    ending = today() + timedelta(days=20)
    made = {
        "folder": emploi,
        "paper": await put(person, store, "CV.pdf", parent=emploi, valid_until=ending),
        "note": await put(person, store, "CV.txt", b"CV", parent=emploi, kind=NodeKind.NOTE),
        "link": await put(person, store, "CV.url", b"[InternetShortcut]\r\nURL=javascript:0", kind=NodeKind.LINK),
        "contact": await put(person, store, "CV.vcf", b"BEGIN:VCARD\nFN:CV\nTEL:06\nEND:VCARD", kind=NodeKind.CONTACT),
        "trash": await put(person, store, "CV2.pdf"),
    }
    await made.pop("trash").discard(by=person, days=30)
    begun = UploadRequest(name="CV.pdf", size=2000)
    await uploads.declare(await top(person), begun, store, by=person.id, days=7)
    return made


async def test_no_page_of_papers_says_french_that_is_not_marked(olga: Visitor, papers: dict[str, Node]) -> None:
    each = {name: node.id for name, node in papers.items()}
    pages = [
        *("/espace/?vue=liste", "/espace/?vue=grille", "/espace/recherche?mots=CV", "/espace/recherche?mots=rien"),
        *(olga.address(f"files:{name}") for name in ("trash", "trash_empty", "uploads", "add")),
        *(olga.address(f"files:{name}", node=each["folder"]) for name in ("browse", "rename", "folder_new")),
        *(olga.address(f"files:{kind}_new", node=each["folder"]) for kind in ("note", "link", "contact")),
        *(olga.address("files:paper", node=each[name]) for name in ("paper", "note", "link", "contact")),
        *(olga.address(f"files:{name}", node=each["paper"]) for name in ("rename", "classify")),
        *(olga.address(f"files:{name}", nodes=each["paper"]) for name in ("move", "copy")),
        *(olga.address("files:edit", node=each[name]) for name in ("note", "link", "contact")),
    ]
    for path in pages:
        page = await olga.get(path)
        assert page.status_code == 200, path
        assert 'lang="fr" dir="ltr">\n      ' not in page.text, path  # the middle of a page that is not translated
        assert list(french_left(page.text, "ar")) == [], path


async def test_no_word_said_after_a_gesture_is_french(olga: Visitor, papers: dict[str, Node], person: User) -> None:
    paper, emploi, root = papers["paper"], papers["folder"], await top(person)
    gestures = [
        (olga.address("files:rename", node=paper.id), {"name": "CV"}),
        (olga.address("files:classify", node=paper.id), {"document_type": "cv"}),
        (olga.address("files:move", nodes=paper.id), {"dans": str(root.id)}),
        (olga.address("files:copy", nodes=f"{paper.id},{papers['note'].id}"), {"dans": str(root.id)}),
        (olga.address("files:discard", nodes=papers["link"].id), {}),
        (olga.address("files:folder_new", node=emploi.id), {"name": "CV"}),
        (olga.address("files:note_new", node=emploi.id), {"text": "CV"}),
        (olga.address("files:trash_empty"), {}),
        (olga.address("files:selection"), {"geste": "copier"}),
    ]
    for path, fields in gestures:
        read = re.search(r'name="version" value="([^"]*)"', (await olga.get(path)).text)
        sent = await olga.submit(path, **({"version": read[1]} if read else {}), **fields)
        assert sent.status_code == 303, path
        page = (await olga.get(sent.headers["location"], follow_redirects=True)).text
        said = page.split('id="messages"', 1)[1].split("</div></div>", 1)[0]
        assert 'class="notice' in said, path
        assert 'lang="fr" dir="ltr"' not in said, (path, said)
        assert list(french_left(page, "ar")) == [], path


@pytest.mark.parametrize(
    ("name", "fields"),
    [("note_new", {}), ("link_new", {"address": "ftp://x"}), ("contact_new", {}), ("folder_new", {"name": " "})],
)
async def test_a_form_to_correct_says_so_in_the_language(
    olga: Visitor, person: User, name: str, fields: dict[str, str]
) -> None:
    answer = await olga.submit(olga.address(f"files:{name}", node=(await top(person)).id), **fields)
    assert answer.status_code == 422
    errors = answer.text.split('class="field-error"', 1)[1].split("</p>", 1)[0]
    assert 'lang="fr"' not in errors
    assert list(french_left(answer.text, "ar")) == []


@pytest.fixture
def asked() -> set[str]:
    """The sentences that the script of deposits asks for by name."""
    return set(re.findall(r'words\("(\w+)"', SCRIPT.read_text(encoding="utf-8")))


async def test_the_script_of_deposits_is_given_its_words(olga: Visitor, asked: set[str]) -> None:
    page = (await olga.get("/espace/ajouter")).text
    words = re.search(r"data-words='([^']*)'", page)
    assert words
    said = json.loads(words[1])
    assert {*asked, "waiting", "going", "paused", "failed", "done"} <= set(said)
    for name, sentence in said.items():
        if isinstance(sentence, str) and name not in ("comma", "gap"):
            assert "&" not in sentence
            assert not re.search(r"[A-Za-zÀ-ÿ]{2,}", re.sub(r"{\w+}", "", sentence)), sentence
