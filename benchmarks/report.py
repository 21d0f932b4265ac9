"""French tables in Markdown: medians, spread, ratios inside the run, and the targets with their verdict."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from statistics import median

from benchmarks.bench import US, Reading

Readings = Mapping[str, Sequence[Reading]]


def number(value: float) -> str:
    """A figure with as many digits as it deserves, written as in French."""
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:_.{digits}f}".replace("_", "\u202f").replace(".", ",")


def ratio(readings: Readings, other: str, us: str = US) -> float:
    """Our value over another's: the median of the ratios of each round."""
    return median(ours.value / theirs.value for ours, theirs in zip(readings[us], readings[other], strict=True))


def middle(readings: Readings, name: str, of: Callable[[Reading], float | None]) -> float | None:
    """The median of one thing over the rounds."""
    values = [value for reading in readings[name] if (value := of(reading)) is not None]
    return median(values) if values else None


def table(title: str, unit: str, readings: Readings, *, us: str = US) -> None:
    """Print one table. The last column is our value over the line's."""
    print(f"\n### {title}\n")
    print(f"| qui | {unit} (médiane, étendue) | processeur (s) | mémoire de pointe (Mio) | nous ÷ lui |")
    print("|---|---|---|---|---|")
    for name, taken in readings.items():
        values = [reading.value for reading in taken]
        span = f"{number(median(values))} ({number(min(values))} à {number(max(values))})"
        processor = middle(readings, name, lambda reading: reading.processor)
        memory = middle(readings, name, lambda reading: reading.memory)
        beside = "–" if name == us else number(ratio(readings, name, us))
        print(f"| {name} | {span} | {_or_dash(processor)} | {_or_dash(memory)} | {beside} |")
    print()


def _or_dash(value: float | None) -> str:
    return "–" if value is None else number(value)


def at_least(what: str, value: float | None, wanted: float) -> None:
    """Print whether a target that must be reached was."""
    _verdict(what, f"≥ {number(wanted)}", value, value is not None and value >= wanted)


def at_most(what: str, value: float | None, wanted: float) -> None:
    """Print whether a target that must not be passed was kept."""
    _verdict(what, f"≤ {number(wanted)}", value, value is not None and value <= wanted)


def _verdict(what: str, wanted: str, value: float | None, reached: bool) -> None:
    if value is None:
        print(f"- {what} {wanted} : non mesuré.")
    else:
        print(f"- {what} {wanted} : **{'atteint' if reached else 'non atteint'}** ({number(value)}).")
