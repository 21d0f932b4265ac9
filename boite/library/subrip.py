"""Subtitles of SubRip (`.srt`) as those of WebVTT: a comma in the times, and texts that mean what they show."""

from __future__ import annotations

import re

_TIME = r"(\d{1,3}):(\d{1,2}):(\d{1,2})[,.](\d{1,3})"
_TIMING = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}\s*(?:[XY]\d:.*)?", re.ASCII)
_PLACED = re.compile(r"\{\\[^}]*\}|</?font\b[^>]*>", re.IGNORECASE)
"""Where a text stands, and its colour: other programs' words, which would show."""
_SIGN = re.compile(r"&|<(?!/?[biu]>)", re.IGNORECASE)
"""What WebVTT takes for the beginning of something."""


def converted(lines: list[str]) -> list[str]:
    """Each line as WebVTT writes it, in the same place: what is wrong is told with its number."""
    return [_converted(line) for line in lines]


def _converted(line: str) -> str:
    if timing := _TIMING.fullmatch(line):
        return f"{_stamp(*timing.groups()[:4])} --> {_stamp(*timing.groups()[4:])}"
    text = _SIGN.sub(lambda sign: "&amp;" if sign[0] == "&" else "&lt;", _PLACED.sub("", line))
    # An arrow beside a figure is a time that is badly written: told, not shown.
    return text if re.search(r"\d\s*-->\s*\d", text) else text.replace("-->", "--&gt;")


def _stamp(hours: str, minutes: str, seconds: str, thousandths: str) -> str:
    return f"{int(hours):02}:{int(minutes):02}:{int(seconds):02}.{int(thousandths):03}"
