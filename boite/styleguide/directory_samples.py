"""What the atelier shows of the directory: what its own modules would give, written by hand."""

from __future__ import annotations

from typing import Any

CALL = {"href": "tel:+33238000000", "words": "02 38 00 00 00"}
OPEN = {"words": "Ouvert maintenant, jusqu'à 17\u202fh", "tone": "open"}
STATES = [
    OPEN,
    {"words": "Ferme bientôt : à 12\u202fh", "tone": "soon"},
    {"words": "Fermé, ouvre demain à 9\u202fh", "tone": "closed"},
    {"words": "Fermé aujourd'hui : jour férié. Ouvre lundi à 9\u202fh", "tone": "closed"},
    {"words": "Horaires non communiqués", "tone": "unknown"},
]
WEEK = [
    ("Lundi au jeudi", "De 9\u202fh à 12\u202fh et de 13\u202fh\u202f30 à 17\u202fh"),
    ("Vendredi", "De 9\u202fh à 12\u202fh"),
    ("Samedi et dimanche", "Fermé"),
]


def _card(number: int, name: str, **more: Any) -> dict[str, Any]:
    usual = {
        "networks": ["Mission locale"],
        "ended": "",
        "announced": "",
        "place": "",
        "distance": "à 3,2\u202fkm",
        "state": OPEN,
        "plan": "",
    }
    rest = {"address": ["12 rue du Test", "45000 Orléans"], "call": CALL, "appointment": "Sans rendez-vous"}
    return {"number": number, "name": name, "href": "#"} | usual | rest | more


CARDS = [
    _card(1, "Mission locale de l'Orléanais"),
    _card(2, "Centre d'information et d'orientation de Joué-lès-Tours et du Val 🌻", networks=["CIO", "VAE"]),
    _card(3, "Espace Info Jeunes", networks=["Info Jeunes"], announced="Fermeture définitive le 15 janvier 2027"),
    _card(4, "Fongecif", ended="Réunie à une autre", state=None, call={}, distance="", appointment="", address=[]),
]
_SAID = {"brings": "Un conseiller regarde vos droits avec vous.", "how": "Sur rendez-vous.", "publics": []}
_SHEET = {
    "name": "CIO de Tours",
    "href": "#",
    "state": OPEN,
    "distance": "à 3\u202fkm",
    "announced": "",
    "call": CALL,
    "route": "#",
    "online": {"href": "#", "words": "exemple.fr"},
    "place": "",
    "address": ["12 rue du Test", "37000 Tours"],
    "week": WEEK,
    "hours_note": "",
    "appointment": "Sur rendez-vous seulement",
    "wheelchair": "",
}


def _answer(name: str, **more: Any) -> dict[str, Any]:
    usual = {
        "main": True,
        "acronym": "",
        "says": [_SAID | {"to_bring": ["CV et bulletins"], "there": [("CV", "#")]}],
        "from_home": "",
        "fact": "",
    }
    return {"name": name, "sheet": _SHEET} | usual | more


ANSWERS = [
    _answer("Centre d'information et d'orientation de Tours", acronym="CIO"),
    _answer(
        "Atelier de Chinon", from_home="En ligne ou par téléphone", fact="En ligne ou par téléphone. À 40\u202fkm."
    ),
    _answer("Mission locale", sheet=None, fact="Un conseiller regarde vos droits avec vous."),
]
PLAN = {
    "width": 300,
    "height": 330,
    "areas": ["M40,40l120,-20 110,60 10,120 -90,90 -140,-30 -30,-110z"],
    "chosen": ["M120,120l70,10 20,60 -60,40 -60,-40z"],
    "rivers": ["M20,250l80,-60 90,-20 90,-90"],
    "towns": [
        {"name": "Orléans", "x": 200, "y": 105, "anchor": "start", "dot": None, "main": True},
        {"name": "Gien", "x": 231, "y": 205, "anchor": "start", "dot": (224, 200), "main": False},
    ],
    "marks": [
        {"x": 180, "y": 100, "at": [], "number": "1", "href": "#resultat-1", "name": "Mission locale", "many": False},
        {
            "x": 90,
            "y": 200,
            "at": [(60, 210)],
            "number": "2+1",
            "href": "#resultat-2",
            "name": "CIO, VAE",
            "many": True,
        },
    ],
    "scale": {"kilometres": 20, "x": 220, "length": 68},
}
PUBLICS: dict[str, Any] = {
    "SAID": {"scolaire": "Collégien ou lycéen", "salarie": "Salarié du privé"},
    "TRAITS": {"femmes": "Femmes", "seniors": "Seniors"},
    "situation": lambda who: who.split(".")[0],
    "traits": lambda who: who.split(".")[1:],
}
DIRECTORY = {
    "answers": ANSWERS,
    "states": STATES,
    "week": WEEK,
    "call": CALL,
    "cards": CARDS,
    "plan": PLAN,
    "publics": PUBLICS,
}
