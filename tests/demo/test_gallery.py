"""The gallery: every exhibit can be imported, read by the agreement engine, and served."""

import json
from typing import Any

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from tests.conftest import AsUser
from tests.demo.conftest import NOW, Made, make
from tests.factories import make_user
from touchstone.agreement.answers import Unreadable
from touchstone.demo.gallery.project import gallery_projects
from touchstone.demo.records import Result
from touchstone.labelstudio.config_reader import Element, read_config
from touchstone.labelstudio.features import decode_features, extract_features
from touchstone.labelstudio.label_config import parse_label_config
from touchstone.labelstudio.tasks import decode_task
from touchstone.models.user import Role
from touchstone.transfers.media_types import media_type
from touchstone.transfers.service import store_file

COVERED = {
    "Audio", "BitmaskLabels", "BrushLabels", "Chat", "Choices", "Collapse", "DateTime",
    "EllipseLabels", "Header", "HyperText", "HyperTextLabels", "Image", "KeyPointLabels",
    "Labels", "List", "Number", "Pairwise", "ParagraphLabels", "Paragraphs", "Pdf",
    "PolygonLabels", "Ranker", "Rating", "RectangleLabels", "Relations", "Repeater", "Style",
    "Table", "Taxonomy", "Text", "TextArea", "TimeSeries", "TimeSeriesLabels", "TimelineLabels",
    "VectorLabels", "Video", "VideoRectangle", "View", "Rectangle", "Ellipse", "Polygon",
    "KeyPoint", "Vector",
}  # fmt: skip
"""Tags of which the gallery must have an exhibit."""


@pytest.fixture(scope="module")
def gallery() -> list[Made]:
    return [make(project) for project in gallery_projects(NOW)]


def results_of(made: Made) -> list[Result]:
    return [
        answer["result"]
        for task in made.tasks
        for answer in (*task["annotations"], *task["predictions"])
    ]


def tags_below(element: Element) -> set[str]:
    return {element.tag}.union(*map(tags_below, element.children))


def test_every_tag_has_an_exhibit(gallery: list[Made]) -> None:
    shown = set().union(*(tags_below(read_config(made.project.label_config)) for made in gallery))
    assert shown >= COVERED


def test_every_control_is_answered(gallery: list[Made]) -> None:
    unanswered = set()
    for made in gallery:
        config = parse_label_config(made.project.label_config)
        found = {item.get("from_name", "") for result in results_of(made) for item in result}
        answered = {control.name for name in found if (control := config.find_control(name))}
        unanswered |= set(config.controls) - answered
    # Tracks carry the labels of "who" themselves; nobody adds messages to the conversation.
    assert unanswered == {"who", "chat"}


def test_every_task_passes_the_import_with_three_people_and_a_model(gallery: list[Made]) -> None:
    for made in gallery:
        config = parse_label_config(made.project.label_config)
        for index, task in enumerate(made.tasks):
            record = decode_task(json.dumps(task).encode(), index, config)
            assert len(record.annotations) == 3
            assert len(record.predictions) == 1


def test_the_agreement_engine_reads_every_answer(gallery: list[Made]) -> None:
    for made in gallery:
        config = parse_label_config(made.project.label_config)
        for result in results_of(made):
            answers = decode_features(extract_features(result, config))
            wrong = {k: v.reason for k, v in answers.items() if isinstance(v, Unreadable)}
            assert wrong == {}, made.project.title


def test_people_disagree_in_every_exhibit(gallery: list[Made]) -> None:
    def bare(result: Result) -> list[Any]:
        return [(item["type"], item.get("value")) for item in result]

    for made in gallery:
        first = [bare(answer["result"]) for answer in made.tasks[0]["annotations"]]
        assert any(other != first[0] for other in first[1:]), made.project.title


def test_the_same_moment_gives_the_same_gallery(gallery: list[Made]) -> None:
    again = [make(project) for project in gallery_projects(NOW)]
    assert [made.tasks for made in again] == [made.tasks for made in gallery]
    assert [made.files for made in again] == [made.files for made in gallery]


def test_its_files_are_small_and_of_known_types(gallery: list[Made]) -> None:
    files = {name: content for made in gallery for name, content in made.files.items()}
    assert max(map(len, files.values())) < 100_000
    starts = {
        "png": b"\x89PNG", "wav": b"RIFF", "webm": b"\x1a\x45\xdf\xa3", "pdf": b"%PDF", "csv": b"time,",
    }  # fmt: skip
    for name, content in files.items():
        assert content.startswith(starts[name.rpartition(".")[2]]), name
        assert media_type(name)


async def test_it_is_imported_over_http_item_by_item(
    session: AsyncSession, as_user: AsUser, gallery: list[Made]
) -> None:
    owner: httpx.AsyncClient = await as_user(await make_user(session, Role.OWNER))
    for made in gallery:
        project = await owner.post(
            "/api/projects/",
            json={"title": made.project.title, "label_config": made.project.label_config},
        )
        assert project.status_code == 201, project.text
        number = project.json()["id"]
        sent = json.loads(json.dumps(made.tasks).replace("/upload/1/", f"/upload/{number}/"))
        answer = await owner.post(f"/api/projects/{number}/import", json=sent)
        assert answer.status_code == 201, answer.text
        for name, content in made.files.items():
            await store_file(session, number, name, media_type(name), content)
            file = await owner.get(f"/data/upload/{number}/{name}", headers={"Range": "bytes=0-3"})
            assert (file.status_code, file.content) == (206, content[:4])
            assert file.headers["content-type"].partition(";")[0] == media_type(name)

        listed = await owner.get(f"/api/tasks/?project={number}&fields=all&page_size=100")
        tasks = sorted(listed.json()["tasks"], key=lambda task: task["id"])
        stored = [[each["result"] for each in task["annotations"]] for task in tasks]
        assert stored == [[each["result"] for each in task["annotations"]] for task in sent]
