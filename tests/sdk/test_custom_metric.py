"""The unmodified label-studio-sdk gives a project its own function on a real server and worker."""

from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest
from label_studio_sdk import LabelStudio
from label_studio_sdk.core.api_error import ApiError

from tests.running import Touchstone, eventually, first_account

CONFIG = """<View>
  <Text name="t" value="$text"/>
  <Choices name="c" toName="t"><Choice value="x"/><Choice value="y"/></Choices>
</View>"""
CODE = """
def agreement(annotation_1, annotation_2, per_label=False):
    print("compared", annotation_1["result"][0]["value"]["choices"])
    try:
        open("/etc/passwd")
    except OSError:
        return 0.25
    return 1
"""


@dataclass
class There:
    ls: LabelStudio
    project: int
    task: int


@pytest.fixture(scope="module")
def there(module_database: str) -> Iterator[There]:
    """A task with two annotations that differ, on a server whose operator allows functions."""
    environment = {
        "TOUCHSTONE_DATABASE_URL": module_database,
        "TOUCHSTONE_CUSTOM_METRICS": "true",
    }
    with Touchstone("serve", "--port", "0", **environment) as server:
        with first_account(server.url) as browser:
            key = browser.post("/api/token/").json()["token"]
            body = {"title": "QA", "label_config": CONFIG}
            project = browser.post("/api/projects/", json=body).json()["id"]
            other = browser.post(
                f"/api/projects/{project}/members/", json={"email": "b@example.org", "role": "AN"}
            ).json()["user"]
        with httpx.Client(timeout=60, follow_redirects=True) as client:
            ls = LabelStudio(base_url=server.url, api_key=key, httpx_client=client)
            task = ls.tasks.create(project=project, data={"text": "a"}).id
            for choice, more in (("x", {}), ("y", {"completed_by": other})):
                item = {"from_name": "c", "to_name": "t", "type": "choices"}
                ls.annotations.create(
                    task, result=[item | {"value": {"choices": [choice]}}], **more
                )
            yield There(ls, project, task)


def agreement_of(there: There) -> float | None:
    return there.ls.projects.stats.total_agreement(there.project).total_agreement


def test_a_function_is_deployed_scores_and_is_logged(there: There) -> None:
    custom = there.ls.projects.metrics.custom
    before = custom.get_function(there.project)
    assert (before.code, before.status) == ("", "NotDeployed")
    eventually(lambda: agreement_of(there) == 0.0)

    custom.check_function(there.project, code=CODE)  # the client gives nothing back
    custom.deploy_function(there.project, code=CODE)
    assert custom.get_function(there.project).status == "Active"
    eventually(lambda: agreement_of(there) == 0.25)

    logs = custom.get_function_logs(there.project, limit=5)["results"]
    assert any("compared ['x']" in log["message"] for log in logs)


def test_code_that_does_not_load_is_an_error(there: There) -> None:
    with pytest.raises(ApiError) as raised:
        there.ls.projects.metrics.custom.deploy_function(there.project, code="def (")
    assert raised.value.status_code == 400
    assert "SyntaxError" in str(raised.value.body)
