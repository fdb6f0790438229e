"""What scoring writes: pair scores, agreement with its reason, totals, label counts."""

import random
from typing import Any

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from tests.factories import (
    choice,
    make_annotation,
    make_prediction,
    make_project,
    make_task,
    make_user,
)
from tests.scoring.steps import finish
from tests.scoring.sums import (
    assert_totals_equal_sums,
    confusion_totals,
    label_counts,
    pair_totals,
)
from touchstone.models import Annotation, PairScore, Project, Task, TaskAgreement
from touchstone.projects.dimensions import sync_dimensions
from touchstone.projects.generations import request_generation
from touchstone.scoring.service import rescore_range, rescore_task
from touchstone.tasks.service import delete_tasks, touch_content


def span(start: int, end: int, label: str = "Person") -> dict[str, Any]:
    return {
        "id": f"s{start}-{end}",
        "from_name": "entity",
        "to_name": "text",
        "type": "labels",
        "value": {"start": start, "end": end, "text": "x" * (end - start), "labels": [label]},
    }


async def reload(session: AsyncSession, task: Task) -> Task:
    await session.refresh(task)
    return task


async def test_agreement_is_the_mean_over_controls_and_pairs(session: AsyncSession) -> None:
    project = await make_project(session)
    task = await make_task(session, project)
    users = [await make_user(session) for _ in range(3)]
    await make_annotation(session, task, users[0], [*choice("Billing"), span(0, 4)])
    await make_annotation(session, task, users[1], [*choice("Billing"), span(0, 2)])
    await make_annotation(session, task, users[2], choice("Other"))

    assert await rescore_task(session, project.id, task.id) == 1

    # topic: 1, 0, 0; entity: 1/2 (the spans share 2 of 4 characters), 0, 0.
    rows = (
        await session.scalars(
            select(PairScore)
            .where(PairScore.project_id == project.id)
            .order_by(PairScore.left_id, PairScore.right_id)
        )
    ).all()
    assert [(r.left_id, r.right_id) for r in rows] == [
        (users[0].id, users[1].id),
        (users[0].id, users[2].id),
        (users[1].id, users[2].id),
    ]
    assert [r.score for r in rows] == pytest.approx([0.75, 0, 0])
    task = await reload(session, task)
    assert task.agreement == pytest.approx((1 / 3 + 1 / 6) / 2)
    assert task.agreement_undefined is None
    assert task.scored_version == task.content_version == 3
    await assert_totals_equal_sums(session, project.id)


async def test_both_blank_is_agreement_and_one_blank_is_not(session: AsyncSession) -> None:
    project = await make_project(session)
    task = await make_task(session, project)
    await make_annotation(session, task, await make_user(session), [])
    await make_annotation(session, task, await make_user(session), [])
    await rescore_task(session, project.id, task.id)
    assert (await reload(session, task)).agreement == 1.0

    await make_annotation(session, task, await make_user(session), choice("Other"))
    await rescore_task(session, project.id, task.id)
    # Pairs of topic: 1, 0, 0; of entity: 1, 1, 1.
    assert (await reload(session, task)).agreement == pytest.approx((1 / 3 + 1) / 2)


@pytest.mark.parametrize("cancelled", [True, False])
async def test_one_author_has_no_agreement_with_anybody(
    session: AsyncSession, cancelled: bool
) -> None:
    project = await make_project(session)
    task = await make_task(session, project)
    user = await make_user(session)
    other = await make_user(session) if cancelled else user
    await make_annotation(session, task, user)
    await make_annotation(session, task, other, was_cancelled=cancelled)
    await rescore_task(session, project.id, task.id)
    task = await reload(session, task)
    assert (task.agreement, task.agreement_undefined) == (None, "no_pairs")
    assert await pair_totals(session, project.id) == {}


async def test_the_newest_of_one_author_counts(session: AsyncSession) -> None:
    project = await make_project(session)
    task = await make_task(session, project)
    first, second = await make_user(session), await make_user(session)
    await make_annotation(session, task, first, choice("Other"))
    newest = await make_annotation(session, task, first, choice("Billing"))
    other = await make_annotation(session, task, second, choice("Billing"))
    await rescore_task(session, project.id, task.id)
    rows = (await session.scalars(select(PairScore))).all()
    assert [(r.left_item, r.right_item) for r in rows] == [(newest.id, other.id)]
    assert (await reload(session, task)).agreement == 1.0


async def test_a_config_without_controls_says_so(session: AsyncSession) -> None:
    project = await make_project(session, label_config="<View/>")
    task = await make_task(session, project)
    await make_annotation(session, task, await make_user(session), [])
    await make_annotation(session, task, await make_user(session), [])
    await rescore_task(session, project.id, task.id)
    task = await reload(session, task)
    assert (task.agreement, task.agreement_undefined) == (None, "no_dimensions")


HIDDEN = """<View>
  <Text name="text" value="$text"/>
  <Choices name="broken" toName="text"><Choice value="yes"/><Choice value="no"/></Choices>
  <View visibleWhen="choice-selected" whenTagName="broken" whenChoiceValue="yes">
    <Choices name="why" toName="text"><Choice value="old"/><Choice value="wet"/></Choices>
  </View>
</View>"""


