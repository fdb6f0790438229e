"""The review stream: order, leases, and nobody gets what another holds."""

import asyncio
import uuid
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from tests.conftest import AsUser
from tests.factories import (
    choice,
    make_annotation,
    make_member,
    make_prediction,
    make_project,
    make_task,
)
from touchstone.access.dependencies import Caller, ProjectContext
from touchstone.access.permissions import allowed
from touchstone.core.clock import utc_now
from touchstone.db.engine import Sessions
from touchstone.models import Project, ReviewQueueItem, User
from touchstone.models.user import Role
from touchstone.reviews import service, stream
from touchstone.reviews.schemas import NextIn, ReviewIn


def url(project: Project, tail: str) -> str:
    return f"/api/projects/{project.id}/review-stream/{tail}"


def ids(body: dict[str, Any]) -> list[int]:
    return [item["annotation"]["id"] for item in body["items"]]


async def test_items_come_in_order_with_all_that_the_screen_shows(
    session: AsyncSession, as_user: AsUser
) -> None:
    project = await make_project(session)
    people = [await make_member(session, project) for _ in range(2)]
    tasks = [await make_task(session, project) for _ in range(2)]
    annotations = [
        await make_annotation(session, task, person) for task in tasks for person in people
    ]
    await make_prediction(session, tasks[0], choice("Other"), score=0.7)
    client = await as_user(await make_member(session, project, Role.REVIEWER))
    name = str(uuid.uuid4())

    body = (await client.post(url(project, "next"), json={"stream": name, "limit": 3})).json()

    assert ids(body) == [a.id for a in annotations[:3]]
    assert (body["remaining"], body["remaining_is_minimum"]) == (4, False)
    first = body["items"][0]
    assert first["task"]["data"] == tasks[0].data
    assert [a["id"] for a in first["others"]] == [annotations[1].id]
    assert first["predictions"][0]["score"] == 0.7
    assert first["author"]["id"] == people[0].id
    again = (await client.post(url(project, "next"), json={"stream": name, "limit": 3})).json()
    assert ids(again) == ids(body), "what is held comes back after a reload"


async def test_two_tabs_of_one_person_get_different_items_too(
    session: AsyncSession, as_user: AsUser
) -> None:
    project = await make_project(session)
    author = await make_member(session, project)
    for _ in range(3):
        await make_annotation(session, await make_task(session, project), author)
    client = await as_user(await make_member(session, project, Role.REVIEWER))
    seen: list[int] = []
    for _ in range(3):
        draft = {"stream": str(uuid.uuid4()), "limit": 2}
        body = (await client.post(url(project, "next"), json=draft)).json()
        seen += ids(body)
    assert len(seen) == len(set(seen)) == 3
    assert (body["items"], body["remaining"], body["held_by_others"]) == ([], 3, 3)


async def test_a_held_item_is_refused_to_others_until_it_is_released(
    session: AsyncSession, as_user: AsUser
) -> None:
    project = await make_project(session)
    annotation = await make_annotation(
        session, await make_task(session, project), await make_member(session, project)
    )
    holder = await as_user(await make_member(session, project, Role.REVIEWER))
    other = await as_user(await make_member(session, project, Role.REVIEWER))
    name = str(uuid.uuid4())
    await holder.post(url(project, "next"), json={"stream": name})
    verdict = {"annotation": annotation.id, "accepted": True}

    refused = await other.post("/api/annotation-reviews/", json=verdict)
    assert (refused.status_code, refused.json()["code"]) == (423, "held")
    renewed = (await holder.post(url(project, "renew"), json={"stream": name})).json()
    assert renewed["items"] == [annotation.id]
    released = await holder.post(
        url(project, "release"),
        content=f'{{"stream": "{name}"}}',
        headers={"Content-Type": "text/plain"},
    )
    assert released.json() == {"released": 1}
    assert (await other.post("/api/annotation-reviews/", json=verdict)).status_code == 201


