"""All benches in one run: `python -m tests.bench [NAME ...]`."""

from __future__ import annotations

import importlib
import os
import platform
import sys
import tempfile
from pathlib import Path

import ui  # noqa: F401  its mending of None lets thousands of bare calls survive on Python 3.11
from tests.bench.harness import Row, table

BENCHES = ("start", "form", "keys", "save", "paper")


def run(names: list[str]) -> list[Row]:
    """The rows of the benches named, each with a folder of its own."""
    rows: list[Row] = []
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            os.environ["XDG_CONFIG_HOME"] = folder  # nobody's own settings
            rows += importlib.import_module(f"tests.bench.{name}").rows(Path(folder))
    return rows


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    print(table(run(sys.argv[1:] or list(BENCHES))))
    print("\nMedians; key strokes and whole saves: 99th percentile.", end=" ")
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}.")
