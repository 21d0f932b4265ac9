"""One identifier through the proxy, the page and the log; one group for one mistake."""

from __future__ import annotations

import json
import logging
import re
from dataclasses import replace

from boite.app import create_app
from boite.database.chores import Chore
from boite.database.connection import execute
from boite.settings import Settings
from boite.web.logs import JsonFormatter, TextFormatter, group_of
from boite.worker import run_chore
from storage.store import BlobStore
from tests.visitors import Visitor

GIVEN = {"x-request-id": "donne-par-le-mandataire"}


class Kept(logging.Handler):
    """What a log writes, in both forms."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[dict[str, object]] = []
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(json.loads(JsonFormatter().format(record)))
        self.texts.append(TextFormatter().format(record))


async def test_a_fault_is_found_by_the_code_of_its_page(visitor: Visitor) -> None:
    await execute("ALTER TABLE journal_entry RENAME TO journal_lost")
    kept = Kept()
    logging.getLogger("boite.errors").addHandler(kept)
    try:
        answers = [await visitor.get("/journal/", headers=GIVEN), await visitor.get("/journal/")]
    finally:
        logging.getLogger("boite.errors").removeHandler(kept)
    assert [answer.status_code for answer in answers] == [500, 500]
    assert answers[0].headers["x-request-id"] == GIVEN["x-request-id"]
    for answer, line, text in zip(answers, kept.lines, kept.texts, strict=True):
        assert line["request"] == answer.headers["x-request-id"]
        assert f"[{line['request']}] " in text
        code = re.search(
            r"donnez ce code à qui vous aide.: *(\S{8})<", answer.text.replace("\u202f", " ").replace("\xa0", " ")
        )
        assert code, answer.text
        assert str(line["request"]).startswith(code[1])
    assert len({line["group"] for line in kept.lines}) == 1, "the same mistake"


async def test_a_stranger_does_not_choose_the_identifier(settings: Settings) -> None:
    application = create_app(replace(settings, trusted_proxies="10.9.8.7"))
    async with application.router.lifespan_context(application), Visitor(application) as stranger:
        answer = await stranger.get("/sante", headers=GIVEN)
    assert re.fullmatch("[0-9a-f]{16}", answer.headers["x-request-id"])


async def test_what_a_run_of_a_chore_logs_is_found_together(settings: Settings, store: BlobStore) -> None:
    async def fails(*_: object) -> int:
        logging.getLogger("boite.worker").warning("soon")
        raise OSError("the disk is away")

    kept = Kept()
    logging.getLogger("boite.worker").addHandler(kept)
    try:
        await run_chore(Chore("trial", 1, fails), settings, store)
        await run_chore(Chore("trial", 1, fails), settings, store)
    finally:
        logging.getLogger("boite.worker").removeHandler(kept)
    runs = [line["request"] for line in kept.lines]
    assert runs[0] == runs[1] != runs[2] == runs[3]
    assert str(runs[0]).startswith("chore-")


def test_groups_follow_places_and_not_words() -> None:
    def caught(text: str, kind: type[Exception]) -> Exception:
        try:
            raise kind(text)
        except Exception as error:
            return error

    assert group_of(caught("Inès", ValueError)) == group_of(caught("Nadia", ValueError))
    assert group_of(caught("Inès", ValueError)) != group_of(caught("Inès", KeyError))
