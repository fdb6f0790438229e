"""Where the embedded PostgreSQL keeps what, below one folder of ours."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

PORT = 5432
SUPERUSER = "touchstone"
DATABASE = "touchstone"
SOCKET_NAME = f".s.PGSQL.{PORT}"

# sockaddr_un.sun_path: 108 bytes on Linux, 104 on macOS, one of them for the final NUL.
MAX_SOCKET_PATH = 103

# Characters with a meaning in a connection URL's list of hosts.
_HOST_SEPARATORS = frozenset(",:")


@dataclass(frozen=True, slots=True)
class Layout:
    """The files of one embedded server, all below `root`."""

    root: Path

    @classmethod
    def below(cls, data_dir: Path) -> "Layout":
        return cls(data_dir.expanduser().absolute() / "postgresql")

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own data folder."""
        return self.root / "data"

    @property
    def staging(self) -> Path:
        """Where a cluster grows until it is complete."""
        return self.root / "data.new"

    @property
    def default_socket_dir(self) -> Path:
        return self.root / "run"

    @property
    def log(self) -> Path:
        return self.root / "server.log"

    @property
    def start_lock(self) -> Path:
        """Held exclusively by whoever prepares and starts the server."""
        return self.root / "start.lock"

    @property
    def users_lock(self) -> Path:
        """Held shared by every process that uses the server, exclusively by whoever stops it."""
        return self.root / "users.lock"

    @property
    def supervisor_lock(self) -> Path:
        """Held exclusively by the supervisor as long as it lives."""
        return self.root / "supervisor.lock"

    @property
    def postmaster_pid(self) -> Path:
        return self.cluster / "postmaster.pid"


def fits_a_socket(folder: Path) -> bool:
    """Whether a Unix socket in `folder` can be bound, and named in a connection URL."""
    length = len(str(folder / SOCKET_NAME).encode())
    return length <= MAX_SOCKET_PATH and not _HOST_SEPARATORS & set(str(folder))


def new_short_socket_dir() -> Path:
    """A fresh private folder with a short path, for data folders whose own path is too long."""
    parent = Path(tempfile.gettempdir())
    if not fits_a_socket(parent / "touchstone-01234567"):
        parent = Path("/tmp")  # noqa: S108 - mkdtemp makes the folder, private and unguessable
    return Path(tempfile.mkdtemp(prefix="touchstone-", dir=parent))
