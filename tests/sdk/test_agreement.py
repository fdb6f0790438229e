"""The unmodified label-studio-sdk reads and sets agreement on a running server."""

from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest
from label_studio_sdk import AgreementSelectionRequest, LabelStudio
from label_studio_sdk.core.api_error import ApiError

from tests.running import Touchstone, eventually, first_account

CONFIG = """<View>
  <Image name="i" value="$image"/>
  <Choices name="c" toName="i"><Choice value="x"/><Choice value="y"/></Choices>
  <RectangleLabels name="b" toName="i"><Label value="Car"/><Label value="Tree"/></RectangleLabels>
</View>"""


def answer(choice: str, width: float) -> list[dict[str, object]]:
    box = {"x": 10, "y": 10, "width": width, "height": 20, "rectanglelabels": ["Car"]}
    return [
        {"from_name": "c", "to_name": "i", "type": "choices", "value": {"choices": [choice]}},
        {"from_name": "b", "to_name": "i", "type": "rectanglelabels", "value": box},
    ]


@dataclass
class There:
    ls: LabelStudio
    project: int
    tasks: list[int]
    people: list[int]


@pytest.fixture(scope="module")
def there(module_database: str) -> Iterator[There]:
    """Two tasks, each with two annotations and a prediction of `m1/a`; the first has a star.

    Choices agree in the first task only; the boxes overlap by a half in both.
    """
    with Touchstone("serve", "--port", "0", TOUCHSTONE_DATABASE_URL=module_database) as server:
        with first_account(server.url) as browser:
            key = browser.post("/api/token/").json()["token"]
            me = browser.get("/api/current-user/whoami").json()["id"]
            project = browser.post(
                "/api/projects/", json={"title": "QA", "label_config": CONFIG}
            ).json()["id"]
            other = browser.post(
                f"/api/projects/{project}/members/", json={"email": "b@example.org", "role": "AN"}
            ).json()["user"]
        with httpx.Client(timeout=60, follow_redirects=True) as client:
            ls = LabelStudio(base_url=server.url, api_key=key, httpx_client=client)
            tasks = []
            for first, second in (("x", "x"), ("x", "y")):
                task = ls.tasks.create(project=project, data={"image": "a.png"}).id
                ls.annotations.create(task, result=answer(first, 20))
                ls.annotations.create(task, result=answer(second, 10), completed_by=other)
                ls.predictions.create(task=task, result=answer("x", 20), model_version="m1/a")
                tasks.append(task)
            star = ls.annotations.list(tasks[0])[0].id
            ls.annotations.update(star, ground_truth=True)
            yield There(ls, project, tasks, [me, other])


def is_scored(there: There) -> bool:
    found = there.ls.projects.stats.data_quality_agreement_distribution(there.project)
    truth = there.ls.projects.stats.user_ground_truth_agreement(there.project, there.people[1])
    predicted = there.ls.projects.stats.user_prediction_agreement(there.project, there.people[1])
    return (
        found.total_tasks == 2
        and truth.agreement is not None
        and predicted.average_prediction_agreement_per_user is not None
        and not any(there.ls.tasks.get(task).scoring_pending for task in there.tasks)
    )


def test_dimensions(there: There) -> None:
    found = there.ls.dimensions.list(there.project)
    assert [one.name for one in found] == ["c", "b", "relations"]
    boxes = there.ls.dimensions.get(there.project, found[1].id)
    assert (boxes.name, boxes.metric_type, boxes.is_active) == ("b", "box_iou", True)
    assert boxes.values_enum == ["Car", "Tree"]
    assert boxes.is_user_defined is False
    assert "threshold" in boxes.allowed_metrics_with_params["box_iou"]["params"]
    consensus = there.ls.dimensions.list(
        there.project, agreement_methodology="consensus", is_active=True, ordering="-order"
    )
    assert [one.name for one in consensus] == ["b", "c"]
    threshold = consensus[0].allowed_metrics_with_params["box_iou"]["params"]["threshold"]
    assert threshold["required"] is True


def test_figures_of_the_project(there: There) -> None:
    assert eventually(lambda: is_scored(there))
    stats, pid = there.ls.projects.stats, there.project
    me, other = there.people
    half = pytest.approx(0.5)
    mean = pytest.approx((0.75 + 0.25) / 2)
    assert stats.total_agreement(pid).total_agreement == mean
    matrix = stats.iaa(pid, std=True, expand="users")
    assert matrix.iaa == [[1, mean], [mean, 1]]
    assert matrix.common_tasks == [[0, 2], [2, 0]]
    assert [user["id"] for user in matrix.users] == [me, other]
    assert matrix.users[1]["email"] == "b@example.org"
    assert stats.iaa(pid, task=str(there.tasks[0])).common_tasks == [[0, 1], [1, 0]]
    assert isinstance(stats.iaa(pid, per_label=True, std=True).iaa, dict)
    assert stats.agreement_annotator(pid, me).agreement_per_annotator == mean
    both = stats.agreement_annotators(pid, ids=f"{me},{other}")
    assert both.agreement == {str(me): mean, str(other): mean}
    distribution = stats.data_quality_agreement_distribution(pid)
    assert distribution.histogram == [0, 0, 1, 0, 0, 0, 0, 1, 0, 0]
    assert distribution.low_agreement_count == 0
    dimensions = stats.data_quality_agreement_dimensions(pid)
    assert [(one.from_name, one.agreement) for one in dimensions] == [("c", half), ("b", half)]
    confusion = stats.data_quality_agreement_confusion_matrix(pid, from_name="c", mode="all")
    assert (confusion.labels, confusion.matrix) == (["x", "y"], [[2, 1], [1, 0]])
    assert confusion.top_confusion_pairs[0].count == 1
    truth = stats.data_quality_agreement_confusion_matrix(pid, from_name="c", mode="ground_truth")
    assert truth.matrix == [[1, 0], [0, 0]]


