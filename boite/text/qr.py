"""An address as a square that a phone reads."""

from __future__ import annotations

import io

from markupsafe import Markup


def qr(address: str, label: str) -> Markup:
    """The drawing, for the page itself. `label` is what somebody hears who cannot see it."""
    import segno  # imported here: few pages need it, it takes a while to load, and every command would pay for it

    drawn = io.BytesIO()
    shape = {"xmldecl": False, "omitsize": True, "border": 4, "svgclass": "qr", "lineclass": None, "light": "#fff"}
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", **shape)
    drawing = drawn.getvalue().decode().strip()
    return Markup(drawing.replace("<svg ", '<svg role="img" aria-label="{}" ', 1)).format(label)  # noqa: S704
