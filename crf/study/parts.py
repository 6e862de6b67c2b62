"""Parts of a definition as its author wrote them: renamed to the model's words, with the faults noticed on the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import define, field

from crf.study.faults import Fault, Spot
from crf.study.structure import WRITTEN, meant_key, show_value, unknown_key
from crf.text import Message, message, say

Table = dict[str, Any]
Origins = dict[Spot, tuple[str, Spot]]


@define
class Parts:
    """What is noticed while a definition is put together: faults, and which file each part was written in."""

    faults: list[Fault] = field(factory=list)
    origins: Origins = field(factory=dict)

    def note(self, file: str, spot: Spot, told: Message) -> None:
        """Note a fault, once."""
        found = Fault(file, ", ".join(spot), told)
        if found not in self.faults:
            self.faults.append(found)

    def renamed(self, file: str, spot: Spot, table: Table, names: tuple[str, ...]) -> Table:
        """The table with the author's names of some fields turned into the model's, which nobody writes."""
        model = {WRITTEN[name]: name for name in names}
        for key in table:
            if key in WRITTEN:
                self.note(file, (*spot, key), unknown_key(key, names or [WRITTEN[key]]))
        meant = {key: value for key, value in table.items() if key in names}
        return {**meant, **{model.get(key, key): value for key, value in table.items() if key not in WRITTEN}}

    def known(self, file: str, spot: Spot, table: Table, keys: Iterable[str]) -> Table:
        """The table without the keys nobody reads; one that comes near a known key is taken for it."""
        known = list(keys)
        for key in table:
            if key not in known:
                self.note(file, (*spot, key), unknown_key(key, known))
        meant = {key if key in known else meant_key(key, known, table): value for key, value in table.items()}
        return {key: value for key, value in meant.items() if key in known}

    def tables(self, file: str, spot: Spot, table: Table, key: str) -> list[Table]:
        """The tables under a key, taken out; what isn't one is a fault."""
        found = table.pop(key, [])
        tables = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
        if not isinstance(found, list) or len(tables) < len(found):
            told = message(
                "study.key.wrong", key=key, expected=say("study.type.tables", key=key), found=show_value(found)
            )
            self.note(file, (*spot, key), told)
        return tables

    def names(self, file: str, spot: Spot, table: Table, key: str, default: list[str]) -> list[str]:
        """The list of ids under a key, taken out."""
        found = table.pop(key, default)
        names = [one for one in found if isinstance(one, str)] if isinstance(found, list) else default
        if not isinstance(found, list) or len(names) < len(found):
            told = message("study.key.wrong", key=key, expected=say("study.type.names"), found=show_value(found))
            self.note(file, (*spot, key), told)
        return names


def label(table: Mapping[str, Any], key: str = "id") -> str:
    """The id of a table; ? where it has none."""
    return str(table.get(key) or "?")
