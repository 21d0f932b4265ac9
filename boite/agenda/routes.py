"""The addresses of this domain: reading, registering, at the door, then keeping the agenda."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from boite.web.page_modules import PageModule

attendees_pages = PageModule("boite.agenda.attendees_pages")
check_in_pages = PageModule("boite.agenda.check_in_pages")
desk_pages = PageModule("boite.agenda.desk_pages")
event_editor_pages = PageModule("boite.agenda.event_editor_pages")
reading_pages = PageModule("boite.agenda.reading_pages")
registration_pages = PageModule("boite.agenda.registration_pages")
visit_plan_pages = PageModule("boite.agenda.visit_plan_pages")

EVENT, CODE, KEPT = "/rendez-vous/{slug}", "/inscriptions/{code}", "/travail/{slug}"
BOTH = ["GET", "POST"]

_reading: list[BaseRoute] = [
    Route("/", reading_pages.index, name="index"),
    Route("/territoires/{code}.ics", reading_pages.feed, name="feed"),
    Route(EVENT, reading_pages.event, name="event"),
    Route(f"{EVENT}/calendrier.ics", reading_pages.event_file, name="event_file"),
    Route(f"{EVENT}/copie", reading_pages.keep, name="keep", methods=["POST"]),
]
_registering: list[BaseRoute] = [
    Route(f"{EVENT}/inscription", registration_pages.register, name="register", methods=BOTH),
    Route("/mes-rendez-vous", registration_pages.mine, name="mine"),
    Route("/inscriptions", registration_pages.find, name="find", methods=BOTH),
    Route(CODE, registration_pages.registration, name="registration"),
    Route(f"{CODE}/annulation", registration_pages.leave, name="leave", methods=["POST"]),
    Route(f"{CODE}/avis", registration_pages.answer, name="answer", methods=["POST"]),
]
_at_the_door: list[BaseRoute] = [
    Route("/presences/{code}", check_in_pages.scan, name="scan", methods=BOTH),
    Route("/entrees/{token}", check_in_pages.entrance, name="entrance", methods=BOTH),
    Route("/etapes/{token}", check_in_pages.step, name="step", methods=BOTH),
]
_desk: list[BaseRoute] = [
    Route("/travail", desk_pages.desk, name="desk"),
    Route("/travail.csv", desk_pages.desk_csv, name="desk_csv"),
    Route("/travail/nouveau/rendez-vous", event_editor_pages.new, name="new", methods=BOTH),
    Route(KEPT, desk_pages.kept, name="kept"),
    Route(f"{KEPT}/modification", event_editor_pages.edit, name="edit", methods=BOTH),
    Route(f"{KEPT}/modification/lieu", event_editor_pages.edit_where, name="edit_where", methods=BOTH),
    Route(f"{KEPT}/modification/inscriptions", event_editor_pages.edit_seats, name="edit_seats", methods=BOTH),
    Route(f"{KEPT}/publication", desk_pages.publish, name="publish", methods=["POST"]),
    Route(f"{KEPT}/retrait", desk_pages.withdraw, name="withdraw", methods=["POST"]),
    Route(f"{KEPT}/annulation", desk_pages.cancel, name="cancel", methods=BOTH),
    Route(f"{KEPT}/structures", visit_plan_pages.structures, name="structures", methods=BOTH),
    Route(f"{KEPT}/etapes", visit_plan_pages.steps, name="steps", methods=BOTH),
    Route(f"{KEPT}/presences", attendees_pages.attendance, name="attendance", methods=BOTH),
    Route(f"{KEPT}/noms", attendees_pages.name_new, name="name_new", methods=BOTH),
    Route(f"{KEPT}/noms/{{registration}}", attendees_pages.listed, name="listed"),
    Route(f"{KEPT}/noms/{{registration}}/retrait", attendees_pages.take_off, name="take_off", methods=["POST"]),
    Route(f"{KEPT}/resultats", attendees_pages.results_page, name="results"),
    Route(f"{KEPT}/resultats.csv", attendees_pages.results_csv, name="results_csv"),
    Route(f"{KEPT}/affiches", attendees_pages.posters, name="posters"),
]
routes: list[BaseRoute] = [*_reading, *_registering, *_at_the_door, *_desk]
PUBLIC = frozenset(
    {"answer", "entrance", "event", "event_file", "feed", "find", "index", "leave", "register", "registration", "step"}
)
"""The names that anybody may ask for, without signing in."""
