"""Every setting, read once from the environment, typed, bounded, with its meaning (docs/environnement.md)."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from boite.settings import bounds, secret_file, sms_bounds
from boite.settings.bounds import Bound, number
from boite.settings.reading import PREFIX, files_of, values_of

__all__ = ["PREFIX", "Settings"]


def _setting(default: Any, bound: Bound, meaning: str) -> Any:
    """A field of `Settings`, with what it accepts and the French sentence that explains it."""
    return field(default=default, metadata={"meaning": meaning, "bound": bound})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The whole configuration. Durations are in the unit that ends the name; sizes are in bytes."""

    data: Path = _setting(Path("donnees"), bounds.folder, "Dossier des données (base SQLite, papiers, secret).")
    database: str = _setting(
        "", bounds.database, "Adresse de la base : vide pour SQLite dans le dossier, ou postgres://…"
    )
    storage: str = _setting(
        "", bounds.storage, "Adresse du rangement des octets : vide pour un dossier, file:///… ou s3://seau/préfixe"
    )
    storage_other: str = _setting(
        "", bounds.storage, "Second rangement, lu aussi pendant un déménagement. Rien de neuf n'y va."
    )
    s3_endpoint: str = _setting("", bounds.site, "Adresse du service S3, pour un rangement s3://…")
    s3_region: str = _setting("us-east-1", bounds.text, "Région que ce service S3 dit être la sienne.")
    s3_access_key: str = _setting("", bounds.key, "Clé d'accès au service S3.")
    s3_secret_key: str = _setting("", bounds.key, "Clé secrète du service S3.")
    secret: str = _setting(
        "", bounds.secret, "Secret qui signe les jetons. Vide : créé une fois dans le dossier des données."
    )
    former_secrets: str = _setting(
        "", bounds.secrets, "Secrets d'avant, séparés par des espaces : ils lisent encore ce qu'ils ont signé."
    )
    environment: str = _setting(
        "production", bounds.one_of("production", "dev"), "« production » ou « dev » (montre /atelier et les erreurs)."
    )
    base_url: str = _setting(
        "http://127.0.0.1:8000", bounds.site, "Adresse publique. En https, les cookies deviennent « Secure »."
    )
    host: str = _setting("127.0.0.1", bounds.host, "Adresse d'écoute du serveur.")
    port: int = _setting(8000, number(1, 65_535), "Port d'écoute du serveur.")
    trusted_proxies: str = _setting(
        "127.0.0.1", bounds.networks, "Adresses des mandataires dont X-Forwarded-For est cru."
    )

    publisher: str = _setting("", bounds.text, "Structure qui publie le site et répond des données : son nom officiel.")
    publisher_address: str = _setting("", bounds.text, "Adresse postale du siège de cette structure.")
    publisher_phone: str = _setting("", bounds.text, "Téléphone de cette structure.")
    publisher_registration: str = _setting("", bounds.text, "Son numéro d'inscription, si elle en a un : SIREN ou RCS.")
    publication_director: str = _setting("", bounds.text, "Nom de la personne qui dirige la publication.")
    hosting: str = _setting("", bounds.text, "Nom de l'hébergeur.")
    hosting_address: str = _setting("", bounds.text, "Adresse postale de l'hébergeur.")
    hosting_phone: str = _setting("", bounds.text, "Téléphone de l'hébergeur.")
    contact: str = _setting("", bounds.mailbox, "Adresse de courriel montrée au public.")
    data_protection_contact: str = _setting("", bounds.text, "Où joindre le délégué à la protection des données.")
    security_contact: str = _setting(
        "", bounds.mailbox_or_page, "Courriel ou page où signaler un défaut de sécurité. Vide : BOITE_CONTACT."
    )

    quota_bytes: int = _setting(1_000_000_000, number(1_000_000, 10**13), "Place de chaque personne, en octets.")
    group_quota_bytes: int = _setting(20_000_000_000, number(1_000_000, 10**13), "Place de chaque groupe, en octets.")
    trash_days: int = _setting(
        30, number(1, 3650), "Jours passés dans la corbeille avant d'être supprimé pour toujours."
    )
    closing_days: int = _setting(
        30, number(1, 365), "Jours pour changer d'avis après une demande de fermeture du compte."
    )
    idle_months: int = _setting(
        24,
        number(6, 120),
        "Mois sans visite après lesquels la boîte d'une personne se ferme, après trois avis. Jamais celle d'un groupe,"
        " ni d'une personne qui travaille pour une structure.",
    )
    upload_days: int = _setting(7, number(1, 365), "Jours pendant lesquels un dépôt interrompu peut être repris.")
    journal_months: int = _setting(12, number(1, 120), "Mois pendant lesquels les traces de connexion sont gardées.")

    check_months: int = _setting(
        6, number(1, 60), "Mois après lesquels une fiche ou une ressource est à vérifier de nouveau."
    )

    correction_months: int = _setting(12, number(1, 120), "Mois après lesquels une correction proposée est effacée.")

    session_days: int = _setting(30, number(1, 365), "Jours sans visite après lesquels un appareil est oublié.")
    shared_minutes: int = _setting(
        10, number(3, 240), "Minutes sans geste avant la fin d'une session d'ordinateur partagé."
    )
    session_longest_days: int = _setting(
        180, number(1, 3650), "Jours après lesquels un appareil est oublié, même utilisé."
    )
    shared_longest_hours: int = _setting(
        8, number(1, 24), "Heures après lesquelles finit une session d'ordinateur partagé, même utilisée."
    )
    tries_minutes: int = _setting(
        15, number(1, 1440), "Minutes pendant lesquelles les essais et les envois ci-dessous sont comptés."
    )
    account_tries: int = _setting(10, number(3, 1000), "Essais de connexion par identifiant.")
    address_tries: int = _setting(300, number(10, 1_000_000), "Essais de connexion par adresse réseau.")
    signups_per_address: int = _setting(60, number(1, 1_000_000), "Comptes créés par adresse réseau.")
    suggestions_per_address: int = _setting(
        60, number(1, 1_000_000), "Corrections de fiches proposées par adresse réseau."
    )
    proposals_per_address: int = _setting(20, number(1, 1_000_000), "Actualités proposées par adresse réseau.")
    registrations_per_address: int = _setting(
        60, number(1, 1_000_000), "Inscriptions sans compte à un événement par adresse réseau."
    )
    codes_per_address: int = _setting(100, number(1, 1_000_000), "Codes d'inscription faux par adresse réseau.")
    letters_per_address: int = _setting(60, number(1, 1_000_000), "Demandes de la lettre par adresse réseau.")
    contacts_per_address: int = _setting(
        60, number(1, 1_000_000), "Codes demandés par adresse réseau, pour être prévenu par courriel ou par SMS."
    )
    packs_per_address: int = _setting(40, number(1, 1_000_000), "Clés USB numériques par adresse réseau.")
    hashing_queue: int = _setting(
        100, number(1, 10_000), "Attentes d'un calcul argon2 ; au-delà, on est prié de revenir."
    )
    hashing_threads: int = _setting(2, number(1, 64), "Calculs argon2 menés ensemble (64 Mo de mémoire chacun).")

    mail_url: str = _setting(
        "", bounds.mail_server, "Serveur de courriel : smtp://, smtps:// ou smtp+starttls://nom:mot@hôte:port"
    )
    mail_from: str = _setting(
        "", bounds.sender, "Expéditeur : « Nom <adresse> ». Vide : lettre@ suivi de l'hôte du site."
    )
    mail_bounces: str = _setting(
        "", bounds.mailbox, "Adresse où reviennent les courriels en échec. Vide : celle de l'expéditeur."
    )
    mail_connections: int = _setting(
        4,
        number(1, 100),
        "Connexions ouvertes ensemble au serveur de courriel, pour une lettre ou des courriels groupés.",
    )
    mail_timeout: int = _setting(60, number(1, 600), "Secondes d'attente d'une réponse du serveur de courriel.")

    push_hosts: str = _setting(
        "fcm.googleapis.com updates.push.services.mozilla.com web.push.apple.com .notify.windows.com",
        bounds.machines,
        "Services d'alertes des navigateurs : seules ces machines sont appelées. Un point devant : tout le domaine.",
    )

    sms_url: str = _setting("", bounds.web_address, "Adresse de la passerelle de SMS. Vide : aucun SMS.")
    sms_method: str = _setting("POST", bounds.one_of("POST", "PUT", "GET"), "Façon de lui demander un SMS.")
    sms_headers: str = _setting(
        "",
        sms_bounds.headers,
        'En-têtes de la demande, en JSON : {"api-key": "…"}. Jamais écrits au journal.',
    )
    sms_body: str = _setting(
        '{"to": "{to}", "text": "{text}", "reference": "{reference}"}',
        sms_bounds.sms_body,
        "Corps de la demande, JSON ou formulaire, où sont {to}, {text}, {reference} et {sender}.",
    )
    sms_sender: str = _setting("MaBoiteSPRO", sms_bounds.sms_sender, "Nom de l'expéditeur : ce que devient {sender}.")
    sms_ok: str = _setting("200 201 202", sms_bounds.statuses, "Réponses HTTP qui disent que le SMS est pris.")
    sms_refused: str = _setting(
        "", sms_bounds.pattern, "Expression trouvée dans le corps d'une de ces réponses quand le SMS est refusé."
    )
    sms_unknown: str = _setting(
        "", sms_bounds.pattern, "Expression trouvée dans le corps d'une réponse quand le numéro n'existe pas."
    )
    sms_id: str = _setting(
        "", sms_bounds.json_pointer, "Où est le numéro du SMS dans la réponse : pointeur JSON, par exemple /messageId."
    )
    sms_month: int = _setting(0, number(0, 10_000_000), "SMS envoyés par mois, au plus. 0 : aucun SMS.")
    sms_prefixes: str = _setting(
        "+336 +337 +262639 +262692 +262693 +590690 +590691 +594694 +596696 +596697",
        sms_bounds.dialling_prefixes,
        "Débuts des numéros à qui un SMS peut être envoyé.",
    )

    connections_per_address: int = _setting(
        256, number(8, 1_000_000), "Connexions ouvertes ensemble par adresse réseau, hors mandataires."
    )
    header_seconds: int = _setting(20, number(1, 300), "Secondes laissées à une demande pour dire ce qu'elle veut.")
    silence_seconds: int = _setting(
        60, number(1, 3600), "Secondes sans un octet après lesquelles un envoi est coupé : il pourra reprendre."
    )
    live_lines: int = _setting(
        1000, number(0, 100_000), "Lignes de messages en direct tenues ensemble par ce processus. 0 : aucune."
    )

    chores: bool = _setting(True, bounds.yes_or_no, "Faire les tâches de fond dans le processus du site.")
    room_percent: int = _setting(
        10, number(1, 50), "Part libre d'un disque, en pour cent, au-dessous de laquelle il est dit presque plein."
    )
    preview_workers: int = _setting(1, number(1, 64), "Aperçus fabriqués ensemble.")
    metrics_token: str = _setting(
        "", bounds.secret, "Jeton qui ouvre /metrics (Authorization: Bearer). Vide : ce jeton n'ouvre rien."
    )
    metrics_addresses: str = _setting(
        "", bounds.networks, "Adresses ou réseaux qui lisent /metrics sans jeton. Vide : aucun."
    )
    log_level: str = _setting(
        "INFO", bounds.one_of("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"), "Niveau du journal technique."
    )
    log_format: str = _setting(
        "json", bounds.one_of("json", "texte"), "Forme du journal technique : « json » ou « texte »."
    )

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Self:
        """Read `BOITE_<NAME>` for each field. Raises BadSettings, with a sentence for each wrong one."""
        environ = os.environ if environ is None else environ
        return cls(**values_of({item.name: item.metadata["bound"] for item in fields(cls)}, environ))

    @classmethod
    def origins(cls, environ: Mapping[str, str] | None = None) -> dict[str, str]:
        """For each setting that is given: the file that holds it, empty where a variable does (`boite config`)."""
        return files_of([item.name for item in fields(cls)], os.environ if environ is None else environ)

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
        return urlsplit(self.base_url).scheme == "https"

    @property
    def development(self) -> bool:
        """Whether the workshop pages are served."""
        return self.environment == "dev"

    def secret_key(self) -> str:
        """The secret that signs; made once, readable by its owner only, where none is given. Raises BadSettings."""
        return self.secret_keys()[-1]

    def secret_keys(self) -> list[str]:
        """Every secret, oldest first: what any of them signed is read, the last one signs (as itsdangerous wants)."""
        own = [self.secret] if self.secret else secret_file.read(self.data.absolute())
        return [*reversed(self.former_secrets.split()), *reversed(own)]
