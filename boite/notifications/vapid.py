"""Who we are for a push service: a key made once, and what it signs for each of them (VAPID, RFC 8292).

A browser subscribes to one key, and its push service takes messages signed by that one only. The key is kept in the
data, like the secret; another one asks every device to subscribe again at its next visit.
"""

from __future__ import annotations

import json
import logging
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from urllib.parse import SplitResult

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from boite.clock import now
from boite.settings import Settings, secret_file

log = logging.getLogger("boite.notifications")
NAME = "cle-alertes.pem"
"""The file of the key, in the data."""
CURVE = ec.SECP256R1()
VALID = timedelta(hours=12)
"""Of one signature; a push service refuses more than a day (RFC 8292, 2)."""
HALF = 32
"""Bytes of each half of a signature."""
NOT_OURS = ("localhost", "local", "localdomain", "internal", "invalid", "test", "example")
"""Ends of the addresses of mail that a push service refuses: nobody could be written to."""


@dataclass(frozen=True, slots=True)
class PushIdentity:
    """Our key and the mailbox where a push service may write to us."""

    key: ec.EllipticCurvePrivateKey
    contact: str

    @property
    def public(self) -> bytes:
        """The point that browsers subscribe to: 65 bytes, not compressed."""
        return self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    @property
    def id(self) -> str:
        """Which key this is, in eight signs."""
        return sha256(self.public).hexdigest()[:8]

    def authorization(self, endpoint: SplitResult) -> str:
        """The header that says to the service of this endpoint who we are (RFC 8292, 3)."""
        until = int((now() + VALID).timestamp())
        claims = {"aud": f"{endpoint.scheme}://{endpoint.netloc}", "exp": until, "sub": f"mailto:{self.contact}"}
        signed = ".".join(encoded(json.dumps(part).encode()) for part in ({"typ": "JWT", "alg": "ES256"}, claims))
        r, s = decode_dss_signature(self.key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
        signature = encoded(r.to_bytes(HALF) + s.to_bytes(HALF))
        return f"vapid t={signed}.{signature}, k={encoded(self.public)}"


def encoded(raw: bytes) -> str:
    """In the alphabet of addresses, without padding (RFC 4648, 5)."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """What that text stands for. Raises ValueError."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def why_not(settings: Settings) -> str:
    """Why no push can leave with these settings, for whoever runs the service; empty where it can."""
    domain = settings.contact.rpartition("@")[2].lower()
    if not domain:
        return "BOITE_CONTACT est vide : les services d'alertes veulent savoir à qui écrire."
    if domain.split(".")[-1] in NOT_OURS:
        return f"BOITE_CONTACT finit par « {domain} » : les services d'alertes le refusent."
    return ""


def identity(settings: Settings) -> PushIdentity | None:
    """Who we are; None where no push can leave, after telling the log once. Push is then offered to nobody."""
    why = why_not(settings)
    try:
        key = None if why else _key(settings.data.absolute() / NAME)
    except (OSError, ValueError) as error:
        key, why = None, f"{NAME} : cette clé ne peut pas être lue ni faite ({error})."
    if key is None:
        _tell(why)
        return None
    return PushIdentity(key, settings.contact)


@lru_cache(maxsize=8)
def _tell(why: str) -> None:
    log.warning("no push is offered", extra={"fields": {"why": why}})


@lru_cache(maxsize=4)
def _key(path: Path) -> ec.EllipticCurvePrivateKey:
    """The key of this file, made the first time. Raises OSError, ValueError."""
    if not path.exists():
        made = ec.generate_private_key(CURVE)
        pem = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        secret_file.make(path, pem.decode())
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.name != CURVE.name:
        raise ValueError("ce n'est pas une clé P-256")
    return key
