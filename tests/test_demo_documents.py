"""The papers of the demo."""

import pypdfium2  # type: ignore[import-untyped]  # published without types, and no stubs exist
import pytest

from boite.demo.documents import documents
from boite.demo.pdf import text_pdf
from boite.files.document_types import BY_CODE
from boite.files.media_types import HEAD, sniff


def test_each_paper_is_what_it_says() -> None:
    for document in documents():
        assert sniff(document.content[:HEAD], document.name) == document.media_type
        assert document.document_type in BY_CODE
        assert len(document.content) < 200_000


def test_names_have_accents_spaces_and_pictures() -> None:
    names = "".join(document.name for document in documents())
    assert {"é", " ", "✨", "–", "«"} <= set(names)


def test_the_words_of_a_paper_can_be_found() -> None:
    with pypdfium2.PdfDocument(documents()[0].content) as paper:
        assert "apprentissage de menuisière" in paper[0].get_textpage().get_text_bounded()


def test_papers_are_the_same_each_time() -> None:
    first = documents()
    documents.cache_clear()
    assert documents() == first


def test_a_letter_outside_the_font_is_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        text_pdf("CV", [("漢",)])
