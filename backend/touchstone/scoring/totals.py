"""Running totals: what tasks add to them and take back, and writing the difference.

Sums are kept on a grid of 2**-30, on which floating-point addition is exact up to eight million
tasks a total: what a task added can be taken back to the last bit, in any order.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.agreement.types import Floats, Ints
from touchstone.db.driver import fetch
from touchstone.models.score import GROUND_TRUTH, OVERALL
from touchstone.scoring.compute import Scored
from touchstone.tasks.totals import TOTALS_LOCK

GRID = float(2**30)
BUCKETS = 100
_EDGE = 1e-9
"""0.29 * 100 is a hair below 29 in binary and belongs to bucket 29 all the same."""

_FEW = 20  # pairs

Sums = tuple[int, float, float]
"""n, total, total of squares"""


def on_grid(value: float) -> float:
    return round(value * GRID) / GRID


def bucket_of(agreement: float) -> int:
    return min(int(agreement * BUCKETS + _EDGE), BUCKETS - 1)


def _optional(values: Floats) -> list[float | None]:
    return [None if value != value else value for value in values.tolist()]


def _buckets(agreements: Floats) -> tuple[Ints]:
    places = np.floor(np.nan_to_num(agreements) * BUCKETS + _EDGE).astype(np.int64)
    return (np.minimum(places, BUCKETS - 1),)


@dataclass(slots=True)
class Change:
    """What some tasks change in the totals of one generation."""

    dimension_ids: Sequence[int]
    pairs: dict[tuple[int, int, int], Sums] = field(default_factory=dict)
    """By dimension, left and right."""
    people: Counter[int] = field(default_factory=Counter)
    agreements: dict[tuple[int, int], Sums] = field(default_factory=dict)
    """By dimension and bucket."""
    confusion: Counter[tuple[int, str, str, str]] = field(default_factory=Counter)
    """By dimension, mode, left and right label."""

    def add_pair(
        self,
        left: int,
        right: int,
        score: float | None,
        by_dimension: Sequence[float | None],
        sign: int,
    ) -> None:
        self._add(self.pairs, (OVERALL, left, right), score, sign)
        if not by_dimension and len(self.dimension_ids) == 1:
            self._add(self.pairs, (self.dimension_ids[0], left, right), score, sign)
        for dimension_id, value in zip(self.dimension_ids, by_dimension, strict=False):
            self._add(self.pairs, (dimension_id, left, right), value, sign)

    def add_people(self, compared: Iterable[tuple[int, int, int]], sign: int) -> None:
        """From (task, left, right) of pairs with a figure: each person counts once a task."""
        humans = [pair for pair in compared if pair[1] > GROUND_TRUTH]
        once = {(task, left) for task, left, _ in humans} | {
            (task, right) for task, _, right in humans
        }
        for _, user_id in once:
            self.people[user_id] += sign

    def add_task(
        self,
        agreement: float | None,
        by_dimension: Sequence[float | None],
        confusion: Iterable[Sequence[Any]] | None,
        sign: int,
    ) -> None:
        if agreement is not None:
            self._add(self.agreements, (OVERALL, bucket_of(agreement)), agreement, sign)
        for dimension_id, value in zip(self.dimension_ids, by_dimension, strict=True):
            if value is not None:
                self._add(self.agreements, (dimension_id, bucket_of(value)), value, sign)
        for position, mode, left, right, count in confusion or ():
            self.confusion[self.dimension_ids[position], mode, left, right] += sign * count

    def add_scored(self, scored: Scored) -> None:
        """The new figures of a batch, as `add_pair`, `add_people` and `add_task` add old ones."""
        if len(scored.batch) < _FEW:
            self._add_few(scored)
            return
        batch = scored.batch
        ids = (batch.left_ids, batch.right_ids)
        self._add_many(self.pairs, OVERALL, ids, scored.scores)
        self._add_many(self.agreements, OVERALL, _buckets(scored.agreements), scored.agreements)
        for dimension_id, values in zip(self.dimension_ids, scored.by_dimension, strict=True):
            self._add_many(self.pairs, dimension_id, ids, values)
        for dimension_id, values in zip(self.dimension_ids, scored.task_dimensions, strict=True):
            self._add_many(self.agreements, dimension_id, _buckets(values), values)
        compared = np.flatnonzero(batch.is_human & ~np.isnan(scored.scores))
        task_of = np.tile(batch.task_of[compared], 2)
        people = np.concatenate((batch.left_ids[compared], batch.right_ids[compared]))
        once = np.unique(np.stack((task_of, people), axis=1), axis=0)
        for user_id, n in zip(*np.unique(once[:, 1], return_counts=True), strict=True):
            self.people[int(user_id)] += int(n)
        for met in scored.confusion.values():
            for position, mode, left, right, count in met:
                self.confusion[self.dimension_ids[position], mode, left, right] += count

    def _add_few(self, scored: Scored) -> None:
        """One by one, which is quicker than arrays for the pairs of one task."""
        batch = scored.batch
        pairs = zip(
            batch.task_of.tolist(),
            batch.left_ids.tolist(),
            batch.right_ids.tolist(),
            _optional(scored.scores),
            [_optional(values) for values in scored.by_dimension.T],
            strict=True,
        )
        compared = []
        for task, left, right, score, by_dimension in pairs:
            self.add_pair(left, right, score, by_dimension, 1)
            if score is not None:
                compared.append((task, left, right))
        self.add_people(compared, 1)
        of_tasks = [_optional(values) for values in scored.task_dimensions.T]
        for task, agreement in enumerate(_optional(scored.agreements)):
            self.add_task(agreement, of_tasks[task], scored.confusion.get(task), 1)

    @staticmethod
    def _add_many(
        sums: dict[Any, Sums], dimension_id: int, keys: Sequence[Ints], values: Floats
    ) -> None:
        """Where there is a value, under (dimension, *key)."""
        known = np.flatnonzero(~np.isnan(values))
        if not len(known):
            return
        found, places = np.unique(
            np.stack([key[known] for key in keys], axis=1), axis=0, return_inverse=True
        )
        places, values = places.reshape(-1), values[known]
        counts = np.bincount(places)
        totals = np.bincount(places, weights=np.rint(values * GRID) / GRID)
        squares = np.bincount(places, weights=np.rint(values * values * GRID) / GRID)
        for key, n, total, square in zip(
            found.tolist(), counts.tolist(), totals.tolist(), squares.tolist(), strict=True
        ):
            old = sums.get((dimension_id, *key), (0, 0.0, 0.0))
            sums[dimension_id, *key] = (old[0] + n, old[1] + total, old[2] + square)

    @staticmethod
    def _add(sums: dict[Any, Sums], key: tuple[int, ...], value: float | None, sign: int) -> None:
        if value is None:
            return
        n, total, squares = sums.get(key, (0, 0.0, 0.0))
        sums[key] = (
            n + sign,
            total + sign * on_grid(value),
            squares + sign * on_grid(value * value),
        )


_APPLY = """
    WITH pairs AS (
        INSERT INTO pair_totals AS t (project_id, generation, dimension_id, left_id, right_id,
                                      n_tasks, total, total_of_squares)
        SELECT $1, * FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[],
                                 $6::bigint[], $7::float8[], $8::float8[])
        ON CONFLICT (project_id, generation, dimension_id, left_id, right_id) DO UPDATE
        SET n_tasks = t.n_tasks + excluded.n_tasks, total = t.total + excluded.total,
            total_of_squares = t.total_of_squares + excluded.total_of_squares
    ), agreements AS (
        INSERT INTO agreement_totals AS t (project_id, generation, dimension_id, bucket,
                                           n_tasks, total, total_of_squares)
        SELECT $1, * FROM unnest($9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[],
                                 $13::float8[], $14::float8[])
        ON CONFLICT (project_id, generation, dimension_id, bucket) DO UPDATE
        SET n_tasks = t.n_tasks + excluded.n_tasks, total = t.total + excluded.total,
            total_of_squares = t.total_of_squares + excluded.total_of_squares
    ), people AS (
        INSERT INTO participant_totals AS t (project_id, generation, user_id, n_tasks)
        SELECT $1, * FROM unnest($15::bigint[], $16::bigint[], $17::bigint[])
        ON CONFLICT (project_id, generation, user_id) DO UPDATE
        SET n_tasks = t.n_tasks + excluded.n_tasks
    ), confusion AS (
        INSERT INTO confusion_totals AS t (project_id, generation, dimension_id, mode, left_label,
                                           right_label, count)
        SELECT $1, * FROM unnest($18::bigint[], $19::bigint[], $20::text[], $21::text[],
                                 $22::text[], $23::bigint[])
        ON CONFLICT (project_id, generation, dimension_id, mode, left_label, right_label) DO UPDATE
        SET count = t.count + excluded.count
    )
    INSERT INTO label_counts AS t (project_id, source, from_name, label, count)
    SELECT $1, * FROM unnest($24::text[], $25::text[], $26::text[], $27::bigint[])
    ON CONFLICT (project_id, source, from_name, label) DO UPDATE
    SET count = t.count + excluded.count
