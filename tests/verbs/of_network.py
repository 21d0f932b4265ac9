"""What one does with the directory, the questions and the portraits."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta

from boite.clock import today
from boite.directory.exchange import imports
from boite.directory.keepers import keepers
from boite.directory.maintenance import checks, closure, structure_editing, suggestions
from boite.directory.models import EndKind, Membership, Structure, Territory
from boite.orientation import referral
from boite.orientation.steering import question_editing as guide
from boite.portraits import group_words as portraits
from boite.portraits.questions import BY_CODE
from tests.directory.sheets import make_structure
from tests.news.desks import HERE
from tests.orientation.guide_rows import make_question
from tests.verbs.table import Left, Verb, World, again, own, told, verb


async def sheet_of(w: World, name: str = "CIO d'Orléans") -> Structure:
    return await make_structure(name, territory=HERE)


def about(sheet: Structure) -> str:
    return f"structure:{sheet.slug}"


def on(w: World, sheet: Structure, kind: str, do: Callable[[Structure], Awaitable[object]], *others: Left) -> Verb:
    async def done() -> None:
        await do(await again(sheet))

    return Verb(done, [own(kind, w.nadia, about(sheet)), *others])


@verb
async def create(w: World) -> Verb:
    place = await Territory.get(code=HERE)
    verb_ = Verb(lambda: done(), [])

    async def done() -> None:
        made = await structure_editing.create({"name": "Un nouveau lieu"}, place, by=w.nadia)
        verb_.leaves.append(own("directory.created", w.nadia, about(made)))

    return verb_


@verb
async def edit(w: World) -> Verb:
    sheet = await sheet_of(w)
    do = lambda row: structure_editing.change(row, {"website": "exemple.fr"}, by=w.nadia)  # noqa: E731
    return on(w, sheet, "directory.edited", do)


@verb
async def check(w: World) -> Verb:
    return on(w, await sheet_of(w), "directory.checked", lambda row: checks.confirm(row, by=w.nadia, months=6))


@verb
async def end(w: World) -> Verb:
    do = lambda row: closure.end(row, EndKind.CLOSED, by=w.nadia)  # noqa: E731
    return on(w, await sheet_of(w), "directory.ended", do)


@verb
async def announce_an_end(w: World) -> Verb:
    day = today() + timedelta(days=10)
    do = lambda row: closure.end(row, EndKind.CLOSED, since=day, by=w.nadia)  # noqa: E731
    return on(w, await sheet_of(w), "directory.end_announced", do)


@verb
async def reopen(w: World) -> Verb:
    sheet = await sheet_of(w)
    await closure.end(sheet, EndKind.CLOSED, by=w.nadia)
    return on(w, sheet, "directory.reopened", lambda row: closure.reopen(row, by=w.nadia))


@verb
async def suggest(w: World) -> Verb:
    sheet = await sheet_of(w)
    do = lambda: suggestions.suggest(sheet, {}, "Le numéro a changé.", by=w.ines)  # noqa: E731
    return Verb(do, [own("directory.suggested", w.ines, about(sheet))])


@verb
async def accept(w: World) -> Verb:
    sheet = await sheet_of(w)
    point = await suggestions.place_of(sheet)
    made = await suggestions.suggest(sheet, {"phone": "3949", "address": "9 quai"}, "", by=w.ines, point=point)
    left = told("directory.accepted", w.ines, w.nadia, about(sheet))
    return on(w, sheet, "directory.accepted", lambda _: suggestions.accept(made, by=w.nadia), left)


@verb
async def refuse(w: World) -> Verb:
    sheet = await sheet_of(w)
    made = await suggestions.suggest(sheet, {}, "Le numéro a changé.", by=w.ines)
    left = told("directory.refused", w.ines, w.nadia, about(sheet))
    return on(w, sheet, "directory.refused", lambda _: suggestions.refuse(made, "Il est juste.", by=w.nadia), left)


@verb
async def name_a_keeper(w: World) -> Verb:
    sheet = await sheet_of(w)
    left = [told("directory.keeper_added", w.paul, w.nadia, about(sheet))]
    return Verb(lambda: keepers.add(sheet, w.paul.handle, by=w.nadia), left)


@verb
async def remove_a_keeper(w: World) -> Verb:
    sheet = await sheet_of(w)
    await keepers.add(sheet, w.paul.handle, by=w.nadia)
    row = await Membership.get(user_id=w.paul.id, structure_id=sheet.id)
    left = [told("directory.keeper_removed", w.paul, w.nadia, about(sheet))]
    return Verb(lambda: keepers.remove(row, by=w.nadia), left)


@verb
async def import_a_file(w: World) -> Verb:
    rows = [{"code": "SPRO-18", "nom": "Cher", "parent": "CVL"}, {"code": "SPRO-28", "nom": "Eure-et-Loir"}]
    content = json.dumps(rows).encode()
    do = lambda: imports.import_file("territoires.json", content, by=w.nadia)  # noqa: E731
    return Verb(do, [own("directory.imported", w.nadia, "import:territoires.json")])


@verb
async def edit_a_question(w: World) -> Verb:
    question = await make_question(published=False)

    async def do() -> None:
        await guide.publish(await again(question), by=w.nadia)

    return Verb(do, [own("orientation.edited", w.nadia, f"question:{question.id}")])


@verb
async def hand_over(w: World) -> Verb:
    here, there = await sheet_of(w), await sheet_of(w, "Mission locale")
    reason = next(iter(referral.REASONS))
    do = lambda: referral.hand_over(None, here, there, reason, True, by=w.paul)  # noqa: E731
    return Verb(do, [own("orientation.handed_over", w.paul, about(there))])


@verb
async def write_in_a_portrait(w: World) -> Verb:
    place, question = await Territory.get(code=HERE), next(iter(BY_CODE.values()))
    do = lambda: portraits.write(place, question, "Chez nous.", version=0, by=w.nadia)  # noqa: E731
    return Verb(do, [own("portraits.written", w.nadia, f"portrait:{HERE}")])
