"""What one does with one's account and box."""

from __future__ import annotations

from datetime import timedelta

from boite.accounts import passphrase, profile, sessions, staying
from boite.accounts.models import AccountRole, User
from boite.accounts.profile import Profile
from boite.administration import people
from boite.boxes import closing, creation, export, idle_closing
from boite.clock import months_later, today
from boite.directory.places.lookup import Place
from boite.support import commune, free_text, supports
from boite.support.models import Support
from tests.directory.sheets import make_structure
from tests.people import PASSPHRASE
from tests.verbs.table import Left, Verb, World, account, again, box, own, told, verb

TRIES = frozenset({"account_attempt"})


@verb
async def open_a_box(w: World) -> Verb:
    left = Verb(lambda: _open(w, left), [])
    return left


async def _open(w: World, left: Verb) -> None:
    made = await creation.open_under("lavande-428", "digest", w.settings.quota_bytes, "Olga", AccountRole.PERSON)
    left.leaves.append(Left("account.opened", made.id, made.id, box(made)))


@verb
async def sign_in(w: World) -> Verb:
    begin = lambda: sessions.begin(w.ines, w.settings, device="Tests", shared=False)  # noqa: E731
    return Verb(begin, [own("account.signed_in", w.ines, account(w.ines))])


@verb
async def sign_in_from_another_device(w: World) -> Verb:
    await sessions.begin(w.ines, w.settings, device="Téléphone", shared=False)
    verb_ = Verb(lambda: begin(), [own("account.signed_in", w.ines, account(w.ines))])

    async def begin() -> None:
        session, _ = await sessions.begin(w.ines, w.settings, device="Tests", shared=False)
        verb_.leaves.append(Left("account.new_device", w.ines.id, None, f"session:{session.id}"))

    return verb_


@verb
async def suspend_a_box(w: World) -> Verb:
    left = [Left("account.disabled", w.ines.id, None, box(w.ines))]
    return Verb(lambda: people.disable(w.ines, "Prêt"), left)


@verb
async def reopen_a_box_from_a_page(w: World) -> Verb:
    await people.disable(w.ines, "Prêt")
    await User.filter(id=w.nadia.id).update(role=AccountRole.ADMINISTRATOR)
    left = [
        Left("account.enabled", w.ines.id, None, box(w.ines)),
        own("account.administered", w.nadia, account(w.ines)),
    ]
    return Verb(lambda: people.enable(w.ines, w.settings, w.nadia), left)


@verb
async def give_a_passphrase(w: World) -> Verb:
    left = [Left("account.passphrase_given", w.ines.id, None, account(w.ines))]
    left.append(Left("account.passphrase_changed", w.ines.id, None, account(w.ines)))
    return Verb(lambda: people.give_passphrase(w.ines, w.settings), left)


@verb
async def close_for_want_of_visits(w: World) -> Verb:
    seen = months_later(today(), -30)
    await User.filter(id=w.ines.id).update(seen_on=seen)
    close = lambda: idle_closing._close(w.ines.id, seen, w.settings)  # noqa: E731
    return Verb(close, [Left("account.closing_idle", w.ines.id, None, box(w.ines))])


@verb
async def sign_out(w: World) -> Verb:
    session, _ = await sessions.begin(w.ines, w.settings, device="Tests", shared=False)
    return Verb(lambda: sessions.end(session), [own("account.signed_out", w.ines, account(w.ines))])


@verb
async def disconnect_a_device(w: World) -> Verb:
    session, _ = await sessions.begin(w.ines, w.settings, device="Tests", shared=False)
    return Verb(lambda: sessions.close(session, by=w.ines), [own("account.session_closed", w.ines, account(w.ines))])


@verb
async def change_one_s_passphrase(w: World) -> Verb:
    session, _ = await sessions.begin(w.ines, w.settings, device="Tests", shared=False)
    new = "rivière lampe tomate guitare nuage"

    async def do() -> None:
        user = await User.get(id=w.ines.id)
        await passphrase.change_passphrase(user, PASSPHRASE, new, session=session, settings=w.settings)

    return Verb(do, [own("account.passphrase_changed", w.ines, account(w.ines))], TRIES)


