"""How a project is shown."""

from collections.abc import Sequence
from typing import Any

from touchstone.access.dependencies import Caller
from touchstone.access.permissions import SEES_EVERY_PROJECT, allowed
from touchstone.access.users import simple_user
from touchstone.models import Dimension, Project, User
from touchstone.models.user import Role
from touchstone.projects import label_configs
from touchstone.projects.dimension_wire import control_weights
from touchstone.projects.service import review_settings


def role_of(caller: Caller, project_role: str | None) -> Role:
    if project_role is not None and caller.role not in SEES_EVERY_PROJECT:
        return Role(project_role)
    return caller.role


def summary(
    project: Project,
    *,
    role: Role,
    counts: dict[str, int],
    creator: User | None,
    dimensions: Sequence[Dimension],
) -> dict[str, Any]:
    """The `ProjectSummary` form."""
    settings = review_settings(project).model_dump(mode="json")
    threshold = project.agreement_threshold
    return {
        "id": project.id,
        "title": project.title,
        "description": project.description,
        "label_config": project.label_config,
        "color": project.color,
        "expert_instruction": project.expert_instruction,
        "maximum_annotations": project.maximum_annotations,
        "agreement_threshold": None if threshold is None else f"{threshold:.2f}",
        "agreement_methodology": project.agreement_methodology,
        "max_additional_annotators_assignable": project.max_additional_annotators_assignable,
        "control_weights": control_weights(project, dimensions),
        "is_dimensions_enabled": True,
        "review_settings": settings | {"project": project.id},
        "created_at": project.created_at,
        "updated_at": project.updated_at,
        "created_by": None if creator is None else simple_user(creator),
        "role": role,
        "permissions": sorted(allowed(role)),
        "total_annotations_number": counts["useful_annotation_number"]
        + counts["skipped_annotations_number"],
        **{name: value for name, value in counts.items() if name != "project_id"},
    }


def detail(
    project: Project,
    *,
    role: Role,
    counts: dict[str, int],
    creator: User | None,
    dimensions: Sequence[Dimension],
) -> dict[str, Any]:
    """The `ProjectOut` form."""
    config = label_configs.parsed(project.label_config)
    shown = summary(project, role=role, counts=counts, creator=creator, dimensions=dimensions)
    return shown | {
        "parsed_label_config": config.parsed(),
        "config": label_configs.to_wire(config),
    }
