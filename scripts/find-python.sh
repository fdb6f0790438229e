#!/bin/sh
# Print a Python of version 3.11 or newer that can make virtual environments.
set -eu

usable='import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))'
old='import sys; sys.exit(sys.version_info >= (3, 11))'
seen=""
for name in python3 python3.14 python3.13 python3.12 python3.11 python; do
  path=$(command -v "$name") || continue
  if "$path" -c "$usable" 2>/dev/null; then
    echo "$path"
    exit 0
  fi
  if "$path" -c "$old" 2>/dev/null; then
    seen="$seen $("$path" -c 'import platform; print(platform.python_version())')"
  elif "$path" -c '' 2>/dev/null; then
    bare="$path"
  fi
done

if [ -n "${bare:-}" ]; then
  echo "error: $bare cannot make virtual environments; install its venv module (Debian, Ubuntu: apt install python3-venv)" >&2
elif [ -n "$seen" ]; then
  echo "error: Python 3.11 or newer is needed, found only$seen" >&2
else
  echo "error: Python 3.11 or newer is needed and no python3 was found" >&2
fi
exit 1
