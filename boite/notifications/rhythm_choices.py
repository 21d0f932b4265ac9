"""What somebody chooses of when they are told, and how the page says it in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from boite.accounts.models import User
from boite.clock import PARIS, day_of, midnight, now, today
from boite.errors import Invalid
from boite.languages.messages import _, filled
from boite.notifications.models import Rhythm
from boite.notifications.rhythm import Digest, of_people, usual

LONGEST = timedelta(days=366)
DAYS = {
    0: _("le lundi"),
    1: _("le mardi"),
    2: _("le mercredi"),
    3: _("le jeudi"),
    4: _("le vendredi"),
    5: _("le samedi"),
    6: _("le dimanche"),
}
DIGESTS = {
    Digest.FORTNIGHT: _("Deux fois par mois"),
    Digest.MONTH: _("Une fois par mois"),
    Digest.WEEK: _("Chaque semaine"),
    Digest.WORKING_DAYS: _("Chaque jour ouvré"),
    Digest.NEVER: _("Jamais : tout reste dans ma boîte"),
}
SAID = {
    Digest.FORTNIGHT: _("Deux fois par mois, %(day)s, à partir de %(hour)s, seulement si quelque chose vous attend."),
    Digest.MONTH: _("Une fois par mois, %(day)s, à partir de %(hour)s, seulement si quelque chose vous attend."),
    Digest.WEEK: _("Chaque semaine, %(day)s, à %(hour)s, seulement si quelque chose vous attend."),
    Digest.WORKING_DAYS: _("Chaque jour ouvré, à %(hour)s, seulement si quelque chose vous attend."),
    Digest.NEVER: _("Rien n'est groupé en un courriel : tout reste dans votre boîte."),
}
PAST = _("Choisissez un jour à venir.")
FAR = _("Choisissez un jour dans l'année qui vient.")


@dataclass(frozen=True, slots=True, kw_only=True)
class RhythmChoice:
    """What the form says. Hours are minutes of the day."""

    digest: str
    weekday: int
    at: int
    quiet_from: int
    quiet_to: int
    saturdays: bool
    sundays: bool
    holidays: bool


async def of(user: User) -> Rhythm:
    """The rhythm of this person, chosen or usual."""
    return (await of_people([(user.id, user.is_professional)]))[user.id]


async def choose(user: User, choice: RhythmChoice) -> None:
    """From now on, this one. What is already due keeps its hour, and is looked at again as it leaves."""
    values = {name: getattr(choice, name) for name in RhythmChoice.__slots__}
    await Rhythm.update_or_create(values, user_id=user.id)


async def pause(user: User, until: date | None) -> None:
    """Silence until the end of this day, but for what is urgent. Raises Invalid for no day, or one too near or far."""
    if until is None or until < today():
        raise Invalid(fields={"until": PAST})
    if until > today() + LONGEST:
        raise Invalid(fields={"until": FAR})
    ends = midnight(until + timedelta(days=1))
    await _set_pause(user, ends)


async def resume(user: User) -> None:
    """Told again from now on. Said twice, it is the same."""
    await _set_pause(user, now())


async def _set_pause(user: User, ends: datetime) -> None:
    kept = usual(at_work=user.is_professional)
    values = {name: getattr(kept, name) for name in RhythmChoice.__slots__}
    await Rhythm.get_or_create(values, user_id=user.id)
    await Rhythm.filter(user_id=user.id).update(paused_until=ends)


def paused_day(rhythm: Rhythm) -> date | None:
    """The last day of their silence, while it lasts."""
    if rhythm.paused_until is None or rhythm.paused_until <= now():
        return None
    return day_of(rhythm.paused_until.astimezone(PARIS) - timedelta(days=1))


def hour(minutes: int) -> str:
    """« 9 h », « 8 h 30 »."""
    whole, rest = divmod(minutes, 60)
    return f"{whole} h {rest:02d}" if rest else f"{whole} h"


def said(rhythm: Rhythm) -> list[str]:
    """This rhythm in plain sentences."""
    digest, day = Digest(rhythm.digest), DAYS[rhythm.weekday]
    lines = [filled(SAID[digest], day=day, hour=hour(rhythm.at))]
    if rhythm.quiet_from != rhythm.quiet_to:
        lines.append(_("Rien de %(begins)s à %(ends)s.", begins=hour(rhythm.quiet_from), ends=hour(rhythm.quiet_to)))
    closed = ((rhythm.saturdays, _("Ni le samedi.")), (rhythm.sundays, _("Ni le dimanche.")))
    lines += [words for open_, words in (*closed, (rhythm.holidays, _("Ni les jours fériés."))) if not open_]
    return lines
