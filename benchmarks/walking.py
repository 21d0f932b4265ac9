"""A task walked in the browser of a phone: gestures, screens, and the words that one reads on the way."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.async_api import Locator, Page

WORDS_A_MINUTE: Final = 80
"""Words read by somebody who hesitates over each of them: a third of what the French read in their heads."""
SECONDS_A_GESTURE: Final = 4
"""Finding where to touch, and touching it."""
READ: Final = r"""
target => {
  // The words from the top of the page's own content down to the target, itself included, as somebody sees them.
  const words = text => (text.match(/[\p{L}\p{N}]+(?:['’\-.][\p{L}\p{N}]+)*/gu) ?? []).length;
  const within = document.querySelector("main");
  if (!within.contains(target)) return words(target.innerText ?? "");
  const seen = element => {
    if (element.closest("option, script, style, noscript, svg, textarea") || !element.checkVisibility()) return false;
    for (let each = element; each && each !== within; each = each.parentElement)
      if (each.offsetWidth <= 1 && getComputedStyle(each).display !== "contents") return false;
    return true;
  };
  const walker = document.createTreeWalker(within, NodeFilter.SHOW_TEXT);
  let count = 0;
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const where = target.compareDocumentPosition(text);
    const before = where & (Node.DOCUMENT_POSITION_PRECEDING | Node.DOCUMENT_POSITION_CONTAINED_BY);
    if (before && seen(text.parentElement)) count += words(text.data);
  }
  return count;
}
"""


@dataclass(slots=True)
class Walk:
    """One task being done. `earlier` is whether the site is the version that one compares with."""

    page: Page
    earlier: bool
    gestures: int = 0
    screens: int = 0
    words: int = 0
    _above: int = 0
    """Words of this screen already read."""

    @property
    def seconds(self) -> int:
        """For somebody who hesitates."""
        return round(self.words * 60 / WORDS_A_MINUTE + self.gestures * SECONDS_A_GESTURE)

    async def start(self, path: str = "/") -> None:
        """The first screen."""
        await self.page.goto(path)
        await self._arrived()

    async def touch(self, target: Locator) -> None:
        """Something that stays on this screen."""
        await self.read(target)
        self.gestures += 1
        await target.click()

    async def go(self, target: Locator) -> None:
        """What leads to another screen."""
        await self.read(target)
        self.gestures += 1
        async with self.page.expect_navigation():
            await target.click()
        await self._arrived()

    async def write(self, name: str, text: str) -> None:
        """A field filled: one gesture, however long."""
        field = self.field(name)
        await self.read(field)
        self.gestures += 1
        await field.fill(text)

    async def choose(self, name: str, option: str) -> None:
        """An answer of a list: opened, then touched."""
        field = self.field(name)
        await self.read(field)
        self.gestures += 2
        await field.select_option(option)

    async def give(self, button: Locator, path: Path) -> None:
        """A file: the button, then the file in the device's own window."""
        await self.read(button)
        self.gestures += 2
        async with self.page.expect_file_chooser() as chosen:
            await button.click()
        await (await chosen.value).set_files(path)

    async def read(self, target: Locator) -> None:
        """Down to here. What is above what one has read already is not read again."""
        await target.wait_for()
        reached = await target.evaluate(READ)
        self.words += max(0, reached - self._above)
        self._above = max(self._above, reached)

    async def _arrived(self) -> None:
        await self.page.wait_for_load_state()
        self.screens += 1
        self._above = 0

    def field(self, name: str) -> Locator:
        """A field of the page's own content, by the name that it sends: labels were rewritten between versions."""
        return self.page.locator(f"main [name={name}]").locator("visible=true").first

    def link(self, name: str) -> Locator:
        """A link of the page's own content."""
        return self.page.get_by_role("main").get_by_role("link", name=name).first

    def button(self, name: str) -> Locator:
        """A button of it."""
        return self.page.get_by_role("main").get_by_role("button", name=name).first

    async def by_menu(self, name: str) -> None:
        """A place of the menu, opened first where it is not under the thumb."""
        menu = self.page.get_by_role("navigation", name="Menu")
        place = menu.get_by_role("link", name=name, exact=True)
        if not await place.first.is_visible():
            await self.touch(menu.get_by_role("button", name="Menu"))
        await self.go(place.locator("visible=true").first)
