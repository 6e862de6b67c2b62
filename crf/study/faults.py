"""A fault of a definition: the file, the spot in it and the mend; shared parts are told where they were written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import frozen

from crf.text import Message, tell

Spot = tuple[str, ...]
"""Where in a study, from the outside in: ("form CTX", "item DOSEPLAN", "method")."""

Told = tuple[Spot, Message]
"""What is wrong at a spot."""


@frozen
class Fault:
    """One fault of a definition: the file, where in it, and what is wrong with its mend."""

    file: str
    where: str
    told: Message

    def __str__(self) -> str:
        return f"{self.file}: {self.where}: {tell(self.told)}" if self.where else f"{self.file}: {tell(self.told)}"


def located(told: Iterable[Told], origins: Mapping[Spot, tuple[str, Spot]]) -> list[Fault]:
    """Every fault in its file, once: what several forms share is named where it was written, with those forms.

    `origins` tells for the beginning of a spot its file, and its name there; the longest beginning known rules.
    """
    forms: dict[tuple[str, Spot, Message], list[str]] = {}
    for spot, sentence in told:
        file, at = _origin(spot, origins)
        users = forms.setdefault((file, at, sentence), [])
        if at[:1] != spot[:1]:
            users.append(spot[0])
    return [
        Fault(file, ", ".join(at) + (f" ({', '.join(dict.fromkeys(users))})" if users else ""), sentence)
        for (file, at, sentence), users in forms.items()
    ]


def _origin(spot: Spot, origins: Mapping[Spot, tuple[str, Spot]]) -> tuple[str, Spot]:
    for length in range(len(spot), 0, -1):
        if spot[:length] in origins:
            file, name = origins[spot[:length]]
            return file, (*name, *spot[length:])
    return "study.toml", spot
