"""What holds for every demonstration project."""

import json
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.demo.conftest import NOW, Made
from touchstone.demo.content import demo_people, demo_projects
from touchstone.demo.people import REVIEWERS
from touchstone.demo.tickets import project as ticket_project
from touchstone.labelstudio.label_config import parse_label_config
from touchstone.labelstudio.tasks import decode_task
from touchstone.models.user import Role

EARLIEST = NOW - timedelta(weeks=3, days=1)


def annotations_of(made: Made) -> list[dict[str, Any]]:
    return [annotation for task in made.tasks for annotation in task["annotations"]]


def moments(value: Any) -> list[datetime]:
    """Every `..._at` below a record."""
    if isinstance(value, list):
        return [moment for item in value for moment in moments(item)]
    if not isinstance(value, dict):
        return []
    own = [datetime.fromisoformat(item) for key, item in value.items() if key.endswith("_at")]
    return own + [moment for item in value.values() for moment in moments(item)]


def test_every_record_passes_the_import(demo: list[Made]) -> None:
    for made in demo:
        config = parse_label_config(made.project.label_config)
        for index, task in enumerate(made.tasks):
            record = decode_task(json.dumps(task, ensure_ascii=False).encode(), index, config)
            assert len(record.annotations) == len(task["annotations"])
            assert len(record.drafts) == len(task["drafts"])
            assert len(record.predictions) == len(task["predictions"])


def test_the_same_seed_and_moment_give_the_same_tasks(tickets: Made) -> None:
    again, _ = demo_projects(7, NOW)
    assert list(again.make_tasks(str)) == tickets.tasks

    other, _ = demo_projects(8, NOW)
    assert list(other.make_tasks(str)) != tickets.tasks


def test_a_later_moment_moves_the_dates_along(tickets: Made) -> None:
    later = NOW + timedelta(days=70)
    moved = list(ticket_project.make_tasks(7, later))
    assert max(moments(moved)) - max(moments(tickets.tasks)) > timedelta(days=60)


def test_there_is_a_login_for_every_role_and_no_real_address() -> None:
    people = demo_people()
    assert {person.role for person in people} == {str(role) for role in Role}
    assert len({person.email for person in people}) == len(people)
    assert all(person.email.endswith("@example.org") for person in people)


def test_authors_and_reviewers_are_people_of_the_demonstration(demo: list[Made]) -> None:
    annotators = {person.email for person in demo_people() if person.role == "AN"}
    reviewers = {person.email for person in REVIEWERS}
    for made in demo:
        authors = {annotation["completed_by"]["email"] for annotation in annotations_of(made)}
        assert authors == annotators
        judges = {
            review["created_by"]["email"]
            for annotation in annotations_of(made)
            for review in annotation["reviews"]
        }
        assert judges == reviewers


def test_nobody_annotates_a_task_twice(demo: list[Made]) -> None:
    for made in demo:
        for task in made.tasks:
            authors = Counter(item["completed_by"]["email"] for item in task["annotations"])
            assert set(authors.values()) <= {1}


def test_dates_lie_in_the_last_three_weeks(demo: list[Made]) -> None:
    for made in demo:
        found = moments(made.tasks)
        assert min(found) > EARLIEST
        assert max(found) <= NOW


def test_reviews_follow_the_annotation_and_give_reasons(demo: list[Made]) -> None:
    for made in demo:
        for annotation in annotations_of(made):
            for review in annotation["reviews"]:
                assert review["created_at"] > annotation["created_at"]
                assert review["started_at"] < review["created_at"]
                assert review["accepted"] == (review["verdict"] != "rejected")
                if not review["accepted"]:
                    assert review["comment"]
                    assert review["reject_action"] in ("remove", "requeue", "redistribute")


@pytest.mark.parametrize("last_action", ["accepted", "fixed_and_accepted", "rejected", "submitted"])
def test_every_verdict_occurs_in_every_project(demo: list[Made], last_action: str) -> None:
    for made in demo:
        counts = Counter(annotation["last_action"] for annotation in annotations_of(made))
        assert counts[last_action] >= 10


def test_about_two_fifths_are_reviewed(demo: list[Made]) -> None:
    for made in demo:
        annotations = annotations_of(made)
        reviewed = sum(bool(annotation["reviews"]) for annotation in annotations)
        assert 0.33 < reviewed / len(annotations) < 0.47


def test_a_task_has_at_most_one_ground_truth(demo: list[Made]) -> None:
    for made, expected in zip(demo, (15, 8), strict=True):
        stars = [sum(item["ground_truth"] for item in task["annotations"]) for task in made.tasks]
        assert max(stars) == 1
        assert sum(stars) == expected


def test_skipped_and_unfinished_work_is_there(demo: list[Made], tickets: Made) -> None:
    skipped = [item for item in annotations_of(tickets) if item["was_cancelled"]]
    assert skipped
    assert all(item["result"] == [] and not item["reviews"] for item in skipped)
    for made in demo:
        assert 1 <= sum(len(task["drafts"]) for task in made.tasks) <= 3
        assert made.tasks[-1]["annotations"] == []


def test_every_task_has_a_prediction_and_both_models_occur(demo: list[Made]) -> None:
    for made in demo:
        versions = Counter(
            prediction["model_version"] for task in made.tasks for prediction in task["predictions"]
        )
        assert len(versions) == 2
        assert max(versions.values()) == len(made.tasks)
        assert all(
            0 < prediction["score"] < 1 for task in made.tasks for prediction in task["predictions"]
        )


def test_region_ids_differ_within_an_annotation(demo: list[Made]) -> None:
    for made in demo:
        for annotation in annotations_of(made):
            ids = [item["id"] for item in annotation["result"]]
            assert len(ids) == len(set(ids))


def test_people_work_at_their_own_pace(demo: list[Made]) -> None:
    for made in demo:
        times: dict[str, list[float]] = {}
        for annotation in annotations_of(made):
            times.setdefault(annotation["completed_by"]["first_name"], []).append(
                annotation["lead_time"]
            )
        averages = {name: sum(found) / len(found) for name, found in times.items()}
        assert averages["Anna"] > 1.7 * averages["Ben"]
