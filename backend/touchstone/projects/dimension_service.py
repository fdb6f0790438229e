"""What changes how a project measures agreement. Each change starts a new generation of figures."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.core.clock import utc_now
from touchstone.core.errors import Invalid, NotFound
from touchstone.labelstudio.json_path import check_path
from touchstone.models import Dimension, LabelCount, Project
from touchstone.models.score import ExtractionMethod
from touchstone.projects import metric_choice
from touchstone.projects.dimension_schemas import (
    AgreementSettingsPatch,
    ControlWeight,
    DimensionIn,
    DimensionPatch,
    JsonPath,
    MetricParamIn,
)
from touchstone.projects.dimensions import allowed_in, comparable_of, list_dimensions
from touchstone.projects.generations import request_generation

MOST_DIMENSIONS = 200
"""Of those a manager may define in one project."""


async def find_dimension(session: AsyncSession, project_id: int, dimension_id: int) -> Dimension:
    """Raises NotFound for a dimension of another project too."""
    query = select(Dimension).where(
        Dimension.project_id == project_id, Dimension.id == dimension_id
    )
    dimension = await session.scalar(query)
    if dimension is None:
        raise NotFound("There is no such dimension.", dimension=dimension_id)
    return dimension


async def create_dimension(
    session: AsyncSession, project: Project, user_id: int, draft: DimensionIn
) -> Dimension:
    """Add a user-defined dimension. Raises Invalid for what cannot be."""
    existing = await list_dimensions(session, project.id)
    if len(existing) >= MOST_DIMENSIONS:
        raise Invalid(
            f"A project can have {MOST_DIMENSIONS} dimensions.", code="too_many_dimensions"
        )
    dimension = Dimension(
        project_id=project.id,
        name=draft.name,
        description=draft.description,
        extraction_method=ExtractionMethod.JSON_PATH,
        extraction_params=checked_path(draft.extraction_method_params),
        weight=draft.weight,
        is_active=draft.is_active,
        position=max((one.position for one in existing), default=-1) + 1,
        created_by=user_id,
    )
    _check_name(draft.name, existing)
    _choose_metric(project, dimension, draft.metric_type, draft.metric_params)
    dimension.excluded_classes = list(dict.fromkeys(draft.excluded_classes))
    session.add(dimension)
    await session.flush()
    await session.refresh(dimension)
    await request_generation(session, project.id, user_id=user_id)
    return dimension


async def change_dimension(
    session: AsyncSession,
    project: Project,
    user_id: int,
    dimension_id: int,
    patch: DimensionPatch,
) -> Dimension:
    """Change the keys that were sent. Raises Invalid for what cannot be, NotFound."""
    existing = await list_dimensions(session, project.id)
    dimension = await find_dimension(session, project.id, dimension_id)
    await _apply(session, project, dimension, existing, patch)
    check_weights(existing)
    await session.flush()
    await request_generation(session, project.id, user_id=user_id)
    return dimension


async def change_settings(
    session: AsyncSession, project: Project, user_id: int, patch: AgreementSettingsPatch
) -> None:
    """Change many settings at once, which starts one new generation of figures.

    Raises Invalid for what cannot be; the fields of a dimension are `dimensions.<id>.<field>`.
    """
    for name in ("agreement_threshold", "max_additional_annotators_assignable"):
        if name in patch.model_fields_set:
            setattr(project, name, getattr(patch, name))
    if patch.agreement_methodology is not None:
        project.agreement_methodology = patch.agreement_methodology
    existing = await list_dimensions(session, project.id)
    by_id = {dimension.id: dimension for dimension in existing}
    for change in patch.dimensions or []:
        dimension = by_id.get(change.id)
        if dimension is None:
            raise Invalid(
                f"There is no dimension {change.id} in this project.",
                code="unknown_dimension",
                validation_errors={"dimensions": [f"There is no dimension {change.id}."]},
            )
        try:
            await _apply(session, project, dimension, existing, change)
        except Invalid as error:
            raise _of_dimension(error, dimension.id) from error
    check_weights(existing)
    project.updated_at = utc_now()
    await session.flush()
    await request_generation(session, project.id, user_id=user_id)


def _of_dimension(error: Invalid, dimension_id: int) -> Invalid:
    fields: dict[str, list[str]] = error.context.get("validation_errors", {})
    return Invalid(
        error.detail,
        code=error.code,
        dimension=dimension_id,
        validation_errors={
            f"dimensions.{dimension_id}.{field}": texts for field, texts in fields.items()
        },
    )


async def _apply(
    session: AsyncSession,
    project: Project,
    dimension: Dimension,
    existing: Sequence[Dimension],
    patch: DimensionPatch,
) -> None:
    sent = {name for name in patch.model_fields_set if getattr(patch, name) is not None}
    if patch.extraction_method_params is not None:
        if dimension.extraction_method != ExtractionMethod.JSON_PATH:
            raise Invalid("Only a user-defined dimension has a path.", code="not_user_defined")
        dimension.extraction_params = checked_path(patch.extraction_method_params)
    if sent & {"metric_type", "metric_params", "extraction_method_params"}:
        same = patch.metric_type in {None, dimension.metric}
        params = patch.metric_params
        if params is None:
            params = dimension.metric_params if same else {}
        _choose_metric(project, dimension, patch.metric_type or dimension.metric, params)
    if patch.name is not None:
        _check_name(patch.name, [one for one in existing if one.id != dimension.id])
        dimension.name = patch.name
    if patch.excluded_classes is not None:
        await _exclude(session, project, dimension, patch.excluded_classes)
    for name, attribute in _PLAIN.items():
        if name in sent:
            setattr(dimension, attribute, getattr(patch, name))
    dimension.updated_at = utc_now()


_PLAIN = {
    "description": "description",
    "weight": "weight",
    "is_active": "is_active",
    "order": "position",
}


async def delete_dimension(
    session: AsyncSession, project: Project, user_id: int, dimension_id: int
) -> None:
    """Raises Invalid for a dimension of the labeling config, which can be switched off."""
    dimension = await find_dimension(session, project.id, dimension_id)
    if dimension.extraction_method != ExtractionMethod.JSON_PATH:
        raise Invalid(
            "A dimension of the labeling config cannot be deleted; switch it off (`is_active`).",
            code="not_user_defined",
        )
    rest = [one for one in await list_dimensions(session, project.id) if one is not dimension]
    check_weights(rest)
    await session.delete(dimension)
    await session.flush()
    await request_generation(session, project.id, user_id=user_id)


def checked_path(params: JsonPath) -> dict[str, str]:
    """Raises Invalid for a path that cannot be read."""
    try:
        check_path(params.path)
    except ValueError as error:
        detail = f"The path cannot be read: {error}"
        raise Invalid(
            detail,
            code="bad_json_path",
            validation_errors={"extraction_method_params.path": [detail]},
        ) from error
    return {"path": params.path, "kind": params.kind}


def _check_name(name: str, others: Sequence[Dimension]) -> None:
    if any(one.name == name for one in others):
        raise Invalid(
            f"Another dimension is called {name!r}.",
            code="duplicate_name",
            validation_errors={"name": ["Another dimension has this name."]},
        )


def _choose_metric(
    project: Project, dimension: Dimension, key: str, params: Mapping[str, float | str | None]
) -> None:
    metric = metric_choice.chosen(key, allowed_in(project, dimension))
    dimension.metric = metric.key
    dimension.metric_params = metric_choice.checked(metric, params)


def check_weights(dimensions: Sequence[Dimension]) -> None:
    """Something must count, as long as there is anything that can."""
    if dimensions and not any(one.is_active and one.weight > 0 for one in dimensions):
        detail = "At least one active dimension must have a weight above 0."
        raise Invalid(detail, code="no_weight", validation_errors={"weight": [detail]})


async def _exclude(
    session: AsyncSession, project: Project, dimension: Dimension, classes: Collection[str]
) -> None:
    """Raises Invalid for a class that neither the config nor any result has."""
    one = comparable_of(project, dimension)
    if one is not None and not one.dynamic:
        known = set(one.labels) | set(dimension.excluded_classes)
        strange = set(classes) - known
        if strange:
            used = select(LabelCount.label).where(
                LabelCount.project_id == project.id,
                LabelCount.from_name == one.name,
                LabelCount.count > 0,
                LabelCount.label.in_(strange),
            )
            strange -= set((await session.scalars(used)).all())
        if strange:
            detail = f"{dimension.name} has no class {sorted(strange)[0]!r}."
            raise Invalid(
                detail, code="unknown_class", validation_errors={"excluded_classes": [detail]}
            )
    dimension.excluded_classes = list(dict.fromkeys(classes))


async def apply_control_weights(
    session: AsyncSession, project: Project, weights: Mapping[str, ControlWeight]
) -> None:
    """Label Studio's `control_weights`; controls and labels that are not named stay as they are.

    Raises Invalid for an unknown control or label, and where nothing would count.
    """
    dimensions = await list_dimensions(session, project.id)
    by_control = {one.control_name: one for one in dimensions if one.control_name is not None}
    for name, weight in weights.items():
        dimension = by_control.get(name)
        if dimension is None:
            known = ", ".join(sorted(by_control)) or "none"
            detail = f"There is no control {name!r} (known: {known})."
            raise Invalid(
                detail, code="unknown_control", validation_errors={"control_weights": [detail]}
            )
        dimension.weight = weight.overall
        if weight.overall > 0:
            dimension.is_active = True
        if weight.labels is not None:
            excluded = set(dimension.excluded_classes) - set(weight.labels)
            excluded |= {label for label, value in weight.labels.items() if value == 0}
            await _exclude(session, project, dimension, sorted(excluded))
    check_weights(dimensions)
    await session.flush()


async def apply_metric_param(
    session: AsyncSession, project: Project, user_id: int, draft: MetricParamIn
) -> None:
    """Label Studio's form of one metric for the project; keys that are not sent stay.

    Raises Invalid where no active dimension can use the metric.
    """
    active = [one for one in await list_dimensions(session, project.id) if one.is_active]
    if draft.metric_name is not None or draft.additional_params is not None:
        changed = 0
        for dimension in active:
            key = draft.metric_name or dimension.metric
            if key in {one.key for one in allowed_in(project, dimension)}:
                _choose_metric(project, dimension, key, draft.additional_params or {})
                changed += 1
        if not changed:
            detail = f"No active dimension can be compared by {draft.metric_name!r}."
            raise Invalid(detail, code="bad_metric", validation_errors={"metric_name": [detail]})
    if "agreement_threshold" in draft.model_fields_set:
        percent = draft.agreement_threshold
        project.agreement_threshold = None if percent is None else percent / 100
    if "max_additional_annotators_assignable" in draft.model_fields_set:
        project.max_additional_annotators_assignable = draft.max_additional_annotators_assignable
    await session.flush()
    await request_generation(session, project.id, user_id=user_id)
