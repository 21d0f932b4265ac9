"""`python -m benchmarks.ten_tasks avant=http://… maintenant=http://…`: the ten tasks most done, by two versions.

Each address serves the demonstration of one version (`boite dev`, a throw-away `BOITE_DATA`); the first is the earlier.
The table of `docs/parcours.md` is written on the standard output.
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from playwright.async_api import Browser, ViewportSize, async_playwright

from benchmarks.walking import SECONDS_A_GESTURE, WORDS_A_MINUTE, Walk
from boite.demo.cast import CAST
from tests import browsers

PHONE = ViewportSize(width=390, height=844)


async def open_a_box(walk: Walk) -> None:
    """Down to the passphrase, which one writes down."""
    await walk.start()
    await walk.go(walk.link("Ouvrir ma boîte"))
    await walk.go(walk.button("Ouvrir ma boîte"))
    await walk.read(walk.page.get_by_role("main").locator(".passphrase-words").first)


async def sign_in(walk: Walk) -> None:
    """With a handle and a passphrase that one has on a card."""
    ines = next(each for each in CAST if each.first_name == "Inès")
    await walk.start()
    await walk.go(walk.page.get_by_role("link", name="connecter").locator("visible=true").first)
    await walk.write("handle", ines.handle)
    await walk.write("passphrase", ines.passphrase)
    await walk.go(walk.button("Me connecter"))
    await walk.read(walk.page.get_by_role("heading", level=1))


async def add_a_paper(walk: Walk) -> None:
    """One file, its type left alone, until it is said kept."""
    with tempfile.TemporaryDirectory() as folder:
        paper = Path(folder) / "Attestation de stage.txt"
        await asyncio.to_thread(paper.write_text, "Attestation")
        await walk.start()
        await walk.go(walk.link("Ajouter un papier"))
        await walk.give(walk.page.get_by_role("main").get_by_role("button", name=re.compile("^Choisir")).first, paper)
        await walk.read(walk.page.get_by_role("main").get_by_text("Attestation de stage").first)


async def find_a_paper(walk: Walk) -> None:
    """By a word, then opened."""
    await walk.start()
    if walk.earlier:
        await walk.go(walk.link("Chercher"))
    await walk.write("mots", "brevet")
    await walk.go(walk.button("Chercher"))
    await walk.go(walk.link("Diplôme du brevet"))
    await walk.read(walk.page.get_by_role("heading", level=1))


async def find_who_answers(walk: Walk) -> None:
    """A visitor's question, down to the number to call."""
    await walk.start()
    if walk.earlier:
        await walk.go(walk.link("Qui peut m'aider ?"))
        await walk.write("mots", "j'ai arrêté l'école")
        await walk.go(walk.button("Chercher"))
    else:
        await walk.write("mots", "j'ai arrêté l'école")
        await walk.go(walk.button("Trouver qui m'aide"))
    await walk.go(walk.link("J'ai arrêté l'école, qui peut"))
    await walk.write("ou", "Pithiviers")
    await walk.go(walk.button("Continuer"))
    main = walk.page.get_by_role("main")
    await walk.go(main.get_by_text("Ni en emploi" if walk.earlier else "Sans école ni travail").first)
    await walk.read(main.locator('a[href^="tel:"]').first)


async def in_an_emergency(walk: Walk) -> None:
    """No roof tonight, down to the number to call. The earlier version knew of no such number."""
    await walk.start()
    if walk.earlier:
        await walk.go(walk.link("Qui peut m'aider ?"))
        await walk.write("mots", "je dors dehors")
        await walk.go(walk.button("Chercher"))
        await walk.read(walk.page.get_by_role("main").locator('a[href^="tel:"]').first)
    else:
        await walk.go(walk.link("C'est urgent"))
        await walk.read(walk.page.get_by_role("main").locator('a[href="tel:115"]'))


async def register(walk: Walk) -> None:
    """The next event that takes registrations."""
    await walk.start()
    if walk.earlier:
        await walk.go(walk.link("Mes rendez-vous"))
        await walk.go(walk.link("Agenda"))
    else:
        await walk.go(walk.link("Tout l'agenda"))
    await walk.go(walk.link("Information collective"))
    await walk.go(walk.link("M'inscrire"))
    await walk.go(walk.button("Réserver ma place"))
    await walk.read(walk.page.get_by_role("heading", level=1))


async def answer_at_the_desk(walk: Walk) -> None:
    """A question asked aloud, down to the number to call."""
    await walk.start()
    if walk.earlier:
        await walk.go(walk.link("Qui peut répondre"))
        await walk.write("mots", "permis")
        await walk.go(walk.button("Afficher"))
    else:
        await walk.write("mots", "permis")
        await walk.go(walk.button("Qui répond ?"))
    await walk.read(walk.page.locator('#reponse a[href^="tel:"]').first)


