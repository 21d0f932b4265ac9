"""Every setting, read once from the environment, typed, with its meaning (docs/environnement.md)."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

PREFIX = "BOITE_"
MAIL_SCHEMES = {"smtp", "smtps", "smtp+starttls"}


def _setting(default: Any, meaning: str) -> Any:
    """A field of `Settings` with the French sentence that explains it."""
    return field(default=default, metadata={"meaning": meaning})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The whole configuration. Durations are in the unit that ends the name; sizes are in bytes."""

    data: Path = _setting(Path("donnees"), "Dossier des données (base SQLite, papiers, secret).")
    database: str = _setting("", "Adresse de la base : vide pour SQLite dans le dossier, ou postgres://…")
    storage: str = _setting("", "Adresse du rangement des octets : vide pour un dossier, ou file:///… ou memory:")
    secret: str = _setting("", "Secret qui signe les jetons. Vide : créé une fois dans le dossier des données.")
    environment: str = _setting("production", "« production » ou « dev » (montre /atelier et les erreurs).")
    base_url: str = _setting("http://127.0.0.1:8000", "Adresse publique. En https, les cookies deviennent « Secure ».")
    host: str = _setting("127.0.0.1", "Adresse d'écoute du serveur.")
    port: int = _setting(8000, "Port d'écoute du serveur.")
    trusted_proxies: str = _setting("127.0.0.1", "Adresses des mandataires dont X-Forwarded-For est cru.")

    publisher: str = _setting("", "Structure qui publie le site et répond des données : son nom officiel.")
    publisher_address: str = _setting("", "Adresse postale du siège de cette structure.")
    publisher_phone: str = _setting("", "Téléphone de cette structure.")
    publisher_registration: str = _setting("", "Son numéro d'inscription, si elle en a un : SIREN ou RCS.")
    publication_director: str = _setting("", "Nom de la personne qui dirige la publication.")
    hosting: str = _setting("", "Nom de l'hébergeur.")
    hosting_address: str = _setting("", "Adresse postale de l'hébergeur.")
    hosting_phone: str = _setting("", "Téléphone de l'hébergeur.")
    contact: str = _setting("", "Adresse de courriel montrée au public.")
    data_protection_contact: str = _setting("", "Où joindre le délégué à la protection des données.")
    security_contact: str = _setting("", "Courriel ou page où signaler un défaut de sécurité. Vide : BOITE_CONTACT.")

    quota_bytes: int = _setting(1_000_000_000, "Place de chaque personne, en octets.")
    group_quota_bytes: int = _setting(20_000_000_000, "Place de chaque groupe, en octets.")
    trash_days: int = _setting(30, "Jours passés dans la corbeille avant d'être supprimé pour toujours.")
    closing_days: int = _setting(30, "Jours pour changer d'avis après une demande de fermeture du compte.")
    upload_days: int = _setting(7, "Jours pendant lesquels un dépôt interrompu peut être repris.")
    journal_months: int = _setting(12, "Mois pendant lesquels les traces de connexion sont gardées.")

    check_months: int = _setting(6, "Mois après lesquels une fiche ou une ressource est à vérifier de nouveau.")

    session_days: int = _setting(30, "Jours sans visite après lesquels un appareil est oublié.")
    shared_minutes: int = _setting(10, "Minutes sans geste avant la fin d'une session d'ordinateur partagé.")
    account_tries: int = _setting(10, "Essais de connexion par identifiant en 15 minutes.")
    address_tries: int = _setting(300, "Essais de connexion par adresse réseau en 15 minutes.")
    signups_per_address: int = _setting(60, "Comptes créés par adresse réseau en 15 minutes.")
    hashing_threads: int = _setting(2, "Calculs argon2 menés ensemble (64 Mo de mémoire chacun).")

    mail_url: str = _setting("", "Serveur de courriel : smtp://, smtps:// ou smtp+starttls://nom:mot@hôte:port")
    mail_from: str = _setting("", "Expéditeur : « Nom <adresse> ». Vide : lettre@ suivi de l'hôte du site.")
    mail_bounces: str = _setting("", "Adresse où reviennent les courriels en échec. Vide : celle de l'expéditeur.")
    mail_connections: int = _setting(4, "Connexions ouvertes ensemble au serveur de courriel pour une lettre.")
    mail_timeout: int = _setting(60, "Secondes d'attente d'une réponse du serveur de courriel.")

    chores: bool = _setting(True, "Faire les tâches de fond dans le processus du site.")
    preview_workers: int = _setting(1, "Aperçus fabriqués ensemble.")
    log_level: str = _setting("INFO", "Niveau du journal technique.")
    log_format: str = _setting("json", "Forme du journal technique : « json » ou « texte ».")

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Self:
        """Read `BOITE_<NAME>` for each field. Raises ValueError with the name of a bad setting."""
        environ = os.environ if environ is None else environ
        values: dict[str, Any] = {}
        for item in fields(cls):
            raw = environ.get(PREFIX + item.name.upper())
            if raw is not None:
                values[item.name] = _parse(item.name, raw, item.default)
        mail = urlsplit(str(values.get("mail_url", "")))
        if mail.geturl() and (mail.scheme not in MAIL_SCHEMES or not mail.hostname):
            raise ValueError(f"{PREFIX}MAIL_URL : écrivez par exemple smtp+starttls://nom:mot@hôte:587")
        return cls(**values)

    @property
    def database_url(self) -> str:
        """The database's address, the embedded default included."""
        return self.database or f"sqlite://{self.data.absolute() / 'boite.sqlite3'}"

    @property
    def storage_url(self) -> str:
        """The address of the store of bytes, the embedded default included."""
        return self.storage or f"file://{self.data.absolute() / 'papiers'}"

    @property
    def secure(self) -> bool:
        """Whether people reach the service through https."""
        return self.base_url.startswith("https://")

    @property
    def development(self) -> bool:
        """Whether the workshop pages are served."""
        return self.environment == "dev"

    def secret_key(self) -> str:
        """The signing secret; made once, readable by its owner only, where none is given."""
        return self.secret or _own_secret(self.data.absolute())


@lru_cache(maxsize=4)
def _own_secret(data: Path) -> str:
    """That of this folder, read once: every page that has a form signs with it."""
    path = data / "secret"
    data.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        key = secrets.token_urlsafe(48)
        file.write(key)
    return key


def _parse(name: str, raw: str, default: Any) -> Any:
    """Turn the text of one variable into the type of its default."""
    try:
        if isinstance(default, bool):
            return {"1": True, "oui": True, "true": True, "0": False, "non": False, "false": False}[raw.lower()]
        return type(default)(raw)
    except (KeyError, ValueError) as error:
        raise ValueError(f"{PREFIX}{name.upper()}: « {raw} » n'est pas une valeur possible") from error
