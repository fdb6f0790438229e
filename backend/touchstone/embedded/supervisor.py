"""The process beside the server: restarts it when it dies, stops it when nobody uses it.

It outlives whoever started it. "Nobody uses it" means that no process holds `users.lock` shared;
the kernel frees that lock however a process ends, so a killed Touchstone leaves no server behind.
"""

import argparse
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from touchstone.embedded import postmaster
from touchstone.embedded.account import Account
from touchstone.embedded.binaries import Binaries
from touchstone.embedded.layout import Layout
from touchstone.embedded.locks import FileLock

# A server that ended within this many seconds has failed to start. After a crash its orphans may
# hold the shared memory a moment longer, so one failure is not yet the end.
_FAST = 5.0
_MAX_FAST_FAILURES = 10
_PAUSE = 0.3

WATCHING = b"w"


class Supervisor:
    """Keeps one server running for as long as it has users."""

    def __init__(
        self, layout: Layout, socket_dir: Path, *, binaries: Binaries, account: Account
    ) -> None:
        self._layout = layout
        self._socket_dir = socket_dir
        self._binaries = binaries
        self._account = account
        self._stopping = threading.Event()
        self._launching = threading.Lock()

    def run(self) -> int:
        """Watch until the last user is gone (0) or the server cannot be started (1)."""
        watch = FileLock(self._layout.supervisor_lock)
        if not watch.try_exclusive():
            return 0
        threading.Thread(target=self._stop_when_unused, daemon=True).start()
        self._report()

        fast_failures = 0
        while not self._stopping.is_set():
            began = time.monotonic()
            self._serve_once()
            fast_failures = fast_failures + 1 if time.monotonic() - began < _FAST else 0
            if fast_failures == _MAX_FAST_FAILURES:
                return 1
            self._stopping.wait(_PAUSE)
        self._remove_short_socket_dir()
        return 0

    def _report(self) -> None:
        """Say that we watch; then let the reader see the end of the pipe."""
        os.write(sys.stdout.fileno(), WATCHING)
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

    def _serve_once(self) -> None:
        """Adopt the running server or start one; return when it is gone."""
        with self._launching:
            if self._stopping.is_set():
                return
            adopted = postmaster.living_pid(self._layout.cluster)
            server = None if adopted is not None else self._launch()
        if server is not None:
            server.wait()
            return
        while postmaster.living_pid(self._layout.cluster) == adopted:
            time.sleep(_PAUSE)

    def _launch(self) -> subprocess.Popen[bytes]:
        return postmaster.launch(
            self._layout.cluster,
            self._socket_dir,
            binaries=self._binaries,
            account=self._account,
        )

    def _stop_when_unused(self) -> None:
        users = FileLock(self._layout.users_lock)
        users.take_exclusive()  # held until this process ends: no start meets a stopping server
        with self._launching:
            self._stopping.set()
        postmaster.stop(self._layout.cluster)

    def _remove_short_socket_dir(self) -> None:
        if self._socket_dir != self._layout.default_socket_dir:
            self._socket_dir.rmdir()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", type=Path)
    parser.add_argument("socket_dir", type=Path)
    parser.add_argument("programs", type=Path)
    parser.add_argument("major", type=int)
    parser.add_argument("uid", type=int)
    parser.add_argument("gid", type=int)
    given = parser.parse_args()

    # Nobody's child: whoever started us need not wait for us, nor is killed with its children.
    if os.fork():
        return 0
    # A service manager signals the whole group; the users decide when the server goes.
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, lambda *_: None)
    return Supervisor(
        Layout(given.root),
        given.socket_dir,
        binaries=Binaries(given.major, given.programs),
        account=Account(given.uid, given.gid),
    ).run()
