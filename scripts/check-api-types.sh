#!/bin/sh
# Fail if docs/openapi.json or the types made from it no longer match the server's code.
set -eu

cd "$(dirname "$0")/.."
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT

.venv/bin/touchstone openapi "$fresh/openapi.json"
diff -u docs/openapi.json "$fresh/openapi.json" || {
  echo "error: docs/openapi.json is not what the server's code says; run 'make types'" >&2
  exit 1
}
(cd frontend && npx --no-install openapi-typescript ../docs/openapi.json \
  --output "$fresh/schema.d.ts" --default-non-nullable=false >/dev/null)
diff -u frontend/src/api/schema.d.ts "$fresh/schema.d.ts" || {
  echo "error: frontend/src/api/schema.d.ts is not made from docs/openapi.json; run 'make types'" >&2
  exit 1
}
echo "API types: up to date"
