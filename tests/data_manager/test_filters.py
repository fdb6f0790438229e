"""Label Studio's filter grammar, every operator on every kind of column, through HTTP."""

import json
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from tests.conftest import AsUser
from tests.factories import make_project, make_task, make_user
from touchstone.data_manager.operators import OPERATORS
from touchstone.models import Project
from touchstone.models.user import Role


def item(column: str, operator: str, type: str, value: Any, **more: Any) -> dict[str, Any]:
    return {
        "filter": f"filter:tasks:{column}",
        "operator": operator,
        "type": type,
        "value": value,
        **more,
    }


def query(*items: dict[str, Any], conjunction: str = "and", **more: Any) -> str:
    return json.dumps({"filters": {"conjunction": conjunction, "items": items}, **more})


@pytest.fixture
async def project(session: AsyncSession) -> Project:
    """Five tasks named a to e by `data.name`; a second project has one that fits most filters."""
    project, other = await make_project(session), await make_project(session)
    people = [(await make_user(session)).id for _ in range(2)]
    rows: list[dict[str, Any]] = [
        {
            "data": {"name": "a", "n": 1, "text": "Straße 100%", "when": "2024-01-01T10:00:00Z"},
            "agreement": 0.2,
            "state": "CREATED",
            "annotators": people,
            "total_annotations": 2,
            "file_upload": "one_file.json",
            "predictions_model_versions": ["bert-1", "gpt"],
            "created_at": datetime(2024, 5, 1, 12, tzinfo=UTC),
        },
        {
            "data": {"name": "b", "n": "20", "text": "under_score", "ok": True},
            "agreement": 0.7,
            "state": "COMPLETED",
            "annotators": people[:1],
            "reviewed": True,
            "total_annotations": 1,
            "predictions_model_versions": ["bert-2"],
            "created_at": datetime(2024, 5, 2, 12, tzinfo=UTC),
        },
        {
            "data": {"name": "c", "n": 3.5, "text": "", "ok": False, "when": "not a time"},
            "agreement": 1.0,
            "reviewed": True,
            "ground_truth": True,
            "created_at": datetime(2024, 5, 3, 12, tzinfo=UTC),
        },
        {
            "data": {"name": "d", "n": "many", "text": "猫 and dog", "deep": {"er": "found"}},
            "created_at": datetime(2024, 5, 4, 12, tzinfo=UTC),
        },
        {
            "data": {"name": "e", "n": None, "a.b": "dotted"},
            "created_at": datetime(2024, 5, 5, 12, tzinfo=UTC),
        },
    ]
    for number, row in enumerate(rows, start=1):
        await make_task(session, project, inner_id=number, **row)
    await make_task(session, other, **{**rows[0], "inner_id": 1})
    project.people = people  # type: ignore[attr-defined]
    return project


@pytest.fixture
async def manager(session: AsyncSession, as_user: AsUser) -> httpx.AsyncClient:
    return await as_user(await make_user(session, Role.MANAGER))


async def names(client: httpx.AsyncClient, project: Project, text: str) -> str:
    """The names of the tasks that the query lets through, in their order, as one word."""
    response = await client.get("/api/tasks/", params={"project": project.id, "query": text})
    assert response.status_code == 200, response.text
    body = response.json()
    assert body["total"] == len(body["tasks"])
    return "".join(task["data"]["name"] for task in body["tasks"])


