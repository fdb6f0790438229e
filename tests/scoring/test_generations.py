"""Another setting builds new figures beside the old ones and puts them in their place."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from tests.factories import choice, make_annotation, make_project, make_task, make_user
from tests.scoring.steps import build, finish, number_of
from tests.scoring.sums import assert_totals_equal_sums, pair_totals
from touchstone.db.engine import Sessions
from touchstone.models import (
    Annotation,
    Dimension,
    PairScore,
    PairTotal,
    Project,
    ScoringChunk,
    ScoringGeneration,
    Task,
)
from touchstone.projects import generations
from touchstone.projects.dimensions import sync_dimensions
from touchstone.projects.generations import request_generation, request_missing
from touchstone.scoring import building
from touchstone.scoring.service import rescore_range, rescore_task
from touchstone.tasks.service import touch_content

TASKS = 6


async def arrange(session: AsyncSession) -> tuple[Project, list[Task]]:
    """Two annotators on six tasks who differ on the topic and leave entities blank: 1/2 each."""
    project = await make_project(session)
    users = [await make_user(session) for _ in range(2)]
    tasks = [await make_task(session, project) for _ in range(TASKS)]
    for task in tasks:
        await make_annotation(session, task, users[0], choice("Billing"))
        await make_annotation(session, task, users[1], choice("Other"))
    await rescore_range(session, project.id, tasks[0].id, tasks[-1].id)
    return project, tasks


async def weigh_topic(session: AsyncSession, project: Project, weight: float) -> None:
    await session.execute(
        update(Dimension)
        .where(Dimension.project_id == project.id, Dimension.name == "topic")
        .values(weight=weight)
    )
    await request_generation(session, project.id)


async def agreements(session: AsyncSession, project: Project) -> list[float | None]:
    query = select(Task.agreement).where(Task.project_id == project.id).order_by(Task.id)
    return list((await session.scalars(query)).all())


async def statuses(session: AsyncSession, project: Project) -> dict[int, str]:
    query = select(ScoringGeneration.number, ScoringGeneration.status).where(
        ScoringGeneration.project_id == project.id
    )
    return {row.number: row.status for row in await session.execute(query)}


async def test_old_figures_stay_until_the_new_ones_are_whole(session: AsyncSession) -> None:
    project, tasks = await arrange(session)
    before = await pair_totals(session, project.id)
    await weigh_topic(session, project, 0.0)
    await build(session, project.id)

    assert await statuses(session, project) == {1: "current", 2: "building"}
    assert await agreements(session, project) == [0.5] * TASKS
    assert await pair_totals(session, project.id) == before
    await assert_totals_equal_sums(session, project.id)

    await building.finish(session, project.id, 2)
    assert await statuses(session, project) == {1: "retired", 2: "current"}
    assert [sums for _, sums in (await pair_totals(session, project.id)).items()] == [
        (TASKS, float(TASKS), float(TASKS))
    ]
    await building.show_chunk(session, project.id, tasks[0].id, tasks[-1].id)
    assert await agreements(session, project) == [1.0] * TASKS


async def test_the_old_rows_go_and_the_new_ones_stay(session: AsyncSession) -> None:
    project, _ = await arrange(session)
    await weigh_topic(session, project, 0.0)
    await finish(session, project.id)
    assert not await building.is_to_be_dropped(session, project.id, 2)
    assert await building.is_to_be_dropped(session, project.id, 1)
    while await building.drop_some(session, project.id, 1):
        pass
    for model in (PairScore, PairTotal):
        found = await session.scalars(select(model.generation).distinct())
        assert set(found) == {2}


async def test_progress_counts_each_chunk_once(
    session: AsyncSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "CHUNK", 4)
    project, tasks = await arrange(session)
    await weigh_topic(session, project, 0.0)
    for _ in range(2):  # the job may be delivered again
        await building.plan_chunks(session, project.id, 2)
    for _ in range(2):
        await building.build_chunk(session, project.id, 2, tasks[0].id)
    progress = select(
        ScoringGeneration.tasks_done, ScoringGeneration.tasks_total, ScoringGeneration.chunks_left
    ).where(ScoringGeneration.project_id == project.id, ScoringGeneration.number == 2)
    assert tuple((await session.execute(progress)).one()) == (4, TASKS, 1)
    await building.build_chunk(session, project.id, 2, tasks[4].id)
    assert tuple((await session.execute(progress)).one()) == (TASKS, TASKS, 0)
    queued = await session.scalar(
        text("SELECT count(*) FROM pgqueuer WHERE entrypoint = 'scoring.finish_generation'")
    )
    assert queued == 1


async def test_a_task_that_changes_meanwhile_is_scored_in_both(session: AsyncSession) -> None:
    project, tasks = await arrange(session)
    await weigh_topic(session, project, 0.5)
    await build(session, project.id)
    changed = await session.scalar(
        select(Annotation).where(Annotation.task_id == tasks[0].id).order_by(Annotation.id).limit(1)
    )
    assert changed is not None
    changed.result, changed.features = choice("Other"), None
    await session.flush()
    await touch_content(session, project.id, tasks[0].id)
    await rescore_task(session, project.id, tasks[0].id)
    assert await agreements(session, project) == [1.0] + [0.5] * (TASKS - 1)
    await assert_totals_equal_sums(session, project.id)
    await finish(session, project.id)
    assert await agreements(session, project) == [1.0] + [pytest.approx(2 / 3)] * (TASKS - 1)
    await assert_totals_equal_sums(session, project.id)


async def test_a_second_change_gives_up_the_first(session: AsyncSession) -> None:
    project, tasks = await arrange(session)
    await weigh_topic(session, project, 0.5)
    await building.plan_chunks(session, project.id, 2)
    await weigh_topic(session, project, 0.0)
    assert await statuses(session, project) == {1: "current", 2: "retired", 3: "building"}
    await building.build_chunk(session, project.id, 2, tasks[0].id)  # comes too late
    await building.finish(session, project.id, 2)
    assert await statuses(session, project) == {1: "current", 2: "retired", 3: "building"}
    await finish(session, project.id)
    assert await agreements(session, project) == [1.0] * TASKS


async def test_going_back_ends_the_building(session: AsyncSession) -> None:
    project, _ = await arrange(session)
    await weigh_topic(session, project, 0.5)
    await weigh_topic(session, project, 1.0)
    assert await statuses(session, project) == {1: "current", 2: "retired"}


async def test_the_same_settings_and_another_name_change_nothing(session: AsyncSession) -> None:
    project, _ = await arrange(session)
    await session.execute(update(Dimension).values(name="subject").where(Dimension.name == "topic"))
    await request_generation(session, project.id)
    assert await statuses(session, project) == {1: "current"}


async def test_without_tasks_the_new_settings_hold_at_once(session: AsyncSession) -> None:
    project = await make_project(session)
    await weigh_topic(session, project, 0.5)
    assert await statuses(session, project) == {1: "retired", 2: "current"}


async def test_cancelled_figures_leave_the_old_ones(session: AsyncSession) -> None:
    project, tasks = await arrange(session)
    await weigh_topic(session, project, 0.0)
    await building.plan_chunks(session, project.id, 2)
    assert await generations.cancel(session, project.id)
    assert not await generations.cancel(session, project.id)
    await building.build_chunk(session, project.id, 2, tasks[0].id)
    assert await statuses(session, project) == {1: "current", 2: "retired"}
    await touch_content(session, project.id, tasks[0].id)
    await rescore_task(session, project.id, tasks[0].id)
    assert await agreements(session, project) == [0.5] * TASKS
    await assert_totals_equal_sums(session, project.id)


NO_TOPIC = """<View><Text name="text" value="$text"/>
  <Labels name="entity" toName="text"><Label value="Person"/></Labels></View>"""


async def configure(session: AsyncSession, project: Project, xml: str) -> None:
    project.label_config = xml
    await session.flush()
    await sync_dimensions(session, project)
    await request_generation(session, project.id)


async def test_current_figures_follow_the_old_config_while_another_is_read(
    session: AsyncSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Features are read by one config, and each generation has its own."""
    monkeypatch.setattr(building, "CHUNK", 2)
    project, tasks = await arrange(session)
    old = project.label_config
    await configure(session, project, NO_TOPIC)
    await building.plan_chunks(session, project.id, 2)
    await building.build_chunk(session, project.id, 2, tasks[0].id)
    for task in tasks[:3]:
        await touch_content(session, project.id, task.id)
    await rescore_range(session, project.id, tasks[0].id, tasks[-1].id)
    assert await agreements(session, project) == [0.5] * TASKS

    # Given up half way: some features are of the new config, and the old one still holds.
    assert await generations.cancel(session, project.id)
    await touch_content(session, project.id, tasks[0].id)
    await rescore_task(session, project.id, tasks[0].id)
    assert await agreements(session, project) == [0.5] * TASKS

    # Back to the old config: all features are read anew.
    await configure(session, project, old)
    await finish(session, project.id)
    assert await agreements(session, project) == [0.5] * TASKS
    await session.execute(update(Task).values(scored_version=0))
    await rescore_range(session, project.id, tasks[0].id, tasks[-1].id)
    assert await agreements(session, project) == [0.5] * TASKS