def answer(name: str, label: str) -> dict[str, Any]:
    return {
        "id": name,
        "from_name": name,
        "to_name": "text",
        "type": "choices",
        "value": {"choices": [label]},
    }


async def test_a_control_hidden_from_both_does_not_count(session: AsyncSession) -> None:
    project = await make_project(session, label_config=HIDDEN)
    task = await make_task(session, project)
    await make_annotation(session, task, await make_user(session), [answer("broken", "yes")])
    await make_annotation(session, task, await make_user(session), [answer("broken", "no")])
    await rescore_task(session, project.id, task.id)
    assert (await reload(session, task)).agreement == 0.0

    task = await make_task(session, project)
    both = [answer("broken", "yes"), answer("why", "old")]
    await make_annotation(session, task, await make_user(session), both)
    await make_annotation(session, task, await make_user(session), [answer("broken", "yes")])
    await rescore_task(session, project.id, task.id)
    assert (await reload(session, task)).agreement == 0.5


async def test_labels_are_counted_by_source(session: AsyncSession) -> None:
    project = await make_project(session)
    task = await make_task(session, project)
    spans = [span(0, 3), span(5, 9), span(10, 12, "Product")]
    await make_annotation(session, task, await make_user(session), choice("Billing") + spans)
    await make_annotation(session, task, await make_user(session), choice("Billing"))
    await make_annotation(
        session, task, await make_user(session), choice("Other"), was_cancelled=True
    )
    await make_prediction(session, task, choice("Shipping"))
    await rescore_task(session, project.id, task.id)
    assert await label_counts(session, project.id) == {
        ("annotations", "entity", "Person"): 2,
        ("annotations", "entity", "Product"): 1,
        ("annotations", "topic", "Billing"): 2,
        ("predictions", "topic", "Shipping"): 1,
    }


POLYGONS = """<View><Image name="image" value="$image"/>
  <PolygonLabels name="part" toName="image"><Label value="Wing"/><Label value="Tail"/>
  </PolygonLabels>
  <TextArea name="note" toName="image"/></View>"""


async def test_labels_of_controls_without_arrays_are_counted_too(session: AsyncSession) -> None:
    def polygon(label: str) -> dict[str, Any]:
        return {
            "id": label,
            "from_name": "part",
            "to_name": "image",
            "type": "polygonlabels",
            "value": {"points": [[0, 0], [5, 0], [5, 5]], "polygonlabels": [label]},
        }

    note = {
        "id": "n",
        "from_name": "note",
        "to_name": "image",
        "type": "textarea",
        "value": {"text": ["sharp"]},
    }
    project = await make_project(session, label_config=POLYGONS)
    task = await make_task(session, project, data={"image": "a.png"})
    await make_annotation(
        session, task, await make_user(session), [polygon("Wing"), polygon("Tail"), note]
    )
    await make_annotation(session, task, await make_user(session), [polygon("Wing")])
    await rescore_task(session, project.id, task.id)
    assert await label_counts(session, project.id) == {
        ("annotations", "part", "Wing"): 2,
        ("annotations", "part", "Tail"): 1,
    }


async def test_a_change_replaces_what_was_there(session: AsyncSession) -> None:
    project = await make_project(session)
    task = await make_task(session, project)
    users = [await make_user(session) for _ in range(2)]
    left = await make_annotation(session, task, users[0], choice("Billing"))
    await make_annotation(session, task, users[1], choice("Billing"))
    await rescore_task(session, project.id, task.id)
    assert await pair_totals(session, project.id) == {
        (users[0].id, users[1].id): (1, 1.0, 1.0),
    }

    await session.execute(update(Annotation).where(Annotation.id == left.id).values(features=None))
    left.result = choice("Other")
    await session.flush()
    await touch_content(session, project.id, task.id)
    await rescore_task(session, project.id, task.id)
    # topic no longer agrees, both left entity blank.
    assert await pair_totals(session, project.id) == {
        (users[0].id, users[1].id): (1, 0.5, 0.25),
    }
    assert await label_counts(session, project.id) == {
        ("annotations", "topic", "Billing"): 1,
        ("annotations", "topic", "Other"): 1,
    }
    await session.refresh(left)
    assert left.features is not None, "what was extracted anew is kept"

    await session.delete(left)
    await session.flush()
    await touch_content(session, project.id, task.id)
    await rescore_task(session, project.id, task.id)
    assert await pair_totals(session, project.id) == {}
    assert (await reload(session, task)).agreement_undefined == "no_pairs"
    await assert_totals_equal_sums(session, project.id)


async def test_a_second_delivery_changes_nothing(session: AsyncSession) -> None:
    project = await make_project(session)
    task = await make_task(session, project)
    await make_annotation(session, task, await make_user(session))
    await make_annotation(session, task, await make_user(session), choice("Other"))
    assert await rescore_range(session, project.id, task.id, task.id + 100) == 1
    before = await pair_totals(session, project.id), await label_counts(session, project.id)
    assert await rescore_range(session, project.id, task.id, task.id + 100) == 0
    assert await rescore_range(session, project.id, task.id, task.id, reextract=True) == 1
    after = await pair_totals(session, project.id), await label_counts(session, project.id)
    assert before == after


