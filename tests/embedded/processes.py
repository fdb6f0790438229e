"""Real processes that use a server, and how to find those of a server."""

import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import psutil

USER_PROGRAM = """
import sys
from pathlib import Path
from touchstone.embedded import EmbeddedPostgres
with EmbeddedPostgres(Path(sys.argv[1])) as server:
    print(server.status().pid, server.dsn, flush=True)
    sys.stdin.read()
print("left", flush=True)
"""


class UserProcess:
    """A process of its own that uses the server until told to leave, or killed."""

    def __init__(self, data_dir: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", USER_PROGRAM, str(data_dir)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.pid = 0
        self.dsn = ""

    def wait_until_connected(self) -> "UserProcess":
        assert self.process.stdout is not None
        pid, self.dsn = self.process.stdout.readline().split(maxsplit=1)
        self.dsn = self.dsn.strip()
        self.pid = int(pid)
        return self

    def leave(self) -> str:
        said, _ = self.process.communicate(timeout=60)
        return said

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=60)
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                stream.close()


def copy_data_dir(source: Path, target: Path) -> None:
    """Copy with the owners, which a server checks."""
    subprocess.run(["cp", "-a", source, target], check=True)


def server_processes(folder: Path) -> list[psutil.Process]:
    """Postmasters and supervisors that name `folder` in their command."""
    return [
        process
        for process in psutil.process_iter(["cmdline"])
        if any(str(folder) in word for word in process.info["cmdline"] or [])
        and not any("from touchstone.embedded import" in word for word in process.info["cmdline"])
    ]


def supervisors(folder: Path) -> list[psutil.Process]:
    return [p for p in server_processes(folder) if "touchstone.embedded" in p.info["cmdline"]]


def wait_gone(pid: int) -> None:
    """Return when the process is gone; fail after a minute."""
    with suppress(psutil.NoSuchProcess):
        psutil.Process(pid).wait(timeout=60)
