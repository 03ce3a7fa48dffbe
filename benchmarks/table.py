"""Set what builds cost in tables of Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from measure import Cost


@dataclass(frozen=True, slots=True)
class Report:
    """What the builds of one book cost."""

    pages: int
    languages: tuple[str, ...]
    costs: dict[tuple[str, str], list[Cost]] = field(default_factory=dict)
    """What a step cost a builder, each time."""
    titles: dict[str, int] = field(default_factory=dict)
    """On how many pages of the language a builder showed the new title."""
    doctrees: dict[str, float | None] = field(default_factory=dict)
    """How much larger a builder's doctrees are in a translation, at most."""

    def per_page(self, step: str, name: str) -> float:
        """Return the milliseconds of CPU that a page in one language took."""
        count = self.pages * len(self.languages)
        return 1000 * median(cost.cpu for cost in self.costs[step, name]) / count


def costs(report: Report, base: str = "stock") -> str:
    """Return the table of one book; the ratios say how many times less than the base it took."""
    lines = [
        f"| {report.pages} pages, {len(report.languages)} languages | Builder | Seconds"
        f" | CPU seconds | Faster than `{base}` | Less CPU | CPU ms a page | MB, one process |",
        "|---" * 8 + "|",
    ]
    last = ""
    for (step, name), found in report.costs.items():
        bases = report.costs.get((step, base), [])
        cells = [
            *("" if step == last else step, f"`{name}`"),
            *(_spread([one.wall for one in found]), _spread([one.cpu for one in found])),
            _ratio([one.wall for one in bases], [one.wall for one in found]),
            _ratio([one.cpu for one in bases], [one.cpu for one in found]),
            _short(report.per_page(step, name)),
            f"{max(one.peak for one in found):.0f}",
        ]
        lines.append(f"| {' | '.join(cells)} |")
        last = step
    return "\n".join([*lines, "", *_remarks(report), ""])


def _remarks(report: Report) -> list[str]:
    titles = (f"`{name}` {count}" for name, count in report.titles.items())
    lines = [f"An edited title was shown on so many of {report.pages} pages: {', '.join(titles)}."]
    sizes = [f"`{name}` {one:.1f}" for name, one in report.doctrees.items() if one is not None]
    if sizes:
        lines.append(f"Doctrees of a translation, times those in English: {', '.join(sizes)}.")
    return lines


def growth(reports: Sequence[Report], step: str) -> str:
    """Return the table of the CPU that a page takes as the book grows."""
    names = dict.fromkeys(name for report in reports for _, name in report.costs)
    sizes = " | ".join(f"{report.pages} pages" for report in reports)
    lines = [f"| CPU ms a page, {step} | {sizes} |", "|---" * (len(reports) + 1) + "|"]
    for name in names:
        cells = (
            _short(report.per_page(step, name)) if (step, name) in report.costs else "–"
            for report in reports
        )
        lines.append(f"| `{name}` | {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


def _spread(values: Sequence[float]) -> str:
    middle = _short(median(values))
    if len(values) == 1:
        return middle
    return f"{middle} ({_short(min(values))}–{_short(max(values))})"


def _ratio(bases: Sequence[float], values: Sequence[float]) -> str:
    return f"{_short(median(bases) / median(values))}×" if bases else "–"


def _short(value: float) -> str:
    """Return a number with the digits that mean something."""
    return f"{value:.0f}" if value >= 20 else f"{value:.1f}" if value >= 1 else f"{value:.2g}"
