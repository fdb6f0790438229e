"""Whatever happens to a project, in whatever order: the totals are the sums, to the last bit."""

import random
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from tests.factories import (
    choice,
    make_annotation,
    make_prediction,
    make_project,
    make_task,
    make_user,
)
from tests.scoring.steps import finish, number_of
from tests.scoring.sums import assert_totals_equal_sums
from touchstone.annotations.ground_truth import set_star
from touchstone.models import Annotation, Dimension, Prediction, Project, ScoringChunk, Task, User
from touchstone.projects import generations
from touchstone.projects.generations import request_generation
from touchstone.scoring import building
from touchstone.scoring.service import rescore_range
from touchstone.tasks.service import delete_tasks, touch_content

LABELS = ["Billing", "Shipping", "Other"]
STEPS = 60


def span(rng: random.Random) -> dict[str, Any]:
    start = rng.randint(0, 10)
    return {
        "id": f"s{rng.random()}",
        "from_name": "entity",
        "to_name": "text",
        "type": "labels",
        "value": {
            "start": start,
            "end": start + rng.randint(1, 9),
            "text": "x",
            "labels": [rng.choice(["Person", "Product"])],
        },
    }


class History:
    """A project, and what can happen to it."""

    def __init__(
        self, session: AsyncSession, rng: random.Random, project: Project, users: list[User]
    ) -> None:
        self.session, self.rng, self.project, self.users = session, rng, project, users

    def result(self) -> list[dict[str, Any]]:
        spans = [span(self.rng) for _ in range(self.rng.randint(0, 3))]
        return choice(self.rng.choice(LABELS)) + spans

    async def some(self, model: Any) -> Any | None:
        rows = (
            await self.session.scalars(
                select(model)
                .where(model.project_id == self.project.id)
                .order_by(model.id)
                .execution_options(populate_existing=True)
            )
        ).all()
        return self.rng.choice(rows) if rows else None

    async def touch(self, task_id: int) -> None:
        await touch_content(self.session, self.project.id, task_id)

    async def add_task(self) -> None:
        await make_task(self.session, self.project)

    async def annotate(self) -> None:
        task = await self.some(Task)
        if task is not None:
            await make_annotation(self.session, task, self.rng.choice(self.users), self.result())

    async def predict(self) -> None:
        task = await self.some(Task)
        if task is not None:
            model = self.rng.choice(["m1", "m2"])
            await make_prediction(self.session, task, self.result(), model_version=model)
            await self.touch(task.id)

    async def change(self) -> None:
        annotation = await self.some(Annotation)
        if annotation is not None:
            annotation.result, annotation.features = self.result(), None
            await self.touch(annotation.task_id)

    async def skip(self) -> None:
        annotation = await self.some(Annotation)
        if annotation is not None:
            annotation.was_cancelled = not annotation.was_cancelled
            await self.touch(annotation.task_id)

    async def judge(self) -> None:
        annotation = await self.some(Annotation)
        if annotation is not None:
            annotation.review_state = self.rng.choice(["accepted", "rejected", "pending"])
            await self.touch(annotation.task_id)

    async def star(self) -> None:
        annotation = await self.some(Annotation)
        if annotation is not None:
            await set_star(
                self.session,
                self.project.id,
                annotation.task_id,
                annotation.id,
                starred=self.rng.random() < 0.8,
            )
            await self.session.refresh(annotation)
            await self.touch(annotation.task_id)

    async def drop(self) -> None:
        gone = await self.some(self.rng.choice([Annotation, Prediction]))
        if gone is not None:
            task_id = gone.task_id
            await self.session.delete(gone)
            await self.session.flush()
            await self.touch(task_id)

    async def delete_task(self) -> None:
        task = await self.some(Task)
        if task is not None and self.rng.random() < 0.4:
            await delete_tasks(self.session, self.project.id, [task.id])

    async def set_up_anew(self) -> None:
        """Another weight, sometimes without a class."""
        dimension = await self.some(Dimension)
        dimension.weight = self.rng.choice([0.0, 0.25, 0.5, 1.0])
        dimension.excluded_classes = self.rng.choice([[], ["Other"]])
        await self.session.flush()
        await request_generation(self.session, self.project.id)

    async def build_a_chunk(self) -> None:
        number = await number_of(self.session, self.project.id, "building")
        if number is None:
            return
        await building.plan_chunks(self.session, self.project.id, number)
        chunks = await self.session.scalars(
            select(ScoringChunk.first_id).where(
                ScoringChunk.project_id == self.project.id, ScoringChunk.generation == number
            )
        )
        first_ids = sorted(chunks.all())
        if first_ids:
            first_id = self.rng.choice(first_ids)
            await building.build_chunk(self.session, self.project.id, number, first_id)
            await building.build_chunk(self.session, self.project.id, number, first_id)

    async def finish(self) -> None:
        if await number_of(self.session, self.project.id, "building") is not None:
            await finish(self.session, self.project.id)

    async def cancel(self) -> None:
        if self.rng.random() < 0.5:
            await generations.cancel(self.session, self.project.id)

    async def drop_retired(self) -> None:
        number = await number_of(self.session, self.project.id, "retired")
        if number is not None:
            assert await building.is_to_be_dropped(self.session, self.project.id, number)
            while await building.drop_some(self.session, self.project.id, number):
                pass

    async def score(self) -> None:
        await rescore_range(self.session, self.project.id, 0, 10**12)


