"""What a delivery says as a mail: inside words for one person alone, outside words for a mailbox that several read.

The subject is what anybody may read over a shoulder: no paper, no place, no name.
"""

from __future__ import annotations

from dataclasses import dataclass

from boite.clock import now
from boite.languages.messages import _, counted, translated
from boite.languages.spoken import spoken
from boite.mail.drawn import Drawn
from boite.mail.messages import Letter, one_line, render, sender
from boite.notifications import keep_links, words
from boite.notifications.end_links import EndScope, ending
from boite.notifications.hand_over import Envelope
from boite.notifications.inbox import InboxLine
from boite.notifications.kinds_for_people import ACCOUNT_CLOSING, ACCOUNT_IDLE
from boite.notifications.message_kind import MessageKind, Urgency
from boite.notifications.reminder import SaidHelp
from boite.settings import Settings
from boite.text.normalise import unturned
from boite.web.addresses import of_site

SHOWN = 20
LONGEST = 160
"""Characters of a title or of a sentence: a mail stays small, whatever a paper is called."""
FEW = 3
MISSED = _("Voici ce que vous avez manqué")
WAITS = _("Ce qui vous attend")
HELLO = _("Bonjour,")
OPEN = _("Ouvrir ma boîte")
SEE = _("Voir")
WHY = _("Pourquoi ce message ?")
WHY_URGENT = _(
    "Il concerne la sécurité de votre boîte, ou quelque chose qui s'arrête : il part toujours, tout de suite."
)
WHY_USUAL = _("Vous avez choisi d'être prévenu par courriel, à cette adresse.")
NO_MORE_OF_IT = _("Ne plus recevoir ce genre de message")
NO_MORE = _("Ne plus recevoir de courriel")
NOT_MINE = _("Ce message n'est pas pour moi")
SETTLE = _("Choisir ce que je reçois")
KEEP = _("Je garde ma boîte")
KEEPING = (ACCOUNT_IDLE, ACCOUNT_CLOSING)
"""What may say that a box closes for want of visits: one tap keeps it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidText:
    """Some words of a mail, and the language they are in where it is not the mail's."""

    text: str
    lang: str = ""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterHelp:
    """Who may help with a message."""

    body: SaidText
    action: SaidText
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterLine:
    """One message of a mail."""

    title: SaidText
    body: SaidText
    action: SaidText
    link: str
    help: LetterHelp | None = None


def drawn(settings: Settings, envelope: Envelope, keep: str = "") -> Drawn:
    """The mail of this envelope, in the language spoken now, with the address of `keeping`."""
    return Drawn(
        address=envelope.contact.address,
        letter=letter(settings, envelope, missed=_missed(envelope), keep=keep),
        headers=headers(settings, envelope),
        # With its instant: a database brought back from a copy gives the same number to another delivery.
        identifier=f"avis.{envelope.delivery.id}.{envelope.delivery.at.timestamp():.0f}",
    )


async def keeping(settings: Settings, envelope: Envelope) -> str:
    """The address that keeps the box of its reader, where it says that it will close for want of visits; or empty."""
    closing = any(line.kind in KEEPING for line in envelope.lines)
    return await keep_links.keeping(settings, envelope.contact) if closing else ""


def _missed(envelope: Envelope) -> bool:
    """Whether it says all at once what could not be said in its time: after a silence, or much in one go."""
    if envelope.delivery.urgency != Urgency.DIGEST:
        return len(envelope.lines) + envelope.others > FEW
    until = envelope.rhythm.paused_until
    return until is not None and envelope.delivery.at < until <= now()


def letter(settings: Settings, envelope: Envelope, *, missed: bool = False, keep: str = "") -> Letter:
    """Its words, on both faces. `keep` is the address that keeps the box, where the mail gives it."""
    lines = [_line(settings, line, keep) for line in envelope.lines[:SHOWN]] if envelope.inside else []
    beyond = len(envelope.lines) + envelope.others - len(lines) if envelope.inside else 0
    alone = len(envelope.lines) == 1 and not envelope.others and not missed
    heading = lines[0].title if alone and lines else _said(MISSED if missed else WAITS)
    return render(
        "messages",
        subject=_said(_subject(envelope, missed=missed)),
        heading=heading,
        alone=alone,
        lines=lines,
        keep="" if envelope.inside else keep,
        keeping=_said(KEEP),
        outside=[] if envelope.inside else [_said(each) for each in _outside(envelope)],
        others=_said(counted("et %(num)s autre", "et %(num)s autres", beyond)) if beyond else "",
        hello=_said(HELLO),
        open=_said(OPEN),
        messages=_page(settings, "notifications:messages"),
        why=_said(WHY),
        because=_said(_because(envelope)),
        ends=[(_said(text), link) for text, link in _ends(settings, envelope)],
        lang=spoken().tag,
        direction=spoken().direction,
        site=settings.base_url,
    )