async def test_consensus_counts_the_largest_group(session: AsyncSession) -> None:
    project = await make_project(session)
    task = await make_task(session, project)
    for label in ("Billing", "Billing", "Other"):
        await make_annotation(session, task, await make_user(session), choice(label))
    project.agreement_methodology = "consensus"
    await session.flush()
    await request_generation(session, project.id)
    await finish(session, project.id)
    # Two of three agree on the topic; all left the entities blank.
    assert await agreements(session, project) == [pytest.approx((2 / 3 + 1) / 2)]
    totals = await pair_totals(session, project.id)
    assert sorted(total for _, total, _ in totals.values()) == [0.5, 0.5, 1.0]


async def test_classes_that_are_left_out_do_not_count(session: AsyncSession) -> None:
    project = await make_project(session)
    task = await make_task(session, project)
    await make_annotation(session, task, await make_user(session), choice("Other"))
    await make_annotation(session, task, await make_user(session), choice("Other"))
    await session.execute(
        update(Dimension).values(excluded_classes=["Other"]).where(Dimension.name == "topic")
    )
    await request_generation(session, project.id)
    await finish(session, project.id)
    scores = (await session.scalars(select(PairScore.dimension_scores))).all()
    assert scores[-1] == [None, 1.0]


async def test_after_an_upgrade_figures_are_computed_from_nothing(session: AsyncSession) -> None:
    project, tasks = await arrange(session)
    empty = await make_project(session)
    await session.execute(delete(PairScore))
    for table in (
        "pair_totals",
        "participant_totals",
        "agreement_totals",
        "confusion_totals",
        "task_agreements",
    ):
        await session.execute(text(f"DELETE FROM {table}"))  # noqa: S608
    await session.execute(delete(ScoringGeneration))
    await session.execute(delete(Dimension))
    await session.execute(update(Annotation).values(features=b"\x80"))  # of an older version
    await request_missing(session)
    await request_missing(session)  # another worker
    assert await statuses(session, project) == {1: "building"}
    assert await statuses(session, empty) == {1: "current"}
    assert not await generations.cancel(session, project.id), "there is nothing to fall back to"

    await touch_content(session, project.id, tasks[0].id)
    await rescore_task(session, project.id, tasks[0].id)
    assert await agreements(session, project) == [0.5] * TASKS
    await finish(session, project.id)
    assert await agreements(session, project) == [0.5] * TASKS
    assert len(await pair_totals(session, project.id)) == 1
    await assert_totals_equal_sums(session, project.id)


