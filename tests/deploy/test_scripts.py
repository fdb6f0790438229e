"""What the scripts behind `make` say when something is missing."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[2] / "scripts"
USUAL_TOOLS = ("sh", "dirname", "env")


@pytest.fixture
def bare_path(tmp_path: Path) -> Path:
    """A PATH on which there is hardly anything."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in USUAL_TOOLS:
        for place in ("/bin", "/usr/bin"):
            if Path(place, tool).exists() and not (folder / tool).exists():
                (folder / tool).symlink_to(Path(place, tool))
    return folder


def put(folder: Path, name: str, body: str) -> None:
    program = folder / name
    program.write_text(f"#!/bin/sh\n{body}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


def run(script: str, path: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    interpreter = sys.executable if script.endswith(".py") else "/bin/sh"
    return subprocess.run(
        [interpreter, SCRIPTS / script],
        env={"PATH": str(path), "HOME": str(path), **settings},
        capture_output=True,
        text=True,
        check=False,
    )


def test_no_python_is_one_clear_line(bare_path: Path) -> None:
    ran = run("find-python.sh", bare_path)
    assert ran.returncode == 1
    assert ran.stderr == "error: Python 3.11 or newer is needed and no python3 was found\n"


def test_an_old_python_is_named(bare_path: Path) -> None:
    old = 'case "$2" in *ensurepip*) exit 1;; *platform*) echo 3.9.2;; esac'
    put(bare_path, "python3", old)
    ran = run("find-python.sh", bare_path)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == "error: Python 3.11 or newer is needed, found only 3.9.2\n"


def test_a_python_without_venv_says_what_to_install(bare_path: Path) -> None:
    put(bare_path, "python3", 'case "$2" in "") exit 0;; *) exit 1;; esac')
    ran = run("find-python.sh", bare_path)
    assert ran.returncode == 1
    assert "python3-venv" in ran.stderr


def test_a_newer_python_is_preferred_to_an_old_python3(bare_path: Path) -> None:
    put(bare_path, "python3", "exit 1")
    (bare_path / "python3.12").symlink_to(sys.executable)
    assert run("find-python.sh", bare_path).stdout == f"{bare_path}/python3.12\n"


@pytest.mark.parametrize(
    ("node", "message"),
    [
        (None, "error: Node 20.19 or newer is needed and no node was found\n"),
        (
            '[ "$1" = --version ] && echo v18.19.0; exit 1',
            "error: Node 20.19 or newer is needed, found v18.19.0\n",
        ),
        ("exit 0", "error: npm is needed and was not found beside {node}\n"),
    ],
)
def test_a_missing_or_old_node_is_one_clear_line(
    bare_path: Path, node: str | None, message: str
) -> None:
    if node is not None:
        put(bare_path, "node", node)
    ran = run("check-node.sh", bare_path)
    assert ran.returncode == 1
    assert ran.stderr == message.format(node=bare_path / "node")


def test_a_chosen_browser_wins_over_the_path(bare_path: Path) -> None:
    put(bare_path, "chromium", "echo Chromium 1.0")
    put(bare_path, "mine", "echo Chromium 2.0")
    chosen = str(bare_path / "mine")
    ran = run("find_browser.py", bare_path, TOUCHSTONE_BROWSER=chosen)
    assert (ran.returncode, ran.stdout) == (0, f"{chosen}\n")


def test_a_chosen_browser_that_does_not_run_is_an_error_not_a_skip(bare_path: Path) -> None:
    put(bare_path, "chromium", "echo Chromium 1.0")
    ran = run("find_browser.py", bare_path, TOUCHSTONE_BROWSER="/no/such/browser")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == "error: TOUCHSTONE_BROWSER=/no/such/browser does not run\n"


def test_a_broken_browser_on_the_path_is_passed_over(bare_path: Path) -> None:
    put(bare_path, "chromium", "exit 127")
    put(bare_path, "google-chrome", "echo Google Chrome 140")
    assert run("find_browser.py", bare_path).stdout == f"{bare_path}/google-chrome\n"


def test_playwrights_own_browser_is_found(bare_path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cache/chromium-1200/chrome-linux64"
    folder.mkdir(parents=True)
    put(folder, "chrome", "echo Chromium 140")
    ran = run("find_browser.py", bare_path, PLAYWRIGHT_BROWSERS_PATH=str(tmp_path / "cache"))
    assert ran.stdout == f"{folder}/chrome\n"


def test_root_on_debian_installs_one(bare_path: Path) -> None:
    put(
        bare_path,
        "apt-get",
        f'[ "$1" = install ] || exit 0\n'
        f"printf '#!/bin/sh\\necho Chromium 1.0\\n' > {bare_path}/chromium\n"
        f"/bin/chmod +x {bare_path}/chromium",
    )
    ran = run("find_browser.py", bare_path)
    if os.geteuid() == 0 and Path("/etc/debian_version").exists():
        assert (ran.returncode, ran.stdout) == (0, f"{bare_path}/chromium\n")
    else:
        assert ran.returncode == 1


def test_no_browser_is_one_clear_line(bare_path: Path) -> None:
    ran = run("find_browser.py", bare_path)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith("error: no browser for the end-to-end tests: install Chromium")
    assert ran.stderr.count("\n") == 1
