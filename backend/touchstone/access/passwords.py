"""Argon2 hashes. Hashing takes tens of milliseconds of CPU, so it runs beside the event loop."""

import asyncio
from functools import cache

from pwdlib import PasswordHash

MIN_LENGTH = 8

_hasher = PasswordHash.recommended()


@cache
def _nobody() -> str:
    return _hasher.hash("no account has this password")


def _verify(password: str, password_hash: str | None) -> bool:
    return _hasher.verify(password, password_hash or _nobody())


async def hash_password(password: str) -> str:
    return await asyncio.to_thread(_hasher.hash, password)


async def verify_password(password: str, password_hash: str | None) -> bool:
    """Takes equally long for an account that does not exist, so that guessing tells nothing."""
    ok = await asyncio.to_thread(_verify, password, password_hash)
    return ok and password_hash is not None
