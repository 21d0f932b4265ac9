"""How long before the end of a paper its person is told: each type has its own delay to be renewed."""

from __future__ import annotations

from collections.abc import Mapping

USUAL = (30, 7)
"""Days before the end, for a paper whose type says nothing."""
STEPS: Mapping[str, tuple[int, ...]] = {
    "piece-identite": (90, 30, 7),
    "rqth-mdph": (180, 90, 30),
    "permis": (90, 30),
    "contrat": (30, 7),
    "justificatif-domicile": (),
}
"""An RQTH takes months to be renewed. A proof of address is asked for new each time: nobody renews it beforehand."""


def steps(document_type: str) -> tuple[int, ...]:
    """The days before its end when somebody is told of a paper of this type, the earliest first."""
    return STEPS.get(document_type, USUAL)
