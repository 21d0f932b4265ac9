"""A film as WebM without an encoder of films: a lossy WebP picture is one VP8 frame, and WebM holds VP8 frames."""

import io
import struct
from collections.abc import Sequence

from PIL import Image

FRAME_TIME = 500  # milliseconds


def webm(frames: Sequence[Image.Image]) -> bytes:
    """These pictures, all of one size, shown FRAME_TIME each. Every frame is a whole picture: keep it short."""
    width, height = frames[0].size
    video = _element(0xE0, _number(0xB0, width) + _number(0xBA, height))
    track = _number(0xD7, 1) + _number(0x73C5, 1) + _number(0x83, 1) + _element(0x86, b"V_VP8") + video
    duration = _element(0x4489, struct.pack(">d", len(frames) * FRAME_TIME))
    about = _number(0x2AD7B1, 1_000_000) + duration + _element(0x4D80, b"boite") + _element(0x5741, b"boite")
    blocks = b"".join(
        _element(0xA3, struct.pack(">BhB", 0x81, number * FRAME_TIME, 0x80) + _vp8(frame))
        for number, frame in enumerate(frames)
    )
    head = _element(0x1A45DFA3, _element(0x4282, b"webm") + _number(0x4287, 2) + _number(0x4285, 2))
    tracks = _element(0x1654AE6B, _element(0xAE, track))
    cluster = _element(0x1F43B675, _number(0xE7, 0) + blocks)
    return head + _element(0x18538067, _element(0x1549A966, about) + tracks + cluster)


def _vp8(frame: Image.Image) -> bytes:
    """The VP8 chunk of the picture as WebP."""
    output = io.BytesIO()
    frame.convert("RGB").save(output, "WEBP", quality=60, method=4)
    data = output.getvalue()
    start = data.index(b"VP8 ") + 8
    return data[start : start + int.from_bytes(data[start - 4 : start], "little")]


def _element(identifier: int, content: bytes) -> bytes:
    """An EBML element: identifier, length on eight bytes, content."""
    name = identifier.to_bytes((identifier.bit_length() + 7) // 8, "big")
    return name + (1 << 56 | len(content)).to_bytes(8, "big") + content


def _number(identifier: int, value: int) -> bytes:
    return _element(identifier, value.to_bytes(max(1, (value.bit_length() + 7) // 8), "big"))
