"""What a project's own agreement function gives for pairs, and what its log says."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from tests.factories import make_project
from tests.scoring.functions import function, keep, logs_of, side
from touchstone.models import CustomMetricLog, Project
from touchstone.scoring import custom
from touchstone.scoring.custom import custom_scores


@pytest.fixture(autouse=True)
def _allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The operator allows it."""
    monkeypatch.setenv("TOUCHSTONE_CUSTOM_METRICS", "true")


@pytest.fixture
async def project(session: AsyncSession) -> Project:
    return await make_project(session)


async def test_scores_come_in_the_order_of_the_pairs(
    session: AsyncSession, project: Project
) -> None:
    await keep(session, project, function("return annotation_2['id'] / 10"))
    pairs = [(side(1), side(n)) for n in (7, 2, 5)]
    scores = await custom_scores(session, project.id, pairs)
    assert [score.value for score in scores] == [0.7, 0.2, 0.5]
    assert await custom_scores(session, project.id, []) == []


async def test_a_prediction_looks_like_one(session: AsyncSession, project: Project) -> None:
    body = "print(sorted(annotation_1), sorted(annotation_2), annotation_2['model_version'])"
    await keep(session, project, function(body + "\nreturn 1"))
    model = side(2, completed_by=None, model_version="v1")
    await custom_scores(session, project.id, [(side(1), model)])
    assert await logs_of(session, project) == [
        "annotations 1 and 2: ['completed_by', 'id', 'result', 'task'] "
        "['id', 'model_version', 'result', 'task'] v1"
    ]


async def test_scores_by_label_count_by_their_mean(session: AsyncSession, project: Project) -> None:
    await keep(session, project, function("return {'a': 1, 'b': 0.5}"))
    (score,) = await custom_scores(session, project.id, [(side(1), side(2))])
    assert score.value == 0.75


async def test_failures_and_clipped_scores_are_logged_once_each(
    session: AsyncSession, project: Project
) -> None:
    body = """
        if annotation_1["id"] % 2: raise ValueError("odd")
        return 7
    """
    await keep(session, project, function(body))
    pairs = [(side(n), side(n + 100)) for n in range(20)]
    scores = await custom_scores(session, project.id, pairs)
    assert [score.value for score in scores] == [1.0, None] * 10
    messages = await logs_of(session, project)
    assert len(messages) == 2
    assert messages[0] == "annotations 0 and 100 (10 times in this run): returned 7, counted as 1"
    assert messages[1].startswith("annotations 1 and 101 (10 times in this run): Traceback")
    assert messages[1].endswith("ValueError: odd")


async def test_the_log_does_not_grow_without_end(
    session: AsyncSession, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(custom, "LOGS_KEPT", 60)
    await keep(session, project, function("print(annotation_1['id'], '\\x00'); return 1"))
    other = await make_project(session)
    session.add(CustomMetricLog(project_id=other.id, message="of another project"))
    for start in (0, 1000):
        pairs = [(side(start + n), side(1)) for n in range(200)]
        await custom_scores(session, project.id, pairs)
    messages = await logs_of(session, project)
    assert len(messages) == 60
    assert messages[-1] == "... and 150 more messages of the same run"
    assert messages[-2] == "annotations 1049 and 1: 1049 \ufffd"
    assert await logs_of(session, other) == ["of another project"]
