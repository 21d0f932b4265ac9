"""`python -m tests.statistics --worlds 80 --cells 120 --seed 1`: the long attack. Ends with 1 if it found somebody."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from random import Random

from tests.statistics.attack import (
    Groups,
    Verdict,
    masked,
    of_a_month,
    of_a_quarter,
    of_two_measures,
    rounded,
    together,
)
from tests.statistics.knowing import of_own_knowledge
from tests.statistics.worlds import full_world, world

ATTACKS: dict[str, tuple[Callable[[Groups, int, int], Verdict], float]] = {
    "un mois": (lambda groups, cells, seed: of_a_month(groups, rounded, cells), 0.01),
    "un mois, cases vides connues": (
        lambda groups, cells, seed: of_a_month(groups, rounded, cells, knows_empty=True),
        0.2,
    ),
    "un professionnel qui connaît sa structure": (
        lambda groups, cells, seed: of_own_knowledge(groups, rounded, cells),
        0.3,
    ),
    "deux mesures ensemble": (lambda groups, cells, seed: of_two_measures(groups, cells), 0.1),
}
"""Each, and the part of cells that may have fewer than five values left. None may have fewer than three."""


def main() -> int:
    """Attack, and say what was found."""
    parser = argparse.ArgumentParser("python -m tests.statistics", description=__doc__)
    parser.add_argument("--worlds", type=int, default=80)
    parser.add_argument("--cells", type=int, default=120, help="at most, of each world")
    parser.add_argument("--most", type=int, default=3000, help="people of a world, at most")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    began, found = time.monotonic(), False
    worlds = [_world(given.seed * 1000 + number, given.most) for number in range(given.worlds)]
    full = [full_world(Random(given.seed * 1000 + number), 300 + 50 * number, 4) for number in range(10)]
    worlds += full
    naive = together(of_a_month(groups, masked, 30) for groups in full)
    print(f"masquage naïf : {naive}")
    found |= naive.share(2) < 0.5
    for name, (attack, narrow) in ATTACKS.items():
        verdict = together(attack(groups, given.cells, seed) for seed, groups in enumerate(worlds))
        print(f"{name} : {verdict}", flush=True)
        knowing = 0.01 if attack is ATTACKS["un professionnel qui connaît sa structure"][0] else 0
        found |= verdict.share(2) > 0 or verdict.share(3) > knowing or verdict.share(5) > narrow
    small = [full_world(Random(given.seed * 1000 + number), 120, 4, 3) for number in range(max(1, given.worlds // 2))]
    quarter = together(of_a_quarter(groups, 40, seed) for seed, groups in enumerate(small))
    print(f"trois mois et leur trimestre : {quarter}")
    found |= quarter.share(3) > 0 or quarter.share(5) > 0.1
    print(f"{time.monotonic() - began:.0f} s")
    return int(found)


def _world(seed: int, most: int, structures: int = 12) -> Groups:
    draw = Random(seed)
    return world(draw, draw.randrange(300, most + 1), draw.randrange(3, structures + 1), draw.randrange(1, 5))


if __name__ == "__main__":
    sys.exit(main())
