"""The door: a casebook file or nothing opens the window, a command runs without one."""

from __future__ import annotations

import gc
import sys
from pathlib import Path


def main() -> int:
    """Run the program; returns the exit code: 0 done, 1 something found, 2 wrong use or refused."""
    arguments = sys.argv[1:]
    if means_window(arguments):
        gc.disable()  # what is imported stays: the collector would walk it a dozen times for nothing, and ever again
        from ui.app import run

        gc.freeze()
        gc.enable()
        code: int = run(Path(arguments[0]) if arguments else None)
        return code
    from crf.cli import main as command_line

    return command_line()


def means_window(arguments: list[str]) -> bool:
    """Whether the window was asked for: no argument, or one that is a file's name.

    A bare word is a command, an option belongs to the command line; a file is told by its
    suffix or its folder (`patients.casebook`, `./patients`), so that no list of commands
    has to be loaded or kept here.
    """
    if not arguments:
        return True
    first = arguments[0]
    return len(arguments) == 1 and not first.startswith("-") and (bool(Path(first).suffix) or Path(first).name != first)


if __name__ == "__main__":
    sys.exit(main())
