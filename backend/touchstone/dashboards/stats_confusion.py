"""Which label was met by which, from running counts."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.agreement.confusion import NOBODY, label_quality, top_confusions
from touchstone.core.errors import NotFound
from touchstone.dashboards import stats_queries as queries
from touchstone.dashboards.stats_queries import Generation
from touchstone.models.score import ConfusionMode

MOST_LABELS: Final = 200
"""That are shown, the most used; and NOBODY, which comes last."""


async def confusion_matrix(
    session: AsyncSession,
    generation: Generation | None,
    *,
    from_name: str | None,
    dimension_id: int | None,
    mode: ConfusionMode,
) -> dict[str, Any]:
    """The `ConfusionOut` form of one dimension; without a name, of the first that has labels.

    Raises NotFound for a dimension that is not among the active ones.
    """
    if generation is None:
        return _built(None, [], {}, symmetric=True)
    labels = await queries.labels_by_dimension(session, generation.project_id)
    wanted = _wanted(generation, from_name, dimension_id, labels)
    if wanted is None:
        return _built(None, [], {}, symmetric=True)
    counts = await queries.confusion(session, generation, wanted["id"], mode)
    return _built(
        wanted, labels.get(wanted["id"], ()), counts, symmetric=mode != ConfusionMode.GROUND_TRUTH
    )


def _wanted(
    generation: Generation,
    from_name: str | None,
    dimension_id: int | None,
    labels: dict[int, Sequence[str]],
) -> dict[str, Any] | None:
    if dimension_id is not None:
        found = generation.find(dimension_id)
    elif from_name is not None:
        names = (
            one for one in generation.dimensions if from_name in (one["control_name"], one["name"])
        )
        found = next(names, None)
    else:
        categorical = (one for one in generation.dimensions if one["id"] in labels)
        return next(categorical, None)
    if found is None:
        raise NotFound("There is no such active dimension.", dimension=dimension_id or from_name)
    return found


def _built(
    dimension: dict[str, Any] | None,
    config_labels: Sequence[str],
    counts: Mapping[tuple[str, str], int],
    *,
    symmetric: bool,
) -> dict[str, Any]:
    from_name = None if dimension is None else dimension["control_name"] or dimension["name"]
    excluded = () if dimension is None else dimension["excluded_classes"]
    labels, left_out = _labels([one for one in config_labels if one not in excluded], counts)
    place = {label: number for number, label in enumerate(labels)}
    matrix = [[0] * len(labels) for _ in labels]
    for (left, right), count in counts.items():
        if left in place and right in place:
            matrix[place[left]][place[right]] = count
    quality = label_quality(counts)
    known = [quality.get(label) for label in labels]
    return {
        "dimension": None if dimension is None else dimension["id"],
        "from_name": from_name,
        "labels": labels,
        "matrix": matrix,
        "precision": [None if one is None else one.precision for one in known],
        "recall": [None if one is None else one.recall for one in known],
        "top_confusion_pairs": [
            {
                "actual": one.actual,
                "label": one.label,
                "count": one.count,
                "rate": one.rate,
                "from_name": from_name,
            }
            for one in top_confusions(counts, symmetric=symmetric)
        ],
        "omitted_labels": left_out,
    }


def _labels(
    config_labels: Sequence[str], counts: Mapping[tuple[str, str], int]
) -> tuple[list[str], int]:
    """Those given in their order, then others that were used; how many are left out."""
    uses: dict[str, int] = dict.fromkeys(config_labels, 0)
    for pair, count in counts.items():
        for label in pair:
            uses[label] = uses.get(label, 0) + count
    nobody = uses.pop(NOBODY, 0)
    kept = set(sorted(uses, key=lambda label: -uses[label])[:MOST_LABELS])
    shown = [label for label in uses if label in kept]
    return shown + ([NOBODY] if nobody else []), len(uses) - len(kept)
