"""Write docs/permissions.md from the table that the guards use.

Run `python scripts/write_permissions_page.py` after a change of `access/permissions.py`.
"""

from pathlib import Path

from touchstone.access.permissions import SEES_EVERY_PROJECT, Permission, allowed
from touchstone.models.user import Role

PAGE = Path(__file__).resolve().parents[1] / "docs" / "permissions.md"

ROLE_NAMES = {
    Role.OWNER: "Owner",
    Role.ADMINISTRATOR: "Administrator",
    Role.MANAGER: "Manager",
    Role.REVIEWER: "Reviewer",
    Role.ANNOTATOR: "Annotator",
}

MEANINGS = {
    Permission.USERS_VIEW: "see all accounts",
    Permission.USERS_MANAGE: "make and change accounts",
    Permission.PROJECT_CREATE: "make a project",
    Permission.PROJECT_VIEW: "see a project",
    Permission.PROJECT_UPDATE: "change its settings and labeling config",
    Permission.PROJECT_DELETE: "delete it",
    Permission.MEMBERS_VIEW: "see its members",
    Permission.MEMBERS_MANAGE: "add, change and remove members",
    Permission.TASK_VIEW: "see a task and its files",
    Permission.TASK_CREATE: "add a task",
    Permission.TASK_UPDATE: "change a task's data",
    Permission.TASK_DELETE: "delete tasks",
    Permission.DATA_MANAGER_VIEW: "list tasks, annotations and reviews",
    Permission.BULK_ACTION: "act on many tasks at once",
    Permission.ANNOTATION_CREATE: "submit an annotation, and change own ones",
    Permission.ANNOTATION_UPDATE_ANY: "change annotations of others",
    Permission.ANNOTATION_DELETE: "delete annotations",
    Permission.PREDICTION_CREATE: "add, change and delete predictions",
    Permission.REVIEW_CREATE: "review",
    Permission.REVIEW_DELETE: "take verdicts back",
    Permission.GROUND_TRUTH_SET: "set and move the ground-truth star",
    Permission.DASHBOARD_VIEW: "see the dashboard",
    Permission.METRIC_CODE: "give it an agreement function in Python, and read its log",
    Permission.IMPORT: "import",
    Permission.EXPORT: "export",
}

HEAD = """# Permissions

<!-- Written by scripts/write_permissions_page.py from backend/touchstone/access/permissions.py. -->

An account has one role. {everywhere} reach every project; the others reach the projects that they are members of, and a membership
may give them another role inside that project. Whoever is not a member is answered 404, a member without the right 403.

"""


def render() -> str:
    names = [ROLE_NAMES[role] for role in Role if role in SEES_EVERY_PROJECT]
    everywhere = f"{', '.join(f'{name}s' for name in names[:-1])} and {names[-1]}s".capitalize()
    rows = [
        ["Right", "", *(ROLE_NAMES[role] for role in Role)],
        ["---", "---", *(":---:" for _ in Role)],
    ]
    for permission in Permission:
        marks = ["✓" if permission in allowed(role) else "" for role in Role]
        rows.append([f"`{permission}`", MEANINGS[permission], *marks])
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return HEAD.format(everywhere=everywhere) + table + "\n"


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
