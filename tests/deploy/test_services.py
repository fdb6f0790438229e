"""The commands and health checks of docker-compose.yml, run for real against a real database."""

import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from email.message import Message
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from tests.deploy.stack import ROOT, Stack, free_port
from touchstone.embedded import EmbeddedPostgres
from touchstone.embedded.binaries import find_binaries
from touchstone.web.middleware import HEADERS

PAGE = "<!doctype html><title>The web app</title>"
SCRIPT = "export const words = 'of the web app';\n" * 100
PROGRAMS = Path(sys.executable).parent
NO_HEADERS: Mapping[str, str] = {}
OWNER = {"email": "owner@example.com", "password": "correct horse battery staple"}


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="ts-", dir="/tmp") as name:
        Path(name).chmod(0o711)
        yield Path(name)


@pytest.fixture(scope="module")
def packages(folder: Path) -> Path:
    """Touchstone installed from its wheel, as the image has it."""
    install = ["pip", "install", "--quiet", "--no-deps", "--target"]
    subprocess.run([PROGRAMS / "uv", *install, folder / "packages", ROOT], check=True)
    return folder / "packages"


@pytest.fixture(scope="module")
def secrets(folder: Path) -> Path:
    (folder / "deploy").mkdir()
    script = shutil.copy(ROOT / "deploy/make-secrets.sh", folder / "deploy")
    subprocess.run(["sh", script], check=True)
    return folder / "secrets"


@pytest.fixture(scope="module")
async def database(folder: Path, secrets: Path) -> Any:
    """A server that wants the password of the secrets' file, as the container does."""
    async with EmbeddedPostgres(folder / "database") as server:
        connection = await asyncpg.connect(server.dsn)
        password = (secrets / "postgres_password").read_text()
        await connection.execute(f"ALTER ROLE touchstone PASSWORD '{password}'")
        hba = await connection.fetchval("SHOW hba_file")
        allow_passwords_only(Path(hba))
        await connection.execute("SELECT pg_reload_conf()")
        await connection.close()
        yield server


def allow_passwords_only(hba: Path) -> None:
    hba.write_text("local all all scram-sha-256\n")


@pytest.fixture(scope="module")
def ports() -> dict[str, int]:
    return {name: free_port() for name in ("api", "web", "web health")}


@pytest.fixture(scope="module")
def stack(
    folder: Path, packages: Path, secrets: Path, database: EmbeddedPostgres, ports: dict[str, int]
) -> Iterator[Stack]:
    """Database, migrations, API, worker and web server, each up by its own health check."""
    spa = folder / "spa"
    (spa / "assets").mkdir(parents=True)
    (spa / "index.html").write_text(PAGE)
    (spa / "assets/app-1a2b.js").write_text(SCRIPT)

    site, api = f"http://127.0.0.1:{ports['web']}", f"127.0.0.1:{ports['api']}"
    place = database.dsn.partition("@")[2]
    stack = Stack(
        folder=folder,
        replaced={
            "@postgres:5432/touchstone": f"@{place}",
            "/run/secrets": str(secrets),
            "/etc/caddy": str(ROOT / "deploy"),
            "/srv/touchstone": str(spa),
            "/tmp/worker-alive": str(folder / "worker-alive"),  # noqa: S108 - as in the container
            "0.0.0.0": "127.0.0.1",  # noqa: S104 - replaced
            "api:8000": api,
            "127.0.0.1:8000": api,
            "8000": str(ports["api"]),
            ":8080": site,
            "8081": str(ports["web health"]),
        },
        settings={
            "PATH": f"{PROGRAMS}:{find_binaries().folder}/bin:{os.environ['PATH']}",
            "PYTHONPATH": str(packages),
            "HOME": str(folder),
            "PGHOST": place.partition("host=")[2].partition("&")[0],
            "TOUCHSTONE_BIND": "127.0.0.1",
            "TOUCHSTONE_DATA_DIR": "/nonexistent/touchstone",  # nothing may be kept there
        },
    )
    try:
        assert stack.is_healthy("postgres")
        assert stack.run("migrate") == 0, stack.log("migrate")
        for name in ("api", "worker", "web"):
            stack.start(name)
        for name in ("api", "worker", "web"):
            stack.wait_until_healthy(name)
        yield stack
    finally:
        stack.close()


@pytest.fixture
def site(stack: Stack, ports: dict[str, int]) -> str:
    return f"http://127.0.0.1:{ports['web']}"


