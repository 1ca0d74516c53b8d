#!/usr/bin/env bash
# Rewrites the lock files from pyproject.toml. Needs uv. The lines name no index, so any mirror serves them.
set -euo pipefail
cd "$(dirname "$0")/.."
compile() {
  uv pip compile --quiet --universal --python-version 3.11 --no-strip-extras --generate-hashes \
    --no-emit-index-url --no-header --no-annotate "$@"
}
compile pyproject.toml -o requirements.lock
compile pyproject.toml --extra ocr -c requirements.lock -o requirements-ocr.lock
compile pyproject.toml --extra dask -c requirements-ocr.lock -o requirements-dask.lock
compile pyproject.toml --extra s3 -c requirements-dask.lock -o requirements-s3.lock
compile pyproject.toml --group dev -c requirements-ocr.lock -c requirements-s3.lock -o requirements-dev.lock
compile --group pyproject.toml:study -c requirements-dev.lock -o requirements-study.lock
# pip (before 24) takes a hashed pin with an extra as no pin for the bare name, so the bare name is pinned beside it.
for lock in requirements.lock requirements-{ocr,dask,s3,dev,study}.lock; do
  python3 - "$lock" <<'PY'
import re, sys
path = sys.argv[1]
blocks = re.split(r"\n(?=\S)", open(path, encoding="utf-8").read().rstrip("\n"))
have = {re.match(r"[\w.\-]+(?:\[[^\]]*\])?", b).group(0) for b in blocks}
out = []
for block in blocks:
    out.append(block)
    name = re.match(r"([\w.\-]+)\[[^\]]*\]", block)
    if name and name.group(1) not in have:
        out.append(block.replace(name.group(0), name.group(1), 1))
open(path, "w", encoding="utf-8").write("\n".join(out) + "\n")
PY
done
