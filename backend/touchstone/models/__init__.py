"""Every table. Alembic reads the metadata from here; features import the classes they need."""

from touchstone.models.annotation import Annotation, AnnotationVersion, Draft, Prediction
from touchstone.models.project import Project, ProjectMember
from touchstone.models.review import Review, ReviewQueueItem
from touchstone.models.score import AnnotatorTotal, LabelCount, PairScore, PairTotal, TaskScore
from touchstone.models.task import Task
from touchstone.models.transfer import Import, ImportChunk, ProjectFile
from touchstone.models.user import AccessToken, Session, User

__all__ = [
    "AccessToken",
    "Annotation",
    "AnnotationVersion",
    "AnnotatorTotal",
    "Draft",
    "Import",
    "ImportChunk",
    "LabelCount",
    "PairScore",
    "PairTotal",
    "Prediction",
    "Project",
    "ProjectFile",
    "ProjectMember",
    "Review",
    "ReviewQueueItem",
    "Session",
    "Task",
    "TaskScore",
    "User",
]
