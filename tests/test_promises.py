"""Nothing is promised before it exists: who says « vous serez prévenu » points at what makes it true.

Read are all the templates, mails included, and every text of the code; the demonstration speaks for invented groups.
A sentence that promises to tell, to write, to answer or to send is in `KEPT`, with the tests that would fail otherwise.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROMISE = re.compile(
    r"\b(?:"
    r"prév(?:en|ien)\w*|avert(?:i|is|ir|ie|it|iss\w*|irons|ira)\b|notifi\w*|rappel(?:s|le\w*|ons|er\w*)?\b"
    r"|(?:informer|informé|contacter|contacté|tenu|tiendrons)\w* (?:de|au courant)|tenir au courant"
    r"|recevr\w+|vous receve\w+|vous (?:saur\w+|aurez)|le saur(?:a|ont)"
    r"|(?:nous|on|quelqu'un|personne|coordination|organisateur|équipe|groupe) vous \w+"
    r"|(?:pour|et|puis|va|vont) vous (?:répondre|prévenir|écrire|dire|appeler|aider)|vous répond\w*|répondrons"
    r"|(?:écrira|écrirons|dirons|dira|viendra|arrivera|enverrons|enverra|paraîtra)\b"
    r"|ser(?:a|ont) (?:envoyé|montré|dit)\w*"
    r")",
    re.IGNORECASE,
)
OURS = re.compile(r"^(?:boite[ .])?notifications$|\b(?:boite\.)?notifications[_:./]\w+")
"""The name of a package, of its tables, routes and pages: nobody reads it."""
MESSAGES, COMMAND = "notifications/test_messages.py", "notifications/test_command.py"
TELLING, SUBSCRIBING = "agenda/test_telling.py", "newsletter/test_subscribing.py"
MAIL_ADDRESS, BY_MAIL = "notifications/test_mail_address.py", "notifications/test_by_mail.py"
CHOOSING, BY_SMS = "notifications/test_settings.py", "notifications/test_sms_pages.py"
TOLD, COMPOSING = "journal/test_told.py", "newsletter/test_composing.py"
SENDING = "newsletter/test_delivering.py"
KEPT: dict[str, str] = {
    "Annulez plutôt cet événement : la page leur dira pourquoi.": "agenda/test_journeys.py",
    "Pour vous prévenir si l'heure ou le lieu change.": TELLING,
    "Nous vous donnons la première place qui se libère.": TELLING,
    "Vous recevez ce courriel parce que vous avez laissé cette adresse en vous inscrivant.": TELLING,
    "Pour vous dire ce que le groupe décide.": TOLD,
    "Des rappels": "notifications/test_papers.py",
    "L'adresse que vous laissez sert à vous répondre, puis disparaît, après 90 jours au plus.": TOLD,
    "« {title} » paraîtra au moment choisi.": TOLD,
    "Vous recevez la lettre « {place} ».": SUBSCRIBING,
    "Vous recevez de nouveau la lettre comme professionnel.": SUBSCRIBING,
    "Vous recevez cette lettre parce que vous l'avez demandée.": SENDING,
    "Vous recevez cette lettre parce que vous travaillez dans une structure du territoire.": SENDING,
    "Écrivez d'abord votre adresse de courriel dans « Mon compte » : l'essai y sera envoyé.": COMPOSING,
    "C'est noté : vous recevrez de nouveau la lettre.": SUBSCRIBING,
    "Vous recevrez la prochaine lettre « {{ place }} ».": SUBSCRIBING,
    "Vous recevrez de nouveau la lettre.": SUBSCRIBING,
    "Vous recevez déjà la lettre": SUBSCRIBING,
    "Vous recevez déjà la lettre « {{ place }} »": SUBSCRIBING,
    "Nous vous écrivons d'abord pour vérifier que l'adresse est la vôtre.": SUBSCRIBING,
    "Demandez à la recevoir : la première viendra à vous.": SUBSCRIBING,
    "Sans réponse, vous recevez tout.": COMPOSING,
    "recevront": COMPOSING,
    "recevra": COMPOSING,
    "Me prévenir": MESSAGES,
    "C'est dit dans dix minutes : corrigez encore d'ici là, ce sera dit une fois.": "agenda/test_moves.py",
    "C'est fait : nous vous écrirons à cette adresse.": MAIL_ADDRESS,
    "Me prévenir par courriel": MAIL_ADDRESS,
    "Ouvrez votre boîte, puis « Me prévenir », et changez votre phrase secrète.": MAIL_ADDRESS,
    "Vous avez choisi d'être prévenu par courriel, à cette adresse.": BY_MAIL,
    "Nous n'écrirons plus ici.": BY_MAIL,
    "Plus aucun message de cette boîte n'arrivera ici.": BY_MAIL,
    "C'est noté : nous vous préviendrons de nouveau.": CHOOSING,
    "Quand me prévenir": CHOOSING,
    "Me prévenir aussi le samedi": CHOOSING,
    "Me prévenir aussi le dimanche": CHOOSING,
    "Me prévenir aussi les jours fériés": CHOOSING,
    "C'est fait : nous vous écrirons à ce numéro.": BY_SMS,
    "Codes demandés par adresse réseau, pour être prévenu par courriel ou par SMS.": BY_SMS,
    "Me prévenir par SMS": BY_SMS,
    "Pour changer d'avis : touchez le cadenas à côté de l'adresse du site, puis « Notifications ».": (
        "notifications/test_push_in_a_browser.py"
    ),
    "Rappeler un événement": "notifications/test_reminders.py",
    "dit qui serait prévenu de quoi, un jour donné, sans rien écrire": COMMAND,
    "Dit qui serait prévenu de quoi, un jour donné.": COMMAND,
    "Choisissez votre question : nous vous disons qui peut vous aider près de chez vous.": "orientation/test_asking.py",
}
"""What is promised and happens: the tests that would fail otherwise."""
NO_PROMISE = frozenset(
    {
        "Prévenez vous-même",
        "Prévenez l'équipe technique.",
        "Avertissements",
        "La clé le dira.",
        "Pour vous dire bonjour.",
        "On vous l'a transmise ?",
        "Un autre événement viendra.",
        "« {title} » ne paraîtra plus toute seule.",
        "Elle ne paraîtra pas.",
        "Plus aucune lettre n'arrivera à cette adresse.",
        "Nous vous aidons à trouver la bonne structure ({{ helper.name }}).",
        "Vous recevez un seul fichier.",
    }
)
"""What only looks like it: an advice, an example, a phone that is written beside, the contrary of a promise."""
REFUSED = re.compile(r"\b(?:ne|n')\b.*\b(?:recevr\w+)\b.*")


def sentences(text: str) -> Iterator[str]:
    """Each sentence, without what Jinja and HTML add."""
    text = OURS.sub(" ", text)
    bare = re.sub(r"\{#.*?#\}|\{%.*?%\}|</?\w[^>]*>", " ", text, flags=re.DOTALL)
    plain = bare.replace("&nbsp;", " ").replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")
    for found in re.split(r"(?<=[.!?…])\s|[\n\"]", plain):
        if found.strip():
            yield " ".join(found.split())


def texts(path: Path) -> Iterator[str]:
    """What a file may show: all of a template; the texts of a module, but for its own explanations."""
    said = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        yield said
        return
    tree = ast.parse(said)
    explained = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in explained:
            yield node.value


def promises() -> dict[str, str]:
    """Each sentence that promises, with its file."""
    found: dict[str, str] = {}
    paths = [path for kind in ("*.html", "*.txt") for path in (ROOT / "templates").rglob(kind)]
    paths += list((ROOT / "boite").rglob("*.py"))
    for path in sorted(path for path in paths if "demo" not in path.name and path.parent.name[:5] != "demo_"):
        for text in texts(path):
            for sentence in sentences(text):
                if PROMISE.search(sentence) and not REFUSED.search(sentence):
                    found[sentence] = str(path.relative_to(ROOT))
    return found


def test_nothing_is_promised_that_is_not_done() -> None:
    found = promises()
    new = {sentence: path for sentence, path in found.items() if sentence not in {*KEPT, *NO_PROMISE}}
    assert not new, "say what holds it in KEPT, or write what is true"


def test_no_promise_is_listed_that_nobody_makes_any_more() -> None:
    assert {*KEPT, *NO_PROMISE} <= set(promises())


def test_what_holds_a_promise_is_there() -> None:
    assert all((ROOT / "tests" / held).is_file() for held in KEPT.values())


@pytest.mark.parametrize(
    "sentence",
    [
        "Vous serez prévenu si l'événement est annulé.",
        "Nous vous écrirons dès qu'une place se libère.",
        "La personne sera avertie par courriel.",
        "Vous recevrez un rappel la veille.",
        "La coordination vous répondra.",
        "Annulez plutôt : elles le sauront.",
        "Pour vous répondre.",
        "Un message vous sera envoyé.",
        "L'équipe technique est prévenue.",
        "Un rappel arrivera la veille.",
    ],
)
def test_a_promise_is_recognised(sentence: str) -> None:
    assert [found for found in sentences(sentence) if PROMISE.search(found) and not REFUSED.search(found)]
