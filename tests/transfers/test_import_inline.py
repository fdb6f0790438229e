"""Small JSON bodies: imported within the request."""

import httpx
import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from tests.conftest import AsUser
from tests.factories import make_member, make_project, make_task, make_user
from tests.transfers.files import annotation, author, rich_task, task
from touchstone.models import (
    Annotation,
    Draft,
    Import,
    Prediction,
    Project,
    ProjectMember,
    Review,
    ReviewQueueItem,
    Task,
    User,
)
from touchstone.models.user import Role


def url(project: Project) -> str:
    return f"/api/projects/{project.id}/import"


async def test_stores_tasks_with_all_that_belongs_to_them(
    session: AsyncSession, project: Project, manager: httpx.AsyncClient
) -> None:
    response = await manager.post(url(project), json=[rich_task(), task("A parcel.")])

    assert response.status_code == 201, response.text
    body = response.json()
    assert (body["task_count"], body["annotation_count"], body["prediction_count"]) == (2, 4, 1)
    rich, bare = (
        await session.scalars(select(Task).where(Task.project_id == project.id).order_by(Task.id))
    ).all()
    assert (rich.data, rich.meta) == (
        {"text": "The parcel of Ana is late."},
        {"source": "mail-1"},
    )
    assert (rich.inner_id, bare.inner_id) == (1, 2)
    assert (rich.total_annotations, rich.cancelled_annotations, rich.total_predictions) == (3, 1, 1)
    assert (rich.reviews_accepted, rich.reviews_rejected, rich.ground_truth) == (1, 1, True)
    assert (rich.state, rich.draft_exists) == ("ANNOTATION_IN_PROGRESS", True)
    assert (rich.content_version, bare.content_version, bare.state) == (1, 0, "CREATED")


async def test_keeps_results_byte_for_byte(
    session: AsyncSession, project: Project, manager: httpx.AsyncClient
) -> None:
    result = (
        '[ {"to_name":"text", "from_name":"topic","type":"choices", "id":"é",'
        ' "value":{"choices":["Billing"]},"extra":1.50} ]'
    )
    body = f'[{{"data":{{"text":"x"}},"annotations":[{{"result":{result}}}]}}]'

    response = await manager.post(
        url(project), content=body.encode(), headers={"Content-Type": "application/json"}
    )

    assert response.status_code == 201, response.text
    stored = await session.scalar(
        text("SELECT result::text FROM annotations WHERE project_id = :p"), {"p": project.id}
    )
    assert stored == result


async def test_queues_what_has_no_verdict_for_review(
    session: AsyncSession, project: Project, manager: httpx.AsyncClient
) -> None:
    await manager.post(url(project), json=[rich_task()])

    rows = await session.execute(
        select(User.email, Annotation.review_state)
        .join(User, User.id == Annotation.completed_by)
        .where(Annotation.project_id == project.id)
    )
    states = {row.email: row.review_state for row in rows}
    assert states == {
        "ana@example.org": "accepted",
        "bela@example.org": "pending",
        "cy@example.org": "rejected",
        "dora@example.org": "pending",  # skipped: there is nothing to review
    }
    queued = await session.execute(
        select(User.email)
        .join(ReviewQueueItem, ReviewQueueItem.completed_by == User.id)
        .where(ReviewQueueItem.project_id == project.id)
    )
    assert queued.scalars().all() == ["bela@example.org"]


async def test_links_within_a_task_follow_the_new_ids(
    session: AsyncSession, project: Project, manager: httpx.AsyncClient
) -> None:
    await manager.post(url(project), json=[rich_task()])

    rows = await session.scalars(
        select(Annotation).where(Annotation.project_id == project.id).order_by(Annotation.id)
    )
    first, second, *_ = rows.all()
    assert (first.import_id, second.import_id) == (31, 32)
    assert second.parent_annotation == first.id
    draft = (await session.scalars(select(Draft).where(Draft.project_id == project.id))).one()
    assert (draft.annotation_id, draft.user_id) == (first.id, first.completed_by)