OFTEN = ("annotate", "change", "score", "judge", "star", "predict")


@pytest.mark.parametrize("seed", range(8))
async def test_totals_are_the_sums_after_any_history(
    session: AsyncSession, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(building, "CHUNK", 2)
    rng = random.Random(seed)
    project = await make_project(session)
    history = History(session, rng, project, [await make_user(session) for _ in range(4)])
    for _ in range(5):
        await history.add_task()
    steps: list[Callable[[], Awaitable[None]]] = [
        getattr(history, name)
        for name in (*OFTEN, *OFTEN, *vars(History))
        if name not in {"result", "some", "touch"} and not name.startswith("_")
    ]
    for _ in range(STEPS):
        await rng.choice(steps)()
        await assert_totals_equal_sums(session, project.id)

    await history.finish()
    await history.score()
    await assert_totals_equal_sums(session, project.id)
    kept = await figures(session, project.id)
    await score_from_nothing(session, project.id)
    assert await figures(session, project.id) == kept


async def figures(session: AsyncSession, project_id: int) -> list[Any]:
    """Everything of the current generation, without its number."""
    number = await number_of(session, project_id, "current")
    found = []
    for columns, table in (
        (
            "task_id, left_id, right_id, left_item, right_item, score, dimension_scores",
            "pair_scores",
        ),
        ("task_id, agreement, undefined, dimension_scores, problems", "task_agreements"),
        ("dimension_id, left_id, right_id, n_tasks, total, total_of_squares", "pair_totals"),
        ("dimension_id, bucket, n_tasks, total, total_of_squares", "agreement_totals"),
        ("user_id, n_tasks", "participant_totals"),
        ("dimension_id, mode, left_label, right_label, count", "confusion_totals"),
    ):
        counted = {"confusion_totals": "AND count <> 0"}.get(
            table, "AND n_tasks <> 0" if table.endswith("totals") else ""
        )
        rows = await session.execute(
            text(
                f"SELECT {columns} FROM {table} "  # noqa: S608
                f"WHERE project_id = :p AND generation = :g {counted} ORDER BY {columns}"
            ),
            {"p": project_id, "g": number},
        )
        found.append([tuple(row) for row in rows])
    rows = await session.execute(
        select(Task.id, Task.agreement, Task.agreement_undefined)
        .where(Task.project_id == project_id, Task.scored_version > 0)
        .order_by(Task.id)
    )
    return [*found, [tuple(row) for row in rows]]


async def score_from_nothing(session: AsyncSession, project_id: int) -> None:
    """Another generation of the same settings, of features read anew."""
    await session.execute(update(Annotation).values(features=None))
    await session.execute(update(Prediction).values(features=None))
    dimension = await session.scalar(
        select(Dimension)
        .where(Dimension.project_id == project_id, Dimension.is_active)
        .order_by(Dimension.id)
        .limit(1)
    )
    assert dimension is not None
    before = dimension.weight
    for weight in (before / 2 + 0.1, before):
        dimension.weight = weight
        await session.flush()
        await request_generation(session, project_id)
        if await session.scalar(select(func.count()).where(Task.project_id == project_id)):
            await finish(session, project_id)
