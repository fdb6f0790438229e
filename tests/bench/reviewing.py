"""Many reviewers at once, each asking for the next item and giving a verdict on it."""

import asyncio
import secrets
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

import httpx
import orjson

from tests.bench.client import Connection, connected, percentile
from tests.bench.stack import Stack

PASSWORD = secrets.token_urlsafe(16)


@dataclass(slots=True)
class Session:
    """What all reviewers did together."""

    seconds: float = 0.0
    cycles: list[float] = field(default_factory=list)
    """Milliseconds of `next` and the verdict on what it gave."""
    decided: list[int] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return len(self.decided) / self.seconds

    @property
    def p95(self) -> float:
        return percentile(self.cycles, 0.95)

    @property
    def twice(self) -> int:
        return len(self.decided) - len(set(self.decided))


def make_reviewers(stack: Stack, project: int, count: int) -> list[str]:
    """Accounts that review the project; their tokens."""
    tokens = []
    for number in range(count):
        email = f"reviewer{number}@bench.example.org"
        account = {"email": email, "password": PASSWORD, "role": "RE"}
        stack.browser.post("/api/users/", json=account).raise_for_status()
        member = {"email": email, "role": "RE"}
        stack.browser.post(f"/api/projects/{project}/members/", json=member).raise_for_status()
        with httpx.Client(base_url=stack.url, headers={"Origin": stack.url}) as browser:
            browser.post("/api/session", json={"email": email, "password": PASSWORD})
            token = browser.post("/api/current-user/reset-token/").raise_for_status()
            tokens.append(token.json()["token"])
    return tokens


async def review(
    stack: Stack, project: int, tokens: list[str], *, seconds: float, per_second: float | None
) -> Session:
    """Reviewers who decide as fast as they can, or so many times a second all together."""
    session = Session()
    start = time.perf_counter()
    pause = len(tokens) / per_second if per_second else 0.0
    await asyncio.gather(
        *(
            _reviewer(
                stack,
                project,
                token,
                session,
                begin=start + pause * place / len(tokens),
                pause=pause,
                end=start + seconds,
            )
            for place, token in enumerate(tokens)
        )
    )
    session.seconds = time.perf_counter() - start
    return session


async def _reviewer(
    stack: Stack,
    project: int,
    token: str,
    session: Session,
    *,
    begin: float,
    pause: float,
    end: float,
) -> None:
    stream = str(uuid.uuid4())
    due = begin
    async with connected(stack.url, token) as connection:
        while (now := time.perf_counter()) < end:
            if due > now:
                await asyncio.sleep(due - now)
            due += pause
            took, annotation = await _decide(connection, project, stream, len(session.decided))
            if annotation is None:
                return
            session.cycles.append(took)
            session.decided.append(annotation)


async def _decide(
    connection: Connection, project: int, stream: str, number: int
) -> tuple[float, int | None]:
    """Of ten verdicts eight accept, one fixes and one rejects."""
    start = time.perf_counter()
    answer = await connection.request(
        "POST", f"/api/projects/{project}/review-stream/next", {"stream": stream, "limit": 1}
    )
    items = orjson.loads(answer)["items"]
    if not items:
        return 0.0, None
    annotation = items[0]["annotation"]
    verdict: dict[str, Any] = {
        "annotation": annotation["id"],
        "accepted": number % 10 != 9,
        "annotation_version": annotation["version"],
        "stream": stream,
    }
    if number % 10 == 8:
        verdict["result"] = annotation["result"][1:]
    await connection.request("POST", "/api/annotation-reviews/", verdict, expect=201)
    return (time.perf_counter() - start) * 1000, annotation["id"]
