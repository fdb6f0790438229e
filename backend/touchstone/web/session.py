"""The database session of a request."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

READ_METHODS = frozenset({"GET", "HEAD"})


async def open_session(request: Request) -> AsyncIterator[AsyncSession]:
    """One request, one transaction: commit on success, roll back on any error.

    GET and HEAD begin READ ONLY, so PostgreSQL itself rejects a stray write.
    """
    read_only = request.method in READ_METHODS
    sessions = request.app.state.read_sessions if read_only else request.app.state.sessions
    async with sessions() as session:  # closing rolls back what is left open
        yield session
        await (session.rollback() if read_only else session.commit())


# scope="function" ends the dependency before the response is sent, so a failed commit
# becomes an error response. With the default scope the client would already have its 201.
DbSession = Annotated[AsyncSession, Depends(open_session, scope="function")]
