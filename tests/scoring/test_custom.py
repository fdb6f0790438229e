"""A project's own agreement function: through HTTP, in scoring, and what its log says."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from tests.conftest import AsUser
from tests.factories import (
    choice,
    make_annotation,
    make_member,
    make_prediction,
    make_project,
    make_task,
    make_user,
)
from tests.scoring.functions import HALF, function, keep, logs_of, side
from tests.scoring.steps import finish, number_of
from touchstone.core.settings import Settings
from touchstone.models import CustomMetric, CustomMetricLog, PairScore, Project, Task
from touchstone.models.user import Role
from touchstone.projects.generations import request_generation, request_missing
from touchstone.sandbox import runner
from touchstone.scoring import custom
from touchstone.scoring.custom import custom_scores
from touchstone.scoring.service import rescore_task


@pytest.fixture(autouse=True)
def _allowed(app: FastAPI, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The operator allows it, for the API and for the jobs."""
    app.state.settings = settings.model_copy(update={"custom_metrics": True})
    monkeypatch.setenv("TOUCHSTONE_CUSTOM_METRICS", "true")


@pytest.fixture
async def project(session: AsyncSession) -> Project:
    return await make_project(session)


@pytest.fixture
async def manager(session: AsyncSession, as_user: AsUser) -> httpx.AsyncClient:
    return await as_user(await make_user(session, Role.MANAGER))


async def make_pair(session: AsyncSession, project: Project) -> Task:
    task = await make_task(session, project)
    for label in ("Billing", "Other"):
        await make_annotation(session, task, await make_user(session), choice(label))
    return task


# Over HTTP


async def test_deploying_has_the_project_scored_by_the_function(
    session: AsyncSession, project: Project, manager: httpx.AsyncClient
) -> None:
    task = await make_pair(session, project)
    await rescore_task(session, project.id, task.id)
    assert (await session.scalars(select(PairScore.score))).all() == [0.0 + 0.5]  # 0 and 1

    url = f"/api/projects/{project.id}/custom-function"
    code = function("return 0.75 if annotation_1['task'] == annotation_2['task'] else 0")
    response = await manager.post(url, json={"code": code})
    assert response.status_code == 200, response.text
    assert response.json()["status"] == "Active"

    await finish(session, project.id)
    await session.refresh(task)
    assert task.agreement == 0.75
    shown = (await manager.get(url)).json()
    assert (shown["code"], shown["is_active"], shown["allowed"]) == (code, True, True)

    assert (await manager.delete(url)).status_code == 204
    await finish(session, project.id)
    await session.refresh(task)
    assert task.agreement == 0.5
    shown = (await manager.get(url)).json()
    assert (shown["code"], shown["status"]) == (code, "NotDeployed")


async def test_a_changed_annotation_is_scored_by_the_function(
    session: AsyncSession, project: Project, manager: httpx.AsyncClient
) -> None:
    same = "return float(annotation_1['result'] == annotation_2['result'])"
    url = f"/api/projects/{project.id}/custom-function"
    assert (await manager.post(url, json={"code": function(same)})).status_code == 200
    task = await make_pair(session, project)
    await rescore_task(session, project.id, task.id)
    await session.refresh(task)
    assert task.agreement == 0.0
    assert task.agreement_undefined is None


async def test_code_that_does_not_load_is_refused(
    session: AsyncSession, project: Project, manager: httpx.AsyncClient
) -> None:
    url = f"/api/projects/{project.id}/custom-function"
    for code, told in (("x = (", "never closed"), ("x = 1", "no function named agreement")):
        response = await manager.post(url, json={"code": code})
        assert response.status_code == 400
        assert response.json()["code"] == "bad_code"
        assert told in response.text
    assert await session.get(CustomMetric, project.id) is None


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.ANNOTATOR])
async def test_only_managers_may(
    session: AsyncSession, as_user: AsUser, project: Project, role: Role
) -> None:
    member = await as_user(await make_member(session, project, role))
    outsider = await as_user(await make_user(session, role))
    base = f"/api/projects/{project.id}"
    for client, status in ((member, 403), (outsider, 404)):
        answers = [
            await client.get(f"{base}/custom-function"),
            await client.post(f"{base}/custom-function", json={"code": HALF}),
            await client.delete(f"{base}/custom-function"),
            await client.post(f"{base}/check-function", json={"code": HALF}),
            await client.get(f"{base}/custom-function-logs"),
        ]
        assert {answer.status_code for answer in answers} == {status}


