#!/bin/bash
# Writes both lock files anew from pyproject.toml: exact versions and hashes for every system, no download address. Needs uv.
set -euo pipefail
cd "$(dirname "$0")/.."
options=(--quiet --universal --python-version 3.11 --no-header --no-annotate --no-emit-index-url --generate-hashes)
uv pip compile "${options[@]}" pyproject.toml --group build -o requirements.lock "$@"
uv pip compile "${options[@]}" pyproject.toml --group build --group dev -c requirements.lock -o requirements-dev.lock "$@"
