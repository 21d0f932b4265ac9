"""Who may import whom: the table of the architecture, executed."""

from __future__ import annotations

import ast
import re
import sys
from functools import cache
from pathlib import Path

from boite.journal.catalogue import DOMAINS as DECLARING_KINDS
from tests.each_of import each_of

ROOT = Path(__file__).resolve().parent.parent
BASE = {
    "boite",
    "settings",
    "errors",
    "clock",
    "holidays",
    "quiet_hours",
    "text",
    "languages",
    "database",
    "log_context",
}
"""What everybody may import: nothing there knows a domain."""

MAY_IMPORT: dict[str, set[str]] = {
    "settings": {"boite", "clock", "errors", "text"},
    "errors": {"languages"},
    "languages": {"boite", "clock", "text"},
    "clock": set(),
    "log_context": set(),
    "holidays": set(),
    "quiet_hours": {"clock", "holidays"},
    "bootstrap": set(),
    "text": {"clock", "errors", "boite"},
    "outgoing": {"boite"},
    "database": {"boite", "settings", "errors", "clock", "storage"},
    "publishing": BASE | {"accounts", "journal", "directory", "files", "groups", "storage"},
    "schema": BASE,
    "web": BASE | {"storage"},
    "accounts": BASE | {"journal"},
    "journal": BASE | {"accounts"},
    "files": BASE | {"accounts", "journal", "storage"},
    "backups": BASE | {"bootstrap", "files", "notifications", "storage"},
    "boxes": BASE
    | {"accounts", "journal", "files", "directory", "agenda", "library", "newsletter"}
    | {"notifications", "storage", "support"},
    "directory": BASE | {"accounts", "journal"},
    "support": BASE | {"accounts", "journal", "directory", "storage"},
    "statistics": BASE | {"accounts", "journal", "directory", "files", "orientation", "support", "storage"},
    "orientation": BASE | {"accounts", "journal", "directory"},
    "groups": BASE | {"accounts", "journal", "files", "directory", "storage"},
    "news": BASE | {"publishing", "accounts", "journal", "files", "directory", "groups", "mail", "storage"},
    "library": BASE | {"publishing", "accounts", "journal", "files", "directory", "groups", "outgoing", "storage"},
    "portraits": BASE | {"publishing", "accounts", "journal", "directory"},
    "agenda": BASE | {"publishing", "files", "groups", "accounts", "journal", "directory", "mail", "storage"},
    "mail": BASE | {"web", "storage"},
    "sms": BASE,
    "newsletter": BASE
    | {"accounts", "journal", "files", "directory", "groups", "news", "agenda", "library", "mail", "storage"}
    | {"publishing"},
    "notifications": BASE
    | {"accounts", "journal", "files", "directory", "agenda", "mail", "outgoing", "sms", "storage"},
    "access": BASE
    | {
        "notifications",
        "journal",
        "agenda",
        "accounts",
        "files",
        "directory",
        "orientation",
        "groups",
        "news",
        "library",
        "newsletter",
    }
    | {"portraits", "publishing", "support", "statistics", "administration"},
    "tus": BASE | {"accounts", "files", "access", "web", "storage"},
    "site": BASE
    | {"accounts", "agenda", "directory", "files", "journal", "library", "mail", "news", "orientation", "publishing"}
    | {"access", "notifications", "statistics", "web", "storage"},
    "styleguide": BASE | {"files", "journal", "mail", "notifications", "web"},
    "demo": BASE
    | {
        "accounts",
        "journal",
        "files",
        "directory",
        "orientation",
        "groups",
        "news",
        "agenda",
        "library",
        "newsletter",
        "notifications",
        "portraits",
        "statistics",
        "storage",
        "support",
    },
    "administration": BASE
    | {"mail", "notifications", "files", "accounts", "boxes", "directory", "journal", "access", "storage", "web"},
    "worker": BASE
    | {"accounts", "agenda", "directory", "files", "boxes", "groups", "news", "library", "storage"}
    | {"mail", "newsletter", "portraits", "notifications", "support", "statistics"},
}
"""The parts that have a rule. The others (app, routes, commands, __main__) wire everything."""

FREE = {"app", "routes", "web_processes", "commands", "__main__", "boite"}
DOMAINS = {
    "accounts",
    "journal",
    "files",
    "boxes",
    "directory",
    "orientation",
    "groups",
    "news",
    "agenda",
    "library",
    "publishing",
} | {
    "newsletter",
    "portraits",
    "notifications",
    "support",
    "statistics",
}
WRITTEN_ANYWHERE = {"boite.web.addresses", "boite.web.templating"}
"""What is no HTTP in `web`: the address of a page and the drawing of a template, for mails and archives too."""
FACES = {"access", "web", "publishing"}
"""What a domain's own pages may import besides: the door and the plumbing."""

