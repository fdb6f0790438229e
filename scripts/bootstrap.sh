#!/bin/sh
# Make .venv if there is none and install the packages of a lock file, then Touchstone itself.
# Usage: scripts/bootstrap.sh LOCK_FILE
set -eu

lock=$1
cd "$(dirname "$0")/.."

if ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  python=$(scripts/find-python.sh)
  echo "Making .venv with $("$python" --version)"
  rm -rf .venv
  "$python" -m venv .venv
fi
if ! .venv/bin/uv --version >/dev/null 2>&1; then
  .venv/bin/python -m pip install --quiet --disable-pip-version-check uv
fi

# uv does not read pip's configuration, so where only pip knows the way to the packages, pip goes.
install() {
  .venv/bin/uv pip install --quiet --python .venv/bin/python "$@" ||
    .venv/bin/python -m pip install --quiet --disable-pip-version-check "$@"
}

echo "Installing the packages of $lock"
install -r "$lock"
install --no-deps --editable .

# Compiled now, everything starts fast later, also where Python may not write beside the code.
# Some packages carry files that are no Python on purpose; they do not matter.
packages=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
.venv/bin/python -m compileall -qq -j 0 "$packages" backend migrations || true
