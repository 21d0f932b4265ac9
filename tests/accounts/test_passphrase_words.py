"""The words of our passphrases: known, kind, told apart; and what somebody invents is not guessed."""

from __future__ import annotations

import math
import re
import secrets
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boite.accounts import strength
from boite.accounts.credentials import DRAWN, hash_passphrase, normal_passphrase, propose_passphrase, verify_passphrase
from boite.accounts.models import User
from boite.accounts.passphrase import check_own
from boite.accounts.passphrase_words import PASSPHRASE_WORDS
from boite.errors import Invalid
from boite.text.normalise import fold

FOLDED = [fold(word) for word in PASSPHRASE_WORDS]
HARSH = {
    *("assassin", "bagarre", "bourreau", "cadavre", "cancer", "crâne", "crime", "drogue", "démon", "enfer", "esclave"),
    *("fusil", "guerre", "haine", "insulte", "meurtre", "monstre", "mort", "otage", "peur", "pistolet", "poison"),
    *("poitrine", "prison", "sang", "sexe", "tombe", "torture", "tueur", "venin", "victime", "viol"),
    *("chienne", "cochon", "crapaud", "dinde", "âne", "thon", "morue", "gorille", "macaque", "vache", "truie", "porc"),
}
LIVING = User(handle="lavande-428", first_name="Inès", commune="Orléans")


def test_enough_of_them_for_fifty_bits() -> None:
    assert len(PASSPHRASE_WORDS) == len(set(FOLDED))
    assert DRAWN * math.log2(len(PASSPHRASE_WORDS)) > 53


def test_accents_are_shown_and_nothing_but_letters() -> None:
    assert all(re.fullmatch(r"[a-zàâäéèêëîïôöùûüçœ]{4,12}", word) for word in PASSPHRASE_WORDS)
    assert sum(word != fold(word) for word in PASSPHRASE_WORDS) > len(PASSPHRASE_WORDS) / 6
    assert {"château", "forêt", "éléphant", "clémentine", "œuf", "boîte"} & {*PASSPHRASE_WORDS}
    assert [*PASSPHRASE_WORDS] == sorted(PASSPHRASE_WORDS, key=fold)


def test_no_two_are_one_sign_apart() -> None:
    """Misread, misheard or mistyped, one would be taken for the other."""
    holes = [{(len(word), word[:at] + "." + word[at + 1 :]) for at in range(len(word))} for word in FOLDED]
    seen: dict[tuple[int, str], str] = {}
    for word, mine in zip(FOLDED, holes, strict=True):
        for hole in mine:
            assert hole not in seen, f"{word}, {seen[hole]}"
        seen |= dict.fromkeys(mine, word)
    known = set(FOLDED)
    shortened = {word[:at] + word[at + 1 :]: word for word in FOLDED for at in range(len(word))}
    assert not known & shortened.keys()


def test_none_is_harsh() -> None:
    assert not {*FOLDED} & {fold(word) for word in HARSH}


async def test_typing_without_accents_is_as_good() -> None:
    shown = "château forêt éléphant clémentine hélicoptère"
    digest = await hash_passphrase(shown)
    for typed in (fold(shown), shown.upper(), shown.title(), shown.replace(" ", "-")):
        assert await verify_passphrase(typed, digest)


async def test_an_old_card_still_opens() -> None:
    """Words of the former list, which was shown without accents."""
    digest = await hash_passphrase("abaisser zeste cadavre ecureuil gazelle")
    assert await verify_passphrase("Abaisser zeste cadavre écureuil gazelle", digest)


def test_what_we_propose_is_accepted() -> None:
    for _ in range(300):
        proposed = propose_passphrase()
        if len(set(proposed.split())) == DRAWN:
            check_own(proposed, LIVING)


@pytest.mark.parametrize("word", FOLDED[::25])
def test_each_word_of_ours_counts_whole(word: str) -> None:
    assert strength.bits(word) == pytest.approx(math.log2(len(PASSPHRASE_WORDS)))


@pytest.mark.parametrize(
    "guessed",
    [
        "mot de passe mot de passe",
        "motdepassemotdepasse",
        "Liberté, égalité, fraternité",
        "Il était une fois",
        "azertyuiop1234567",
        "le petit chat est mort",
        "J'aime le chocolat noir",
        "bonjour bonjour bonjour bonjour",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "abcdefghijklmnopqrstuvwxyz",
        "12345678901234567890",
        "Marie Martin 12061984",
        "Frère Jacques dormez-vous",
        "lundi mardi mercredi jeudi",
        "lavande-428 lavande-428",
        "Inès habite à Orléans 2009",
        "Je m'appelle Inès et j'aime le football",
        "correct horse battery staple",
        "soleil bateau cerise papier",
        "Mississippi 2026 Orléans",
    ],
)
def test_what_somebody_would_try_is_refused(guessed: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_own(guessed, LIVING)
    assert "devine trop vite" in refused.value.fields["new"]


@pytest.mark.parametrize(
    "strong",
    [
        "hortensia caravane tournesol igloo violon",
        "xk7Qp2vLm9Zr4TbW",
        "le hérisson mauve jongle mal sur une trottinette",
    ],
)
def test_what_is_well_chosen_is_taken(strong: str) -> None:
    check_own(strong, LIVING)


@given(st.text(max_size=200))
def test_any_text_has_a_strength(text: str) -> None:
    assert strength.bits(normal_passphrase(text)) >= 0


@given(st.lists(st.sampled_from(FOLDED), min_size=1, max_size=4, unique=True), st.integers(2, 5))
def test_saying_it_again_adds_next_to_nothing(words: list[str], times: int) -> None:
    once = " ".join(words)
    again = strength.bits(" ".join([once] * times))
    assert again <= strength.bits(once) + 8 * times


def test_letters_drawn_at_random_are_strong() -> None:
    weak = [drawn for _ in range(200) if strength.bits(drawn := secrets.token_hex(12)) < strength.ENOUGH]
    assert weak == []


def test_two_words_are_never_enough() -> None:
    for one, other in combinations(FOLDED[::97], 2):
        assert strength.bits(f"{one} {other}") < 25
