"""What is a file of subtitles, and what only says that it is one."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boite.errors import Invalid
from boite.library import subtitles
from boite.publishing.prose import pieces
from boite.text import rich_text

GOOD = {
    b"WEBVTT\n\n00:00.000 --> 00:01.000\nBonjour": 1,
    b"\xef\xbb\xbfWEBVTT Titre\r\nKind: captions\r\n\r\nNOTE x\r\n\r\n1\r\n00:00:00.000 --> 100:00:01.000\r\nOui": 1,
    b"WEBVTT\n\nSTYLE\n::cue {}\n\n00:01.000 --> 00:02.000 line:0\nA\n\n00:02.000 --> 00:03.000\nB\n": 2,
}
BAD = {
    b"": "commence par",
    b"WEBVTTX\n\n00:00.000 --> 00:01.000\nA": "commence par",
    b"1\n00:00:00,000 --> 00:00:01,000\nSRT": "commence par",
    b"\xff\xfeW\x00E\x00": "commence par",
    b"WEBVTT\n\nNOTE seule": "aucun sous-titre",
    b"WEBVTT\n\n00:00,000 --> 00:01,000\nA": "ligne 3",
    b"WEBVTT\n\n1\n2\n3": "ligne 4",
    b"WEBVTT\n\n00:02.000 --> 00:01.000\nA": "la fin est avant",
    b"WEBVTT\n\n00:61.000 --> 99:01.000\nA": "il manque le temps",
    b"WEBVTT" + b"\n" * 1_000_001: "trop lourds",
}


def test_files_of_subtitles_and_others() -> None:
    for content, cues in GOOD.items():
        assert subtitles.check(content) == cues
    for content, words in BAD.items():
        with pytest.raises(Invalid) as refused:
            subtitles.check(content)
        assert words in refused.value.fields["subtitles"], content[:40]


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=200), st.lists(st.tuples(st.integers(0, 10**7), st.integers(1, 10**5)), min_size=1, max_size=5)
)
def test_whatever_comes_is_told(noise: bytes, times: list[tuple[int, int]]) -> None:
    with suppress(Invalid):  # and nothing else
        subtitles.check(b"WEBVTT\n" + noise)
    cues = "\n\n".join(f"{_stamp(start)} --> {_stamp(start + length)}\nmot" for start, length in times)
    assert subtitles.check(f"WEBVTT\n\n{cues}".encode()) == len(times)


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
