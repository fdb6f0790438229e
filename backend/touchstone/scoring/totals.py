"""Running totals: what tasks add to them and take back, and writing the difference.

Sums are kept on a grid of 2**-30, on which floating-point addition is exact up to eight million
tasks a total: what a task added can be taken back to the last bit, in any order.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.db.driver import fetch
from touchstone.models.score import GROUND_TRUTH, OVERALL
from touchstone.tasks.totals import TOTALS_LOCK

GRID = float(2**30)
BUCKETS = 100
_EDGE = 1e-9
"""0.29 * 100 is a hair below 29 in binary and belongs to bucket 29 all the same."""

Sums = tuple[int, float, float]
"""n, total, total of squares"""


def on_grid(value: float) -> float:
    return round(value * GRID) / GRID


def bucket_of(agreement: float) -> int:
    return min(int(agreement * BUCKETS + _EDGE), BUCKETS - 1)


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


_PAIRS = """
    INSERT INTO pair_totals AS t (project_id, generation, dimension_id, left_id, right_id,
                                  n_tasks, total, total_of_squares)
    SELECT $1, $2, * FROM unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[],
                                 $7::float8[], $8::float8[])
    ON CONFLICT (project_id, generation, dimension_id, left_id, right_id) DO UPDATE
    SET n_tasks = t.n_tasks + excluded.n_tasks, total = t.total + excluded.total,
        total_of_squares = t.total_of_squares + excluded.total_of_squares
"""
_PEOPLE = """
    INSERT INTO participant_totals AS t (project_id, generation, user_id, n_tasks)
    SELECT $1, $2, * FROM unnest($3::bigint[], $4::bigint[])
    ON CONFLICT (project_id, generation, user_id) DO UPDATE
    SET n_tasks = t.n_tasks + excluded.n_tasks
"""
_AGREEMENTS = """
    INSERT INTO agreement_totals AS t (project_id, generation, dimension_id, bucket,
                                       n_tasks, total, total_of_squares)
    SELECT $1, $2, * FROM unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::float8[],
                                 $7::float8[])
    ON CONFLICT (project_id, generation, dimension_id, bucket) DO UPDATE
    SET n_tasks = t.n_tasks + excluded.n_tasks, total = t.total + excluded.total,
        total_of_squares = t.total_of_squares + excluded.total_of_squares
"""
_CONFUSION = """
    INSERT INTO confusion_totals AS t (project_id, generation, dimension_id, mode, left_label,
                                       right_label, count)
    SELECT $1, $2, * FROM unnest($3::bigint[], $4::text[], $5::text[], $6::text[], $7::bigint[])
    ON CONFLICT (project_id, generation, dimension_id, mode, left_label, right_label) DO UPDATE
    SET count = t.count + excluded.count
"""
_LABELS = """
    INSERT INTO label_counts AS t (project_id, source, from_name, label, count)
    SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::bigint[])
    ON CONFLICT (project_id, source, from_name, label) DO UPDATE
    SET count = t.count + excluded.count
"""


async def apply(
    session: AsyncSession,
    project_id: int,
    changes: Iterable[tuple[int, Change]],
    labels: Mapping[tuple[str, str, str], int],
) -> None:
    """Last in a transaction, because everybody who scores in the project waits for these rows.

    `changes` come with their generations.
    """
    await fetch(session, "SELECT pg_advisory_xact_lock($1)", TOTALS_LOCK + project_id)
    for generation, change in changes:
        place = (project_id, generation)
        await _write(session, _PAIRS, place, _changed(change.pairs))
        await _write(session, _PEOPLE, place, _counted(change.people, lambda key: (key,)))
        await _write(session, _AGREEMENTS, place, _changed(change.agreements))
        await _write(session, _CONFUSION, place, _counted(change.confusion, tuple))
    await _write(session, _LABELS, (project_id,), _counted(labels, tuple))


def _changed(sums: Mapping[Any, Sums]) -> list[tuple[Any, ...]]:
    return [(*key, *sums[key]) for key in sorted(sums) if sums[key] != (0, 0.0, 0.0)]


def _counted(counts: Mapping[Any, int], key_columns: Any) -> list[tuple[Any, ...]]:
    return [(*key_columns(key), counts[key]) for key in sorted(counts) if counts[key]]


async def _write(
    session: AsyncSession,
    statement: str,
    place: tuple[int, ...],
    rows: Sequence[tuple[Any, ...]],
) -> None:
    if rows:
        await fetch(session, statement, *place, *map(list, zip(*rows, strict=True)))
