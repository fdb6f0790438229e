"""Launch one server process, and stop it."""

import os
import signal
import subprocess
import time
from pathlib import Path

from touchstone.embedded.account import Account
from touchstone.embedded.binaries import Binaries, clean_environment
from touchstone.embedded.layout import PORT, SOCKET_NAME
from touchstone.embedded.probe import is_server_of, read_pid

_POLL = 0.02  # seconds

# What to send, and how long to wait before the next, harder, signal. After SIGQUIT the server
# recovers at its next start; a kill would leave its children behind.
_SHUTDOWN = ((signal.SIGINT, 30.0), (signal.SIGQUIT, 10.0))


def launch(
    cluster: Path, socket_dir: Path, *, binaries: Binaries, account: Account
) -> subprocess.Popen[bytes]:
    """Start the server; its messages go where ours go."""
    _clear_remains(cluster, socket_dir)
    other = account.is_other
    return subprocess.Popen(
        [
            binaries.program("postgres"),
            "-D",
            str(cluster),
            "-p",
            str(PORT),
            "-c",
            "listen_addresses=",
            "-c",
            f"unix_socket_directories={_quoted(socket_dir)}",
            "-c",
            "unix_socket_permissions=0700",
        ],
        stdin=subprocess.DEVNULL,
        cwd="/",
        env=clean_environment(),
        start_new_session=True,
        user=account.uid if other else None,
        group=account.gid if other else None,
        extra_groups=[] if other else None,
    )


def living_pid(cluster: Path) -> int | None:
    """The process that serves `cluster`, None if there is none."""
    pid = read_pid(cluster / "postmaster.pid")
    return pid if pid is not None and is_server_of(cluster, pid) else None


def stop(cluster: Path) -> bool:
    """End the server, breaking its connections off; False if it did not go."""
    for sent, patience in _SHUTDOWN:
        pid = living_pid(cluster)
        if pid is None:
            return True
        try:
            os.kill(pid, sent)
        except ProcessLookupError:
            return True
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if not is_server_of(cluster, pid):
                return True
            time.sleep(_POLL)
    return False


def _clear_remains(cluster: Path, socket_dir: Path) -> None:
    """Remove the claims of a server that is gone: its number may be another process's by now."""
    if living_pid(cluster) is None:
        (cluster / "postmaster.pid").unlink(missing_ok=True)
        (socket_dir / SOCKET_NAME).unlink(missing_ok=True)
        (socket_dir / f"{SOCKET_NAME}.lock").unlink(missing_ok=True)


def _quoted(folder: Path) -> str:
    """One entry of a PostgreSQL list of folders."""
    return '"' + str(folder).replace('"', '""') + '"'
