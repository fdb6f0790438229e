"""Media files of projects: guarded, kept by browsers, never run as pages."""

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from tests.conftest import AsUser
from tests.factories import make_member, make_project, make_user
from touchstone.core.errors import Invalid
from touchstone.models import Project
from touchstone.models.user import Role
from touchstone.transfers.service import store_file

PICTURE = bytes(range(256)) * 4


@pytest.fixture
async def url(session: AsyncSession, project: Project) -> str:
    await store_file(session, project.id, "a b.png", "image/png", PICTURE)
    return f"/data/upload/{project.id}/a%20b.png"


async def test_a_picture_is_shown_and_kept(manager: httpx.AsyncClient, url: str) -> None:
    response = await manager.get(url)
    assert (response.status_code, response.content) == (200, PICTURE)
    assert response.headers["content-type"] == "image/png"
    assert response.headers["content-disposition"] == "inline"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["content-security-policy"].startswith("sandbox")
    assert "immutable" in response.headers["cache-control"]
    assert "private" in response.headers["cache-control"]

    again = await manager.get(url, headers={"If-None-Match": response.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("kind", ["text/html", "application/pdf", "application/xhtml+xml"])
async def test_what_could_run_is_saved(
    session: AsyncSession, project: Project, manager: httpx.AsyncClient, kind: str
) -> None:
    await store_file(session, project.id, "page", kind, b"<script>alert(1)</script>")
    response = await manager.get(f"/data/upload/{project.id}/page")
    assert response.headers["content-disposition"] == "attachment"


@pytest.mark.parametrize(
    ("header", "status", "content"),
    [
        ("bytes=0-9", 206, PICTURE[:10]),
        ("bytes=1000-", 206, PICTURE[1000:]),
        ("bytes=-24", 206, PICTURE[-24:]),
        ("bytes=1020-5000", 206, PICTURE[1020:]),
        ("bytes=5000-", 200, PICTURE),
        ("bytes=0-1,5-6", 200, PICTURE),
        ("lines=1-2", 200, PICTURE),
    ],
)
async def test_players_ask_for_parts(
    manager: httpx.AsyncClient, url: str, header: str, status: int, content: bytes
) -> None:
    response = await manager.get(url, headers={"Range": header})
    assert (response.status_code, response.content) == (status, content)
    if status == 206:
        start = (
            PICTURE.rindex(content)
            if header.startswith("bytes=-")
            else int(header[6:].split("-")[0])
        )
        assert response.headers["content-range"] == (
            f"bytes {start}-{start + len(content) - 1}/{len(PICTURE)}"
        )


async def test_only_people_of_the_project_see_it(
    session: AsyncSession, project: Project, as_user: AsUser, client: httpx.AsyncClient, url: str
) -> None:
    member = await as_user(await make_member(session, project))
    outsider = await as_user(await make_user(session, Role.REVIEWER))
    assert (await member.get(url)).status_code == 200
    assert (await outsider.get(url)).status_code == 404
    assert (await client.get(url)).status_code == 401


async def test_the_name_is_the_projects_own(
    session: AsyncSession, project: Project, manager: httpx.AsyncClient, url: str
) -> None:
    other = await make_project(session)
    missing = url.replace(f"/{project.id}/", f"/{other.id}/")
    assert (await manager.get(missing)).status_code == 404
    await store_file(session, other.id, "a b.png", "image/png", b"another")
    assert (await manager.get(missing)).content == b"another"


async def test_a_file_is_never_replaced(session: AsyncSession, project: Project, url: str) -> None:
    with pytest.raises(Invalid):
        await store_file(session, project.id, "a b.png", "image/png", b"other")


async def test_a_file_is_uploaded_and_served_under_the_type_of_its_name(
    project: Project, manager: httpx.AsyncClient
) -> None:
    address = f"/data/upload/{project.id}/a%20call.wav"
    sent = await manager.put(address, content=PICTURE, headers={"Content-Type": "text/html"})
    assert sent.status_code == 201, sent.text
    assert sent.json() == {"file": address, "content_type": "audio/wav", "size": len(PICTURE)}

    whole = await manager.get(address)
    assert (whole.status_code, whole.content) == (200, PICTURE)
    assert whole.headers["content-type"] == "audio/wav"
    assert whole.headers["accept-ranges"] == "bytes"
    part = await manager.get(address, headers={"Range": "bytes=2-5"})
    assert (part.status_code, part.content) == (206, PICTURE[2:6])

    again = await manager.put(address, content=b"other")
    assert (again.status_code, again.json()["code"]) == (400, "duplicate")


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("page.html", b"<script>", 415),
        ("drawing.svg", b"<svg/>", 415),
        ("noending", b"x", 415),
        ("empty.png", b"", 400),
        ("a%0Ab.png", b"x", 400),
    ],
)
async def test_what_is_no_media_is_refused(
    project: Project, manager: httpx.AsyncClient, name: str, content: bytes, status: int
) -> None:
    sent = await manager.put(f"/data/upload/{project.id}/{name}", content=content)
    assert sent.status_code == status, sent.text


async def test_reviewers_upload_nothing(
    session: AsyncSession, project: Project, as_user: AsUser
) -> None:
    member = await as_user(await make_member(session, project))
    outsider = await as_user(await make_user(session, Role.REVIEWER))
    address = f"/data/upload/{project.id}/a.png"
    assert (await member.put(address, content=b"x")).status_code == 403
    assert (await outsider.put(address, content=b"x")).status_code == 404


async def test_addresses_of_media_may_be_fetched_by_the_page(client: httpx.AsyncClient) -> None:
    policy = (await client.get("/api/health")).headers["content-security-policy"].split("; ")
    assert "script-src 'self'" in policy
    assert "connect-src 'self' data: blob: http: https:" in policy
    assert "media-src 'self' data: blob: http: https:" in policy
    assert {"worker-src 'self'", "frame-src 'self'", "object-src 'none'"} <= set(policy)