async def test_an_older_extractor_makes_a_new_generation(session: AsyncSession) -> None:
    project, _ = await arrange(session)
    generation = (await session.scalars(select(ScoringGeneration))).one()
    generation.settings = generation.settings | {"extractor": 1}
    await session.flush()
    await request_missing(session)
    assert await statuses(session, project) == {1: "current", 2: "building"}


async def test_settings_that_change_at_once_leave_one_building(own_sessions: Sessions) -> None:
    async with own_sessions() as session, session.begin():
        project, tasks = await arrange(session)

    async def change(weight: float) -> None:
        async with own_sessions() as session, session.begin():
            await weigh_topic(session, project, weight)

    async def score(first: int) -> None:
        async with own_sessions() as session, session.begin():
            await touch_content(session, project.id, tasks[first].id)
        async with own_sessions() as session, session.begin():
            await rescore_range(session, project.id, tasks[first].id, tasks[-1].id)

    async def build_any() -> None:
        async with own_sessions() as session:
            number = await number_of(session, project.id, "building")
        if number is None:
            return
        async with own_sessions() as session, session.begin():
            await building.plan_chunks(session, project.id, number)
        async with own_sessions() as session:
            chunks = (await session.scalars(select(ScoringChunk.first_id))).all()
        for first_id in chunks:
            async with own_sessions() as session, session.begin():
                await building.build_chunk(session, project.id, number, first_id)
        async with own_sessions() as session, session.begin():
            await building.finish(session, project.id, number)

    work: list[Any] = [change(0.1 * n) for n in range(1, 6)]
    work += [score(n) for n in range(TASKS)] + [build_any() for _ in range(6)]
    await asyncio.gather(*work)
    async with own_sessions() as session, session.begin():
        live = await session.scalars(
            select(func.count())
            .select_from(ScoringGeneration)
            .where(ScoringGeneration.status != "retired")
            .group_by(ScoringGeneration.status)
        )
        assert set(live.all()) == {1}
        await assert_totals_equal_sums(session, project.id)