CASES = [
    ("agreement", "equal", "Number", 0.7, "b"),
    ("agreement", "equal", "Number", "0.7", "b"),
    ("agreement", "not_equal", "Number", 0.7, "acde"),
    ("agreement", "less", "Number", 0.7, "a"),
    ("agreement", "less_or_equal", "Number", 0.7, "ab"),
    ("agreement", "greater", "Number", 0.7, "c"),
    ("agreement", "greater_or_equal", "Number", 0.7, "bc"),
    ("agreement", "in", "Number", {"min": 0.2, "max": 0.7}, "ab"),
    ("agreement", "not_in", "Number", {"min": 0.2, "max": 0.7}, "c"),
    ("agreement", "in_list", "Number", [0.2, 1], "ac"),
    ("agreement", "not_in_list", "Number", [0.2, 1], "bde"),
    ("agreement", "empty", "Number", True, "de"),
    ("agreement", "empty", "Number", False, "abc"),
    ("agreement", "empty", "Number", "true", "de"),
    ("agreement", "exists", "Number", "", "abc"),
    ("agreement", "not_exists", "Number", "", "de"),
    ("inner_id", "in_list", "Number", [1, 3, 99], "ac"),
    ("inner_id", "in_list", "Number", "1,3", "ac"),
    ("inner_id", "in_list", "Number", [1.5], ""),
    ("inner_id", "in_list", "Number", [], ""),
    ("inner_id", "not_in_list", "Number", [], "abcde"),
    ("inner_id", "greater", "Number", 3.5, "de"),
    ("inner_id", "less", "Number", 1e300, "abcde"),
    ("total_annotations", "empty", "Number", True, "cde"),
    ("total_annotations", "greater", "Number", 0, "ab"),
    ("reviewed", "equal", "Boolean", True, "bc"),
    ("reviewed", "equal", "Boolean", "false", "ade"),
    ("reviewed", "not_equal", "Boolean", True, "ade"),
    ("ground_truth", "equal", "Boolean", True, "c"),
    ("state", "equal", "String", "COMPLETED", "b"),
    ("state", "in_list", "String", ["COMPLETED", "NEEDS_REVIEW"], "b"),
    ("state", "not_equal", "String", "CREATED", "b"),
    ("file_upload", "contains", "String", "FILE", "a"),
    ("file_upload", "contains", "String", "%", ""),
    ("file_upload", "not_contains", "String", "one_", "bcde"),
    ("file_upload", "empty", "String", True, "bcde"),
    ("file_upload", "starts_with", "String", "one", "a"),
    ("file_upload", "ends_with", "String", ".JSON", "a"),
    ("file_upload", "ends_with", "String", "one", ""),
    ("created_at", "less", "Datetime", "2024-05-02T12:00:00.000000Z", "a"),
    ("created_at", "equal", "Datetime", "2024-05-02T14:00:00+02:00", "b"),
    ("created_at", "greater_or_equal", "Datetime", "2024-05-04", "de"),
    ("created_at", "in", "Datetime", {"min": "2024-05-02", "max": "2024-05-04T00:00:00Z"}, "bc"),
    ("predictions_model_versions", "contains", "List", "bert", "ab"),
    ("predictions_model_versions", "contains", "List", ["gpt", "other"], "a"),
    ("predictions_model_versions", "equal", "String", "bert-2", "b"),
    ("predictions_model_versions", "not_contains", "List", "bert", "cde"),
    ("predictions_model_versions", "empty", "List", False, "ab"),
    ("data.text", "contains", "String", "STRASSE", ""),
    ("data.text", "contains", "String", "straße", "a"),
    ("data.text", "contains", "String", "0%", "a"),
    ("data.text", "contains", "String", "r_s", "b"),
    ("data.text", "contains", "String", "猫", "d"),
    ("data.text", "not_contains", "String", "a", "bce"),
    ("data.text", "equal", "String", "under_score", "b"),
    ("data.text", "regex", "String", "^(under|猫)", "bd"),
    ("data.text", "empty", "String", True, "ce"),
    ("data.text", "in_list", "String", ["under_score", "x,y"], "b"),
    ("data.n", "greater", "Number", 2, "bc"),
    ("data.n", "equal", "Number", 1, "a"),
    ("data.n", "equal", "Number", "1.0", "a"),
    ("data.n", "in_list", "Number", [20, 3.5], "bc"),
    ("data.n", "in", "Number", {"min": 1, "max": 3.5}, "ac"),
    ("data.n", "empty", "Number", True, "de"),
    ("data.n", "contains", "String", "an", "d"),
    ("data.ok", "equal", "Boolean", True, "b"),
    ("data.ok", "not_equal", "Boolean", True, "acde"),
    ("data.when", "less", "Datetime", "2025-01-01T00:00:00Z", "a"),
    ("data.deep.er", "equal", "String", "found", "d"),
    ("data.a.b", "equal", "String", "dotted", "e"),
    ("data.nothing", "empty", "Unknown", True, "abcde"),
    ('data.it\'s "odd"', "equal", "String", "x", ""),
]


@pytest.mark.parametrize(("column", "operator", "type", "value", "expected"), CASES)
async def test_operators(
    manager: httpx.AsyncClient,
    project: Project,
    column: str,
    operator: str,
    type: str,
    value: Any,
    expected: str,
) -> None:
    assert await names(manager, project, query(item(column, operator, type, value))) == expected


def test_every_operator_is_tried() -> None:
    there_are = {operator for operators in OPERATORS.values() for operator in operators}
    assert {operator for _, operator, *_ in CASES} == there_are


