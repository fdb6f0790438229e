"""One table: role to permissions. Guards, docs/permissions.md and the SPA's menus follow it."""

from enum import StrEnum

from touchstone.models.user import Role


class Permission(StrEnum):
    USERS_VIEW = "users.view"
    USERS_MANAGE = "users.manage"
    PROJECT_CREATE = "project.create"
    PROJECT_VIEW = "project.view"
    PROJECT_UPDATE = "project.update"
    PROJECT_DELETE = "project.delete"
    MEMBERS_VIEW = "members.view"
    MEMBERS_MANAGE = "members.manage"
    TASK_VIEW = "task.view"
    TASK_CREATE = "task.create"
    TASK_UPDATE = "task.update"
    TASK_DELETE = "task.delete"
    DATA_MANAGER_VIEW = "data_manager.view"
    BULK_ACTION = "data_manager.act"
    ANNOTATION_CREATE = "annotation.create"
    ANNOTATION_UPDATE_ANY = "annotation.update_any"
    ANNOTATION_DELETE = "annotation.delete"
    PREDICTION_CREATE = "prediction.create"
    REVIEW_CREATE = "review.create"
    REVIEW_DELETE = "review.delete"
    GROUND_TRUTH_SET = "ground_truth.set"
    DASHBOARD_VIEW = "dashboard.view"
    METRIC_CODE = "metric.code"
    IMPORT = "transfer.import"
    EXPORT = "transfer.export"


_ANNOTATOR = frozenset(
    {
        Permission.PROJECT_VIEW,
        Permission.TASK_VIEW,
        Permission.ANNOTATION_CREATE,
    }
)
_REVIEWER = _ANNOTATOR | {
    Permission.MEMBERS_VIEW,
    Permission.DATA_MANAGER_VIEW,
    Permission.ANNOTATION_UPDATE_ANY,
    Permission.REVIEW_CREATE,
    Permission.REVIEW_DELETE,
    Permission.GROUND_TRUTH_SET,
    Permission.DASHBOARD_VIEW,
}
_MANAGER = frozenset(Permission) - {Permission.USERS_MANAGE}

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.OWNER: frozenset(Permission),
    Role.ADMINISTRATOR: frozenset(Permission),
    Role.MANAGER: _MANAGER,
    Role.REVIEWER: _REVIEWER,
    Role.ANNOTATOR: _ANNOTATOR,
}

SEES_EVERY_PROJECT = frozenset({Role.OWNER, Role.ADMINISTRATOR, Role.MANAGER})
"""The others reach the projects that they are members of."""


def allowed(role: Role) -> frozenset[Permission]:
    return GRANTS[role]
