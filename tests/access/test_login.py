"""Logging in, the first account, and who may call from where."""

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from tests.conftest import AsUser
from tests.factories import make_user
from touchstone.access.dependencies import COOKIE
from touchstone.access.passwords import hash_password
from touchstone.access.throttle import MAX_FAILURES
from touchstone.models import User
from touchstone.models.user import Role

ORIGIN = {"Origin": "http://test"}
PASSWORD = "a fine password"


@pytest.fixture
async def user(session: AsyncSession) -> User:
    return await make_user(session, Role.MANAGER, password_hash=await hash_password(PASSWORD))


async def test_the_first_account_is_an_owner_and_there_is_only_one_first(
    client: httpx.AsyncClient,
) -> None:
    assert (await client.get("/api/setup")).json()["needs_owner"] is True
    draft = {"email": "me@example.org", "password": PASSWORD}

    response = await client.post("/api/setup", json=draft, headers=ORIGIN)

    assert response.status_code == 201, response.text
    assert response.json()["role"] == "OW"
    assert (await client.get("/api/current-user/whoami")).json()["email"] == "me@example.org"
    assert (await client.get("/api/setup")).json()["needs_owner"] is False
    again = await client.post("/api/setup", json=draft, headers=ORIGIN)
    assert (again.status_code, again.json()["code"]) == (403, "already_set_up")


async def test_a_short_password_is_refused_with_the_field(client: httpx.AsyncClient) -> None:
    response = await client.post(
        "/api/setup", json={"email": "me@example.org", "password": "short"}, headers=ORIGIN
    )
    assert response.status_code == 400
    assert list(response.json()["validation_errors"]) == ["password"]


async def test_logging_in_and_out(client: httpx.AsyncClient, user: User) -> None:
    response = await client.post(
        "/api/session", json={"email": user.email.upper(), "password": PASSWORD}, headers=ORIGIN
    )
    assert response.status_code == 200, response.text
    cookie = response.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert (await client.get("/api/current-user/whoami")).status_code == 200

    assert (await client.delete("/api/session", headers=ORIGIN)).status_code == 200
    assert COOKIE not in client.cookies
    assert (await client.get("/api/current-user/whoami")).status_code == 401


@pytest.mark.parametrize("email", [None, "nobody@example.org"])
async def test_wrong_credentials_do_not_tell_which_part_is_wrong(
    client: httpx.AsyncClient, user: User, email: str | None
) -> None:
    response = await client.post(
        "/api/session", json={"email": email or user.email, "password": "wrong"}, headers=ORIGIN
    )
    assert (response.status_code, response.json()["code"]) == (400, "bad_credentials")


async def test_guessing_is_stopped(client: httpx.AsyncClient, user: User) -> None:
    for _ in range(MAX_FAILURES):
        await client.post(
            "/api/session", json={"email": user.email, "password": "wrong"}, headers=ORIGIN
        )
    response = await client.post(
        "/api/session", json={"email": user.email, "password": PASSWORD}, headers=ORIGIN
    )
    assert response.status_code == 429
    assert int(response.headers["retry-after"]) > 0


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://evil.example"}, 403),
        ({}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 201),
        ({"Origin": "http://test"}, 201),
    ],
)
async def test_another_site_cannot_use_the_cookie(
    app: FastAPI, as_user: AsUser, user: User, headers: dict[str, str], status: int
) -> None:
    client = await as_user(user)
    del client.headers["Origin"]
    response = await client.post("/api/projects/", json={"title": "x"}, headers=headers)
    assert response.status_code == status, response.text


async def test_an_inactive_account_is_shut_out_at_once(
    session: AsyncSession, as_user: AsUser, user: User
) -> None:
    client = await as_user(user)
    user.is_active = False
    await session.flush()
    assert (await client.get("/api/current-user/whoami")).status_code == 401