"""


async def apply(
    session: AsyncSession,
    project_id: int,
    changes: Sequence[tuple[int, Change]],
    labels: Mapping[tuple[str, str, str], int],
) -> None:
    """Last in a transaction, because everybody who scores in the project waits for these rows.

    `changes` come with their generations.
    """
    pairs, people, agreements, confusion = [], [], [], []
    for generation, change in changes:
        pairs += [(generation, *key, *sums) for key, sums in change.pairs.items() if any(sums)]
        agreements += [
            (generation, *key, *sums) for key, sums in change.agreements.items() if any(sums)
        ]
        people += [(generation, user_id, n) for user_id, n in change.people.items() if n]
        confusion += [(generation, *key, n) for key, n in change.confusion.items() if n]
    of_labels = [(*key, n) for key, n in labels.items() if n]
    if not (pairs or people or agreements or confusion or of_labels):
        return
    await fetch(session, "SELECT pg_advisory_xact_lock($1)", TOTALS_LOCK + project_id)
    await fetch(
        session,
        _APPLY,
        project_id,
        *_columns(pairs, 7),
        *_columns(agreements, 6),
        *_columns(people, 3),
        *_columns(confusion, 6),
        *_columns(of_labels, 4),
    )


def _columns(rows: Sequence[tuple[Any, ...]], width: int) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[]] * width
