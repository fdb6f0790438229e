"""Label Studio's statistics against a small project that was worked out by hand."""

from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from tests.conftest import AsUser
from tests.factories import (
    make_annotation,
    make_member,
    make_prediction,
    make_project,
    make_task,
    make_user,
)
from touchstone.annotations.ground_truth import set_star
from touchstone.models import Project, Task, User
from touchstone.models.user import Role
from touchstone.scoring.service import rescore_range
from touchstone.tasks.service import refresh_figures, touch_content

CONFIG = """<View><Text name="text" value="$text"/>
  <Choices name="topic" toName="text"><Choice value="Billing"/><Choice value="Shipping"/>
  <Choice value="Other"/></Choices>
  <Choices name="tone" toName="text"><Choice value="Good"/><Choice value="Bad"/></Choices></View>"""
ANALYSIS = "analytics/data-quality/agreement-analysis"


def answer(topic: str, tone: str) -> list[dict[str, Any]]:
    return [
        {"from_name": name, "to_name": "text", "type": "choices", "value": {"choices": [label]}}
        for name, label in (("topic", topic), ("tone", tone))
    ]


@dataclass
class Arranged:
    project: Project
    people: list[User]
    tasks: list[Task]
    client: httpx.AsyncClient

    async def get(self, path: str, **query: Any) -> Any:
        response = await self.client.get(f"/api/projects/{self.project.id}/{path}", params=query)
        assert response.status_code == 200, response.text
        return response.json()

    def ids(self) -> str:
        return ",".join(str(user.id) for user in self.people)


async def arrange(session: AsyncSession, as_user: AsUser) -> Arranged:
    """Topic and tone, of equal weight, of four tasks.

    ====  ===============  ===============  ==============  ===============  ==============
    task  Ana              Ben              Cem             m1               m2/x
    ====  ===============  ===============  ==============  ===============  ==============
    1     Billing, Good    Billing, Bad     Other, Good     Billing, Good
    2     Billing, Good*   Billing, Good                    Shipping, Good   Billing, Bad
    3     Other, Good      Billing, Good
    4     Billing, Good
    ====  ===============  ===============  ==============  ===============  ==============

    The star is the ground truth. Ana and Ben agree by 1/2, 1 and 1/2, Ana and Cem by 1/2, Ben
    and Cem by 0; so tasks 1 to 3 by 1/3, 1 and 1/2.
    """
    project = await make_project(session, label_config=CONFIG, agreement_threshold=0.5)
    people = [
        await make_user(session, first_name=name, last_name="A") for name in ("Ana", "Ben", "Cem")
    ]
    ana, ben, cem = people
    tasks = [await make_task(session, project) for _ in range(4)]
    given = [
        [(ana, "Billing", "Good"), (ben, "Billing", "Bad"), (cem, "Other", "Good")],
        [(ana, "Billing", "Good"), (ben, "Billing", "Good")],
        [(ana, "Other", "Good"), (ben, "Billing", "Good")],
        [(ana, "Billing", "Good")],
    ]
    first = {}
    for task, answers in zip(tasks, given, strict=True):
        for user, topic, tone in answers:
            annotation = await make_annotation(session, task, user, answer(topic, tone))
            first.setdefault(task.id, annotation)
    await make_prediction(session, tasks[0], answer("Billing", "Good"))
    await make_prediction(session, tasks[1], answer("Shipping", "Good"))
    await make_prediction(session, tasks[1], answer("Billing", "Bad"), model_version="m2/x")
    star = first[tasks[1].id]
    await set_star(session, project.id, tasks[1].id, star.id, starred=True)
    for task in tasks:
        await touch_content(session, project.id, task.id)
        await refresh_figures(session, project.id, [task.id])
    await rescore_range(session, project.id, 0, 10**12)
    client = await as_user(await make_user(session, Role.MANAGER))
    return Arranged(project, people, tasks, client)


@pytest.fixture
async def there(session: AsyncSession, as_user: AsUser) -> Arranged:
    """The project, beside another one that is just the same but for being another."""
    await arrange(session, as_user)
    return await arrange(session, as_user)


def about(*values: float) -> list[Any]:
    return [pytest.approx(value) for value in values]


async def test_the_matrix_of_annotators(there: Arranged) -> None:
    ana, ben, cem = (user.id for user in there.people)
    body = await there.get("stats/IAA")
    ab, ac, bc = about(2 / 3, 0.5, 0)
    assert body == {
        "IAA": [[1, ab, ac], [ab, 1, bc], [ac, bc, 1]],
        "common_tasks": [[0, 3, 1], [3, 0, 1], [1, 1, 0]],
        "users": [{"id": ana}, {"id": ben}, {"id": cem}],
    }
    more = await there.get("stats/IAA", std="true", expand="users,other")
    assert more["std"] == pytest.approx(0.3469443)
    assert [user["first_name"] for user in more["users"]] == ["Ana", "Ben", "Cem"]


