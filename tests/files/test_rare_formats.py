"""A table asked once says the same as a thousand comparisons."""

from __future__ import annotations

import os

import puremagic
import pytest

from boite.files import rare_formats
from boite.files.media_types import HEAD, UNKNOWN, sniff


def test_each_signature_of_the_tables_is_found_as_puremagic_finds_it(monkeypatch: pytest.MonkeyPatch) -> None:
    heads = [
        (os.urandom(row.offset) + row.byte_match + bytes(64), row.extension)
        for row in puremagic.magic_header_array
        if row.offset + len(row.byte_match) <= HEAD
    ]
    found = [rare_formats.media_types(head, suffix) for head, suffix in heads]
    monkeypatch.setattr(rare_formats, "_may_be_known", lambda head: True)
    assert found == [rare_formats.media_types(head, suffix) for head, suffix in heads]
    assert sum(map(bool, found)) > 500


def test_bytes_without_a_signature_are_not_compared_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(puremagic, "magic_string", lambda head: pytest.fail("compared"))
    assert sniff(bytes(range(250, 255)) * 1000, "scan.bin") == UNKNOWN
