"""A line that is slow, and a server that goes away in the middle of a deposit."""

from __future__ import annotations

from playwright.async_api import CDPSession, Locator, Page, Request

SENT = "row => Number(row.querySelector('[data-part=bar]').value)"


async def slow(page: Page, bytes_per_second: int = 250_000) -> CDPSession:
    """A line of the countryside for this page's deposits: so slow that a busy machine has time to cut it."""
    line = await page.context.new_cdp_session(page)
    await line.send("Network.enable")
    await set_line(line, offline=False, speed=bytes_per_second)
    return line


async def set_line(line: CDPSession, *, offline: bool, speed: int = -1) -> None:
    """Cut the line, or give it back, at a speed in bytes per second or whole: another line of it would stay slow."""
    conditions = {"offline": offline, "latency": 1, "downloadThroughput": -1, "uploadThroughput": speed}
    await line.send("Network.emulateNetworkConditions", conditions)


async def sent_at_least(row: Locator, percent: int) -> None:
    """Wait until so much of the deposit left the browser."""
    handle = await row.element_handle()
    await row.page.wait_for_function(f"row => ({SENT})(row) >= {percent}", arg=handle, timeout=20_000)


class Resumptions:
    """From which byte each piece of a deposit was sent."""

    def __init__(self, page: Page) -> None:
        self.offsets: list[int] = []
        page.on("request", self._note)

    def _note(self, request: Request) -> None:
        if request.method == "PATCH":
            self.offsets.append(int(request.headers["upload-offset"]))
