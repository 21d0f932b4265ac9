"""The catalogues of the languages: complete, current, and with the same values in every sentence."""

from __future__ import annotations

import re
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message

from boite.commands import languages
from boite.languages.catalogues import compiled
from boite.languages.offered import TRANSLATED

CODES = [language.code for language in TRANSLATED]
VALUE = re.compile(r"%\((\w+)\)s")


@pytest.fixture(scope="module")
def extracted() -> Catalog:
    """What pages and code say today."""
    return languages.template()


def sentences(message: Message) -> tuple[str, ...]:
    """The translations of one sentence: several where it counts."""
    said: Any = message.string
    return (said,) if isinstance(said, str) else tuple(said)


def sources(message: Message) -> tuple[str, ...]:
    source: Any = message.id
    return (source,) if isinstance(source, str) else tuple(source)


def written(code: str) -> list[Message]:
    return [message for message in languages.read(code) if message.id]


@pytest.mark.parametrize("code", CODES)
def test_every_sentence_is_in_the_catalogue_and_nothing_else(code: str, extracted: Catalog) -> None:
    """Else: `python -m boite languages`, which adds what is new, then translate it."""
    assert {sources(message) for message in written(code)} == {sources(each) for each in extracted if each.id}


@pytest.mark.parametrize("code", CODES)
def test_every_sentence_is_translated(code: str) -> None:
    catalogue = languages.read(code)
    missing = [message.id for message in written(code) if message.fuzzy or not all(sentences(message))]
    assert missing == []
    assert [len(sentences(each)) for each in written(code) if each.pluralizable] == [
        catalogue.num_plurals for each in written(code) if each.pluralizable
    ]


@pytest.mark.parametrize("code", CODES)
def test_every_sentence_keeps_its_values(code: str) -> None:
    for message in written(code):
        wanted = {name for source in sources(message) for name in VALUE.findall(source)}
        for sentence in sentences(message):
            assert set(VALUE.findall(sentence)) == wanted, sentence
            assert sentence.count("%") == len(VALUE.findall(sentence)), sentence


@pytest.mark.parametrize("code", CODES)
def test_no_sentence_holds_markup(code: str) -> None:
    """A template trusts them: a quotation mark would end an attribute."""
    for message in written(code):
        for sentence in (*sources(message), *sentences(message)):
            assert not re.search(r'["<>&]', sentence), sentence


@pytest.mark.parametrize("code", CODES)
def test_every_catalogue_is_said_to_be_read_again(code: str) -> None:
    language = next(each for each in TRANSLATED if each.code == code)
    head = languages.path_of(code).read_text(encoding="utf-8").split("msgid", 1)[0]
    assert language.reviewed or "À relire" in head


@pytest.mark.parametrize("code", CODES)
def test_updating_a_catalogue_that_is_current_changes_nothing(code: str, monkeypatch: Any, tmp_path: Any) -> None:
    catalogue, current = languages.updated(code), languages.path_of(code).read_bytes()
    monkeypatch.setattr(languages, "FOLDER", tmp_path)
    languages.write(code, catalogue)
    assert languages.path_of(code).read_bytes() == current


@pytest.mark.parametrize("code", CODES)
def test_an_installation_compiles_it(code: str) -> None:
    assert compiled(code).is_file()
