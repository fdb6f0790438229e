"""What changes many tasks at once."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.access.dependencies import ProjectContext
from touchstone.access.permissions import Permission
from touchstone.annotations import ground_truth
from touchstone.annotations import service as annotations
from touchstone.core.errors import Invalid
from touchstone.data_manager import queries
from touchstone.data_manager.selection import Selection
from touchstone.models import Prediction
from touchstone.reviews import service as reviews
from touchstone.tasks import service as tasks
from touchstone.tasks.queries import lock_tasks

CHUNK = 1000
"""Tasks changed by one round of statements."""

Run = Callable[[AsyncSession, int, Sequence[int]], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class Action:
    """`run` changes the tasks given and tells how many things it did it to."""

    id: str
    title: str
    permission: Permission
    question: str
    noun: str
    run: Run


async def delete_predictions(
    session: AsyncSession, project_id: int, task_ids: Sequence[int]
) -> int:
    """Delete all predictions of these tasks. Returns how many."""
    await lock_tasks(session, project_id, task_ids)
    gone = await session.scalars(
        delete(Prediction)
        .where(Prediction.project_id == project_id, Prediction.task_id.in_(task_ids))
        .returning(Prediction.task_id)
    )
    touched = list(gone)
    if not touched:
        return 0
    changed = sorted(set(touched))
    await tasks.refresh_figures(session, project_id, changed, predictions=True)
    await tasks.touch_contents(session, project_id, changed)
    return len(touched)


ACTIONS: Mapping[str, Action] = MappingProxyType(
    {
        action.id: action
        for action in (
            Action(
                "delete_tasks",
                "Delete tasks",
                Permission.TASK_DELETE,
                "Delete the selected tasks with their annotations, reviews and predictions?",
                "tasks",
                tasks.delete_tasks,
            ),
            Action(
                "delete_tasks_annotations",
                "Delete annotations",
                Permission.ANNOTATION_DELETE,
                "Delete all annotations of the selected tasks, with their reviews?",
                "annotations",
                annotations.delete_of_tasks,
            ),
            Action(
                "delete_tasks_reviews",
                "Delete reviews",
                Permission.REVIEW_DELETE,
                "Delete all reviews of the selected tasks? Their annotations wait for a "
                "verdict again.",
                "reviews",
                reviews.delete_of_tasks,
            ),
            Action(
                "delete_tasks_predictions",
                "Delete predictions",
                Permission.PREDICTION_CREATE,
                "Delete all predictions of the selected tasks?",
                "predictions",
                delete_predictions,
            ),
            Action(
                "delete_ground_truths",
                "Delete ground truths",
                Permission.GROUND_TRUTH_SET,
                "Take the star from the ground truths of the selected tasks? The annotations stay.",
                "ground truths",
                ground_truth.clear,
            ),
        )
    }
)


def find_action(name: str) -> Action:
    """Raises Invalid for an action that does not exist, naming those that do."""
    action = ACTIONS.get(name)
    if action is None:
        raise Invalid(
            f"There is no action {name!r}. There are {', '.join(ACTIONS)}.", code="unknown_action"
        )
    return action


async def run_action(
    session: AsyncSession, ctx: ProjectContext, action: Action, selection: Selection
) -> int:
    """Do it to every selected task, all or none. Raises Forbidden."""
    ctx.require(action.permission)
    async with queries.limited(session, selection.filter):
        ids = await queries.all_ids(session, ctx.project_id, selection.condition)
    done = 0
    for chunk in _chunks(ids):
        done += await action.run(session, ctx.project_id, chunk)
    return done


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[first : first + CHUNK] for first in range(0, len(ids), CHUNK))
