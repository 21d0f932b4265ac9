"""Signatures against the examples that Amazon publishes for S3, which no service of ours made."""

from __future__ import annotations

from datetime import UTC, datetime

from storage.s3.signing import Keys, encoded, signed_headers

KEYS = Keys("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
AT = datetime(2013, 5, 24, tzinfo=UTC)
HOST = "https://examplebucket.s3.amazonaws.com"
EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def signature(url: str, headers: dict[str, str]) -> str:
    return signed_headers(KEYS, "GET", url, headers, AT, payload=EMPTY)["Authorization"].rpartition("=")[2]


def test_a_range_of_an_object() -> None:
    found = signature(f"{HOST}/test.txt", {"Range": "bytes=0-9"})
    assert found == "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"


def test_a_parameter_without_a_value() -> None:
    found = signature(f"{HOST}/?{encoded({'lifecycle': ''})}", {})
    assert found == "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"


def test_a_list() -> None:
    found = signature(f"{HOST}/?{encoded({'prefix': 'J', 'max-keys': '2'})}", {})
    assert found == "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"


def test_keys_are_not_shown() -> None:
    assert "wJalr" not in repr(KEYS)
