"""Several processes make the same step at the same instant: it happens once, and the limits hold."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from datetime import timedelta

import pytest

from boite.accounts.models import User
from boite.clock import now
from boite.directory.models import REGION, Territory
from boite.journal.models import Entry
from boite.news import pins, scheduling
from boite.news.desk import NEWS
from boite.news.models import Article, ArticleRevision, Pin
from boite.publishing.stages import Stage, Step
from boite.settings import Settings
from tests.conftest import OpenAccount
from tests.live import ROOT, environment
from tests.news.desks import ELSEWHERE, HERE, coordinator, draft, published

PLACES = [HERE, *(f"SPRO-PLACE-{number}" for number in range(5))]
"""One race in each."""


async def together(settings: Settings, *shares: Sequence[str]) -> list[str]:
    """One process by share; none begins before all are ready. Returns what each said at the end."""
    command = [sys.executable, "-W", "error", "-m", "tests.news.publisher"]
    running: list[Process] = []
    try:
        for share in shares:
            pipes = {"cwd": ROOT, "env": environment(settings), "stdin": PIPE, "stdout": PIPE}
            running.append(await asyncio.create_subprocess_exec(*command, *share, **pipes))  # type: ignore[arg-type]
        for process in running:
            assert process.stdout is not None
            assert await asyncio.wait_for(process.stdout.readline(), 60) == b"ready\n"
        for process in running:
            assert process.stdin is not None
            process.stdin.write(b"go\n")
        return [(await process.communicate())[0].decode().strip() for process in running]
    finally:
        for process in running:
            if process.returncode is None:
                process.kill()


@pytest.fixture
async def nadia(new_person: OpenAccount) -> User:
    return await coordinator(new_person)


async def test_the_third_place_at_the_top_is_taken_once(
    settings: Settings, new_person: OpenAccount, nadia: User
) -> None:
    samira = await coordinator(new_person, first_name="Samira")
    lanes: tuple[list[str], list[str]] = ([], [])
    for code in PLACES:
        await Territory.get_or_create({"name": code, "parent_id": REGION}, code=code)
        for number in range(2):
            await pins.pin(await published(nadia, title=f"Déjà {number}", territory=code), by=nadia)
        for lane in lanes:
            lane.append(str((await published(nadia, title="Troisième", territory=code)).id))
    first, second = await together(settings, ("pin", str(nadia.id), *lanes[0]), ("pin", str(samira.id), *lanes[1]))
    for code, one, other in zip(PLACES, first.split(), second.split(), strict=True):
        assert {one, other} == {"pinned", "refused"}, code
        assert await Pin.filter(article__territory_id=code).count() == pins.PINS
    assert await ArticleRevision.filter(step=Step.PINNED).count() == len(PLACES) * pins.PINS


async def test_what_moves_elsewhere_leaves_its_place_at_the_top(new_person: OpenAccount, nadia: User) -> None:
    """Else a territory would have a fourth one by a correction."""
    await coordinator(new_person, ELSEWHERE, "Samira")
    article = await published(nadia)
    await pins.pin(article, by=nadia)
    await NEWS.correct(article, draft(title="Le titre"), version=article.version, note="Le titre", by=nadia)
    assert await Pin.exists(article_id=article.id)
    moved = draft(title="Le titre", territory=ELSEWHERE, places=(HERE,))
    await NEWS.correct(article, moved, version=article.version, note="C'est à Blois", by=nadia)
    assert not await Pin.exists(article_id=article.id)


async def test_what_is_due_appears_once_whoever_looks(settings: Settings, nadia: User) -> None:
    due = []
    for number in range(5):
        article = await NEWS.begin(draft(title=f"La girafe {number}"), by=nadia)
        await scheduling.schedule(article, now() + timedelta(seconds=1), version=article.version, by=nadia)
        await Article.filter(id=article.id).update(publish_at=now() - timedelta(seconds=1))
        due.append(article.id)
    said = await together(settings, ("due",), ("due",))
    assert sum(map(int, said)) == len(due)
    for key in due:
        assert (await Article.get(id=key)).stage == Stage.PUBLISHED
        assert await ArticleRevision.filter(article_id=key, step=Step.PUBLISHED).count() == 1
    assert await Entry.filter(owner_id=nadia.id, kind="news.appeared").count() == len(due)