async def test_the_matrix_of_some_tasks(there: Arranged) -> None:
    chosen = f"{there.tasks[1].id}, {there.tasks[2].id}"
    body = await there.get("stats/IAA", task=chosen)
    assert body["IAA"] == [[1, pytest.approx(0.75)], [pytest.approx(0.75), 1]]
    assert body["common_tasks"] == [[0, 2], [2, 0]]
    url = f"/api/projects/{there.project.id}/stats/IAA"
    for wrong in ({"task": "a"}, {"task": ""}, {"task": "1", "per_label": "true"}):
        assert (await there.client.get(url, params=wrong)).status_code == 400, wrong


async def test_means(there: Arranged) -> None:
    ana, ben, cem = (str(user.id) for user in there.people)
    assert await there.get("stats/total_agreement") == {
        "total_agreement": pytest.approx((1 / 3 + 1 + 0.5) / 3)
    }
    a, b, c = about(2.5 / 4, 2 / 4, 0.5 / 2)
    assert await there.get("stats/agreement_annotators", ids=there.ids() + ",999999") == {
        "agreement": {ana: a, ben: b, cem: c, "999999": None}
    }
    assert await there.get(f"stats/agreement_annotator/{ana}") == {"Agreement_per_annotator": a}


async def test_against_the_ground_truth(there: Arranged) -> None:
    ana, ben, cem = (str(user.id) for user in there.people)
    body = await there.get("stats/agreement-groundtruth", ids=there.ids())
    assert body == {"agreement": {ana: None, ben: 1.0, cem: None}}  # Ana's is the ground truth
    assert await there.get(f"users/{ben}/stats/agreement-groundtruth") == {"agreement": 1.0}
    assert await there.get("model-stats/m1/agreement-groundtruth") == {"agreement": 0.5}


async def test_against_predictions(there: Arranged) -> None:
    ana, ben, cem = (str(user.id) for user in there.people)
    body = await there.get("user-stats/prediction", ids=there.ids())
    a, b, c = about(2 / 3, 0.5, 0.5)
    assert body == {"agreement": {ana: a, ben: b, cem: c}}
    assert await there.get(f"user-stats/{ana}/prediction") == {
        "average_prediction_agreement_per_user": a
    }
    assert await there.get("model-stats/m1/agreement") == {"agreement": pytest.approx(3 / 5)}
    assert await there.get("model-stats/m2/x/agreement") == {"agreement": 0.5}
    assert await there.get("model-stats/m2/x/prediction") == {
        "average_prediction_agreement_per_model": 0.0
    }


async def test_the_distribution(session: AsyncSession, there: Arranged) -> None:
    expected = {
        "average_agreement": pytest.approx((1 / 3 + 1 + 0.5) / 3),
        "histogram": [0, 0, 0, 1, 0, 1, 0, 0, 0, 1],
        "low_agreement_count": 1,  # a half is not below a half
        "total_tasks": 3,
    }
    assert await there.get(f"{ANALYSIS}/distribution") == expected
    for threshold, low in ((0.34, 1), (0.3333, 0), (0.333334, 1), (0.505, 2), (1.0, 2), (0.0, 0)):
        await session.execute(
            update(Project)
            .where(Project.id == there.project.id)
            .values(agreement_threshold=threshold)
        )
        body = await there.get(f"{ANALYSIS}/distribution")
        assert body["low_agreement_count"] == low, threshold


async def test_dimensions(there: Arranged) -> None:
    topic, tone = await there.get(f"{ANALYSIS}/dimensions")
    assert topic == {
        "id": topic["id"],
        "name": "topic",
        "from_name": "topic",
        "control_tag": "Choices",
        "metric_type": "exact_match",
        "agreement": pytest.approx((1 / 3 + 1 + 0) / 3),
        "total_tasks": 3,
    }
    assert (tone["name"], tone["agreement"]) == ("tone", pytest.approx((1 / 3 + 1 + 1) / 3))


async def test_confusion_between_annotators(there: Arranged) -> None:
    body = await there.get(f"{ANALYSIS}/confusion-matrix")
    assert (body["from_name"], body["labels"]) == ("topic", ["Billing", "Shipping", "Other"])
    # Billing met Billing in tasks 1 and 2, counted both ways, and Other three times.
    assert body["matrix"] == [[4, 0, 3], [0, 0, 0], [3, 0, 0]]
    assert body["precision"] == body["recall"] == [pytest.approx(4 / 7), None, 0]
    assert body["top_confusion_pairs"] == [
        {"actual": "Billing", "label": "Other", "count": 3, "rate": 1.0, "from_name": "topic"}
    ]
    by_name = await there.get(f"{ANALYSIS}/confusion-matrix", from_name="tone")
    assert by_name["matrix"] == [[6, 2], [2, 0]]
    assert await there.get(f"{ANALYSIS}/confusion-matrix", dimension=body["dimension"]) == body