async def test_it_is_off_unless_the_operator_allows_it(
    session: AsyncSession,
    app: FastAPI,
    settings: Settings,
    project: Project,
    manager: httpx.AsyncClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert Settings.model_fields["custom_metrics"].default is False
    app.state.settings = settings
    base = f"/api/projects/{project.id}"
    for path in ("custom-function", "check-function"):
        response = await manager.post(f"{base}/{path}", json={"code": HALF})
        assert (response.status_code, response.json()["code"]) == (403, "custom_metrics_off")
    shown = (await manager.get(f"{base}/custom-function")).json()
    assert (shown["allowed"], shown["status"]) == (False, "NotDeployed")
    assert "TOUCHSTONE_CUSTOM_METRICS" in shown["reason"]

    # A function from before is not run either.
    monkeypatch.delenv("TOUCHSTONE_CUSTOM_METRICS")
    await keep(session, project, HALF)
    (score,) = await custom_scores(session, project.id, [(side(1), side(2))])
    assert score.undefined == "custom_metric_failed"
    assert await logs_of(session, project) == [custom.NOT_ALLOWED]


async def test_switched_off_by_the_operator_the_dimensions_make_the_figures(
    session: AsyncSession,
    project: Project,
    manager: httpx.AsyncClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Off: with the next annotation, the next change, and the next start of a worker; and back."""
    task = await make_pair(session, project)  # 0 in one dimension, 1 in the other
    url = f"/api/projects/{project.id}"
    response = await manager.post(f"{url}/custom-function", json={"code": function("return 0.75")})
    assert response.status_code == 200, response.text
    await finish(session, project.id)

    async def shown() -> tuple[float | None, str | None]:
        await session.refresh(task)
        return task.agreement, task.agreement_undefined

    assert await shown() == (0.75, None)
    await request_missing(session)
    assert await number_of(session, project.id, "building") is None

    monkeypatch.delenv("TOUCHSTONE_CUSTOM_METRICS")
    await rescore_task(session, project.id, task.id)
    assert await shown() == (0.5, None)
    await request_missing(session)
    await finish(session, project.id)
    assert await shown() == (0.5, None)
    await request_missing(session)
    assert await number_of(session, project.id, "building") is None

    monkeypatch.setenv("TOUCHSTONE_CUSTOM_METRICS", "true")
    await request_missing(session)
    await finish(session, project.id)
    assert await shown() == (0.75, None)


async def test_a_change_of_settings_while_it_is_off_keeps_figures(
    session: AsyncSession,
    project: Project,
    manager: httpx.AsyncClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    task = await make_pair(session, project)
    await keep(session, project, HALF)
    await request_generation(session, project.id)
    await finish(session, project.id)
    monkeypatch.delenv("TOUCHSTONE_CUSTOM_METRICS")
    project.agreement_methodology = "consensus"
    await session.flush()
    await request_generation(session, project.id)
    await finish(session, project.id)
    await session.refresh(task)
    assert task.agreement is not None
    assert task.agreement_undefined is None
    assert await logs_of(session, project) == []


async def test_code_is_tried_on_two_annotations_of_the_project(
    session: AsyncSession, project: Project, manager: httpx.AsyncClient
) -> None:
    url = f"/api/projects/{project.id}/check-function"
    body = """
        print(annotation_1["result"][0]["value"]["choices"], annotation_2["completed_by"])
        return 1.5
    """
    nothing_yet = (await manager.post(url, json={"code": function(body)})).json()
    assert (nothing_yet["ok"], nothing_yet["score"], nothing_yet["task"]) == (True, None, None)

    task = await make_pair(session, project)
    tried = (await manager.post(url, json={"code": function(body)})).json()
    assert tried["ok"] is True
    assert (tried["score"], tried["task"]) == (1.0, task.id)
    assert tried["notes"] == ["returned 1.5, counted as 1"]
    assert tried["stdout"].startswith("['Billing']")
    assert len(tried["annotations"]) == 2

    failed = (await manager.post(url, json={"code": function("return 1 / 0")})).json()
    assert (failed["ok"], failed["score"]) == (False, None)
    assert "ZeroDivisionError" in failed["error"]

    other = await make_task(session, project)
    response = await manager.post(url, json={"code": HALF, "task": other.id})
    assert response.status_code == 404
    assert await logs_of(session, project) == []


async def test_tasks_of_other_projects_are_not_shown_to_the_function(
    session: AsyncSession, project: Project, manager: httpx.AsyncClient
) -> None:
    foreign = await make_pair(session, await make_project(session))
    url = f"/api/projects/{project.id}/check-function"
    response = await manager.post(url, json={"code": HALF, "task": foreign.id})
    assert response.status_code == 404


async def test_the_log_is_read_by_day_and_number(
    session: AsyncSession, project: Project, manager: httpx.AsyncClient
) -> None:
    now = datetime.now(UTC)
    for days in (3, 2, 1):
        session.add(
            CustomMetricLog(
                project_id=project.id, message=f"{days} ago", created_at=now - timedelta(days=days)
            )
        )
        await session.flush()
    url = f"/api/projects/{project.id}/custom-function-logs"

    async def told(**params: Any) -> list[str]:
        response = await manager.get(url, params=params)
        assert response.status_code == 200, response.text
        return [one["message"] for one in response.json()["results"]]

    day = (now - timedelta(days=2)).date().isoformat()
    assert await told() == ["1 ago", "2 ago", "3 ago"]
    assert await told(limit=1) == ["1 ago"]
    assert await told(start_date=day) == ["1 ago", "2 ago"]
    assert await told(end_date=day) == ["2 ago", "3 ago"]
    assert await told(start_date=day, end_date=day) == ["2 ago"]
    assert (await manager.get(url, params={"limit": 0})).status_code == 400


async def test_nothing_runs_where_a_function_cannot_be_locked_in(
    session: AsyncSession,
    project: Project,
    manager: httpx.AsyncClient,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    for name in ("child.py", "seccomp.py"):
        text = Path(runner.__file__).with_name(name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace("platform.machine()", "'riscv64'"), "utf-8")
    monkeypatch.setattr(runner, "CHILD", tmp_path / "child.py")
    response = await manager.post(
        f"/api/projects/{project.id}/custom-function", json={"code": HALF}
    )
    assert (response.status_code, response.json()["code"]) == (400, "sandbox_unavailable")

    await keep(session, project, HALF)
    (score,) = await custom_scores(session, project.id, [(side(1), side(2))])
    assert score.undefined == "custom_metric_failed"
    assert "cannot lock a function in" in (await logs_of(session, project))[0]


async def test_a_function_that_fails_leaves_the_other_tasks_alone(
    session: AsyncSession, project: Project, manager: httpx.AsyncClient
) -> None:
    first, second = [await make_pair(session, project) for _ in range(2)]
    body = f"""
        if annotation_1["task"] == {first.id}:
            import os
            os._exit(1)
        return 1
    """
    url = f"/api/projects/{project.id}/custom-function"
    await manager.post(url, json={"code": function(body)})
    await finish(session, project.id)
    for task in (first, second):
        await session.refresh(task)
    assert (first.agreement, first.agreement_undefined) == (None, "custom_metric_failed")
    assert second.agreement == 1.0
    assert await session.scalar(select(func.count()).select_from(CustomMetricLog)) == 1


async def test_predictions_are_scored_too(
    session: AsyncSession, project: Project, manager: httpx.AsyncClient
) -> None:
    task = await make_pair(session, project)
    await make_prediction(session, task, choice("Billing"), model_version="v1")
    url = f"/api/projects/{project.id}/custom-function"
    code = function("return 0.25 if 'model_version' in annotation_1 else 1")
    assert (await manager.post(url, json={"code": code})).status_code == 200
    await finish(session, project.id)
    query = select(PairScore.left_id, PairScore.score).where(PairScore.project_id == project.id)
    by_model = {row.left_id < 0: row.score for row in await session.execute(query)}
    assert by_model[True] == 0.25
    await session.refresh(task)
    assert task.agreement == 1.0
