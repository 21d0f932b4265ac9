"""A phone in Firefox, used by what a person reads on it: words to press, labels to fill in, sentences to wait for."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable
from pathlib import Path

from tests.firefox.marionette import ELEMENT, Firefox, Refused

HEIGHT = 700
"""CSS pixels."""
PATIENCE = 20
"""Seconds given to the page to show what is waited for."""
READ = "translate(normalize-space(translate({}, '\u00a0\u202f', '  ')), '\u2019', \"'\")"
"""An XPath of some text, without what typography adds to it."""
PRESSED = "//*[self::a or self::button or self::summary]"
FIELD = "//*[self::input or self::textarea or self::select][not(@type='hidden')]"
MOVED = {"no such element", "stale element reference", "element not interactable", "element click intercepted"}
"""What Firefox says of a page that is changing."""

NEW_PHONE = """
const [width, height, scripts] = arguments;
Services.cookies.removeAll();
Services.console.reset();
Services.prefs.setBoolPref("javascript.enabled", scripts);
const seen = gBrowser.selectedBrowser.style;
for (const side of ["width", "min-width", "max-width"]) seen.setProperty(side, `${width}px`);
for (const side of ["height", "min-height", "max-height"]) seen.setProperty(side, `${height}px`);
"""
"""An emptied browser, whose page is as wide as asked: a window of Firefox is never narrower than 450 px."""
FAULTS = """
const [origin] = arguments;
return Services.console.getMessageArray()
  .filter((each) => each instanceof Ci.nsIScriptError && !(each.flags & Ci.nsIScriptError.warningFlag))
  .filter((each) => each.sourceName.startsWith(origin) || each.errorMessage.includes("Content-Security-Policy"))
  .map((each) => `${each.sourceName}:${each.lineNumber} ${each.errorMessage}`);
"""
MIDDLE = "arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})"
WIDE = "return [document.documentElement.scrollWidth, document.documentElement.clientWidth]"


class Phone:
    """One person's phone, on the site at `url`. Every page that it meets must fit its width."""

    def __init__(self, firefox: Firefox, url: str, *, width: int, scripts: bool) -> None:
        """Nobody is known on it; with `scripts` off, `javascript.enabled` is off as a person may set it."""
        self.firefox, self.url, self.width, self.scripts = firefox, url, width, scripts
        firefox.run_inside(NEW_PHONE, width, HEIGHT, scripts)

    def open(self, path: str) -> None:
        """Go to an address of the site."""
        self.firefox.ask("WebDriver:Navigate", url=self.url + path)
        self.fits()

    def press(self, words: str) -> None:
        """Touch the first link or button shown with this name, or else whose name begins so."""
        self._when_there(_named(PRESSED, words), self._touch)
        self.fits()

    def write(self, label: str, text: str) -> None:
        """Write in the field of this label, over what it held."""
        self._when_there(_labelled(label), lambda found: self._type(found, text))

    def bring(self, label: str, path: Path) -> None:
        """Choose a file for the field of this label, shown or not: a button may stand for it."""
        [field] = self._all(_labelled(label)[0])[:1]
        self.firefox.ask("WebDriver:ElementSendKeys", id=field, text=str(path))

    def reads(self, words: str) -> None:
        """Wait until these words are shown. Fails with what is shown instead."""
        limit = time.monotonic() + PATIENCE
        while words not in (shown := self.text()):
            assert time.monotonic() < limit, f"{self.address()} does not say « {words} »:\n{shown}"
            time.sleep(0.05)
        self.fits()

    def text(self, selector: str = "body") -> str:
        """What the first part of the page that `selector` (CSS) names shows, without what typography adds."""
        for attempt in ("first", "again"):
            try:
                parts = self._all(selector, using="css selector")
                shown = str(self.firefox.ask("WebDriver:GetElementText", id=parts[0])) if parts else ""
                return " ".join(shown.split()).replace("’", "'")
            except Refused as refused:
                if attempt == "again" or refused.kind not in MOVED:
                    raise
        raise AssertionError("unreachable")

    def address(self) -> str:
        """Where the page is."""
        return str(self.firefox.ask("WebDriver:GetCurrentURL"))

    def fits(self) -> None:
        """Fail where the page scrolls sideways, or is not as wide as the phone."""
        wide, seen = self.firefox.run(WIDE)
        assert seen == self.width
        assert wide <= seen, f"{self.address()} scrolls sideways: {wide} px in {seen} px"

    def picture(self, path: Path) -> None:
        """Keep what the phone shows, to be looked at: a test in need says `phone.picture(Path("/tmp/seen.png"))`."""
        path.write_bytes(base64.b64decode(self.firefox.ask("WebDriver:TakeScreenshot", full=False)))

    def faults(self) -> list[str]:
        """The errors of the site's scripts, and what its content policy refused, since the phone is new."""
        found: list[str] = self.firefox.run_inside(FAULTS, self.url)
        return found

    def _touch(self, found: str) -> None:
        # What is under the menu at the foot is scrolled above it first, as a thumb does.
        self.firefox.run(MIDDLE, {ELEMENT: found})
        self.firefox.ask("WebDriver:ElementClick", id=found)

    def _type(self, field: str, text: str) -> None:
        self.firefox.ask("WebDriver:ElementClear", id=field)
        self.firefox.ask("WebDriver:ElementSendKeys", id=field, text=text)

    def _when_there(self, paths: list[str], gesture: Callable[[str], None]) -> None:
        """Do `gesture` on the first element shown that one of `paths` leads to, as soon as there is one."""
        limit, refused = time.monotonic() + PATIENCE, ""
        while time.monotonic() < limit:
            try:
                for path in paths:
                    for found in self._all(path):
                        if self.firefox.ask("WebDriver:IsElementDisplayed", id=found):
                            gesture(found)
                            return
            except Refused as error:
                if error.kind not in MOVED:
                    raise
                refused = str(error)
            time.sleep(0.05)
        raise AssertionError(f"{self.address()} has nothing at {paths[0]} {refused}\n{self.text()}")

    def _all(self, value: str, using: str = "xpath") -> list[str]:
        return [found[ELEMENT] for found in self.firefox.ask("WebDriver:FindElements", using=using, value=value)]


def _named(kind: str, words: str) -> list[str]:
    label, content = READ.format("@aria-label"), READ.format("string(.)")
    return [
        f'{kind}[{label} = "{words}" or (not(@aria-label) and {content} = "{words}")]',
        f'{kind}[starts-with({label}, "{words}") or starts-with({content}, "{words}")]',
    ]


def _labelled(label: str) -> list[str]:
    named = f'//label[starts-with({READ.format("string(.)")}, "{label}")]'
    return [f"{FIELD}[@id = {named}/@for or ancestor::label = {named}]", _named(FIELD, label)[1]]
