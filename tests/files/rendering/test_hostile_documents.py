"""Hostile documents die alone: refused in time, no child left, the service unharmed."""

import asyncio
import contextlib
import os
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import uvloop

from boite.demo.documents import CV_PAGES, heic
from boite.demo.pdf import text_pdf
from boite.files import renderer
from boite.files.renderer import Limits, RenderingFailed, render
from tests.files.rendering import hostile
from tests.files.rendering.drawing import children, draw, opened, refusal, saved, two_tone

pytestmark = pytest.mark.anyio


HOSTILE = {
    "bomb": (hostile.png(60_000, 60_000, hostile.zeros(10_000_000)), "image/png", "too_large"),
    "announced size": (hostile.png(2**31 - 1, 2**31 - 1, b""), "image/png", "too_large"),
    "truncated JPEG": (saved(two_tone((900, 900)), "JPEG")[:-3000], "image/jpeg", "unreadable"),
    "truncated PNG": (saved(two_tone((900, 900)), "PNG")[:-500], "image/png", "unreadable"),
    "truncated HEIC": (heic(two_tone((900, 900)))[:-300], "image/heic", "unreadable"),
    "PNG called JPEG": (saved(two_tone(), "PNG"), "image/jpeg", "unreadable"),
    "JPEG called PDF": (saved(two_tone(), "JPEG"), "application/pdf", "unreadable"),
    "page called picture": (b"<html><script>", "image/png", "unreadable"),
    "PostScript called TIFF": (b"%!PS\n{} loop", "image/tiff", "unreadable"),
    "garbage": (bytes(range(256)) * 64, "image/webp", "unreadable"),
    "empty": (b"", "image/gif", "unreadable"),
    "empty PDF": (b"", "application/pdf", "unreadable"),
    "locked PDF": (hostile.LOCKED, "application/pdf", "encrypted"),
}


@pytest.mark.parametrize("case", HOSTILE)
async def test_hostile_documents_are_refused(case: str) -> None:
    content, media_type, reason = HOSTILE[case]
    started = time.monotonic()
    assert await refusal(content, media_type) == reason
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("page", [hostile.HUGE_PAGE, hostile.THREAD_PAGE, hostile.CYCLE_OF_PAGES])
async def test_absurd_pages_stay_small(page: bytes) -> None:
    rendering = await draw(page, "application/pdf", Limits(wall_seconds=10))
    assert len(rendering.pages) == 1
    assert max(opened(rendering.pages[0]).size) <= 3600


@pytest.mark.parametrize("paper", [hostile.FORM_WITHIN_ITSELF, hostile.ENORMOUS_PICTURE])
async def test_a_paper_that_kills_its_reader_kills_nobody_else(paper: bytes) -> None:
    # Readers differ from one release to the next: a blank page, a refusal or a death all suit us, an hour does not.
    with contextlib.suppress(RenderingFailed):
        assert len((await draw(paper, "application/pdf", Limits(wall_seconds=10))).pages) == 1
    assert (await draw(text_pdf("CV", CV_PAGES), "application/pdf")).page_count == 2


async def test_an_endless_painting_is_stopped_by_the_clock() -> None:
    started = time.monotonic()
    assert await refusal(hostile.ENDLESS_PAINTING, "application/pdf", Limits(wall_seconds=1.5)) == "timeout"
    assert time.monotonic() - started < 4


async def test_an_endless_painting_is_stopped_by_the_processor_it_uses() -> None:
    assert await refusal(hostile.ENDLESS_PAINTING, "application/pdf", Limits(cpu_seconds=1)) == "timeout"


async def test_a_glutton_runs_out_of_memory() -> None:
    glutton = hostile.png(9000, 9000, hostile.zeros(9000 * 9001 * 3))
    assert await refusal(glutton, "image/png", Limits(memory=200 * 2**20)) == "memory"


async def test_too_many_bytes_are_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "gros.pdf"
    path.write_bytes(bytes(2000))
    with pytest.raises(RenderingFailed, match="too_large"):
        await render(path, "application/pdf", limits=Limits(input_bytes=1000))
    assert await refusal(bytes(300_000), "application/pdf", Limits(input_bytes=1000)) == "too_large"


async def test_only_a_file_is_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(RenderingFailed, match="unreadable"):
            await render(path, "image/png")


async def test_a_stream_that_breaks_leaves_nothing() -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield b"%PDF-"
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await render(broken(), "application/pdf")


async def test_a_caller_who_gives_up_leaves_no_child() -> None:
    others = set(children())  # of other tests, ended and not waited for yet
    task = asyncio.ensure_future(draw(hostile.ENDLESS_PAINTING, "application/pdf"))
    for _ in range(500):
        if set(children()) - others:
            break
        await asyncio.sleep(0.02)
    assert set(children()) - others
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not set(children()) - others


async def test_drawings_side_by_side() -> None:
    content = saved(two_tone(), "JPEG")
    views = await asyncio.gather(*(draw(content, "image/jpeg") for _ in range(4)))
    assert len({view.thumbnail for view in views}) == 1


SLEEPING_FAMILY = "import os, sys, time; os.fork() or time.sleep(60); {}"


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        ("import time; time.sleep(60)", "timeout"),
        (SLEEPING_FAMILY.format("time.sleep(60)"), "timeout"),
        (SLEEPING_FAMILY.format("os._exit(0)"), "timeout"),
        ("while True: print('x' * 1000)", "crashed"),
        ("import os; os.abort()", "crashed"),
        ("raise SystemExit(3)", "crashed"),
        ("pass", "crashed"),
        ("print('[1, 2]')", "crashed"),
        ('print(\'{"reason": "<script>"}\')', "crashed"),
        ('print(\'{"thumbnail": 5, "pages": [], "page_count": 1}\')', "crashed"),
        ('print(\'{"thumbnail": 13, "pages": [13], "page_count": 1}\\n\' + "<html></html>" * 2, end="")', "crashed"),
        ('print(\'{"thumbnail": -9, "pages": [99], "page_count": 1}\\n\' + "x" * 90, end="")', "crashed"),
        ('print("[" * 100000)', "crashed"),
    ],
)
async def test_a_child_turned_against_us_is_not_believed(
    program: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renderer, "PROGRAM", program)
    limits = Limits(wall_seconds=1, output_bytes=10_000_000)
    assert await refusal(saved(two_tone(), "JPEG"), "image/jpeg", limits) == reason


def test_drawing_under_uvloop() -> None:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        assert len(runner.run(draw(saved(two_tone(), "JPEG"), "image/jpeg")).pages) == 1
        late = Limits(wall_seconds=1)
        assert runner.run(refusal(hostile.ENDLESS_PAINTING, "application/pdf", late)) == "timeout"
