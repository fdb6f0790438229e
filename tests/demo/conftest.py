"""The demonstration, made once: it is the same every time."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from touchstone.demo.content import DemoProject, demo_projects
from touchstone.demo.records import Record

NOW = datetime(2026, 3, 18, 14, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Made:
    project: DemoProject
    tasks: list[Record]
    files: dict[str, bytes]


def make(project: DemoProject) -> Made:
    files: dict[str, bytes] = {}
    project.write_files(files.__setitem__)
    return Made(project, list(project.make_tasks(lambda name: f"/data/upload/1/{name}")), files)


@pytest.fixture(scope="session")
def demo() -> list[Made]:
    return [make(project) for project in demo_projects(7, NOW)]


@pytest.fixture(scope="session")
def tickets(demo: list[Made]) -> Made:
    return demo[0]


@pytest.fixture(scope="session")
def shelves(demo: list[Made]) -> Made:
    return demo[1]
