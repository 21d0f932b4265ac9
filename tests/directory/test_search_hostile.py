"""Searching whatever is typed: operators, quotes, emoji, ten thousand signs. The answer is calm, quick, and stable."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st

from boite.database.connection import fetch
from boite.directory.places.lookup import find_place, suggestions
from boite.directory.search_engine.ranking import AS_NEAR
from boite.directory.search_engine.search import SearchCriteria, SearchResults, search
from boite.text.analysis import STOP_WORDS, stem

pytestmark = pytest.mark.usefixtures("demonstration")
CALM = profile(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
SECONDS = 3
"""Given to one search on a busy machine; a scan or a backtracking takes far longer on what follows."""
HOSTILE = [
    '"',
    "'",
    "' OR 1=1 --",
    '") OR ("mission"',
    "mission AND NOT locale",
    "mission NEAR(locale, 3)",
    "named:mission",
    "mission*",
    "-mission",
    "^mission",
    "mission:A & !locale | <-> cio",
    "{mission} : locale",
    "=cio",
    "+permis",
    "_pscolaire",
    "_nowhere",
    "%mission_",
    "mission\x00locale",
    "\x00",
    "🧭🧭 mission 🧭",
    "\ud800mission\udfff",
    "e\u0301" * 50,
    "\u200bmission\u200b \u202elocale",
    "ﷺ" * 500,
    "a" * 10_000,
    "a " * 5_000,
    "mission " * 1_250,
    "(" * 10_000,
    '"' * 9_999,
    "1" * 10_000,
    "37300 " * 2_000,
    "st " * 3_000,
    "\\",
    "NULL",
    "l'",
    "le la les",
    "½ ² ³ Ⅳ",
    "مهمة 任务 задача",
]


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
async def test_nothing_that_is_typed_disturbs(typed: str) -> None:
    start = time.perf_counter()
    found = await search(SearchCriteria(words=typed))
    await search(SearchCriteria(words=typed, place=await find_place("Tours"), public="scolaire", network="cio"))
    await suggestions(typed)
    assert isinstance(found, SearchResults)
    assert time.perf_counter() - start < SECONDS


@CALM
@given(st.text(max_size=60))
async def test_no_text_disturbs(typed: str) -> None:
    found = await search(SearchCriteria(words=typed))
    assert len(found.hits) <= found.total
    await find_place(typed)


@CALM
@given(*[st.text(max_size=12)] * 4, st.integers(-5, 10**12))
async def test_no_filter_disturbs(public: str, need: str, network: str, territory: str, page: int) -> None:
    await search(SearchCriteria(words="cio", public=public, need=need, network=network, territory=territory, page=page))


@pytest.mark.parametrize("typed", ["_pscolaire", "=cio", "_nowhere"])
async def test_tags_cannot_be_typed(typed: str) -> None:
    """What is asked is the word without its mark."""
    bare, marked = await search(SearchCriteria(words=typed.strip("=_+"))), await search(SearchCriteria(words=typed))
    assert addresses(bare) == addresses(marked)


def addresses(found: SearchResults) -> list[str]:
    return [hit.structure["slug"] for hit in found.hits]


NAMES = [
    "mission locale",
    "pôle emploi",
    "CIO de Tours",
    "chambre de métiers",
    "orientation université",
    "apprentissage",
]


@CALM
@given(st.sampled_from(NAMES), st.data())
async def test_case_accents_and_signs_change_nothing(name: str, data: st.DataObject) -> None:
    signs = st.sampled_from(["{}", " {} ", "« {} »", "{} !", "({})", "{}…", "\t{}\n"])
    typed = data.draw(signs).format("".join(data.draw(st.sampled_from([sign, sign.upper()])) for sign in name))
    assert addresses(await search(SearchCriteria(words=typed))) == addresses(await search(SearchCriteria(words=name)))


@CALM
@given(st.sampled_from(["mission", "locale", "métier", "chambre", "jeune", "emploi", "cadre", "droit", "femme"]))
async def test_plural_changes_nothing(word: str) -> None:
    one, several = await search(SearchCriteria(words=word)), await search(SearchCriteria(words=f"{word}s"))
    assert set(addresses(one)) == set(addresses(several))


LONG = {
    "mission": "mission-locale",
    "conseil en évolution professionnelle": "cep-actifs",
    "centres d'information et d'orientation": "cio",
    "chambres de métiers et de l'artisanat": "cma",
    "maisons départementales des personnes handicapées": "mdph",
    "services universitaires d'orientation": "suio",
    "opérateurs de compétences": "opco",
    "centres de ressources illettrisme": "cria",
}


@CALM
@given(st.sampled_from(list(LONG)), st.data())
async def test_one_slip_in_a_long_name_still_finds_it(name: str, data: st.DataObject) -> None:
    """A letter missing, too many, wrong, or two of them exchanged, inside one word of more than five letters."""
    split = name.split()
    number = data.draw(st.sampled_from([n for n, word in enumerate(split) if len(word) > 5 and word.isalpha()]))
    slipped = data.draw(st.sampled_from(list(slips(split[number]))))
    typed = " ".join([*split[:number], slipped, *split[number + 1 :]])
    found = await search(SearchCriteria(words=typed))
    assert LONG[name] in found.hits[0].structure["networks"], typed


def slips(word: str) -> list[str]:
    """The word mistyped once, its first letter safe."""
    inside = range(1, len(word))
    return [
        *(word[:n] + word[n + 1 :] for n in inside),
        *(word[:n] + "k" + word[n:] for n in inside),
        *(word[:n] + "k" + word[n + 1 :] for n in inside),
        *(word[:n] + word[n + 1] + word[n] + word[n + 2 :] for n in range(1, len(word) - 1)),
    ]


@CALM
@given(
    st.sampled_from(["Tours", "Orléans", "Bourges", "Blois", "Chartres", "Châteauroux", "Pithiviers", "Le Blanc"]),
    st.sampled_from(["", "mission locale", "cio", "emploi", "permis"]),
    st.sampled_from([5, 10, 20, 30, 50, 100]),
)
async def test_the_nearest_always_comes_first(city: str, typed: str, radius: int) -> None:
    place = await find_place(city)
    assert place is not None
    wanted = SearchCriteria(words=typed, place=place, radius=radius)
    first = await search(wanted)
    hits = [*first.hits, *((await search(replace(wanted, page=2))).hits if first.next_page else [])]
    for named in (True, False):
        far = [hit.distance for hit in hits if hit.named == named and hit.distance is not None]
        # What is as near changes places only for what offers it: by name, or without words, nothing does.
        assert far == sorted(far, key=lambda distance: distance if named or not typed else distance // AS_NEAR)
        assert all(distance <= radius for distance in far)
    assert [hit.named for hit in hits] == sorted((hit.named for hit in hits), reverse=True)


async def test_a_plural_has_the_stem_of_its_word() -> None:
    for row in await fetch("SELECT word FROM directory_word"):
        word = row["word"]
        if len(word) > 3 and word.isalpha() and word[-1] not in "sxz" and word not in STOP_WORDS:
            assert stem(f"{word}s") == stem(word), word
