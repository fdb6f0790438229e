"""Transactions, error bodies, limits, headers, pages."""

import uuid

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from tests.conftest import SECRET, AsUser
from tests.factories import make_annotation, make_project, make_task, make_user
from touchstone.core.settings import Settings
from touchstone.db.engine import make_engine
from touchstone.main import create_app
from touchstone.models import Project
from touchstone.models.user import Role
from touchstone.web.session import DbSession


async def test_a_get_cannot_write(own_database: str) -> None:
    engine = make_engine(own_database)
    app = create_app(Settings(secret_key=SECRET), engine=engine)

    @app.get("/api/test-write")
    async def _(session: DbSession) -> None:
        await session.execute(text("INSERT INTO projects (title) VALUES ('x')"))

    app.router.routes.insert(0, app.router.routes.pop())
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        response = await client.get("/api/test-write")
    assert (response.status_code, response.json()["code"]) == (500, "internal")
    async with engine.connect() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM projects")) == 0
    await engine.dispose()


async def test_a_failed_commit_is_an_error_and_not_a_201(own_database: str) -> None:
    engine = make_engine(own_database)
    async with engine.begin() as connection:
        await connection.execute(
            text("CREATE TABLE late (n int UNIQUE DEFERRABLE INITIALLY DEFERRED)")
        )
        await connection.execute(text("INSERT INTO late VALUES (1)"))
    app = create_app(Settings(secret_key=SECRET), engine=engine)

    @app.post("/api/test-late", status_code=201)
    async def _(session: DbSession) -> None:
        await session.execute(text("INSERT INTO late VALUES (1)"))

    app.router.routes.insert(0, app.router.routes.pop())
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://test"
    ) as client:
        response = await client.post("/api/test-late")
    assert (response.status_code, response.json()["code"]) == (400, "duplicate")
    await engine.dispose()


async def test_every_error_has_one_body(session: AsyncSession, as_user: AsUser) -> None:
    client = await as_user(await make_user(session, Role.OWNER))
    for path, status in (("/api/projects/999999/", 404), ("/api/nothing/", 404)):
        response = await client.get(path)
        body = response.json()
        assert response.status_code == body["status_code"] == status
        assert uuid.UUID(body["id"])
        assert body["detail"]
        assert body["code"] == "not_found"
    assert (await client.put("/api/projects/")).json()["code"] == "method_not_allowed"


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ('{"title": "x", "agreement_threshold": NaN}', "$.agreement_threshold"),
        ('{"title": "a\\u0000b"}', "$.title"),
        ('{"title": "\\ud800"}', "$.title"),
        ('{"title": ', "$"),
        ("[" * 200 + "]" * 200, "$"),
    ],
)
async def test_json_that_cannot_be_kept_is_refused_with_its_place(
    session: AsyncSession, as_user: AsUser, body: str, place: str
) -> None:
    client = await as_user(await make_user(session, Role.OWNER))
    response = await client.post(
        "/api/projects/", content=body, headers={"Content-Type": "application/json"}
    )
    assert (response.status_code, response.json()["code"]) == (400, "bad_json"), response.text
    assert response.json()["context"]["path"].startswith(place)
    assert await session.scalar(select(func.count()).select_from(Project)) == 0


async def test_a_body_over_the_limit_is_refused_however_it_is_sent(
    own_database: str,
) -> None:
    engine = make_engine(own_database)
    app = create_app(Settings(secret_key=SECRET, max_body_bytes=2048), engine=engine)

    async def pieces() -> object:
        for _ in range(4):
            yield b" " * 1000

    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://test"
    ) as client:
        for content in (b" " * 4000, pieces()):
            response = await client.post("/api/session", content=content)
            assert (response.status_code, response.json()["code"]) == (413, "too_large")
    await engine.dispose()


async def test_pages_scripts_and_frames_are_fenced_in(client: httpx.AsyncClient) -> None:
    response = await client.get("/api/version/")
    policy = response.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert response.headers["x-content-type-options"] == "nosniff"


async def test_the_reference_needs_nothing_from_outside(client: httpx.AsyncClient) -> None:
    page = (await client.get("/docs")).text
    assert "http://" not in page
    assert "https://" not in page
    for path in ("/docs/static/swagger-ui-bundle.js", "/docs/static/swagger-ui.css"):
        assert (await client.get(path)).status_code == 200


async def test_pages_follow_each_other_and_end_with_an_empty_one(
    session: AsyncSession, as_user: AsUser
) -> None:
    for _ in range(3):
        await make_project(session)
    client = await as_user(await make_user(session, Role.OWNER))
    first = (await client.get("/api/projects/?page_size=2")).json()
    second = (await client.get(first["next"])).json()
    third = (await client.get("/api/projects/?page_size=2&page=3")).json()
    assert (first["count"], len(first["results"]), len(second["results"])) == (3, 2, 1)
    assert (second["next"], third["results"]) == (None, [])
    seen = [project["id"] for project in first["results"] + second["results"]]
    assert sorted(set(seen)) == sorted(seen)


async def test_no_answer_holds_nan(app: FastAPI, session: AsyncSession, as_user: AsUser) -> None:
    project = await make_project(session)
    user = await make_user(session, Role.OWNER)
    task = await make_task(session, project)
    await make_annotation(session, task, user)
    client = await as_user(user)
    assert "NaN" not in (await client.get(f"/api/tasks/{task.id}/")).text
