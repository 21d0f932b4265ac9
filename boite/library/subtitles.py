"""Subtitles, read before anybody sees them, and given as players want them: WebVTT in UTF-8.

WebVTT files are read as browsers do (W3C « WebVTT: The Web Video Text Tracks Format », section 6); those of SubRip
(`.srt`), which most programs write, are converted.
"""

from __future__ import annotations

import re
from html import unescape

from boite.errors import Invalid
from boite.files.media_types import decode
from boite.library.subrip import converted
from boite.text.visible import shows

LIMIT = 1_000_000
"""Bytes. An hour of talk is about 60,000."""
MEDIA_TYPE = "text/vtt"
SUFFIXES = (".vtt", ".srt")
"""How the names of such files end."""
ARROW = "-->"
_SIGNATURE = re.compile(r"WEBVTT(?:[ \t][^\n]*)?\Z")
_TIMING = re.compile(
    r"[ \t]*(?P<start>(?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3})[ \t]*-->[ \t]*(?P<end>(?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3})"
    r"(?:[ \t]+[^\n]*)?\Z",
    re.ASCII,
)
_ASIDE = ("NOTE", "STYLE", "REGION")
"""Blocks that show nothing."""
_TAG = re.compile(r"<[^>]*>?")
HEAVY = "Ces sous-titres sont trop lourds : 1 Mo au plus."
FOREIGN = (
    "Ce fichier n'est pas un fichier de sous-titres. Choisissez un fichier WebVTT (.vtt) ou SubRip (.srt) :"
    " les logiciels de sous-titrage savent l'enregistrer."
)
EMPTY = "Ce fichier de sous-titres ne contient aucun sous-titre."
UNSEEN = "Ces sous-titres ne montrent rien : leurs textes sont vides."
WRONG = "Sous-titres, ligne {line} : {what}"
NO_TIME = "il manque le temps, par exemple 00:01.000 --> 00:04.000."
BACKWARDS = "la fin est avant le début."
IN_TEXT = "un texte ne peut pas contenir « --> ». Écrivez « → »."


def webvtt(content: bytes) -> bytes:
    """These subtitles as players want them. Raises Invalid, in words for whoever chose the file."""
    lines = _lines(content)
    if _SIGNATURE.match(lines[0]):
        texts = _texts(lines, _after_head(lines))
    elif any(ARROW in line for line in lines):
        texts = _texts(lines := converted(lines), 0)
        lines = ["WEBVTT", "", *lines]
    else:
        raise Invalid(fields={"subtitles": FOREIGN})
    if not texts:
        raise Invalid(fields={"subtitles": EMPTY})
    if not any(shows(unescape(_TAG.sub("", text))) for text in texts):
        raise Invalid(fields={"subtitles": UNSEEN})
    return "\n".join(lines).encode()


def _lines(content: bytes) -> list[str]:
    """The lines of a text, whatever its encoding. Raises Invalid."""
    if len(content) > LIMIT:
        raise Invalid(fields={"subtitles": HEAVY})
    text = decode(content)
    if text is None:
        raise Invalid(fields={"subtitles": FOREIGN})
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _after_head(lines: list[str]) -> int:
    """How many lines the head of a WebVTT file has: the signature, and what may follow it."""
    return next((number for number, line in enumerate(lines[1:], 1) if not line.strip() or ARROW in line), len(lines))


def _texts(lines: list[str], start: int) -> list[str]:
    """The text of each subtitle from this line on. Raises Invalid for the first that is wrong, with its line."""
    texts: list[str] = []
    block: list[str] = []
    timed = False
    for number, line in enumerate(lines[start:], start + 1):
        if ARROW in line:
            _check_timing(number, line, in_text=timed)
            texts.append("")
            timed = True
        elif not line.strip():
            _check_block(number - 1, block, timed=timed)
            block, timed = [], False
            continue
        elif timed:
            texts[-1] += f"{line}\n"
        elif block and not _is_aside(block):
            raise _wrong(number, NO_TIME)
        block.append(line)
    _check_block(len(lines), block, timed=timed)
    return texts


def _is_aside(block: list[str]) -> bool:
    return block[0].split()[0] in _ASIDE


def _check_block(number: int, block: list[str], *, timed: bool) -> None:
    """Lines that touch and that no time shows are lost: told, but for notes and styles. Raises Invalid."""
    if block and not timed and not _is_aside(block):
        raise _wrong(number, NO_TIME)


def _check_timing(number: int, line: str, *, in_text: bool) -> None:
    """Raises Invalid where this line does not say when a subtitle begins and ends."""
    timing = _TIMING.match(line)
    if timing is None:
        raise _wrong(number, IN_TEXT if in_text else NO_TIME)
    if milliseconds(timing["end"]) <= milliseconds(timing["start"]):
        raise _wrong(number, BACKWARDS)


def _wrong(number: int, what: str) -> Invalid:
    return Invalid(fields={"subtitles": WRONG.format(line=number, what=what)})


def milliseconds(stamp: str) -> int:
    """`01:02.500` as 62500."""
    clock, thousandths = stamp.split(".")
    hours, minutes, seconds = (["0", *clock.split(":")])[-3:]
    return ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(thousandths)
