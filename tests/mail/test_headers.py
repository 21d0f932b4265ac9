"""What a mail program reads is what was written, however long and accented: read with rules of our own."""

from __future__ import annotations

import re
from base64 import b64decode
from email import message_from_bytes
from email.policy import default
from quopri import decodestring

from hypothesis import example, given
from hypothesis import strategies as st

from boite.mail import wire
from boite.mail.merge import Cast
from boite.mail.messages import Letter, Sender, headed, one_line

BY = Sender("Ma boîte SPRO", "lettre@exemple.fr", "retours@exemple.fr")
ENCODED = re.compile(r"=\?utf-8\?([bq])\?([^?]*)\?=", re.IGNORECASE)
LONG = "Été à Orléans : ce qui vient à la Maison de l'emploi, et près de chez vous, dès la rentrée de septembre"
titles = st.lists(st.text(alphabet="aàéœ ŒÇ€😀?=_'-", min_size=1, max_size=20), min_size=1, max_size=20).map(" ".join)


def written(raw: bytes, name: str = "Subject") -> list[str]:
    """The lines of one header, as they are on the wire."""
    head = raw.partition(b"\r\n\r\n")[0].decode("ascii").split("\r\n")
    at = next(index for index, line in enumerate(head) if line.startswith(f"{name}:"))
    end = next((index for index in range(at + 1, len(head)) if not head[index].startswith(" ")), len(head))
    return head[at:end]


def read(lines: list[str]) -> str:
    """As RFC 2047 (6.2) reads it: white space between two encoded words is none, any other is kept."""
    unfolded = "".join(lines).partition(": ")[2]
    joined = re.sub(r"\?=\s+=\?", "?==?", unfolded)
    pieces: list[bytes] = []
    end = 0
    for found in ENCODED.finditer(joined):
        text = found[2].encode()
        decoded = b64decode(text) if found[1].lower() == "b" else decodestring(text.replace(b"_", b" "))
        pieces += [joined[end : found.start()].encode(), decoded]
        end = found.end()
    return b"".join([*pieces, joined[end:].encode()]).decode()


@given(titles)
@example(LONG)
@example("Nous vous écrivons à propos de la journée d'été, d'études et d'échanges " * 3)
@example("=?utf-8?b?SGVsbG8=?= est un objet comme un autre")
@example("?= Été")
def test_a_subject_is_read_as_it_was_written(title: str) -> None:
    said = one_line(title)
    if not said:
        return
    lines = written(headed(said, BY).as_bytes())
    assert read(lines) == said
    assert max(map(len, lines)) <= 78
    letter = Letter(said, "Bonjour.", "<p>Bonjour.</p>")
    assert written(Cast(letter, BY, {}).fill(to="a@exemple.fr", identifier="1", unsubscribe="x", reason="y")) == lines


WORDS = st.text(alphabet="aé Œ€😀م\t=.-_<&\n\r", max_size=200)


@given(subject=titles, text=WORDS, html=WORDS, listed=titles)
@example(subject=LONG, text=".\n..\nFrom moi\n", html="<p>" + "é" * 3000 + "</p>", listed=LONG)
@example(subject="a", text=f"--{wire.BOUNDARY}--\n\nBcc: b@exemple.fr\n", html="", listed="a")
def test_python_reads_what_was_written(subject: str, text: str, html: str, listed: str) -> None:
    headers = {"List-Id": listed, "List-Unsubscribe": f"<https://exemple.fr/{'a' * 300}>", "X-Trap": "é\r\nBcc: b@c.fr"}
    raw = wire.written(Letter(subject, text, html), "ines@exemple.fr", BY, headers, identifier="courriel.1")
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")
    read_ = message_from_bytes(raw, policy=default)
    assert not [part.defects for part in read_.walk() if part.defects]
    assert read_["bcc"] is None
    if one_line(subject):
        assert read_["subject"] == one_line(subject)
    assert read_["from"].addresses[0].display_name == "Ma boîte SPRO"
    assert (str(read_["to"]), read_["message-id"]) == ("ines@exemple.fr", "<courriel.1@exemple.fr>")
    assert read_["list-unsubscribe"] == headers["List-Unsubscribe"]
    faces = {part.get_content_type(): part.get_content() for part in read_.walk() if not part.is_multipart()}
    for face, words in (("text/plain", text), ("text/html", html)):
        assert faces[face].replace("\r\n", "\n").rstrip("\n") == _lines(words).rstrip("\n")


def _lines(words: str) -> str:
    return words.replace("\r\n", "\n").replace("\r", "\n")


def test_the_name_of_a_list_keeps_its_spaces() -> None:
    listed = "Communauté de communes de la Forêt, du Pithiverais et de la Beauce réunies <spro-45.lettre.exemple.fr>"
    lines = written(headed("Bonjour", BY, {"List-Id": listed}).as_bytes(), "List-Id")
    assert read(lines) == listed
    assert "".join(lines).endswith("<spro-45.lettre.exemple.fr>")
