"""The tables of contents of an archive: a page that reads without a connection, and a table for spreadsheets."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from boite.accounts.models import User
from boite.clock import now
from boite.files.document_types import label
from boite.files.models import NodeKind
from boite.files.zip_dates import in_france
from boite.web.templating import environment

if TYPE_CHECKING:
    from boite.boxes.export import Filed

COLUMNS = (
    *("Chemin", "Nom", "Type de papier", "Valable jusqu'au", "Taille (octets)"),
    *("Ajouté le", "Changé le", "Empreinte SHA-256", "Où"),
)
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A spreadsheet would run a cell that starts with these as a formula (OWASP, CSV injection)."""


def page(user: User, filed: list[Filed]) -> bytes:
    """`index.html`: each paper with a relative link."""
    groups = {"Mes papiers": _lines(filed, discarded=False), "Corbeille": _lines(filed, discarded=True)}
    text = environment().get_template("boxes/export_index.html").render(user=user, groups=groups, made_at=now())
    return text.encode()


def _lines(filed: list[Filed], *, discarded: bool) -> list[dict[str, Any]]:
    return [
        {
            "path": item.path,
            "href": quote(item.path),
            "row": item.row,
            "type": label(item.row["document_type"]),
            "old": [{**one, "href": quote(one["path"])} for one in item.versions if one["path"] != item.path],
        }
        for item in filed
        if item.discarded == discarded and item.row["kind"] != NodeKind.FOLDER
    ]


def table(filed: list[Filed]) -> bytes:
    """`index.csv`: semicolons and a byte order mark, as French spreadsheets expect."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for item in filed:
        for version in item.versions:
            writer.writerow(map(harmless, _cells(item, version)))
    return out.getvalue().encode("utf-8-sig")


def _cells(item: Filed, version: dict[str, Any]) -> tuple[Any, ...]:
    row, current = item.row, version["path"] == item.path
    where = "Corbeille" if item.discarded else "Mes papiers"
    return (
        version["path"],
        row["name"],
        label(row["document_type"]),
        row["valid_until"] or "",
        version["size"],
        _day(version["created_at"]),
        _day(row["changed_at"]),
        version["sha256"],
        where if current else f"{where}, ancienne version {version['number']}",
    )


def _day(value: Any) -> str:
    return f"{in_france(value):%Y-%m-%d %H:%M}"


def harmless(cell: Any) -> str:
    """A cell that no spreadsheet runs."""
    text = str(cell)
    return "'" + text if text.startswith(DANGEROUS) else text
