"""The files of the demonstration's resources: made here, the same each time, and all of them marked as fictional."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PIL import Image

from boite.demo.documents import chime, saved, sheet
from boite.demo.pdf import text_pdf
from boite.demo.video import webm

FRAME = (480, 270)
SMALL = (420, 595)
"""A5, in points: its letters are still read on a thumbnail."""
SECOND = 2
"""Frames: the films of the demonstration show a picture every half second."""
WORKSHOP = (
    ("Une matinée dans un atelier", "Film d'essai, fictif", 2),
    ("Bonjour", "J'arrive à sept heures et demie.", 3),
    ("Mesurer", "Je mesure deux fois. Je coupe une fois.", 3),
    ("L'apprenti", "Au début, je ponçais. Maintenant, j'assemble.", 3),
    ("La précision", "Venez voir un atelier près de chez vous.", 3),
)
"""Each picture: its title, its line, how many seconds it stays."""
TIDYING = (("1. L'accueil", "", 2), ("2. Ajouter un papier", "", 2), ("3. La photo", "", 2), ("4. C'est rangé", "", 2))
PAGES = {
    "Mon CV pas à pas.pdf": (
        "Mon CV pas à pas",
        ("1. Votre nom, votre ville, un téléphone.", "2. Ce que vous cherchez, en une ligne."),
        ("3. Ce que vous savez faire : trois choses.", "4. Où vous l'avez appris.", "5. Relire à deux."),
    ),
    "Vingt questions d'entretien.pdf": (
        "Vingt questions d'entretien",
        ("1. Parlez-moi de vous.", "2. Pourquoi ce poste ?", "3. Qu'avez-vous aimé, avant ?"),
        ("4. Et ce qui était difficile ?", "5. Quand pouvez-vous commencer ?"),
    ),
    "Aides pour se déplacer.pdf": (
        "Les aides pour se déplacer",
        ("Le permis : une avance, à rembourser.", "Le train : une carte à moitié prix."),
        ("Le vélo : un prêt de six mois.", "La voiture : le garage solidaire."),
    ),
    "Le métier de boulangère.pdf": (
        "Boulangère, boulanger",
        ("On commence à quatre heures. On finit à midi.", "On pétrit, on façonne, on cuit, on range."),
        ("On se forme en deux ans, en apprentissage.", "On peut essayer une semaine avant."),
    ),
    "Lire son bulletin de paie.pdf": (
        "Lire son bulletin de paie",
        ("Le brut : ce que dit le contrat.", "Les cotisations : ce qui protège."),
        ("Le net : ce qui arrive à la banque.", "Les congés : deux jours et demi par mois."),
    ),
    "Les mots du travail.pdf": (
        "Les mots du travail",
        ("Le chef. La pause. Le planning.", "La fiche de paie. Le contrat. Les congés."),
        ("Je suis en retard.", "Je n'ai pas compris.", "Pouvez-vous répéter ?"),
    ),
}
"""Each document: its title, then its lines, in two groups."""
FICTIONAL = "Document fictif, écrit pour la démonstration."


def films() -> dict[str, Callable[[], bytes]]:
    """How each file is made, by name. Nothing is made before it is asked for: a film takes a second."""
    return {
        "Atelier de menuiserie.webm": partial(film, WORKSHOP),
        "Atelier de menuiserie.vtt": partial(subtitles, WORKSHOP),
        "Atelier de menuiserie.png": lambda: saved(
            sheet("Atelier de menuiserie", "Équerre et crayon", (720, 405)), "PNG"
        ),
        "Ranger ses papiers.webm": partial(film, TIDYING),
        "Le bon virage – émission 12.wav": chime,
        "Affiche – mes droits au travail.png": lambda: saved(sheet("Mes droits au travail", "Dix droits"), "PNG"),
        **{name: partial(_paper, *said) for name, said in PAGES.items()},
    }


def _paper(title: str, first: tuple[str, ...], second: tuple[str, ...]) -> bytes:
    return text_pdf(title, [(title, FICTIONAL, "", *first, "", *second), ("À compléter", FICTIONAL)], SMALL)


def film(pictures: tuple[tuple[str, str, int], ...]) -> bytes:
    """A film without sound: each picture stays its seconds."""
    frames: list[Image.Image] = []
    for title, line, seconds in pictures:
        frames += [sheet(title, line, FRAME).resize(FRAME)] * (seconds * SECOND)
    return webm(frames)


def subtitles(pictures: tuple[tuple[str, str, int], ...]) -> bytes:
    """The lines of a film as WebVTT."""
    cues, start = ["WEBVTT", "NOTE Fictif"], 0
    for _, line, seconds in pictures:
        cues.append(f"{_stamp(start)} --> {_stamp(start + seconds)}\n{line}")
        start += seconds
    return "\n\n".join(cues).encode()


def _stamp(seconds: int) -> str:
    return f"{seconds // 60:02}:{seconds % 60:02}.000"
