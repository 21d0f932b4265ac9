"""`python -m benchmarks [mesure…]`: run them and print their tables."""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from benchmarks import (
    crossing,
    digests,
    directory,
    download,
    figures,
    listing,
    live,
    news,
    newsletter,
    pages,
    small_files,
    startup,
    sweeps,
    upload,
)
from benchmarks.bench import Bench
from benchmarks.peers import copyparty
from benchmarks.process import MEBI

MEASURES: Final[dict[str, Callable[[Bench], None]]] = {
    "demarrage": startup.measure,
    "liste": listing.measure,
    "pages": pages.measure,
    "actualites": news.measure,
    "lettre": newsletter.measure,
    "passages": sweeps.measure,
    "groupes": digests.measure,
    "direct": live.measure,
    "chiffres": figures.measure,
    "annuaire": directory.measure,
    "petits": small_files.measure,
    "depot": upload.measure,
    "telechargement": download.measure,
    "ensemble": crossing.measure,
}


def main() -> None:
    """Read the command line, then measure."""
    parser = argparse.ArgumentParser("python -m benchmarks", description="Mesure la boîte à côté d'autres serveurs.")
    parser.add_argument("mesures", nargs="*", help=f"toutes sans rien, sinon : {', '.join(MEASURES)}")
    parser.add_argument("--size", type=int, default=1024, help="taille des gros fichiers, en Mio (1024)")
    parser.add_argument("--rounds", type=int, default=5, help="tours comptés, après un tour de chauffe (5)")
    parser.add_argument("--files", type=int, default=2000, help="nombre de petits fichiers (2000)")
    parser.add_argument("--entries", type=int, default=10_000, help="papiers du grand dossier (10000)")
    parser.add_argument("--pages", type=int, default=2000, help="pages demandées par tour (2000)")
    parser.add_argument("--structures", type=int, default=100_000, help="structures de l'annuaire (100000)")
    parser.add_argument("--letters", type=int, default=42_000, help="adresses de la lettre (42000)")
    parser.add_argument("--boxes", type=int, default=150_000, help="boîtes où chercher ce qui est à dire (150000)")
    parser.add_argument("--events", type=int, default=2_000_000, help="entrées du journal à compter (2000000)")
    parser.add_argument("--folder", type=Path, help="où écrire (un dossier temporaire du disque à mesurer)")
    options = parser.parse_args()
    unknown = set(options.mesures) - set(MEASURES)
    if unknown:
        parser.error(f"mesure inconnue : {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory(prefix="mesures-", dir=options.folder) as folder:
        bench = Bench(
            folder=Path(folder),
            size=options.size * MEBI,
            rounds=options.rounds,
            files=options.files,
            entries=options.entries,
            pages=options.pages,
            structures=options.structures,
            letters=options.letters,
            boxes=options.boxes,
            events=options.events,
            copyparty_command=copyparty.install(Path(folder) / "venv"),
        )
        _introduce(bench)
        for name in options.mesures or MEASURES:
            MEASURES[name](bench)
        _conclude(bench)


def _introduce(bench: Bench) -> None:
    print(f"Le {datetime.now(UTC):%Y-%m-%d à %H:%M} UTC.")
    print(f"{os.cpu_count()} processeurs, Linux {platform.release()}, Python {platform.python_version()}.")
    print(f"{bench.rounds} tours après un tour de chauffe. Charge au début : {_load()}.")


def _conclude(bench: Bench) -> None:
    print(f"\nCharge à la fin : {_load()}. Absents : {', '.join(bench.absent) or 'aucun'}.")


def _load() -> str:
    return " / ".join(f"{value:.2f}" for value in os.getloadavg()).replace(".", ",")


if __name__ == "__main__":
    main()
