"""What no page would send: texts, numbers, days, identifiers, headers. Bytes where no text could hold them."""

from __future__ import annotations

from random import Random
from uuid import UUID

from tests.fuzz.wire import Header

PROBE = "<zq onload=1>"
"""If a page shows it as it is, what people type becomes markup."""
TEXTS: tuple[str | bytes, ...] = (
    "", " ", "\u200b", "\u200f\u202e\u2066", "\ufeff", "\u3164", "a" * 121, "a" * 256, "é" * 300, "x" * 5_001,
    "mot " * 5_000, "é" * 100_000, "\x00", "a\x00b", "\x01\x08\x1b[31m", b"\xed\xa0\x80", b"\xff\xfe", b"caf\xe9",
    "' OR 1=1 --", "%", "%00", "%2f", "_", "\\", '"', '"a', "*", "NEAR(", "a AND", "OR", "NOT", "-", "(((", "a:b",
    "^", "{{7*7}}", "{0}", "%s", "%(a)s", "$1", PROBE, f'"{PROBE}', f"'{PROBE}", f"]({PROBE})", "<!--", "]]>",
    "../../etc/passwd", "..", ".", "a/b", "CON", "𝕳🌻👩‍👩‍👧", "Z̵a̴l̷g̶o̵" * 50, "\r\nX-In: 1", "\u2028", "İ",
    "ß", "ﷺ", "ŉ", "\U0010ffff",
    "javascript:alert(1)", "http://[::1", "http://exemple.fr:99999/", "http://a..b/", "https://é.fr/\u2028",
    "//mal.exemple",
    "/\\mal.exemple", "data:,x", "http://", "https://" + "a" * 300 + ".fr",
    "https://exemple.fr/" + "a" * 3_000, "mailto:",
    "[a](b", "# " * 300, "[" * 3_000, "> " * 2_000, "*" * 2_000, "- " * 2_000, "`" * 999, "![](x)", "|a|\n|-|\n" * 50,
    "a@b", '"a b"@exemple.fr', "é@exemple.fr", "a@exemple.fr\nBcc: b@exemple.fr", "a" * 300 + "@exemple.fr", "@",
    "essai@exemple.fr", "02 38 00 00 00", "+33" + "1" * 40, "٠٢٣٨", "45000", "00000", "2A004", "99999", "Orléans",
    "Mo-Fr 09:00-12:00", "Mo-Su 25:00-99:00", "24/7 off", "PH Su", "2026 Feb 30", "Apr 31 off", "week 60",
    "easter -500 days",
    "Mo-Fr 09:00-12:00;" * 200, "Mo 10:00-09:00", "Mo[9] 10:00", '"x"', "Mo-Fr 10:00+", "sunrise-sunset",
)  # fmt: skip
NUMBERS = (
    "-1", "0", "1", "2", "7", "100", "NaN", "inf", "-inf", "1e400", "1e3", "9" * 20, "9" * 5_000, "٣", "²",
    "½", "1_000",
    "0x10", "+1", " 1", "1 ", "1.5", "1,5", "32768", "2147483648", "9223372036854775807", "9223372036854775808", "-0",
)  # fmt: skip
DAYS = (
    "0001-01-01", "9999-12-31", "0000-00-00", "2026-02-29", "2028-02-29", "2026-13-01", "2026-1-1",
    "1969-12-31", "10000-01-01",
    "2026-10-25", "2026-03-29", "29/02/2026", "２０２６-01-01", "2026-W01-1", "20260101", "-001-01-01",
    "2026-11-29", "2027-01-15",
    "2026-01-01T00:00", "2026-01-01T00:00+99:99", "2026-03-29T02:30", "9999-12-31T23:59:59.999999",
)  # fmt: skip
TIMES = (
    "02:30",
    "24:00",
    "25:61",
    "00:00",
    "23:59",
    "9:5",
    "12:00:00",
    "12:00+02:00",
    "T12",
    "１２:００",
    "10:00",
    "-1:00",
)
MONTHS = ("2026-11", "0001-01", "9999-12", "2026-13", "2026-00", "10000-01", "2026-1", "٢٠٢٦-11", "0000-00")
IDENTIFIERS = (
    "0", "00000000-0000-0000-0000-000000000000", "0" * 32, "{00000000-0000-0000-0000-000000000001}",
    "urn:uuid:00000000-0000-0000-0000-000000000001", "ffffffff-ffff-ffff-ffff-ffffffffffff", "g" * 36,
    "0" * 36, "，" * 32,
)  # fmt: skip
KINDS = (TEXTS, NUMBERS, DAYS, TIMES, MONTHS, IDENTIFIERS)
BY_KIND: dict[str, tuple[str | bytes, ...]] = {
    "date": DAYS, "datetime-local": DAYS, "time": TIMES, "number": NUMBERS, "month": MONTHS,
}  # fmt: skip

