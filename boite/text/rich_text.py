"""Markdown made into safe HTML: what professionals write, as readers see it. Scripts never pass.

Two walls: the renderer takes no HTML at all, then nh3 keeps a short list of elements and attributes of what
came out. An address is a link only towards the web, a mailbox or a telephone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from html import escape, unescape
from typing import TYPE_CHECKING, Any

from boite.text.visible import shows

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

VERSION = 1
"""Raised with each change of what comes out: HTML kept with another version is made again."""
LONGEST = 30_000
"""Longest text, in characters."""
HIGHEST, LOWEST = 3, 6
"""Headings of a text are under those of its page, which holds h1 and h2."""
SCHEMES = {"http", "https", "mailto", "tel"}
TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "a", "hr", "code", "pre", "h3", "h4", "h5", "h6"}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_BARE = re.compile(r"https?://[^\s<>\"'«»]+[^\s<>\"'«».,;:!?)\]]", re.IGNORECASE)


def render(text: str) -> str:
    """The HTML of a text, cleaned. Whatever the text, nothing in it runs."""
    import nh3  # here and below: every command would pay for them at its start

    html: str = nh3.clean(
        _renderer().render(text[:LONGEST]),
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_kept,
        link_rel="noopener nofollow",
        url_schemes=SCHEMES,
    )
    return html


def plain(html: str) -> str:
    """The words alone of what `render` gave, for searching and for summaries."""
    import nh3

    spaced = re.sub(r"</(?:p|li|h\d|blockquote|pre)>|<br>", " ", html)
    return " ".join(unescape(nh3.clean(spaced, tags=set())).split())


def says_something(text: str) -> bool:
    """Whether readers would see anything of a text: not where it holds marks of Markdown alone, or empty links."""
    return shows(plain(render(text)))


def _kept(tag: str, attribute: str, value: str) -> str | None:
    """An address without a scheme would lead to our own site, or to anybody's: not kept."""
    if attribute == "start":
        return value if value.isascii() and value.isdigit() and len(value) < 5 else None
    if attribute != "href":
        return value
    scheme = _SCHEME.match(value)
    return value if scheme and scheme[1].lower() in SCHEMES else None


@lru_cache(maxsize=1)
def _renderer() -> MarkdownIt:
    from markdown_it import MarkdownIt

    made = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable("html_block").disable("html_inline")
    made.core.ruler.push("headings", _lower_headings)
    made.core.ruler.push("addresses", _link_addresses)
    made.add_render_rule("image", _words_of_image)
    return made


def _words_of_image(self: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    """A picture by address would tell its host who reads: only its words stay."""
    words: str = self.renderInlineAsText(tokens[at].children or [], options, env)
    return escape(words)


def _lower_headings(state: Any) -> None:
    """h3 at the top, and never two steps down at once, so that a screen reader's outline has no hole."""
    open_levels: list[int] = []
    shown: int = HIGHEST
    for token in state.tokens:
        if token.type == "heading_open":
            level = int(token.tag[1])
            while open_levels and open_levels[-1] >= level:
                open_levels.pop()
            open_levels.append(level)
            shown = min(HIGHEST + len(open_levels) - 1, LOWEST)
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{shown}"


def _link_addresses(state: Any) -> None:
    """An address of the web written as it is becomes a link: people paste them."""
    for block in state.tokens:
        if block.type != "inline" or "://" not in block.content:
            continue
        depth, found = 0, list[Any]()
        for token in block.children:
            depth += {"link_open": 1, "link_close": -1}.get(token.type, 0)
            found.extend([token] if depth or token.type != "text" else _split(token))
        block.children = found


def _split(text: Token) -> list[Token]:
    """One text token as texts and links."""
    from markdown_it.token import Token

    found: list[Token] = []
    at = 0
    for match in _BARE.finditer(text.content):
        found.append(Token("text", "", 0, content=text.content[at : match.start()], level=text.level))
        found.append(Token("link_open", "a", 1, attrs={"href": match[0]}, level=text.level))
        found.append(Token("text", "", 0, content=match[0], level=text.level + 1))
        found.append(Token("link_close", "a", -1, level=text.level))
        at = match.end()
    return [*found, Token("text", "", 0, content=text.content[at:], level=text.level)]
