"""What the gallery is made of: exhibits, each a project with a task or two, and short items."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from touchstone.demo.records import Result

FileUrl = Callable[[str], str]
Files = Mapping[str, Callable[[], bytes]]


@dataclass(frozen=True, slots=True)
class Shown:
    """One task: its data, what three people answered, and what a model did."""

    data: Callable[[FileUrl], dict[str, Any]]
    answers: tuple[Result, Result, Result]
    predicted: Result


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One project of the gallery, named after the tags that it shows."""

    name: str
    about: str
    label_config: str
    tasks: tuple[Shown, ...]
    files: Files


def plain(**data: Any) -> Callable[[FileUrl], dict[str, Any]]:
    """Data that names no file."""
    return lambda file_url: data


def item(
    control: str, shown: str, kind: str, name: str, value: dict[str, Any], **more: Any
) -> dict[str, Any]:
    """One entry of a result; `name` becomes its id."""
    return {
        "id": name,
        "from_name": control,
        "to_name": shown,
        "type": kind,
        "origin": "manual",
        **more,
        "value": value,
    }


def on_picture(found: dict[str, Any], width: int, height: int) -> dict[str, Any]:
    """The same item, with the size that its percents are of."""
    size = {"original_width": width, "original_height": height, "image_rotation": 0}
    return {**found, **size}


def relation(first: str, second: str, *labels: str, direction: str = "right") -> dict[str, Any]:
    return {
        "type": "relation",
        "from_id": first,
        "to_id": second,
        "direction": direction,
        "labels": list(labels),
    }


def as_predicted(result: Result, score: float = 0.8) -> Result:
    """The same answer as a model would store it: with a score for each part."""
    return [
        entry
        if entry["type"] == "relation"
        else {**entry, "id": f"m{entry['id'][1:]}", "origin": "prediction", "score": score}
        for entry in result
    ]
