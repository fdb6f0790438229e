#!/bin/sh
# Make the secrets that docker-compose.yml reads, where they do not exist yet.
# The folder is private; the files in it are readable, because containers read them as other users.
set -eu

cd "$(dirname "$0")/.."
mkdir -p secrets
chmod 700 secrets
for name in postgres_password secret_key; do
  file="secrets/$name"
  if [ ! -s "$file" ]; then
    LC_ALL=C tr -dc 'A-Za-z0-9' </dev/urandom | head -c 48 >"$file"
    chmod 644 "$file"
    echo "made $file"
  fi
done
