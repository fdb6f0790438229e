"""The image project: boxes, pictures, and the habits of its annotators."""

import io
import math
import random
from collections import Counter
from statistics import mean, median
from typing import Any

from PIL import Image

from tests.demo.conftest import Made
from touchstone.demo.shelves.answers import LABELS
from touchstone.demo.shelves.canvas import HEIGHT, WIDTH
from touchstone.demo.shelves.scenes import draw_scene


def drawn_by(made: Made, name: str) -> dict[int, list[dict[str, Any]]]:
    """The boxes that somebody drew, by task, where nobody fixed them."""
    return {
        number: [item["value"] for item in annotation["result"]]
        for number, task in enumerate(made.tasks)
        for annotation in task["annotations"]
        if annotation["completed_by"]["first_name"] == name
        and annotation["last_action"] != "fixed_and_accepted"
    }


def partners(made: Made, name: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Boxes of the careful annotator with those of another around the same middle."""
    others = drawn_by(made, name)
    return [
        (box, other)
        for number, boxes in drawn_by(made, "Anna").items()
        for box in boxes
        for other in others.get(number, [])
        if math.dist(middle(box), middle(other)) < 0.8
    ]


def middle(box: dict[str, Any]) -> tuple[float, float]:
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_boxes_lie_inside_the_picture(shelves: Made) -> None:
    checked = 0
    for task in shelves.tasks:
        for answer in (*task["annotations"], *task["predictions"], *task["drafts"]):
            for item in answer["result"]:
                value = item["value"]
                assert value["x"] >= 0
                assert value["y"] >= 0
                assert value["width"] > 0.5
                assert value["height"] > 0.5
                assert value["x"] + value["width"] <= 100 + 1e-6
                assert value["y"] + value["height"] <= 100 + 1e-6
                assert (item["original_width"], item["original_height"]) == (WIDTH, HEIGHT)
                checked += 1
    assert checked > 4_000


def test_every_task_shows_a_file_that_is_written(shelves: Made) -> None:
    shown = [task["data"]["image"] for task in shelves.tasks]
    assert shown == [f"/data/upload/1/{name}" for name in shelves.files]


def test_files_are_jpegs_of_the_stated_size(shelves: Made) -> None:
    for content in shelves.files.values():
        with Image.open(io.BytesIO(content)) as picture:
            assert (picture.format, picture.size) == ("JPEG", (WIDTH, HEIGHT))
        assert 50_000 < len(content) < 130_000


def test_pictures_differ_and_have_enough_to_mark(shelves: Made) -> None:
    assert len(set(shelves.files.values())) == len(shelves.files)
    labels = Counter[str]()
    for task in shelves.tasks:
        for prediction in task["predictions"]:
            labels.update(item["value"]["rectanglelabels"][0] for item in prediction["result"])
    assert set(labels) == set(LABELS)
    assert min(labels.values()) >= 15


def test_a_picture_is_the_same_for_the_same_seed(shelves: Made) -> None:
    first = draw_scene(random.Random("7/shelf/0"))
    assert first.jpeg == shelves.files["shelf-001.jpg"]
    assert first == draw_scene(random.Random("7/shelf/0"))
    assert draw_scene(random.Random("8/shelf/0")).jpeg != first.jpeg


def test_labelled_things_are_of_a_size_to_be_seen() -> None:
    for seed in range(4):
        picture = draw_scene(random.Random(seed))
        assert 8 <= len(picture.boxes) <= 70
        for box in picture.boxes:
            assert 0 <= box.left < box.right <= WIDTH
            assert 0 <= box.top < box.bottom <= HEIGHT
            assert min(box.right - box.left, box.bottom - box.top) >= 15


def test_one_annotator_overlooks_things(shelves: Made) -> None:
    anna, ben = drawn_by(shelves, "Anna"), drawn_by(shelves, "Ben")
    common = anna.keys() & ben.keys()
    seen = sum(len(anna[number]) for number in common)
    assert sum(len(ben[number]) for number in common) < 0.85 * seen


def test_one_draws_loosely(shelves: Made) -> None:
    excess = {
        name: median(other["width"] - box["width"] for box, other in partners(shelves, name))
        for name in ("Ben", "Chen", "Dara")
    }
    assert abs(excess["Ben"]) < 0.3
    assert abs(excess["Chen"]) < 0.3
    assert excess["Dara"] > 0.8


def test_one_takes_cartons_for_crates_and_crates_for_cartons(shelves: Made) -> None:
    mixed = {
        name: mean(
            {*box["rectanglelabels"], *other["rectanglelabels"]} == {"Carton", "Crate"}
            for box, other in partners(shelves, name)
        )
        for name in ("Ben", "Chen", "Dara")
    }
    assert mixed["Chen"] > 0.04
    assert mixed["Chen"] > 3 * max(mixed["Ben"], mixed["Dara"])


def test_models_give_a_score_for_every_box_and_differ(shelves: Made) -> None:
    counts = Counter[str]()
    for task in shelves.tasks:
        for prediction in task["predictions"]:
            counts[prediction["model_version"]] += len(prediction["result"])
            assert all(0.2 <= item["score"] < 1 for item in prediction["result"])
    assert counts["shelf-detector-1.3"] > 1.1 * counts["shelf-detector-0.9"]
