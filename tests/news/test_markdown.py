"""Text made into HTML: what is written is shown, and nothing in it runs."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boite.text.rich_text import ATTRIBUTES, SCHEMES, TAGS, plain, render
from tests.news.hostile import PAYLOADS


class Reader(HTMLParser):
    """What a browser would make of it: elements and their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def assert_harmless(html: str) -> None:
    for tag, attributes in Reader(html).found:
        assert tag in TAGS, html
        allowed = ATTRIBUTES.get(tag, set()) | ({"rel"} if tag == "a" else set())
        assert set(attributes) <= allowed, html
        if "href" in attributes:
            assert re.match(rf"(?:{'|'.join(SCHEMES)}):", attributes["href"] or "", re.IGNORECASE), html
            assert attributes.get("rel") == "noopener nofollow"


def test_there_are_many_payloads() -> None:
    assert len(set(PAYLOADS)) >= 60


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_hostile_is_left(payload: str) -> None:
    for text in (payload, f"# {payload}", f"- {payload}", f"[{payload}](https://a.fr)", f"> {payload}\n\n`{payload}`"):
        assert_harmless(render(text))


@given(st.text(alphabet=st.sampled_from("<>\"'`[]()!#*_-&;:/=\\ \n\tahrefjscriptonx01"), max_size=120))
def test_no_text_makes_anything_else_than_the_list(text: str) -> None:
    assert_harmless(render(text))


def test_what_is_written_is_shown() -> None:
    html = render("# Un titre\n\nUn mot **fort**, un *autre*.\nUne ligne.\n\n- un\n- deux\n\n3. trois\n\n> cité")
    inside = ("<strong>fort</strong>", "<em>autre</em>", "<br>", "<li>un</li>", '<ol start="3">', "<blockquote>")
    for part in ("<h3>Un titre</h3>", *inside):
        assert part in html


@pytest.mark.parametrize(
    ("text", "levels"),
    [("# a\n## b\n### c", "345"), ("### a\n# b\n### c", "334"), ("###### a", "3"), ("# a\n#### b\n## c\n## d", "3444")],
)
def test_headings_start_under_those_of_the_page_and_leave_no_hole(text: str, levels: str) -> None:
    assert "".join(re.findall(r"<h(\d)>", render(text))) == levels


@pytest.mark.parametrize(
    "address", ["https://a.fr/x?y=1&z=2", "mailto:a@b.fr", "tel:+33238000000", "http://exemple.fr/été"]
)
def test_addresses_of_the_web_are_links(address: str) -> None:
    assert '<a href="' in render(f"[mot]({address})")


@pytest.mark.parametrize("address", ["/compte/", "//a.fr", "a.fr", "#ici", "ftp://a.fr", "data:text/html,x", "?x=1"])
def test_other_addresses_are_not(address: str) -> None:
    assert "href" not in render(f"[mot]({address})")


def test_a_pasted_address_is_a_link_without_its_full_stop() -> None:
    assert '<a href="https://a.fr/b" rel="noopener nofollow">https://a.fr/b</a>.' in render("Voir https://a.fr/b.")
    assert "href" not in render("`https://a.fr`")
    assert render("[https://a.fr](https://b.fr)").count("href") == 1


def test_pictures_by_address_leave_their_words() -> None:
    assert render("![Le **plan**](https://espion.fr/p.png)") == "<p>Le plan</p>\n"


def test_words_alone() -> None:
    assert plain(render("# Titre\n\n- a & b\n- <c>")) == "Titre a & b <c>"


@pytest.mark.parametrize("hostile", ["[", "![[", "*a", "> ", "`", "<a ", "- ", "[a](b", "&", "_a_ "])
def test_a_hostile_text_takes_little_time(hostile: str) -> None:
    started = time.process_time()
    render(hostile * 30_000)
    assert time.process_time() - started < 5
