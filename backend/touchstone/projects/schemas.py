"""Projects on the wire. Decimal fields are answered as strings, as Label Studio's clients expect."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from touchstone.access.schemas import Email, Name, Password, UserSimple
from touchstone.models.review import RejectAction
from touchstone.models.user import Role
from touchstone.projects.dimension_schemas import ControlWeight, ControlWeightOut, Methodology
from touchstone.projects.instructions import Instruction

Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Text = Annotated[str, Field(max_length=100_000)]
Threshold = Annotated[float, Field(ge=0, le=1)]
"""Sent as a number or, as Label Studio does, as a decimal string."""
ControlWeights = Annotated[dict[str, ControlWeight], Field(max_length=1_000)]
AdditionalAnnotators = Annotated[int, Field(ge=0, le=1000)]


class ReviewSettings(BaseModel):
    """How review works in a project."""

    model_config = ConfigDict(extra="ignore")

    review_criteria: Literal["one", "all"] = "all"
    require_comment_on_reject: bool = False
    allowed_reject_actions: list[RejectAction] = Field(
        default=[RejectAction.REMOVE, RejectAction.REQUEUE, RejectAction.REDISTRIBUTE], min_length=1
    )
    default_reject_action: RejectAction = RejectAction.REMOVE
    only_finished_tasks: bool = False
    """Serve annotations only of tasks that have as many of them as they need."""
    allow_own_annotations: bool = False
    """Serve reviewers their own annotations too."""
    instruction: Instruction = ""
    """HTML for reviewers, sanitised when it is stored."""
    show_instruction: bool = False
    """Open the instruction whenever somebody begins to review."""

    @model_validator(mode="after")
    def _default_is_allowed(self) -> "ReviewSettings":
        if self.default_reject_action not in self.allowed_reject_actions:
            raise ValueError("default_reject_action must be one of allowed_reject_actions")
        return self


class ProjectIn(BaseModel):
    model_config = ConfigDict(
        extra="ignore",
        json_schema_extra={
            "example": {
                "title": "Support tickets",
                "label_config": '<View><Text name="text" value="$text"/>'
                '<Choices name="topic" toName="text"><Choice value="Billing"/>'
                '<Choice value="Shipping"/></Choices></View>',
            }
        },
    )

    title: Title = "New project"
    description: Text | None = ""
    label_config: str | None = None
    color: Annotated[str, Field(max_length=32)] | None = ""
    expert_instruction: Instruction | None = ""
    maximum_annotations: Annotated[int, Field(ge=1, le=1000)] = 1
    agreement_threshold: Threshold | None = None
    agreement_methodology: Methodology | None = "pairwise"
    max_additional_annotators_assignable: AdditionalAnnotators | None = None
    control_weights: ControlWeights | None = None
    """By the name of a control; those not named weigh 1."""
    review_settings: dict[str, Any] | None = None


class ProjectPatch(BaseModel):
    model_config = ConfigDict(
        extra="ignore",
        json_schema_extra={"example": {"review_settings": {"review_criteria": "one"}}},
    )

    title: Title | None = None
    description: Text | None = None
    label_config: str | None = None
    color: Annotated[str, Field(max_length=32)] | None = None
    expert_instruction: Instruction | None = None
    maximum_annotations: Annotated[int, Field(ge=1, le=1000)] | None = None
    agreement_threshold: Threshold | None = None
    agreement_methodology: Methodology | None = None
    max_additional_annotators_assignable: AdditionalAnnotators | None = None
    control_weights: ControlWeights | None = None
    """By the name of a control; those not named stay."""
    review_settings: dict[str, Any] | None = None
    """May be partial: the given keys are merged into the present settings."""


class LabelConfigIn(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={
            "example": {"label_config": '<View><Text name="text" value="$text"/></View>'}
        }
    )

    label_config: str


class ConfigOut(BaseModel):
    """A parsed labeling config."""

    tree: dict[str, Any]
    controls: dict[str, dict[str, Any]]
    objects: dict[str, dict[str, Any]]


class ValidationOut(BaseModel):
    ok: Literal[True]
    config: ConfigOut


class ReviewSettingsOut(ReviewSettings):
    project: int


class ProjectSummary(BaseModel):
    """A project in the list."""

    id: int
    title: str
    description: str
    label_config: str
    color: str
    expert_instruction: str
    maximum_annotations: int
    agreement_threshold: str | None
    agreement_methodology: Methodology
    max_additional_annotators_assignable: int | None
    control_weights: dict[str, ControlWeightOut]
    is_dimensions_enabled: Literal[True]
    """Label Studio's word for agreement by dimensions, which is the only kind here."""
    review_settings: ReviewSettingsOut
    created_at: datetime
    updated_at: datetime
    created_by: UserSimple | None
    role: Role
    permissions: list[str]
    task_number: int
    finished_task_number: int
    num_tasks_with_annotations: int
    total_annotations_number: int
    useful_annotation_number: int
    skipped_annotations_number: int
    ground_truth_number: int
    total_predictions_number: int
    reviewed_number: int
    review_queue_total: int
    scoring_pending: int


class ProjectOut(ProjectSummary):
    parsed_label_config: dict[str, Any]
    config: ConfigOut


class MemberOut(BaseModel):
    user: UserSimple
    role: Role
    implicit: bool
    """True for managers and up, who reach every project without being members."""
    has_password: bool
    annotations: int
    reviews: int


class MemberIn(BaseModel):
    """An existing account by `user`, or a new one by `email`."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"email": "rosa@example.org", "role": "RE"}}
    )

    user: int | None = None
    email: Email | None = None
    first_name: Name = ""
    last_name: Name = ""
    password: Password | None = None
    role: Role | None = None

    @model_validator(mode="after")
    def _who(self) -> "MemberIn":
        if (self.user is None) == (self.email is None):
            raise ValueError("send either `user` or `email`")
        return self


class MemberPatch(BaseModel):
    model_config = ConfigDict(json_schema_extra={"example": {"role": "RE"}})

    role: Role