@verb
async def change_one_s_profile(w: World) -> Verb:
    async def do() -> None:
        await profile.change_profile(await again(w.ines), Profile(first_name="Inès-Lou"))

    return Verb(do, [own("account.profile_changed", w.ines, account(w.ines))])


@verb
async def refuse_statistics(w: World) -> Verb:
    async def do() -> None:
        await profile.refuse_statistics(await again(w.ines))

    return Verb(do, [own("account.statistics_refused", w.ines, account(w.ines))])


@verb
async def accept_statistics(w: World) -> Verb:
    await User.filter(id=w.ines.id).update(statistics_refused_on=today())

    async def do() -> None:
        await profile.accept_statistics(await again(w.ines))

    return Verb(do, [own("account.statistics_accepted", w.ines, account(w.ines))])


@verb
async def disconnect_all_devices_of_somebody(w: World) -> Verb:
    await sessions.begin(w.ines, w.settings, device="Tests", shared=False)
    left = Left("account.all_sessions_closed", w.ines.id, None, account(w.ines))
    return Verb(lambda: people.close_sessions(w.ines), [left])


@verb
async def let_somebody_try_again(w: World) -> Verb:
    left = Left("account.unlocked", w.ines.id, None, account(w.ines))
    return Verb(lambda: people.unlock(w.ines, w.settings), [left])


@verb
async def give_somebody_more_room(w: World) -> Verb:
    left = Left("account.quota_changed", w.ines.id, None, box(w.ines))
    return Verb(lambda: people.set_quota(w.ines, 5_000_000), [left])


@verb
async def give_somebody_a_role(w: World) -> Verb:
    left = Left("account.role_changed", w.ines.id, None, account(w.ines))
    return Verb(lambda: people.set_role(w.ines, AccountRole.OBSERVER), [left])


@verb
async def say_where_one_lives(w: World) -> Verb:
    place = Place("45234", "Orléans", 47.9, 1.9, None, "45000")

    async def do() -> None:
        await commune.live_in(place, by=await again(w.ines))

    return Verb(do, [own("support.commune_said", w.ines, account(w.ines))])


@verb
async def say_who_helps(w: World) -> Verb:
    structure = await make_structure()

    async def do() -> None:
        await supports.add(structure, by=w.ines)

    return Verb(do, [own("support.added", w.ines, account(w.ines))])


@verb
async def match_what_they_typed(w: World) -> Verb:
    structure = await make_structure()
    await User.filter(id=w.ines.id).update(structure=structure.name)

    async def do() -> None:
        await free_text.match_one(w.ines.id)

    return Verb(do, [told("support.matched", w.ines, None, account(w.ines))])


@verb
async def say_since_when_they_help(w: World) -> Verb:
    support = await supports.add(await make_structure(), by=w.ines)

    async def do() -> None:
        row = await Support.get(id=support.id).select_related("structure")
        await supports.say_when(row, today(), None, by=w.ines)

    return Verb(do, [own("support.changed", w.ines, account(w.ines))])


@verb
async def take_away_who_helps(w: World) -> Verb:
    support = await supports.add(await make_structure(), by=w.ines)

    async def do() -> None:
        await supports.remove(support, by=w.ines)

    return Verb(do, [own("support.removed", w.ines, account(w.ines))])


@verb
async def ask_for_the_closing(w: World) -> Verb:
    async def do() -> None:
        await closing.ask_closing(await again(w.ines), PASSPHRASE, w.settings)

    return Verb(do, [own("account.closing_asked", w.ines, box(w.ines))], TRIES)


@verb
async def call_the_closing_off(w: World) -> Verb:
    await closing.ask_closing(w.ines, PASSPHRASE, w.settings)
    return Verb(lambda: closing.keep(w.ines), [own("account.closing_cancelled", w.ines, box(w.ines))])


@verb
async def keep_a_box_from_a_mail(w: World) -> Verb:
    await User.filter(id=w.ines.id).update(seen_on=today() - timedelta(days=600))
    ines = await again(w.ines)
    return Verb(lambda: staying.keep_unseen(ines), [Left("account.kept_from_mail", w.ines.id, None, box(w.ines))])


@verb
async def take_everything_away(w: World) -> Verb:
    return Verb(lambda: export.note(w.ines), [own("account.exported", w.ines, box(w.ines))])