async def test_authors_become_members_who_cannot_log_in(
    session: AsyncSession, project: Project, manager: httpx.AsyncClient
) -> None:
    known = await make_user(session, email="Ana@Example.org")
    records = [
        task(annotations=[annotation("ana"), annotation("new"), annotation(completed_by=4711)])
    ]

    response = await manager.post(url(project), json=records)

    assert response.status_code == 201, response.text
    members = (
        await session.scalars(
            select(User)
            .join(ProjectMember, ProjectMember.user_id == User.id)
            .where(ProjectMember.project_id == project.id)
            .order_by(User.email)
        )
    ).all()
    assert [user.email for user in members] == [
        "Ana@Example.org",
        "annotator-4711@import.invalid",
        "new@example.org",
    ]
    assert members[0].id == known.id
    assert [user.password_hash for user in members] == [None, None, None]
    assert (members[1].first_name, members[2].first_name) == ("Annotator 4711", "New")
    assert {user.role for user in members} == {Role.ANNOTATOR}


async def test_an_id_without_address_is_a_member_of_the_project(
    session: AsyncSession, project: Project, manager: httpx.AsyncClient
) -> None:
    member = await make_member(session, project)
    outsider = await make_user(session)

    await manager.post(
        url(project),
        json=[task(annotations=[annotation(completed_by=u.id) for u in (member, outsider)])],
    )

    authors = (
        await session.scalars(
            select(Annotation.completed_by)
            .where(Annotation.project_id == project.id)
            .order_by(Annotation.id)
        )
    ).all()
    assert authors[0] == member.id
    assert authors[1] != outsider.id


async def test_a_number_means_the_person_that_the_file_names_elsewhere(
    session: AsyncSession, project: Project, manager: httpx.AsyncClient
) -> None:
    ana = author("ana")
    records = [
        task(annotations=[annotation(completed_by=ana["id"], updated_by=ana["id"])]),
        task(annotations=[annotation(completed_by=ana, updated_by=5)]),
    ]

    await manager.post(url(project), json=records)

    rows = await session.execute(
        select(User.email, Annotation.completed_by == Annotation.updated_by)
        .join(User, User.id == Annotation.completed_by)
        .where(Annotation.project_id == project.id)
        .order_by(Annotation.id)
    )
    assert rows.all() == [("ana@example.org", True), ("ana@example.org", None)]


async def test_of_two_ground_truths_the_newer_keeps_the_star(
    session: AsyncSession, project: Project, manager: httpx.AsyncClient
) -> None:
    old = annotation("ana", ground_truth=True, updated_at="2024-01-02T00:00:00Z")
    new = annotation("bela", ground_truth=True, updated_at="2024-01-03T00:00:00Z")

    response = await manager.post(url(project), json=[task(annotations=[new, old])])

    starred = await session.scalars(
        select(User.email)
        .join(Annotation, Annotation.completed_by == User.id)
        .where(Annotation.project_id == project.id, Annotation.ground_truth)
    )
    assert starred.all() == ["bela@example.org"]
    shown = await manager.get(f"/api/projects/{project.id}/imports/{response.json()['import']}/")
    assert shown.json()["notes"] == [
        "$[0]: 2 annotations were ground truths; the one that was updated last kept the star."
    ]


async def test_the_newest_review_decides_and_older_versions_do_not(
    session: AsyncSession, project: Project, manager: httpx.AsyncClient
) -> None:
    def review(accepted: bool, hour: int, **values: object) -> dict[str, object]:
        return {"accepted": accepted, "created_at": f"2024-05-06T{hour:02}:00:00Z", **values}

    records = [
        task(
            annotations=[
                annotation("ana", reviews=[review(False, 12), review(True, 11)]),
                annotation("bela", last_action="fixed_and_accepted", reviews=[review(True, 11)]),
                annotation("cy", version=3, reviews=[review(True, 11, annotation_version=2)]),
                annotation(
                    "dora",
                    version=3,
                    reviews=[
                        review(
                            True,
                            11,
                            annotation_version=2,
                            fixed_version=3,
                            verdict="fixed_and_accepted",
                        )
                    ],
                ),
            ]
        )
    ]

    response = await manager.post(url(project), json=records)

    assert response.status_code == 201, response.text
    states = await session.scalars(
        select(Annotation.review_state)
        .where(Annotation.project_id == project.id)
        .order_by(Annotation.id)
    )
    assert states.all() == ["rejected", "fixed_and_accepted", "pending", "fixed_and_accepted"]


