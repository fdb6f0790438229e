"""Verdicts, through HTTP, on a real database."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from tests.conftest import AsUser
from tests.factories import make_annotation, make_member, make_project, make_task
from touchstone.models import ReviewQueueItem
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
