"""Teaching the directory its words: those of names, communes, networks and needs, and what each becomes mistyped."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from boite.database.connection import connection, execute, fetch
from boite.database.long_lists import marks, parts
from boite.database.sqlite import Batching
from boite.directory.search_engine.matching import Match
from boite.text.analysis import spellings, stem

SHORTEST_CORRECTED = 4
"""Fewest characters of a word that may be taken for a mistyped one."""


class Weight(IntEnum):
    """Of two words as near to a mistyped one, the heavier is meant."""

    WORD = 1
    COMMUNE = 2
    VOCABULARY = 3
    """Networks, needs, publics."""


@dataclass(slots=True)
class Vocabulary:
    """Words with their spelling and their weight."""

    words: dict[str, tuple[int, str]] = field(default_factory=dict)

    def learn(self, text: str, weight: Weight) -> list[str]:
        """Add the words of a text; returns them."""
        found = spellings(text)
        for word, shown in found:
            if word not in self.words or self.words[word][0] < weight:
                self.words[word] = (weight, shown)
        return [word for word, _ in found]


def variants(word: str) -> set[str]:
    """What a word becomes when a letter is lost, its plural apart: two words at one slip share a variant (SymSpell)."""
    if len(word) < SHORTEST_CORRECTED or not word.isalpha():
        return set()
    single = singular(word)
    return {single, *_less_one(single)}


def singular(word: str) -> str:
    """A word without its mark of plural: « competances » is as near to « compétence » as « competance » is."""
    return word.removesuffix("s") if len(word) > SHORTEST_CORRECTED else word


def _less_one(word: str) -> Iterator[str]:
    """The word less one letter, for each letter."""
    return (word[:number] + word[number + 1 :] for number in range(len(word)))


async def learn(vocabulary: Vocabulary) -> None:
    """Enter these words, or give them more weight. In order, so that two transactions never wait for each other."""
    wanted = {word: value for word, value in vocabulary.words.items() if word}
    known = await _weights(sorted(wanted))
    fresh = [word for word in sorted(wanted) if known.get(word, 0) < wanted[word][0]]
    pairs = [(variant, word) for word in fresh if word not in known for variant in sorted(variants(word))]
    await _insert(
        "directory_word (word, stem, shown, weight)",
        ("text", "text", "text", "int"),
        [(word, stem(word), shown, int(weight)) for word in fresh for weight, shown in [wanted[word]]],
        "(word) DO UPDATE SET weight = excluded.weight, shown = excluded.shown"
        " WHERE excluded.weight > directory_word.weight",
    )
    await _insert("directory_word_variant (variant, word)", ("text", "text"), pairs, "DO NOTHING")


async def _weights(words: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in parts(words):
        rows = await fetch(f"SELECT word, weight FROM directory_word WHERE word IN ({marks(some)})", *some)
        found.update((row["word"], row["weight"]) for row in rows)
    return found


async def _insert(into: str, types: Sequence[str], rows: Sequence[tuple[Any, ...]], conflict: str) -> None:
    """Insert these rows in one trip, or do what `conflict` says of those that are there."""
    if not rows:
        return
    client = connection()
    if isinstance(client, Batching):
        sql = f"INSERT INTO {into} VALUES ({marks(types)}) ON CONFLICT {conflict}"
        await client.execute_all([(sql, list(row)) for row in rows])
        return
    unnested = ", ".join(f"${number}::{kind}[]" for number, kind in enumerate(types, 1))
    columns = [list(values) for values in zip(*rows, strict=True)]
    await client.execute_query(f"INSERT INTO {into} SELECT * FROM unnest({unnested}) ON CONFLICT {conflict}", columns)


async def learn_communes(codes: Collection[str] | None = None) -> set[str]:
    """Enter the names and postal codes of these communes, or of all of them. Returns the words."""
    vocabulary = Vocabulary()
    for row in await _communes("SELECT name FROM directory_commune", "code", codes):
        vocabulary.learn(row["name"], Weight.COMMUNE)
    for row in await _communes("SELECT DISTINCT code FROM directory_postal_code", "commune_id", codes):
        vocabulary.learn(row["code"], Weight.WORD)
    await learn(vocabulary)
    return set(vocabulary.words)


async def _communes(sql: str, column: str, codes: Collection[str] | None) -> list[dict[str, Any]]:
    if codes is None:
        return await fetch(sql)
    rows: list[dict[str, Any]] = []
    for some in parts(sorted(codes)):
        rows += await fetch(f"{sql} WHERE {column} IN ({marks(some)})", *some)
    return rows


async def forget_unused(seen: set[str]) -> None:
    """Forget the words that no document has: a name once mistyped would otherwise stay right for good.

    `seen` are words that are surely used. The others are looked for in the index first.
    """
    for row in await fetch("SELECT word FROM directory_word"):
        word = row["word"]
        if word not in seen and not await Match(((word,),)).exists():
            await execute("DELETE FROM directory_word_variant WHERE word = ?", word)
            await execute("DELETE FROM directory_word WHERE word = ?", word)
