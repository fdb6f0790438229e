"""What cannot be imported is refused with the place of the fault, and nothing of it is kept."""

import gzip
import io
import json
import zipfile
from collections.abc import AsyncIterator
from functools import lru_cache
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from tests.factories import choice, make_project
from tests.transfers.files import annotation, span, task
from touchstone.core.settings import Settings
from touchstone.models import Project

BOX_CONFIG = """<View>
  <Image name="image" value="$image"/>
  <RectangleLabels name="box" toName="image"><Label value="Car"/></RectangleLabels>
</View>"""

TABLES = (
    "tasks", "annotations", "predictions", "drafts", "reviews", "review_queue", "users",
    "project_members", "imports", "import_chunks", "pgqueuer",
)  # fmt: skip


async def counts(session: AsyncSession) -> dict[str, int]:
    return {
        table: int(await session.scalar(text(f"SELECT count(*) FROM {table}")) or 0)  # noqa: S608
        for table in TABLES
    }


def url(project: Project) -> str:
    return f"/api/projects/{project.id}/import"


async def refused(
    session: AsyncSession,
    manager: httpx.AsyncClient,
    project: Project,
    status: int,
    **request: Any,
) -> dict[str, Any]:
    """Sends it, and checks that it left no trace."""
    before = await counts(session)
    response = await manager.post(url(project), **request)
    assert response.status_code == status, response.text
    assert await counts(session) == before
    problem: dict[str, Any] = response.json()
    assert problem["status_code"] == status
    assert problem["detail"]
    return problem


def json_body(content: bytes) -> dict[str, Any]:
    return {"content": content, "headers": {"Content-Type": "application/json"}}


def with_result(item: Any) -> list[Any]:
    return [task("fine"), task("x" * 20, annotations=[annotation(), annotation(result=[item])])]


RESULT = "$[1].annotations[1].result[0]"


@pytest.mark.parametrize(
    ("body", "path", "sentence"),
    [
        pytest.param(b'[{"data": {"text": "a"}}, {"data": ', "$[1]", "middle", id="cut short"),
        pytest.param(b'[{"data": {"text": "a",}}]', "$[0]", "JSON", id="trailing comma"),
        pytest.param(b"[{'data': 1}]", "$[0]", "JSON", id="single quotes"),
        pytest.param(b'[{"text": "a"}] and more', "$[1]", "after the last", id="text behind"),
        pytest.param(b"", "$[0]", "empty", id="empty"),
        pytest.param(b"hello", "$[0]", "neither", id="no JSON"),
        pytest.param(b"id,text\n1,a\n", "$[0]", "neither", id="CSV"),
        pytest.param(b"[1, 2]", "$[0]", "must be an object", id="list of numbers"),
        pytest.param(b'[{"text": "\xff\xfe"}]', "$[0]", "UTF-8", id="Latin-1"),
        pytest.param('[{"text": "a"}]'.encode("utf-16"), "$[0]", "UTF-16", id="UTF-16"),
        pytest.param(b'[{"data": {"txt": "a"}}]', "$[0].data", 'no "text"', id="wrong key"),
        pytest.param(b'[{"text": "a\\u0000"}]', "$[0].text", "NUL", id="NUL"),
        pytest.param(b'[{"text": "\\ud800"}]', "$[0].text", "surrogate", id="half a pair"),
        pytest.param(b'[{"text": "a", "n": NaN}]', "$[0].n", "NaN", id="NaN in data"),
        pytest.param(b'[{"text": "a", "n": 1e999}]', "$[0].n", "Infinity", id="infinite"),
        pytest.param(
            b'[{"text": ' + b"[" * 5000 + b"]" * 5000 + b"}]", "$[0]", "nested", id="nesting"
        ),
    ],
)
async def test_broken_json(
    session: AsyncSession,
    project: Project,
    manager: httpx.AsyncClient,
    body: bytes,
    path: str,
    sentence: str,
) -> None:
    problem = await refused(session, manager, project, 400, **json_body(body))
    assert problem["code"] == "bad_record"
    assert problem["context"]["path"].startswith(path)
    assert sentence in problem["detail"]


