"""Requests to try: pages, forms, uploads, methods and addresses that nothing answers."""

from __future__ import annotations

from base64 import b64encode
from random import Random
from urllib.parse import quote

from boite.web import csrf
from tests.drawn import DrawnForm
from tests.fuzz import bodies, hostile
from tests.fuzz.people import Person
from tests.fuzz.site import Leaf, Site
from tests.fuzz.wire import Header, Shot

METHODS = ("PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE", "CONNECT", "PROPFIND", "get", "X" * 300, "POST", "GET")
IN_PATHS, IN_QUERIES = "/%@:,", "=&%+;,:@/"
CHECKSUMS = (b"sha1 x", b"sha256 " + b64encode(b"0" * 32), b"md5", b"\xff", b"crc32 AAAAAA==")
URLENCODED = (b"content-type", b"application/x-www-form-urlencoded")


def quoted(value: str | bytes) -> str:
    """One segment of an address."""
    return (
        quote(value, safe="") if isinstance(value, bytes) else quote(value.encode(errors="surrogatepass"), safe="@:,")
    )


def path(random: Random, site: Site, person: Person, leaf: Leaf) -> str:
    """The address of a route: with true identifiers most often."""
    filled = leaf.pattern
    for name in leaf.parameters:
        true = site.value(random, person.name, leaf, name) if random.random() < 0.85 else None
        value = true if true is not None else hostile.identifier(random)
        if name in {"nodes", "discards"} and random.random() < 0.2:
            value = f"{value!s},{site.value(random, person.name, leaf, name)}"
        filled = filled.replace(f"{{{name}}}", quoted(value)[:8_000] or "x")
    return filled


def query(random: Random, site: Site, person: Person, given: str = "") -> str:
    """The query of an address, with parameters that pages read, and what they should not hold."""
    pairs = [given] if given else []
    for _ in range(random.choice((0, 1, 1, 2, 4))):
        name = site.query_names(random, person.name)
        pairs.append(f"{quoted(name)}={quoted(hostile.text(random))}"[:60_000])
    return "&".join(pairs) + random.choice(("", "", "", "", "&", "&&=;", "%", "?"))


def _shot(random: Random, person: Person, method: str, address: str, headers: list[Header], body: bytes = b"") -> Shot:
    target, _, said = address.partition("?")
    shot = Shot(person.name, method, target, said, [*person.headers(), *headers], body)
    if random.random() < 0.12:
        odd = hostile.headers(random)
        shot.headers = [header for header in shot.headers if header[0] not in dict(odd)] + odd
        shot.lies = b"content-length" in dict(odd)
    shot.cut = bool(body) and random.random() < 0.02
    return shot


def page(random: Random, site: Site, person: Person) -> Shot:
    """A page, asked with a query that it did not write."""
    return page_of(random, site, person, random.choice([leaf for leaf in site.leaves if "GET" in leaf.methods]))


def page_of(random: Random, site: Site, person: Person, leaf: Leaf) -> Shot:
    """This page, asked with a query that it did not write."""
    return _shot(random, person, "GET", f"{path(random, site, person, leaf)}?{query(random, site, person)}", [])


def link(random: Random, site: Site, person: Person) -> Shot:
    """A link that this person was shown, as it is or with more to its query."""
    kinds = site.kinds_of_links(person.name)
    address, _, said = safe(random.choice(random.choice(list(kinds.values()))) if kinds else "/").partition("?")
    if random.random() < 0.4:
        said = query(random, site, person, said)
    return _shot(random, person, "GET", f"{address}?{said}", [])


def asked(random: Random, site: Site, person: Person) -> Shot:
    """A form of search or of choice, whose fields go into the address."""
    shown = [forms for forms in site.known[person.name].forms.values() if forms and forms[0].method == "GET"]
    if not shown:
        return page(random, site, person)
    drawn = random.choice(random.choice(shown))
    pairs = bodies.mutated(random, bodies.sensible(random, drawn), drawn.kinds, site.fields)
    address = safe(drawn.action).partition("?")[0]
    return _shot(random, person, "GET", f"{address}?{bodies.urlencoded(pairs).decode()[:60_000]}", [])


def safe(address: str) -> str:
    """An address that a page shows, as a browser sends it."""
    target, mark, said = address.partition("?")
    return quote(target, safe=IN_PATHS) + mark + quote(said, safe=IN_QUERIES)


