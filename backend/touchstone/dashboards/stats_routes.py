"""Label Studio's statistics about agreement."""

import re
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.access.dependencies import OnProject, ProjectContext
from touchstone.access.permissions import Permission
from touchstone.core.errors import Forbidden, Invalid, NotFound
from touchstone.dashboards import stats_confusion, stats_labels
from touchstone.dashboards import stats_figures as figures
from touchstone.dashboards import stats_queries as queries
from touchstone.dashboards.stats_schemas import (
    AgreementOut,
    AgreementsOut,
    AnnotatorAgreementOut,
    ConfusionOut,
    DimensionAgreementOut,
    DistributionOut,
    IaaOut,
    ModelAgreementOut,
    PredictionAgreementOut,
    TotalAgreementOut,
)
from touchstone.models.score import ConfusionMode
from touchstone.web.errors import problems
from touchstone.web.responses import Json
from touchstone.web.session import DbSession

router = APIRouter(prefix="/api/projects/{project_id}", tags=["agreement"])

Viewer = Annotated[ProjectContext, Depends(OnProject(Permission.DASHBOARD_VIEW))]
COMMAS = "^[0-9, ]*$"
Ids = Annotated[
    str,
    Query(max_length=20_000, pattern=COMMAS, description="Ids of accounts, with commas between."),
]
PerLabel = Annotated[bool, Query()]
RESPONSES = problems(Forbidden, NotFound)
ANALYSIS = "/analytics/data-quality/agreement-analysis"
MOST_IDS = 2_000


def numbers(text: str, name: str) -> list[int]:
    """Ids with commas between. Raises Invalid."""
    parts = [part for part in (piece.strip() for piece in text.split(",")) if part]
    if len(parts) > MOST_IDS:
        raise Invalid(f"{name} may hold {MOST_IDS} ids.", code="too_many_ids")
    if not parts or not all(re.fullmatch("[0-9]{1,18}", part) for part in parts):
        detail = f"{name} must be ids with commas between, such as 3,4."
        raise Invalid(detail, code="bad_ids", validation_errors={name: [detail]})
    return list(dict.fromkeys(int(part) for part in parts))


async def an_annotator(project_id: int, user_id: int, ctx: Viewer, session: DbSession) -> int:
    """The account in the path. Raises NotFound where it never took part in the project."""
    if not await queries.takes_part(session, project_id, user_id):
        raise NotFound("There is no such annotator in this project.", user=str(user_id))
    return user_id


Annotator = Annotated[int, Depends(an_annotator)]


def refuse_labels(per_label: bool) -> None:
    """As Label Studio does for projects whose agreement is by dimensions."""
    if per_label:
        raise Invalid("This figure does not exist by label.", code="not_per_label")


@router.get("/stats/IAA", response_model=IaaOut, responses=RESPONSES)
async def get_iaa(
    project_id: int,
    ctx: Viewer,
    session: DbSession,
    expand: Annotated[str, Query(max_length=200)] = "",
    task: Annotated[str | None, Query(max_length=20_000, pattern=COMMAS)] = None,
    *,
    per_label: PerLabel = False,
    std: bool = False,
) -> Any:
    """The matrix of annotators; by label among the tasks in which the label was used."""
    generation = await queries.current_generation(session, project_id)
    expand_users = "users" in [part.strip() for part in expand.split(",")]
    if per_label:
        if task is not None:
            raise Invalid("`task` and `per_label` cannot be combined.", code="not_per_label")
        return Json(await stats_labels.iaa(session, generation, std=std, expand=expand_users))
    return Json(
        await figures.iaa(
            session,
            generation,
            task_ids=None if task is None else numbers(task, "task"),
            std=std,
            expand_users=expand_users,
        )
    )


@router.get("/stats/total_agreement", response_model=TotalAgreementOut, responses=RESPONSES)
async def get_total_agreement(
    project_id: int, ctx: Viewer, session: DbSession, *, per_label: PerLabel = False
) -> dict[str, Any]:
    """The mean agreement of tasks, or by label."""
    generation = await queries.current_generation(session, project_id)
    if per_label:
        return {"total_agreement": await stats_labels.means(session, generation)}
    return {"total_agreement": (await figures.project_mean(session, generation)).mean}


@router.get(
    "/stats/agreement_annotator/{user_id}",
    response_model=AnnotatorAgreementOut,
    responses=RESPONSES,
)
async def get_annotator_agreement(
    project_id: int, user_id: Annotator, ctx: Viewer, session: DbSession
) -> dict[str, Any]:
    """The mean pair score of one annotator with the others."""
    generation = await queries.current_generation(session, project_id)
    means = await figures.annotator_means(session, generation, [user_id])
    return {"Agreement_per_annotator": means[str(user_id)]}


@router.get("/stats/agreement_annotators", response_model=AgreementsOut, responses=RESPONSES)
async def get_annotators_agreement(
    project_id: int, ctx: Viewer, session: DbSession, ids: Ids
) -> dict[str, Any]:
    """The mean pair score of each annotator with the others."""
    generation = await queries.current_generation(session, project_id)
    wanted = numbers(ids, "ids")
    return {"agreement": await figures.annotator_means(session, generation, wanted)}


