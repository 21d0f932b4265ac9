"""The walk itself: requests drawn from a seed, one after the other or several at once, each answer judged."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from random import Random
from urllib.parse import quote, urljoin

from starlette.applications import Starlette

from boite import clock
from boite.worker import TIMETABLE, run_chore
from tests.drawn import DrawnForm
from tests.fuzz import shots
from tests.fuzz.people import Person, everybody, sign_in, unlinked
from tests.fuzz.record import Record
from tests.fuzz.site import Leaf, Site
from tests.fuzz.wire import Answer, Shot, fire

COMERS = {"nobody": 1, "Inès": 4, "Marc": 2, "Olga": 1, "Paul": 3, "Nadia": 3, "Samira": 5, "Hugo": 1, "Ada": 1}
"""How often each comes: those who may do more, more often."""
HOPS = 8
"""Redirections that a browser follows before it gives up; they are fewer on this site."""
MOVED = frozenset({301, 302, 303, 307, 308})
SIGN_OUT = "/compte/deconnexion"
"""A form of every page."""
PUTS_OUT = frozenset({"administration:suspend", "administration:appoint", "administration:maintenance"})
"""Forms of an administrator that would end the walk: others are put out, or the whole service rests."""
UPKEEP = 100
"""Requests after which sessions that ended are opened again."""
OUTSIDE = {"try links"}
"""Chores that speak to other sites."""
LATER = timedelta(days=400)
"""After the walk so much time passes: every delay of the service ends, over what was left behind."""
ENTRIES = (
    *("/", "/annuaire/", "/qui-peut-m-aider/", "/actualites/", "/agenda/", "/ressources/", "/lettre/", "/portraits/"),
    *("/espace/", "/agenda/travail", "/lettre/redaction", "/actualites/redaction", "/ressources/redaction", "/groupe/"),
    *("/messages/", "/chiffres/", "/messages/reglages"),
    *("/annuaire/mes-fiches", "/compte/profil", "/espace/corbeille", "/espace/depots", "/annuaire/imports"),
)
_SORTS = (shots.page, shots.link, shots.asked, shots.upload, shots.method, shots.nowhere)
_WEIGHTS = (18, 16, 8, 5, 4, 4)


class Walk:
    """One walk over one application, whose rows are those of the demonstration."""

    def __init__(self, app: Starlette, seed: str) -> None:
        self.app, self.seed, self.site = app, seed, Site(app)
        self.record = Record(self.site)
        forms = [leaf for leaf in self.site.leaves if "POST" in leaf.methods and leaf.domain != "tus"]
        self.forms = [leaf for leaf in forms if leaf.name not in PUTS_OUT]
        self.people: dict[str, Person] = {}

    async def run(self, requests: int, *, chores: int = 0) -> None:
        """Put about so many requests; every chore once each `chores` of them, where it is not 0, and after a year."""
        with self.record.listening():
            self.people = await everybody(self.app)
            for name, values in (await unlinked(self.app.state.settings)).items():
                for parameter, known in values.items():
                    self.site.known[""].values[name, parameter] += known
            await self._visit(requests // 4)
            await self._walk(requests, chores)
            await self._remaining()
            if chores:
                clock.advance(LATER)
                await self._work()
                await self._welcome()
                await self._visit(self.record.fired + requests // 20)

    async def _visit(self, until: int) -> None:
        """Let everybody see one page of each sort that they are led to, as long as there are any."""
        seen: dict[str, set[str]] = {name: set() for name in self.people}
        for person in self.people.values():
            for address in ENTRIES:
                await self._open(Random(0), person, address)
        before = -1
        while before < self.record.fired < until:
            before = self.record.fired
            for person in self.people.values():
                for kind, links in self.site.kinds_of_links(person.name).items():
                    if kind not in seen[person.name] and self.record.fired < until:
                        seen[person.name].add(kind)
                        await self._open(Random(0), person, links[0])

    async def _walk(self, requests: int, chores: int) -> None:
        turn, worked, kept = 0, self.record.fired, self.record.fired
        while self.record.fired < requests:
            turn += 1
            await self._turn(Random(f"{self.seed}/{turn}"))
            if self.record.fired - kept >= UPKEEP:
                kept = self.record.fired
                await self._welcome()
            if chores and self.record.fired - worked >= chores:
                worked = self.record.fired
                await self._work()

    async def _remaining(self) -> None:
        """Ask once for each page that nobody asked for."""
        for leaf in self.site.leaves:
            if "GET" in leaf.methods and not self.record.by_route[leaf.name]:
                random = Random(f"{self.seed}/{leaf.name}")
                person = self._knowing(random, random.choice(list(self.people.values())), leaf)
                await self._put(random, [shots.page_of(random, self.site, person, leaf)])

    async def _welcome(self) -> None:
        for person in self.people.values():
            await sign_in(self.app, person)

    async def _work(self) -> None:
        for chore in TIMETABLE:
            if chore.name not in OUTSIDE:
                await run_chore(chore, self.app.state.settings, self.app.state.store)
                error = self.record.traces.take("")
                if error is not None:
                    self.record.note(Shot("", "CHORE", chore.name), [(f"chore {chore.name}", repr(error))])

    async def _turn(self, random: Random) -> None:
        person = self.people[random.choices(list(COMERS), list(COMERS.values()))[0]]
        how = random.random()
        if how < 0.35:
            leaf = self._least_done(random)
            await self._put(random, [await self._form(random, self._knowing(random, person, leaf), leaf)])
        elif how < 0.6:
            await self._errand(random, person)
        elif how < 0.68:
            await self._put(random, await self._together(random, person))
        else:
            sort = random.choices(_SORTS, _WEIGHTS)[0]
            await self._put(random, [sort(random, self.site, person)])

    def _least_done(self, random: Random) -> Leaf:
        """A route that takes forms: the less it succeeded so far, the more often; rarely one that nobody was shown."""
        weights = [
            (1.0 if self.site.who_knows(random, leaf) or "GET" in leaf.methods else 0.2)
            / (1 + self.record.by_route[leaf.name][303])
            for leaf in self.forms
        ]
        return random.choices(self.forms, weights)[0]

    def _knowing(self, random: Random, person: Person, leaf: Leaf) -> Person:
        """Somebody who was shown such a form, most often."""
        known = self.site.who_knows(random, leaf)
        return self.people[known] if known and random.random() < 0.8 else person

    async def _errand(self, random: Random, person: Person) -> None:
        """A page, then one of its forms, then one of the page where it leads, and so on: how something is made."""
        forms = await self._put(random, [shots.link(random, self.site, person)])
        for _ in range(random.choice((1, 3, 6))):
            forms = [form for form in forms if form.action != SIGN_OUT and not self._puts_out(form)]
            if not forms:
                return
            form = random.choice(forms)
            shot = shots.filled(random, self.site, person, form, shots.safe(form.action), gentle=random.random() < 0.6)
            forms = await self._put(random, [shot]) or forms

    def _puts_out(self, form: DrawnForm) -> bool:
        leaf = self.site.leaf(shots.safe(form.action).partition("?")[0], "POST")
        return leaf is not None and leaf.name in PUTS_OUT

    async def _form(self, random: Random, person: Person, leaf: Leaf) -> Shot:
        """A form: its page is opened first, where it has one, so that it is the form of this moment."""
        pages = self.site.known[person.name].pages[leaf.name]
        if pages and random.random() < 0.6:
            await self._open(random, person, random.choice(pages[-10:]))
        elif random.random() < 0.5:
            target = shots.path(random, self.site, person, leaf)
            if self.site.leaf(target, "GET") is not None:
                await self._open(random, person, target)
        return shots.form(random, self.site, person, leaf)

    async def _together(self, random: Random, person: Person) -> list[Shot]:
        """Two sessions or more on the same thing at once: each its own gesture, over one address of rows."""
        first = self._least_done(random)
        if not first.parameters:
            first = random.choice([leaf for leaf in self.forms if leaf.parameters])
        near = [
            leaf for leaf in self.forms if (leaf.domain, *leaf.parameters[:1]) == (first.domain, first.parameters[0])
        ]
        shot = await self._form(random, self._knowing(random, person, first), first)
        together, about = [shot], first.matches.match(shot.path)
        for _ in range(random.choice((1, 1, 2, 3))):
            leaf, who = random.choice([*near, first]), random.choice([self.people[shot.who], *self.people.values()])
            other = await self._form(random, who, leaf)
            own = leaf.matches.match(other.path)
            if about and own:
                name = leaf.parameters[0]
                other.path = other.path.replace(f"/{own[name]}", f"/{about[name]}", 1)
            together.append(other)
        return together

    async def _open(self, random: Random, person: Person, address: str) -> None:
        target, _, query = shots.safe(address).partition("?")
        await self._put(random, [Shot(person.name, "GET", target, query, person.headers())])

    async def _put(self, random: Random, together: list[Shot]) -> list[DrawnForm]:
        """Put these at once, judge what comes back, follow where one alone leads. Returns the forms of that page."""
        for number, shot in enumerate(together, self.record.fired):
            if not any(name == b"x-request-id" for name, _ in shot.headers):
                identifier = f"fuzz-{self.seed}-{number:06}".replace("/", "-").encode()
                shot.headers = [*shot.headers, (b"x-request-id", identifier)]
        client = f"10.{random.randrange(256)}.{random.randrange(256)}.{random.randrange(256)}"
        answers = await asyncio.gather(*(fire(self.app, shot, client) for shot in together))
        self.record.fired += len(together)
        for shot, answer in zip(together, answers, strict=True):
            self.record.answered(shot, answer, self.people, alone=len(together) == 1)
        for shot in together:
            if shot.path.startswith("/compte/") and shot.method == "POST":
                await sign_in(self.app, self.people[shot.who])  # their session may have ended
        forms = [self._learn(shot, answer) for shot, answer in zip(together, answers, strict=True)]
        return forms[0] or await self._follow(together[0], answers[0]) if len(together) == 1 else []

    def _learn(self, shot: Shot, answer: Answer) -> list[DrawnForm]:
        if answer.header("location"):
            self.site.learn_address(shot.who, answer.header("location"))
        if not answer.is_page or answer.status >= 500:
            return []
        return self.site.learn(shot.who, shot.path + (f"?{shot.query}" if shot.query else ""), answer.text)

    async def _follow(self, shot: Shot, answer: Answer) -> list[DrawnForm]:
        """Where an answer leads, as a browser goes."""
        first = shot
        for _ in range(HOPS):
            target = answer.header("location")
            if not target or answer.status not in MOVED or shot.who not in self.people:
                return self._learn(shot, answer)
            said = urljoin(f"http://testserver{shot.path}", target).removeprefix("http://testserver")
            path, _, query = said.partition("#")[0].partition("?")
            headers = self.people[shot.who].headers()
            shot = Shot(shot.who, "GET", quote(path, safe=shots.IN_PATHS), quote(query, safe=shots.IN_QUERIES), headers)
            self.record.fired += 1
            answer = await fire(self.app, shot, "10.0.0.1")
            self.record.answered(shot, answer, self.people)
        self.record.note(first, [(f"leads round {first.path}", answer.header("location"))])
        return []