@pytest.mark.parametrize(
    ("item", "path", "sentence"),
    [
        pytest.param({**choice("Billing")[0], "from_name": "nothing"}, ".from_name", "no control", id="no control"),
        pytest.param({**choice("Billing")[0], "to_name": "image"}, ".to_name", "does not label", id="other object"),
        pytest.param({**choice("Billing")[0], "type": "rating"}, ".type", "does not produce", id="other type"),
        pytest.param({**choice("Billing")[0], "value": {"choices": "Billing"}}, ".value.choices", "list", id="no list"),
        pytest.param(span(4, 99), ".value.end", "20 characters", id="span past the text"),
        pytest.param(span(9, 4), ".value.end", "before its start", id="span backwards"),
        pytest.param("Billing", "", "must be an object", id="no object"),
    ],
)  # fmt: skip
async def test_results_that_do_not_fit_the_config(
    session: AsyncSession,
    project: Project,
    manager: httpx.AsyncClient,
    item: Any,
    path: str,
    sentence: str,
) -> None:
    problem = await refused(session, manager, project, 400, json=with_result(item))
    assert problem["context"]["path"] == RESULT + path
    assert sentence in problem["detail"]


@pytest.mark.parametrize(
    ("value", "path", "sentence"),
    [
        ('{"x": 101.5, "y": 1, "width": 1, "height": 1}', "x", "0..100"),
        ('{"x": 640, "y": 480, "width": 32, "height": 1}', "x", "0..100"),
        ('{"x": 1, "y": 1, "width": -1, "height": 1}', "width", "negative"),
        ('{"x": 1, "y": NaN, "width": 1, "height": 1}', "y", "NaN"),
        ('{"x": 1, "y": 1, "width": 1, "height": "1"}', "height", "number"),
    ],
)
async def test_coordinates(
    session: AsyncSession, manager: httpx.AsyncClient, value: str, path: str, sentence: str
) -> None:
    boxes = await make_project(session, label_config=BOX_CONFIG)
    body = (
        '[{"data": {"image": "/a.png"}, "annotations": [{"result": [{"from_name": "box", '
        f'"to_name": "image", "type": "rectanglelabels", "value": {value}}}]}}]}}]'
    )
    problem = await refused(session, manager, boxes, 400, **json_body(body.encode()))
    assert problem["context"]["path"] == f"$[0].annotations[0].result[0].value.{path}"
    assert sentence in problem["detail"]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"completed_by": "not an address"}, "e-mail address"),
        ({"completed_by": 2**70}, "out of range"),
        ({"created_at": "yesterday"}, "ISO 8601"),
        ({"created_at": "0001-01-01T00:00:00+14:00"}, "out of range"),
        ({"lead_time": "long"}, "expected"),
        ({"reviews": [{"accepted": "yes"}]}, "expected"),
    ],
)
async def test_annotations_that_make_no_sense(
    session: AsyncSession,
    project: Project,
    manager: httpx.AsyncClient,
    values: dict[str, Any],
    sentence: str,
) -> None:
    records = [
        task("fine", annotations=[annotation("zoe")]),
        task(annotations=[annotation(**values)]),
    ]
    problem = await refused(session, manager, project, 400, json=records)
    assert problem["context"]["path"].startswith("$[1]")
    assert sentence in problem["detail"].lower() or sentence in problem["detail"]


@lru_cache
def _gzip(content: bytes) -> bytes:
    return gzip.compress(content)


