"""A new kind of publication costs under 120 lines of Python, and has all that the desk gives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from boite.accounts.models import User
from boite.directory.sheet.publics import ASKED
from boite.errors import Forbidden, Gone, Invalid, NotFound
from boite.groups.models import PublicFile
from boite.journal import unseen
from boite.publishing import audience, waiting
from boite.publishing.drafts import TextDraft
from boite.publishing.listing import Wanted
from boite.publishing.stages import Stage, Step
from boite.publishing.words import FIELDS
from storage.store import BlobStore
from tests.conftest import OpenAccount
from tests.groups import groups
from tests.news.desks import ELSEWHERE, HERE, agent
from tests.pictures import png
from tests.publishing import story
from tests.publishing.story import DESK, DOOR, LISTS, STORIES, Story

LINES = len(Path(story.__file__).read_text(encoding="utf-8").splitlines())


def draft(**values: Any) -> TextDraft:
    """What Paul tells, whole."""
    whole = {
        "title": "Je suis devenue boulangère",
        "summary": "À quarante ans, Ana a changé de métier.",
        "body": "J'ai commencé par un **stage**.",
        "topic": "emploi",
        "territory": HERE,
    }
    return TextDraft(**whole | values)


async def found(words: str) -> list[str]:
    """The titles that these words find."""
    return [row["title"] for row in (await LISTS.search(Wanted(words=words))).listed.rows]


async def test_a_new_kind_is_under_120_lines() -> None:
    assert LINES < 120


async def test_its_whole_life(paul: User, nadia: User, store: BlobStore) -> None:
    picture = await groups.put(await groups.group(HERE), store, "Le fournil.png", png())
    begun = await DESK.begin(draft(summary="", picture=picture.id), by=paul)
    with pytest.raises(Invalid) as missing:
        await DESK.propose(begun, by=paul)
    assert set(missing.value.fields) == {"summary", "picture_alt"}
    whole = draft(picture=picture.id, picture_alt="Une pâte levée.")
    await DESK.keep(begun, whole, version=1, by=paul)
    await DESK.propose(await DOOR.one(paul, begun.id, Step.PROPOSED), by=paul)
    await DESK.send_back(await DOOR.one(nadia, begun.id, Step.SENT_BACK), "Ajoutez la durée.", by=nadia)
    [said] = (await unseen.of(paul.id)).lines
    assert "Votre témoignage « Je suis devenue boulangère » est à reprendre : Ajoutez la durée." in str(said)
    [line] = await waiting.lines(STORIES, await waiting.mine(STORIES, paul, [HERE]))
    assert (line.badge[0], line.reason) == ("À reprendre", "Ajoutez la durée.")

    row = await DOOR.one(paul, begun.id, Step.WRITTEN)
    await DESK.keep(row, draft(picture=picture.id, picture_alt="Une pâte.", body="Deux ans."), version=2, by=paul)
    await DESK.propose(row, by=paul)
    await DESK.publish(await DOOR.one(nadia, row.id, Step.PUBLISHED), version=3, by=nadia)
    online = await DOOR.published("je-suis-devenue-boulangere")
    assert (online.id, online.signature, await DESK.html_of(online)) == (row.id, "Mission locale", "<p>Deux ans.</p>\n")
    assert await found("boulangere") == await found("ans") == ["Je suis devenue boulangère"]
    assert await PublicFile.exists(node_id=picture.id)

    await DESK.correct(online, draft(title="Boulangère", body="Trois ans."), version=3, note="La durée.", by=nadia)
    assert (await found("trois"), await found("deux")) == (["Boulangère"], [])
    assert not await PublicFile.exists(node_id=picture.id)
    [corrected] = await audience.corrections(STORIES, online, FIELDS)
    assert corrected["note"] == "La durée."
    assert (
        corrected["fields"] == ["le titre", "le texte", "l'image", "la description de l'image"] or corrected["fields"]
    )
    assert (await DOOR.published("je-suis-devenue-boulangere")).title == "Boulangère"

    with pytest.raises(Invalid):
        await DESK.withdraw(online, "", by=nadia)
    await DESK.withdraw(online, "Ana le demande.", by=nadia)
    assert await found("boulangere") == []
    with pytest.raises(Gone):
        await DOOR.published("je-suis-devenue-boulangere")
    history = await waiting.history(STORIES, online)
    assert [(step.step, step.by_id, step.version) for step in reversed(history)] == [
        (Step.WRITTEN, paul.id, 2),
        (Step.PROPOSED, paul.id, 2),
        (Step.SENT_BACK, nadia.id, 2),
        (Step.WRITTEN, paul.id, 3),
        (Step.PROPOSED, paul.id, 3),
        (Step.PUBLISHED, nadia.id, 3),
        (Step.CORRECTED, nadia.id, 4),
        (Step.WITHDRAWN, nadia.id, 4),
    ]
    assert history[0].note == "Ana le demande."
    assert {"field": "body", "before": "Deux ans.", "after": "Trois ans."} in history[1].changes


async def test_where_and_for_whom(paul: User, nadia: User) -> None:
    public = next(code for code in ASKED if code != "tous-publics")
    made: dict[str, dict[str, Any]] = {
        "Ici": {},
        "Partout": {"territory": None},
        "Pour eux": {"publics": (public,)},
        "Aussi": {"places": (ELSEWHERE,)},
    }
    for title, values in made.items():
        row = await DESK.begin(draft(title=title, **values), by=nadia)
        assert (await DESK.draft_of(row)) == draft(title=title, **values)
        await DESK.publish(row, version=1, by=nadia)

    async def titles(**wanted: Any) -> set[str]:
        return {row["title"] for row in (await LISTS.page(Wanted(**wanted))).rows}

    assert await titles() == {"Ici", "Partout", "Pour eux", "Aussi"}
    assert await titles(territory=ELSEWHERE) == {"Partout", "Aussi"}
    assert "Pour eux" in await titles(public=public)


async def test_it_is_nobody_else_s(paul: User, nadia: User, new_person: OpenAccount) -> None:
    row = await DESK.begin(draft(), by=paul)
    for other in (nadia, await agent(new_person), await agent(new_person, ELSEWHERE), await new_person("Inès")):
        with pytest.raises(NotFound):
            await DOOR.one(other, row.id)
    with pytest.raises(Forbidden):
        await DOOR.one(paul, row.id, Step.PUBLISHED)
    for nonsense in ("", "x", "'", row.id.hex[:8]):
        with pytest.raises(NotFound):
            await DOOR.one(paul, nonsense)
    assert (await Story.get()).stage == Stage.DRAFT
