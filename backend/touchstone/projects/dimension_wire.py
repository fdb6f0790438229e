"""How dimensions are shown."""

from collections.abc import Iterable, Mapping
from typing import Any

from touchstone.agreement import answers
from touchstone.agreement.registry import METRICS
from touchstone.models import Dimension, Project
from touchstone.models.score import ExtractionMethod
from touchstone.projects import metric_choice
from touchstone.projects.dimensions import allowed_in, comparable_of, kinds_in

CATEGORICAL = frozenset({answers.Items, answers.Paths})


def dimension_to_wire(
    project: Project, dimension: Dimension, methodology: str | None = None
) -> dict[str, Any]:
    """The `DimensionOut` form; the allowed metrics are those of a methodology."""
    methodology = methodology or project.agreement_methodology
    one = comparable_of(project, dimension)
    kinds = kinds_in(project, dimension)
    return {
        "id": dimension.id,
        "project": dimension.project_id,
        "name": dimension.name,
        "description": dimension.description,
        "control_tag": dimension.control_name,
        "tag": dimension.control_tag,
        "per_region": one is not None and one.per_region,
        "extraction_method": dimension.extraction_method,
        "extraction_method_params": dimension.extraction_params,
        "metric_type": dimension.metric,
        "metric_params": dimension.metric_params,
        "weight": dimension.weight,
        "is_active": dimension.is_active,
        "is_categorical": bool(CATEGORICAL & set(kinds)) if one is None else one.is_categorical,
        "is_user_defined": dimension.extraction_method == ExtractionMethod.JSON_PATH,
        "excluded_classes": dimension.excluded_classes,
        "values_enum": list(one.labels) or None if one is not None else None,
        "order": dimension.position,
        "allowed_metrics_with_params": {
            metric.key: metric_choice.metric_to_wire(metric, methodology)
            for metric in allowed_in(project, dimension)
        },
        "created_by": dimension.created_by,
        "created_at": dimension.created_at,
        "updated_at": dimension.updated_at,
    }


def catalogue(methodology: str) -> dict[str, Any]:
    """Every metric by key."""
    return {
        key: metric_choice.metric_to_wire(metric, methodology) for key, metric in METRICS.items()
    }


def control_weights(project: Project, dimensions: Iterable[Dimension]) -> dict[str, Any]:
    """Label Studio's form of weights and excluded classes, by the name of the control."""
    return {
        dimension.control_name: {
            "overall": dimension.weight if dimension.is_active else 0.0,
            "type": dimension.control_tag,
            "labels": _label_weights(project, dimension),
        }
        for dimension in dimensions
        if dimension.control_name is not None
    }


def _label_weights(project: Project, dimension: Dimension) -> Mapping[str, float]:
    one = comparable_of(project, dimension)
    labels = dict.fromkeys(() if one is None else one.labels, 1.0)
    return labels | dict.fromkeys(dimension.excluded_classes, 0.0)


def metric_param(
    project: Project, dimensions: Iterable[Dimension], *, allowed: bool
) -> dict[str, Any]:
    """The `MetricParamOut` form."""
    active = [dimension for dimension in dimensions if dimension.is_active]
    same_metric = len({dimension.metric for dimension in active}) == 1
    same = same_metric and all(one.metric_params == active[0].metric_params for one in active)
    threshold = project.agreement_threshold
    return {
        "metric_name": active[0].metric if same_metric else None,
        "metric_params": active[0].metric_params if same else None,
        "agreement_threshold": None if threshold is None else round(threshold * 100),
        "max_additional_annotators_assignable": project.max_additional_annotators_assignable,
        "allowed": allowed,
    }
