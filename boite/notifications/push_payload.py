"""What only the browser that subscribed can read: the words of a push, sealed for it (RFC 8291, RFC 8188).

The push service carries them and sees their size alone, which is always a multiple of `STEP`: it does not tell one
kind of message from another.
"""

from __future__ import annotations

import hashlib
import hmac
import os

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from boite.notifications.vapid import CURVE

STEP = 512
LARGEST = 2048
"""Bytes of words, padding included: every push service takes 4,096 once sealed (RFC 8030, 7.2)."""
RECORD = 4096
"""Size of the only record, as its header says it."""
POINT, AUTH, SALT = 65, 16, 16
"""Bytes of the key of a browser, of its secret, and of a salt."""
UNCOMPRESSED = 4
LAST = b"\x02"
"""Ends the words of the last record; zeros may follow (RFC 8188, 2)."""


def browser_key(point: bytes) -> ec.EllipticCurvePublicKey:
    """The key of a browser. Raises ValueError for anything but a whole point of the curve."""
    # `from_encoded_point` would read a compressed one too, which no browser gives.
    if len(point) != POINT or point[0] != UNCOMPRESSED:
        raise ValueError("not an uncompressed point")
    return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)


def sealed(words: bytes, point: bytes, auth: bytes) -> bytes:
    """These words for this browser alone. Raises ValueError for a key that is none, or for too many words."""
    padded = words + LAST + bytes(-(len(words) + 1) % STEP)
    if len(padded) > LARGEST:
        raise ValueError("too many words for a push")
    return encrypted(padded, point, auth, own=ec.generate_private_key(CURVE), salt=os.urandom(SALT))


def encrypted(padded: bytes, point: bytes, auth: bytes, *, own: ec.EllipticCurvePrivateKey, salt: bytes) -> bytes:
    """The body of a request: its header, then one record (RFC 8291, 3.4 and RFC 8188, 2.1)."""
    ours = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = own.exchange(ec.ECDH(), browser_key(point))
    material = _derived(auth, shared, b"WebPush: info\x00" + point + ours, 32)
    key = _derived(salt, material, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = _derived(salt, material, b"Content-Encoding: nonce\x00", 12)
    header = salt + RECORD.to_bytes(4) + len(ours).to_bytes(1) + ours
    return header + AESGCM(key).encrypt(nonce, padded, None)


def _derived(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    """HKDF with SHA-256, for at most its 32 bytes (RFC 5869)."""
    drawn = hmac.digest(salt, secret, hashlib.sha256)
    return hmac.digest(drawn, info + b"\x01", hashlib.sha256)[:length]
