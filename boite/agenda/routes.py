"""The addresses of this domain: reading, registering, at the door, then keeping the agenda."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from boite.agenda import (
    arranging_views,
    desk_views,
    people_views,
    presence_views,
    reading_views,
    registering_views,
)

EVENT, CODE, KEPT = "/rendez-vous/{slug}", "/inscriptions/{code}", "/travail/{slug}"
BOTH = ["GET", "POST"]

_reading: list[BaseRoute] = [
    Route("/", reading_views.index, name="index"),
    Route("/territoires/{code}.ics", reading_views.feed, name="feed"),
    Route(EVENT, reading_views.event, name="event"),
    Route(f"{EVENT}/calendrier.ics", reading_views.event_file, name="event_file"),
    Route(f"{EVENT}/copie", reading_views.keep, name="keep", methods=["POST"]),
]
_registering: list[BaseRoute] = [
    Route(f"{EVENT}/inscription", registering_views.register, name="register", methods=BOTH),
    Route("/mes-rendez-vous", registering_views.mine, name="mine"),
    Route("/inscriptions", registering_views.find, name="find", methods=BOTH),
    Route(CODE, registering_views.registration, name="registration"),
    Route(f"{CODE}/annulation", registering_views.leave, name="leave", methods=["POST"]),
    Route(f"{CODE}/avis", registering_views.answer, name="answer", methods=["POST"]),
]
_at_the_door: list[BaseRoute] = [
    Route("/presences/{code}", presence_views.scan, name="scan", methods=BOTH),
    Route("/entrees/{token}", presence_views.entrance, name="entrance", methods=BOTH),
    Route("/etapes/{token}", presence_views.step, name="step", methods=BOTH),
]
_desk: list[BaseRoute] = [
    Route("/travail", desk_views.desk, name="desk"),
    Route("/travail.csv", desk_views.desk_csv, name="desk_csv"),
    Route("/travail/nouveau/rendez-vous", desk_views.new, name="new", methods=BOTH),
    Route(KEPT, desk_views.kept, name="kept"),
    Route(f"{KEPT}/modification", desk_views.edit, name="edit", methods=BOTH),
    Route(f"{KEPT}/publication", desk_views.publish, name="publish", methods=["POST"]),
    Route(f"{KEPT}/retrait", desk_views.withdraw, name="withdraw", methods=["POST"]),
    Route(f"{KEPT}/annulation", desk_views.cancel, name="cancel", methods=BOTH),
    Route(f"{KEPT}/structures", arranging_views.structures, name="structures", methods=BOTH),
    Route(f"{KEPT}/etapes", arranging_views.steps, name="steps", methods=BOTH),
    Route(f"{KEPT}/presences", people_views.attendance, name="attendance", methods=BOTH),
    Route(f"{KEPT}/noms", people_views.name_new, name="name_new", methods=BOTH),
    Route(f"{KEPT}/noms/{{registration}}", people_views.listed, name="listed"),
    Route(f"{KEPT}/noms/{{registration}}/retrait", people_views.take_off, name="take_off", methods=["POST"]),
    Route(f"{KEPT}/resultats", people_views.results_page, name="results"),
    Route(f"{KEPT}/resultats.csv", people_views.results_csv, name="results_csv"),
    Route(f"{KEPT}/affiches", people_views.posters, name="posters"),
]
routes: list[BaseRoute] = [*_reading, *_registering, *_at_the_door, *_desk]
