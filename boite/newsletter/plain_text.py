"""The text part of a mail: lines of 72 signs at most, and addresses that are never cut."""

from __future__ import annotations

import re
import textwrap
from html.parser import HTMLParser

WIDTH = 72
"""Signs of a line. An address is never cut, however long."""
_HELD = re.compile("[\u00a0\u202f]")


def wrapped(text: str, *, first: str = "", after: str = "") -> str:
    """One paragraph on lines of 72 signs, `first` before its first line and `after` before the others."""
    return textwrap.fill(
        " ".join(text.split(" ")),
        WIDTH,
        initial_indent=first,
        subsequent_indent=after,
        break_long_words=False,
        break_on_hyphens=False,
    )


def title(text: str, line: str = "=") -> str:
    """A heading and the line under it, as long as its longest line."""
    shown = wrapped(" ".join(text.split()))
    return f"{shown}\n{line * max(map(len, shown.splitlines()), default=0)}"


def of_html(html: str) -> str:
    """The text of rendered Markdown: paragraphs, lists, quotes, headings; addresses under their words."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    """Reads the few elements that our renderer gives; any other is read for its words."""

    BLOCKS = frozenset({"p", "h3", "h4", "h5", "h6", "li", "pre", "blockquote", "ul", "ol", "hr"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._blocks: list[str] = []
        self._said: list[str] = []
        self._links: list[str] = []
        self._lists: list[int | None] = []
        self._quotes = 0
        self._mark = ""
        self._href = ""
        self._word = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block, or note where a link leads."""
        values = dict(attrs)
        if tag in self.BLOCKS:
            self._flush()
        if tag in {"ul", "ol"}:
            self._lists.append(int(values.get("start") or 1) if tag == "ol" else None)
        elif tag == "li":
            self._mark = self._bullet()
        elif tag == "blockquote":
            self._quotes += 1
        elif tag == "br":
            self._said.append("\n")
        elif tag == "hr":
            self._blocks.append("-" * 24)
        elif tag == "a":
            self._href, self._word = values.get("href") or "", ""

    def handle_endtag(self, tag: str) -> None:
        """End a block; the address of a link waits for the end of its paragraph."""
        if tag == "a" and self._href:
            address = self._href.removeprefix("mailto:").removeprefix("tel:")
            if address not in {self._word.strip(), *self._links}:
                self._links.append(address)
            self._href = ""
        if tag in self.BLOCKS:
            self._flush(heading=tag.startswith("h") and tag != "hr")
        if tag in {"ul", "ol"} and self._lists:
            self._lists.pop()
            self._blocks += [] if self._lists else [""]
        elif tag == "blockquote":
            self._quotes = max(0, self._quotes - 1)

    def handle_data(self, data: str) -> None:
        """Words, those of a link among them."""
        self._said.append(re.sub(r"[ \t\r\n\f]+", " ", data))
        self._word += data

    def text(self) -> str:
        """What was read, a blank line between paragraphs."""
        self._flush()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self._blocks)).strip("\n")

    def _bullet(self) -> str:
        if not self._lists or self._lists[-1] is None:
            return "- "
        number = self._lists[-1]
        self._lists[-1] = number + 1
        return f"{number}. "

    def _flush(self, *, heading: bool = False) -> None:
        """One block, its lines cut, and the addresses that it named."""
        lines = ["".join(line).strip(" ") for line in "".join(self._said).split("\n")]
        lines = [line for line in lines if line]
        addresses, self._said, self._links = self._links, [], []
        if not lines and not addresses:
            return
        before = "> " * self._quotes + "  " * max(0, len(self._lists) - 1)
        first, after = before + self._mark, before + " " * len(self._mark)
        if heading and len(lines) == 1:
            self._blocks.append("\n" + title(lines[0], "-"))
        else:
            parts = [wrapped(line, first=after if at else first, after=after) for at, line in enumerate(lines)]
            self._blocks.append("\n".join(parts))
        self._blocks += [after + address for address in addresses]
        if not self._lists:
            self._blocks.append("")
        self._mark = ""
