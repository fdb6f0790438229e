"""Slows down password guessing, per address and account, in this process."""

import time
from collections import OrderedDict

from touchstone.core.errors import TooManyRequests

MAX_FAILURES = 10
WINDOW = 300.0  # seconds
MAX_KEYS = 10_000


class LoginThrottle:
    """Allows `MAX_FAILURES` wrong passwords a key and window; memory is bounded."""

    def __init__(self) -> None:
        self._failures: OrderedDict[str, list[float]] = OrderedDict()

    def check(self, key: str) -> None:
        """Raises TooManyRequests when the key has failed too often lately."""
        now = time.monotonic()
        recent = [moment for moment in self._failures.get(key, []) if now - moment < WINDOW]
        if len(recent) >= MAX_FAILURES:
            wait = int(WINDOW - (now - recent[0])) + 1
            raise TooManyRequests(
                f"Too many wrong passwords; try again in {wait} seconds.", retry_after=wait
            )

    def failed(self, key: str) -> None:
        now = time.monotonic()
        moments = [m for m in self._failures.pop(key, []) if now - m < WINDOW]
        self._failures[key] = [*moments, now][-MAX_FAILURES:]
        while len(self._failures) > MAX_KEYS:
            self._failures.popitem(last=False)

    def succeeded(self, key: str) -> None:
        self._failures.pop(key, None)
