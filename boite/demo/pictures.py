"""The pictures and the poster of the demonstration's news: drawn here, the same each time, all marked as fictional."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PIL import Image, ImageDraw, ImageFont

from boite.demo.documents import saved
from boite.demo.pdf import text_pdf

SIZE = (1280, 720)
SKY, GROUND, WOOD, LEAF, CLAY, INK, PAPER = (
    *("#cfe3ea", "#e8d6b5", "#a8743f", "#5f8a5b", "#b9573a", "#2b3a42", "#fbf5e9"),
)
MARK = "DESSIN FICTIF"
POSTER = (
    ("Portes ouvertes (FICTIF)", "Les centres de formation de Blois", "Un samedi, de 9 h à 17 h. Entrée libre."),
    ("Le programme (FICTIF)", "9 h : les ateliers ouvrent", "10 h : parler aux apprentis", "14 h : essayer un outil"),
)

Pen = ImageDraw.ImageDraw


def workshop(pen: Pen) -> None:
    """A bench, its tools on the wall, three people."""
    pen.rectangle((0, 470, 1280, 720), fill=GROUND)
    pen.rectangle((60, 40, 1220, 60), fill=WOOD)
    for number, x in enumerate(range(120, 1240, 130)):
        pen.line((x, 60, x, 140), fill=INK, width=10)
        pen.rectangle((x - 26, 112, x + 26, 140), fill=(CLAY, LEAF)[number % 2])
    for number, x in enumerate((250, 620, 980)):
        _person(pen, x, 430, (LEAF, CLAY, INK)[number])
    pen.rectangle((120, 380, 1160, 430), fill=WOOD)
    for x in (160, 600, 1080):
        pen.rectangle((x, 430, x + 40, 640), fill=WOOD)


def forum(pen: Pen) -> None:
    """Stands under their awnings, and visitors."""
    pen.rectangle((0, 520, 1280, 720), fill=GROUND)
    for number, x in enumerate(range(40, 1240, 300)):
        pen.rectangle((x, 250, x + 240, 540), fill=PAPER, outline=INK, width=6)
        pen.polygon([(x - 20, 250), (x + 260, 250), (x + 220, 160), (x + 20, 160)], fill=(CLAY, LEAF)[number % 2])
        pen.rectangle((x, 430, x + 240, 540), fill=WOOD)
    for number, x in enumerate((200, 470, 800, 1090)):
        _person(pen, x, 640, (INK, CLAY, LEAF, INK)[number])


def box(pen: Pen) -> None:
    """A box of papers on a table, its lid open."""
    pen.rectangle((0, 560, 1280, 720), fill=GROUND)
    pen.polygon([(400, 330), (880, 330), (830, 120), (450, 120)], fill="#8a5c2f")
    for number, left in enumerate((470, 560, 650)):
        pen.rectangle((left, 210 + 25 * number, left + 160, 420), fill=PAPER, outline=INK, width=4)
        for line in range(3):
            pen.line((left + 20, 235 + 25 * number + 22 * line, left + 110, 235 + 25 * number + 22 * line), INK, 5)
    pen.rectangle((400, 360, 880, 640), fill=WOOD, outline=INK, width=6)
    pen.rectangle((540, 450, 740, 530), fill=PAPER, outline=INK, width=4)


def _person(pen: Pen, x: int, foot: int, colour: str) -> None:
    pen.rounded_rectangle((x - 45, foot - 170, x + 45, foot), 40, fill=colour)
    pen.ellipse((x - 36, foot - 250, x + 36, foot - 178), fill="#d9a77f", outline=INK, width=4)


def _drawn(scene: Callable[[Pen], None]) -> bytes:
    image = Image.new("RGB", SIZE, SKY)
    pen = ImageDraw.Draw(image)
    scene(pen)
    pen.rectangle((0, 640, 560, 720), fill=PAPER)
    pen.text((24, 646), MARK, INK, ImageFont.load_default(64))
    return saved(image.quantize(32), "PNG")


def news_files() -> dict[str, Callable[[], bytes]]:
    """Each file of the groups' spaces, by its name, made when asked for."""
    return {
        "Un atelier (dessin fictif).png": partial(_drawn, workshop),
        "Un forum (dessin fictif).png": partial(_drawn, forum),
        "Ma boîte (dessin fictif).png": partial(_drawn, box),
        "Affiche des portes ouvertes (fictive).pdf": partial(text_pdf, "Portes ouvertes (FICTIF)", POSTER),
    }
