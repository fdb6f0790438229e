"""Verdicts, through HTTP, on a real database."""

import pytest
from sqlalchemy import func, select
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
from touchstone.models import AnnotationVersion, Review, ReviewQueueItem
from touchstone.models.user import Role

URL = "/api/annotation-reviews/"


async def test_accepting_moves_the_annotation_and_empties_the_queue(
    session: AsyncSession, as_user: AsUser
) -> None:
    project = await make_project(session)
    annotator = await make_member(session, project)
    reviewer = await make_member(session, project, Role.REVIEWER)
    task = await make_task(session, project)
    annotation = await make_annotation(session, task, annotator)
    client = await as_user(reviewer)

    response = await client.post(URL, json={"annotation": annotation.id, "accepted": True})

    assert response.status_code == 201, response.text
    assert response.json()["verdict"] == "accepted"
    await session.refresh(annotation)
    await session.refresh(task)
    assert annotation.review_state == "accepted"
    assert annotation.last_action == "accepted"
    assert (task.state, task.reviewed, task.reviews_accepted) == ("COMPLETED", True, 1)
    assert task.reviewers == [reviewer.id]
    assert await session.scalar(select(func.count()).select_from(ReviewQueueItem)) == 0


async def test_a_fix_makes_a_new_version_and_keeps_the_old_one(
    session: AsyncSession, as_user: AsUser
) -> None:
    project = await make_project(session)
    annotation = await make_annotation(
        session, await make_task(session, project), await make_member(session, project)
    )
    client = await as_user(await make_member(session, project, Role.REVIEWER))
    fix = {"annotation": annotation.id, "accepted": True, "result": choice("Other")}

    body = (await client.post(URL, json=fix)).json()

    assert (body["verdict"], body["annotation_version"], body["fixed_version"]) == (
        "fixed_and_accepted",
        1,
        2,
    )
    await session.refresh(annotation)
    assert (annotation.version, annotation.result) == (2, choice("Other"))
    assert annotation.review_state == "fixed_and_accepted"
    old = (await session.scalars(select(AnnotationVersion))).one()
    assert (old.version, old.result) == (1, choice("Billing"))


async def test_a_fix_that_changes_nothing_is_an_accept(
    session: AsyncSession, as_user: AsUser
) -> None:
    project = await make_project(session)
    annotation = await make_annotation(
        session, await make_task(session, project), await make_member(session, project)
    )
    client = await as_user(await make_member(session, project, Role.REVIEWER))
    same = {"annotation": annotation.id, "accepted": True, "result": choice("Billing")}
    assert (await client.post(URL, json=same)).json()["verdict"] == "accepted"


async def test_a_stale_verdict_gets_412_and_stores_nothing(
    session: AsyncSession, as_user: AsUser
) -> None:
    project = await make_project(session)
    annotator = await make_member(session, project)
    annotation = await make_annotation(session, await make_task(session, project), annotator)
    author = await as_user(annotator)
    await author.patch(f"/api/annotations/{annotation.id}/", json={"result": choice("Other")})
    client = await as_user(await make_member(session, project, Role.REVIEWER))

    for draft, headers in (
        ({"annotation_version": 1}, {}),
        ({}, {"If-Match": '"1"'}),
    ):
        response = await client.post(
            URL, json={"annotation": annotation.id, "accepted": True, **draft}, headers=headers
        )
        assert (response.status_code, response.json()["code"]) == (412, "stale")
        assert response.json()["context"]["annotation"]["version"] == 2
    assert await session.scalar(select(func.count()).select_from(Review)) == 0


async def test_saying_the_same_twice_is_one_review(session: AsyncSession, as_user: AsUser) -> None:
    """A client repeats a request whose answer was lost."""
    project = await make_project(session)
    annotation = await make_annotation(
        session, await make_task(session, project), await make_member(session, project)
    )
    client = await as_user(await make_member(session, project, Role.REVIEWER))
    for draft in (
        {"accepted": False, "comment": "no"},
        {"accepted": True},
        {"accepted": True, "result": choice("Other")},
    ):
        ids = {
            (await client.post(URL, json={"annotation": annotation.id, **draft})).json()["id"]
            for _ in range(2)
        }
        assert len(ids) == 1
    assert await session.scalar(select(func.count()).select_from(Review)) == 3


