"""Ask a server whether it lives: by connecting, as a pid alone proves nothing."""

import os
import socket
import struct
import subprocess
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from touchstone.embedded.layout import SOCKET_NAME, SUPERUSER

_PROTOCOL_3 = 196608
_ANSWER_LIMIT = 5.0  # seconds


class Answer(StrEnum):
    """What a connection attempt got."""

    READY = "ready"
    NOT_YET = "not_yet"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Postmaster:
    """What a running server wrote into its `postmaster.pid`."""

    pid: int
    socket_dir: Path


def read_postmaster(pid_file: Path) -> Postmaster | None:
    """The server that claims a cluster; None if none does or it is not listening yet."""
    try:
        lines = pid_file.read_text().splitlines()
        return Postmaster(int(lines[0]), Path(lines[4])) if lines[4] else None
    except (FileNotFoundError, IndexError, ValueError):
        return None


def read_pid(pid_file: Path) -> int | None:
    """The process that claims a cluster, listening or not."""
    try:
        return int(pid_file.read_text().split(maxsplit=1)[0])
    except (FileNotFoundError, IndexError, ValueError):
        return None


def ask(socket_dir: Path) -> Answer:
    """Open a connection as a client would and see whether the server lets it in."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(_ANSWER_LIMIT)
        try:
            connection.connect(str(socket_dir / SOCKET_NAME))
            connection.sendall(_startup_packet())
            first = connection.recv(1)
            if first == b"R":
                connection.sendall(b"X\0\0\0\x04")
        except OSError:
            return Answer.NONE
    return {b"R": Answer.READY, b"E": Answer.NOT_YET}.get(first, Answer.NONE)


def is_server_of(cluster: Path, pid: int) -> bool:
    """Whether `pid` is a living PostgreSQL on `cluster`, not a zombie nor a reused number."""
    process = Path("/proc") / str(pid)
    try:
        if Path("/proc/self").exists():
            state = (process / "stat").read_text().rsplit(")", 1)[1].split()[0]
            return state not in "ZX" and _works_in(process, cluster)
        shown = subprocess.run(
            ["ps", "-o", "stat=,command=", "-p", str(pid)],
            capture_output=True,
            text=True,
            check=False,
        ).stdout
    except (OSError, IndexError):
        return False
    return not shown.startswith("Z") and str(cluster) in shown


def _works_in(process: Path, cluster: Path) -> bool:
    """A server's working folder is its cluster."""
    try:
        return os.path.samefile(process / "cwd", cluster)
    except PermissionError:
        return os.fsencode(cluster) in (process / "cmdline").read_bytes()


def _startup_packet() -> bytes:
    fields = ("user", SUPERUSER, "database", "postgres", "application_name", "touchstone probe")
    body = b"".join(field.encode() + b"\0" for field in fields) + b"\0"
    return struct.pack("!ii", len(body) + 8, _PROTOCOL_3) + body
