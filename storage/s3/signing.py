"""Signatures of requests: AWS Signature Version 4, as Amazon describes it for S3.

Source: « Authenticating Requests (AWS Signature Version 4) », Amazon S3 API Reference; its examples are our tests.
The body is not signed (`UNSIGNED-PAYLOAD`): some services accept one that does not match. A CRC-32 travels instead.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote, urlsplit

UNSIGNED = "UNSIGNED-PAYLOAD"
METHOD = "AWS4-HMAC-SHA256"


@dataclass(frozen=True, slots=True)
class Keys:
    """Who asks, and where: the two keys of an account, and the region that the service calls its own."""

    access: str
    secret: str = field(repr=False)
    region: str = "us-east-1"

    def scope(self, at: datetime) -> str:
        """What a signature of this day is good for."""
        return f"{at:%Y%m%d}/{self.region}/s3/aws4_request"

    def sign(self, at: datetime, request: str) -> str:
        """The signature of a request in its canonical form, in hexadecimal."""
        digest = hashlib.sha256(request.encode()).hexdigest()
        text = "\n".join([METHOD, stamp(at), self.scope(at), digest])
        key = f"AWS4{self.secret}".encode()
        for step in (*self.scope(at).split("/"), text):
            key = hmac.digest(key, step.encode(), "sha256")
        return key.hex()


def stamp(at: datetime) -> str:
    """An instant of UTC as these signatures write it."""
    return f"{at:%Y%m%dT%H%M%SZ}"


def encoded(query: Mapping[str, str]) -> str:
    """Parameters in the only order and spelling that signatures know."""
    return "&".join(f"{quote(name, safe='~')}={quote(value, safe='~')}" for name, value in sorted(query.items()))


def signed_headers(
    keys: Keys, method: str, url: str, headers: Mapping[str, str], at: datetime, *, payload: str = UNSIGNED
) -> dict[str, str]:
    """These headers and those of the signature. `url` is encoded already, its parameters by `encoded`."""
    parts = urlsplit(url)
    sent = {**headers, "x-amz-content-sha256": payload, "x-amz-date": stamp(at)}
    lowered = {name.lower(): " ".join(value.split()) for name, value in sent.items()} | {"host": parts.netloc}
    names = sorted(name for name in lowered if name == "host" or name == "range" or name.startswith("x-amz-"))
    request = [method, parts.path, parts.query, *(f"{name}:{lowered[name]}" for name in names), "", ";".join(names)]
    signature = keys.sign(at, "\n".join([*request, payload]))
    credential = f"{METHOD} Credential={keys.access}/{keys.scope(at)}"
    return {**sent, "Authorization": f"{credential},SignedHeaders={';'.join(names)},Signature={signature}"}