@pytest.mark.parametrize(
    ("operator", "who", "expected"),
    [
        ("contains", [1], "a"),
        ("contains", [0], "ab"),
        ("contains", [0, 1], "ab"),
        ("not_contains", [1], "bcde"),
        ("equal", [1, 0], "a"),
        ("not_equal", [0], "acde"),
        ("in_list", [1], "a"),
        ("not_in_list", [0], "cde"),
    ],
)
async def test_people(
    manager: httpx.AsyncClient, project: Project, operator: str, who: list[int], expected: str
) -> None:
    ids = [project.people[number] for number in who]  # type: ignore[attr-defined]
    for value in (ids, ",".join(map(str, ids)), *([ids[0], str(ids[0])] if len(ids) == 1 else [])):
        text = query(item("annotators", operator, "List", value))
        assert await names(manager, project, text) == expected


@pytest.mark.parametrize(("value", "expected"), [(True, "cde"), (False, "ab")])
async def test_nobody(
    manager: httpx.AsyncClient, project: Project, value: bool, expected: str
) -> None:
    text = query(item("annotators", "empty", "List", value))
    assert await names(manager, project, text) == expected


async def test_and_or_and_children(manager: httpx.AsyncClient, project: Project) -> None:
    low = item("agreement", "less", "Number", 0.5)
    reviewed = item("reviewed", "equal", "Boolean", True)
    assert await names(manager, project, query(low, reviewed)) == ""
    assert await names(manager, project, query(low, reviewed, conjunction="or")) == "abc"
    assert await names(manager, project, query(conjunction="or")) == "abcde"
    child = item("ground_truth", "equal", "Boolean", False)
    with_child = {**reviewed, "child_filters": [child]}
    assert await names(manager, project, query(with_child, low, conjunction="or")) == "ab"
    assert await names(manager, project, query({**reviewed, "child_filter": child})) == "b"


async def test_with_and_without_the_wrapper(manager: httpx.AsyncClient, project: Project) -> None:
    bare = {"conjunction": "and", "items": [item("agreement", "less", "Number", 0.5)]}
    assert await names(manager, project, json.dumps(bare)) == "a"
    assert await names(manager, project, json.dumps({"filters": bare})) == "a"
    assert await names(manager, project, json.dumps({"filters": None})) == "abcde"
    assert await names(manager, project, "{}") == "abcde"


REFUSED = [
    (item("agreemnt", "less", "Number", 1), "unknown_column", "agreement"),
    (item("data.", "equal", "String", "x"), "unknown_column", "data.<key>"),
    (item("agreement__gt", "equal", "Number", 1), "unknown_column", "agreement"),
    (item("agreement", "contains", "Number", 1), "unknown_operator", "greater_or_equal"),
    (item("reviewed", "less", "Boolean", True), "unknown_operator", "equal"),
    (item("agreement", "less", "Decimal", 1), "unknown_type", "Number"),
    (item("agreement", "less", "Number", "high"), "bad_value", "number"),
    (item("agreement", "less", "Number", True), "bad_value", "number"),
    (item("agreement", "less", "Number", None), "bad_value", "number"),
    (item("agreement", "less", "Number", "NaN"), "bad_value", "number"),
    (item("inner_id", "equal", "Number", [1]), "bad_value", "number"),
    (item("agreement", "in", "Number", {"min": 1}), "bad_value", "range"),
    (item("agreement", "in", "Number", 1), "bad_value", "range"),
    (item("reviewed", "equal", "Boolean", "perhaps"), "bad_value", "true or false"),
    (item("created_at", "less", "Datetime", "yesterday"), "bad_value", "time"),
    (item("created_at", "less", "Datetime", 5), "bad_value", "time"),
    (item("annotators", "contains", "List", "Ana"), "bad_value", "user"),
    (item("annotators", "contains", "List", [-1]), "bad_value", "user"),
    (item("state", "equal", "String", {"a": 1}), "bad_value", "text"),
    (item("state", "contains", "String", "x" * 20_000), "bad_value", "text"),
    (item("data.text", "regex", "String", "("), "bad_regex", "regular expression"),
    ({"filter": "filter:tasks:id", "value": 1}, "bad_filter", "operator"),
    ({**item("id", "equal", "Number", 1), "child_filters": 3}, "bad_filter", "child_filters"),
]


