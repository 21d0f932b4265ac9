"""A person without a mouse: wherever the focus stops, it is seen, it has a name, and it is never lost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from playwright.async_api import CDPSession, Locator, Page, expect

FARTHEST = 60
"""Presses of Tab after which a person gives up."""

FOCUS = """() => {
  const element = document.activeElement;
  const seen = rect => {
    const hit = document.elementFromPoint((rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2);
    return hit !== null && (element.contains(hit) || hit.closest("label")?.control === element);
  };
  const outlined = each => {
    const style = getComputedStyle(each);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && !/, 0\\)$/.test(style.outlineColor);
  };
  return {
    lost: element === document.body || element === null,
    seen: [...element.getClientRects()].some(seen),
    outlined: outlined(element) || (element.closest("label") !== null && outlined(element.closest("label"))),
    markup: element.cloneNode(false).outerHTML,
  };
}"""


class Keyboard:
    """Two hands on a keyboard. Each place where the focus stops is looked at."""

    def __init__(self, page: Page, tree: CDPSession) -> None:
        self.page = page
        self.tree = tree

    @classmethod
    async def of(cls, page: Page) -> Keyboard:
        """The keyboard in front of this page; names come from Chromium's own accessibility tree."""
        tree = await page.context.new_cdp_session(page)
        await tree.send("Accessibility.enable")  # else it is made anew, and thrown away, at each stop of the focus
        return cls(page, tree)

    async def stop(self) -> str:
        """Check the focused element and return its accessible name. Without its styles, no page shows the focus."""
        await self.page.wait_for_load_state()
        focus: dict[str, Any] = await self.page.evaluate(FOCUS)
        where = f"{self.page.url}: {focus['markup']}"
        assert not focus["lost"], f"{where} the focus is lost"
        assert focus["seen"], f"{where} has the focus out of sight"
        assert focus["outlined"], f"{where} does not show that it has the focus"
        name = await self._name()
        assert name, f"{where} has no name"
        return name

    async def reach(self, name: str, key: str = "Tab") -> None:
        """Press Tab, or Shift+Tab, until what bears a name that begins so has the focus."""
        passed = [""]
        while not passed[-1].startswith(name):
            assert len(passed) <= FARTHEST, f"{self.page.url}: no {name!r} among {passed}"
            await self.page.keyboard.press(key)
            passed.append(await self.stop())

    async def around(self) -> AsyncIterator[str]:
        """Each stop of Tab, from where one is to the end of the page."""
        await self.page.keyboard.press("Tab")
        while await self.page.evaluate("document.activeElement !== document.body"):
            yield await self.stop()
            await self.page.keyboard.press("Tab")

    async def press(self, name: str, key: str = "Enter") -> None:
        """Reach a button or a box and press it; what it does leaves the focus on it."""
        await self.reach(name)
        await self.page.keyboard.press(key)
        assert (await self.stop()).startswith(name)

    async def go(self, name: str, heading: str, *, key: str = "Tab") -> None:
        """Reach a link or a button that leads to the page of this heading, and follow it."""
        await self.reach(name, key)
        async with self.page.expect_navigation():  # the page that is left may bear the same heading
            await self.page.keyboard.press("Enter")
        await expect(self.page.get_by_role("heading", level=1, name=heading, exact=True)).to_be_visible()

    async def write(self, name: str, text: str) -> None:
        """Reach a field and write in place of what it holds."""
        await self.reach(name)
        await self.page.keyboard.press("ControlOrMeta+a")
        await self.page.keyboard.type(text)
        assert await self.stop() == name

    async def choose(self, name: str, path: Path) -> Locator:
        """Reach a button that asks for a file, give it one, and return the row of the deposit."""
        async with self.page.expect_file_chooser() as chooser:
            await self.reach(name)
            await self.page.keyboard.press("Enter")
        await (await chooser.value).set_files(path)
        return self.page.get_by_label("Vos envois").get_by_role("listitem")

    async def _name(self) -> str:
        found = await self.tree.send("Runtime.evaluate", {"expression": "document.activeElement"})
        asked = {"objectId": found["result"]["objectId"], "fetchRelatives": False}
        nodes = (await self.tree.send("Accessibility.getPartialAXTree", asked))["nodes"]
        return " ".join(str(nodes[0].get("name", {}).get("value", "")).split())
