"""The `boite` command: `python -m boite <command>`.

The first lines run on any Python, with nothing installed: they say what is missing in plain words.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the very point is to be read by an older Python
    sys.exit(
        "Ma boîte SPRO demande Python 3.11 ou plus récent. Vous avez lancé Python %d.%d.\n"  # noqa: UP031
        "Installez-en un plus récent, puis relancez avec lui, par exemple : python3.13 -m boite dev"
        % sys.version_info[:2]
    )

from importlib import import_module

from boite import bootstrap

COMMANDS = {
    "dev": "prépare tout, crée la démonstration et la sert sur cette machine",
    "check": "prépare tout et lance toutes les vérifications et tous les tests",
    "serve": "sert le site (production)",
    "work": "fait les tâches de fond, hors du processus du site",
    "migrate": "met la base de données à jour",
    "makemigrations": "écrit une migration d'après les modèles",
    "demo": "crée les personnes et les papiers de démonstration",
    "user": "crée une personne ; change son rôle, sa place ; débloque, suspend ou rouvre son compte",
    "status": "dit comment va le service : base, rangement, files d'attente, tâches, disques",
    "maintenance": "met le service en entretien (on lit, on n'écrit pas), ou l'en sort",
    "config": "dit les réglages en vigueur et d'où ils viennent, sans les secrets",
    "import": "fait entrer des fichiers dans l'annuaire : territoires, communes, structures, questions",
    "export": "écrit l'annuaire dans un fichier",
    "reindex": "refait les mots de recherche des fiches, des actualités et des ressources",
    "bounce": "lit un courriel revenu en échec, que donne le serveur de courriel",
    "notifications": "dit qui serait prévenu de quoi, un jour donné, sans rien écrire",
    "backup": "sauvegarde tout dans un dossier, pendant que les gens écrivent ; essaie une restauration",
    "restore": "remet une sauvegarde en place ; permet de nouveau les envois",
    "store": "copie les octets d'un rangement à l'autre, pendant que le service marche",
    "fsck": "compare la base et les octets gardés ; répare si on le demande",
    "locks": "vérifie les fichiers de verrou",
    "languages": "met à jour les phrases à traduire, et les compile",
    "browsers": "vérifie que nos scripts et nos styles vont aux plus vieux navigateurs",
}
"""Every command, in the order of the help. Each is `boite/commands/<name>.py`, with one function `run`."""

MODULES = {"import": "importing", "export": "exporting"}
"""Commands whose name cannot be that of a module, or reads better beside one that cannot."""

NEEDS_TOOLS = {"browsers", "check", "languages", "locks", "makemigrations"}
"""Commands for the people who write the software: they need the development tools."""


def usage() -> str:
    """The help, in French."""
    width = max(map(len, COMMANDS))
    lines = [f"  {name:{width}}  {meaning}" for name, meaning in COMMANDS.items()]
    return "\n".join(["Usage : python3 -m boite <commande> [options]", "", *lines])


def main(arguments: list[str] | None = None) -> int:
    """Run one command. Returns its exit status; 2 for a command that does not exist."""
    arguments = sys.argv[1:] if arguments is None else arguments
    name = arguments[0] if arguments else ""
    if name not in COMMANDS:
        wanted = name in {"", "-h", "--help", "aide"}
        (sys.stdout if wanted else sys.stderr).write(usage() + "\n")
        return 0 if wanted else 2
    try:
        bootstrap.ensure("dev" if name in NEEDS_TOOLS else "runtime", arguments)
    except bootstrap.SetupFailed as failure:
        sys.stderr.write(f"\n{failure}\n")
        return 1
    from boite.errors import CannotStart  # not before: the first lines run on any Python

    try:
        status: int = import_module(f"boite.commands.{MODULES.get(name, name)}").run(arguments[1:])
    except CannotStart as refusal:
        sys.stderr.write(f"\n{refusal}\n")
        return refusal.status
    return status


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
