"""What we give to players, read by a real one: as many subtitles as we counted, with the texts that were written."""

from __future__ import annotations

import base64

import pytest
from playwright.async_api import Browser, Page

from boite.library import subtitles
from tests.library.test_subtitles import GOOD, SRT

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(120)]
READ = """async source => {
  const video = document.querySelector("video"), track = document.createElement("track");
  Object.assign(track, {kind: "captions", src: source, default: true});
  const read = new Promise(done => { track.onload = track.onerror = done; });
  video.replaceChildren(track);
  track.track.mode = "showing";
  await read;
  return [...(track.track.cues || [])].map(cue => cue.getCueAsHTML().textContent);
}"""


async def shown(page: Page, content: bytes) -> list[str]:
    """The texts that the browser finds."""
    found: list[str] = await page.evaluate(READ, f"data:text/vtt;base64,{base64.b64encode(content).decode()}")
    return found


async def test_a_player_finds_what_was_written(browser: Browser) -> None:
    context = await browser.new_context()
    page = await context.new_page()
    await page.set_content("<video></video>")
    for content, cues in GOOD.items():
        assert len(await shown(page, subtitles.webvtt(content))) == cues, content
    assert await shown(page, subtitles.webvtt(SRT.encode("cp1252"))) == ["L'été <3 & après, 1<2 : Tours --> Blois"]
    arrow = await shown(page, b"WEBVTT\n\n00:00.000 --> 00:02.000\nde Tours --> Blois")
    assert arrow == [""], "why an arrow in a text is refused: nothing would be shown"
    await context.close()
