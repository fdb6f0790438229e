"""Reading what was computed from all tasks at once: intervals, coefficients, figures by label.

What is stored is `scoring.report_schema.DimensionReport`.
"""

import math
from collections.abc import Iterable, Mapping
from typing import Any, Final

from touchstone.agreement.types import MEANINGS, Undefined
from touchstone.dashboards.stats_queries import Stored
from touchstone.models.score import OVERALL

Report = Mapping[str, Any]
Pair = tuple[int, int]

NO_REPORT: Final[Report] = {}


def interval(figure: Mapping[str, Any] | None) -> dict[str, float | None]:
    """Low and high end of a mean over tasks."""
    found = figure or {}
    return {"low": found.get("low"), "high": found.get("high")}


def cell_intervals(
    cells: Mapping[str, Any] | None,
) -> dict[Pair, tuple[float | None, float | None]]:
    """Low and high end by pair of participants."""
    if not cells:
        return {}
    ends = zip(cells["low"], cells["high"], strict=True)
    return dict(zip(_pairs(cells), ends, strict=True))


def _pairs(cells: Mapping[str, Any]) -> Iterable[Pair]:
    return zip(cells["left"], cells["right"], strict=True)


def participant_means(report: Report) -> list[dict[str, Any]]:
    """{id, n_tasks, mean, low, high} of each participant with the annotators."""
    columns = report.get("participants")
    if not columns:
        return []
    names = {"id": "id", "n": "n_tasks", "mean": "mean", "low": "low", "high": "high"}
    rows = zip(*(columns[name] for name in names), strict=True)
    return [dict(zip(names.values(), row, strict=True)) for row in rows]


def coefficients(report: Report) -> list[dict[str, Any]]:
    """The `CoefficientOut` form."""
    return [_coefficient(one) for one in report.get("coefficients") or ()]


def _coefficient(one: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "key": one["key"],
        "title": one.get("title") or one["key"],
        "value": one["value"],
        **interval(one),
        "n_units": one["n_units"],
        "n_ratings": one["n_ratings"],
        **reason(one.get("undefined")),
    }


def labels(report: Report) -> dict[str, dict[str, Any]]:
    """The `LabelAgreementOut` form by label."""
    return {
        label: {
            "mean": one["agreement"]["value"],
            **interval(one["agreement"]),
            "n_tasks": one["agreement"]["n"],
            "alpha": None if one.get("alpha") is None else _coefficient(one["alpha"]),
            **reason(one["agreement"].get("undefined")),
        }
        for label, one in sorted((report.get("by_label") or {}).items(), key=_most_used)
    }


def _most_used(item: tuple[str, Mapping[str, Any]]) -> tuple[int, str]:
    label, one = item
    return -one["agreement"]["n"], label


def by_label(stored: Mapping[int, Stored]) -> dict[str, list[Mapping[str, Any]]]:
    """Those of all dimensions; a label of two controls has two entries."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for dimension_id, report in sorted(stored.items()):
        if dimension_id != OVERALL:
            for label, one in (report.report.get("by_label") or {}).items():
                found.setdefault(label, []).append(one)
    return found


def label_means(stored: Mapping[int, Stored]) -> dict[str, float | None]:
    """Mean agreement by label; a label of two controls weighs each by its tasks."""
    return {
        label: _pooled((one["agreement"]["n"], one["agreement"]["value"]) for one in ones)
        for label, ones in by_label(stored).items()
    }


def _pooled(parts: Iterable[tuple[int, float | None]]) -> float | None:
    known = [(n, value) for n, value in parts if n and value is not None]
    if len(known) == 1:
        return known[0][1]
    total = sum(n for n, _ in known)
    return math.fsum(n * value for n, value in known) / total if total else None


def reason(undefined: str | None) -> dict[str, str | None]:
    """A code and a sentence for people; both null where there is a figure."""
    if undefined is None:
        return {"undefined": None, "meaning": None}
    known = {str(one): text for one, text in MEANINGS.items()}
    return {"undefined": undefined, "meaning": known.get(undefined, undefined)}


def missing(value: float | None, why: Undefined = Undefined.NO_PAIRS) -> dict[str, str | None]:
    """The reason why a mean has no value."""
    return reason(None if value is not None else str(why))