@pytest.mark.parametrize(("refused", "code", "mentions"), REFUSED)
async def test_what_cannot_be_done_is_refused_with_what_can(
    manager: httpx.AsyncClient,
    project: Project,
    refused: dict[str, Any],
    code: str,
    mentions: str,
) -> None:
    params = {"project": project.id, "query": query(refused)}
    response = await manager.get("/api/tasks/", params=params)
    assert response.status_code == 400, response.text
    assert response.json()["code"] == code
    assert mentions in response.json()["detail"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "bad_query"),
        ("[]", "bad_query"),
        ('"x"', "bad_query"),
        ('{"filter": {}}', "bad_query"),
        ('{"filters": []}', "bad_filter"),
        ('{"filters": {"items": {}}}', "bad_filter"),
        ('{"filters": {"conjunction": "xor", "items": []}}', "bad_filter"),
        ('{"filters": {"items": [], "extra": 1}}', "bad_filter"),
        ('{"ordering": {"id": 1}}', "bad_ordering"),
        ('{"ordering": ["tasks:nothing"]}', "unknown_column"),
        ('{"ordering": ["id","id","id","id","id","id"]}', "bad_ordering"),
        ('{"selectedItems": {"all": false, "included": []}}', "bad_selection"),
        ('{"selectedItems": {"included": [1]}}', "bad_selection"),
        ('{"selectedItems": {"all": false, "excluded": [1]}}', "bad_selection"),
        ('{"selectedItems": {"all": false, "included": ["1"]}}', "bad_selection"),
    ],
)
async def test_a_query_of_another_shape_is_refused(
    manager: httpx.AsyncClient, project: Project, text: str, code: str
) -> None:
    response = await manager.get("/api/tasks/", params={"project": project.id, "query": text})
    assert (response.status_code, response.json()["code"]) == (400, code)


async def test_a_slow_pattern_ends(
    manager: httpx.AsyncClient, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("touchstone.data_manager.queries.REGEX_MILLISECONDS", 1)
    slow = "(" + "|".join(f"x{{{n}}}{'.?' * 20}y" for n in range(1, 40)) + "){30}"
    params = {"project": project.id, "query": query(item("data.text", "regex", "String", slow))}
    response = await manager.get("/api/tasks/", params=params)
    assert response.status_code == 400
    assert response.json()["code"] in {"slow_regex", "bad_regex"}


# Dicts that httpx spread over the query string ---------------------------------------------


def spread(filters: dict[str, Any]) -> list[tuple[str, str]]:
    """As `label_studio_sdk` writes `tasks.list(query={...})`."""
    pairs: list[tuple[str, str]] = []

    def walk(prefix: str, value: Any) -> None:
        if isinstance(value, dict):
            for key, part in value.items():
                walk(f"{prefix}[{key}]", part)
        elif isinstance(value, list):
            for part in value:
                walk(prefix, part)
        else:
            pairs.append((prefix, str(value).lower() if isinstance(value, bool) else str(value)))

    walk("query", filters)
    return pairs


ONE = item("agreement", "less", "Number", 0.5)
RANGE = item("agreement", "in", "Number", {"min": 0.1, "max": 0.8})
LIST = item("inner_id", "in_list", "Number", [2, 4])
TWO = item("reviewed", "equal", "Boolean", True)


@pytest.mark.parametrize(
    ("items", "conjunction", "expected"),
    [
        ([ONE], "and", "a"),
        ([RANGE], "and", "ab"),
        ([RANGE, item("inner_id", "in", "Number", {"min": 2, "max": 9})], "and", "b"),
        ([LIST], "and", "bd"),
        ([ONE, TWO], "or", "abc"),
        ([ONE, TWO], "and", ""),
    ],
)
@pytest.mark.parametrize("wrapped", [True, False])
async def test_a_spread_dict_is_put_together_again(
    manager: httpx.AsyncClient,
    project: Project,
    items: list[dict[str, Any]],
    conjunction: str,
    expected: str,
    wrapped: bool,
) -> None:
    filters = {"conjunction": conjunction, "items": items}
    pairs = spread({"filters": filters} if wrapped else filters)
    response = await manager.get("/api/tasks/", params=[("project", str(project.id)), *pairs])
    assert response.status_code == 200, response.text
    assert "".join(task["data"]["name"] for task in response.json()["tasks"]) == expected


@pytest.mark.parametrize(
    "items",
    [
        [ONE, RANGE],
        [LIST, ONE],
        [item("inner_id", "equal", "Number", [2, 4])],
        [ONE, item("agreement", "empty", "Number", [])],
        [],
    ],
)
async def test_a_spread_dict_that_lost_its_structure_is_refused(
    manager: httpx.AsyncClient, project: Project, items: list[dict[str, Any]]
) -> None:
    pairs = spread({"conjunction": "and", "items": items})
    response = await manager.get("/api/tasks/", params=[("project", str(project.id)), *pairs])
    assert (response.status_code, response.json()["code"]) == (400, "bad_query")
