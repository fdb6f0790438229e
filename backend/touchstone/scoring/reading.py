"""From stored answers to what is compared: features, read anew from the result where need be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.access.queries import AnyRow
from touchstone.agreement.answers import Answer
from touchstone.labelstudio.features import decode_features, extract_features
from touchstone.labelstudio.json_path import extract_path
from touchstone.models import Annotation, Prediction
from touchstone.models.annotation import ReviewState
from touchstone.projects import label_configs
from touchstone.scoring import queries
from touchstone.scoring.participants import Given
from touchstone.scoring.plan import Plan

_PREFIX = extract_features([], label_configs.parsed(label_configs.EMPTY))[:-1]
"""Features that this version of the program made begin with it."""

ACCEPTED = frozenset({ReviewState.ACCEPTED, ReviewState.FIXED})


@dataclass(slots=True)
class Stored:
    """The answers to some tasks, as they lie in the database."""

    annotations: Sequence[AnyRow]
    predictions: Sequence[AnyRow]
    models: Mapping[str, int]
    annotation_results: Mapping[int, str]
    """JSON texts, where something needs them."""
    prediction_results: Mapping[int, str]


@dataclass(slots=True)
class Read:
    """The same as one labeling config reads them, oldest first, and what is new in that."""

    annotations: list[Given] = field(default_factory=list)
    predictions: list[Given] = field(default_factory=list)
    fresh_annotations: dict[int, bytes] = field(default_factory=dict)
    fresh_predictions: dict[int, bytes] = field(default_factory=dict)

    @property
    def is_fresh(self) -> bool:
        return bool(self.fresh_annotations or self.fresh_predictions)

    @property
    def everything(self) -> list[Given]:
        return self.annotations + self.predictions


async def load(
    session: AsyncSession, project_id: int, task_ids: Sequence[int], *, with_results: bool
) -> Stored:
    annotations = await queries.list_annotations(
        session, project_id, task_ids, with_results=with_results
    )
    predictions = await queries.list_predictions(
        session, project_id, task_ids, with_results=with_results
    )
    models = await queries.model_numbers(
        session, project_id, (row.model_version for row in predictions)
    )
    return Stored(
        annotations,
        predictions,
        models,
        await _results(session, Annotation, project_id, annotations),
        await _results(session, Prediction, project_id, predictions),
    )


async def _results(
    session: AsyncSession,
    model: type[Annotation] | type[Prediction],
    project_id: int,
    stored: Sequence[AnyRow],
) -> dict[int, str]:
    """Also of those whose features an older version of the program made."""
    found = {row.id: row.result_text for row in stored if row.result_text is not None}
    outdated = [row.id for row in stored if row.id not in found and _is_outdated(row.features)]
    if outdated:
        found |= await queries.results_of(session, model, project_id, outdated)
    return found


def _is_outdated(features: bytes | None) -> bool:
    return features is None or not features.startswith(_PREFIX)


def read(stored: Stored, plan: Plan, *, reextract: bool) -> Read:
    """The answers as the plan's labeling config reads them."""
    found = Read()
    for row in stored.annotations:
        result = stored.annotation_results.get(row.id)
        features = _features(row, result, plan, found.fresh_annotations, reextract=reextract)
        found.annotations.append(
            Given(
                id=row.id,
                task_id=row.task_id,
                participant=row.completed_by,
                features=features,
                is_truth=row.ground_truth,
                is_accepted=row.review_state in ACCEPTED,
                result=result,
            )
        )
    for row in stored.predictions:
        result = stored.prediction_results.get(row.id)
        features = _features(row, result, plan, found.fresh_predictions, reextract=reextract)
        found.predictions.append(
            Given(
                id=row.id,
                task_id=row.task_id,
                participant=stored.models[row.model_version],
                features=features,
                model_version=row.model_version,
                result=result,
            )
        )
    return found


def _features(
    row: AnyRow, result: str | None, plan: Plan, fresh: dict[int, bytes], *, reextract: bool
) -> Mapping[str, Answer]:
    parsed = None
    if result is not None and (reextract or plan.needs_results or _is_outdated(row.features)):
        parsed = orjson.loads(result)
    blob = row.features
    if parsed is not None and (reextract or _is_outdated(blob)):
        blob = fresh[row.id] = extract_features(parsed, plan.config)
    features = decode_features(blob)
    if parsed is None or not plan.paths:
        return features
    found = dict(features)  # what was decoded is shared
    for dimension in plan.paths:
        answer = extract_path(parsed, dimension.extraction["path"], dimension.extraction["kind"])
        if answer is not None:
            found[dimension.source] = answer
    return found
