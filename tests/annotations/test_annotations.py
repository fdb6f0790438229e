"""Annotations through HTTP: versions, stars, visibility, bad input."""

import asyncio
import json

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from tests.conftest import AsUser
from tests.factories import (
    choice,
    make_annotation,
    make_member,
    make_project,
    make_task,
    make_user,
)
from touchstone.annotations import ground_truth
from touchstone.db.engine import Sessions
from touchstone.models import Annotation, ReviewQueueItem, Task
from touchstone.models.user import Role
from touchstone.tasks.places import lock_place


def span(start: int, end: int, words: str, label: str = "Person") -> dict[str, object]:
    return {
        "id": "s1",
        "from_name": "entity",
        "to_name": "text",
        "type": "labels",
        "value": {"start": start, "end": end, "text": words, "labels": [label]},
    }


async def test_a_submit_is_queued_for_review_and_for_scoring(
    session: AsyncSession, as_user: AsUser
) -> None:
    project = await make_project(session)
    annotator = await make_member(session, project)
    task = await make_task(session, project)
    client = await as_user(annotator)

    response = await client.post(
        f"/api/tasks/{task.id}/annotations/", json={"result": choice("Other"), "lead_time": 4.2}
    )

    assert response.status_code == 201, response.text
    body = response.json()
    assert response.headers["etag"] == '"1"'
    assert (body["completed_by"], body["result"]) == (annotator.id, choice("Other"))
    await session.refresh(task)
    assert (task.state, task.annotators, task.avg_lead_time) == (
        "NEEDS_REVIEW",
        [annotator.id],
        4.2,
    )
    queued = (await session.scalars(select(ReviewQueueItem.annotation_id))).all()
    assert queued == [body["id"]]
    jobs = (await session.execute(text("SELECT entrypoint, payload FROM pgqueuer"))).all()
    assert [(job[0], json.loads(job[1])["task_id"]) for job in jobs] == [
        ("scoring.rescore_task", task.id)
    ]


@pytest.mark.parametrize(
    ("result", "place"),
    [
        ([{**span(0, 3, "The"), "from_name": "nothing"}], "$.result[0].from_name"),
        ([{**span(0, 3, "The"), "to_name": "nothing"}], "$.result[0].to_name"),
        ([span(0, 999, "The")], "$.result[0].value.end"),
        ([span(3, 0, "The")], "$.result[0].value"),
        (["x"], "$.result[0]"),
        ([{**choice("Other")[0], "value": {"choices": "Other"}}], "$.result[0].value.choices"),
    ],
)
async def test_a_result_that_cannot_be_used_is_refused_with_its_place(
    session: AsyncSession, as_user: AsUser, result: list[object], place: str
) -> None:
    project = await make_project(session)
    task = await make_task(session, project)
    client = await as_user(await make_member(session, project))
    response = await client.post(f"/api/tasks/{task.id}/annotations/", json={"result": result})
    body = response.json()
    assert (response.status_code, body["code"]) == (400, "bad_record"), body
    assert body["context"]["path"].startswith(place), body
    assert await session.scalar(select(func.count()).select_from(Annotation)) == 0


async def test_text_in_any_script_comes_back_as_it_went_in(
    session: AsyncSession, as_user: AsUser
) -> None:
    words = "Ana 👩‍👩‍👧 التسليم متأخر 包裹丢失 naïve 𝒳"
    project = await make_project(session)
    task = await make_task(session, project, data={"text": words})
    client = await as_user(await make_member(session, project))
    start = words.index("包")  # code points, as Python counts
    result = [span(start, start + 4, "包裹丢失", "Product")]
    made = await client.post(f"/api/tasks/{task.id}/annotations/", json={"result": result})
    assert made.json()["result"] == result
    detail = (await client.get(f"/api/tasks/{task.id}/")).json()
    assert detail["data"]["text"] == words
    assert detail["annotations"][0]["result"] == result


async def test_a_change_of_an_older_version_gets_412_and_shows_the_new_one(
    session: AsyncSession, as_user: AsUser
) -> None:
    project = await make_project(session)
    annotator = await make_member(session, project)
    annotation = await make_annotation(session, await make_task(session, project), annotator)
    client = await as_user(annotator)
    url = f"/api/annotations/{annotation.id}/"

    first = await client.patch(url, json={"result": choice("Other")}, headers={"If-Match": '"1"'})
    assert (first.status_code, first.headers["etag"]) == (200, '"2"')
    late = await client.patch(url, json={"result": choice("Shipping")}, headers={"If-Match": '"1"'})
    assert (late.status_code, late.json()["code"]) == (412, "stale")
    assert late.json()["context"]["annotation"]["result"] == choice("Other")
    versions = (await client.get(url + "versions/")).json()
    assert [(v["version"], v["result"]) for v in versions] == [(1, choice("Billing"))]