async def test_a_reviewer_does_not_review_own_work_unless_the_project_allows_it(
    session: AsyncSession, as_user: AsUser
) -> None:
    for settings, status in (({}, 403), ({"allow_own_annotations": True}, 201)):
        project = await make_project(session, review_settings=settings)
        reviewer = await make_member(session, project, Role.REVIEWER)
        annotation = await make_annotation(session, await make_task(session, project), reviewer)
        client = await as_user(reviewer)
        response = await client.post(URL, json={"annotation": annotation.id, "accepted": True})
        assert response.status_code == status, response.text


async def test_a_comment_with_every_reject_if_the_project_asks(
    session: AsyncSession, as_user: AsUser
) -> None:
    project = await make_project(session, review_settings={"require_comment_on_reject": True})
    annotation = await make_annotation(
        session, await make_task(session, project), await make_member(session, project)
    )
    client = await as_user(await make_member(session, project, Role.REVIEWER))
    reject = {"annotation": annotation.id, "accepted": False}
    bare = await client.post(URL, json={**reject, "comment": "  "})
    assert (bare.status_code, bare.json()["code"]) == (400, "comment_required")
    assert (await client.post(URL, json={**reject, "comment": "late"})).status_code == 201


async def test_only_allowed_reject_actions(session: AsyncSession, as_user: AsUser) -> None:
    settings = {"allowed_reject_actions": ["remove"], "default_reject_action": "remove"}
    project = await make_project(session, review_settings=settings)
    annotation = await make_annotation(
        session, await make_task(session, project), await make_member(session, project)
    )
    client = await as_user(await make_member(session, project, Role.REVIEWER))
    reject = {"annotation": annotation.id, "accepted": False, "reject_action": "requeue"}
    response = await client.post(URL, json=reject)
    assert (response.status_code, response.json()["code"]) == (400, "reject_action_not_allowed")


@pytest.mark.parametrize(
    ("role", "status"), [(Role.ANNOTATOR, 403), (Role.REVIEWER, 201), (None, 404)]
)
async def test_only_reviewers_and_up_of_the_project(
    session: AsyncSession, as_user: AsUser, role: Role | None, status: int
) -> None:
    project = await make_project(session)
    annotation = await make_annotation(
        session, await make_task(session, project), await make_member(session, project)
    )
    user = (
        await make_user(session, Role.REVIEWER)
        if role is None
        else await make_member(session, project, role)
    )
    client = await as_user(user)
    response = await client.post(URL, json={"annotation": annotation.id, "accepted": True})
    assert response.status_code == status


async def test_taking_a_verdict_back_brings_the_one_before_or_the_queue(
    session: AsyncSession, as_user: AsUser
) -> None:
    project = await make_project(session)
    task = await make_task(session, project)
    annotation = await make_annotation(session, task, await make_member(session, project))
    client = await as_user(await make_member(session, project, Role.REVIEWER))
    ids = [
        (await client.post(URL, json={"annotation": annotation.id, **draft})).json()["id"]
        for draft in ({"accepted": False}, {"accepted": True})
    ]
    for review_id, state, queued in ((ids[1], "rejected", 0), (ids[0], "pending", 1)):
        assert (await client.delete(f"{URL}{review_id}/")).status_code == 200
        await session.refresh(annotation)
        assert annotation.review_state == state
        waiting = await session.scalar(select(func.count()).select_from(ReviewQueueItem))
        assert waiting == queued
    await session.refresh(task)
    assert (task.state, task.reviews_rejected) == ("NEEDS_REVIEW", 0)


async def test_annotators_see_reviews_of_their_own_work_alone(
    session: AsyncSession, as_user: AsUser
) -> None:
    project = await make_project(session)
    task = await make_task(session, project)
    mine, theirs = await make_member(session, project), await make_member(session, project)
    reviewer = await as_user(await make_member(session, project, Role.REVIEWER))
    for author in (mine, theirs):
        annotation = await make_annotation(session, task, author)
        await reviewer.post(URL, json={"annotation": annotation.id, "accepted": True})
    outsider = await as_user(await make_user(session, Role.REVIEWER))
    client = await as_user(mine)
    assert len((await reviewer.get(URL)).json()) == 2
    assert len((await client.get(URL)).json()) == 1
    assert (await outsider.get(URL)).json() == []
