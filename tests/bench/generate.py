"""Projects of any size in Label Studio JSON: the same arguments give the same bytes.

    python -m tests.bench.generate --tasks 1000 --kind boxes --output tasks.json

About 5 KB a task: three annotations and one prediction unless told otherwise.
"""

import argparse
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson

KINDS = ("spans", "choices", "boxes")

CONFIGS = {
    "choices": """<View>
  <Text name="text" value="$text"/>
  <Choices name="topic" toName="text" choice="single">
    <Choice value="Billing"/><Choice value="Delivery"/><Choice value="Returns"/>
    <Choice value="Account"/><Choice value="Other"/>
  </Choices>
</View>""",
    "spans": """<View>
  <Labels name="entity" toName="text">
    <Label value="Person"/><Label value="Place"/><Label value="Product"/><Label value="Date"/>
  </Labels>
  <Text name="text" value="$text"/>
  <Choices name="topic" toName="text" choice="single">
    <Choice value="Billing"/><Choice value="Delivery"/><Choice value="Returns"/>
  </Choices>
</View>""",
    "boxes": """<View>
  <Image name="image" value="$image"/>
  <RectangleLabels name="box" toName="image">
    <Label value="Car"/><Label value="Truck"/><Label value="Person"/><Label value="Sign"/>
  </RectangleLabels>
</View>""",
}
TOPICS = ("Billing", "Delivery", "Returns")
ENTITIES = ("Person", "Place", "Product", "Date")
THINGS = ("Car", "Truck", "Person", "Sign")
_LETTER = (
    "the parcel was left with a neighbour who never gave it to me and now nobody at the depot "
    "knows where it went please send another one to the office in Lyon before Friday because "
    "Ana Kowalska needs the lamp for the fair thank you very much and kind regards from all of us"
)
WORDS = _LETTER.split()

_START = datetime(2026, 3, 2, 8, tzinfo=UTC)
Result = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Size:
    tasks: int
    annotators: int = 20
    annotations: int = 3
    """Of each task, by different annotators."""
    predictions: int = 1
    kind: str = "spans"


