"""Instructions for reviewers and annotators (rule R19)."""

from sqlalchemy.ext.asyncio import AsyncSession

from tests.conftest import AsUser
from tests.factories import make_member, make_project
from touchstone.models.user import Role

NASTY = (
    '<h2>How</h2><p onclick="alert(1)">Mark <b>all</b> names.</p><script>alert(2)</script>'
    '<img src=x onerror=alert(3)><a href="javascript:alert(4)">here</a>'
    '<a href="https://example.org/guide">guide</a><iframe src="https://example.org"></iframe>'
)
CLEAN = (
    "<h2>How</h2><p>Mark <b>all</b> names.</p>"
    '<img src="x"><a rel="noopener noreferrer nofollow">here</a>'
    '<a href="https://example.org/guide" rel="noopener noreferrer nofollow">guide</a>'
)


async def test_r19_instructions_are_kept_without_what_runs(
    session: AsyncSession, as_user: AsUser
) -> None:
    project = await make_project(session)
    manager = await make_member(session, project, Role.MANAGER)
    client = await as_user(manager)

    answer = await client.patch(
        f"/api/projects/{project.id}/",
        json={"expert_instruction": NASTY, "review_settings": {"instruction": NASTY}},
    )

    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert body["expert_instruction"] == CLEAN
    assert body["review_settings"]["instruction"] == CLEAN
    assert body["review_settings"]["show_instruction"] is False


async def test_r19_showing_them_first_changes_no_other_setting(
    session: AsyncSession, as_user: AsUser
) -> None:
    project = await make_project(session)
    manager = await make_member(session, project, Role.MANAGER)
    client = await as_user(manager)
    await client.patch(
        f"/api/projects/{project.id}/",
        json={"review_settings": {"instruction": "<p>Read this.</p>", "review_criteria": "one"}},
    )

    answer = await client.patch(
        f"/api/projects/{project.id}/", json={"review_settings": {"show_instruction": True}}
    )

    settings = answer.json()["review_settings"]
    assert settings["show_instruction"] is True
    assert settings["instruction"] == "<p>Read this.</p>"
    assert settings["review_criteria"] == "one"