async def test_an_expired_lease_is_free_again(session: AsyncSession, as_user: AsUser) -> None:
    project = await make_project(session)
    await make_annotation(
        session, await make_task(session, project), await make_member(session, project)
    )
    holder = await as_user(await make_member(session, project, Role.REVIEWER))
    other = await as_user(await make_member(session, project, Role.REVIEWER))
    draft = {"stream": str(uuid.uuid4())}
    await holder.post(url(project, "next"), json=draft)
    await session.execute(
        update(ReviewQueueItem).values(leased_until=utc_now() - timedelta(seconds=1))
    )
    body = (await other.post(url(project, "next"), json={"stream": str(uuid.uuid4())})).json()
    assert len(body["items"]) == 1
    assert (await holder.post(url(project, "renew"), json=draft)).json()["items"] == []


async def test_own_work_is_not_served(session: AsyncSession, as_user: AsUser) -> None:
    project = await make_project(session)
    reviewer = await make_member(session, project, Role.REVIEWER)
    task = await make_task(session, project)
    await make_annotation(session, task, reviewer)
    other = await make_annotation(session, task, await make_member(session, project))
    client = await as_user(reviewer)
    body = (await client.post(url(project, "next"), json={"stream": str(uuid.uuid4())})).json()
    assert ids(body) == [other.id]


async def test_settings_narrow_what_is_served(session: AsyncSession, as_user: AsUser) -> None:
    settings = {"only_finished_tasks": True, "review_criteria": "one"}
    project = await make_project(session, review_settings=settings, maximum_annotations=2)
    people = [await make_member(session, project) for _ in range(2)]
    half, whole = await make_task(session, project), await make_task(session, project)
    await make_annotation(session, half, people[0])
    annotations = [await make_annotation(session, whole, person) for person in people]
    client = await as_user(await make_member(session, project, Role.REVIEWER))
    draft = {"stream": str(uuid.uuid4()), "limit": 1}
    body = (await client.post(url(project, "next"), json=draft)).json()
    assert (ids(body), body["remaining"]) == ([annotations[0].id], 2)
    verdict = {"annotation": annotations[0].id, "accepted": True, "stream": draft["stream"]}
    assert (await client.post("/api/annotation-reviews/", json=verdict)).status_code == 201
    body = (await client.post(url(project, "next"), json=draft)).json()
    assert (ids(body), body["remaining"]) == ([], 0), "one accept is enough by `one`"


async def test_going_back_shows_the_verdict_given(session: AsyncSession, as_user: AsUser) -> None:
    project = await make_project(session)
    annotation = await make_annotation(
        session, await make_task(session, project), await make_member(session, project)
    )
    client = await as_user(await make_member(session, project, Role.REVIEWER))
    await client.post(
        "/api/annotation-reviews/",
        json={"annotation": annotation.id, "accepted": False, "comment": "no"},
    )
    item = (await client.get(url(project, f"items/{annotation.id}"))).json()
    assert item["leased_until"] is None
    assert [r["comment"] for r in item["annotation"]["reviews"]] == ["no"]


async def test_many_reviewers_at_once_never_get_one_item_twice(own_sessions: Sessions) -> None:
    async with own_sessions() as session, session.begin():
        project = await make_project(session)
        author = await make_member(session, project)
        for _ in range(60):
            await make_annotation(session, await make_task(session, project), author)
        reviewers = [await make_member(session, project, Role.REVIEWER) for _ in range(10)]

    def context(user: User) -> ProjectContext:
        caller = Caller(user.id, user.email, "", "", Role.REVIEWER)
        return ProjectContext(project.id, caller, caller.role, allowed(caller.role))

    done: list[int] = []

    async def review(user: User) -> None:
        ctx, name = context(user), uuid.uuid4()
        while True:
            async with own_sessions() as session, session.begin():
                draft = NextIn(stream=name, limit=2)
                held = (await stream.lease_next(session, ctx, draft, lease_seconds=60))["items"]
            if not held:
                return
            for item in held:
                draft = ReviewIn(
                    annotation=item["annotation"]["id"],
                    accepted=True,
                    annotation_version=item["annotation"]["version"],
                    stream=name,
                )
                async with own_sessions() as session, session.begin():
                    done.append(
                        (await service.submit_review(session, ctx.caller, draft)).annotation_id
                    )

    await asyncio.gather(*(review(user) for user in reviewers))
    assert len(done) == len(set(done)) == 60
    async with own_sessions() as session:
        assert (await session.scalars(select(ReviewQueueItem.annotation_id))).all() == []
