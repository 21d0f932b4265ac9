"""The program that opens one hostile document, in a process of its own, and answers with pictures.

It reads the document on its standard input, and answers on its standard output: one line of JSON, then the WebP bytes.
It can write nothing else anywhere, see boite.files.confinement.
"""

import json
import os
import sys
from collections.abc import Callable
from typing import BinaryIO

from boite.files.confinement import restrain, seal
from boite.files.render_contract import PICTURE_FORMATS, Limits, Rendering, RenderingFailed

Painter = Callable[[BinaryIO, str, Limits], Rendering]


def painter_for(media_type: str) -> Painter:
    """Load the one decoder family that this type needs."""
    # Imported here: what this document does not need would cost time, and widen what a hostile file can reach.
    if PICTURE_FORMATS.get(media_type) == ("HEIF",):
        import pillow_heif

        pillow_heif.register_heif_opener(decode_threads=1)
    if media_type in PICTURE_FORMATS:
        from boite.files.render_pictures import draw_picture

        return draw_picture
    from boite.files.render_papers import draw_paper

    return draw_paper


def answer(media_type: str, limits: Limits, source: BinaryIO) -> bytes:
    """Draw the document, or say why not, as the bytes the service expects. Raises ImportError: not the file's fault."""
    painter = painter_for(media_type)
    seal()
    try:
        rendering = painter(source, media_type, limits)
    except RenderingFailed as refusal:
        return json.dumps({"reason": refusal.reason}).encode() + b"\n"
    except MemoryError:
        return b'{"reason": "memory"}\n'
    except Exception:  # whatever a decoder says of a broken file, the file is broken
        return b'{"reason": "unreadable"}\n'
    thumbnail = rendering.thumbnail or b""
    sizes = {"thumbnail": len(thumbnail), "pages": [len(page) for page in rendering.pages]}
    header = json.dumps({**sizes, "page_count": rendering.page_count})
    return b"".join([header.encode(), b"\n", thumbnail, *rendering.pages])


def main() -> None:
    """Arguments: the media type, the limits as JSON."""
    media_type, limits = sys.argv[-2], Limits(**json.loads(sys.argv[-1]))
    # C libraries print on descriptors 1 and 2 as they like: the answer keeps a descriptor to itself.
    channel = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    restrain(limits)
    with os.fdopen(0, "rb") as source, os.fdopen(channel, "wb") as output:
        output.write(answer(media_type, limits, source))
        output.flush()
        os._exit(0)  # no finaliser of a decoder gets to run over what a hostile file left in memory


if __name__ == "__main__":
    main()
