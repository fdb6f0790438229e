"""Make a PostgreSQL cluster: its folder, its settings and its one database."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from touchstone.embedded.account import Account, give, named_user
from touchstone.embedded.binaries import Binaries, clean_environment
from touchstone.embedded.errors import EmbeddedPostgresError
from touchstone.embedded.layout import DATABASE, SUPERUSER, Layout

_LIMIT = 120.0  # seconds for initdb on a slow disk

# For a laptop of 2 cores that imports a lot by COPY and must not lose a committed row.
_SETTINGS = """
# Written once by Touchstone; change it as you like, a restart reads it.
max_connections = 200
shared_buffers = 256MB
work_mem = 16MB
maintenance_work_mem = 128MB
effective_cache_size = 1GB
random_page_cost = 1.1
synchronous_commit = on
max_wal_size = 4GB
min_wal_size = 256MB
wal_compression = pglz
wal_level = minimal
max_wal_senders = 0
max_logical_replication_workers = 0
checkpoint_timeout = 15min
autovacuum_naptime = 15s
jit = off
timezone = UTC
log_timezone = UTC
log_checkpoints = off
log_line_prefix = '%m [%p] '
"""

# The socket folder is private to the server's user; there is no network listener.
_ACCESS = "local all all trust\n"


def cluster_version(cluster: Path) -> int | None:
    """The major version of the PostgreSQL that made `cluster`, None if there is no cluster."""
    try:
        return int((cluster / "PG_VERSION").read_text().strip())
    except FileNotFoundError:
        return None


def make_cluster(layout: Layout, binaries: Binaries, account: Account) -> None:
    """Create the cluster and its empty database; it appears whole or not at all."""
    shutil.rmtree(layout.staging, ignore_errors=True)
    layout.staging.mkdir(mode=0o700)
    # initdb wants a user with a name; the group of our own keeps others with that name out.
    setup = Account(named_user(), account.gid) if account.is_other else account
    if account.is_other:
        give(layout.staging, setup)

    staging = str(layout.staging)
    _run(
        [
            binaries.program("initdb"),
            f"--pgdata={staging}",
            f"--username={SUPERUSER}",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            "--no-instructions",
        ],
        setup,
    )
    with (layout.staging / "postgresql.conf").open("a") as settings:
        settings.write(_SETTINGS)
    (layout.staging / "pg_hba.conf").write_text(_ACCESS)
    _run(
        [binaries.program("postgres"), "--single", "-D", staging, "postgres"],
        setup,
        typed=f"CREATE DATABASE {DATABASE}\n",
    )
    if account.is_other:
        give(layout.staging, account)
    layout.staging.rename(layout.cluster)


def _run(command: Sequence[str], account: Account, *, typed: str = "") -> None:
    other = account.is_other
    result = subprocess.run(
        command,
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        timeout=_LIMIT,
        cwd="/",
        env=clean_environment(),
        user=account.uid if other else None,
        group=account.gid if other else None,
        extra_groups=[] if other else None,
    )
    # postgres --single reports a failed statement in its log alone.
    if result.returncode != 0 or "ERROR:" in result.stderr or "FATAL:" in result.stderr:
        said = (result.stderr or result.stdout).strip()
        raise EmbeddedPostgresError(f"{Path(command[0]).name} failed: {said}")
