"""Random requests made from the OpenAPI document: never a server error, never another body."""

from collections.abc import Iterator

import hypothesis
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck

from tests.running import Touchstone, first_account
from touchstone.core.settings import Settings
from touchstone.main import create_app

CONFIG = '<View><Text name="t" value="$text"/></View>'
KEEPS_THE_OWNER = frozenset({"PATCH /api/users/{user_id}/", "DELETE /api/session"})
"""Left out: with these the owner could end their own session."""

schema = schemathesis.openapi.from_dict(create_app(Settings()).openapi())


@pytest.fixture(scope="module")
def owner(module_database: str) -> Iterator[tuple[str, requests.Session]]:
    """A running server with one small project, and its owner's session."""
    with Touchstone("api", "--port", "0", TOUCHSTONE_DATABASE_URL=module_database) as server:
        with first_account(server.url) as browser:
            browser.post("/api/projects/", json={"title": "One", "label_config": CONFIG})
            browser.post("/api/projects/1/import", json=[{"data": {"text": "a"}}])
            cookies = dict(browser.cookies)
        with requests.Session() as session:
            session.headers["Origin"] = server.url
            session.cookies.update(cookies)
            yield server.url, session


@schema.include(path_regex="^/(api|data)/").parametrize()
@hypothesis.settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_no_request_breaks_the_server(
    case: schemathesis.Case, owner: tuple[str, requests.Session]
) -> None:
    if f"{case.method.upper()} {case.path}" in KEEPS_THE_OWNER:
        return
    url, session = owner
    case.headers.pop("Authorization", None)  # the owner's cookie is to count
    case.cookies.clear()
    response = case.call(base_url=url, session=session, headers={"Origin": url}, timeout=30)
    assert response.status_code < 500, response.text
    if response.status_code >= 400:
        assert response.headers["content-type"] == ["application/json"], response.text[:200]
        assert response.json()["status_code"] == response.status_code
