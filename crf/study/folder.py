"""The files of a study definition read and put together into one table that is still as its author wrote it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import define, field

from crf.study.composing import SHARED, Composer
from crf.study.faults import Spot
from crf.study.parts import Parts, Table, label
from crf.study.references import dangling
from crf.study.structure import WRITTEN
from crf.study.structure import Path as Keys
from crf.text import RESOURCES, Message, message

CODELISTS = RESOURCES / "codelists"

_HEAD = ("study", "event", "anchor", "treatment", "special", "phase", "clock", "number")

_FOLLOWS: Mapping[str, tuple[str, ...]] = {
    "study.toml": (
        "study.number.none", "study.anchor.none", "study.event.none", "study.form.none", "study.form.nowhere",
        "study.placeholder.none",
    ),
    "codelists.toml": ("study.codelist.none",),
    "groups.toml": ("study.item.none", "study.group.none", "study.group.empty", "study.placeholder.none"),
    "forms": ("study.form.none", "study.form.nowhere"),
}  # fmt: skip
"""Faults that may only follow from a file that couldn't be read."""

_PARTS = {**WRITTEN, "forms": "form", "groups": "group", "units": "unit"}
"""Fields whose members have a name of their own in a spot, and what they are called there."""


@define
class Folder:
    """One pass over a definition's folder; collects faults instead of stopping at the first."""

    root: Path
    parts: Parts = field(factory=Parts)
    unread: set[str] = field(factory=set)

    def table(self) -> Table:
        """The whole study with the model's names."""
        head = self._load("study.toml", self.root / "study.toml", _HEAD)
        study = head.pop("study", {})
        body = self.parts.renamed("study.toml", ("study",), study if isinstance(study, dict) else {}, ())
        listed = isinstance(body.get("forms"), list)
        order = self.parts.names("study.toml", ("study",), body, "forms", [])
        parts = {name: head[written] for name, written in WRITTEN.items() if written in head}
        return {
            **body,
            "events": [],
            **parts,
            "forms": self._forms(order if listed else None),
            "codelists": self._codelists(),
        }

    def certain(self, told: Message, spot: Spot = ()) -> bool:
        """Whether a fault stands by itself, not only because a file couldn't be read."""
        if "study.toml" in self.unread and spot and not spot[0].startswith(("form ", "codelist ")):
            return False
        return not any(told.id in _FOLLOWS.get(file, ()) for file in self.unread)

    def _load(self, name: str, file: Path, known: tuple[str, ...] = ()) -> Table:
        """A TOML file as a table of known keys (none named: of any); empty, with a fault, where it can't be read."""
        try:
            table = tomllib.loads(file.read_text(encoding="utf-8-sig"))
        except OSError as error:
            told = message("study.file.unreadable", why=error.strerror)
        except UnicodeDecodeError as error:
            told = message("study.file.encoding", line=error.object[: error.start].count(b"\n") + 1)
        except tomllib.TOMLDecodeError as error:
            told = message("study.file.toml", why=error)
        else:
            return self.parts.known(name, (), table, known) if known else table
        self.parts.note(name, (), told)
        self.unread.add(name.partition("/")[0])
        return {}

    def _codelists(self) -> list[Table]:
        """The lists all studies share, and the study's own."""
        files = [(f"codelists/{file.name}", file) for file in sorted(CODELISTS.glob("*.toml"))]
        own = self.root / "codelists.toml"
        lists: list[Table] = []
        for name, file in [*files, *([(own.name, own)] if own.exists() else [])]:
            table = self._load(name, file, ("codelist",))
            for one in self.parts.tables(name, (), table, "codelist"):
                spot = (f"codelist {label(one)}",)
                self.parts.origins[spot] = (name, spot)
                lists.append(self.parts.renamed(name, spot, one, ("choices",)))
        return lists

    def _forms(self, order: list[str] | None) -> list[Table]:
        """The forms in the order the study names them; None: it couldn't be read."""
        composer = Composer(self.parts)
        if (self.root / SHARED).exists():
            composer.share(self.parts.tables(SHARED, (), self._load(SHARED, self.root / SHARED, ("group",)), "group"))
        found: dict[str, Table] = {}
        for file in sorted((self.root / "forms").glob("*.toml")):
            name = f"forms/{file.name}"
            raw = self._load(name, file)
            id = label(raw)
            if not raw:
                continue
            if "id" not in raw:
                self.unread.add("forms")
            elif id in found:
                self.parts.note(name, (f"form {id}",), message("study.duplicate", id=id))
            elif order is not None and id not in order:
                told = message("study.form.unlisted", form=id, file=name)
                self.parts.note("study.toml", ("study", "forms"), told)
            found.setdefault(id, composer.form(name, raw))
        for id in order or ():
            if id not in found and "forms" not in self.unread:
                self.parts.note("study.toml", ("study", "forms"), dangling("study.form.none", id, found))
        return [found[id] for id in dict.fromkeys([*(order or ()), *found]) if id in found]


def spot_of(keys: Keys, table: Table) -> Spot:
    """The way to a key of the whole table as a spot: parts by their ids, an item without its group."""
    spot: list[str] = []
    node: Any = table
    rest = list(keys)
    while rest:
        key = rest.pop(0)
        if key in _PARTS and rest:
            inner = rest.pop(0)
            node = node[key][inner]
            if key == "items":
                spot.pop()
            spot.append(f"{_PARTS[str(key)]} {_name(str(key), inner, node)}")
        elif isinstance(key, int):
            spot[-1] += f" {key + 1}"
        else:
            spot.append(WRITTEN.get(str(key), str(key)))
            node = node[key] if rest else node
    return tuple(spot if keys and keys[0] in _PARTS else ["study", *spot])


def _name(field: str, inner: str | int, node: object) -> str:
    """What a member of a field is called: its key, its id, else its position."""
    if isinstance(inner, str):
        return inner
    key = {"choices": "code", "treatments": "code", "phases": "name", "units": "unit"}.get(field, "id")
    if field == "examples" or not isinstance(node, dict):
        return str(inner + 1)
    return label(node, key)
