"""Signs that nobody sees answer nothing: in forms, in names, in files, and in texts that readers wait for."""

from __future__ import annotations

from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boite.directory.sheet import cleaning
from boite.errors import Invalid
from boite.files import names
from boite.library.content_check import missing
from boite.library.drafts import ResourceDraft
from boite.library.models import ResourceKind
from boite.orientation.steering.drafts import QuestionDraft
from boite.text import rich_text
from boite.text.visible import shows
from boite.web.forms import Form

UNSEEN = "\u200b\u200c\u200d\u200e\u202e\u2060\u2066\ufeff\u00ad\u034f\u061c\u115f\u1160\u17b4\u180e\u2800\u3164\uffa0"
UNSEEN += "\ufe0f\U000e0041\U000e0100\u0301\u00a0\u3000\u2028 \t\n\x00\x7f\x85"
NOTHING = st.text(st.sampled_from(UNSEEN), max_size=20)
REQUIRED = "Écrivez-le."


@settings(max_examples=200)
@given(NOTHING, st.sampled_from("aé…1ع🙂"), NOTHING)
def test_no_reading_of_a_form_takes_what_shows_nothing(before: str, sign: str, after: str) -> None:
    for value in (before, before + after):
        form = Form([("x", value)])
        assert not shows(value)
        assert (form.raw("x"), form.text("x"), form.line("x", 99), form.lines("x", 99)) == ("", "", "", "")
        assert not form.flag("x")
        with pytest.raises(Invalid) as refused:
            form.required("x", 99, REQUIRED)
        assert refused.value.fields == {"x": REQUIRED}
        with pytest.raises(Invalid):
            names.checked(value)
    assert sign in Form([("x", before + sign + after)]).required("x", 99, REQUIRED)
    # An accent that follows a letter joins it.
    assert normalize("NFD", sign) in normalize("NFD", names.checked(before + sign + after))


@pytest.mark.parametrize(
    "text", ["\u200b\u200b", "\u3164", "&nbsp;", "&#8203;", "[](https://exemple.fr)", "****", "---"]
)
def test_texts_that_readers_wait_for(text: str) -> None:
    draft = ResourceDraft(kind=ResourceKind.VIDEO, title="Un film", summary="Court.", topic="emploi", transcript=text)
    assert "transcript" in missing(draft)
    assert not rich_text.says_something(text)
    assert rich_text.says_something(f"{text}\n\nBonjour")


def test_a_long_text_that_begins_by_nothing_says_something() -> None:
    assert rich_text.says_something("\u200b" * 5_000 + "Bonjour")
    assert not rich_text.says_something("\u200b" * 5_000)


def test_files_that_fill_sheets_and_questions() -> None:
    with pytest.raises(Invalid):
        cleaning.cleaned({"name": cleaning.line(150, 1)}, {"name": "\u200b\u3164"})
    with pytest.raises(Invalid) as refused:
        QuestionDraft(moment="emploi", words="\u200b\u3164").checked()
    assert "words" in refused.value.fields


def test_a_mark_is_judged_with_what_closes_it_far_away() -> None:
    """A link whose address is long is nothing, wherever one would cut the text."""
    assert not rich_text.says_something(f"[](https://exemple.fr/{'a' * 3_000})")
