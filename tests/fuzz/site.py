"""The routes of the site, and what was learned of it from its own pages: addresses, identifiers, forms."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit

from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount, Route, compile_path

from tests.drawn import DrawnForm, drawn

KEPT = 60
"""How many addresses, identifiers or forms of one sort are remembered: the latest."""
LINKS = 500
_One = TypeVar("_One")
_READ = re.compile(r"\.(?:text|raw|all|flag|integer|day|choice|several|lines?|required|get)\(\s*\"([a-z_-]{1,30})\"")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One route: its whole pattern, and what its parameters are called."""

    name: str
    pattern: str
    methods: frozenset[str]
    parameters: tuple[str, ...]
    matches: re.Pattern[str]

    @property
    def domain(self) -> str:
        """The first part of its name: what identifiers it shares with its neighbours."""
        return self.name.partition(":")[0]


def leaves(routes: Sequence[BaseRoute], name: str = "", path: str = "") -> Iterator[Leaf]:
    """Every route of the application."""
    for route in routes:
        if isinstance(route, Mount) and route.routes:
            yield from leaves(route.routes, f"{name}{route.name}:", path + route.path)
        elif isinstance(route, Route):
            matches, pattern, convertors = compile_path(path + route.path)
            methods = frozenset(route.methods or ())
            yield Leaf(name + route.name, pattern, methods, tuple(convertors), matches)


def read_names() -> list[str]:
    """The names of fields and of parameters of an address that the code reads."""
    sources = (Path(__file__).parents[2] / "boite").rglob("*.py")
    return sorted({name for path in sources for name in _READ.findall(path.read_text(encoding="utf-8"))})


@dataclass(slots=True)
class Known:
    """What one person was shown."""

    links: list[str] = field(default_factory=list)
    values: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    """By domain or route, and parameter."""
    forms: dict[str, list[DrawnForm]] = field(default_factory=lambda: defaultdict(list))
    """By the name of the route that they are sent to."""
    pages: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Where those forms were."""


class Site:
    """The map, and what each person knows of it."""

    def __init__(self, app: Starlette) -> None:
        self.leaves = list(leaves(app.routes))
        self.fields = read_names()
        self.known: dict[str, Known] = defaultdict(Known)

    def leaf(self, path: str, method: str) -> Leaf | None:
        """The route of an address."""
        found = (leaf for leaf in self.leaves if method in leaf.methods and leaf.matches.match(path))
        return next(found, None)

    def learn(self, who: str, address: str, page: str) -> list[DrawnForm]:
        """Remember what a page offers. Returns the forms that it sends."""
        offered = drawn(page, address)
        for link in offered.links:
            parts = _ours(link, address)
            if parts:
                _keep(self.known[who].links, parts, LINKS)
                self._learn_values(who, parts, "GET")
        for form in offered.forms:
            parts = _ours(form.action, address)
            method = form.method.upper()
            leaf = self._learn_values(who, parts, method) if parts else None
            if leaf is not None:
                form.action, form.method = parts, method
                _keep(self.known[who].forms[leaf.name], form)
                _keep(self.known[who].pages[leaf.name], address)
        return [form for form in offered.forms if form.method == "POST"]

    def learn_address(self, who: str, address: str) -> None:
        """Remember where an answer leads."""
        target = _ours(address, "/")
        if target:
            _keep(self.known[who].links, target, LINKS)
            self._learn_values(who, target, "GET")
            self._learn_values(who, target, "PATCH")

    def _learn_values(self, who: str, address: str, method: str) -> Leaf | None:
        path = unquote(address.partition("?")[0])
        leaf = self.leaf(path, method)
        found = leaf.matches.match(path) if leaf else None
        if leaf is None or found is None:
            return None
        for name, value in found.groupdict().items():
            for whose in (who, ""):
                _keep(self.known[whose].values[leaf.domain, name], value)
                _keep(self.known[whose].values[leaf.name, name], value)
        return leaf

    def value(self, random: Random, who: str, leaf: Leaf, name: str) -> str | None:
        """An identifier for a parameter of a route: their own or another's, of the right kind or not."""
        for whose in (who, "") if random.random() < 0.75 else ("",):
            for place in (leaf.name, leaf.domain) if random.random() < 0.75 else (leaf.domain,):
                pool = self.known[whose].values[place, name]
                if pool:
                    return random.choice(pool)
        return None

    def kinds_of_links(self, who: str) -> dict[str, list[str]]:
        """The links that this person was shown, by the route that they lead to."""
        found: dict[str, list[str]] = defaultdict(list)
        for link in self.known[who].links:
            leaf = self.leaf(unquote(link.partition("?")[0]), "GET")
            found[leaf.name if leaf else "?"].append(link)
        return found

    def who_knows(self, random: Random, leaf: Leaf) -> str:
        """Somebody who was shown a form for this route; empty where nobody was."""
        found = sorted(who for who, known in self.known.items() if known.forms.get(leaf.name))
        return random.choice(found) if found else ""

    def query_names(self, random: Random, who: str) -> str:
        """The name of something that a page reads from its address."""
        links = self.known[who].links
        if links and random.random() < 0.5:
            pairs = parse_qsl(urlsplit(random.choice(links)).query, keep_blank_values=True)
            if pairs:
                return random.choice(pairs)[0]
        return random.choice(self.fields)


def _ours(link: str, address: str) -> str:
    """The path and the query of a link of the site; empty where it leads elsewhere."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return ""
    if parts.scheme not in {"", "http"} or parts.netloc not in {"", "testserver"}:
        return ""
    path = parts.path or address.partition("?")[0]
    return f"{path}?{parts.query}" if parts.query else path


def _keep(kept: list[_One], one: _One, most: int = KEPT) -> None:
    if one not in kept:
        kept.append(one)
        del kept[:-most]