def _iso(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def _text(rng: random.Random, length: int) -> str:
    words: list[str] = []
    size = 0
    while size < length:
        word = rng.choice(WORDS)
        words.append(word)
        size += len(word) + 1
    return " ".join(words)


class _Spans:
    """A text with entities: people find mostly the same ones, with edges that differ."""

    def __init__(self, rng: random.Random) -> None:
        self.data = {"text": _text(rng, 700), "channel": rng.choice(("mail", "chat", "phone"))}
        self._truth = [
            (start, start + rng.randint(4, 14), rng.choice(ENTITIES))
            for start in rng.sample(range(0, 680, 20), 3)
        ]
        self._topic = rng.choice(TOPICS)

    def answer(self, rng: random.Random) -> Result:
        result: Result = []
        for number, (start, end, label) in enumerate(self._truth):
            if rng.random() < 0.1:
                continue
            if rng.random() < 0.2:
                end += rng.randint(1, 4)
            if rng.random() < 0.1:
                label = rng.choice(ENTITIES)
            value = {
                "start": start,
                "end": end,
                "text": self.data["text"][start:end],
                "labels": [label],
            }
            result.append(_item(rng, "entity", "text", "labels", value, f"e{number}"))
        topic = self._topic if rng.random() < 0.85 else rng.choice(TOPICS)
        result.append(_item(rng, "topic", "text", "choices", {"choices": [topic]}, "t"))
        return result


class _Choices:
    def __init__(self, rng: random.Random) -> None:
        self.data = {"text": _text(rng, 2400)}
        self._topic = rng.choice(TOPICS)

    def answer(self, rng: random.Random) -> Result:
        topic = self._topic if rng.random() < 0.85 else rng.choice(TOPICS)
        return [_item(rng, "topic", "text", "choices", {"choices": [topic]}, "t")]


class _Boxes:
    def __init__(self, rng: random.Random) -> None:
        number = rng.randrange(10**6)
        self.data = {"image": f"https://images.example.org/streets/{number:06}.jpg"}
        self._truth = [
            (rng.uniform(0, 70), rng.uniform(0, 70), rng.uniform(3, 25), rng.uniform(3, 25), thing)
            for thing in rng.choices(THINGS, k=3)
        ]

    def answer(self, rng: random.Random) -> Result:
        result: Result = []
        for number, (x, y, width, height, label) in enumerate(self._truth):
            if rng.random() < 0.08:
                continue
            value = {
                "x": x + rng.uniform(0, 1.5),
                "y": y + rng.uniform(0, 1.5),
                "width": width,
                "height": height,
                "rotation": 0,
                "rectanglelabels": [label if rng.random() < 0.93 else rng.choice(THINGS)],
            }
            item = _item(rng, "box", "image", "rectanglelabels", value, f"b{number}")
            result.append(item | {"original_width": 1920, "original_height": 1080})
        return result


_MAKERS = {"spans": _Spans, "choices": _Choices, "boxes": _Boxes}


def _item(
    rng: random.Random, from_name: str, to_name: str, kind: str, value: dict[str, Any], mark: str
) -> dict[str, Any]:
    return {
        "id": f"{mark}{rng.getrandbits(40):010x}",
        "from_name": from_name,
        "to_name": to_name,
        "type": kind,
        "value": value,
        "origin": "manual",
    }


def make_records(size: Size, seed: int = 1) -> Iterator[bytes]:
    """One record of Label Studio's export form after another."""
    rng = random.Random(seed)
    make = _MAKERS[size.kind]
    for number in range(1, size.tasks + 1):
        yield orjson.dumps(_record(rng, size, number, make(rng)))


def _record(
    rng: random.Random, size: Size, number: int, content: _Spans | _Choices | _Boxes
) -> dict[str, Any]:
    created = _START + timedelta(seconds=7 * number)
    authors = rng.sample(range(1, size.annotators + 1), min(size.annotations, size.annotators))
    return {
        "id": number,
        "inner_id": number,
        "data": content.data,
        "meta": {},
        "created_at": _iso(created),
        "updated_at": _iso(created + timedelta(hours=30)),
        "project": 1,
        "annotations": [
            _annotation(rng, number, place, author, content.answer(rng), created)
            for place, author in enumerate(authors)
        ],
        "predictions": [
            {
                "id": number * 10 + place,
                "model_version": f"model-{place + 1}",
                "result": content.answer(rng),
                "score": round(rng.uniform(0.3, 1), 4),
                "created_at": _iso(created),
                "updated_at": _iso(created),
                "task": number,
                "project": 1,
            }
            for place in range(size.predictions)
        ],
        "drafts": [],
        "total_annotations": len(authors),
        "cancelled_annotations": 0,
        "total_predictions": size.predictions,
    }


def _annotation(
    rng: random.Random, task: int, place: int, author: int, result: Result, created: datetime
) -> dict[str, Any]:
    written = created + timedelta(hours=rng.randint(1, 24), microseconds=rng.randrange(10**6))
    return {
        "id": task * 10 + place,
        "completed_by": {
            "id": author,
            "email": f"annotator{author}@bench.example.org",
            "first_name": f"Annotator {author}",
            "last_name": "",
        },
        "result": result,
        "reviews": [],
        "was_cancelled": False,
        "ground_truth": False,
        "created_at": _iso(written),
        "updated_at": _iso(written),
        "draft_created_at": None,
        "lead_time": round(rng.uniform(4, 90), 3),
        "prediction": {},
        "result_count": len(result),
        "unique_id": f"{rng.getrandbits(128):032x}",
        "import_id": None,
        "last_action": "submitted",
        "task": task,
        "project": 1,
        "updated_by": author,
        "parent_prediction": None,
        "parent_annotation": None,
        "last_created_by": None,
    }


def write_project(path: Path, size: Size, seed: int = 1) -> int:
    """Write a JSON list, one record a line; returns its bytes."""
    separator = b"[\n"
    with path.open("wb") as file:
        for record in make_records(size, seed):
            file.write(separator)
            file.write(record)
            separator = b",\n"
        file.write(b"\n]\n" if size.tasks else b"[]\n")
        return file.tell()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=1000)
    parser.add_argument("--annotators", type=int, default=20)
    parser.add_argument("--annotations", type=int, default=3, help="of each task")
    parser.add_argument("--predictions", type=int, default=1, help="of each task")
    parser.add_argument("--kind", choices=KINDS, default="spans")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--output", type=Path, required=True)
    given = parser.parse_args()
    size = Size(given.tasks, given.annotators, given.annotations, given.predictions, given.kind)
    written = write_project(given.output, size, given.seed)
    print(f"{given.output}: {given.tasks:,} tasks, {written:,} bytes")
    print(CONFIGS[given.kind])


if __name__ == "__main__":
    main()
