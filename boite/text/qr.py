"""An address as a square that a phone reads."""

from __future__ import annotations

from markupsafe import Markup


def qr(address: str) -> Markup:
    """The drawing, for the page itself. It says the address to those who cannot see it."""
    import segno  # imported here: no other page needs it, and it takes a while to load

    drawn = segno.make(address, error="m", micro=False).svg_inline(border=2, omitsize=True, title=address)
    return Markup(drawn)  # noqa: S704 - segno escapes the title, the rest is its own drawing
