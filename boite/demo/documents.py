"""The papers of the demo people: made here, the same each time, and all of them marked FICTIF."""

import io
import math
import wave
from dataclasses import dataclass
from functools import cache

import pillow_heif
import pypdfium2  # type: ignore[import-untyped]  # published without types, and no stubs exist
from PIL import Image, ImageDraw, ImageFont

from boite.demo.pdf import text_pdf
from boite.demo.video import webm
from boite.text.pdf import A4

ORIENTATION = 0x0112  # EXIF
ROTATED_RIGHT = 6  # the phone was held upright: turn a quarter clockwise to read
INK, STAMP = "#1d2b33", "#a3361f"

LETTER = """FICTIF – lettre de démonstration

Madame, Monsieur,

À dix-sept ans, j'aimerais découvrir les métiers du bois.
Le garçon d'à côté m'a parlé de votre atelier, près de Pithiviers.
Où et quand pourrais-je vous rencontrer ? Même une journée m'aiderait.

Je vous remercie de votre réponse, qu'elle soit « oui » ou « pas encore ».

Inès
"""
CV_PAGES = (
    (
        "Inès Exemple – CV (FICTIF)",
        "17 ans, Pithiviers (Loiret)",
        "",
        "Ce que je cherche : un apprentissage de menuisière.",
        "",
        "Février 2026 : stage d'observation à l'atelier Le Copeau (imaginaire)",
        "Été 2025 : cueillette de pommes, quatre semaines",
        "2024-2025 : aide aux devoirs, maison de quartier",
    ),
    (
        "Ce que je sais faire (FICTIF)",
        "Mesurer, tracer, poncer. Lire un plan simple.",
        "Français, arabe parlé, anglais scolaire.",
        "",
        "J'aime : le dessin, le vélo, les goûters où l'on cause.",
    ),
)


@dataclass(frozen=True, slots=True)
class DemoDocument:
    """A paper to put in a demo box; valid_until_days counts from the day of the demo, negative once expired."""

    name: str
    media_type: str
    content: bytes
    document_type: str
    valid_until_days: int | None = None


@cache
def documents() -> tuple[DemoDocument, ...]:
    """Every demo paper; about two seconds the first time."""
    attendance = sheet("Attestation de présence", "Du 1er au 30 juin 2026")
    rqth = sheet("Décision RQTH", "Valable jusqu'à la date indiquée")
    diploma = sheet("Diplôme du brevet", "Session de juin 2025", (595, 420))
    home = sheet("Quittance de loyer", "Octobre 2026")
    return (
        DemoDocument("CV Inès 2026 ✨.pdf", "application/pdf", text_pdf("CV d'Inès (FICTIF)", CV_PAGES), "cv"),
        DemoDocument(
            "Attestation de présence – juin.jpg", "image/jpeg", rotated_jpeg(attendance), "attestation-formation"
        ),
        DemoDocument("Décision RQTH – Marc.heic", "image/heic", heic(rqth), "rqth-mdph", 45),
        DemoDocument("Diplôme du brevet 🎓.png", "image/png", saved(diploma, "PNG"), "diplome"),
        DemoDocument("Quittance d'octobre.webp", "image/webp", saved(home, "WEBP"), "justificatif-domicile", 12),
        DemoDocument("Lettre à l'atelier – brouillon.txt", "text/plain", LETTER.encode(), "lettre-motivation"),
        DemoDocument("Note vocale « entretien ».wav", "audio/wav", chime(), "note-personnelle"),
        DemoDocument("Ma présentation 🎬.webm", "video/webm", presentation(), "candidature"),
    )


def sheet(title: str, line: str, size: tuple[int, int] = A4) -> Image.Image:
    """A picture of a paper of this size in points, at two pixels a point, with the stamp FICTIF."""
    # Drawn by way of a PDF: its reader has letters with accents on every machine, the default font of Pillow none.
    paper = text_pdf(title, [(title, line, "", "Document de démonstration")], size)
    with pypdfium2.PdfDocument(paper) as document:
        image: Image.Image = document[0].render(scale=2).to_pil().convert("RGB")
    pen = ImageDraw.Draw(image)
    width, height = image.size
    pen.rectangle((24, 24, width - 24, height - 24), outline=INK, width=3)
    pen.text((width / 2, height * 0.8), "FICTIF", STAMP, ImageFont.load_default(width / 6), anchor="mm")
    return image


def rotated_jpeg(image: Image.Image) -> bytes:
    """The picture lying on its side, with the EXIF mark by which a phone says so."""
    exif = Image.Exif()
    exif[ORIENTATION] = ROTATED_RIGHT
    output = io.BytesIO()
    image.transpose(Image.Transpose.ROTATE_90).save(output, "JPEG", quality=85, exif=exif.tobytes())
    return output.getvalue()


def heic(image: Image.Image) -> bytes:
    """The picture as a recent phone keeps it."""
    output = io.BytesIO()
    pillow_heif.from_pillow(image).save(output, quality=60)
    return output.getvalue()


def saved(image: Image.Image, image_format: str) -> bytes:
    """The picture in a format of Pillow."""
    output = io.BytesIO()
    image.save(output, image_format)
    return output.getvalue()


def chime() -> bytes:
    """Two seconds of a soft chord, 8 kHz, mono."""
    rate = 8000
    samples = bytearray()
    for moment in range(2 * rate):
        time = moment / rate
        chord = sum(math.sin(2 * math.pi * pitch * time) for pitch in (262, 330, 392)) / 3
        samples.append(round(128 + 90 * chord * math.exp(-2 * time)))
    output = io.BytesIO()
    with wave.open(output, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(rate)
        sound.writeframes(bytes(samples))
    return output.getvalue()


def presentation() -> bytes:
    """Three seconds of slides."""
    slides = ("Bonjour !", "Je m'appelle Inès.", "Je cherche un atelier.")
    return webm([sheet("Ma présentation", line, (360, 240)) for line in slides for _ in range(2)])
