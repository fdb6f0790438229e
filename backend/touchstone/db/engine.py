"""One engine and one session factory per process."""

from typing import Any

import orjson
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)

Sessions = async_sessionmaker[AsyncSession]


SERVER_SETTINGS = {
    "timezone": "UTC",
    "jit": "off",
    "random_page_cost": "1.1",  # solid-state disks and memory, not the spinning ones of 4
    "parallel_setup_cost": "10000",  # many short queries at once: workers only for long ones
}


def make_engine(url: str, *, pool_size: int = 16, **options: Any) -> AsyncEngine:
    """Connections speak UTC and hand JSON over as Python values through orjson."""
    return create_async_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=30,
        pool_pre_ping=False,
        json_serializer=lambda value: orjson.dumps(value).decode(),
        json_deserializer=orjson.loads,
        connect_args={"server_settings": SERVER_SETTINGS},
        **options,
    )


def make_sessions(engine: AsyncEngine) -> Sessions:
    return async_sessionmaker(engine, expire_on_commit=False)


def make_read_sessions(engine: AsyncEngine) -> Sessions:
    """Sessions whose transactions begin READ ONLY, on the same connections."""
    return make_sessions(engine.execution_options(postgresql_readonly=True))
