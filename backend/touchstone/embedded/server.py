"""Start, share and stop the embedded PostgreSQL of one data folder."""

import asyncio
import subprocess
import sys
import time
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from touchstone.embedded import postmaster, supervisor
from touchstone.embedded.account import Account, account_for, check_parents, give, let_through
from touchstone.embedded.binaries import clean_environment, find_binaries, reachable_for
from touchstone.embedded.cluster import cluster_version, make_cluster
from touchstone.embedded.errors import EmbeddedPostgresError
from touchstone.embedded.layout import (
    DATABASE,
    PORT,
    SUPERUSER,
    Layout,
    fits_a_socket,
    new_short_socket_dir,
)
from touchstone.embedded.locks import FileLock
from touchstone.embedded.probe import Answer, Postmaster, ask, read_postmaster

_START_LIMIT = 120.0  # seconds; recovery after a crash may replay gigabytes
_POLL = 0.02
_MAX_LOG = 8 * 1024 * 1024
_LOG_TAIL = 10


class ServerState(StrEnum):
    """How far a server is."""

    ABSENT = "absent"  # no cluster yet
    STOPPED = "stopped"
    STARTING = "starting"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class ServerStatus:
    """What can be seen of a server from outside."""

    state: ServerState
    pid: int | None
    socket_dir: Path | None
    log: Path


class EmbeddedPostgres:
    """The PostgreSQL of one data folder, shared by every process that uses the folder.

    The first user starts it, further ones attach, and it stops when the last one leaves, however
    that one ends. If the server itself dies while in use it is started again.
    """

    def __init__(self, data_dir: Path) -> None:
        self._layout = Layout.below(data_dir)
        self._users = FileLock(self._layout.users_lock)
        self._server: Postmaster | None = None

    @property
    def url(self) -> str:
        """The address for SQLAlchemy with asyncpg."""
        return self.dsn.replace("postgresql:", "postgresql+asyncpg:", 1)

    @property
    def dsn(self) -> str:
        """The address for asyncpg, psql and other libpq programs."""
        if self._server is None:
            raise EmbeddedPostgresError("the embedded PostgreSQL was not started")
        host = quote(str(self._server.socket_dir), safe="/")
        return f"postgresql://{SUPERUSER}@/{DATABASE}?host={host}&port={PORT}"

    def start(self) -> str:
        """Start the server or attach to the running one; the answer is its `url`.

        Raises EmbeddedPostgresError, with what to do about it.
        """
        if self._users.is_held:
            return self.url
        try:
            account = self._prepare_folder()
            with FileLock(self._layout.start_lock).exclusive():
                self._users.take_shared()  # waits for a stop under way
                self._server = self._bring_up(account)
        except BaseException as error:
            self._users.release()
            if isinstance(error, OSError):
                raise EmbeddedPostgresError(
                    f"the embedded PostgreSQL in {self._layout.root} cannot be started: {error}"
                ) from error
            raise
        return self.url

    def stop(self) -> None:
        """Leave the server; if nobody else uses it, return when it has stopped."""
        if not self._users.is_held:
            return
        self._server = None
        self._users.release()
        while True:
            if not self._users.try_exclusive():
                # Either others use it, or the supervisor is stopping it: then wait.
                if not self._users.try_shared():
                    self._users.take_shared()
                break
            if not self._is_supervised():
                postmaster.stop(self._layout.cluster)
                break
            self._users.release()  # for the supervisor, which waits for it
            time.sleep(_POLL)
        self._users.release()

    def status(self) -> ServerStatus:
        """Look at the server without starting or touching it."""
        server = read_postmaster(self._layout.postmaster_pid)
        answer = Answer.NONE if server is None else ask(server.socket_dir)
        pid = postmaster.living_pid(self._layout.cluster)
        if answer is Answer.READY:
            state = ServerState.READY
        elif pid is not None:
            state = ServerState.STARTING
        elif self._layout.cluster.exists():
            state = ServerState.STOPPED
        else:
            state = ServerState.ABSENT
        return ServerStatus(
            state=state,
            pid=pid,
            socket_dir=server.socket_dir if server and pid else None,
            log=self._layout.log,
        )

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(self.start)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await asyncio.to_thread(self.stop)

    def _prepare_folder(self) -> Account:
        root = self._layout.root
        account = account_for(self._layout.cluster)
        root.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        root.mkdir(mode=0o700, exist_ok=True)
        if account.is_other:
            let_through(root.parent, account)
            let_through(root, account)
            check_parents(root, account)
        return account

    def _bring_up(self, account: Account) -> Postmaster:
        """Return once the server lets clients in, watched by a supervisor."""
        launched = False
        deadline = time.monotonic() + _START_LIMIT
        while time.monotonic() < deadline:
            server = read_postmaster(self._layout.postmaster_pid)
            ready = server is not None and ask(server.socket_dir) is Answer.READY
            if not self._is_supervised():
                if launched:
                    raise self._failure("does not start")
                self._start_supervisor(account)
                launched = True
            elif server is not None and ready:
                return server
            time.sleep(_POLL)
        raise self._failure(f"did not answer within {_START_LIMIT:.0f} seconds")

    def _is_supervised(self) -> bool:
        lock = FileLock(self._layout.supervisor_lock)
        is_free = lock.try_exclusive()
        lock.release()
        return not is_free

    def _start_supervisor(self, account: Account) -> None:
        """Start the supervisor; return once it watches."""
        layout = self._layout
        major = cluster_version(layout.cluster)
        binaries = reachable_for(find_binaries(major), account, layout.root)
        if major is None:
            make_cluster(layout, binaries, account)
        command = [
            sys.executable,
            "-m",
            supervisor.__package__,
            *(str(layout.root), str(self._socket_dir(account)), str(binaries.folder)),
            *(str(binaries.major), str(account.uid), str(account.gid)),
        ]
        if layout.log.exists() and layout.log.stat().st_size > _MAX_LOG:
            layout.log.replace(layout.log.with_suffix(".log.1"))
        package = Path(supervisor.__file__).parents[2]
        with layout.log.open("ab") as log:
            started = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                check=False,
                cwd="/",
                env={**clean_environment(), "PYTHONPATH": str(package)},
                start_new_session=True,
            )
        if started.stdout != supervisor.WATCHING:
            raise self._failure("has no supervisor")

    def _socket_dir(self, account: Account) -> Path:
        """The folder the socket goes to: ours if its path is short enough for a socket."""
        running = read_postmaster(self._layout.postmaster_pid)
        if running is not None and postmaster.living_pid(self._layout.cluster) is not None:
            return running.socket_dir
        folder = self._layout.default_socket_dir
        if fits_a_socket(folder):
            folder.mkdir(exist_ok=True)
        else:
            folder = new_short_socket_dir()
        folder.chmod(0o700)
        if account.is_other:
            give(folder, account)
        return folder

    def _failure(self, what: str) -> EmbeddedPostgresError:
        try:
            tail = self._layout.log.read_text(errors="replace").splitlines()[-_LOG_TAIL:]
        except OSError:
            tail = []
        return EmbeddedPostgresError(
            "\n".join([f"the embedded PostgreSQL {what}; the end of {self._layout.log}:", *tail])
        )