async def publish_news(walk: Walk) -> None:
    """A title, two sentences, a theme; then published."""
    await walk.start()
    if walk.earlier:
        await walk.go(walk.link("Écrire une actualité"))
    else:
        await walk.by_menu("Actualités")
    await walk.go(walk.link("Écrire une actualité"))
    await walk.write("title", "Une journée pour essayer dix métiers")
    await walk.write("summary", "Dix ateliers ouvrent leurs portes à Blois.")
    await walk.write("body", "Venez essayer, sans inscription.")
    await walk.choose("topic", "orientation")
    publish = walk.button("Publier")
    if not await publish.is_visible():
        await walk.go(walk.page.get_by_role("main").get_by_role("button", name="Enregistrer").last)
    await walk.go(publish)
    await walk.read(walk.page.get_by_role("heading", level=1))


async def correct_a_sheet(walk: Walk) -> None:
    """An agent changes the number of their structure."""
    await walk.start()
    if walk.earlier:
        await walk.go(walk.link("Mes fiches"))
        await walk.go(walk.page.get_by_role("main").get_by_role("link", name=re.compile("^Modifier")).first)
    else:
        await walk.go(walk.page.get_by_role("link", name="sa fiche"))
    await walk.go(walk.link("Modifier l'essentiel"))
    await walk.write("phone", "02 61 91 00 35")
    await walk.go(walk.button("Enregistrer"))
    await walk.read(walk.page.get_by_role("heading", level=1))


TASKS: tuple[tuple[str, str, Callable[[Walk], Awaitable[None]]], ...] = (
    ("Ouvrir une boîte", "", open_a_box),
    ("Se connecter", "", sign_in),
    ("Ajouter un papier", "Inès", add_a_paper),
    ("Retrouver un papier", "Inès", find_a_paper),
    ("Trouver qui répond", "", find_who_answers),
    ("Dans l'urgence", "", in_an_emergency),
    ("S'inscrire à un événement", "Inès", register),
    ("Répondre à l'accueil", "Paul", answer_at_the_desk),
    ("Publier une actualité", "Nadia", publish_news),
    ("Corriger une fiche", "Paul", correct_a_sheet),
)
"""What is done, by whom of the demonstration; nobody where it is a visitor."""


async def walked(browser: Browser, site: str, *, earlier: bool) -> dict[str, Walk]:
    """Each task of this site, by its name."""
    done: dict[str, Walk] = {}
    for name, who, task in TASKS:
        context = await browser.new_context(base_url=site, viewport=PHONE, locale="fr-FR")
        page = await context.new_page()
        if who:
            await sign_in_as(Walk(page, earlier), who)
        done[name] = Walk(page, earlier)
        await task(done[name])
        await context.close()
    return done


async def sign_in_as(walk: Walk, who: str) -> None:
    """Before the task: not counted."""
    person = next(each for each in CAST if each.first_name == who)
    await walk.start("/compte/connexion")
    await walk.write("handle", person.handle)
    await walk.write("passphrase", person.passphrase)
    await walk.go(walk.button("Me connecter"))


def table(names: tuple[str, str], before: dict[str, Walk], after: dict[str, Walk]) -> str:
    """The table, and what it counts."""
    first, then = names
    lines = [
        f"| tâche | gestes, {first} | {then} | écrans, {first} | {then} | mots lus, {first} | {then} "
        f"| secondes, {first} | {then} |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for name, _, _ in TASKS:
        old, new = before[name], after[name]
        pairs = ((old.gestures, new.gestures), (old.screens, new.screens), (old.words, new.words))
        lines.append(f"| {name} | " + " | ".join(f"{a} | {b}" for a, b in (*pairs, (old.seconds, new.seconds))) + " |")
    sums = [
        sum(getattr(walk, what) for walk in done.values())
        for what in ("gestures", "screens", "words", "seconds")
        for done in (before, after)
    ]
    lines.append("| **Les dix** | " + " | ".join(f"**{each}**" for each in sums) + " |")
    return "\n".join(lines) + "\n"


async def main(arguments: list[str]) -> None:
    """Walk both sites, and write the table."""
    named = [argument.split("=", 1) for argument in arguments]
    if len(named) != 2 or any(len(each) != 2 for each in named):
        sys.exit(__doc__)
    (first, old), (then, new) = named
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=browsers.executable(), args=list(browsers.FLAGS))
        before = await walked(browser, old, earlier=True)
        after = await walked(browser, new, earlier=False)
        await browser.close()
    sys.stdout.write(table((first, then), before, after))
    sys.stdout.write(f"\n{WORDS_A_MINUTE} mots par minute, {SECONDS_A_GESTURE} secondes par geste.\n")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
