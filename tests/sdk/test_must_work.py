"""The unmodified label-studio-sdk against a running server; numbers are of the must-work list."""

from collections.abc import Iterator

import httpx
import pytest
from label_studio_sdk import LabelStudio
from label_studio_sdk.core.api_error import ApiError

from tests.running import Touchstone, first_account

CONFIG = """<View>
  <Text name="t" value="$text"/>
  <Choices name="c" toName="t"><Choice value="x"/><Choice value="y"/></Choices>
</View>"""


def choice(label: str) -> list[dict[str, object]]:
    return [{"from_name": "c", "to_name": "t", "type": "choices", "value": {"choices": [label]}}]


@pytest.fixture(scope="module")
def keys(module_database: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The server's address and an API key of each kind."""
    with Touchstone("serve", "--port", "0", TOUCHSTONE_DATABASE_URL=module_database) as server:
        with first_account(server.url) as browser:
            legacy = browser.post("/api/current-user/reset-token/").json()["token"]
            personal = browser.post("/api/token/").json()["token"]
        yield server.url, {"legacy": legacy, "personal": personal}


@pytest.fixture(params=["legacy", "personal"])
def ls(request: pytest.FixtureRequest, keys: tuple[str, dict[str, str]]) -> Iterator[LabelStudio]:
    url, key = keys[0], keys[1][request.param]
    with httpx.Client(timeout=60, follow_redirects=True) as client:  # so that it can be closed
        yield LabelStudio(base_url=url, api_key=key, httpx_client=client)


def test_accounts(ls: LabelStudio) -> None:
    me = ls.users.whoami()  # 1
    assert (me.email, me.active_organization) == ("owner@example.org", 1)
    assert me.id in [user.id for user in ls.users.list()]  # 2


def test_projects(ls: LabelStudio) -> None:
    project = ls.projects.create(title="QA", label_config=CONFIG, maximum_annotations=2)  # 5
    ls.projects.validate_label_config(id=project.id, label_config=CONFIG)  # 6
    with pytest.raises(ApiError) as refused:
        ls.projects.validate_label_config(id=project.id, label_config="<View><Nope/></View>")
    assert refused.value.status_code == 400
    interface = ls.projects.get(project.id).get_label_interface()  # 8
    assert interface.get_control("c").labels == ["x", "y"]
    assert project.id in [found.id for found in ls.projects.list(title="QA")]  # 9
    assert [found.id for found in ls.projects.list(title="no such title")] == []
    assert project.maximum_annotations == 2


def test_from_import_to_export(ls: LabelStudio) -> None:
    project = ls.projects.create(title="Round trip", label_config=CONFIG)
    pid = project.id

    done = ls.projects.import_tasks(
        pid, request=[{"data": {"text": "a"}}], return_task_ids=True
    )  # 13
    status = ls.tasks.create_many_status(pid, done.import_ or 1)  # 14
    assert (status.status, status.task_count) == ("completed", 1)
    (tid,) = done.task_ids
    task = ls.tasks.create(project=pid, data={"text": "b"})  # 15
    assert task.data == {"text": "b"}
    prediction = {"task": tid, "result": choice("y"), "score": 0.9, "model_version": "m1"}
    made = ls.projects.import_predictions(pid, request=[prediction])  # 16
    assert made.created == 1

    annotation = ls.annotations.create(tid, result=choice("x"), lead_time=4.2)  # 20
    aid = annotation.id
    assert annotation.result == choice("x")
    assert [found.id for found in ls.annotations.list(tid)] == [aid]  # 21
    assert ls.annotations.update(aid, ground_truth=True).ground_truth is True  # 22
    waiting = list(ls.tasks.list(project=pid, review=True))  # 23
    assert [found.id for found in waiting] == [tid]
    assert waiting[0].annotators[0]["user_id"] == ls.users.whoami().id
    assert waiting[0].predictions_model_versions == "m1"

    accepted = ls.annotation_reviews.create(annotation=aid, accepted=True)  # 24
    assert accepted.accepted is True
    rejected = ls.annotation_reviews.create(  # 25
        annotation=aid, accepted=False, reject_action="requeue", comment="wrong label"
    )
    assert (rejected.accepted, rejected.reject_action) == (False, "requeue")
    fixed = ls.annotation_reviews.create(annotation=aid, accepted=True, result=[])  # 26
    assert fixed.accepted is True
    assert ls.annotations.get(aid).result == []
    assert ls.annotations.get(aid).last_action == "fixed_and_accepted"
    reviews = ls.annotation_reviews.list(annotation=aid)  # 27
    assert [review.accepted for review in reviews] == [True, False, True]
    assert list(ls.tasks.list(project=pid, review=True)) == []

    exported = ls.projects.exports.as_json(pid)  # 40
    assert sorted(row["data"]["text"] for row in exported) == ["a", "b"]
    first = next(row for row in exported if row["id"] == tid)
    assert first["annotations"][0]["ground_truth"] is True
    assert [review["accepted"] for review in first["annotations"][0]["reviews"]] == [
        True,
        False,
        True,
    ]
    assert first["predictions"][0]["model_version"] == "m1"


def test_the_pager_ends(ls: LabelStudio) -> None:
    pid = ls.projects.create(title="Pages", label_config=CONFIG).id
    ls.projects.import_tasks(pid, request=[{"data": {"text": str(n)}} for n in range(250)])
    texts = [task.data["text"] for task in ls.tasks.list(project=pid, page_size=100)]
    assert texts == [str(n) for n in range(250)]


def test_errors_are_told_apart_and_not_retried(ls: LabelStudio) -> None:
    with pytest.raises(ApiError) as missing:
        ls.projects.get(999_999)
    assert missing.value.status_code == 404
    with pytest.raises(ApiError) as bad:
        ls.projects.import_tasks(
            ls.projects.create(title="Bad", label_config=CONFIG).id, request=[{"data": {"no": 1}}]
        )
    assert bad.value.status_code == 400
    assert "$[0]" in bad.value.body["detail"]
