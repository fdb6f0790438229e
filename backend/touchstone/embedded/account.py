"""Which user PostgreSQL runs as, and who may reach its files.

PostgreSQL refuses to run as root. Started by root, it therefore gets a numeric user of its own
that needs no entry in the user database; nobody else has that number or its group.
"""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

from touchstone.embedded.errors import EmbeddedPostgresError

# systemd lists these numbers as free for local use, and they exist in every container's range.
_FREE_IDS = range(60578, 61184)


@dataclass(frozen=True, slots=True)
class Account:
    """The user and group that own the cluster and run the server."""

    uid: int
    gid: int

    @property
    def is_other(self) -> bool:
        """Whether the server runs as somebody else than this process."""
        return self.uid != os.geteuid()


def account_for(cluster: Path) -> Account:
    """The account of an existing cluster, else the one a new cluster gets."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    if cluster.exists():
        owner = cluster.stat()
        if owner.st_uid != 0:
            return Account(owner.st_uid, owner.st_gid)
    taken = {entry.pw_uid for entry in pwd.getpwall()}
    number = next((uid for uid in _FREE_IDS if uid not in taken), None)
    if number is None:
        raise EmbeddedPostgresError("no free user number is left to run PostgreSQL as")
    return Account(number, number)


def named_user() -> int:
    """A user number that has a name, which initdb asks for: `nobody`."""
    try:
        return pwd.getpwnam("nobody").pw_uid
    except KeyError:
        raise EmbeddedPostgresError(
            "PostgreSQL cannot be set up by root on a system without the user 'nobody'; "
            "start Touchstone as an ordinary user"
        ) from None


def give(path: Path, account: Account) -> None:
    """Hand `path`, and all below it if it is a folder, to `account`; links are not followed."""
    os.chown(path, account.uid, account.gid, follow_symlinks=False)
    if path.is_symlink() or not path.is_dir():
        return
    for folder, names, files in os.walk(path):
        for name in (*names, *files):
            os.chown(os.path.join(folder, name), account.uid, account.gid, follow_symlinks=False)


def let_through(folder: Path, account: Account) -> None:
    """Let `account`'s group, and nobody else, pass through a folder of ours."""
    if can_pass(folder, account) or folder.stat().st_uid != os.geteuid():
        return
    os.chown(folder, -1, account.gid)
    folder.chmod(stat.S_IMODE(folder.stat().st_mode) | stat.S_IXGRP)


def check_parents(folder: Path, account: Account) -> None:
    """Raise if `account` cannot reach `folder`; the folders above are not ours to open."""
    for parent in reversed(folder.parents):
        if not can_pass(parent, account):
            raise EmbeddedPostgresError(
                f"PostgreSQL must not run as root, and the user it runs as (number {account.uid}) "
                f"cannot pass through {parent}; set TOUCHSTONE_DATA_DIR to a folder that other "
                "users can reach, for example /var/lib/touchstone"
            )


def can_pass(folder: Path, account: Account) -> bool:
    """Whether the mode of `folder` lets `account` go through it."""
    found = folder.stat()
    if found.st_uid == account.uid:
        return bool(found.st_mode & stat.S_IXUSR)
    if found.st_gid == account.gid:
        return bool(found.st_mode & stat.S_IXGRP)
    return bool(found.st_mode & stat.S_IXOTH)
