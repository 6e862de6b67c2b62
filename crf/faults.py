"""Faults of the world, told in plain words with the mend; any other exception is a bug."""

from __future__ import annotations

from crf.text import Message, message, tell


class CasebookError(Exception):
    """Something outside the program is wrong: its text names the thing and the mend."""

    def __init__(self, told: Message):
        super().__init__(tell(told))
        self.message = told


class FileFault(CasebookError):
    """A file or folder can't be used: missing, damaged, no casebook, no permission, disk full."""


class DefinitionFault(CasebookError):
    """A study definition can't be used; `faults` holds one line for each fault."""

    def __init__(self, told: Message, faults: tuple[str, ...] = ()):
        super().__init__(told)
        self.faults = faults


class Refused(CasebookError):
    """An act that can't be done as asked; nothing was written."""


class Conflict(Refused):
    """The value was changed by someone else since it was read."""


def refuse(id: str, /, **values: object) -> Refused:
    """A refusal by message id."""
    return Refused(message(id, **values))