def fetch(
    url: str, body: Mapping[str, Any] | None = None, headers: Mapping[str, str] = NO_HEADERS
) -> tuple[int, Message, bytes]:
    """Status, headers and body of an answer, whatever its status."""
    request = urllib.request.Request(  # noqa: S310 - our own address
        url,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json", **headers},
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


def test_the_server_runs_from_its_wheel_without_the_source_tree(
    stack: Stack, packages: Path
) -> None:
    shown = subprocess.run(
        [sys.executable, "-c", "import touchstone; print(touchstone.__file__)"],
        env={"PYTHONPATH": str(packages)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert shown.stdout.startswith(str(packages))


def test_migrating_again_changes_nothing(stack: Stack) -> None:
    assert stack.run("migrate") == 0, stack.log("migrate")


@pytest.mark.parametrize("path", ["/", "/index.html", "/projects/7/data?order=-agreement"])
def test_every_address_of_the_web_app_gets_its_page(site: str, path: str) -> None:
    status, headers, body = fetch(site + path)
    assert (status, body.decode()) == (200, PAGE)
    assert headers["Cache-Control"] == "no-cache"


def test_pages_carry_the_same_security_headers_as_the_server_sends(site: str) -> None:
    _, headers, _ = fetch(site + "/")
    assert {name: headers[name] for name in HEADERS} == HEADERS
    assert headers["Server"] is None


def test_assets_are_compressed_and_kept_by_the_browser(site: str) -> None:
    status, headers, body = fetch(site + "/assets/app-1a2b.js", headers={"Accept-Encoding": "gzip"})
    assert status == 200
    assert "immutable" in headers["Cache-Control"]
    assert gzip.decompress(body).decode() == SCRIPT


def test_a_missing_asset_is_not_the_page(site: str) -> None:
    status, _, body = fetch(site + "/assets/app-0000.js")
    assert (status, PAGE.encode() in body) == (404, False)


@pytest.mark.parametrize("path", ["/api/version/", "/api/health", "/openapi.json", "/docs"])
def test_the_api_is_behind_the_same_address(site: str, path: str) -> None:
    status, _, body = fetch(site + path)
    assert status == 200
    assert PAGE.encode() not in body


def test_an_unknown_api_path_is_the_apis_own_error(site: str) -> None:
    status, headers, body = fetch(site + "/api/no-such-thing")
    assert status in {401, 404}
    assert headers["Content-Type"].startswith("application/json")
    assert json.loads(body)["status_code"] == status


def test_the_first_account_is_made_through_the_web_server(site: str) -> None:
    status, headers, body = fetch(site + "/api/setup", OWNER, {"Origin": site})
    assert status == 201, body
    cookie = headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=lax" in cookie.lower()

    session = cookie.partition(";")[0]
    status, _, body = fetch(site + "/api/current-user/whoami", headers={"Cookie": session})
    assert status == 200
    assert json.loads(body)["email"] == OWNER["email"]


def test_a_foreign_page_cannot_use_the_session(site: str) -> None:
    status, headers, _ = fetch(site + "/api/session", OWNER, {"Origin": site})
    assert status == 200
    session = headers["Set-Cookie"].partition(";")[0]
    status, _, _ = fetch(
        site + "/api/projects/",
        {"title": "x"},
        {"Cookie": session, "Origin": "http://evil.example"},
    )
    assert status == 403


def test_behind_https_the_browsers_own_address_counts(stack: Stack, ports: dict[str, int]) -> None:
    said_by_the_web_server = {"Host": "ts.example", "X-Forwarded-Proto": "https"}
    api = f"http://127.0.0.1:{ports['api']}/api/session"
    for origin, expected in (("https://ts.example", 200), ("https://evil.example", 403)):
        status, _, body = fetch(api, OWNER, {**said_by_the_web_server, "Origin": origin})
        assert status == expected, body


def test_the_health_checks_notice_what_stopped(stack: Stack) -> None:
    assert stack.stop("worker") == 0, stack.log("worker")
    os.utime(stack.folder / "worker-alive", (0, 0))
    assert not stack.is_healthy("worker")

    assert stack.stop("api") == 0, stack.log("api")
    assert not stack.is_healthy("api")
    stack.start("api")
    stack.wait_until_healthy("api")
    assert stack.stop("web") == 0, stack.log("web")
    assert not stack.is_healthy("web")