async def test_numbers_follow_those_that_are_there(
    session: AsyncSession, project: Project, manager: httpx.AsyncClient
) -> None:
    await make_task(session, project, inner_id=41)

    await manager.post(url(project), json=[task("a"), task("b")])

    numbers = await session.scalars(
        select(Task.inner_id).where(Task.project_id == project.id).order_by(Task.id)
    )
    assert numbers.all() == [41, 42, 43]


async def test_ids_that_clash_are_only_information(
    session: AsyncSession, project: Project, manager: httpx.AsyncClient
) -> None:
    other = await make_task(session, await make_project(session))
    same = task(id=other.id, annotations=[annotation(id=1), annotation("bela", id=1)])

    response = await manager.post(
        url(project), params={"return_task_ids": "true"}, json=[same, same]
    )

    assert response.status_code == 201, response.text
    ids = response.json()["task_ids"]
    assert len(set(ids)) == 2
    assert other.id not in ids
    assert (
        await session.scalar(select(func.count()).where(Annotation.project_id == project.id)) == 4
    )


async def test_enqueues_the_scoring_of_tasks_with_answers(
    session: AsyncSession, project: Project, manager: httpx.AsyncClient
) -> None:
    await manager.post(url(project), json=[task("bare")])
    await manager.post(url(project), json=[rich_task()])

    jobs = await session.scalars(text("SELECT entrypoint FROM pgqueuer"))
    assert jobs.all() == ["scoring.rescore_range"]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b'{"data": {"text": "one object"}}', id="one object"),
        pytest.param(b'{"text": "bare"}\n{"text": "lines"}\n', id="lines"),
        pytest.param(b'\xef\xbb\xbf[{"text": "with a mark"}]', id="byte order mark"),
        pytest.param('[{"text": "בדיקה 漢字 🇺🇳 \u202e"}]'.encode(), id="any script"),
        pytest.param(b"[]", id="nothing"),
    ],
)
async def test_takes_every_form_of_json(
    project: Project, manager: httpx.AsyncClient, body: bytes
) -> None:
    response = await manager.post(
        url(project), content=body, headers={"Content-Type": "application/json"}
    )
    assert response.status_code == 201, response.text


async def test_the_same_key_gives_the_same_import(
    session: AsyncSession, project: Project, manager: httpx.AsyncClient
) -> None:
    headers = {"Idempotency-Key": "once"}
    first = await manager.post(url(project), json=[task()], headers=headers)
    again = await manager.post(url(project), json=[task()], headers=headers)
    other = await manager.post(url(await make_project(session)), json=[task()], headers=headers)

    assert first.json() == again.json()
    assert other.json()["import"] != first.json()["import"]
    assert await session.scalar(select(func.count()).where(Task.project_id == project.id)) == 1


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.OWNER, 201), (Role.MANAGER, 201), (Role.REVIEWER, 403), (Role.ANNOTATOR, 403)],
)
async def test_managers_and_up_may_import(
    session: AsyncSession, project: Project, as_user: AsUser, role: Role, status: int
) -> None:
    client = await as_user(await make_member(session, project, role))
    assert (await client.post(url(project), json=[task()])).status_code == status


async def test_an_outsider_finds_no_project(
    session: AsyncSession, project: Project, as_user: AsUser
) -> None:
    client = await as_user(await make_user(session, Role.ANNOTATOR))
    assert (await client.post(url(project), json=[task()])).status_code == 404


async def test_options_that_would_do_nothing_are_refused(
    project: Project, manager: httpx.AsyncClient
) -> None:
    response = await manager.post(
        url(project), params={"preannotated_from_fields": "p"}, json=[task()]
    )
    assert (response.status_code, response.json()["code"]) == (400, "unsupported_option")


async def test_predictions_and_reviews_are_stored(
    session: AsyncSession, project: Project, manager: httpx.AsyncClient
) -> None:
    await manager.post(url(project), json=[rich_task()])

    prediction = (
        await session.scalars(select(Prediction).where(Prediction.project_id == project.id))
    ).one()
    assert (prediction.score, prediction.model_version) == (0.9, "m1")
    reviews = (
        await session.scalars(
            select(Review).where(Review.project_id == project.id).order_by(Review.id)
        )
    ).all()
    assert [(r.verdict, r.reject_action, r.comment) for r in reviews] == [
        ("accepted", None, ""),
        ("rejected", "requeue", "Look again."),
    ]
    imported = (await session.scalars(select(Import))).one()
    assert imported.status == "completed"
