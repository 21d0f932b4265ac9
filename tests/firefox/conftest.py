"""One Firefox for the run, and phones in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from boite.database.connection import opened
from boite.demo.cast import DIRECTORY
from boite.directory.demo import load_demo
from boite.orientation.demo import load_demo_questions
from tests import browsers
from tests.firefox.marionette import Firefox
from tests.firefox.phone import Phone
from tests.live import Server

NewPhone = Callable[[int, bool], Phone]


@pytest.fixture(scope="session")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """Debian's Firefox, started once. Where there is none, its tests are left out, and the run says so."""
    path = browsers.firefox()
    if path is None:
        pytest.skip(browsers.NO_FIREFOX)
    started = Firefox(path, tmp_path_factory.mktemp("firefox"))
    yield started
    started.close()


@pytest.fixture
async def server(live_server: Server) -> Server:
    """The live server with the directory and the questions of the demonstration."""
    async with opened(live_server.settings):
        await load_demo(DIRECTORY)
        await load_demo_questions(DIRECTORY / "questions.csv")
    return live_server


@pytest.fixture
def new_phone(firefox: Firefox, server: Server) -> Iterator[NewPhone]:
    """`new_phone(width, scripts)`: an emptied phone. A script's error or a breach of the policy fails the test."""
    phones: list[Phone] = []

    def emptied(width: int, scripts: bool) -> Phone:
        phones.append(Phone(firefox, server.url, width=width, scripts=scripts))
        return phones[-1]

    yield emptied
    faults = [fault for phone in phones for fault in phone.faults()]
    assert not faults, "\n".join(faults)
