"""Accounts, projects, tasks, annotations."""

from itertools import count
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.annotations.service import queue_for_review
from touchstone.labelstudio.features import extract_features
from touchstone.models import Annotation, Prediction, Project, ProjectMember, Task, User
from touchstone.models.user import Role
from touchstone.projects import label_configs
from touchstone.projects.dimensions import sync_dimensions
from touchstone.projects.generations import request_generation
from touchstone.tasks.service import refresh_figures

_numbers = count(1)

TEXT_CONFIG = """<View>
  <Text name="text" value="$text"/>
  <Choices name="topic" toName="text" choice="single">
    <Choice value="Billing"/><Choice value="Shipping"/><Choice value="Other"/>
  </Choices>
  <Labels name="entity" toName="text">
    <Label value="Person"/><Label value="Product"/>
  </Labels>
</View>"""


def choice(label: str) -> list[dict[str, Any]]:
    """A result of `TEXT_CONFIG` that chooses one topic."""
    return [
        {
            "id": f"c{label}",
            "from_name": "topic",
            "to_name": "text",
            "type": "choices",
            "value": {"choices": [label]},
        }
    ]


async def make_user(session: AsyncSession, role: Role = Role.ANNOTATOR, **values: Any) -> User:
    number = next(_numbers)
    user = User(
        email=values.pop("email", f"user{number}@example.org"),
        first_name=values.pop("first_name", f"First{number}"),
        last_name=values.pop("last_name", f"Last{number}"),
        role=role,
        **values,
    )
    session.add(user)
    await session.flush()
    return user


async def make_project(session: AsyncSession, **values: Any) -> Project:
    project = Project(
        title=values.pop("title", f"Project {next(_numbers)}"),
        label_config=values.pop("label_config", TEXT_CONFIG),
        **values,
    )
    session.add(project)
    await session.flush()
    await session.refresh(project)
    await sync_dimensions(session, project)
    await request_generation(session, project.id)
    return project


async def make_member(session: AsyncSession, project: Project, role: Role = Role.ANNOTATOR) -> User:
    user = await make_user(session, role)
    session.add(ProjectMember(project_id=project.id, user_id=user.id))
    await session.flush()
    return user


async def make_task(session: AsyncSession, project: Project, **values: Any) -> Task:
    task = Task(
        project_id=project.id,
        inner_id=values.pop("inner_id", next(_numbers)),
        data=values.pop("data", {"text": "The parcel of Ana is late."}),
        overlap=values.pop("overlap", project.maximum_annotations),
        **values,
    )
    session.add(task)
    await session.flush()
    return task


async def make_annotation(
    session: AsyncSession,
    task: Task,
    user: User,
    result: list[dict[str, Any]] | None = None,
    **values: Any,
) -> Annotation:
    """An annotation as a submit leaves it: queued for review, the task's figures true."""
    result = choice("Billing") if result is None else result
    project = await session.get_one(Project, task.project_id)
    annotation = Annotation(
        project_id=task.project_id,
        task_id=task.id,
        result=result,
        result_count=len(result),
        features=extract_features(result, label_configs.parsed(project.label_config)),
        completed_by=user.id,
        **values,
    )
    session.add(annotation)
    await session.flush()
    await session.refresh(annotation)
    if not annotation.was_cancelled and annotation.review_state == "pending":
        await queue_for_review(session, task.project_id, task.id, annotation.id, user.id)
    task.content_version = (task.content_version or 0) + 1
    await session.flush()
    await refresh_figures(session, task.project_id, [task.id])
    return annotation


async def make_prediction(
    session: AsyncSession, task: Task, result: list[dict[str, Any]], **values: Any
) -> Prediction:
    project = await session.get_one(Project, task.project_id)
    prediction = Prediction(
        project_id=task.project_id,
        task_id=task.id,
        result=result,
        features=extract_features(result, label_configs.parsed(project.label_config)),
        model_version=values.pop("model_version", "m1"),
        **values,
    )
    session.add(prediction)
    await session.flush()
    await refresh_figures(session, task.project_id, [task.id], predictions=True)
    return prediction
