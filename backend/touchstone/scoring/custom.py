"""A project's own agreement function: keeping it, trying it, and the scores it gives."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.agreement.types import Score, Undefined
from touchstone.core.clock import utc_now
from touchstone.core.errors import Invalid
from touchstone.core.settings import Settings
from touchstone.models import CustomMetric, CustomMetricLog
from touchstone.projects.generations import request_generation
from touchstone.sandbox import runner
from touchstone.sandbox.runner import Call, Limits, Outcome, SandboxUnavailable

NOT_ALLOWED = "The operator has not allowed custom metrics (TOUCHSTONE_CUSTOM_METRICS)."
LOGS_KEPT = 1000
"""Of a project; older ones are deleted."""
LOGS_OF_ONE_RUN = 50
_LONGEST_LOG = 4000
_TRIAL = Limits(call_seconds=5, start_seconds=10)

_encode = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class CustomSide:
    """One annotation or prediction of a pair; `result` is its JSON text."""

    item_id: int
    task_id: int
    completed_by: int | None
    model_version: str | None
    result: str


async def custom_scores(
    session: AsyncSession, project_id: int, pairs: Sequence[tuple[CustomSide, CustomSide]]
) -> list[Score]:
    """What the project's function says of each pair, in order.

    A pair that it fails for has no value, with ``CUSTOM_METRIC_FAILED``. What it printed, and why
    it failed, goes to the project's log. Never raises for what the function does.
    """
    if not pairs:
        return []
    failed = Score(None, Undefined.CUSTOM_METRIC_FAILED)
    custom = await session.get(CustomMetric, project_id)
    if custom is None or not custom.is_active:
        return [failed] * len(pairs)
    if not Settings().custom_metrics:
        await _write_logs(session, project_id, [(None, NOT_ALLOWED)])
        return [failed] * len(pairs)
    try:
        outcomes = await runner.run(custom.code, [call_of(*pair) for pair in pairs])
    except SandboxUnavailable as error:
        await _write_logs(session, project_id, [(None, _unavailable(error))])
        return [failed] * len(pairs)
    outcomes = [_with_score(outcome) for outcome in outcomes]
    await _write_logs(session, project_id, _messages(pairs, outcomes))
    return [
        failed if outcome.score is None else Score(min(max(outcome.score, 0.0), 1.0))
        for outcome in outcomes
    ]


def call_of(left: CustomSide, right: CustomSide) -> Call:
    return Call(_annotation(left), _annotation(right))


def _annotation(side: CustomSide) -> bytes:
    """As Label Studio writes an annotation, or a prediction, with the keys that matter here."""
    about: dict[str, object] = {"id": side.item_id, "task": side.task_id}
    if side.model_version is None:
        about["completed_by"] = side.completed_by
    else:
        about["model_version"] = side.model_version
    return _encode(about)[:-1] + b',"result":' + side.result.encode() + b"}"


def _with_score(outcome: Outcome) -> Outcome:
    """A function that gives scores by label though none were asked for: their mean counts."""
    if outcome.error is not None or outcome.score is not None:
        return outcome
    if not outcome.labels:
        return Outcome(error="the function returned no score", printed=outcome.printed)
    mean = sum(outcome.labels.values()) / len(outcome.labels)
    return Outcome(mean, printed=outcome.printed, notes=outcome.notes)


def _messages(
    pairs: Sequence[tuple[CustomSide, CustomSide]], outcomes: Sequence[Outcome]
) -> list[tuple[int | None, str]]:
    """What there is to tell, each text once with the number of pairs, not more than is read."""
    first: dict[str, tuple[CustomSide, CustomSide]] = {}
    times: Counter[str] = Counter()
    more = 0
    for (left, right), outcome in zip(pairs, outcomes, strict=True):
        parts = [outcome.printed.rstrip(), *outcome.notes, (outcome.error or "").rstrip()]
        text = "\n".join(filter(None, parts))
        if not text:
            continue
        if text not in first and len(first) >= LOGS_OF_ONE_RUN:
            more += 1
            continue
        first.setdefault(text, (left, right))
        times[text] += 1
    messages: list[tuple[int | None, str]] = []
    for text, (left, right) in first.items():
        head = f"annotations {left.item_id} and {right.item_id}"
        if times[text] > 1:
            head += f" ({times[text]} times in this run)"
        messages.append((left.task_id, f"{head}: {text}"))
    if more:
        messages.append((None, f"... and {more} more messages of the same run"))
    return messages


async def _write_logs(
    session: AsyncSession, project_id: int, messages: Sequence[tuple[int | None, str]]
) -> None:
    if not messages:
        return
    rows = [
        {
            "project_id": project_id,
            "task_id": task_id,
            "message": message.replace("\0", "\ufffd")[:_LONGEST_LOG],
        }
        for task_id, message in messages
    ]
    await session.execute(insert(CustomMetricLog), rows)
    oldest_kept = (
        select(CustomMetricLog.id)
        .where(CustomMetricLog.project_id == project_id)
        .order_by(CustomMetricLog.id.desc())
        .offset(LOGS_KEPT - 1)
        .limit(1)
        .scalar_subquery()
    )
    await session.execute(
        delete(CustomMetricLog).where(
            CustomMetricLog.project_id == project_id, CustomMetricLog.id < oldest_kept
        )
    )


def _unavailable(error: SandboxUnavailable) -> str:
    return f"Nothing was run, because this system cannot lock a function in: {error}."


async def deploy(session: AsyncSession, project_id: int, code: str, user_id: int) -> CustomMetric:
    """Keep the code and have the figures computed anew by it.

    Raises Invalid when the code does not load, or cannot be run on this system.
    """
    outcome = await try_code(code)
    if outcome.error is not None:
        raise Invalid(outcome.error, code="bad_code")
    custom = await session.get(CustomMetric, project_id, with_for_update=True)
    if custom is None:
        custom = CustomMetric(project_id=project_id, code=code)
        session.add(custom)
    custom.code, custom.is_active = code, True
    custom.updated_by, custom.updated_at = user_id, utc_now()
    await session.flush()
    await request_generation(session, project_id, user_id=user_id)
    return custom


async def withdraw(session: AsyncSession, project_id: int, user_id: int) -> None:
    """Go back to the dimensions' metrics; the code is kept, switched off."""
    custom = await session.get(CustomMetric, project_id, with_for_update=True)
    if custom is None or not custom.is_active:
        return
    custom.is_active = False
    custom.updated_by, custom.updated_at = user_id, utc_now()
    await session.flush()
    await request_generation(session, project_id, user_id=user_id)


async def try_code(code: str) -> Outcome:
    """Load the code and call nothing. Raises Invalid where no function can be locked in."""
    try:
        return await runner.check(code, _TRIAL)
    except SandboxUnavailable as error:
        raise Invalid(_unavailable(error), code="sandbox_unavailable") from error


async def try_pair(code: str, left: CustomSide, right: CustomSide) -> Outcome:
    """Call the function for one pair. Raises Invalid where no function can be locked in."""
    try:
        return (await runner.run(code, [call_of(left, right)], _TRIAL))[0]
    except SandboxUnavailable as error:
        raise Invalid(_unavailable(error), code="sandbox_unavailable") from error
