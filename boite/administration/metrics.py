"""The numbers of the service in the words of OpenMetrics. No person, no identifier: every label has a short list.

What is of this process bears its name (`process`): two processes behind one address never mix. What is of the service
is read in the database, the same whichever process answers, and kept for some seconds: asking often costs no more.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable, Iterator
from itertools import accumulate
from time import monotonic
from typing import Any

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.openmetrics.exposition import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette

from boite import __version__
from boite.administration.box_totals import box_totals
from boite.administration.queues import queues
from boite.clock import now
from boite.database import chore_runs
from boite.database.chores import Chore
from boite.database.connection import connection
from boite.files.disk_room import rooms
from boite.files.erasure_hold import erasing_is_held
from boite.files.restored_past import sending_is_held
from boite.notifications import traffic
from boite.settings import Settings
from boite.web.request_counts import LIMITS, RequestCounts

CONTENT_TYPE = CONTENT_TYPE_LATEST
KEPT = 10.0
"""Seconds during which what was read in the database is told again."""
PROCESS = "process"
SHARED_NAMES = {
    "notices": ("kind", "Messages dits depuis sept jours."),
    "channels_open": ("channel", "Adresses, appareils et téléphones confirmés."),
    "deliveries": ("channel fate", "Envois finis depuis sept jours."),
    "urgent_delay_seconds": ("channel which", "De la cause d'un message urgent à son départ, depuis sept jours."),
}
"""What `traffic.counters` gives and queues do not: labels and help."""


class _Told:
    """Families already made, as a collector."""

    def __init__(self, families: Iterable[Metric]) -> None:
        self._families = list(families)

    def collect(self) -> Iterator[Metric]:
        """See prometheus_client."""
        return iter(self._families)


async def exposed(app: Starlette) -> bytes:
    """The whole page."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Told(await _shared(app)))
    registry.register(_Told(_of_process(app.state.counts)))
    ProcessCollector(registry=registry)
    return bytes(generate_latest(registry))  # type: ignore[no-untyped-call]  # its types are not said


async def _shared(app: Starlette) -> list[Metric]:
    """What any process of the service would tell, asked at most once in KEPT seconds."""
    at, kept = getattr(app.state, "metrics", (0.0, []))
    if not kept or monotonic() - at > KEPT:
        kept = [*await _of_queues(), *await _of_chores(app.state.timetable), *await _of_messages()]
        kept += [*await _of_boxes(), *await _of_holds(), *_of_disks(app.state.settings)]
        app.state.metrics = (monotonic(), kept)
    return list(kept)


def _gauge(name: str, means: str, labels: str, rows: Iterable[tuple[tuple[str, ...], float]]) -> Metric:
    family = GaugeMetricFamily(f"boite_{name}", means, labels=labels.split())
    for values, value in rows:
        family.add_metric(values, value)
    return family


def _counter(name: str, means: str, labels: str, rows: Iterable[tuple[tuple[str, ...], float]]) -> Metric:
    family = CounterMetricFamily(f"boite_{name}", means, labels=labels.split())
    for values, value in rows:
        family.add_metric(values, value)
    return family


async def _of_queues() -> list[Metric]:
    found, at = await queues(), now()
    ages = [((each.name,), (at - each.oldest).total_seconds() if each.oldest else 0.0) for each in found]
    return [
        _gauge("queue_waiting", "Ce qui attend.", "queue", [((each.name,), each.waiting) for each in found]),
        _gauge("queue_oldest_seconds", "Depuis quand attend le premier qui est dû.", "queue", ages),
        _gauge(
            "queue_failed",
            "Échecs depuis sept jours ; tous, pour les aperçus.",
            "queue",
            [((q.name,), q.failed) for q in found],
        ),
    ]


