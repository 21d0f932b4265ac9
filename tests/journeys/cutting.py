"""A line that is slow, and a server that goes away in the middle of a deposit."""

from __future__ import annotations

from playwright.async_api import Locator, Page, Request

SENT = "row => Number(row.querySelector('[data-part=bar]').value)"


async def slow_line(page: Page, bytes_per_second: int) -> None:
    """Give this page's deposits so much per second; -1 gives back all the line."""
    session = await page.context.new_cdp_session(page)
    await session.send("Network.enable")
    line = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": bytes_per_second}
    await session.send("Network.emulateNetworkConditions", line)


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
