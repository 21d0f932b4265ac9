"""The languages in which people may be received, with their French names (ISO 639-1, and French sign language)."""

from __future__ import annotations

LANGUAGES = {
    "fr": "français",
    "lsf": "langue des signes française",
    "en": "anglais",
    "ar": "arabe",
    "es": "espagnol",
    "pt": "portugais",
    "de": "allemand",
    "it": "italien",
    "tr": "turc",
    "ro": "roumain",
    "ru": "russe",
    "uk": "ukrainien",
    "pl": "polonais",
    "fa": "persan, dari",
    "ps": "pachto",
    "zh": "chinois",
    "ln": "lingala",
    "ff": "peul",
    "bm": "bambara",
    "so": "somali",
    "ti": "tigrigna",
    "sq": "albanais",
    "hy": "arménien",
    "ka": "géorgien",
}
