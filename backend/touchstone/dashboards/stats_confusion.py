"""Which label was met by which, from running counts."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.core.errors import NotFound
from touchstone.dashboards import stats_queries as queries
from touchstone.dashboards.stats_queries import Generation
from touchstone.models.score import ConfusionMode

NONE: Final = ""
"""In place of a label where the other side has nothing; comes last."""

MOST_LABELS: Final = 200
TOP_PAIRS: Final = 10


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
        return _built(None, [], [], symmetric=True)
    labels = await queries.labels_by_dimension(session, generation.project_id)
    wanted = _wanted(generation, from_name, dimension_id, labels)
    if wanted is None:
        return _built(None, [], [], symmetric=True)
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
    counts: Sequence[tuple[str, str, int]],
    *,
    symmetric: bool,
) -> dict[str, Any]:
    uses: dict[str, int] = dict.fromkeys(config_labels, 0)
    for left, right, count in counts:
        uses[left] = uses.get(left, 0) + count
        uses[right] = uses.get(right, 0) + count
    none = uses.pop(NONE, None)
    kept = set(sorted(uses, key=lambda label: -uses[label])[:MOST_LABELS])
    labels = [label for label in uses if label in kept] + ([NONE] if none else [])
    place = {label: number for number, label in enumerate(labels)}
    matrix = [[0] * len(labels) for _ in labels]
    for left, right, count in counts:
        if left in place and right in place:
            matrix[place[left]][place[right]] = count
    columns = [sum(row[number] for row in matrix) for number in range(len(labels))]
    from_name = None if dimension is None else dimension["control_name"] or dimension["name"]
    return {
        "dimension": None if dimension is None else dimension["id"],
        "from_name": from_name,
        "labels": labels,
        "matrix": matrix,
        "precision": [_share(matrix[n][n], columns[n]) for n in range(len(labels))],
        "recall": [_share(matrix[n][n], sum(matrix[n])) for n in range(len(labels))],
        "top_confusion_pairs": _top(labels, matrix, from_name, symmetric=symmetric),
        "omitted_labels": len(uses) - len(kept),
    }


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _top(
    labels: Sequence[str],
    matrix: Sequence[Sequence[int]],
    from_name: str | None,
    *,
    symmetric: bool,
) -> list[dict[str, Any]]:
    """What is confused most; the two directions of a symmetric matrix are one pair."""
    pairs = [
        (matrix[i][j], i, j)
        for i in range(len(labels))
        for j in range(len(labels))
        if i != j and matrix[i][j] and not (symmetric and j < i)
    ]
    mass = sum(count for count, _, _ in pairs)
    pairs.sort(key=lambda pair: (-pair[0], pair[1], pair[2]))
    return [
        {
            "actual": labels[i],
            "label": labels[j],
            "count": count,
            "rate": count / mass,
            "from_name": from_name,
        }
        for count, i, j in pairs[:TOP_PAIRS]
    ]
