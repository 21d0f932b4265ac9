"""Bodies of requests: forms with fields changed, forms with files, whole or cut short."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from random import Random
from urllib.parse import quote_plus

from boite.demo.cast import DIRECTORY
from boite.web import csrf
from tests.drawn import DrawnForm
from tests.fuzz import hostile

Pair = tuple[str, str | bytes]
SENSIBLE = {
    "date": "2027-01-15", "time": "10:00", "datetime-local": "2027-01-15T10:00", "email": "essai@exemple.fr",
    "number": "2",
    "url": "https://exemple.fr/", "tel": "02 38 00 00 00", "month": "2026-11",
}  # fmt: skip
BY_NAME = {
    "commune": "Tours", "ou": "Blois", "where": "Tours", "hours": "Mo-Fr 09:00-12:00", "code": "cv",
    "postal_code": "37000", "title": "Une journée à l'atelier", "summary": "Venez voir.",
    "text": "Un texte.\n\n## Un titre\n\n- un point", "q": "cv",
    "link": "https://exemple.fr/", "agree": "on", "places": "3", "phone": "02 38 00 00 00",
}  # fmt: skip
BOUNDARY = b"----FuzzBoundary7MA4YWxkTrZu0gW"
NAMES = (
    b"papier.txt", b"", b"a" * 3_000 + b".pdf", b"../../x.png", b"a\x00b.pdf", b"\xff.pdf",
    "\u202efdp.exe".encode(), b'a"b.txt',
    b"CON.txt", b".", b"x.JPG", b"film.mp4", b"tableau.csv", b"\\\\serveur\\x.txt",
    "é\U0001f33b.heic".encode(), b"x.vcf", b"x.url",
)  # fmt: skip
TYPES = (b"text/plain", b"application/pdf", b"image/png", b"video/mp4", b"\xff", b"", b"text/html", b"x/" + b"a" * 300)
CONTENTS = (
    b"", b"x", b"%PDF-1.4\n%%EOF", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, b"\xff\xd8\xff\xe0" + b"\x00" * 40,
    b"PK\x03\x04" + b"\x00" * 40,
    b"PK\x05\x06" + b"\x00" * 18, b"\x00" * 300,
    b"\xff\xfe" + "nom;commune\r\nX;Tours\r\n".encode("utf-16-le"), b"nom;commune\r\n\xe9;Tours",
    b'"' * 999, b";" * 9_999 + b"\n", b"a,b\n" * 20_000, b"nom\n\x00", "\ufeffnom,nom,nom\n,,\n".encode(),
    b"<html><script>", b"GIF89a",
    b"\n" * 5_000, b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 40, b"x" * 200_000, b"RIFF\x00\x00\x00\x00WEBP",
    b"nom\r\r\r\nx",
)  # fmt: skip


def _bytes(value: str | bytes) -> bytes:
    return value if isinstance(value, bytes) else value.encode(errors="replace")


def urlencoded(pairs: Iterable[Pair]) -> bytes:
    """As a browser writes a form; bytes stay what they are."""
    return b"&".join(
        b"%s=%s" % (quote_plus(_bytes(name)).encode(), quote_plus(_bytes(value)).encode()) for name, value in pairs
    )


def sensible(random: Random, form: DrawnForm) -> list[Pair]:
    """What somebody would send: what the form holds, other choices now and then, and what it requires."""
    values = {name: list(given) for name, given in form.values.items()}
    for name, offered in form.choices.items():
        if random.random() < 0.3:
            values[name] = random.sample(offered, random.choice((1, 1, min(3, len(offered)))))
    for name in form.required | set(form.kinds):
        optional = name not in form.required and random.random() < 0.4
        if not optional and form.kinds.get(name) != "hidden" and not any(values.get(name, [])):
            offered = [choice for choice in form.choices.get(name, []) if choice]
            values[name] = [
                random.choice(offered)
                if offered
                else BY_NAME.get(name) or SENSIBLE.get(form.kinds.get(name, ""), "Essai")
            ]
    return [(name, value) for name, given in values.items() if name != csrf.FIELD for value in given]


def mutated(random: Random, pairs: list[Pair], kinds: dict[str, str], fields: list[str]) -> list[Pair]:
    """The same with one or several fields missing, twice, or holding what they should not."""
    pairs = list(pairs)
    for _ in range(random.choice((0, 1, 1, 1, 2, 3, 6))):
        how = random.random()
        at = random.randrange(len(pairs)) if pairs else -1
        if at < 0 or how < 0.1:
            pairs.append((random.choice(fields), hostile.text(random)))
        elif how < 0.2:
            del pairs[at]
        elif how < 0.3:
            pairs.insert(random.randrange(len(pairs) + 1), (pairs[at][0], hostile.text(random)))
        elif how < 0.34:
            pairs[at] = _bytes(hostile.text(random)).decode(errors="replace"), pairs[at][1]
        elif how < 0.36:
            pairs += [pairs[at]] * 400
        else:
            pairs[at] = pairs[at][0], hostile.value(random, kinds.get(pairs[at][0], ""))
    return pairs


CELLS = (
    b"\\ud800", b"\\u0000", b"NaN", b"1e999", b"9" * 5_000, b"null", b"[]", b"{}", b"true", b"", b"\x00",
    b"\xff", b";", b'"', b"\n",
    b"9999-12-31", b"0001-01-01", b"2026-02-30", b"\xed\xa0\x80", b"x" * 5_000, "\u200b".encode(),
    b"Mo-Su 25:00", b"http://[::1", b"-5",
    b"[[[[", b"1.5", b"1e10", b"=1+1", "é".encode(),
)  # fmt: skip
"""What a cell of a table should not hold."""
_CELL = re.compile(rb'(?<=[,:\[])"[^"\n]{0,200}"|(?<=[,:\[;])[^,;\n\]}"{\[]*')


@lru_cache(maxsize=1)
def _tables() -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in sorted(DIRECTORY.glob("*.*")))


def content(random: Random) -> bytes:
    """What a file holds: nonsense, or a table of the demonstration with a few values or bytes changed."""
    if random.random() < 0.4:
        return random.choice(CONTENTS)
    table = bytearray(random.choice(_tables()))
    for _ in range(random.choice((0, 1, 1, 2, 5, 30))):
        start = random.randrange(len(table) + 1)
        cell = _CELL.search(table, start) if random.random() < 0.7 else None
        start, end = cell.span() if cell else (start, start + random.choice((0, 1, 9)))
        written = random.choice(CELLS)
        table[start:end] = b'"%s"' % written.replace(b'"', b"") if random.random() < 0.4 else written
    return bytes(table)


def multipart(random: Random, pairs: list[Pair], files: list[str]) -> tuple[bytes, bytes]:
    """A form with files, and its type; now and then cut short, or closed with another boundary."""
    parts = [b'name="%s"\r\n\r\n%s' % (_bytes(name), _bytes(value)[:200_000]) for name, value in pairs]
    for name in files:
        for _ in range(random.choice((0, 1, 1, 1, 2, 3))):
            kind = random.choice(TYPES)
            named = b'name="%s"; filename="%s"\r\ncontent-type: %s' % (name.encode(), random.choice(NAMES), kind)
            parts.append(named + b"\r\n\r\n" + content(random))
    body = b"".join(b"--%s\r\ncontent-disposition: form-data; %s\r\n" % (BOUNDARY, part) for part in parts)
    body += b"--%s--\r\n" % BOUNDARY
    return b"multipart/form-data; boundary=" + BOUNDARY, _broken(random, body)


def _broken(random: Random, body: bytes) -> bytes:
    how = random.random()
    if how < 0.08:
        return body[: random.randrange(len(body))]
    if how < 0.12:
        return body.replace(BOUNDARY, BOUNDARY[:-1], 1)
    if how < 0.16:
        return body.replace(b"\r\n", b"\n")
    if how < 0.2:
        return body.replace(b"content-disposition", random.choice((b"content-type", b"x" * 9_000, b"\xff", b"")), 1)
    if how < 0.24:
        return body.replace(b"form-data", random.choice((b"attachment", b"\xff", b"")), 1)
    if how < 0.26:
        at = body.find(b"--" + BOUNDARY, 1)
        return body[: max(at, 0)] * 250 + body
    return body + b"epilogue" if how < 0.28 else body