@router.get("/stats/agreement-groundtruth", response_model=AgreementsOut, responses=RESPONSES)
async def get_users_ground_truth_agreement(
    project_id: int, ctx: Viewer, session: DbSession, ids: Ids, *, per_label: PerLabel = False
) -> dict[str, Any]:
    """The mean score of each annotator against the ground truth."""
    refuse_labels(per_label)
    generation = await queries.current_generation(session, project_id)
    wanted = numbers(ids, "ids")
    return {"agreement": await figures.ground_truth_means(session, generation, wanted)}


@router.get(
    "/users/{user_id}/stats/agreement-groundtruth",
    response_model=AgreementOut,
    responses=RESPONSES,
)
async def get_user_ground_truth_agreement(
    project_id: int,
    user_id: Annotator,
    ctx: Viewer,
    session: DbSession,
    *,
    per_label: PerLabel = False,
) -> dict[str, Any]:
    """The mean score of one annotator against the ground truth."""
    refuse_labels(per_label)
    generation = await queries.current_generation(session, project_id)
    means = await figures.ground_truth_means(session, generation, [user_id])
    return {"agreement": means[str(user_id)]}


@router.get("/user-stats/prediction", response_model=AgreementsOut, responses=RESPONSES)
async def get_users_prediction_agreement(
    project_id: int, ctx: Viewer, session: DbSession, ids: Ids, *, per_label: PerLabel = False
) -> dict[str, Any]:
    """The mean score of each annotator with predictions of any model version."""
    refuse_labels(per_label)
    generation = await queries.current_generation(session, project_id)
    wanted = numbers(ids, "ids")
    return {"agreement": await figures.prediction_means(session, generation, wanted)}


@router.get(
    "/user-stats/{user_id}/prediction",
    response_model=PredictionAgreementOut,
    responses=RESPONSES,
)
async def get_user_prediction_agreement(
    project_id: int,
    user_id: Annotator,
    ctx: Viewer,
    session: DbSession,
    *,
    per_label: PerLabel = False,
) -> dict[str, Any]:
    """The mean score of one annotator with predictions of any model version."""
    refuse_labels(per_label)
    generation = await queries.current_generation(session, project_id)
    means = await figures.prediction_means(session, generation, [user_id])
    return {"average_prediction_agreement_per_user": means[str(user_id)]}


ModelVersion = Annotated[str, Path(max_length=1_000)]


async def _model_means(
    session: AsyncSession, project_id: int, model_version: str
) -> dict[str, float | None]:
    model = await queries.find_model(session, project_id, model_version)
    if model is None:
        raise NotFound("There is no such model version.", model_version=model_version)
    generation = await queries.current_generation(session, project_id)
    return await figures.model_means(session, generation, model)


@router.get(
    "/model-stats/{model_version:path}/agreement", response_model=AgreementOut, responses=RESPONSES
)
async def get_model_agreement(
    project_id: int, model_version: ModelVersion, ctx: Viewer, session: DbSession
) -> dict[str, Any]:
    """The mean score of a model version with all annotators."""
    return {"agreement": (await _model_means(session, project_id, model_version))["annotators"]}


@router.get(
    "/model-stats/{model_version:path}/agreement-groundtruth",
    response_model=AgreementOut,
    responses=RESPONSES,
)
async def get_model_ground_truth_agreement(
    project_id: int,
    model_version: ModelVersion,
    ctx: Viewer,
    session: DbSession,
    *,
    per_label: PerLabel = False,
) -> dict[str, Any]:
    """The mean score of a model version against the ground truth."""
    refuse_labels(per_label)
    return {"agreement": (await _model_means(session, project_id, model_version))["ground_truth"]}


@router.get(
    "/model-stats/{model_version:path}/prediction",
    response_model=ModelAgreementOut,
    responses=RESPONSES,
)
async def get_model_prediction_agreement(
    project_id: int,
    model_version: ModelVersion,
    ctx: Viewer,
    session: DbSession,
    *,
    per_label: PerLabel = False,
) -> dict[str, Any]:
    """The mean score of a model version with the other versions."""
    refuse_labels(per_label)
    means = await _model_means(session, project_id, model_version)
    return {"average_prediction_agreement_per_model": means["models"]}


@router.get(f"{ANALYSIS}/distribution", response_model=DistributionOut, responses=RESPONSES)
async def get_agreement_distribution(
    project_id: int, ctx: Viewer, session: DbSession
) -> dict[str, Any]:
    """How many tasks agree how well."""
    generation = await queries.current_generation(session, project_id)
    return await figures.distribution(session, generation, project_id)


@router.get(f"{ANALYSIS}/confusion-matrix", response_model=ConfusionOut, responses=RESPONSES)
async def get_confusion_matrix(
    project_id: int,
    ctx: Viewer,
    session: DbSession,
    from_name: Annotated[str | None, Query(max_length=1_000)] = None,
    dimension: int | None = None,
    mode: ConfusionMode = ConfusionMode.ALL,
) -> Any:
    """Which label met which, between annotators or against the ground truth."""
    generation = await queries.current_generation(session, project_id)
    return Json(
        await stats_confusion.confusion_matrix(
            session, generation, from_name=from_name, dimension_id=dimension, mode=mode
        )
    )


@router.get(
    f"{ANALYSIS}/dimensions", response_model=list[DimensionAgreementOut], responses=RESPONSES
)
async def get_dimension_agreements(
    project_id: int, ctx: Viewer, session: DbSession
) -> list[dict[str, Any]]:
    """The mean agreement of tasks in each active dimension."""
    generation = await queries.current_generation(session, project_id)
    return await figures.by_dimension(session, generation)