async def test_confusion_with_the_ground_truth(there: Arranged) -> None:
    body = await there.get(f"{ANALYSIS}/confusion-matrix", mode="ground_truth")
    assert body["matrix"] == [[1, 0, 0], [0, 0, 0], [0, 0, 0]]
    assert body["precision"] == [1.0, None, None]
    assert body["top_confusion_pairs"] == []
    accepted = await there.get(f"{ANALYSIS}/confusion-matrix", mode="accepted")
    assert accepted["matrix"] == [[0] * 3] * 3


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("stats/agreement_annotators", {}, 400),
        ("stats/agreement_annotators", {"ids": "1,x"}, 400),
        ("stats/agreement-groundtruth", {"ids": "1", "per_label": "true"}, 400),
        ("user-stats/prediction", {"ids": "1", "per_label": "true"}, 400),
        ("model-stats/no/such/agreement", {}, 404),
        (f"{ANALYSIS}/confusion-matrix", {"from_name": "nope"}, 404),
        (f"{ANALYSIS}/confusion-matrix", {"dimension": "999999"}, 404),
        (f"{ANALYSIS}/confusion-matrix", {"mode": "nope"}, 400),
        ("agreement-matrix/", {"dimension": "999999"}, 404),
    ],
)
async def test_what_cannot_be_answered(
    there: Arranged, path: str, query: dict[str, str], status: int
) -> None:
    url = f"/api/projects/{there.project.id}/{path}"
    response = await there.client.get(url, params=query)
    assert response.status_code == status, response.text


async def test_a_project_without_answers(session: AsyncSession, as_user: AsUser) -> None:
    project = await make_project(session)
    client = await as_user(await make_user(session, Role.MANAGER))
    there = Arranged(project, [], [], client)
    assert await there.get("stats/IAA", std="true") == {
        "IAA": [],
        "common_tasks": [],
        "std": None,
        "users": [],
    }
    assert await there.get("stats/total_agreement") == {"total_agreement": None}
    body = await there.get(f"{ANALYSIS}/distribution")
    assert (body["average_agreement"], body["histogram"]) == (None, [0] * 10)
    body = await there.get("agreement-report/")
    assert (body["overall"]["undefined"], body["overall"]["n_tasks"]) == ("no_pairs", 0)
    assert body["overall"]["meaning"].startswith("fewer than two people")
    assert (await there.get("agreement-matrix/"))["participants"] == []
    assert (await there.get(f"{ANALYSIS}/confusion-matrix"))["matrix"] == [[0] * 3] * 3


PATHS = [
    "stats/IAA",
    "stats/total_agreement",
    "stats/agreement_annotator/{user}",
    "stats/agreement_annotators?ids=1",
    "stats/agreement-groundtruth?ids=1",
    "users/{user}/stats/agreement-groundtruth",
    "user-stats/prediction?ids=1",
    "user-stats/{user}/prediction",
    "model-stats/m1/agreement",
    "model-stats/m1/agreement-groundtruth",
    "model-stats/m1/prediction",
    f"{ANALYSIS}/distribution",
    f"{ANALYSIS}/confusion-matrix",
    f"{ANALYSIS}/dimensions",
    "agreement-report/",
    "agreement-matrix/",
    "agreement-problems/",
]


async def test_a_single_account_is_one_that_takes_part(
    session: AsyncSession, there: Arranged
) -> None:
    stranger = (await make_user(session)).id
    idle = (await make_member(session, there.project)).id
    for path, name in (
        ("stats/agreement_annotator/{}", "Agreement_per_annotator"),
        ("users/{}/stats/agreement-groundtruth", "agreement"),
        ("user-stats/{}/prediction", "average_prediction_agreement_per_user"),
    ):
        assert await there.get(path.format(idle)) == {name: None}
        for nobody in (stranger, 999_999, 0, -1, 10**15, 10**30):
            url = f"/api/projects/{there.project.id}/{path.format(nobody)}"
            assert (await there.client.get(url)).status_code == 404, url


@pytest.mark.parametrize(
    ("role", "status"), [(Role.REVIEWER, 200), (Role.ANNOTATOR, 403), (None, 404)]
)
async def test_roles(
    session: AsyncSession, as_user: AsUser, there: Arranged, role: Role | None, status: int
) -> None:
    user = (
        await make_user(session)
        if role is None
        else await make_member(session, there.project, role)
    )
    client = await as_user(user)
    paths = [path.replace("{user}", str(there.people[0].id)) for path in PATHS]
    paths.append(f"tasks/{there.tasks[0].id}/agreement-matrix")
    for path in paths:
        response = await client.get(f"/api/projects/{there.project.id}/{path}")
        assert response.status_code == status, path
    response = await client.get(f"/api/tasks/{there.tasks[0].id}/agreement-matrix/")
    assert response.status_code == status
