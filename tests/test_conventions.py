"""The conventions of the house, as tests: what a reviewer would otherwise have to remember."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import Field, fields
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount, Route

from boite.commands.locks import find_faults
from boite.journal.catalogue import Audience, catalogue
from boite.journal.subject import SubjectKind
from boite.library.desk import LIBRARY
from boite.news.desk import NEWS
from boite.routes import PUBLIC
from boite.settings import PREFIX, Settings
from tests.each_of import each_of
from tests.visitors import Visitor

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "templates"
STATIC = ROOT / "boite" / "static"
ENTRY_LETTERS = re.compile(r"\{(\w+)\}")
SAID = re.compile(r"\bcoffre[- ]fort", re.IGNORECASE)
MADE_PATH = re.compile(r"""["'(=\s](?:/home/|/root/|/Users/|/work/)""")
INDEX_HOST = re.compile(r"(?:pypi|npmjs|pythonhosted|jsdelivr|unpkg|cdnjs)\.(?:org|com|net)", re.IGNORECASE)


def tracked(*endings: str) -> Iterator[Path]:
    """The files that git knows, or would."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    for name in filter(None, names):
        path = ROOT / name
        if path.is_file() and name.endswith(endings or ("",)):
            yield path


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def python_files() -> list[Path]:
    ours = (ROOT / "boite", ROOT / "storage")
    return [path for path in tracked(".py") if any(path.is_relative_to(folder) for folder in ours)]


def templates() -> list[Path]:
    return sorted(path for path in tracked(".html", ".txt") if path.is_relative_to(TEMPLATES))


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


# ── settings ──────────────────────────────────────────────────────────────────


def documented_row(item: Field[Any]) -> str:
    """The line of the documentation that a setting calls for."""
    default = str(item.default) if item.default != "" else "vide"
    if isinstance(item.default, bool):
        default = "oui" if item.default else "non"
    return f"| `{PREFIX}{item.name.upper()}` | {default} | {item.metadata['meaning']} |"


def test_every_setting_is_documented() -> None:
    rows = r"^\| `BOITE_(?!TEST_|CHROMIUM|FIREFOX).*$"
    said = set(re.findall(rows, text(ROOT / "docs" / "environnement.md"), re.MULTILINE))
    assert said == {documented_row(item) for item in fields(Settings)}


def test_settings_are_read_in_one_place() -> None:
    """The rest receives a `Settings`; only the front door and the tests look at the environment."""
    readers = {short(path) for path in python_files() if "os.environ" in text(path) and "commands" not in path.parts}
    assert readers <= {"boite/settings/__init__.py", "boite/files/confinement.py", "boite/files/renderer.py"}


# ── templates ─────────────────────────────────────────────────────────────────


def test_every_template_is_used() -> None:
    said = "\n".join(map(text, [*python_files(), *templates()]))
    for path in templates():
        name = str(path.relative_to(TEMPLATES))
        if name.startswith(("errors/", "emails/", "styleguide/")):
            continue  # chosen by their status or their name: tested with what chooses them
        assert f'"{name}"' in said or f"'{name}'" in said, f"{name} is used nowhere"


LONGEST_LINE = 140
"""Characters of a line of a template: beyond it, one argument a line."""


@each_of(templates(), short)
def test_lines_of_templates_are_short(path: Path) -> None:
    long = [number for number, line in enumerate(text(path).splitlines(), 1) if len(line) >= LONGEST_LINE]
    assert not long, "one argument of a macro a line, one element a line"


COMPONENTS = TEMPLATES / "components"
LETTERS = TEMPLATES / "emails"
"""A mail is laid out with tables: old readers of mail know nothing else."""


@each_of(templates(), short)
def test_buttons_and_tables_are_components(path: Path) -> None:
    if not path.is_relative_to(COMPONENTS) and not path.is_relative_to(LETTERS):
        assert not re.findall(r"<(?:button|table)\b", text(path)), "use components/button.html or components/table.html"


def test_every_error_page_answers_a_status() -> None:
    names = {path.stem for path in (TEMPLATES / "errors").glob("*.html")}
    assert all(name == "generic" or name.isdigit() for name in names)


@each_of(templates(), short)
def test_no_address_is_written_by_hand(path: Path) -> None:
    found = re.findall(r"""(?:href|action|src|hx-(?:get|post|put|delete))=["']/[^"']*""", text(path))
    assert not found, "use url('name:route', …) or static('file')"


OFFLINE = TEMPLATES / "boxes" / "export_index.html"
"""Read from the person's own disk, after an export: there is no site to give it a style sheet."""


DATA_BLOCKS = {'<script type="application/json">', '<script type="application/ld+json">'}
"""Data that no browser ever runs, so no policy has to let it through: ours, and schema.org's for search engines."""


@each_of([path for path in templates() if path != OFFLINE], short)
def test_nothing_inline(path: Path) -> None:
    page = text(path)
    assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=|javascript:", page)
    for script in re.findall(r"<script\b[^>]*>", page):
        assert "src=" in script or script in DATA_BLOCKS, script


@each_of([path for path in templates() if "styleguide" not in path.parts], short)
def test_every_form_that_posts_has_its_token(path: Path) -> None:
    for form in re.findall(r"<form\b[^>]*>.*?</form>", text(path), re.DOTALL):
        if re.search(r'method="post"', form, re.IGNORECASE):
            assert "csrf" in form, form[:200]


@each_of(templates(), short)
def test_nothing_from_elsewhere(path: Path) -> None:
    assert not re.findall(r"""(?:src|<link[^>]*href)=["']https?://[^"']*""", text(path))


# ── assets ────────────────────────────────────────────────────────────────────


def assets() -> list[Path]:
    return sorted(path for path in tracked(".css", ".js", ".svg") if path.is_relative_to(STATIC))


def test_every_asset_is_used() -> None:
    said = "\n".join(map(text, [*python_files(), *templates(), *assets()]))
    for path in assets():
        name = path.name
        stem = re.compile(rf"""["'/]{re.escape(path.stem)}(?:{re.escape(path.suffix)})?["'?]""")
        assert name in said or stem.search(said), f"{short(path)} is used nowhere"


LONGEST_SHEET = 150
"""Lines of a style sheet: beyond it, one sheet by component."""


@each_of(sorted(tracked(".css")), short)
def test_style_sheets_are_short(path: Path) -> None:
    assert len(text(path).splitlines()) <= LONGEST_SHEET


SHEETS = [path for path in assets() if path.suffix == ".css"]
MEDIA = {"flex-gap", "flex-gap-wrapped", "print", "forced-colors"}
"""Sheets that say what every component becomes on paper, in forced colours, in an old browser."""


@each_of([path for path in SHEETS if path.stem != "tokens"], short)
def test_targets_and_widths_are_tokens(path: Path) -> None:
    """The smallest target, and how wide a block may grow: said in tokens.css."""
    assert not re.findall(r"\b44px|^ +max-width: [\d.]+(?:rem|px)", text(path), re.MULTILINE)


@pytest.mark.parametrize("name", ["field", "icon", "button", "card"])
def test_a_component_is_styled_in_one_place(name: str) -> None:
    """Elsewhere, only what stands inside something else may be adjusted to it."""
    bare = re.compile(rf"^ *\.{name}(?:-[\w-]+)?(?::[\w-]+)?(?:,| \{{)$", re.MULTILINE)
    found = {path.stem for path in SHEETS if path.stem not in MEDIA and bare.search(text(path))}
    assert found == {name}


@each_of([path for path in assets() if path.suffix == ".js"], short)
def test_scripts_live_under_a_strict_policy(path: Path) -> None:
    assert not re.search(r"\beval\(|new Function\(|innerHTML\s*=|document\.write|\.style\.|cssText", text(path))


# ── routes ────────────────────────────────────────────────────────────────────


def named(routes: Iterable[BaseRoute], prefix: str = "") -> Iterator[tuple[str, Route]]:
    for route in routes:
        if isinstance(route, Mount) and route.routes:
            yield from named(route.routes, f"{prefix}{route.name}:")
        elif isinstance(route, Route):
            yield prefix + route.name, route


def filled(route_path: str) -> str:
    """A path whose parameters hold nonsense."""
    return re.sub(r"\{[^}]*\}", "nonsense", route_path)


async def test_every_public_name_is_a_route(app: Starlette) -> None:
    assert {name for name, _ in named(app.routes)} >= PUBLIC


async def test_route_names_and_paths_are_unique(app: Starlette) -> None:
    """One name for the page and the gesture of an address, and one address by name."""
    pairs = {(name, path) for name, method, path in addresses(app) if method != "OPTIONS"}
    assert len({name for name, _ in pairs}) == len(pairs)
    gestures = [(method, path) for _, method, path in addresses(app)]
    assert len(gestures) == len(set(gestures))


def addresses(app: Starlette) -> Iterator[tuple[str, str, str]]:
    """(name, method, path) of every route."""
    for mount in app.routes:
        base = mount.path if isinstance(mount, Mount) else ""
        inner = mount.routes if isinstance(mount, Mount) else [mount]
        prefix = f"{mount.name}:" if isinstance(mount, Mount) else ""
        for name, route in named(inner or [], prefix):
            for method in sorted((route.methods or {"GET"}) - {"HEAD"}):
                yield name, method, base + filled(route.path)


async def test_what_is_not_public_asks_to_sign_in(app: Starlette, client: Visitor) -> None:
    for name, method, path in addresses(app):
        if name in PUBLIC:
            continue
        answer = await client.request(method, path)
        assert answer.status_code in {303, 401}, f"{method} {path} ({name}): {answer.status_code}"
        if answer.status_code == 303:
            assert "/compte/" in answer.headers["location"], name


async def test_nonsense_never_breaks_a_route(app: Starlette, visitor: Visitor) -> None:
    """Bad identifiers and empty forms: refused in French, never a crash."""
    for name, method, path in addresses(app):
        answer = await visitor.request(method, path)
        assert answer.status_code < 500, f"{method} {path} ({name}): {answer.status_code}"
        if "nonsense" in path and method == "GET" and name not in PUBLIC:
            assert answer.status_code in {404, 410, 422}, f"{method} {path} ({name}): {answer.status_code}"


async def test_a_gesture_without_token_is_refused(app: Starlette, visitor: Visitor) -> None:
    for name, method, path in addresses(app):
        if method != "POST" or name.startswith("tus:") or "nonsense" in path:
            continue
        answer = await visitor.post(path, data={"name": "x"})
        assert answer.status_code in {403, 415, 422}, f"{path} ({name}): {answer.status_code}"


# ── journal ───────────────────────────────────────────────────────────────────


def test_every_kind_has_two_sentences_and_an_audience() -> None:
    assert catalogue()
    for code, kind in catalogue().items():
        assert kind.audience in Audience, code
        names = {item.name for item in fields(kind)}
        for sentence, known in ((kind.done, names), (kind.concerned, names | {"who"})):
            assert sentence[0].isupper() or sentence[0] in "«{", code
            assert sentence.endswith("."), code
            missing = set(ENTRY_LETTERS.findall(sentence)) - known
            assert not missing, f"{code}: {missing}"
        if kind.done.startswith("Vous "):
            assert kind.done != kind.concerned, f"{code}: say it to somebody who did not do it"
        if "{who}" in kind.concerned:
            assert not re.search(r"(?<!rendez-)\b([Vv]ous|[Vv]otre|[Vv]os)\b", kind.concerned), (
                f"{code}: {kind.concerned}"
            )


def test_every_kind_has_a_subject_and_every_subject_a_kind() -> None:
    """Notifications and statistics find what happened to a thing by these two columns."""
    for code, kind in catalogue().items():
        assert kind.subject_kind in SubjectKind, code
        assert not kind.subject_field or kind.subject_field in {item.name for item in fields(kind)}, code
    assert {kind.subject_kind for kind in catalogue().values()} == set(SubjectKind)


def test_every_kind_is_recorded_somewhere() -> None:
    said = {
        word for path in python_files() if path.name != "journal_kinds.py" for word in re.findall(r"\w+", text(path))
    }
    of_desks = {*NEWS.says.values(), *LIBRARY.says.values()}  # each by the step that it tells
    for code, kind in catalogue().items():
        assert kind in of_desks or kind.__name__ in said, f"{code} is never recorded"


# ── code ──────────────────────────────────────────────────────────────────────


def calls(path: Path, name: str) -> Iterator[ast.Call]:
    """The calls of a file in which this name stands at all: most have it nowhere, and are not parsed."""
    nodes = ast.walk(ast.parse(text(path))) if name in text(path) else ()
    return (node for node in nodes if isinstance(node, ast.Call))


@each_of(python_files(), short)
def test_nothing_is_printed(path: Path) -> None:
    assert not [
        call.lineno for call in calls(path, "print") if isinstance(call.func, ast.Name) and call.func.id == "print"
    ]


@each_of(python_files(), short)
def test_no_bare_save_on_a_fetched_row(path: Path) -> None:
    """`save()` alone writes back every column, and so undoes what somebody else changed meanwhile."""
    bare = [
        call.lineno
        for call in calls(path, "save")
        if isinstance(call.func, ast.Attribute) and call.func.attr == "save" and not call.keywords and not call.args
    ]
    assert not bare


FRENCH = re.compile(
    r"""["'](?:lundi|janvier|juillet)["'], ["']|^NARROW = |la coordination régionale["']|["']1er["']""", re.MULTILINE
)


def test_french_of_days_and_hours_is_written_once() -> None:
    """The names of days and months, « 1er », the space before a unit; who speaks for a territory."""
    found = {short(path) for path in python_files() if FRENCH.search(text(path))}
    assert found == {"boite/text/french.py", "boite/directory/keepers/coordination.py"}


def test_answers_are_marked_and_compared_in_one_place() -> None:
    """A tag is made of what the answer depends on, or is the digest of stored bytes; who has it is asked once."""
    reading = {short(path) for path in python_files() if "if-none-match" in text(path).casefold()}
    assert reading - {"storage/s3/objects.py"} == {"boite/web/caching.py"}, "a store asks a service; it answers nobody"
    hashed = re.compile(r"etag.{0,40}(?:sha256|hexdigest)\(", re.IGNORECASE)
    assert [short(path) for path in python_files() if hashed.search(text(path))] == []


def test_every_public_function_of_the_packages_is_explained() -> None:
    silent: list[str] = []
    for path in python_files():
        tree: Any = ast.parse(text(path))
        if not ast.get_docstring(tree) and text(path).strip():
            silent.append(short(path))
    assert not silent


# ── texts ─────────────────────────────────────────────────────────────────────


def test_never_the_legal_word() -> None:
    """« Coffre-fort numérique » is defined by law (article L.103 of the CPCE): this service is not one."""
    shown = [*templates(), *tracked(".md"), *python_files()]
    assert [short(path) for path in shown if SAID.search(text(path))] == []


def test_no_path_of_a_machine_nor_host_of_an_index() -> None:
    kept = (".py", ".md", ".toml", ".json", ".lock", ".html", ".js", ".css", ".txt", "Dockerfile", "run", "image")
    for path in tracked(*kept):
        if path == Path(__file__).resolve():
            continue
        said = text(path)
        assert not INDEX_HOST.search(said), short(path)
        assert not MADE_PATH.search(said), f"{short(path)}: {MADE_PATH.search(said)}"


def test_lock_files_are_complete_and_name_no_host() -> None:
    assert list(find_faults(ROOT)) == []