@lru_cache
def _zip(content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("tasks.json", content)
    return packed.getvalue()


BOMB = b"[" + b" " * 20_000_000 + b"]"


@pytest.mark.parametrize("pack", [_gzip, _zip], ids=["gzip", "zip"])
@pytest.mark.parametrize("how", ["body", "binary", "form"])
async def test_archives_are_not_opened(
    session: AsyncSession,
    project: Project,
    manager: httpx.AsyncClient,
    pack: Any,
    how: str,
) -> None:
    packed = pack(BOMB)
    request: dict[str, Any] = {
        "body": json_body(packed),
        "binary": {"content": packed, "headers": {"Content-Type": "application/octet-stream"}},
        "form": {"files": {"file": ("tasks.json", packed)}},
    }[how]
    problem = await refused(session, manager, project, 415, **request)
    assert (problem["code"], "unpack it" in problem["detail"]) == ("packed", True)


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "text/csv"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "application/json", "Content-Encoding": "gzip"},
        {},
    ],
    ids=["csv", "form fields", "encoded", "unnamed"],
)
async def test_other_media(
    session: AsyncSession,
    project: Project,
    manager: httpx.AsyncClient,
    headers: dict[str, str],
) -> None:
    await refused(session, manager, project, 415, content=b'[{"text": "a"}]', headers=headers)


@pytest.mark.parametrize("name", ["tasks.csv", "tasks.json.gz", "tasks.xml", "tasks"])
async def test_files_of_other_kinds(
    session: AsyncSession, project: Project, manager: httpx.AsyncClient, name: str
) -> None:
    problem = await refused(
        session, manager, project, 415, files={"file": (name, b'[{"text": "a"}]')}
    )
    assert name in problem["detail"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"--b\r\nContent-Disposition: form-data; name=x\r\n\r\n1\r\n--b--\r\n", "no_file"),
        (
            b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.json"\r\n\r\n[{"te',
            "bad_form",
        ),
        (
            b'--b\r\nContent-Disposition: form-data; name=f; filename="a.json"\r\n\r\n[]\r\n'
            b'--b\r\nContent-Disposition: form-data; name=f; filename="b.json"\r\n\r\n[]\r\n--b--\r\n',
            "several_files",
        ),
        (b"--c\r\n\r\n", "bad_form"),
        (
            b"--b\r\nContent-Disposition: form-data; name=x\r\n\r\n"
            + b"1" * 100_000
            + b"\r\n--b--",
            "bad_form",
        ),
    ],
    ids=["no file", "cut short", "two files", "other boundary", "large field"],
)
async def test_broken_forms(
    session: AsyncSession,
    project: Project,
    manager: httpx.AsyncClient,
    body: bytes,
    code: str,
) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    problem = await refused(session, manager, project, 400, content=body, headers=headers)
    assert problem["code"] == code


@pytest.mark.parametrize("how", ["json", "binary", "form", "declared"])
async def test_too_large(
    session: AsyncSession,
    app: FastAPI,
    settings: Settings,
    project: Project,
    manager: httpx.AsyncClient,
    how: str,
) -> None:
    app.state.settings = settings.model_copy(
        update={"max_upload_bytes": 3_000_000, "inline_import_bytes": 1_000_000}
    )
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        if how == "form":
            yield b'--b\r\nContent-Disposition: form-data; name="f"; filename="a.json"\r\n\r\n'
        yield b'[{"text": "'
        while sent < 50_000_000:
            sent += 65536
            yield b"x" * 65536

    media = {
        "json": "application/json",
        "binary": "application/octet-stream",
        "form": "multipart/form-data; boundary=b",
        "declared": "application/json",
    }[how]
    headers = {"Content-Type": media}
    if how == "declared":
        headers["Content-Length"] = str(2 * 1024**3)
    problem = await refused(session, manager, project, 413, content=endless(), headers=headers)
    assert problem["code"] == "too_large"
    assert sent < 5_000_000  # refused as it came, not at its end


async def test_a_fault_at_the_end_of_the_request_undoes_all_of_it(
    session: AsyncSession, project: Project, manager: httpx.AsyncClient
) -> None:
    """Past the first run of rows, which were stored already when the fault came up."""
    records: list[Any] = [task(f"{n}", annotations=[annotation(f"a{n % 9}")]) for n in range(1200)]
    records.append(task("bad", annotations=[annotation(result=[{}])]))
    assert len(json.dumps(records)) < 1_000_000
    problem = await refused(session, manager, project, 400, json=records)
    assert problem["context"]["path"] == "$[1200].annotations[0].result[0].from_name"
