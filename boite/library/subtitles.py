"""Subtitles as WebVTT files (W3C « WebVTT: The Web Video Text Tracks Format »): looked at before anybody sees them."""

from __future__ import annotations

import re

from boite.errors import Invalid

LIMIT = 1_000_000
"""Bytes. An hour of talk is about 60,000."""
MEDIA_TYPE = "text/vtt"
_SIGNATURE = re.compile(r"WEBVTT(?:[ \t][^\n]*)?\Z")
_TIMING = re.compile(
    r"(?P<start>(?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3})[ \t]+-->[ \t]+(?P<end>(?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3})"
    r"(?:[ \t]+[^\n]*)?\Z",
    re.ASCII,
)
_ASIDE = ("NOTE", "STYLE", "REGION")
"""Blocks that show nothing."""
HEAVY = "Ces sous-titres sont trop lourds : 1 Mo au plus."
FOREIGN = "Ce fichier n'est pas un fichier de sous-titres WebVTT : il commence par « WEBVTT »."
EMPTY = "Ce fichier de sous-titres ne contient aucun sous-titre."
WRONG = "Sous-titres, ligne {line} : {what}"
NO_TIME = "il manque le temps, par exemple 00:01.000 --> 00:04.000."
BACKWARDS = "la fin est avant le début."


def check(content: bytes) -> int:
    """How many cues these subtitles have. Raises Invalid, in words for whoever chose the file."""
    if len(content) > LIMIT:
        raise Invalid(fields={"subtitles": HEAVY})
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid(fields={"subtitles": FOREIGN}) from error
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd").split("\n")
    if not _SIGNATURE.match(lines[0]):
        raise Invalid(fields={"subtitles": FOREIGN})
    cues = sum(_is_cue(number, block) for number, block in _blocks(lines))
    if not cues:
        raise Invalid(fields={"subtitles": EMPTY})
    return cues


def _blocks(lines: list[str]) -> list[tuple[int, list[str]]]:
    """Lines that touch, after the head of the file: each group with the number of its first line."""
    found: list[tuple[int, list[str]]] = []
    inside, head = False, True
    for number, line in enumerate(lines, 1):
        if not line.strip():
            inside, head = False, False
        elif head:
            continue  # the signature, and what may follow it
        elif inside:
            found[-1][1].append(line)
        else:
            found.append((number, [line]))
            inside = True
    return found


def _is_cue(number: int, block: list[str]) -> bool:
    """Whether a block is a cue; raises Invalid for one that is wrong."""
    if block[0].split()[0] in _ASIDE:
        return False
    at = 0 if "-->" in block[0] else 1
    timing = _TIMING.match(block[at]) if len(block) > at else None
    if timing is None:
        raise Invalid(fields={"subtitles": WRONG.format(line=number + min(at, len(block) - 1), what=NO_TIME)})
    if milliseconds(timing["end"]) <= milliseconds(timing["start"]):
        raise Invalid(fields={"subtitles": WRONG.format(line=number + at, what=BACKWARDS)})
    return True


def milliseconds(stamp: str) -> int:
    """`01:02.500` as 62500."""
    clock, thousandths = stamp.split(".")
    hours, minutes, seconds = (["0", *clock.split(":")])[-3:]
    return ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(thousandths)