def _line(settings: Settings, line: InboxLine, keep: str) -> LetterLine:
    kept = keep if line.kind in KEEPING else ""
    link = kept or _page(settings, "notifications:open", mark=str(line.mark))
    return LetterLine(
        title=_said(line.title),
        body=_said(line.body),
        action=_said(KEEP if kept else line.action or SEE),
        link=link,
        help=_help(settings, line.help) if line.help else None,
    )


def _help(settings: Settings, said: SaidHelp) -> LetterHelp:
    return LetterHelp(body=_said(said.body), action=_said(said.action), link=_page(settings, said.route, **said.values))


def _said(text: str) -> SaidText:
    """One line of words, in the language spoken now where it is known; else in French, which is said."""
    known = translated(text)
    plain = one_line(unturned(str(text if known is None else known)), LONGEST)
    return SaidText(text=plain, lang="fr" if known is None else "")


def _subject(envelope: Envelope, *, missed: bool) -> str:
    outside = _outside(envelope)
    return MISSED if missed else outside[0] if len(outside) == 1 else words.OUTSIDE_BOX


def _outside(envelope: Envelope) -> list[str]:
    """What may be said where others read: each sentence once."""
    return list(dict.fromkeys(line.kind.outside for line in envelope.lines))


def _page(settings: Settings, route: str, **values: str) -> str:
    return settings.base_url.rstrip("/") + of_site(settings)(route, **values)


def _urgent(envelope: Envelope) -> bool:
    """Whether nobody may want it no more."""
    kind = _only_kind(envelope)
    return envelope.delivery.urgency == Urgency.NOW or (kind is not None and bool(kind.always))


def _because(envelope: Envelope) -> str:
    kind = _only_kind(envelope)
    return (kind.always if kind else "") or (WHY_URGENT if _urgent(envelope) else WHY_USUAL)


def _told_kind(envelope: Envelope) -> MessageKind | None:
    """The same, where it may be told: in a mailbox that others read, not even the name of the list says it."""
    return _only_kind(envelope) if envelope.inside else None


def _only_kind(envelope: Envelope) -> MessageKind | None:
    """The kind of all that it says, where it is one."""
    kinds = {line.kind.code: line.kind for line in envelope.lines}
    return next(iter(kinds.values())) if len(kinds) == 1 and not envelope.others else None


def _ends(settings: Settings, envelope: Envelope) -> list[tuple[str, str]]:
    """The gestures at its foot. What is urgent cannot be stopped by itself; a mailbox always can."""
    kind, contact = _told_kind(envelope), envelope.contact
    found = [(NOT_MINE, ending(settings, contact, EndScope.NOT_MINE))]
    if not _urgent(envelope):
        found.insert(0, (NO_MORE, ending(settings, contact, EndScope.CHANNEL)))
        if kind:
            found.insert(0, (NO_MORE_OF_IT, ending(settings, contact, EndScope.KIND, kind)))
    return [*found, (SETTLE, _page(settings, "notifications:settings"))]


def headers(settings: Settings, envelope: Envelope) -> dict[str, str]:
    """Which list it is of, and how a mail program leaves it in one click (RFC 2919, RFC 8058)."""
    kind = _told_kind(envelope)
    name = kind.code.replace(".", "-") if kind else "ensemble"
    said = {"List-Id": f"<{name}.avis.{sender(settings).domain}>"}
    if _urgent(envelope):
        return said
    scope = EndScope.KIND if kind else EndScope.CHANNEL
    return said | {
        "List-Unsubscribe": f"<{ending(settings, envelope.contact, scope, kind)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
