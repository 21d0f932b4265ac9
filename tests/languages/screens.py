"""The screens of a person's way, and what a page says that is not in the language of its reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

VISITOR = ("/", "/boite/nouvelle", "/compte/connexion", "/urgence", "/aide", "/nulle-part", "/chercher?mots=x")
"""What anybody may ask for."""
PERSON = (
    *("/", "/boite/carte", "/aide", "/urgence", "/chercher", "/chercher?mots=CV", "/compte/profil"),
    *("/compte/phrase-secrete", "/compte/appareils", "/compte/pause", "/boite/emporter", "/boite/fermeture"),
    *("/espace/", "/espace/ajouter", "/messages/", "/messages/reglages"),
)
"""What somebody signed in may ask for."""
ASKED = "/qui-peut-m-aider/financer"
GUIDE = (
    *("/qui-peut-m-aider/", "/qui-peut-m-aider/?moment=formation", "/qui-peut-m-aider/?mots=CV"),
    *(
        f"{ASKED}/ou?changer=oui",
        f"{ASKED}/qui?changer=oui",
        f"{ASKED}?qui=",
        f"{ASKED}?ou=Tours&qui=",
        "/urgence?ou=Tours",
    ),
)
"""The way of a question, over that of `test_screens.guide`."""
SILENT = {"script", "style", "svg"}
EMPTY = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
ATTRIBUTES = ("alt", "aria-label", "placeholder", "title", "data-reveal", "data-conceal", "data-start", "data-stop")
NAMES = re.compile(
    r"SPRO|Centre-Val de Loire|Ma boîte|lavande[-‑]428|SMS|[a-z]+-\d+|https?://\S*|\S+@\S+|PDF|CV(?:\.(?:pdf|txt|url|vcf))?|[0-9a-f]{64}|HEIC|Français|English|"
    r"RQTH|MDPH|RSA|Blois|OpenStreetMap|mission locale|payer mon permis|Tests|CIO de Tours|Mission locale de Tours|"
    r"index\.html|zip",
)
"""What has the same letters in every language."""
FRENCH_WORDS = re.compile(
    r"\b(?:le|la|les|des|du|une|un|vous|votre|vos|mes|mon|ma|pour|avec|sans|dans|sur|est|sont|et|ou|qui|que|ne|pas|plus|"
    r"aide|papier|papiers|boîte|fermer|ouvrir|chercher|ajouter|accueil|annuaire|agenda)\b|[àâçéèêëîïôùûœ]",
    re.IGNORECASE,
)


class Reader(HTMLParser):
    """Each text that a page shows or has read aloud, with the language that it is marked with."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.texts: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        language = given.get("lang") or (self.open[-1][1] if self.open else "")
        if given.get("translate") == "no":
            language = "somebody's own"
        self.texts += [(language, value) for name in ATTRIBUTES if (value := given.get(name))]
        if tag == "meta" and given.get("name") == "description":
            self.texts.append((language, given.get("content") or ""))
        if tag not in EMPTY:
            self.open.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and self.open and not SILENT & {tag for tag, _ in self.open}:
            self.texts.append((self.open[-1][1], data.strip()))


def french_left(page: str, tag: str) -> Iterator[str]:
    """The texts of a page that are marked as being in the language `tag`, and look French."""
    reader = Reader()
    reader.feed(page)
    for language, text in reader.texts:
        if language != tag:
            continue
        rest = NAMES.sub("", text)
        looks_french = FRENCH_WORDS.search(rest) if tag == "en" else re.search(r"[A-Za-zÀ-ÿ]{2,}", rest)
        if looks_french:
            yield text
