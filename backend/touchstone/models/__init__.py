"""Every table. Alembic reads the metadata from here; features import the classes they need."""

from touchstone.models.annotation import Annotation, AnnotationVersion, Draft, Prediction
from touchstone.models.project import Project, ProjectMember
from touchstone.models.review import Review, ReviewQueueItem
from touchstone.models.score import (
    AgreementReport,
    AgreementTotal,
    ConfusionTotal,
    CustomMetric,
    CustomMetricLog,
    Dimension,
    LabelCount,
    ModelVersion,
    PairScore,
    PairTotal,
    ParticipantTotal,
    ScoringChunk,
    ScoringGeneration,
    TaskAgreement,
    TaskScore,
)
from touchstone.models.task import Task
from touchstone.models.transfer import Import, ImportChunk, ProjectFile
from touchstone.models.user import AccessToken, Session, User

__all__ = [
    "AccessToken",
    "AgreementReport",
    "AgreementTotal",
    "Annotation",
    "AnnotationVersion",
    "ConfusionTotal",
    "CustomMetric",
    "CustomMetricLog",
    "Dimension",
    "Draft",
    "Import",
    "ImportChunk",
    "LabelCount",
    "ModelVersion",
    "PairScore",
    "PairTotal",
    "ParticipantTotal",
    "Prediction",
    "Project",
    "ProjectFile",
    "ProjectMember",
    "Review",
    "ReviewQueueItem",
    "ScoringChunk",
    "ScoringGeneration",
    "Session",
    "Task",
    "TaskAgreement",
    "TaskScore",
    "User",
]
