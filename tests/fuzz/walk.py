"""The walk itself: requests drawn from a seed, one after the other or several at once, each answer judged."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from random import Random
from urllib.parse import quote, urljoin

from starlette.applications import Starlette

from boite.worker import TIMETABLE, run_chore
from tests.fuzz import shots
from tests.fuzz.people import Person, everybody, sign_in, unlinked
from tests.fuzz.site import Leaf, Site
from tests.fuzz.verdict import Finding, Traces, judge
from tests.fuzz.wire import Answer, Shot, fire

COMERS = {"nobody": 1, "Inès": 4, "Marc": 2, "Olga": 1, "Paul": 3, "Nadia": 3, "Samira": 5, "Hugo": 1, "Ada": 1}
"""How often each comes: those who may do more, more often."""
HOPS = 8
"""Redirections that a browser follows before it gives up; they are fewer on this site."""
UPKEEP = 100
"""Requests after which sessions that ended are opened again."""
OUTSIDE = {"try links"}
"""Chores that speak to other sites."""
ENTRIES = (
    "/",
    "/annuaire/",
    "/qui-peut-m-aider/",
    "/actualites/",
    "/agenda/",
    "/ressources/",
    "/lettre/",
    "/portraits/",
    "/espace/",
)
DESKS = (
    "/agenda/travail",
    "/lettre/redaction",
    "/actualites/redaction",
    "/ressources/redaction",
    "/groupe/",
    "/annuaire/mes-fiches",
)
_SORTS = (shots.page, shots.link, shots.upload, shots.method, shots.nowhere)
_WEIGHTS = (20, 22, 5, 4, 4)


class Walk:
    """One walk over one application, whose rows are those of the demonstration."""

    def __init__(self, app: Starlette, seed: str) -> None:
        self.app, self.seed, self.site = app, seed, Site(app)
        self.forms = [leaf for leaf in self.site.leaves if "POST" in leaf.methods and leaf.domain != "tus"]
        self.people: dict[str, Person] = {}
        self.fired = 0
        self.statuses: Counter[int] = Counter()
        self.by_route: dict[str, Counter[int]] = {leaf.name: Counter() for leaf in self.site.leaves}
        self.findings: dict[str, Finding] = {}
        self.times: Counter[str] = Counter()
        self._traces = Traces()

    async def run(self, requests: int, *, chores: int = 0) -> None:
        """Put about so many requests; every chore once each `chores` of them, where it is not 0."""
        loggers = [logging.getLogger(name) for name in ("boite.errors", "boite.worker")]
        for logger in loggers:
            logger.addHandler(self._traces)
            logger.setLevel(logging.ERROR)
            logger.propagate = False
        try:
            self.people = await everybody(self.app)
            for leaf in self.site.leaves:
                for name, values in (await unlinked(self.app.state.settings)).get(leaf.name, {}).items():
                    self.site.known[""].values[leaf.name, name] += values
            await self._visit(requests // 4)
            await self._walk(requests, chores)
        finally:
            for logger in loggers:
                logger.removeHandler(self._traces)
                logger.setLevel(logging.NOTSET)
                logger.propagate = True

    async def _visit(self, most: int) -> None:
        """Let everybody see one page of each sort that they are led to, as long as there are any."""
        seen: dict[str, set[str]] = {name: set() for name in self.people}
        for person in self.people.values():
            for address in (*ENTRIES, *DESKS):
                await self._open(person, address)
        before = -1
        while before < self.fired < most:
            before = self.fired
            for person in self.people.values():
                for kind, links in self.site.kinds_of_links(person.name).items():
                    if kind not in seen[person.name] and self.fired < most:
                        seen[person.name].add(kind)
                        await self._open(person, links[0])

    async def _open(self, person: Person, address: str) -> None:
        path, _, query = address.partition("?")
        said = quote(path, safe=shots.IN_PATHS), quote(query, safe=shots.IN_QUERIES)
        await self._put(Random(0), [Shot(person.name, "GET", *said, person.headers())])

    async def _walk(self, requests: int, chores: int) -> None:
        turn, worked, kept = 0, self.fired, self.fired
        while self.fired < requests:
            turn += 1
            await self._turn(Random(f"{self.seed}/{turn}"))
            if self.fired - kept >= UPKEEP:
                kept = self.fired
                for person in self.people.values():
                    await sign_in(self.app, person)
            if chores and self.fired - worked >= chores:
                worked = self.fired
                await self._work()

    async def _work(self) -> None:
        for chore in TIMETABLE:
            if chore.name not in OUTSIDE:
                await run_chore(chore, self.app.state.settings, self.app.state.store)
                error = self._traces.take("")
                if error is not None:
                    self._note(Shot("", "CHORE", chore.name), [(f"chore {chore.name}", repr(error))])

    async def _turn(self, random: Random) -> None:
        person = self.people[random.choices(list(COMERS), list(COMERS.values()))[0]]
        how = random.random()
        if how < 0.45:
            await self._put(random, [await self._any_form(random, person)])
        elif how < 0.52:
            await self._put(random, await self._together(random, person))
        else:
            sort = random.choices(_SORTS, _WEIGHTS)[0]
            await self._put(random, [sort(random, self.site, person)])

    async def _any_form(self, random: Random, person: Person) -> Shot:
        leaf = random.choice(self.forms)
        known = self.site.who_knows(random, leaf)
        return await self._form(random, self.people[known] if known and random.random() < 0.8 else person, leaf)

    async def _form(self, random: Random, person: Person, leaf: Leaf) -> Shot:
        """A form: its page is opened first, where it has one, so that it is the form of this moment."""
        if random.random() < 0.5 or not self.site.known[person.name].forms[leaf.name]:
            target = shots.path(random, self.site, person, leaf)
            if self.site.leaf(target, "GET") is not None:
                await self._put(random, [Shot(person.name, "GET", target, "", person.headers())])
        return shots.form(random, self.site, person, leaf)

    async def _together(self, random: Random, person: Person) -> list[Shot]:
        """Two sessions or more on the same thing at once: each its own gesture, over one address of rows."""
        first = random.choice([leaf for leaf in self.forms if leaf.parameters])
        known = self.site.who_knows(random, first)
        person = self.people[known] if known and random.random() < 0.8 else person
        near = [
            leaf for leaf in self.forms if leaf.parameters[:1] == first.parameters[:1] and leaf.domain == first.domain
        ]
        shot = await self._form(random, person, first)
        same, together = self.site.leaf(shot.path, "POST"), [shot]
        found = same.matches.match(shot.path) if same else None
        for _ in range(random.choice((1, 1, 2, 3))):
            leaf, who = random.choice([*near, first]), random.choice([person, person, *self.people.values()])
            other = await self._form(random, who, leaf)
            matched = leaf.matches.match(other.path)
            if found and matched and leaf.parameters:
                name = leaf.parameters[0]
                other.path = other.path.replace(
                    f"/{matched[name]}", f"/{found.groupdict().get(name, matched[name])}", 1
                )
            together.append(other)
        return together

    async def _put(self, random: Random, together: list[Shot]) -> None:
        """Put these at once, judge what comes back, learn from it, follow where it leads."""
        for shot in together:
            identifier = f"fuzz-{self.seed}-{self.fired:06}".replace("/", "-").encode()
            if not any(name == b"x-request-id" for name, _ in shot.headers):
                shot.headers = [*shot.headers, (b"x-request-id", identifier)]
            self.fired += 1
        client = f"10.{random.randrange(256)}.{random.randrange(256)}.{random.randrange(256)}"
        answers = await asyncio.gather(*(fire(self.app, shot, client) for shot in together))
        for shot, answer in zip(together, answers, strict=True):
            self._judge(shot, answer)
        for shot, answer in zip(together, answers, strict=True):
            if len(together) == 1:
                await self._follow(random, shot, answer)

    def _judge(self, shot: Shot, answer: Answer) -> None:
        self.statuses[answer.status] += 1
        leaf = self.site.leaf(shot.path, shot.method)
        if leaf is not None:
            self.by_route[leaf.name][answer.status] += 1
        logged = self._traces.take(answer.header("x-request-id"))
        self._note(shot, list(judge(shot, answer, self.site, self.people, logged)))
        if answer.is_page and answer.status < 500:
            self.site.learn(shot.who, shot.path + (f"?{shot.query}" if shot.query else ""), answer.text)

    def _note(self, shot: Shot, faults: list[tuple[str, str]]) -> None:
        for key, detail in faults:
            self.times[key] += 1
            self.findings.setdefault(key, Finding(key, self.fired, f"{shot.told()}\n{detail}"))

    async def _follow(self, random: Random, shot: Shot, answer: Answer) -> None:
        """Where an answer leads, as a browser goes."""
        at, person = shot.path, self.people.get(shot.who)
        for hop in range(HOPS + 1):
            target = answer.header("location")
            if not target or person is None or answer.status not in {301, 302, 303, 307, 308}:
                return
            if hop == HOPS:
                self._note(shot, [(f"leads round {at}", target)])
                return
            said = urljoin(f"http://testserver{at}", target)
            at, _, query = said.removeprefix("http://testserver").partition("#")[0].partition("?")
            next_shot = Shot(
                person.name, "GET", quote(at, safe="/%@:,"), quote(query, safe="=&%+;,:@/"), person.headers()
            )
            self.fired += 1
            answer = await fire(self.app, next_shot, "10.0.0.1")
            self._judge(next_shot, answer)
