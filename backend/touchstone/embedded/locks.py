"""File locks that the kernel lets go when their process ends, however it ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class FileLock:
    """One `flock` of this object's own: two objects on one path exclude each other."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    @property
    def is_held(self) -> bool:
        return self._descriptor is not None

    def take_shared(self) -> None:
        """Wait until nobody holds the lock exclusively, then hold it with others."""
        self._take(fcntl.LOCK_SH)

    def take_exclusive(self) -> None:
        """Wait until nobody else holds the lock, then hold it alone."""
        self._take(fcntl.LOCK_EX)

    def try_shared(self) -> bool:
        return self._try(fcntl.LOCK_SH)

    def try_exclusive(self) -> bool:
        return self._try(fcntl.LOCK_EX)

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        self.take_exclusive()
        try:
            yield
        finally:
            self.release()

    def _try(self, kind: int) -> bool:
        try:
            self._take(kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _take(self, kind: int) -> None:
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, kind)
        except BaseException:
            os.close(descriptor)
            raise
        self.release()
        self._descriptor = descriptor
