"""`boite languages`: bring the catalogues up to date with what pages and code say, and compile them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from boite.bootstrap import say
from boite.languages.catalogues import FOLDER
from boite.languages.offered import TRANSLATED
from boite.text.french import DAYS, MONTHS, SHORT_DAYS, SHORT_MONTHS

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

ROOT = Path(__file__).resolve().parents[2]
COMPILE = "import hatch_build, pathlib; hatch_build.compile_catalogues(pathlib.Path())"
METHODS = [("boite/**.py", "python"), ("templates/**.html", "jinja2")]
KEYWORDS: dict[str, Any] = {"_": None, "counted": (1, 2), "ngettext": (1, 2)}
WORDS_OF_DATES = (*MONTHS, *SHORT_MONTHS, *DAYS, *SHORT_DAYS, "octet", "octets", "ko", "Mo", "Go")
"""What the code says without a sentence around it."""
HEAD = """À relire : personne qui parle cette langue n'a encore vérifié ces phrases.
Quand ce sera fait, le dire ici et dans boite/languages/offered.py (reviewed=True).
Français : la source. Des phrases courtes, des mots de tous les jours."""


def run(arguments: list[str]) -> int:
    """Update and compile every catalogue. Returns 1 where a sentence is not translated."""
    del arguments
    missing = 0
    for language in TRANSLATED:
        catalog = updated(language.code)
        write(language.code, catalog)
        lacking = [str(message.id) for message in catalog if message.id and not message.string]
        lacking += [str(message.id) for message in catalog if message.id and message.fuzzy]
        say(f"{language.code} : {len(catalog)} phrases" + "".join(f"\n  à traduire : {each}" for each in lacking))
        missing += len(lacking)
    subprocess.run([sys.executable, "-c", COMPILE], cwd=ROOT, check=True)  # noqa: S603
    return 1 if missing else 0


def messages() -> Iterator[tuple[Any, str]]:
    """All that is to be translated, with the file that says it."""
    from babel.messages.extract import extract_from_dir

    folders = [ROOT / "boite", ROOT / "templates"]
    options = {"templates/**.html": {"newstyle_gettext": "true", "trim_blocks": "true", "lstrip_blocks": "true"}}
    for folder in folders:
        found = extract_from_dir(
            str(folder),
            method_map=[(pattern.partition("/")[2], method) for pattern, method in METHODS],
            options_map={pattern.partition("/")[2]: values for pattern, values in options.items()},
            keywords=KEYWORDS,
        )
        for name, _line, message, _comments, _context in found:
            yield message, f"{folder.name}/{name}"
    yield from ((word, "boite/text/french.py") for word in WORDS_OF_DATES)


def template() -> Catalog:
    """What is to be translated, as a catalogue without any translation."""
    from babel.messages.catalog import Catalog

    made = Catalog(project="Ma boîte SPRO", charset="utf-8")
    for message, where in messages():
        made.add(message, locations=[(where, None)])  # type: ignore[list-item]  # Babel writes no line then
    return made


def path_of(code: str) -> Path:
    """Where the catalogue of a language is written."""
    return FOLDER / code / "LC_MESSAGES" / "messages.po"


def read(code: str) -> Catalog:
    """The catalogue of a language, as it is written; an empty one where there is none."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import read_po

    if not path_of(code).exists():
        return Catalog(locale=code)
    with path_of(code).open("rb") as file:
        return read_po(file, locale=code)


def updated(code: str) -> Catalog:
    """The catalogue of a language with what is said today; what is not said any more is gone."""
    catalog = read(code)
    written = catalog.creation_date
    catalog.update(template(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.creation_date = catalog.revision_date = written
    return catalog


def write(code: str, catalog: Catalog) -> None:
    """Write a catalogue. The same sentences always give the same file, wherever they are said."""
    from babel.messages.pofile import write_po

    catalog.project, catalog.version, catalog.fuzzy = "Ma boîte SPRO", "1", False
    catalog.last_translator = catalog.language_team = catalog.msgid_bugs_address = ""
    catalog.header_comment = "\n".join(f"# {line}" for line in HEAD.splitlines())
    path_of(code).parent.mkdir(parents=True, exist_ok=True)
    with path_of(code).open("wb") as file:
        write_po(file, catalog, width=120, sort_output=True, no_location=True)
