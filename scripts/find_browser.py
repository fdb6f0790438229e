"""Print the Chromium or Chrome that the end-to-end tests are to drive.

Looked for in this order: TOUCHSTONE_BROWSER, the PATH and the usual places, what Playwright has
downloaded, and, for root on Debian, the distribution's package, which is installed then.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
USUAL_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
PLAYWRIGHT_PATTERNS = (
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
)
INSTALL = (("apt-get", "update", "-q"), ("apt-get", "install", "-y", "-q", "chromium"))


def main() -> int:
    chosen = os.environ.get("TOUCHSTONE_BROWSER")
    if chosen:
        if runs(chosen):
            print(chosen)
            return 0
        return fail(f"TOUCHSTONE_BROWSER={chosen} does not run")
    found = next((path for path in candidates() if runs(path)), None)
    if found is None and can_install():
        install()
        found = shutil.which("chromium")
    if found is None:
        return fail(
            "no browser for the end-to-end tests: install Chromium or Chrome, "
            "or set TOUCHSTONE_BROWSER to one"
        )
    print(found)
    return 0


def candidates() -> Iterator[str]:
    yield from filter(None, map(shutil.which, NAMES))
    yield from USUAL_PLACES
    for cache in playwright_caches():
        for pattern in PLAYWRIGHT_PATTERNS:
            yield from sorted(map(str, cache.glob(pattern)), reverse=True)


def playwright_caches() -> Iterator[Path]:
    if named := os.environ.get("PLAYWRIGHT_BROWSERS_PATH"):
        yield Path(named)
    yield Path.home() / ".cache/ms-playwright"
    yield Path.home() / "Library/Caches/ms-playwright"


def runs(path: str) -> bool:
    try:
        shown = subprocess.run(
            [path, "--version"], capture_output=True, text=True, check=False, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return shown.returncode == 0 and shown.stdout.startswith(("Chromium", "Google Chrome"))


def can_install() -> bool:
    return (
        Path("/etc/debian_version").exists()
        and shutil.which("apt-get") is not None
        and os.geteuid() == 0
    )


def install() -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in INSTALL:
        if subprocess.run(command, env=environment, stdout=sys.stderr, check=False).returncode:
            return


def fail(why: str) -> int:
    print(f"error: {why}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
