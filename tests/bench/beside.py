"""The bare side of what is measured on screen, in a process of its own, so that it can take turns with the product.

Casebook's font, style and palette stand on the whole application: a floor in the same process would carry them too.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from types import TracebackType

from tests.bench import floors, terms


class Bare:
    """The other process; each call has it do one thing and gives the seconds it took."""

    def __enter__(self) -> Bare:
        command = [sys.executable, "-m", "tests.bench.beside"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.communicate()

    def open(self, fields: int) -> float:
        """Open a form of so many fields."""
        return self._ask(f"open {fields}")

    def key(self) -> float:
        """Type the next key into the form that stands open."""
        return self._ask("key 0")

    def find(self) -> float:
        """Type the next letter into a list of terms."""
        return self._ask("find 0")

    def _ask(self, words: str) -> float:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(words + "\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())


def serve() -> None:
    """Do what each line asks for and answer with the seconds."""
    floors.application()
    window = floors.bare_window()
    window.activateWindow()
    stroke = floors.strokes()
    find: Callable[[], float] | None = None
    for line in sys.stdin:
        act, number = line.split()
        if act == "find":
            find = find or terms.floor(window)
            print(find(), flush=True)
            continue
        start = time.perf_counter()
        if act == "open":
            floors.open_bare_form(window, int(number))
        else:
            stroke()
        print(time.perf_counter() - start, flush=True)
        floors.settle()


if __name__ == "__main__":
    import ui  # noqa: F401  its mending of None lets thousands of bare calls survive on Python 3.11

    serve()
