"""The OpenAPI document is complete, and the committed copy is the one the server gives."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from touchstone.core.settings import Settings
from touchstone.main import create_app

METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return create_app(Settings()).openapi()


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method in METHODS:
                yield f"{method.upper()} {path}", operation


def _resolved(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    found: dict[str, Any] = document["components"]["schemas"][name] if name else schema
    return found


def test_the_committed_document_is_current(document: dict[str, Any], repository: Path) -> None:
    committed = orjson.loads((repository / "docs" / "openapi.json").read_bytes())
    assert committed == orjson.loads(orjson.dumps(document)), "run `make types`"


def test_operation_ids_are_unique_and_in_words(document: dict[str, Any]) -> None:
    ids = [operation["operationId"] for _, operation in operations(document)]
    assert len(ids) > 40
    assert len(ids) == len(set(ids))
    assert all(name.isidentifier() and name.islower() for name in ids)


def test_every_operation_says_what_it_does_and_belongs_somewhere(
    document: dict[str, Any],
) -> None:
    known = {tag["name"] for tag in document["tags"]}
    for name, operation in operations(document):
        assert operation.get("description"), name
        assert set(operation["tags"]) <= known, name


def test_every_operation_with_input_documents_the_error_body(document: dict[str, Any]) -> None:
    for name, operation in operations(document):
        if operation.get("parameters") or operation.get("requestBody"):
            assert "422" not in operation["responses"], name
            bad = operation["responses"].get("400")
            assert bad is not None, f"{name} does not document 400"
            assert bad["content"]["application/json"]["schema"]["$ref"].endswith("/Problem"), name


def test_every_json_body_has_an_example(document: dict[str, Any]) -> None:
    lacking = []
    for name, operation in operations(document):
        content = operation.get("requestBody", {}).get("content", {}).get("application/json")
        if content is None:
            continue
        schema = _resolved(document, content["schema"])
        if not ({"example", "examples"} & (schema.keys() | content.keys())):
            lacking.append(name)
    assert lacking == []


def test_every_answer_has_a_schema(document: dict[str, Any]) -> None:
    for name, operation in operations(document):
        for status, response in operation["responses"].items():
            if status.startswith("2"):
                for media, content in response.get("content", {}).items():
                    assert content.get("schema") != {} or media != "application/json", name