def test_figures_by_label(there: There) -> None:
    """They come with the report, which follows the figures."""
    stats, pid = there.ls.projects.stats, there.project
    assert eventually(lambda: is_scored(there))

    def means() -> dict[str, float | None] | None:
        found: dict[str, float | None] = stats.total_agreement(pid, per_label=True).total_agreement
        return found if found.get("y") is not None else None

    found = eventually(means)
    assert found["x"] == pytest.approx(0.5)
    assert found["y"] == 0  # in one task, by one of two
    assert found["Car"] == pytest.approx(0.5)
    matrices = stats.iaa(pid, per_label=True, std=True)
    assert matrices.common_tasks["y"] == [[0, 1], [1, 0]]
    assert len(matrices.iaa["x"]) == 2
    assert matrices.std["x"] is None


def test_figures_of_models_and_ground_truth(there: There) -> None:
    assert eventually(lambda: is_scored(there))
    stats, pid = there.ls.projects.stats, there.project
    me, other = there.people
    assert stats.users_ground_truth_agreement(pid, ids=f"{me},{other}").agreement == {
        str(me): None,
        str(other): pytest.approx(0.75),
    }
    assert stats.user_ground_truth_agreement(pid, other).agreement == pytest.approx(0.75)
    assert stats.users_prediction_agreement(pid, ids=str(me)).agreement == {str(me): 1.0}
    mine = stats.user_prediction_agreement(pid, me)
    assert mine.average_prediction_agreement_per_user == 1.0
    with_people = stats.model_version_annotator_agreement(pid, "m1/a").agreement
    assert with_people == pytest.approx((1 + 1 + 0.75 + 0.25) / 4)
    assert stats.model_version_ground_truth_agreement(pid, "m1/a").agreement == 1.0
    others = stats.model_version_prediction_agreement(pid, "m1/a")
    assert others.average_prediction_agreement_per_model is None
    with pytest.raises(ApiError) as missing:
        stats.model_version_annotator_agreement(pid, "m2")
    assert missing.value.status_code == 404


def test_the_matrix_of_a_task(there: There) -> None:
    assert eventually(lambda: is_scored(there))
    get = there.ls.tasks.agreement_matrix.get
    pid, task = there.project, there.tasks[0]
    chosen = AgreementSelectionRequest(annotators={"all": True}, ground_truth=True)
    found = get(pid, task, selection=chosen)
    assert [user["id"] for user in found.users] == [*there.people, "ground_truth"]
    three = pytest.approx(0.75)
    assert found.matrix == [[None, three, None], [three, None, three], [None, three, None]]
    boxes = there.ls.dimensions.list(pid)[1].id
    chosen = AgreementSelectionRequest(
        annotators={"ids": [str(there.people[1])]}, models={"ids": ["m1/a"]}
    )
    found = get(pid, task, selection=chosen, dimension=boxes)
    assert [user["id"] for user in found.users] == [there.people[1], "model:m1/a"]
    assert found.matrix[0][1] == pytest.approx(0.5)
    assert len(get(pid, task, selection=AgreementSelectionRequest()).users) == 4


def test_settings(there: There) -> None:
    ls = there.ls
    pid = ls.projects.create(
        title="Settings",
        label_config=CONFIG,
        control_weights={"b": {"overall": 0.5, "type": "RectangleLabels"}},
    ).id
    project = ls.projects.update(
        pid,
        agreement_methodology="consensus",
        agreement_threshold="0.70",
        max_additional_annotators_assignable=2,
        control_weights={"c": {"overall": 0.8, "type": "Choices", "labels": {"y": 0.0}}},
    )
    assert project.is_dimensions_enabled is True
    assert (project.agreement_methodology, project.agreement_threshold) == ("consensus", "0.70")
    assert project.max_additional_annotators_assignable == 2
    weights = ls.projects.get(pid).control_weights
    assert (weights["b"].overall, weights["c"].overall) == (0.5, 0.8)
    assert weights["c"].labels == {"x": 1.0, "y": 0.0}
    with pytest.raises(ApiError) as refused:
        ls.projects.update(pid, control_weights={"nope": {"overall": 1, "type": "Choices"}})
    assert refused.value.status_code == 400

    param = ls.projects.metrics.get(pid)
    assert (param.agreement_threshold, param.allowed) == (70, True)
    assert param.metric_name is None
    param = ls.projects.metrics.update(pid, metric_name="exact_match", agreement_threshold=85)
    assert (param.metric_name, param.agreement_threshold) == ("exact_match", 85)
    assert ls.projects.get(pid).agreement_threshold == "0.85"
    assert {one.metric_type for one in ls.dimensions.list(pid, is_active=True)} == {"exact_match"}