DRAWERS = {"utils", "helpers", "services", "managers", "common", "misc", "tools", "core", "base"}


@cache
def modules() -> dict[str, Path]:
    """Every module of ours, by its dotted name."""
    paths = [*(ROOT / "boite").rglob("*.py"), *(ROOT / "storage").rglob("*.py")]
    return {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in paths}


@cache
def imports(module: str) -> frozenset[str]:
    """The modules that one imports, ours by their full name."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(modules()[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name for name in names if name in modules()} or {node.module}
    return frozenset(found)


def part(module: str) -> str:
    """The part of the architecture where a module is: `boite.files.trash` is in `files`."""
    names = module.split(".")
    return "storage" if names[0] == "storage" else (names[1] if len(names) > 1 else "boite")


def ours(module: str) -> frozenset[str]:
    """What a module imports of ours."""
    return frozenset(name for name in imports(module) if name.split(".")[0] in {"boite", "storage"})


def speaks_http(module: str) -> bool:
    """Whether a module holds views, routes or gates: it imports Starlette."""
    return any(name.split(".")[0] == "starlette" for name in imports(module))


def is_view(module: str) -> bool:
    """Whether a module answers requests."""
    return "starlette.requests" in imports(module)


def importer_names() -> list[str]:
    return sorted(modules())


@each_of(importer_names())
def test_imports_follow_the_table(module: str) -> None:
    where = part(module)
    if where in FREE or where == "storage":
        return
    assert where in MAY_IMPORT, f"{where}: a new part needs its line in MAY_IMPORT"
    allowed = MAY_IMPORT[where] | {where}
    if where in DOMAINS and is_page(module):
        # A page may pass by the door and call a lower domain's verb.
        allowed = allowed | FACES | DOMAINS | {"storage"}
    forbidden = {name for name in ours(module) - WRITTEN_ANYWHERE if part(name) not in allowed}
    assert not forbidden, f"{module} imports {sorted(forbidden)}"


def is_page(module: str) -> bool:
    """A module that answers requests, or the form or the map of such modules: the only ones that speak HTTP."""
    return is_view(module) or module.rsplit(".", 1)[-1].endswith(("forms", "routes"))


HTTP_NAMES = {"pages", "routes", "guard", "handler", "health"}


@each_of([name for name in importer_names() if part(name) in DOMAINS | {"site", "tus"}])
def test_what_speaks_http_says_so_in_its_name(module: str) -> None:
    leaf = module.rsplit(".", 1)[-1]
    says_so = leaf.endswith("_pages") or leaf in HTTP_NAMES
    assert says_so == is_view(module) or leaf == "routes", module


def declared(leaf: str) -> set[str]:
    """The domains that have a module of this name."""
    return {part(name) for name in modules() if name.count(".") == 2 and name.endswith(f".{leaf}")}


def test_every_domain_that_declares_chores_is_on_the_timetable() -> None:
    known = {part(name) for name in ours("boite.worker") if name.endswith(".chores")}
    assert known - {"database"} == declared("chores") - {"database"}


def test_the_journal_knows_every_domain_that_declares_kinds() -> None:
    assert set(DECLARING_KINDS) == declared("journal_kinds")


def test_every_domain_with_routes_is_on_the_map() -> None:
    assert declared("routes") <= {part(name) for name in ours("boite.routes") if name.endswith(".routes")}


@each_of([name for name in importer_names() if part(name) == "storage"])
def test_storage_knows_nothing_of_ours(module: str) -> None:
    foreign = {name for name in imports(module) if name.split(".")[0] in {"boite", "starlette", "tortoise", "uvicorn"}}
    assert not foreign


@each_of([name for name in importer_names() if part(name) in DOMAINS])
def test_nobody_imports_a_view_but_its_routes(module: str) -> None:
    if speaks_http(module):
        return
    views = {name for name in ours(module) if part(name) in DOMAINS and is_view(name)}
    assert not views, f"{module} is no page, yet imports {sorted(views)}"


@each_of([name for name in importer_names() if name.endswith((".models", ".journal_kinds"))])
def test_models_never_import_the_web(module: str) -> None:
    assert not speaks_http(module)
    assert not {name for name in ours(module) if part(name) in {"web", "access", "routes", "app"}}


def test_nobody_imports_the_wiring() -> None:
    wiring = {"boite.app", "boite.routes", "boite.worker", "boite.demo.cast"}
    free = {"boite.app", "boite.web_processes", "boite.__main__"}
    for module in modules():
        if module not in free and part(module) != "commands":
            assert not (ours(module) & wiring), module


def test_no_drawer_without_a_name() -> None:
    names = {name.rsplit(".", 1)[-1] for name in modules()}
    assert not names & DRAWERS


def test_the_first_steps_need_only_the_standard_library() -> None:
    first = {"boite.__main__", "boite.bootstrap", "boite.errors"}
    first |= {f"boite.languages.{name}" for name in ("catalogues", "messages", "offered", "spoken")}  # for the refusals
    for module in first:
        assert ours(module) <= {"boite", *first}
        assert all(name.split(".")[0] in sys.stdlib_module_names for name in imports(module) - ours(module))


ENGINE = "boite.directory.search_engine"
ENTRANCES = {
    "search": {"boite"},
    "search_index": {"boite"},
    "search_rows": {"boite.directory.models"},
    "everyday_words": {"boite.orientation.asking.question_search"},  # one table of them for structures and questions
    "known_words": {"boite.directory.places.lookup"},  # the name of a commune is mistyped as any other word
    # They ask the index itself for the nearest of many networks, or of many needs, at once.
    "tags": {"boite.orientation.asking.nearest", "boite.directory.search.helping_near"},
    "nearest_tagged": {"boite.orientation.asking.nearest", "boite.directory.search.helping_near"},
}
"""By module of the search engine that others may enter, those who may: `boite` for anybody."""


def test_the_search_engine_is_entered_by_its_doors() -> None:
    entered = [
        (module, name.removeprefix(f"{ENGINE}."))
        for module in modules()
        if part(module) != "storage" and not module.startswith(f"{ENGINE}.")
        for name in ours(module)
        if name.startswith(f"{ENGINE}.")
    ]
    assert [each for each in entered if not any(each[0].startswith(who) for who in ENTRANCES.get(each[1], ()))] == []
    assert {leaf for _, leaf in entered} == set(ENTRANCES)


STATISTICS = "boite.statistics"
EXACT = {
    "facts",
    "exact_numbers",
    "doings",
    "keys",
    "people",
    "photographs",
    "publication",
    "due",
    "secret",
    "models",
} | {
    "acts",
    "crowds",
    "gathering",
}
"""What knows people one by one, or exact numbers of them, or the secret that hides them."""
THE_CHORE = {*EXACT, "rounding", "floors", "prepared", "chores", "stored_places", "demo"}
"""What may import it: the steps of the chore, and the demonstration, which invents facts for them. Pages, exports and
everything else read what is published."""
STATES = {"published": {f"{STATISTICS}.models"}}
"""The reader of what is published names the states of a period."""


def test_only_the_chore_reads_the_facts_of_statistics() -> None:
    exact, allowed = {f"{STATISTICS}.{leaf}" for leaf in EXACT}, {f"{STATISTICS}.{leaf}" for leaf in THE_CHORE}
    assert exact <= modules().keys()
    for module in modules().keys() - allowed:
        leaf = module.removeprefix(f"{STATISTICS}.")
        assert not (ours(module) & exact) - STATES.get(leaf, set()), f"{module} reads exact numbers of people"
    assert {part(module) for module in modules() if f"{STATISTICS}.chores" in ours(module)} == {"worker"}


def test_nobody_reads_the_tables_of_facts_by_hand() -> None:
    for module, path in modules().items():
        if module.removeprefix(f"{STATISTICS}.") not in EXACT:
            found = re.search(r"stat_(?:fact|link|person|secret|group)", path.read_text(encoding="utf-8"))
            assert found is None, f"{module} names {found.group() if found else ''}"


def test_no_domain_calls_statistics() -> None:
    """They read the others, and nobody waits for them: pages, the chore and the demo apart."""
    for module in modules():
        if part(module) in DOMAINS - {"statistics"} and not is_page(module):
            assert "statistics" not in {part(name) for name in ours(module)}, module


def test_the_page_about_the_house_names_what_is_there() -> None:
    """`docs/architecture.md` describes the code as it is: each path in it exists."""
    said = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    paths = re.findall(r"`((?:boite|storage|tests|migrations)/[^`]*)`", said)
    assert len(paths) > 50
    assert [path for path in paths if not (ROOT / path).exists()] == []