async def _of_chores(timetable: Iterable[Chore]) -> list[Metric]:
    known = await chore_runs.known()
    found = [((chore.name,), chore.every, known.get(chore.name, chore_runs.ChoreRun())) for chore in timetable]
    return [
        _gauge(
            "chore_interval_seconds",
            "Intervalle entre deux passages.",
            "chore",
            [(of, every) for of, every, _ in found],
        ),
        _gauge(
            "chore_last_success_timestamp_seconds",
            "Dernier passage réussi ; 0 : jamais.",
            "chore",
            [(of, run.ran_at) for of, _, run in found],
        ),
        _gauge(
            "chore_failing", "1 : le dernier passage a échoué.", "chore", [(of, run.failing) for of, _, run in found]
        ),
        _counter("chore_runs", "Passages, tous processus ensemble.", "chore", [(of, run.runs) for of, _, run in found]),
        _counter("chore_failures", "Passages en échec.", "chore", [(of, run.failures) for of, _, run in found]),
        _counter("chore_done", "Choses faites.", "chore", [(of, run.done) for of, _, run in found]),
        _counter(
            "chore_busy_seconds", "Durée des passages.", "chore", [(of, run.busy_ms / 1000) for of, _, run in found]
        ),
    ]


async def _of_messages() -> list[Metric]:
    rows: dict[str, list[tuple[tuple[str, ...], float]]] = {name: [] for name in SHARED_NAMES}
    for (name, labels), value in (await traffic.counters()).items():
        if name in rows:
            rows[name].append((tuple(str(value) for _, value in labels), value))
    return [_gauge(name, SHARED_NAMES[name][1], SHARED_NAMES[name][0], found) for name, found in rows.items()]


async def _of_boxes() -> list[Metric]:
    found = await box_totals()
    sums: list[tuple[tuple[str, ...], float]] = [(("promised",), found.quota), (("used",), found.used)]
    return [
        _gauge("boxes", "Boîtes des personnes et des groupes.", "", [((), found.count)]),
        _gauge("boxes_bytes", "Somme des quotas, et place utilisée ou réservée.", "what", sums),
    ]


async def _of_holds() -> list[Metric]:
    held: list[tuple[tuple[str, ...], float]] = [
        (("erasing",), await erasing_is_held()),
        (("sending",), await sending_is_held()),
    ]
    return [_gauge("held", "1 : cela attend la fin d'une sauvegarde, ou « boite restore --release ».", "what", held)]


def _of_disks(settings: Settings) -> list[Metric]:
    """Disks bear a number: a path says where things are."""
    found = [((str(number),), disk) for number, disk in enumerate(rooms(settings))]
    return [
        _gauge("disk_free_bytes", "Place libre.", "disk", [(of, disk.free) for of, disk in found]),
        _gauge("disk_total_bytes", "Place en tout.", "disk", [(of, disk.total) for of, disk in found]),
        _gauge(
            "disk_level",
            "0 : assez de place ; 1 à 3 : disque presque plein.",
            "disk",
            [(of, disk.level) for of, disk in found],
        ),
    ]


def _of_process(counts: RequestCounts) -> list[Metric]:
    me = f"{socket.gethostname()}:{os.getpid()}"
    times = [((me, method, route, str(status)), n) for (method, route, status), n in counts.times.items()]
    latencies = HistogramMetricFamily(
        "boite_request_seconds", "Du début de la demande à la fin de la réponse.", labels=[PROCESS, "route"]
    )
    for route, found in counts.latencies.items():
        classes = zip([*map(str, LIMITS), "+Inf"], accumulate(found.classes), strict=True)
        latencies.add_metric([me, route], buckets=list(classes), sum_value=found.seconds)
    return [
        InfoMetricFamily("boite_build", "Version du service.", value={"version": __version__, PROCESS: me}),
        _counter("requests", "Demandes répondues.", f"{PROCESS} method route status", times),
        latencies,
        _gauge(
            "database_pool",
            "Connexions de ce processus à la base.",
            f"{PROCESS} state",
            [((me, s), n) for s, n in _pool()],
        ),
    ]


def _pool() -> list[tuple[str, int]]:
    """The pool of PostgreSQL; nothing for SQLite, which has none."""
    pool: Any = getattr(connection(), "_pool", None)
    if pool is None or not hasattr(pool, "get_idle_size"):
        return []
    return [("open", pool.get_size()), ("idle", pool.get_idle_size()), ("most", pool.get_max_size())]