def form(random: Random, site: Site, person: Person, leaf: Leaf) -> Shot:
    """A form that this person was shown, changed; or one made up for a route that takes forms."""
    shown = site.known[person.name].forms[leaf.name]
    if shown and random.random() < 0.93:
        drawn = random.choice(shown[-3:] if random.random() < 0.6 else shown)
        address = safe(drawn.action)
    else:
        drawn = DrawnForm("", "POST", {random.choice(site.fields): ["1"] for _ in range(3)})
        address = path(random, site, person, leaf)
    return filled(random, site, person, drawn, address)


def filled(random: Random, site: Site, person: Person, drawn: DrawnForm, address: str, *, gentle: bool = False) -> Shot:
    """This form, filled and changed; filled only, where it is `gentle`."""
    pairs = bodies.sensible(random, drawn)
    if not gentle:
        pairs = bodies.mutated(random, pairs, drawn.kinds, site.fields)
    if random.random() < 0.98:
        pairs.insert(0, (csrf.FIELD, person.token))
    files = [name for name, kind in drawn.kinds.items() if kind == "file"]
    if files or random.random() < 0.02:
        kind, body = bodies.multipart(random, pairs, files or ["file"])
        return _shot(random, person, "POST", address, [(b"content-type", kind)], body)
    return _shot(random, person, "POST", address, [URLENCODED], bodies.urlencoded(pairs))


def upload(random: Random, site: Site, person: Person) -> Shot:
    """What a program says to the protocol of uploads: right half of the time."""
    leaf = random.choice([leaf for leaf in site.leaves if leaf.domain == "tus" and "POST" in leaf.methods])
    right, body = random.random() < 0.5, random.choice((b"", b"x", bodies.content(random)))
    sizes = [str(len(body)).encode(), str(len(body) + 1).encode()]
    offsets = [b"0", b"0", b"1"]
    if not right:
        sizes += [b"10", *hostile.SIZES, b"9" * 18]
        offsets += hostile.SIZES
    headers = [
        (b"tus-resumable", b"1.0.0"),
        (b"upload-length", random.choice(sizes)),
        (b"upload-offset", random.choice(offsets)),
        (b"upload-metadata", _metadata(random, site, person, right=right)),
        (b"content-type", b"application/offset+octet-stream"),
    ]
    if not right and random.random() < 0.4:
        headers.append((b"upload-checksum", random.choice(CHECKSUMS)))
    shot = _shot(random, person, random.choice(sorted(leaf.methods)), path(random, site, person, leaf), headers, body)
    shot.cut = bool(body) and random.random() < 0.2
    return shot


def _metadata(random: Random, site: Site, person: Person, *, right: bool) -> bytes:
    name, folders = hostile.text(random), site.known[person.name].values["files:browse", "node"]
    said = {b"filename": (name if isinstance(name, bytes) else name.encode(errors="replace"))[:6_000] or b"x"}
    optional = {b"type": b"cv", b"valid_until": b"2027-01-15", b"conflict": b"version"}
    if folders:
        optional[b"folder"] = random.choice(folders).encode()
    if not right:
        optional |= {b"valid_until": _days(random), b"conflict": b"x", b"folder": b"x", b"type": b"\xff"}
    for key in random.sample(sorted(optional), random.randrange(len(optional) + 1)):
        said[key] = optional[key]
    written = b",".join(key + b" " + b64encode(value) for key, value in said.items())
    return written if right or random.random() < 0.7 else random.choice((b"", b"a b,a b", b"\xff", b"filename !"))


def _days(random: Random) -> bytes:
    day = random.choice(hostile.DAYS)
    return day if isinstance(day, bytes) else day.encode()


def method(random: Random, site: Site, person: Person) -> Shot:
    """A method that a route may not know."""
    address = path(random, site, person, random.choice(site.leaves))
    return _shot(random, person, random.choice(METHODS), address, hostile.headers(random))


def nowhere(random: Random, site: Site, person: Person) -> Shot:
    """An address that no route has, or nearly."""
    near = path(random, site, person, random.choice(site.leaves))
    ends = (
        "/",
        "//",
        "/x",
        "%00",
        "%2f",
        "%ff",
        "/..%2f..%2fetc",
        ".php",
        "%0d%0aX-In:%201",
        "%",
        "/%ed%a0%80",
        ";a=b",
    )
    start = random.choice(("", "", "/static", "/static/", "/medias", "//mal.exemple", "/.well-known"))
    return _shot(random, person, "GET", start + near + random.choice(ends), [])
