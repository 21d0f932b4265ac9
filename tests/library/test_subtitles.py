"""What is a file of subtitles, and what only says that it is one."""

from __future__ import annotations

import re
from contextlib import suppress
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boite.errors import Invalid
from boite.library import subtitles
from boite.publishing.prose import pieces
from boite.text import rich_text
from boite.text.visible import shows

GOOD = {
    b"WEBVTT\n\n00:00.000 --> 00:01.000\nBonjour": 1,
    b"\xef\xbb\xbfWEBVTT Titre\r\nKind: captions\r\n\r\nNOTE x\r\n\r\n1\r\n00:00:00.000 --> 100:00:01.000\r\nOui": 1,
    b"WEBVTT\n\nSTYLE\n::cue {}\n\n00:01.000 --> 00:02.000 line:0\nA\n\n00:02.000 --> 00:03.000\nB\n": 2,
    b"WEBVTT\n00:00.000 --> 00:01.000\nA\n00:01.000-->00:02.000\nB": 2,
    b"WEBVTT\n\n00:00.000 --> 00:01.000\n\n\n00:01.000 --> 00:02.000\n<v Zo\xc3\xa9>Oui": 2,
}
"""Files, and how many subtitles browsers find in them."""
BAD = {
    b"": "n'est pas un fichier de sous-titres",
    b"WEBVTTX\n\n00:00.000 --> 00:01.000\nA": "ligne 1 : il manque le temps",
    b"\xff\xfeW\x00E\x00": "n'est pas un fichier de sous-titres",
    b"\x89PNG\r\n\x1a\n\x00 -->": "n'est pas un fichier de sous-titres",
    b"WEBVTT\n\nNOTE seule": "aucun sous-titre",
    b"WEBVTT\n\n00:00,000 --> 00:01,000\nA": "ligne 3",
    b"WEBVTT\n\n1\n2\n3": "ligne 4",
    b"WEBVTT\n\n1\n\n3": "ligne 3",
    b"WEBVTT\n\n00:02.000 --> 00:01.000\nA": "la fin est avant",
    b"WEBVTT\n\n00:61.000 --> 99:01.000\nA": "il manque le temps",
    b"WEBVTT\n\n00:00.000 --> 00:02.000\nde Tours --> Blois": "ligne 4 : un texte ne peut pas contenir",
    b"WEBVTT\n\n00:00.000 --> 00:02.000\n\n": "ne montrent rien",
    b"WEBVTT\n\n00:00.000 --> 00:02.000\n<v Bob></v>&nbsp;&#8203;\xe2\x80\x8b": "ne montrent rien",
    b"1\n00:00:00,000 --> 00:00:01,000\n{\\an8}<font color=red></font>": "ne montrent rien",
    b"1\n00:00:02,000 --> 00:00:01,000\nA": "ligne 2 : la fin est avant",
    b"1\n00:00:02;000 --> 00:00:03;000\nA": "ligne 2 : il manque le temps",
    b"WEBVTT" + b"\n" * 1_000_001: "trop lourds",
}
SAME = "WEBVTT\n\n1\n00:00:00.000 --> 00:01:01.050\nL'été &lt;3 &amp; <i>après</i>, 1&lt;2 : Tours --&gt; Blois"
SRT = (
    "1\r\n0:00:00,000 --> 0:1:01,050 X1:40 X2:600\r\n"
    "{\\an8}L'été <3 & <i>après</i>, <font color='red'>1<2</font> : Tours --> Blois"
)


def test_files_of_subtitles_and_others() -> None:
    for content, cues in GOOD.items():
        assert subtitles.webvtt(content).count(b"-->") == cues
    for content, words in BAD.items():
        with pytest.raises(Invalid) as refused:
            subtitles.webvtt(content)
        assert words in refused.value.fields["subtitles"], content[:40]


def test_what_most_programs_write_is_converted() -> None:
    for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16"):
        assert subtitles.webvtt(SRT.encode(encoding)).decode() == SAME, encoding
    for encoding in ("latin-1", "utf-16"):
        assert subtitles.webvtt(SAME.encode(encoding)).decode() == SAME, encoding


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=200), st.lists(st.tuples(st.integers(0, 10**7), st.integers(1, 10**5)), min_size=1, max_size=5)
)
def test_whatever_comes_is_told(noise: bytes, times: list[tuple[int, int]]) -> None:
    for begun in (b"WEBVTT\n", b"WEBVTT\n\n00:00.000 --> 00:01.000\n", b"1\n00:00:00,000 --> 00:00:01,000\n"):
        with suppress(Invalid):  # and nothing else
            made = subtitles.webvtt(begun + noise)
            assert subtitles.webvtt(made) == made, "what is given is given as it is"
    cues = "\n\n".join(f"{_stamp(start)} --> {_stamp(start + length)}\nmot" for start, length in times)
    assert subtitles.webvtt(f"WEBVTT\n\n{cues}".encode()).decode() == f"WEBVTT\n\n{cues}"
    assert subtitles.webvtt(cues.replace(".", ",").encode()).decode() == f"WEBVTT\n\n{cues}"


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(st.sampled_from("ab <>&;-v/\u200b\u00a0é"), max_size=12), min_size=1, max_size=4))
def test_what_a_person_sees_is_what_somebody_wrote(texts: list[str]) -> None:
    """Whatever the signs, the texts of SubRip are shown as they are."""
    written = "\n\n".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},500\n{text}" for n, text in enumerate(texts, 1))
    if not any(shows(text) for text in texts):
        with pytest.raises(Invalid):
            subtitles.webvtt(written.encode())
        return
    given = re.split(r"\n\d\n00:00:0\d.000 --> 00:00:0\d.500\n", subtitles.webvtt(written.encode()).decode())[1:]
    assert [unescape(text).strip() for text in given] == [text.strip() for text in texts]


def _stamp(value: int) -> str:
    seconds, thousandths = divmod(value, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{thousandths:03}"


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="ab \n", max_size=300), st.integers(1, 40))
def test_a_long_transcript_loses_nothing(text: str, longest: int) -> None:
    found = pieces(text, longest)
    assert "".join(found) == text
    assert all(len(piece) <= longest for piece in found)
    assert pieces("x" * rich_text.LONGEST) == ["x" * rich_text.LONGEST]