RANGES = (
    b"bytes=0-0", b"bytes=-1", b"bytes=-0", b"bytes=5-2", b"bytes=0-99999999999999999999",
    b"bytes=" + b"9" * 5000 + b"-",
    b"bytes=" + b",".join(b"%d-%d" % (at, at) for at in range(300)), b"bytes=a-b", b"lines=0-1", b"bytes=\xff",
    b"bytes=", b"bytes=0-,-1",
    b"bytes=\xb2-", b"bytes= 0 - 1", b"=",
)  # fmt: skip
TAGS = (b"*", b'W/"x"', b'"', b"\xff", b'"a", "b",' * 500, b"", b"x")
WHENS = (
    b"Thu, 01 Jan 1970 00:00:00 GMT",
    b"Sun, 31 Dec 9999 23:59:59 GMT",
    b"hier",
    b"",
    b"Mon, 99 Foo 0000 99:99:99 +9999",
    b"\xff",
)
SIZES = (b"-1", b"abc", b"", b"9" * 30, b"0", b"1", b"\xb2", b"1, 1", b"+5")
HEADERS: dict[bytes, tuple[bytes, ...]] = {
    b"range": RANGES,
    b"if-range": (*TAGS, *WHENS),
    b"if-none-match": TAGS,
    b"if-match": TAGS,
    b"if-modified-since": WHENS,
    b"if-unmodified-since": WHENS,
    b"accept": (b"application/json", b"*/*;q=9", b"\xff", b"text/html;q=", b"," * 500),
    b"accept-language": (b"\xff", b"fr;q=x", b"-" * 500, b"*"),
    b"accept-encoding": (b"gzip", b"br;q=\xff", b"gzip;q=0, *;q=0", b""),
    b"host": (b"mal.exemple", b"[::1", b"a b", b"\xff", b"", b"testserver:99999", b"testserver:x"),
    b"x-forwarded-for": (b"1.2.3.4", b"\xff", b"::1%eth0", b"unknown, " * 300),
    b"x-forwarded-host": (b"mal.exemple",),
    b"x-forwarded-proto": (b"https", b"gopher"),
    b"forwarded": (b"for=\xff;host=mal.exemple",),
    b"content-type": (
        b"application/x-www-form-urlencoded; charset=utf-7", b"multipart/form-data",
        b"multipart/form-data; boundary=",
        b"multipart/form-data; boundary=" + b"a" * 300, b"application/json", b"\xff", b"",
        b"multipart/form-data; boundary=\xff",
        b'multipart/form-data; boundary="a', b"text/plain", b"application/offset+octet-stream",
    ),
    b"content-length": SIZES,
    b"transfer-encoding": (b"chunked", b"identity", b"\xff"),
    b"x-http-method-override": (b"DELETE", b"PATCH", b"HEAD", b"\xff", b"POST"),
    b"tus-resumable": (b"1.0.0", b"0.2.2", b"\xff"),
    b"sec-fetch-site": (b"cross-site", b"\xff", b"same-site"),
    b"x-csrf-token": (b"\xff", b"x", b""),
    b"x-request-id": (b"\xff", b"a" * 65, b"a\x00b"),
    b"user-agent": (b"", b"\xff", b"x" * 5_000, b"Googlebot"),
    b"referer": (b"\xff", b"http://[", b"/", b"http://testserver/compte/connexion"),
    b"origin": (b"null", b"\xff", b"http://mal.exemple"),
    b"hx-request": (b"true", b"\xff"),
    b"hx-target": (b"\xff", b"x"),
    b"expect": (b"100-continue", b"\xff"),
    b"upgrade": (b"websocket",),
    b"cookie": (
        b"boite=\xff; boite_jeton=\xe9", b"=;=;;", b"boite=" + b"a" * 8_000, b'boite="a; b',
        b"boite_jeton=\x00; boite=", b"boite",
    ),
}  # fmt: skip


def text(random: Random) -> str | bytes:
    """A text, of any sort."""
    return random.choice(random.choice(KINDS) if random.random() < 0.4 else TEXTS)


def value(random: Random, kind: str) -> str | bytes:
    """Something for a field of this kind: what it dislikes most, more often than not."""
    return random.choice(BY_KIND[kind]) if kind in BY_KIND and random.random() < 0.8 else text(random)


def identifier(random: Random) -> str | bytes:
    """An identifier of nothing."""
    if random.random() < 0.3:
        return str(UUID(int=random.getrandbits(128)))
    return random.choice(IDENTIFIERS) if random.random() < 0.5 else text(random)


def headers(random: Random) -> list[Header]:
    """A few headers that no browser sends."""
    names = random.sample(sorted(HEADERS), random.choice((1, 1, 1, 2, 4)))
    return [(name, random.choice(HEADERS[name])) for name in names]
