"""A letter as a mail: HTML and text, the same for everybody but for the two marks that each copy fills."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import Any

from boite.groups.file_views import Picture, in_mails
from boite.mail.merge import REASON, UNSUBSCRIBE
from boite.mail.messages import Letter, render
from boite.newsletter import plain_text
from boite.newsletter.contents import Chapter, Content, LetterEntry, content
from boite.newsletter.mail_styles import SHEET, STYLES, styled
from boite.newsletter.models import Issue
from boite.settings import Settings
from boite.web.addresses import of_site

COLUMN = 548
"""Pixels of a picture in the column of 600."""


@dataclass(frozen=True, slots=True)
class Mailed:
    """One thing of the letter as a mail says it, its picture cut to the column and its text laid out."""

    title: str
    detail: str
    words: str
    href: str
    picture: Picture | None
    text: str


async def letter(issue: Issue, settings: Settings) -> Letter:
    """The mail of an issue, with the marks of `boite.mail.merge`. Its addresses are plain: nothing counts a click."""
    url, site = of_site(settings), settings.base_url.rstrip("/")
    await issue.fetch_related("territory")
    said = await content(issue, url)
    page = url("newsletter:issue", territory=issue.territory_id, slug=issue.slug) if issue.slug else ""
    return await asyncio.to_thread(
        render,
        "newsletter",
        letter=said,
        sections=[_section(chapter, site) for chapter in said.chapters],
        site=site,
        page=site + page if page else "",
        subscribe=site + url("newsletter:subscribe"),
        reason=REASON,
        unsubscribe=UNSUBSCRIBE,
        publisher=", ".join(filter(None, (settings.publisher, settings.publisher_address))),
        editorial_mail=styled(said.editorial),
        css=STYLES,
        sheet=SHEET,
        **_text(said),
    )


def _text(said: Content) -> dict[str, str]:
    """The parts of the text that are laid out beforehand."""
    return {
        "text_title": plain_text.title(said.title),
        "text_facts": plain_text.wrapped(said.facts),
        "text_editorial": plain_text.of_html(said.editorial),
    }


def _section(chapter: Chapter, site: str) -> dict[str, Any]:
    entries = [_one(entry, entry.whole(site)) for entry in chapter.entries]
    return {"label": chapter.label, "title": plain_text.title(chapter.label.upper()), "entries": entries}


def _one(entry: LetterEntry, href: str) -> Mailed:
    picture = _cut(entry.picture) if entry.picture else None
    lines = [plain_text.wrapped(entry.title, first="* ", after="  ")]
    lines += [plain_text.wrapped(part, first="  ", after="  ") for part in (entry.detail, entry.words) if part]
    text = "\n".join([*lines, *([f"  {href}"] if href else [])])
    return Mailed(entry.title, entry.detail, entry.words, href, picture, text)


def _cut(picture: Picture) -> Picture:
    """The width nearest to the column, among those drawn; its height as the column shows it."""
    widths = {int(width[:-1]): address for address, width in (each.split(" ") for each in picture.srcset.split(", "))}
    near = next((address for width, address in sorted(widths.items()) if width >= COLUMN), picture.src)
    return replace(picture, src=in_mails(near), width=COLUMN, height=round(picture.height * COLUMN / picture.width))
