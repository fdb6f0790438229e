"""From stored answers to what is compared: features, read anew from the result where need be."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import msgspec
import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.access.queries import AnyRow
from touchstone.agreement.answers import Answer
from touchstone.labelstudio.features import decode_features, extract_features
from touchstone.labelstudio.label_config import LabelConfig
from touchstone.models.annotation import ReviewState
from touchstone.projects import label_configs
from touchstone.scoring import queries
from touchstone.scoring.participants import Given

log = logging.getLogger("touchstone.scoring")

UNREADABLE = msgspec.msgpack.encode({})
"""Features of a result that the labeling config can make nothing of."""

ACCEPTED = frozenset({ReviewState.ACCEPTED, ReviewState.FIXED})


@dataclass(slots=True)
class Stored:
    """The answers to some tasks, as they lie in the database."""

    annotations: Sequence[AnyRow]
    predictions: Sequence[AnyRow]
    models: Mapping[str, int]


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
    return Stored(annotations, predictions, models)


def read(stored: Stored, xml: str, *, reextract: bool) -> Read:
    """Raises nothing for a result that cannot be read: it counts as blank, and is logged."""
    config = label_configs.parsed(xml)
    found = Read()
    for row in stored.annotations:
        features = _features(row, config, found.fresh_annotations, reextract=reextract)
        found.annotations.append(
            Given(
                id=row.id,
                task_id=row.task_id,
                participant=row.completed_by,
                features=features,
                is_truth=row.ground_truth,
                is_accepted=row.review_state in ACCEPTED,
                result=row.result_text,
            )
        )
    for row in stored.predictions:
        features = _features(row, config, found.fresh_predictions, reextract=reextract)
        found.predictions.append(
            Given(
                id=row.id,
                task_id=row.task_id,
                participant=stored.models[row.model_version],
                features=features,
                result=row.result_text,
            )
        )
    return found


def _features(
    row: AnyRow, config: LabelConfig, fresh: dict[int, bytes], *, reextract: bool
) -> Mapping[str, Answer]:
    if row.features is not None and not reextract:
        return decode_features(row.features)
    try:
        blob = extract_features(orjson.loads(row.result_text), config)
    except (KeyError, TypeError, ValueError):
        log.warning("result %s does not fit the labeling config and counts as blank", row.id)
        blob = UNREADABLE
    fresh[row.id] = blob
    return decode_features(blob)
