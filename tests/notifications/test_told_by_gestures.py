"""Each kind of message is told by the gesture that people make: to whom, in which words, and to nobody else.

The gestures are those of the table of verbs (`tests/verbs`): the same one is tried there with a database that breaks.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.applications import Starlette

from boite.accounts.models import AccountRole, User
from boite.clock import today
from boite.directory.keepers import keepers
from boite.directory.models import Structure
from boite.notifications import inbox, kinds_at_work, kinds_for_operators, kinds_for_people
from boite.notifications.kinds import BY_CODE, KINDS
from boite.notifications.message_kind import MessageKind
from boite.notifications.models import Channel, ContactPoint, MessageDelivery
from boite.styleguide import message_samples
from tests.news import desks
from tests.notifications.reaching import contact, due
from tests.notifications.telling import on
from tests.people import open_account
from tests.verbs import of_accounts, of_agenda, of_chores, of_files, of_letters, of_network, of_texts
from tests.verbs.table import VERBS, World

NEWS, RESOURCE = "Votre actualité « Un forum de l'emploi à Orléans »", "Votre ressource « Le site des métiers »"
LETTER = "« La lettre du SPRO Orléans, novembre 2026 »"
TOLD: dict[str, list[tuple[str, str]]] = {
    "paper.damaged": [("of_files.find_a_damage", "Inès: « CV » est abîmé. Nous ne l'avons pas envoyé.")],
    "paper.arrived": [("of_agenda.give_an_attestation", "Inès: L'attestation de « Atelier CV")],
    "account.secret": [("of_accounts.change_one_s_passphrase", "Inès: Votre phrase secrète a été changée.")],
    "account.device": [
        ("of_accounts.sign_in_from_another_device", "Inès: Connexion depuis un appareil que nous ne connaissons pas")
    ],
    "writing.answered": [
        ("of_texts.send_back", f"Paul: {NEWS} est à reprendre : Une date a changé."),
        ("of_texts.withdraw", f"Paul: {NEWS} n'est plus en ligne."),
        ("of_texts.send_back_a_resource", f"Paul: {RESOURCE} est à reprendre : Une date a changé."),
        ("of_texts.publish_a_resource", f"Paul: {RESOURCE} est en ligne."),
    ],
    "writing.appears": [
        ("of_texts.appear_at_its_hour", "Nadia: L'actualité « Un forum de l'emploi à Orléans » est parue à l'heure"),
        (
            "of_texts.not_appear_for_want_of_a_file",
            "Nadia Paul: L'actualité « Un forum de l'emploi à Orléans » n'a pas",
        ),
    ],
    "suggestion.answered": [
        ("of_network.accept", "Inès: Votre correction pour « CIO d'Orléans » est acceptée."),
        ("of_network.refuse", "Inès: Votre correction pour « CIO d'Orléans » n'est pas retenue : Il est juste."),
    ],
    "keeper.changed": [
        ("of_network.name_a_keeper", "Paul: Vous pouvez maintenant tenir la fiche « CIO d'Orléans »."),
        ("of_network.remove_a_keeper", "Paul: Vous ne tenez plus la fiche « CIO d'Orléans »."),
    ],
    "letter.stopped": [
        ("of_letters.hold_back", f"Nadia: La lettre {LETTER} n'est pas partie : Tout a été retiré."),
        ("of_letters.stop_by_itself", f"Nadia: L'envoi de la lettre {LETTER} s'est arrêté : Le serveur de courriel"),
    ],
    "letter.done": [("of_chores.finish_a_letter", "Nadia: La lettre « Été à Orléans : ce qui vient » est partie.")],
}
"""The gestures of each kind: who is told by each, and how that begins."""
GESTURES = (of_accounts, of_agenda, of_chores, of_files, of_letters, of_network, of_texts)
CASES = [pytest.param(kind, *case, id=f"{kind}-{case[0]}") for kind, cases in TOLD.items() for case in cases]


@pytest.fixture
async def world(app: Starlette) -> World:
    """Inès, Paul and Nadia; and Sami, Jean and Olga, whom none of it concerns. All of them may be written to."""
    found = World(app)
    await found.begin()
    await open_account(found.settings, "Sami")

    async def opened(first_name: str = "", role: AccountRole = AccountRole.PERSON) -> User:
        return await open_account(found.settings, first_name, role)

    await desks.agent(opened, desks.ELSEWHERE, "Jean")
    await desks.coordinator(opened, desks.ELSEWHERE, "Olga")
    for who in await User.all():
        await contact(found.settings, who, Channel.MAIL, f"{who.id}@exemple.fr")
    return found


async def told(world: World, kind: str) -> dict[str, list[str]]:
    """Who reads messages of this kind, the newest first; and, by the way, that nobody else is written to of it."""
    found = {}
    for who in await User.all().order_by("first_name"):
        lines = (await inbox.page(who.id)).lines
        if mine := [f"{line.title} {line.body}".strip() for line in lines if line.kind.code == kind]:
            found[who.first_name] = mine
            assert all(line.route for line in lines), "each leads to where it is acted on"
    await due(world.settings, world.store)
    written = await MessageDelivery.all().values_list("contact_id", flat=True)
    mailed = await ContactPoint.filter(id__in=written).select_related("user")
    assert {each.user.first_name for each in mailed} >= set(found), "whoever is told is written to"
    assert {each.user.first_name for each in mailed} <= {"Inès", "Paul", "Nadia"}
    return found


@pytest.mark.parametrize(("kind", "gesture", "words"), CASES)
async def test_a_gesture_is_told_to_whom_it_concerns(world: World, kind: str, gesture: str, words: str) -> None:
    verb = await VERBS[gesture](world)
    before = await told(world, kind)
    await verb.do()
    after = await told(world, kind)
    people, sentence = words.split(": ", 1)
    assert {who for who in after if after[who] != before.get(who)} == set(people.split())
    assert all(after[who][0].startswith(sentence) for who in people.split()), after


async def test_a_correction_that_waits_is_told_to_who_keeps_the_sheet(world: World) -> None:
    """The next day, by itself: to its keeper, not to the one of another sheet, nor to who proposed it."""
    proposed = await VERBS["of_network.suggest"](world)
    await keepers.add(await Structure.get(name="CIO d'Orléans"), world.paul.handle, by=world.nadia)
    await proposed.do()
    assert await told(world, "suggestion.waiting") == {}
    await on(today() + timedelta(days=1), world.settings, world.store)
    sentence = "Une correction attend Quelqu'un propose de corriger la fiche « CIO d'Orléans »."
    assert await told(world, "suggestion.waiting") == {"Paul": [sentence]}


def _tests() -> Iterator[str]:
    """The source of each test of the messages that does something, with what it is tried with and its constants."""
    for path in sorted(Path(__file__).parent.glob("test_*.py")):
        tree = ast.parse(path.read_text())
        constants = "\n".join(ast.unparse(node) for node in tree.body if isinstance(node, ast.Assign))
        for node in ast.walk(tree):
            if isinstance(node, ast.AsyncFunctionDef) and node.name.startswith("test_"):
                yield f"{constants}\n{ast.unparse(node)}"


def _signs(kind: MessageKind) -> set[str]:
    """What a test says that makes this kind happen: its code, its name in the code, or what it says inside."""
    modules = (kinds_for_people, kinds_at_work, kinds_for_operators)
    names = {name for module in modules for name, each in vars(module).items() if each is kind}
    titles = {str(said.title).partition("%(")[0] for said, _ in message_samples.REMINDERS.get(kind, ())}
    return {f"'{kind.code}'", *names, *(ast.unparse(ast.Constant(title))[1:-1] for title in titles if len(title) > 9)}


def test_each_kind_is_made_to_happen_by_a_test() -> None:
    """A new kind that no test makes happen is seen here."""
    tests = "\n".join(_tests())
    assert set(TOLD) <= set(BY_CODE)
    assert {kind.code for kind in KINDS if not any(sign in tests for sign in _signs(kind))} - set(TOLD) == set()
