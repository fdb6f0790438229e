"""Who is compared with whom: annotators, the ground truth and models stand in one table."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from tests.factories import (
    choice,
    make_annotation,
    make_prediction,
    make_project,
    make_task,
    make_user,
)
from tests.scoring.sums import all_pair_totals, assert_totals_equal_sums, pair_totals
from touchstone.models import ModelVersion, PairScore, TaskAgreement
from touchstone.models.score import GROUND_TRUTH
from touchstone.scoring.participants import Given, make_batch
from touchstone.scoring.service import rescore_task
from touchstone.tasks.service import touch_content

TOPIC = """<View><Text name="text" value="$text"/>
  <Choices name="topic" toName="text"><Choice value="Billing"/><Choice value="Other"/></Choices>
</View>"""


def given(number: int, participant: int | None, **values: Any) -> Given:
    return Given(id=number, task_id=1, participant=participant, features={}, **values)


def pairs_of(*answers: Given) -> list[tuple[int, int, int, int]]:
    """(left participant, right participant, left answer, right answer), sorted."""
    batch = make_batch([1], answers)
    return sorted(
        (left, right, answers[a].id, answers[b].id)
        for left, right, a, b in zip(
            batch.left_ids.tolist(),
            batch.right_ids.tolist(),
            batch.left.tolist(),
            batch.right.tolist(),
            strict=True,
        )
    )


def test_the_last_answer_of_an_author_counts_and_an_unknown_author_does_not() -> None:
    assert pairs_of(given(10, 7), given(11, 5), given(12, 7), given(13, None)) == [(5, 7, 11, 12)]


def test_the_ground_truth_meets_the_answers_of_others_only() -> None:
    assert pairs_of(given(10, 7, is_truth=True), given(11, 5), given(12, 9)) == [
        (0, 5, 10, 11),
        (0, 9, 10, 12),
        (5, 7, 11, 10),
        (5, 9, 11, 12),
        (7, 9, 10, 12),
    ]


def test_an_older_answer_of_its_author_can_be_the_ground_truth() -> None:
    assert pairs_of(given(10, 7, is_truth=True), given(11, 7), given(12, 5)) == [
        (0, 5, 10, 12),
        (5, 7, 12, 11),
    ]


def test_a_ground_truth_of_nobody_known_meets_everybody() -> None:
    assert pairs_of(given(10, None, is_truth=True), given(11, 7)) == [(0, 7, 10, 11)]


def test_models_meet_annotators_the_ground_truth_and_each_other() -> None:
    models = (given(20, -1, model_version="a"), given(21, -2, model_version="b"))
    assert pairs_of(given(10, 7, is_truth=True), *models) == [
        (-2, -1, 21, 20),
        (-2, 0, 21, 10),
        (-2, 7, 21, 10),
        (-1, 0, 20, 10),
        (-1, 7, 20, 10),
    ]


async def test_models_and_ground_truth_leave_the_agreement_of_annotators_alone(
    session: AsyncSession,
) -> None:
    project = await make_project(session, label_config=TOPIC)
    task = await make_task(session, project)
    ana, ben = [await make_user(session) for _ in range(2)]
    await make_annotation(session, task, ana, choice("Billing"), ground_truth=True)
    await make_annotation(session, task, ben, choice("Other"))
    await make_prediction(session, task, choice("Billing"), model_version="m1")
    await make_prediction(session, task, choice("Other"), model_version="m1")
    await make_prediction(session, task, choice("Billing"), model_version="m2")
    await touch_content(session, project.id, task.id)
    await rescore_task(session, project.id, task.id)

    numbers = {m.name: -m.id for m in await session.scalars(select(ModelVersion))}
    m1, m2 = numbers["m1"], numbers["m2"]
    truth = GROUND_TRUTH
    scores = {(p.left_id, p.right_id): p.score for p in await session.scalars(select(PairScore))}
    # The newest prediction of m1 says Other, as Ben does; m2 says Billing, as Ana does.
    assert scores == {
        (m2, m1): 0,
        (m2, ana.id): 1,
        (m2, ben.id): 0,
        (m2, truth): 1,
        (m1, ana.id): 0,
        (m1, ben.id): 1,
        (m1, truth): 0,
        (truth, ben.id): 0,
        (ana.id, ben.id): 0,
    }
    await session.refresh(task)
    assert task.agreement == 0.0
    row = (await session.scalars(select(TaskAgreement))).one()
    assert row.dimension_scores == [0.0]
    await assert_totals_equal_sums(session, project.id)


async def test_one_annotator_and_a_model_have_no_task_agreement(session: AsyncSession) -> None:
    project = await make_project(session, label_config=TOPIC)
    task = await make_task(session, project)
    await make_annotation(session, task, await make_user(session), choice("Billing"))
    await make_prediction(session, task, choice("Billing"))
    await touch_content(session, project.id, task.id)
    await rescore_task(session, project.id, task.id)
    await session.refresh(task)
    assert (task.agreement, task.agreement_undefined) == (None, "no_pairs")
    totals = await pair_totals(session, project.id)
    assert [sums for (left, _), sums in totals.items() if left < 0] == [(1, 1.0, 1.0)]
    await assert_totals_equal_sums(session, project.id)


async def test_a_prediction_that_goes_leaves_nothing(session: AsyncSession) -> None:
    project = await make_project(session)
    task = await make_task(session, project)
    users = [await make_user(session) for _ in range(3)]
    for user, label in zip(users, ("Billing", "Other", "Other"), strict=True):
        await make_annotation(session, task, user, choice(label), ground_truth=user is users[0])
    prediction = await make_prediction(session, task, choice("Other"))
    await touch_content(session, project.id, task.id)
    await rescore_task(session, project.id, task.id)
    # Overall and in two dimensions: 3 of annotators, 4 of the model, 2 of the ground truth.
    assert len(await all_pair_totals(session, project.id)) == 3 * (3 + 4 + 2)

    await session.delete(prediction)
    await session.flush()
    await touch_content(session, project.id, task.id)
    await rescore_task(session, project.id, task.id)
    await assert_totals_equal_sums(session, project.id)
    assert len(await all_pair_totals(session, project.id)) == 3 * (3 + 2)
