"""Projects through HTTP: configs, roles, members, settings."""

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from tests.conftest import AsUser
from tests.factories import (
    TEXT_CONFIG,
    make_annotation,
    make_member,
    make_project,
    make_task,
    make_user,
)
from touchstone.models import Project
from touchstone.models.user import Role


async def test_creating_a_project_gives_its_parsed_config(
    session: AsyncSession, as_user: AsUser
) -> None:
    client = await as_user(await make_user(session, Role.MANAGER))
    response = await client.post(
        "/api/projects/", json={"title": "Tickets", "label_config": TEXT_CONFIG}
    )
    assert response.status_code == 201, response.text
    project = response.json()
    assert project["config"]["controls"]["topic"]["labels"] == ["Billing", "Shipping", "Other"]
    assert project["parsed_label_config"]["entity"]["type"] == "Labels"
    assert project["review_settings"]["review_criteria"] == "all"
    assert project["task_number"] == 0


BOMB = """<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<View><Text name="t" value="$t"/><Header value="&b;"/></View>"""


@pytest.mark.parametrize(
    ("config", "line", "words"),
    [
        ("<View>\n  <Text name='t' value='$t'>\n</View>", 3, "mismatched"),
        (
            "<View>\n<Text name='t' value='$t'/>\n<Chioces name='c' toName='t'/></View>",
            3,
            "Choices",
        ),
        (
            "<View><Text name='t' value='$t'/>\n<Choices name='c' toName='x'>"
            "<Choice value='a'/></Choices></View>",
            2,
            "x",
        ),
        (BOMB, None, "entit"),
    ],
)
async def test_a_bad_config_says_what_is_wrong_and_where(
    session: AsyncSession, as_user: AsUser, config: str, line: int | None, words: str
) -> None:
    client = await as_user(await make_user(session, Role.MANAGER))
    response = await client.post("/api/projects/", json={"title": "x", "label_config": config})
    body = response.json()
    assert (response.status_code, body["code"]) == (400, "bad_label_config"), body
    assert words in body["detail"]
    if line is not None:
        assert body["context"]["line"] == line
    assert await session.scalar(select(func.count()).select_from(Project)) == 0


async def test_a_config_of_ten_megabytes_is_refused(session: AsyncSession, as_user: AsUser) -> None:
    client = await as_user(await make_user(session, Role.MANAGER))
    config = f"<View><Header value='{'x' * 10_000_000}'/></View>"
    response = await client.post("/api/projects/", json={"title": "x", "label_config": config})
    assert (response.status_code, response.json()["code"]) == (400, "bad_label_config")


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.OWNER, 201), (Role.MANAGER, 201), (Role.REVIEWER, 403), (Role.ANNOTATOR, 403)],
)
async def test_managers_and_up_create_projects(
    session: AsyncSession, as_user: AsUser, role: Role, status: int
) -> None:
    client = await as_user(await make_user(session, role))
    assert (await client.post("/api/projects/", json={"title": "x"})).status_code == status


async def test_outsiders_get_404_and_members_without_the_right_403(
    session: AsyncSession, as_user: AsUser
) -> None:
    project = await make_project(session)
    url = f"/api/projects/{project.id}/"
    outsider = await as_user(await make_user(session, Role.REVIEWER))
    member = await as_user(await make_member(session, project, Role.REVIEWER))
    manager = await as_user(await make_user(session, Role.MANAGER))

    assert (await outsider.get(url)).status_code == 404
    assert (await outsider.patch(url, json={"title": "y"})).status_code == 404
    assert (await member.get(url)).status_code == 200
    assert (await member.patch(url, json={"title": "y"})).status_code == 403
    assert (await manager.patch(url, json={"title": "y"})).json()["title"] == "y"
    assert [p["id"] for p in (await outsider.get("/api/projects/")).json()["results"]] == []
    assert [p["id"] for p in (await member.get("/api/projects/")).json()["results"]] == [project.id]


async def test_settings_are_merged_and_checked(session: AsyncSession, as_user: AsUser) -> None:
    project = await make_project(session)
    client = await as_user(await make_user(session, Role.MANAGER))
    url = f"/api/projects/{project.id}/"
    await client.patch(url, json={"review_settings": {"require_comment_on_reject": True}})
    changes = {"review_settings": {"review_criteria": "one"}, "agreement_threshold": "0.70"}
    body = (await client.patch(url, json=changes)).json()
    assert body["agreement_threshold"] == "0.70"
    assert body["review_settings"]["require_comment_on_reject"] is True
    assert body["review_settings"]["review_criteria"] == "one"

    bad = {
        "review_settings": {
            "allowed_reject_actions": ["remove"],
            "default_reject_action": "requeue",
        }
    }
    response = await client.patch(url, json=bad)
    assert response.status_code == 400
    assert list(response.json()["validation_errors"]) == ["review_settings"]


async def test_a_new_config_asks_for_new_scores_in_the_same_transaction(
    session: AsyncSession, as_user: AsUser
) -> None:
    project = await make_project(session)
    await make_task(session, project)
    client = await as_user(await make_user(session, Role.MANAGER))
    config = TEXT_CONFIG.replace("Other", "Anything else")
    await client.patch(f"/api/projects/{project.id}/", json={"label_config": config})
    jobs = (await session.execute(text("SELECT entrypoint FROM pgqueuer"))).scalars().all()
    assert jobs == ["scoring.start_generation"]


async def test_counts_are_of_this_project_alone(session: AsyncSession, as_user: AsUser) -> None:
    project, other = await make_project(session), await make_project(session)
    annotator = await make_member(session, project)
    for owner, n in ((project, 2), (other, 3)):
        for _ in range(n):
            await make_annotation(session, await make_task(session, owner), annotator)
    client = await as_user(await make_user(session, Role.OWNER))
    body = (await client.get(f"/api/projects/{project.id}/")).json()
    assert (body["task_number"], body["total_annotations_number"]) == (2, 2)
    assert (body["review_queue_total"], body["scoring_pending"]) == (2, 2)


async def test_members_are_added_changed_and_removed(
    session: AsyncSession, as_user: AsUser
) -> None:
    project = await make_project(session)
    client = await as_user(await make_user(session, Role.MANAGER))
    url = f"/api/projects/{project.id}/members/"
    added = await client.post(url, json={"email": "new@example.org", "role": "RE"})
    assert added.status_code == 201, added.text
    user_id = added.json()["user"]
    assert (
        await client.post(url, json={"email": "new@example.org", "role": "MA"})
    ).status_code == 400

    assert (await client.patch(f"{url}{user_id}/", json={"role": "AN"})).status_code == 200
    listed = {row["user"]["id"]: row for row in (await client.get(url)).json()}
    assert (listed[user_id]["role"], listed[user_id]["implicit"]) == ("AN", False)
    assert (await client.delete(f"{url}{user_id}/")).status_code == 200
    assert (await client.delete(f"{url}{user_id}/")).status_code == 404


async def test_a_role_inside_a_project_counts_there_only(
    session: AsyncSession, as_user: AsUser
) -> None:
    project, other = await make_project(session), await make_project(session)
    user = await make_member(session, project, Role.ANNOTATOR)
    manager = await as_user(await make_user(session, Role.MANAGER))
    await manager.post(f"/api/projects/{other.id}/members/", json={"user": user.id, "role": "RE"})
    client = await as_user(user)
    assert (await client.get(f"/api/projects/{project.id}/members/")).status_code == 403
    assert (await client.get(f"/api/projects/{other.id}/members/")).status_code == 200