async def test_a_new_config_is_applied_to_old_results(session: AsyncSession) -> None:
    project = await make_project(session)
    task = await make_task(session, project)
    await make_annotation(session, task, await make_user(session), [*choice("Billing"), span(0, 4)])
    await make_annotation(session, task, await make_user(session), [*choice("Other"), span(0, 4)])
    await rescore_task(session, project.id, task.id)
    assert (await reload(session, task)).agreement == 0.5

    project.label_config = """<View><Text name="text" value="$text"/>
      <Labels name="entity" toName="text"><Label value="Person"/></Labels></View>"""
    await session.flush()
    await sync_dimensions(session, project)
    await request_generation(session, project.id)
    assert (await reload(session, task)).agreement == 0.5, "the old figures stay"
    await finish(session, project.id)
    assert (await reload(session, task)).agreement == 1.0
    assert await label_counts(session, project.id) == {("annotations", "entity", "Person"): 2}


async def test_an_unreadable_answer_is_left_out_with_its_reason(session: AsyncSession) -> None:
    project = await make_project(session)
    task = await make_task(session, project)
    await make_annotation(session, task, await make_user(session), choice("Billing"))
    broken = await make_annotation(session, task, await make_user(session), choice("Billing"))
    await session.execute(
        text("UPDATE annotations SET features = NULL, result = :bad WHERE id = :id"),
        {"bad": '[{"from_name": "topic", "type": "choices"}]', "id": broken.id},
    )
    await rescore_task(session, project.id, task.id)
    assert (await reload(session, task)).agreement == 1.0, "both left the entities blank"
    row = (await session.scalars(select(TaskAgreement))).one()
    assert row.dimension_scores == [None, 1.0]
    assert [(p["right_item"], p["reason"]) for p in row.problems or ()] == [
        (broken.id, "unreadable")
    ]


DYNAMIC = """<View><Text name="text" value="$text"/>
  <Choices name="topic" toName="text" value="$choices"/></View>"""


async def test_endless_labels_are_counted_too(session: AsyncSession) -> None:
    project = await make_project(session, label_config=DYNAMIC)
    task = await make_task(session, project, data={"text": "x", "choices": []})
    rng = random.Random(1)
    for _ in range(2):
        label = "".join(chr(rng.randrange(0x4E00, 0x9FFF)) for _ in range(9000))
        await make_annotation(session, task, await make_user(session), choice(label))
    await rescore_task(session, project.id, task.id)
    assert (await reload(session, task)).agreement == 0.0
    met = await confusion_totals(session, project.id)
    assert {len(key[3]) for key in met} == {200}
    await assert_totals_equal_sums(session, project.id)


async def test_one_answer_too_many_of_an_author_is_not_compared_with_itself(
    session: AsyncSession,
) -> None:
    project = await make_project(session)
    task = await make_task(session, project)
    one, other = await make_user(session), await make_user(session)
    for label in ("Other", "Shipping", "Billing"):
        await make_annotation(session, task, one, choice(label))
    await make_annotation(session, task, other, choice("Billing"))
    await rescore_task(session, project.id, task.id)
    assert list(await pair_totals(session, project.id)) == [(one.id, other.id)]
    assert (await reload(session, task)).agreement == 1.0


async def test_deleting_tasks_takes_their_part_out(session: AsyncSession) -> None:
    project = await make_project(session)
    users = [await make_user(session) for _ in range(3)]
    tasks = [await make_task(session, project) for _ in range(4)]
    for number, task in enumerate(tasks):
        for place, user in enumerate(users):
            label = "Billing" if place <= number else "Other"
            await make_annotation(session, task, user, choice(label))
    await rescore_range(session, project.id, tasks[0].id, tasks[-1].id)
    await assert_totals_equal_sums(session, project.id)
    await delete_tasks(session, project.id, [tasks[0].id, tasks[2].id])
    await assert_totals_equal_sums(session, project.id)


async def test_another_project_is_left_alone(session: AsyncSession) -> None:
    mine, other = await make_project(session), await make_project(session)
    users = [await make_user(session) for _ in range(2)]
    for project in (mine, other):
        task = await make_task(session, project)
        for user in users:
            await make_annotation(session, task, user)
    ids = (await session.scalars(select(Task.id))).all()
    await rescore_range(session, mine.id, min(ids), max(ids))
    assert await pair_totals(session, other.id) == {}
    assert await pair_totals(session, mine.id) != {}


async def test_a_deleted_project_or_task_is_no_error(session: AsyncSession) -> None:
    project = await make_project(session)
    assert await rescore_task(session, project.id, 10**12) == 0
    missing = (await session.scalar(select(Project.id).order_by(Project.id.desc()))) or 0
    assert await rescore_task(session, missing + 1000, 1) == 0
