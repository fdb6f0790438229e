"""Uploads on their way through the database, in pieces of a mebibyte."""

from collections.abc import AsyncIterator

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.db.driver import driver_connection
from touchstone.models import ImportChunk

CHUNK_BYTES = 1024 * 1024


class ChunkWriter:
    """Stores pieces of any size as chunks, in the session's transaction."""

    def __init__(self, session: AsyncSession, import_id: int) -> None:
        self._session = session
        self._import_id = import_id
        self._waiting = bytearray()
        self._next = 0
        self.size = 0

    async def write(self, piece: bytes) -> None:
        self.size += len(piece)
        self._waiting += piece
        while len(self._waiting) >= CHUNK_BYTES:
            await self._store(bytes(memoryview(self._waiting)[:CHUNK_BYTES]))
            del self._waiting[:CHUNK_BYTES]

    async def finish(self) -> None:
        if self._waiting:
            await self._store(bytes(self._waiting))
            self._waiting.clear()

    async def _store(self, content: bytes) -> None:
        connection = await driver_connection(self._session)
        await connection.copy_records_to_table(
            ImportChunk.__tablename__,
            records=[(self._import_id, self._next, content)],
            columns=("import_id", "seq", "content"),
        )
        self._next += 1


async def read_chunk(session: AsyncSession, import_id: int, seq: int) -> bytes | None:
    query = select(ImportChunk.content).where(
        ImportChunk.import_id == import_id, ImportChunk.seq == seq
    )
    content: bytes | None = await session.scalar(query)
    return content


async def read_chunks(session: AsyncSession, import_id: int) -> AsyncIterator[bytes]:
    seq = 0
    while (content := await read_chunk(session, import_id, seq)) is not None:
        yield content
        seq += 1


async def drop_chunks(session: AsyncSession, import_id: int) -> None:
    await session.execute(delete(ImportChunk).where(ImportChunk.import_id == import_id))
