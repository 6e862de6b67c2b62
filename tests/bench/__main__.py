"""All benches in one run: `python -m tests.bench [NAME ...] [--readme]`."""

from __future__ import annotations

import importlib
import os
import platform
import sys
import tempfile
from pathlib import Path

import ui  # noqa: F401  its mending of None lets thousands of bare calls survive on Python 3.11
from tests.bench.harness import Row, table

README = Path(__file__).resolve().parents[2] / "README.md"
BENCHES = ("start", "form", "keys", "dictionary", "save", "paper")


def run(names: list[str]) -> list[Row]:
    """The rows of the benches named, each with a folder of its own."""
    rows: list[Row] = []
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            os.environ["XDG_CONFIG_HOME"] = folder  # nobody's own settings
            rows += importlib.import_module(f"tests.bench.{name}").rows(Path(folder))
    return rows


def into_readme(told: str) -> None:
    """Put the table where the README tells how fast it is."""
    text = README.read_text(encoding="utf-8")
    before, mark, rest = text.partition("<!-- bench -->\n")
    assert mark, "README.md has lost its place for the figures"
    after = rest.partition("<!-- /bench -->")[2]
    README.write_text(f"{before}{mark}{told}\n<!-- /bench -->{after}", encoding="utf-8")


def main(arguments: list[str]) -> None:
    """Measure and print; with `--readme` the figures also go into the README."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    names = [name for name in arguments if name != "--readme"] or list(BENCHES)
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}."
    told = f"{table(run(names))}\n\nMedians; key strokes and whole saves: 99th percentile. {machine}"
    print(told)
    if "--readme" in arguments:
        into_readme(told)


if __name__ == "__main__":
    main(sys.argv[1:])
