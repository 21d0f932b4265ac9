"""How a letter looks in a mailbox: programs that read mail want each style on its element, and know few of them."""

from __future__ import annotations

from markupsafe import Markup

FONT = "font-family:'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
SERIF = "font-family:Rockwell,'Roboto Slab',Georgia,serif"
INK, SOFT, ACCENT, HAIR = "#2b211a", "#54453a", "#56246f", "#dccdb2"
PAPER, CARD, LID = "#f6eee0", "#fffcf6", "#e6d2ae"
TEXT = f"margin:0 0 16px;{FONT};font-size:18px;line-height:1.55;color:{INK}"
LINK = f"color:{ACCENT};text-decoration:underline"

_PARTS = {
    "all": f"margin:0;padding:0;background-color:{PAPER}",
    "outer": f"background-color:{PAPER}",
    "sheet": f"max-width:600px;background-color:{CARD};border:2px solid {HAIR};border-radius:14px",
    "lid": f"background-color:{LID};border-radius:12px 12px 0 0;padding:20px 24px",
    "inner": "padding:24px",
    "brand": f"margin:0 0 4px;{SERIF};font-size:18px;font-weight:700;line-height:1.3;color:{INK}",
    "title": f"margin:0;{SERIF};font-size:28px;font-weight:700;line-height:1.2;color:{INK}",
    "facts": f"margin:8px 0 0;{FONT};font-size:16px;line-height:1.4;color:{SOFT}",
    "section": f"margin:32px 0 16px;padding:0 0 6px;border-bottom:4px solid {ACCENT};{SERIF};font-size:24px;"
    f"font-weight:700;line-height:1.25;color:{INK}",
    "item": f"padding:0 0 20px;border-bottom:1px solid {HAIR}",
    "gap": "height:20px;line-height:20px;font-size:0",
    "picture": "display:block;width:100%;max-width:548px;height:auto;border:0;border-radius:8px;margin:0 0 12px",
    "name": f"margin:0 0 6px;{FONT};font-size:20px;font-weight:700;line-height:1.3;color:{INK}",
    "detail": f"margin:0 0 6px;{FONT};font-size:16px;line-height:1.4;color:{SOFT}",
    "words": f"margin:0;{FONT};font-size:18px;line-height:1.5;color:{INK}",
    "link": LINK,
    "foot": f"margin:0 0 12px;{FONT};font-size:16px;line-height:1.5;color:{SOFT}",
    "preview": "display:none;max-height:0;overflow:hidden;mso-hide:all",
    "around": "padding:16px 8px",
    "column": "max-width:600px",
}
STYLES = {part: Markup(' style="{}"').format(Markup(style)) for part, style in _PARTS.items()}  # noqa: S704 - ours
"""The attribute of each part of the letter (templates/emails/newsletter/body.html)."""
SHEET = Markup(
    "<style>@media (max-width:620px){.inner{padding:16px!important}}"
    "@media (prefers-color-scheme:dark){.paper{background-color:#1d1713!important}"
    ".sheet{background-color:#2a221c!important;border-color:#54453a!important}"
    ".lid{background-color:#3b2c1e!important}"
    "h1,h2,h3,h4,h5,h6,p,li,pre,.brand{color:#f7ecdc!important}.soft{color:#dccbb5!important}"
    "a{color:#e0bff6!important}h2{border-color:#e0bff6!important}"
    ".item,blockquote,hr{border-color:#54453a!important}}</style>"
)
"""What no element can say by itself: a narrow screen, a dark one. Programs that skip it lose nothing else."""
OF_TEXT = {
    "p": TEXT,
    "ul": f"{TEXT};padding-left:24px",
    "ol": f"{TEXT};padding-left:28px",
    "li": "margin:0 0 6px",
    "a": LINK,
    "blockquote": f"margin:0 0 16px;padding:0 0 0 16px;border-left:4px solid {HAIR}",
    "h3": f"margin:24px 0 8px;{SERIF};font-size:21px;font-weight:700;line-height:1.25;color:{INK}",
    "h4": f"margin:20px 0 8px;{SERIF};font-size:19px;font-weight:700;line-height:1.25;color:{INK}",
    "h5": f"margin:16px 0 8px;{SERIF};font-size:18px;font-weight:700;line-height:1.25;color:{INK}",
    "h6": f"margin:16px 0 8px;{FONT};font-size:18px;font-weight:700;line-height:1.25;color:{INK}",
    "hr": f"border:0;border-top:2px solid {HAIR};margin:24px 0",
    "pre": f"margin:0 0 16px;white-space:pre-wrap;font-size:16px;color:{INK}",
    "code": "font-size:16px",
    "strong": "font-weight:700",
    "em": "font-style:italic",
    "br": "",
}
"""By element of what `boite.text.rich_text` gives."""


def styled(html: str) -> str:
    """The HTML that `boite.text.rich_text` made, each element with its style. Cleaned once more on the way.

    A parser puts them in: a title may hold what looks like an element, and a replacement of text would open it.
    """
    import nh3  # here: every command would pay for it at its start

    cleaned: str = nh3.clean(
        html,
        tags=set(OF_TEXT),
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
        set_tag_attribute_values={tag: {"style": style} for tag, style in OF_TEXT.items() if style},
    )
    return cleaned
