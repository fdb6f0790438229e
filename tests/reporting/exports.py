"""Exports as Label Studio writes them, made for the tests."""

import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from touchstone.cli import app

Task = dict[str, Any]

CONFIG = """<View>
  <Text name="text" value="$text"/>
  <Choices name="topic" toName="text"><Choice value="sport"/><Choice value="news"/></Choices>
  <Labels name="ner" toName="text"><Label value="PER"/><Label value="LOC"/></Labels>
</View>
"""


def choice(name: str, *chosen: str) -> dict[str, Any]:
    return {
        "from_name": name, "to_name": "text", "type": "choices", "value": {"choices": [*chosen]},
    }  # fmt: skip


def span(start: int, end: int, label: str) -> dict[str, Any]:
    return {
        "id": f"{start}-{end}", "from_name": "ner", "to_name": "text", "type": "labels",
        "value": {"start": start, "end": end, "text": "x", "labels": [label]},
    }  # fmt: skip


def box(x: float, y: float, label: str, **more: Any) -> dict[str, Any]:
    value = {"x": x, "y": y, "width": 10, "height": 10, "rotation": 0, "rectanglelabels": [label]}
    return {
        "id": f"{x}-{y}", "from_name": "box", "to_name": "image", "type": "rectanglelabels",
        "original_width": 100, "original_height": 100, "image_rotation": 0, "value": value | more,
    }  # fmt: skip


def annotation(author: object, *result: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": 1, "completed_by": author, "was_cancelled": False, "result": [*result], **more}


def prediction(version: str, *result: dict[str, Any]) -> dict[str, Any]:
    return {"id": 2, "model_version": version, "score": 0.9, "result": [*result]}


def task(number: int, *annotations: dict[str, Any], predictions: Any = (), **more: Any) -> Task:
    return {
        "id": number, "data": {"text": "some text"}, "annotations": [*annotations],
        "predictions": [*predictions], **more,
    }  # fmt: skip


def write(path: Path, tasks: Any) -> Path:
    path.write_text(json.dumps(tasks), encoding="utf-8")
    return path


ANNA, BEN, CARL = "anna@example.org", "ben@example.org", "carl@example.org"


def person(email: str) -> dict[str, Any]:
    return {"id": 7, "email": email, "first_name": "", "last_name": ""}


def topics(*answers: str) -> list[dict[str, Any]]:
    """A, B, C of each text: the choices of Anna, Ben and Carl on one task."""
    people = [ANNA, BEN, CARL]
    return [
        task(
            number,
            *(
                annotation(person(email), choice("topic", {"s": "sport", "n": "news"}[letter]))
                for email, letter in zip(people, answer, strict=False)
            ),
        )
        for number, answer in enumerate(answers, start=1)
    ]


def call(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["agreement", *map(str, arguments)])


def report(*arguments: object) -> dict[str, Any]:
    result = call(*arguments, "--format", "json")
    assert result.exit_code == 0, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found
