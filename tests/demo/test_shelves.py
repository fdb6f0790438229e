"""The image project: boxes, pictures, and the habits of its annotators."""

import io
import random
from collections import Counter
from typing import Any

from PIL import Image

from tests.demo.conftest import Made
from touchstone.demo.shelves.answers import LABELS
from touchstone.demo.shelves.canvas import HEIGHT, WIDTH
from touchstone.demo.shelves.scenes import draw_scene


def by_author(made: Made) -> dict[str, list[dict[str, Any]]]:
    """Boxes as they were drawn by hand, before anybody fixed them."""
    found: dict[str, list[dict[str, Any]]] = {}
    for task in made.tasks:
        for annotation in task["annotations"]:
            if "fixed" not in annotation["last_action"] and not annotation["ground_truth"]:
                name = annotation["completed_by"]["first_name"]
                found.setdefault(name, []).append(annotation)
    return found


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


def test_each_annotator_has_a_habit_of_their_own(shelves: Made) -> None:
    authors = by_author(shelves)
    boxes = {
        name: [item["value"] for annotation in found for item in annotation["result"]]
        for name, found in authors.items()
    }
    per_task = {name: len(boxes[name]) / len(authors[name]) for name in boxes}
    crates = {
        name: sum(value["rectanglelabels"] == ["Crate"] for value in found) / len(found)
        for name, found in boxes.items()
    }
    drums = {
        name: [value["width"] for value in found if value["rectanglelabels"] == ["Drum"]]
        for name, found in boxes.items()
    }
    median = {name: sorted(widths)[len(widths) // 2] for name, widths in drums.items()}

    assert per_task["Ben"] < 0.85 * per_task["Anna"]
    assert median["Dara"] > 1.1 * median["Anna"]
    assert crates["Chen"] > 1.15 * crates["Anna"]


def test_models_give_a_score_for_every_box_and_differ(shelves: Made) -> None:
    counts = Counter[str]()
    for task in shelves.tasks:
        for prediction in task["predictions"]:
            counts[prediction["model_version"]] += len(prediction["result"])
            assert all(0.2 <= item["score"] < 1 for item in prediction["result"])
    assert counts["shelf-detector-1.3"] > 1.1 * counts["shelf-detector-0.9"]