async def test_an_update_clears_the_verdict_and_asks_for_a_new_one(
    session: AsyncSession, as_user: AsUser
) -> None:
    project = await make_project(session)
    annotator = await make_member(session, project)
    reviewer = await as_user(await make_member(session, project, Role.REVIEWER))
    annotation = await make_annotation(session, await make_task(session, project), annotator)
    verdict = {"annotation": annotation.id, "accepted": False, "reject_action": "requeue"}
    assert (await reviewer.post("/api/annotation-reviews/", json=verdict)).status_code == 201

    client = await as_user(annotator)
    body = (
        await client.patch(f"/api/annotations/{annotation.id}/", json={"result": choice("Other")})
    ).json()

    assert (body["review_state"], body["last_action"]) == ("pending", "updated")
    assert await session.scalar(select(func.count()).select_from(ReviewQueueItem)) == 1


async def test_the_same_result_again_changes_nothing(
    session: AsyncSession, as_user: AsUser
) -> None:
    project = await make_project(session)
    annotator = await make_member(session, project)
    annotation = await make_annotation(session, await make_task(session, project), annotator)
    client = await as_user(annotator)
    response = await client.patch(
        f"/api/annotations/{annotation.id}/", json={"result": choice("Billing")}
    )
    assert response.headers["etag"] == '"1"'


async def test_the_star_moves(session: AsyncSession, as_user: AsUser) -> None:
    project = await make_project(session)
    task = await make_task(session, project)
    first = await make_annotation(session, task, await make_member(session, project))
    second = await make_annotation(session, task, await make_member(session, project))
    client = await as_user(await make_member(session, project, Role.REVIEWER))
    for annotation in (first, second):
        body = await client.patch(f"/api/annotations/{annotation.id}/", json={"ground_truth": True})
        assert body.json()["ground_truth"] is True
    starred = await session.scalars(select(Annotation.id).where(Annotation.ground_truth))
    assert list(starred) == [second.id]
    await session.refresh(task)
    assert task.ground_truth is True


async def test_two_stars_at_once_leave_one(own_sessions: Sessions) -> None:
    async with own_sessions() as session, session.begin():
        project = await make_project(session)
        task = await make_task(session, project)
        ids = [
            (await make_annotation(session, task, await make_user(session))).id for _ in range(8)
        ]

    async def star(annotation_id: int) -> None:
        async with own_sessions() as session, session.begin():
            await lock_place(session, project.id, task.id)
            await ground_truth.set_star(session, project.id, task.id, annotation_id, starred=True)

    await asyncio.gather(*(star(annotation_id) for annotation_id in ids))
    async with own_sessions() as session:
        starred = await session.scalars(select(Annotation.id).where(Annotation.ground_truth))
        assert len(list(starred)) == 1


async def test_annotators_see_and_change_only_their_own_work(
    session: AsyncSession, as_user: AsUser
) -> None:
    project = await make_project(session)
    mine, theirs = await make_member(session, project), await make_member(session, project)
    task = await make_task(session, project)
    await make_annotation(session, task, mine)
    other = await make_annotation(session, task, theirs)
    client = await as_user(mine)
    detail = (await client.get(f"/api/tasks/{task.id}/")).json()
    assert [a["completed_by"] for a in detail["annotations"]] == [mine.id]
    assert (detail["annotators"], detail["agreement"]) == ([], None)
    url = f"/api/annotations/{other.id}/"
    assert (await client.get(url)).status_code == 404
    assert (await client.patch(url, json={"result": []})).status_code == 404
    assert (await client.patch(url, json={"ground_truth": True})).status_code == 404


async def test_writing_in_the_name_of_another_is_for_managers(
    session: AsyncSession, as_user: AsUser
) -> None:
    project = await make_project(session)
    author = await make_member(session, project)
    task = await make_task(session, project)
    draft = {"result": choice("Other"), "completed_by": author.id}
    url = f"/api/tasks/{task.id}/annotations/"
    member = await as_user(await make_member(session, project, Role.REVIEWER))
    assert (await member.post(url, json=draft)).status_code == 403
    manager = await as_user(await make_user(session, Role.MANAGER))
    assert (await manager.post(url, json=draft)).json()["completed_by"] == author.id
    stranger = await make_user(session)
    answer = await manager.post(url, json={**draft, "completed_by": stranger.id})
    assert (answer.status_code, answer.json()["code"]) == (400, "not_a_member")


async def test_deleting_keeps_the_figures_true(session: AsyncSession, as_user: AsUser) -> None:
    project = await make_project(session)
    task = await make_task(session, project)
    annotation = await make_annotation(session, task, await make_member(session, project))
    client = await as_user(await make_user(session, Role.MANAGER))
    assert (await client.delete(f"/api/annotations/{annotation.id}/")).status_code == 200
    row = (
        await session.execute(select(Task.state, Task.total_annotations).where(Task.id == task.id))
    ).one()
    assert tuple(row) == ("CREATED", 0)
    assert await session.scalar(select(func.count()).select_from(ReviewQueueItem)) == 0
