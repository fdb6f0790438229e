#!/bin/sh
# Fail with one line unless Node 20.19 or newer and npm are on the PATH.
set -eu

if ! command -v node >/dev/null; then
  echo "error: Node 20.19 or newer is needed and no node was found" >&2
  exit 1
fi
if ! node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'; then
  echo "error: Node 20.19 or newer is needed, found $(node --version)" >&2
  exit 1
fi
if ! command -v npm >/dev/null; then
  echo "error: npm is needed and was not found beside $(command -v node)" >&2
  exit 1
fi
