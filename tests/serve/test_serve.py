"""The server as a process: start, stop, kill -9, a taken port."""

import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.running import Touchstone, first_account


@pytest.fixture
def data_dir() -> Iterator[str]:
    """A folder that PostgreSQL's own user can reach when the tests run as root."""
    with tempfile.TemporaryDirectory(prefix="touchstone-serve-") as folder:
        Path(folder).chmod(0o711)
        yield folder


def test_what_was_committed_survives_kill_9_and_ctrl_c_is_clean(data_dir: str) -> None:
    first = Touchstone("serve", "--port", "0", TOUCHSTONE_DATA_DIR=data_dir)
    with first:
        with first_account(first.url) as browser:
            made = browser.post("/api/projects/", json={"title": "Kept"})
            assert made.status_code == 201
            cookies = dict(browser.cookies)
        first.kill()

    with Touchstone("serve", "--port", "0", TOUCHSTONE_DATA_DIR=data_dir) as second:
        assert httpx.get(f"{second.url}/api/health").json()["status"] == "ok"
        projects = httpx.get(f"{second.url}/api/projects/", cookies=cookies).json()
        assert [project["title"] for project in projects["results"]] == ["Kept"]
        assert second.interrupt() == 0
        assert "Traceback" not in second.output


def test_a_taken_port_is_one_clear_line(data_dir: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        server = Touchstone("serve", "--port", port, TOUCHSTONE_DATA_DIR=data_dir).start()
        assert server.wait() == 1
    assert f"cannot listen on 127.0.0.1 port {port}" in server.output
    assert "--port" in server.output
    assert "Traceback" not in server.output
    assert not list(Path(data_dir).iterdir()), "nothing was started"


def test_the_demo_greets_with_one_login_a_role(data_dir: str) -> None:
    with Touchstone("serve", "--demo", "--port", "0", TOUCHSTONE_DATA_DIR=data_dir) as server:
        setup = httpx.get(f"{server.url}/api/setup").json()
        assert (setup["demo"], setup["needs_owner"]) == (True, False)
        assert [login["role"] for login in setup["demo_logins"]] == ["OW", "AD", "MA", "RE", "AN"]
        for login in setup["demo_logins"]:
            assert login["email"] in server.output
            answer = httpx.post(
                f"{server.url}/api/session",
                json={"email": login["email"], "password": login["password"]},
                headers={"Origin": server.url},
            )
            assert (answer.status_code, answer.json()["role"]) == (200, login["role"])
