"""Legacy tokens, and personal access tokens with refresh."""

import httpx
import jwt
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from tests.conftest import SECRET, AsUser
from tests.factories import make_user
from touchstone.models import User
from touchstone.models.user import Role

WHOAMI = "/api/current-user/whoami"


@pytest.fixture
async def user(session: AsyncSession) -> User:
    return await make_user(session, Role.ANNOTATOR)


async def status_with(client: httpx.AsyncClient, authorization: str) -> int:
    return (await client.get(WHOAMI, headers={"Authorization": authorization})).status_code


async def test_a_legacy_token_works_until_it_is_reset(
    client: httpx.AsyncClient, as_user: AsUser, user: User
) -> None:
    browser = await as_user(user)
    first = (await browser.post("/api/current-user/reset-token/")).json()["token"]
    assert len(first) == 40
    assert await status_with(client, f"Token {first}") == 200

    second = (await browser.post("/api/current-user/reset-token/")).json()["token"]
    assert await status_with(client, f"Token {first}") == 401
    assert await status_with(client, f"Token {second}") == 200


async def test_a_personal_token_is_exchanged_for_access(
    client: httpx.AsyncClient, as_user: AsUser, user: User
) -> None:
    browser = await as_user(user)
    refresh = (await browser.post("/api/token/")).json()["token"]
    answer = await client.post("/api/token/refresh/", json={"refresh": refresh})
    assert answer.status_code == 200
    access = answer.json()["access"]
    claims = jwt.decode(access, SECRET, algorithms=["HS256"])
    assert claims["exp"] > claims["iat"]
    assert await status_with(client, f"Bearer {access}") == 200
    assert await status_with(client, f"Bearer {refresh}") == 401, "a refresh token is not access"

    listed = (await browser.get("/api/token/")).json()
    assert [row["token"] for row in listed] == [refresh.rpartition(".")[0]]


async def test_both_kinds_also_come_as_an_api_key(
    client: httpx.AsyncClient, as_user: AsUser, user: User
) -> None:
    browser = await as_user(user)
    legacy = (await browser.post("/api/current-user/reset-token/")).json()["token"]
    refresh = (await browser.post("/api/token/")).json()["token"]
    access = (await client.post("/api/token/refresh/", json={"refresh": refresh})).json()["access"]
    for key, status in ((legacy, 200), (access, 200), (refresh, 401), ("nothing", 401)):
        response = await client.get(WHOAMI, headers={"X-API-Key": key})
        assert response.status_code == status


async def test_a_revoked_token_gives_no_access_any_more(
    client: httpx.AsyncClient, as_user: AsUser, user: User
) -> None:
    browser = await as_user(user)
    refresh = (await browser.post("/api/token/")).json()["token"]
    access = (await client.post("/api/token/refresh/", json={"refresh": refresh})).json()["access"]

    rotated = (await browser.post("/api/token/rotate/", json={"refresh": refresh})).json()
    assert (await client.post("/api/token/refresh/", json={"refresh": refresh})).status_code == 401
    assert await status_with(client, f"Bearer {access}") == 401

    new = rotated["refresh"]
    assert (await client.post("/api/token/refresh/", json={"refresh": new})).status_code == 200
    gone = await browser.post("/api/token/blacklist/", json={"refresh": new})
    assert gone.status_code == 200
    assert (await client.post("/api/token/refresh/", json={"refresh": new})).status_code == 401


async def test_tokens_of_others_cannot_be_revoked(
    session: AsyncSession, as_user: AsUser, user: User
) -> None:
    browser = await as_user(user)
    other = await as_user(await make_user(session, Role.OWNER))
    token = (await browser.post("/api/token/")).json()
    for body in ({"refresh": token["token"]}, {"id": token["id"]}):
        assert (await other.post("/api/token/blacklist/", json=body)).status_code == 404


@pytest.mark.parametrize(
    "token", ["", "x.y.z", jwt.encode({"token_type": "refresh", "exp": 1}, SECRET, "HS256")]
)
async def test_forged_and_expired_tokens_are_refused(client: httpx.AsyncClient, token: str) -> None:
    answer = await client.post("/api/token/refresh/", json={"refresh": token})
    assert (answer.status_code, answer.json()["code"]) == (401, "token_not_valid")
