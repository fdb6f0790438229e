"""A change reaches the task's agreement through the job engine of a running server."""

import httpx

from tests.factories import TEXT_CONFIG, choice
from tests.running import Touchstone, eventually, first_account


def scored(browser: httpx.Client, task_id: int) -> dict[str, object] | None:
    task: dict[str, object] = browser.get(f"/api/tasks/{task_id}/").json()
    return None if task["scoring_pending"] else task


def test_agreement_follows_every_change(module_database: str) -> None:
    with (
        Touchstone("serve", "--port", "0", TOUCHSTONE_DATABASE_URL=module_database) as server,
        first_account(server.url) as browser,
    ):
        project = browser.post(
            "/api/projects/", json={"title": "One", "label_config": TEXT_CONFIG}
        ).json()["id"]
        other = browser.post(
            f"/api/projects/{project}/members/", json={"email": "b@example.org", "role": "AN"}
        ).json()["user"]
        task = browser.post(
            "/api/tasks/", json={"project": project, "data": {"text": "late"}}
        ).json()["id"]
        url = f"/api/tasks/{task}/annotations/"
        browser.post(url, json={"result": choice("Billing")})
        second = browser.post(url, json={"result": choice("Other"), "completed_by": other}).json()

        found = eventually(lambda: scored(browser, task))
        # Topics differ; neither marked an entity, which counts as agreeing there.
        assert found["agreement"] == 0.5
        fix = {"annotation": second["id"], "accepted": True, "result": choice("Billing")}
        assert browser.post("/api/annotation-reviews/", json=fix).status_code == 201
        assert eventually(lambda: scored(browser, task))["agreement"] == 1.0
        dashboard = browser.get(f"/api/projects/{project}/dashboard/").json()
        assert dashboard["agreement"]["average"] == 1.0
        assert browser.delete(f"/api/annotations/{second['id']}/").status_code == 200
        alone = eventually(lambda: scored(browser, task))
        assert alone["agreement"] is None
        assert alone["agreement_undefined"]
